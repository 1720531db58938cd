//! `str.format`, `str.__format__` and `%`.

use rustpython_wtf8::{Wtf8, Wtf8Buf};

use super::of;
use crate::error::PyResult;
use crate::heap::{Str, Value, intern};
use crate::text::format_spec::{Family, format_str};
use crate::text::format_string::{self, FieldName, Key, Step, Template};
use crate::text::int::IntRef;
use crate::text::percent::{self, Amount, Resolved};
use crate::vm::Vm;

/// `str.__format__(self, spec)`
pub(crate) fn dunder_format(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let Some(spec) = args[1].as_text() else {
        return Err(vm.bad_argument("__format__() argument", "str", &args[1]));
    };
    if spec.is_empty() {
        return vm.str_object(&args[0]);
    }
    let name = vm.type_name(&args[0]);
    let name = name.to_string_lossy();
    let parsed = vm.format_spec(spec, Family::Str, &name)?;
    let shown = format_str(text.as_wtf8(), &parsed, &name).map_err(|e| vm.format_error(&e))?;
    if &*shown == text.as_wtf8() {
        return Ok(args[0].clone());
    }
    Ok(vm.new_str(shown))
}

/// Which numbering a template uses.
#[derive(Clone, Copy, PartialEq)]
enum Numbering {
    Open,
    Automatic(usize),
    Manual,
}

struct Formatter<'a> {
    vm: &'a Vm,
    /// None for `format_map`, which takes no positional arguments.
    args: Option<&'a [Value]>,
    mapping: &'a Value,
    numbering: Numbering,
}

/// `template.format(*args, **mapping)`, or `template.format_map(mapping)` without `args`.
///
/// # Errors
/// ValueError for malformed templates, and what lookups and `__format__` raise.
pub(super) fn format(vm: &Vm, template: &Value, args: Option<&[Value]>, mapping: &Value) -> PyResult {
    let text = of(vm, template)?;
    // Nothing to put together: the argument itself.
    if let (b"{}", Some([only @ Value::Str(_)])) = (text.as_bytes(), args) {
        return Ok(only.clone());
    }
    let mut f = Formatter { vm, args, mapping, numbering: Numbering::Open };
    let made = f.expand(text.as_wtf8(), 2)?;
    made.finish(vm, template, text)
}

/// What a template makes: the parts put together, or the one object that is all of it.
#[derive(Default)]
struct Made {
    text: Wtf8Buf,
    sole: Option<Value>,
}

impl Made {
    /// Adds the text that stands for a field; `is_last` where nothing follows.
    fn add(&mut self, value: Value, is_last: bool) {
        if is_last && self.text.is_empty() {
            self.sole = Some(value);
        } else if let Some(text) = value.as_text() {
            self.text.push_wtf8(text.as_wtf8());
        }
    }

    /// The result; the template itself where it is that.
    fn finish(self, vm: &Vm, template: &Value, text: &Str) -> PyResult {
        match self.sole {
            Some(value) => Ok(value),
            None if self.text.is_empty() => Ok(Value::Str(vm.names.empty.clone())),
            None if self.text.len() == text.len() && *self.text == *text.as_wtf8() => Ok(template.clone()),
            None => Ok(vm.new_str(self.text)),
        }
    }

    fn into_text(self) -> Wtf8Buf {
        let sole = self.sole.as_ref().and_then(Value::as_text);
        sole.map_or(self.text, |text| text.as_wtf8().to_owned())
    }
}

/// Numbers are written digit by digit, of which a single one is a singleton.
fn written(vm: &Vm, number: &Value, shown: Value) -> Value {
    match (number, &shown) {
        (Value::Int(_) | Value::Float(_), Value::Str(text)) => Value::Str(vm.canonical(text.clone())),
        _ => shown,
    }
}

impl Formatter<'_> {
    fn expand(&mut self, template: &Wtf8, depth: usize) -> PyResult<Made> {
        let vm = self.vm;
        if depth == 0 {
            return Err(vm.value_error(format_string::MAX_RECURSION));
        }
        let mut out = Made::default();
        let mut pieces = Template::new(template).peekable();
        while let Some(piece) = pieces.next() {
            let piece = piece.map_err(|e| vm.value_error(e))?;
            out.text.push_wtf8(piece.literal);
            let Some(field) = piece.field else { continue };
            let mut value = self.lookup(field.name)?;
            if let Some(conversion) = field.conversion {
                value = match conversion.to_char() {
                    Some('r') => vm.repr_object(&value)?,
                    Some('s') => vm.str_object(&value)?,
                    Some('a') => vm.ascii_object(&value)?,
                    _ => return Err(vm.value_error(format_string::unknown_conversion(conversion))),
                };
            }
            let spec = if field.has_nested() {
                self.expand(field.spec, depth - 1)?.into_text()
            } else {
                field.spec.to_owned()
            };
            let shown = vm.format_object(&value, &vm.new_str(spec))?;
            out.add(written(vm, &value, shown), pieces.peek().is_none());
        }
        Ok(out)
    }

    fn lookup(&mut self, name: &Wtf8) -> PyResult {
        let vm = self.vm;
        let parsed = FieldName::split(name).map_err(|e| vm.value_error(e))?;
        let mut value = match &parsed.first {
            Key::Name(text) if text.is_empty() => {
                let index = match self.numbering {
                    Numbering::Manual => return Err(vm.value_error(format_string::MANUAL_TO_AUTO)),
                    Numbering::Open => 0,
                    Numbering::Automatic(n) => n,
                };
                self.numbering = Numbering::Automatic(index + 1);
                self.positional(index)?
            }
            Key::Index(index) => {
                if matches!(self.numbering, Numbering::Automatic(_)) {
                    return Err(vm.value_error(format_string::AUTO_TO_MANUAL));
                }
                self.numbering = Numbering::Manual;
                self.positional(*index)?
            }
            Key::Name(text) => vm.getitem(self.mapping, &Value::Str(Str::from_wtf8(text)))?,
        };
        for step in parsed.steps {
            value = match step.map_err(|e| vm.value_error(e))? {
                Step::Attribute(name) => vm.getattr(&value, &intern::intern(Str::from_wtf8(&name)))?,
                Step::Item(Key::Index(index)) => vm.getitem(&value, &Value::from(index))?,
                Step::Item(Key::Name(text)) => vm.getitem(&value, &Value::Str(Str::from_wtf8(&text)))?,
            };
        }
        Ok(value)
    }

    fn positional(&self, index: usize) -> PyResult {
        let Some(args) = self.args else {
            return Err(self.vm.value_error("Format string contains positional fields"));
        };
        match args.get(index) {
            Some(value) => Ok(value.clone()),
            None => Err(self
                .vm
                .index_error(format!("Replacement index {index} out of range for positional args tuple"))),
        }
    }
}

/// The arguments of `%`, taken one by one or by key.
pub(crate) struct Arguments<'a> {
    vm: &'a Vm,
    values: Vec<Value>,
    next: usize,
    mapping: Option<&'a Value>,
}

impl<'a> Arguments<'a> {
    /// The right operand: a tuple's elements or one value, which may also be a mapping.
    pub(crate) fn new(vm: &'a Vm, args: &'a Value, is_mapping: bool) -> Self {
        let values = match args.as_tuple() {
            Some(items) => items.to_vec(),
            None => vec![args.clone()],
        };
        Arguments { vm, values, next: 0, mapping: is_mapping.then_some(args) }
    }

    /// The operand as a mapping, if it is one.
    pub(crate) fn mapping(&self) -> Option<&'a Value> {
        self.mapping
    }

    /// Whether no argument is left over; a mapping may have unused ones.
    pub(crate) fn is_spent(&self) -> bool {
        self.next >= self.values.len() || self.mapping.is_some()
    }

    /// What a key stands for is the only argument from there on, for widths too; the mapping itself is none any more.
    pub(crate) fn replace(&mut self, value: Value) {
        self.values = vec![value];
        self.next = 0;
    }

    /// The next argument.
    pub(crate) fn take(&mut self) -> PyResult {
        match self.values.get(self.next) {
            Some(value) => {
                self.next += 1;
                Ok(value.clone())
            }
            None => Err(self.vm.type_error("not enough arguments for format string")),
        }
    }
}

/// `format % args`
///
/// # Errors
/// ValueError and TypeError in CPython's words, and what conversions raise.
pub fn percent(vm: &Vm, format: &Value, args: &Value) -> PyResult {
    let text = of(vm, format)?;
    let sole = match args.as_tuple() {
        None => Some(args),
        Some([only]) => Some(only),
        Some(_) => None,
    };
    // Nothing to put together: the argument itself.
    if let (b"%s", Some(only @ Value::Str(_))) = (text.as_bytes(), sole) {
        return Ok(only.clone());
    }
    let is_mapping = args.as_tuple().is_none()
        && args.as_text().is_none()
        && vm.class_of(args).ty().slots.getitem.get().is_some();
    let mut given = Arguments::new(vm, args, is_mapping);
    let template = percent::Template::of_str(text.as_bytes());
    let mut out = Made::default();
    let mut pieces = percent::Template::of_str(text.as_bytes()).peekable();
    while let Some(piece) = pieces.next() {
        if let Some(literal) = text.as_wtf8().get(piece.literal.clone()) {
            out.text.push_wtf8(literal);
        }
        let Some(directive) = piece.directive else { continue };
        if directive.mapping {
            let Some(mapping) = given.mapping else { return Err(vm.type_error("format requires a mapping")) };
            if let Some(key) = directive.key.clone().and_then(|k| text.as_wtf8().get(k)) {
                given.replace(vm.getitem(mapping, &Value::Str(Str::from_wtf8(key)))?);
            }
        }
        let mut layout = Resolved { flags: directive.flags, width: 0, precision: None };
        star(vm, &mut given, &directive.width, true, &mut layout)?;
        star(vm, &mut given, &directive.precision, false, &mut layout)?;
        if let Some(error) = directive.error {
            return Err(vm.value_error(error));
        }
        if !vm.check_size(layout.width.saturating_add(layout.precision.unwrap_or(0))) {
            return Err(vm.out_of_memory());
        }
        let conversion = char::from_u32(directive.conversion).unwrap_or('\0');
        let value = given.take()?;
        let shown = directive_text(vm, &template, &directive, conversion, &value, &layout)?;
        out.add(shown, pieces.peek().is_none());
    }
    if !given.is_spent() {
        return Err(vm.type_error("not all arguments converted during string formatting"));
    }
    out.finish(vm, format, text)
}

/// Reads a width or precision into the layout.
pub(crate) fn star(
    vm: &Vm,
    given: &mut Arguments<'_>,
    amount: &Option<Amount>,
    is_width: bool,
    layout: &mut Resolved,
) -> PyResult<()> {
    let number = match amount {
        None => return Ok(()),
        Some(Amount::Number(n)) => {
            if is_width {
                layout.width = *n;
            } else {
                layout.precision = Some(*n);
            }
            return Ok(());
        }
        Some(Amount::Star) => {
            let value = given.take()?;
            match value.unwrapped() {
                Value::Int(n) => isize::try_from(*n).ok(),
                Value::Bool(b) => Some(isize::from(*b)),
                Value::Big(_) => None,
                _ => return Err(vm.type_error("* wants int")),
            }
        }
    };
    let too_large = |kind| vm.overflow_error(format!("Python int too large to convert to C {kind}"));
    if is_width {
        layout.star_width(number.ok_or_else(|| too_large("ssize_t"))?);
    } else {
        let number = number.and_then(|n| i32::try_from(n).ok());
        layout.star_precision(number.ok_or_else(|| too_large("int"))?);
    }
    Ok(())
}

fn directive_text(
    vm: &Vm,
    template: &percent::Template<'_>,
    directive: &percent::Directive,
    conversion: char,
    value: &Value,
    layout: &Resolved,
) -> PyResult {
    let made = match conversion {
        's' | 'r' | 'a' => {
            let shown = match conversion {
                's' => vm.str_object(value)?,
                'r' => vm.repr_object(value)?,
                _ => vm.ascii_object(value)?,
            };
            let text = of(vm, &shown)?;
            let len = text.char_len();
            if layout.width <= len && layout.precision.is_none_or(|p| p >= len) {
                let is_whole =
                    layout.width == 0 && layout.precision.is_none() && matches!(value, Value::Int(_));
                if is_whole {
                    return Ok(written(vm, value, shown));
                }
                return Ok(shown);
            }
            let cut = layout.precision.map_or(text.clone(), |p| text.slice_chars(0, p.min(len)));
            padded(&cut, layout)
        }
        'c' => {
            let text = match value.as_text() {
                Some(t) if t.char_len() == 1 => t.clone(),
                Some(_) => return Err(vm.type_error("%c requires int or char")),
                None if vm.has_index(value) => match vm.call1(&vm.builtin("chr")?, value.clone()) {
                    Ok(c) => c.as_text().cloned().unwrap_or_else(|| vm.names.empty.clone()),
                    Err(_) => return Err(vm.overflow_error("%c arg not in range(0x110000)")),
                },
                None => return Err(vm.type_error("%c requires int or char")),
            };
            padded(&text, layout)
        }
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            let n = integer(vm, conversion, value)?;
            let shown = match &n {
                Value::Int(n) => percent::format_int(IntRef::Small(*n), conversion, layout),
                Value::Big(n) => percent::format_int(IntRef::Big(n), conversion, layout),
                _ => String::new(),
            };
            Wtf8Buf::from_string(shown)
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            Wtf8Buf::from_string(percent::format_float(vm.to_f64(value)?, conversion, layout))
        }
        _ => {
            return Err(match percent::unsupported(template, directive) {
                percent::Unsupported::Value(text) => vm.value_error(text),
                percent::Unsupported::Overflow(text) => vm.overflow_error(text),
            });
        }
    };
    Ok(vm.new_str(made))
}

/// The argument of an integer conversion.
pub(crate) fn integer(vm: &Vm, conversion: char, value: &Value) -> PyResult {
    let decimal = matches!(conversion, 'd' | 'i' | 'u');
    let slots = &vm.class_of(value).ty().slots;
    if vm.has_index(value)
        && !(decimal
            && slots.int.get().is_some()
            && !matches!(value.unwrapped(), Value::Int(_) | Value::Big(_) | Value::Bool(_)))
    {
        return vm.index(value);
    }
    if decimal && let Value::Float(x) = value.unwrapped() {
        return crate::objects::int::from_f64(vm, *x);
    }
    if decimal && let Some(int) = vm.class_of(value).ty().slots.int.get() {
        return int(vm, value);
    }
    let got = vm.type_name(value);
    Err(vm.type_error(if decimal {
        format!("%{conversion} format: a real number is required, not {got}")
    } else {
        format!("%{conversion} format: an integer is required, not {got}")
    }))
}

fn padded(text: &Str, layout: &Resolved) -> Wtf8Buf {
    let (left, right) = layout.padding(text.char_len());
    let mut out = Wtf8Buf::new();
    out.push_str(&" ".repeat(left));
    out.push_wtf8(text.as_wtf8());
    out.push_str(&" ".repeat(right));
    out
}
