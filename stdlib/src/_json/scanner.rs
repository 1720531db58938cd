//! `make_scanner`: from JSON text to objects, one value at a time.

use std::cell::RefCell;
use std::collections::HashMap;

use pyvm_vm::call::Args;
use pyvm_vm::heap::{Str, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::text;
use crate::support::{instance, size};

/// What a decoder wishes.
struct Scanner {
    strict: bool,
    object_hook: Value,
    object_pairs_hook: Value,
    parse_float: Value,
    parse_int: Value,
    parse_constant: Value,
    /// The keys of the document that is being read.
    memo: RefCell<HashMap<Str, Value>>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("JSON scanner object"),
    signature: Some("(context)"),
    layout: Some(Layout::Native("Scanner")),
    slots: |s: &Slots| s.call.set(Some(call)),
    new: Some(&NEW),
    getset: GETSET,
    ..TypeSpec::named("Scanner", "_json")
};
static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, context)", new, "");

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("strict", |vm, v| Ok(Value::Bool(of(vm, v)?.strict)), "strict"),
    GetSetDef::member("object_hook", |vm, v| Ok(of(vm, v)?.object_hook.clone()), "object_hook"),
    GetSetDef::member("object_pairs_hook", |vm, v| Ok(of(vm, v)?.object_pairs_hook.clone()), ""),
    GetSetDef::member("parse_float", |vm, v| Ok(of(vm, v)?.parse_float.clone()), "parse_float"),
    GetSetDef::member("parse_int", |vm, v| Ok(of(vm, v)?.parse_int.clone()), "parse_int"),
    GetSetDef::member("parse_constant", |vm, v| Ok(of(vm, v)?.parse_constant.clone()), "parse_constant"),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Scanner> {
    vm.payload(value, "_json.Scanner")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let field = |name: &str| vm.getattr_str(&args[1], name);
    let strict = field("strict")?;
    let made = Scanner {
        strict: vm.is_true(&strict)?,
        object_hook: field("object_hook")?,
        object_pairs_hook: field("object_pairs_hook")?,
        parse_float: field("parse_float")?,
        parse_int: field("parse_int")?,
        parse_constant: field("parse_constant")?,
        memo: RefCell::default(),
    };
    instance(vm, &args[0], made)
}

fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let [string, idx] = super::two_arguments(vm, "scan_once", ["string", "idx"], args)?;
    let scanner = of(vm, value)?;
    let found = scanner.scan(vm, &string, &idx);
    scanner.memo.borrow_mut().clear();
    found
}

/// A document and how far it is read, in bytes.
struct Reader<'a> {
    vm: &'a Vm,
    scanner: &'a Scanner,
    document: &'a Value,
    text: &'a Str,
    at: usize,
}

impl Scanner {
    fn scan(&self, vm: &Vm, document: &Value, idx: &Value) -> PyResult {
        let idx = vm.index_i64(idx)?;
        let Some(text) = document.as_text() else {
            let got = vm.type_name(document);
            return Err(vm.type_error(format!("first argument must be a string, not {got}")));
        };
        let Ok(start) = usize::try_from(idx) else { return Err(vm.value_error("idx cannot be negative")) };
        if start >= text.char_len() {
            return Err(vm.stop_iteration(Value::Int(idx)));
        }
        let mut reader = Reader { vm, scanner: self, document, text, at: text.byte_offset(start) };
        let value = reader.value()?;
        let behind = size(text.char_index(reader.at));
        Ok(vm.new_tuple(vec![value, behind]))
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn error<T>(&self, message: &str, at: usize) -> PyResult<T> {
        Err(text::error(self.vm, message, self.document, self.text.char_index(at)))
    }

    fn skip_spaces(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn nothing<T>(&self, at: usize) -> PyResult<T> {
        Err(self.vm.stop_iteration(size(self.text.char_index(at))))
    }

    /// The value here; StopIteration with the place where there is none.
    fn value(&mut self) -> PyResult {
        let vm = self.vm;
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{') => {
                vm.with_depth(" while decoding a JSON object from a unicode string", || self.object())
            }
            Some(b'[') => {
                vm.with_depth(" while decoding a JSON array from a unicode string", || self.array())
            }
            _ => self.word(),
        }
    }

    fn string(&mut self) -> PyResult {
        match text::scan(self.text.as_wtf8(), self.at + 1, self.scanner.strict) {
            Ok((found, behind)) => {
                self.at = behind;
                Ok(self.vm.new_str(found))
            }
            Err((message, at)) => self.error(message, at),
        }
    }

    /// A constant or a number.
    fn word(&mut self) -> PyResult {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let constants = [("null", Value::None), ("true", Value::Bool(true)), ("false", Value::Bool(false))];
        for (word, value) in constants {
            if rest.starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(value);
            }
        }
        for word in ["NaN", "Infinity", "-Infinity"] {
            if rest.starts_with(word.as_bytes()) {
                self.at += word.len();
                return self.vm.call1(&self.scanner.parse_constant, Value::str(word));
            }
        }
        self.number()
    }

    fn digits(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or(&[]);
        rest.iter().take_while(|b| b.is_ascii_digit()).count()
    }

    fn number(&mut self) -> PyResult {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut end = start + usize::from(self.peek() == Some(b'-'));
        match bytes.get(end) {
            Some(b'0') => end += 1,
            Some(b'1'..=b'9') => end += self.digits(end),
            _ => return self.nothing(start),
        }
        let mut is_float = false;
        if bytes.get(end) == Some(&b'.') && self.digits(end + 1) > 0 {
            is_float = true;
            end += 1 + self.digits(end + 1);
        }
        if let Some(b'e' | b'E') = bytes.get(end) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let digits = self.digits(end + 1 + sign);
            if digits > 0 {
                is_float = true;
                end += 1 + sign + digits;
            }
        }
        self.at = end;
        let shown = bytes.get(start..end).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("0");
        let (parse, class) = if is_float {
            (&self.scanner.parse_float, &self.vm.types.float)
        } else {
            (&self.scanner.parse_int, &self.vm.types.int)
        };
        if !parse.is(&class.to_value()) {
            return self.vm.call1(parse, Value::str(shown));
        }
        if is_float {
            let parsed = pyvm_vm::text::float::parse_ascii(shown);
            return Ok(Value::Float(parsed.unwrap_or(0.0)));
        }
        match shown.parse() {
            Ok(n) => Ok(Value::Int(n)),
            Err(_) => self.vm.call1(parse, Value::str(shown)),
        }
    }

    fn array(&mut self) -> PyResult {
        self.at += 1;
        self.skip_spaces();
        let mut items = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(self.vm.new_list(items));
        }
        loop {
            items.push(self.value()?);
            self.skip_spaces();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Ok(self.vm.new_list(items));
                }
                Some(b',') => {}
                _ => return self.error("Expecting ',' delimiter", self.at),
            }
            let comma = self.at;
            self.at += 1;
            self.skip_spaces();
            if self.peek() == Some(b']') {
                return self.error("Illegal trailing comma before end of array", comma);
            }
        }
    }

    fn key(&mut self) -> PyResult {
        if self.peek() != Some(b'"') {
            return self.error("Expecting property name enclosed in double quotes", self.at);
        }
        let key = self.string()?;
        let Some(text) = key.as_text() else { return Ok(key) };
        let mut memo = self.scanner.memo.borrow_mut();
        Ok(memo.entry(text.clone()).or_insert(key).clone())
    }

    fn object(&mut self) -> PyResult {
        let vm = self.vm;
        self.at += 1;
        self.skip_spaces();
        let mut pairs = Vec::new();
        let mut is_open = self.peek() != Some(b'}');
        while is_open {
            let key = self.key()?;
            self.skip_spaces();
            if self.peek() != Some(b':') {
                return self.error("Expecting ':' delimiter", self.at);
            }
            self.at += 1;
            self.skip_spaces();
            pairs.push((key, self.value()?));
            self.skip_spaces();
            match self.peek() {
                Some(b'}') => is_open = false,
                Some(b',') => {
                    let comma = self.at;
                    self.at += 1;
                    self.skip_spaces();
                    if self.peek() == Some(b'}') {
                        return self.error("Illegal trailing comma before end of object", comma);
                    }
                }
                _ => return self.error("Expecting ',' delimiter", self.at),
            }
        }
        self.at += 1;
        if !self.scanner.object_pairs_hook.is_none() {
            let pairs = pairs.into_iter().map(|(key, value)| vm.new_tuple(vec![key, value])).collect();
            return vm.call1(&self.scanner.object_pairs_hook, vm.new_list(pairs));
        }
        let made = vm.new_dict();
        for (key, value) in pairs {
            vm.setitem(&made, &key, value)?;
        }
        if self.scanner.object_hook.is_none() {
            return Ok(made);
        }
        vm.call1(&self.scanner.object_hook, made)
    }
}

impl Native for Scanner {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.object_hook);
        visit.value(&self.object_pairs_hook);
        visit.value(&self.parse_float);
        visit.value(&self.parse_int);
        visit.value(&self.parse_constant);
    }
}
