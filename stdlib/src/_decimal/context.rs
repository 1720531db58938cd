//! `Context` and the dicts of its flags and traps.

use std::cell::Cell;
use std::rc::Rc;

use pyvm_vm::heap::{Str, TypeRef, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::env::condition::{self, ALL_INVALID};
use super::env::{MAX, Rounding, Settings};
use super::state;

/// What a context holds.
pub(super) struct Context {
    pub(super) settings: Cell<Settings>,
    pub(super) flags: Rc<Cell<u32>>,
    pub(super) traps: Rc<Cell<u32>>,
    /// The dicts that show them.
    flag_dict: Value,
    trap_dict: Value,
}

/// A dict of signals: a view of a context's bits; one that was made by calling the class has none.
pub(super) struct Signals(Option<Rc<Cell<u32>>>);

/// Signals in CPython's order, and the conditions behind each.
pub(super) const SIGNALS: [(&str, u32); 9] = [
    ("InvalidOperation", ALL_INVALID),
    ("FloatOperation", condition::FLOAT_OPERATION),
    ("DivisionByZero", condition::DIVISION_BY_ZERO),
    ("Overflow", condition::OVERFLOW),
    ("Underflow", condition::UNDERFLOW),
    ("Subnormal", condition::SUBNORMAL),
    ("Inexact", condition::INEXACT),
    ("Rounded", condition::ROUNDED),
    ("Clamped", condition::CLAMPED),
];
/// Signals in the order of their bits, in which a context shows them.
const SHOWN: [usize; 9] = [8, 0, 2, 6, 1, 3, 7, 5, 4];

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "The context affects almost all operations and controls rounding,\nOver/Underflow, raising of exceptions and much more.",
    ),
    signature: Some(
        "(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
    ),
    constructor: Some(""),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("decimal.Context")),
    slots: |s: &Slots| {
        s.repr.set(Some(repr));
        s.setattro.set(Some(setattr));
        s.getattro.set(Some(|vm, v, name| match name.as_str() {
            Some("flags") => signal_dict(vm, v, false),
            Some("traps") => signal_dict(vm, v, true),
            _ => attribute::generic_getattr(vm, v, name),
        }));
    },
    new: Some(&NEW),
    init: Some(&INIT),
    methods: super::context_table::METHODS,
    getset: GETSET,
    ..TypeSpec::named("Context", "decimal")
};
static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, *args, **kwargs)", |vm, a| new(vm, &a[0]), "");
static INIT: NativeDef = NativeDef::method(
    "__init__",
    "($self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
    init,
    "",
);

macro_rules! number_attribute {
    ($name:literal, $field:ident) => {
        GetSetDef::get_set(
            $name,
            |vm, v| Ok(Value::Int(i64::from(of(vm, v)?.settings.get().$field))),
            |vm, v, given| set_attribute(vm, v, $name, given),
            "",
        )
    };
}
static GETSET: &[GetSetDef] = &[
    number_attribute!("prec", prec),
    number_attribute!("Emax", emax),
    number_attribute!("Emin", emin),
    number_attribute!("capitals", capitals),
    number_attribute!("clamp", clamp),
    GetSetDef::get_set(
        "rounding",
        |vm, v| Ok(Value::Str(vm.intern(of(vm, v)?.settings.get().rounding.name()))),
        |vm, v, given| set_attribute(vm, v, "rounding", given),
        "",
    ),
];

/// The base of `SignalDict`.
pub(super) static SIGNAL_DICT: TypeSpec = TypeSpec {
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("SignalDictMixin")),
    slots: |s: &Slots| {
        s.repr.set(Some(signals_repr));
        s.hash.set(Some(|vm, v| Err(vm.unhashable(v))));
        s.richcompare.set(Some(signals_compare));
        s.len.set(Some(|vm, v| signals(vm, v).map(|_| SIGNALS.len())));
        s.getitem.set(Some(|vm, v, key| {
            let bit = signal_bits(vm, key)?;
            Ok(Value::Bool(signals(vm, v)?.get() & bit != 0))
        }));
        s.setitem.set(Some(|vm, v, key, value| {
            let Some(value) = value else { return Err(vm.value_error("signal keys cannot be deleted")) };
            let bit = signal_bits(vm, key)?;
            let on = vm.is_true(&value)?;
            let bits = signals(vm, v)?;
            bits.set(if on { bits.get() | bit } else { bits.get() & !bit });
            Ok(())
        }));
        s.iter.set(Some(|vm, v| {
            signals(vm, v)?;
            let classes: PyResult<Vec<Value>> =
                SIGNALS.iter().map(|(name, _)| state::class(vm, name)).collect();
            vm.iter(&vm.new_tuple(classes?))
        }));
    },
    new: Some(&NEW_SIGNALS),
    methods: &[NativeDef::method(
        "copy",
        "($self, /)",
        |vm, a| {
            let bits = signals(vm, &a[0])?.get();
            let dict = vm.new_dict();
            for (name, bit) in SIGNALS {
                vm.setitem(&dict, &state::class(vm, name)?, Value::Bool(bits & bit != 0))?;
            }
            Ok(dict)
        },
        "",
    )],
    ..TypeSpec::named("SignalDictMixin", "decimal")
};
static NEW_SIGNALS: NativeDef = NativeDef::static_(
    "__new__",
    "($type, /, *args, **kwargs)",
    |vm, a| crate::support::instance(vm, &a[0], Signals(None)),
    "",
);

/// The payload of a context.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Context> {
    vm.payload(value, "decimal.Context")
}

fn signals<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Cell<u32>> {
    let bits = vm.payload::<Signals>(value, "SignalDict")?.0.as_deref();
    bits.ok_or_else(|| vm.value_error("invalid signal dict"))
}

/// A context of these settings, flags and traps.
pub(super) fn make(vm: &Vm, class: &TypeRef, settings: Settings, flags: u32, traps: u32) -> PyResult {
    let dict_class = state::class(vm, "SignalDict")?;
    let dict_class = vm.expect_type(&dict_class, "SignalDict")?;
    let (flags, traps) = (Rc::new(Cell::new(flags)), Rc::new(Cell::new(traps)));
    let payload = Context {
        settings: Cell::new(settings),
        flag_dict: vm.new_native(dict_class, Signals(Some(flags.clone()))),
        trap_dict: vm.new_native(dict_class, Signals(Some(traps.clone()))),
        flags,
        traps,
    };
    Ok(vm.new_native(class, payload))
}

/// A context like another one.
pub(super) fn copy(vm: &Vm, context: &Value) -> PyResult {
    let source = of(vm, context)?;
    make(vm, &vm.native_type(&SPEC), source.settings.get(), source.flags.get(), source.traps.get())
}

/// A context as `DefaultContext` says, or as it was at the start.
fn new(vm: &Vm, class: &Value) -> PyResult {
    let class = vm.expect_type(class, "Context.__new__(X): X")?;
    match state::template(vm)? {
        Some(template) => {
            let template = of(vm, &template)?;
            make(vm, class, template.settings.get(), 0, template.traps.get())
        }
        None => make(vm, class, state::DEFAULT, 0, state::DEFAULT_TRAPS),
    }
}

const NAMES: [&str; 8] = ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"];

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    for (name, given) in NAMES.iter().zip(args.get(1..).unwrap_or(&[])) {
        if !given.is_none() && !given.is_unbound() {
            assign(vm, &args[0], name, given, true)?;
        }
    }
    Ok(Value::None)
}

/// Sets an attribute; flags and traps may be lists where a context is made.
pub(super) fn assign(vm: &Vm, context: &Value, name: &str, given: &Value, lists: bool) -> PyResult<()> {
    let this = of(vm, context)?;
    let mut settings = this.settings.get();
    match name {
        "flags" => this.flags.set(signal_set(vm, given, lists)?),
        "traps" => this.traps.set(signal_set(vm, given, lists)?),
        "rounding" => settings.rounding = rounding(vm, given)?,
        "prec" => settings.prec = within(vm, given, 1, MAX, "valid range for prec is [1, MAX_PREC]")?,
        "Emin" => settings.emin = within(vm, given, -MAX, 0, "valid range for Emin is [MIN_EMIN, 0]")?,
        "Emax" => settings.emax = within(vm, given, 0, MAX, "valid range for Emax is [0, MAX_EMAX]")?,
        "capitals" => {
            settings.capitals = within(vm, given, 0, 1, "valid values for capitals are 0 or 1")? == 1
        }
        _ => settings.clamp = within(vm, given, 0, 1, "valid values for clamp are 0 or 1")? == 1,
    }
    this.settings.set(settings);
    Ok(())
}

fn within(vm: &Vm, given: &Value, low: i64, high: i64, refusal: &str) -> PyResult<i64> {
    let (Value::Int(_) | Value::Big(_) | Value::Bool(_)) = given.unwrapped() else {
        return Err(vm.type_error("an integer is required"));
    };
    let n = vm.index_i64_or(given, |vm| vm.overflow_error("Python int too large to convert to C ssize_t"))?;
    if (low..=high).contains(&n) { Ok(n) } else { Err(vm.value_error(refusal)) }
}

/// A rounding mode by name.
pub(super) fn rounding(vm: &Vm, given: &Value) -> PyResult<Rounding> {
    let name = given.as_text().and_then(Str::as_str);
    let found = name.and_then(|name| Rounding::NAMES.iter().find(|(_, known)| *known == name));
    found.map(|(rounding, _)| *rounding).ok_or_else(|| {
        vm.type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )
    })
}

fn unknown_signal(vm: &Vm) -> PyError {
    vm.key_error(&Value::str(
        "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]",
    ))
}

/// The conditions behind a signal's class.
fn signal_bits(vm: &Vm, class: &Value) -> PyResult<u32> {
    for (name, bits) in SIGNALS {
        if state::class(vm, name)?.is(class) {
            return Ok(bits);
        }
    }
    Err(unknown_signal(vm))
}

/// The conditions that a list or dict of signals stands for.
fn signal_set(vm: &Vm, given: &Value, lists: bool) -> PyResult<u32> {
    if let (Some(items), true) = (given.as_list(), lists) {
        let mut bits = 0;
        for class in items.to_vec() {
            bits |= signal_bits(vm, &class)?;
        }
        return Ok(bits);
    }
    if given.native::<Signals>().is_some() {
        return Ok(signals(vm, given)?.get());
    }
    let Some(dict) = given.as_dict() else { return Err(vm.type_error("argument must be a signal dict")) };
    if dict.len() != SIGNALS.len() {
        return Err(vm.key_error(&Value::str("invalid signal dict")));
    }
    let mut bits = 0;
    for (name, bit) in SIGNALS {
        let Some(on) = dict.get(vm, &state::class(vm, name)?)? else {
            return Err(vm.key_error(&Value::str("invalid signal dict")));
        };
        if vm.is_true(&on)? {
            bits |= bit;
        }
    }
    Ok(bits)
}

fn set_attribute(vm: &Vm, context: &Value, name: &str, given: Option<Value>) -> PyResult<()> {
    match given {
        Some(value) => assign(vm, context, name, &value, false),
        None => Err(vm.attribute_error("context attributes cannot be deleted")),
    }
}

/// `flags` and `traps` are no descriptors in CPython either.
fn setattr(vm: &Vm, context: &Value, name: &Str, given: Option<Value>) -> PyResult<()> {
    match name.as_str() {
        Some(name @ ("flags" | "traps")) => set_attribute(vm, context, name, given),
        // CPython adds nothing to this message for types that set attributes themselves.
        _ if vm.is_exact(context, &vm.native_type(&SPEC))
            && attribute::generic_lookup(vm, context, name)?.is_none() =>
        {
            Err(attribute::missing(vm, context, name))
        }
        _ => attribute::generic_setattr(vm, context, name, given),
    }
}

/// The dict of flags or traps.
fn signal_dict(vm: &Vm, context: &Value, traps: bool) -> PyResult {
    let this = of(vm, context)?;
    Ok(if traps { this.trap_dict.clone() } else { this.flag_dict.clone() })
}

/// The classes of signals that are on.
pub(super) fn signal_list(vm: &Vm, bits: u32) -> PyResult {
    let on = SIGNALS.iter().filter(|(_, bit)| bits & bit != 0);
    let classes: PyResult<Vec<Value>> = on.map(|(name, _)| state::class(vm, name)).collect();
    Ok(vm.new_list(classes?))
}

fn names(bits: u32) -> String {
    let on = SHOWN.iter().filter_map(|i| SIGNALS.get(*i)).filter(|(_, bit)| bits & bit != 0);
    let names: Vec<&str> = on.map(|(name, _)| *name).collect();
    names.join(", ")
}

fn repr(vm: &Vm, context: &Value) -> PyResult {
    let this = of(vm, context)?;
    let s = this.settings.get();
    Ok(vm.new_str(
        format!(
            "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{}], traps=[{}])",
            s.prec,
            s.rounding.name(),
            s.emin,
            s.emax,
            u8::from(s.capitals),
            u8::from(s.clamp),
            names(this.flags.get()),
            names(this.traps.get())
        )
        .as_str(),
    ))
}

fn signals_repr(vm: &Vm, value: &Value) -> PyResult {
    let bits = signals(vm, value)?.get();
    let items: Vec<String> = SIGNALS
        .iter()
        .map(|(name, bit)| {
            format!("<class 'decimal.{name}'>:{}", if bits & bit != 0 { "True" } else { "False" })
        })
        .collect();
    Ok(vm.new_str(format!("{{{}}}", items.join(", ")).as_str()))
}

fn signals_compare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NotImplemented);
    }
    let mine = signals(vm, a)?.get();
    let same = if b.native::<Signals>().is_some() {
        mine == signals(vm, b)?.get()
    } else if let Some(dict) = b.as_dict() {
        if dict.is_empty() {
            return Err(vm.value_error("invalid signal dict"));
        }
        match signal_set(vm, b, false) {
            Err(e) if e.matches(vm, &vm.exc.key_error) => false,
            bits => mine == bits?,
        }
    } else {
        return Ok(Value::NotImplemented);
    };
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

impl Native for Context {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.flag_dict);
        visit.value(&self.trap_dict);
    }
}

impl Native for Signals {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
