//! `make_encoder`: from objects to JSON text, as one string.

use std::cell::RefCell;
use std::collections::HashSet;

use pyvm_vm::call::Args;
use pyvm_vm::heap::{Ref, Visitor};
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rustpython_wtf8::Wtf8Buf;

use super::text;
use crate::support::{elements, instance, method};

/// How strings are written.
#[derive(Clone, Copy, PartialEq)]
enum Quoting {
    /// By `encode_basestring_ascii` (true) or `encode_basestring`.
    Own(bool),
    /// By a function of the program's.
    Foreign,
}

struct Encoder {
    markers: Value,
    default: Value,
    encoder: Value,
    indent: Value,
    key_separator: Value,
    item_separator: Value,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
    quoting: Quoting,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    ),
    layout: Some(Layout::Native("Encoder")),
    slots: |s: &Slots| s.call.set(Some(call)),
    new: Some(&NEW),
    getset: GETSET,
    ..TypeSpec::named("Encoder", "_json")
};
static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, /, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    new,
    "",
);

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("markers", |vm, v| Ok(of(vm, v)?.markers.clone()), "markers"),
    GetSetDef::member("default", |vm, v| Ok(of(vm, v)?.default.clone()), "default"),
    GetSetDef::member("encoder", |vm, v| Ok(of(vm, v)?.encoder.clone()), "encoder"),
    GetSetDef::member("indent", |vm, v| Ok(of(vm, v)?.indent.clone()), "indent"),
    GetSetDef::member("key_separator", |vm, v| Ok(of(vm, v)?.key_separator.clone()), "key_separator"),
    GetSetDef::member("item_separator", |vm, v| Ok(of(vm, v)?.item_separator.clone()), "item_separator"),
    GetSetDef::member("sort_keys", |vm, v| Ok(Value::Bool(of(vm, v)?.sort_keys)), "sort_keys"),
    GetSetDef::member("skipkeys", |vm, v| Ok(Value::Bool(of(vm, v)?.skipkeys)), "skipkeys"),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Encoder> {
    vm.payload(value, "_json.Encoder")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let [class, markers, default, encoder, indent, key_separator, item_separator, sort, skip, nan] = args
    else {
        return Err(vm.type_error("make_encoder() needs 9 arguments"));
    };
    for (number, text) in [(5, key_separator), (6, item_separator)] {
        if text.as_text().is_none() {
            return Err(vm.bad_argument(&format!("make_encoder() argument {number}"), "str", text));
        }
    }
    let flags = [vm.is_true(sort)?, vm.is_true(skip)?, vm.is_true(nan)?];
    if !markers.is_none() && markers.as_dict().is_none() {
        return Err(vm.bad_argument("make_encoder() argument 1", "dict or None", markers));
    }
    let module = vm.import("_json")?;
    let mut quoting = Quoting::Foreign;
    for (name, ascii) in [("encode_basestring_ascii", true), ("encode_basestring", false)] {
        if vm.getattr_str(&module, name)?.is(encoder) {
            quoting = Quoting::Own(ascii);
        }
    }
    let made = Encoder {
        markers: markers.clone(),
        default: default.clone(),
        encoder: encoder.clone(),
        indent: indent.clone(),
        key_separator: key_separator.clone(),
        item_separator: item_separator.clone(),
        sort_keys: flags[0],
        skipkeys: flags[1],
        allow_nan: flags[2],
        quoting,
    };
    instance(vm, class, made)
}

fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let [object, level] = super::two_arguments(vm, "_iterencode", ["obj", "_current_indent_level"], args)?;
    let level = vm.index_i64(&level)?;
    let encoder = of(vm, value)?;
    if !encoder.indent.is_none() && encoder.indent.as_text().is_none() {
        let got = vm.type_name(&encoder.indent);
        return Err(vm.type_error(format!("can only concatenate str (not \"{got}\") to str")));
    }
    let width = encoder.indent.as_text().map_or(0, |indent| indent.as_wtf8().len());
    if !vm.check_size(width.saturating_mul(usize::try_from(level).unwrap_or(0))) {
        return Err(vm.memory_error(""));
    }
    let mut writer = Writer { vm, encoder, out: Wtf8Buf::new(), open: RefCell::default(), level };
    writer.value(&object)?;
    Ok(vm.new_tuple(vec![vm.new_str(writer.out)]))
}

struct Writer<'a> {
    vm: &'a Vm,
    encoder: &'a Encoder,
    out: Wtf8Buf,
    /// Addresses of what is being written, where circles are looked for.
    open: RefCell<HashSet<usize>>,
    /// How deep lines are indented, where there are any.
    level: i64,
}

impl Writer<'_> {
    fn push(&mut self, text: &Value) {
        if let Some(text) = text.as_text() {
            self.out.push_wtf8(text.as_wtf8());
        }
    }

    /// A new line `step` levels further in, where there are lines.
    fn line(&mut self, step: i64) {
        self.level += step;
        if let Some(indent) = self.encoder.indent.as_text() {
            self.out.push_char('\n');
            for _ in 0..self.level {
                self.out.push_wtf8(indent.as_wtf8());
            }
        }
    }

    fn string(&mut self, value: &Value) -> PyResult<()> {
        if let (Quoting::Own(ascii), Some(text)) = (self.encoder.quoting, value.as_text()) {
            text::push(&mut self.out, text, ascii);
            return Ok(());
        }
        let made = self.vm.call1(&self.encoder.encoder, value.clone())?;
        if made.as_text().is_none() {
            let got = self.vm.type_name(&made);
            return Err(self.vm.type_error(format!("encoder() must return a string, not {got}")));
        }
        self.push(&made);
        Ok(())
    }

    /// The text of a constant or a number; none for anything else.
    fn scalar(&self, value: &Value) -> PyResult<Option<Value>> {
        let vm = self.vm;
        Ok(Some(match value {
            Value::None => Value::str("null"),
            Value::Bool(true) => Value::str("true"),
            Value::Bool(false) => Value::str("false"),
            value => match value.unwrapped() {
                Value::Float(x) => self.float(*x)?,
                Value::Int(_) | Value::Big(_) => Value::Str(pyvm_vm::objects::int::to_text(vm, value)?),
                _ => return Ok(None),
            },
        }))
    }

    fn float(&self, x: f64) -> PyResult {
        let shown = pyvm_vm::text::float::repr(x);
        if x.is_finite() {
            return Ok(Value::str(&shown));
        }
        if !self.encoder.allow_nan {
            let text = format!("Out of range float values are not JSON compliant: {shown}");
            return Err(self.vm.value_error(text));
        }
        Ok(Value::str(match shown.as_str() {
            "inf" => "Infinity",
            "-inf" => "-Infinity",
            _ => "NaN",
        }))
    }

    fn value(&mut self, value: &Value) -> PyResult<()> {
        if value.as_text().is_some() {
            return self.string(value);
        }
        if let Some(text) = self.scalar(value)? {
            self.push(&text);
            return Ok(());
        }
        let vm = self.vm;
        vm.with_depth(" while encoding a JSON object", || {
            if value.as_list().is_some() || value.as_tuple().is_some() {
                return self.list(value);
            }
            if let Some(dict) = value.as_dict() {
                return self.dict(value, dict);
            }
            self.enter(value)?;
            let other = vm.call1(&self.encoder.default, value.clone())?;
            self.value(&other)?;
            self.leave(value);
            Ok(())
        })
    }

    fn enter(&self, value: &Value) -> PyResult<()> {
        if self.encoder.markers.is_none() {
            return Ok(());
        }
        let address = value.as_obj().map(Ref::address);
        if address.is_some_and(|address| !self.open.borrow_mut().insert(address)) {
            return Err(self.vm.value_error("Circular reference detected"));
        }
        Ok(())
    }

    fn leave(&self, value: &Value) {
        if let Some(address) = value.as_obj().map(Ref::address) {
            self.open.borrow_mut().remove(&address);
        }
    }

    /// Element `i`; the list may change meanwhile.
    fn element(value: &Value, i: usize) -> Option<Value> {
        match value.as_list() {
            Some(list) => list.get(i),
            None => elements(value).get(i).cloned(),
        }
    }

    fn list(&mut self, value: &Value) -> PyResult<()> {
        let Some(mut item) = Self::element(value, 0) else {
            self.out.push_str("[]");
            return Ok(());
        };
        self.enter(value)?;
        self.out.push_char('[');
        self.line(1);
        let mut i = 0;
        loop {
            self.value(&item)?;
            i += 1;
            match Self::element(value, i) {
                Some(next) => item = next,
                None => break,
            }
            let separator = self.encoder.item_separator.clone();
            self.push(&separator);
            self.line(0);
        }
        self.line(-1);
        self.out.push_char(']');
        self.leave(value);
        Ok(())
    }

    fn dict(&mut self, value: &Value, dict: &Dict) -> PyResult<()> {
        if dict.is_empty() {
            self.out.push_str("{}");
            return Ok(());
        }
        self.enter(value)?;
        self.out.push_char('{');
        self.line(1);
        let mut first = true;
        for (key, item) in self.items(value, dict)? {
            let Some(key) = self.key(&key)? else { continue };
            if !std::mem::replace(&mut first, false) {
                let separator = self.encoder.item_separator.clone();
                self.push(&separator);
                self.line(0);
            }
            self.string(&key)?;
            let separator = self.encoder.key_separator.clone();
            self.push(&separator);
            self.value(&item)?;
        }
        self.line(-1);
        self.out.push_char('}');
        self.leave(value);
        Ok(())
    }

    fn items(&self, value: &Value, dict: &Dict) -> PyResult<Vec<(Value, Value)>> {
        let vm = self.vm;
        if vm.class_of(value).is(&vm.types.dict) && !self.encoder.sort_keys {
            return Ok(dict.entries());
        }
        let items = vm.new_list(vm.list_from_iterable(&method(vm, value, "items", &[])?)?);
        if self.encoder.sort_keys {
            method(vm, &items, "sort", &[])?;
        }
        let items = vm.list_from_iterable(&items)?;
        items
            .iter()
            .map(|item| match item.as_tuple() {
                Some([key, value]) => Ok((key.clone(), value.clone())),
                _ => Err(vm.value_error("items must return 2-tuples")),
            })
            .collect()
    }

    /// The string for a key; none for one to be left out.
    fn key(&self, key: &Value) -> PyResult<Option<Value>> {
        if key.as_text().is_some() {
            return Ok(Some(key.clone()));
        }
        let text = self.scalar(key)?;
        if text.is_none() && !self.encoder.skipkeys {
            let got = self.vm.type_name(key);
            let text = format!("keys must be str, int, float, bool or None, not {got}");
            return Err(self.vm.type_error(text));
        }
        Ok(text)
    }
}

impl Native for Encoder {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.markers);
        visit.value(&self.default);
        visit.value(&self.encoder);
        visit.value(&self.indent);
        visit.value(&self.key_separator);
        visit.value(&self.item_separator);
    }
}
