//! `_csv.Dialect`: how rows are written.

use pyvm_vm::heap::{Ref, Str, Visitor};
use pyvm_vm::objects::{Kind, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// Which fields are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Minimal,
    All,
    Nonnumeric,
    None,
    Strings,
    Notnull,
}

impl Quoting {
    /// Each with its name and number.
    pub(super) const ALL: [(Quoting, &'static str); 6] = [
        (Quoting::Minimal, "QUOTE_MINIMAL"),
        (Quoting::All, "QUOTE_ALL"),
        (Quoting::Nonnumeric, "QUOTE_NONNUMERIC"),
        (Quoting::None, "QUOTE_NONE"),
        (Quoting::Strings, "QUOTE_STRINGS"),
        (Quoting::Notnull, "QUOTE_NOTNULL"),
    ];
}

/// The payload.
#[derive(Clone)]
pub(super) struct Dialect {
    pub(super) delimiter: u32,
    pub(super) double_quote: bool,
    pub(super) escape: Option<u32>,
    pub(super) terminator: Str,
    pub(super) quote: Option<u32>,
    pub(super) quoting: Quoting,
    pub(super) skip_space: bool,
    pub(super) strict: bool,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("CSV dialect\n\nThe Dialect type records CSV parsing and generation options.\n"),
    constructor: Some(""),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("_csv.Dialect")),
    new: Some(&NEW),
    methods: &[
        NativeDef::method(
            "__reduce__",
            "($self, /, *args)",
            |vm, a| no_pickle(vm, &a[0]),
            "raises an exception to avoid pickling",
        )
        .hidden_signature(),
        NativeDef::method(
            "__reduce_ex__",
            "($self, /, *args)",
            |vm, a| no_pickle(vm, &a[0]),
            "raises an exception to avoid pickling",
        )
        .hidden_signature(),
    ],
    getset: &[
        GetSetDef::member("skipinitialspace", |vm, v| Ok(Value::Bool(of(vm, v)?.skip_space)), ""),
        GetSetDef::member("doublequote", |vm, v| Ok(Value::Bool(of(vm, v)?.double_quote)), ""),
        GetSetDef::member("strict", |vm, v| Ok(Value::Bool(of(vm, v)?.strict)), ""),
        GetSetDef::get("delimiter", |vm, v| Ok(character(vm, Some(of(vm, v)?.delimiter))), ""),
        GetSetDef::get("escapechar", |vm, v| Ok(character(vm, of(vm, v)?.escape)), ""),
        GetSetDef::get("lineterminator", |vm, v| Ok(Value::Str(of(vm, v)?.terminator.clone())), ""),
        GetSetDef::get("quotechar", |vm, v| Ok(character(vm, of(vm, v)?.quote)), ""),
        GetSetDef::get(
            "quoting",
            |vm, v| {
                let quoting = of(vm, v)?.quoting;
                let place = Quoting::ALL.iter().position(|(known, _)| *known == quoting);
                Ok(crate::support::size(place.unwrap_or(0)))
            },
            "",
        ),
    ],
    ..TypeSpec::named("Dialect", "_csv")
};
static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, dialect=<unrepresentable>, delimiter=<unrepresentable>, doublequote=<unrepresentable>, escapechar=<unrepresentable>, lineterminator=<unrepresentable>, quotechar=<unrepresentable>, quoting=<unrepresentable>, skipinitialspace=<unrepresentable>, strict=<unrepresentable>)",
    new,
    "",
);

/// The attributes, in the order of the constructor's arguments.
const NAMES: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Dialect> {
    vm.payload(value, "_csv.Dialect")
}

fn no_pickle(vm: &Vm, value: &Value) -> PyResult {
    let name = vm.class_of(value).name();
    Err(vm.type_error(format!("cannot pickle '{name}' instances")))
}

fn character(vm: &Vm, point: Option<u32>) -> Value {
    let point = point.and_then(rustpython_wtf8::CodePoint::from_u32);
    point.map_or(Value::None, |point| {
        let mut text = rustpython_wtf8::Wtf8Buf::new();
        text.push(point);
        vm.new_str(Str::from_wtf8(&text))
    })
}

/// A setting that is a character.
fn point(
    vm: &Vm,
    name: &str,
    given: &Value,
    default: Option<u32>,
    may_be_none: bool,
) -> PyResult<Option<u32>> {
    if given.is_unbound() {
        return Ok(default);
    }
    if given.is_none() && may_be_none {
        return Ok(None);
    }
    let Some(text) = given.as_text() else {
        let (or_none, got) = (if may_be_none { " or None" } else { "" }, vm.type_name(given));
        return Err(vm.type_error(format!("\"{name}\" must be string{or_none}, not {got}")));
    };
    match (text.char_len(), text.char_at(0)) {
        (1, Some(point)) => Ok(Some(point.to_u32())),
        _ => Err(vm.type_error(format!("\"{name}\" must be a 1-character string"))),
    }
}

fn flag(vm: &Vm, given: &Value, default: bool) -> PyResult<bool> {
    if given.is_unbound() { Ok(default) } else { vm.is_true(given) }
}

fn quoting(vm: &Vm, given: &Value) -> PyResult<Quoting> {
    if given.is_unbound() {
        return Ok(Quoting::Minimal);
    }
    let (Value::Int(_) | Value::Big(_) | Value::Bool(_)) = given.unwrapped() else {
        return Err(vm.type_error("\"quoting\" must be an integer"));
    };
    let number = usize::try_from(vm.index_i64(given)?).ok();
    let found = number.and_then(|n| Quoting::ALL.get(n));
    found.map(|(quoting, _)| *quoting).ok_or_else(|| vm.type_error("bad \"quoting\" value"))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "Dialect.__new__(X): X")?;
    let mut dialect = args[1].clone();
    if dialect.as_text().is_some() {
        dialect = super::registered(vm, &dialect)?;
    }
    let mut settings = args.get(2..).unwrap_or(&[]).to_vec();
    let is_plain = settings.iter().all(Value::is_unbound);
    if is_plain && dialect.native::<Dialect>().is_some() {
        return Ok(dialect);
    }
    if !dialect.is_unbound() {
        for (name, setting) in NAMES.iter().zip(&mut settings) {
            if setting.is_unbound() {
                *setting = vm.lookup_attr(&dialect, &vm.intern(name))?.unwrap_or_default();
            }
        }
    }
    let made = from_settings(vm, &settings)?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(made)))))
}

fn from_settings(vm: &Vm, settings: &[Value]) -> PyResult<Dialect> {
    let [delimiter, double_quote, escape, terminator, quote, quoted, skip_space, strict] = settings else {
        return Err(vm.type_error("bad dialect"));
    };
    let delimiter = point(vm, "delimiter", delimiter, Some(','.into()), false)?;
    let double_quote = flag(vm, double_quote, true)?;
    let escape = point(vm, "escapechar", escape, None, true)?;
    let terminator = match terminator {
        Value::Unbound => Some(Str::new("\r\n")),
        Value::None => None,
        given => match given.as_text() {
            Some(text) => Some(text.clone()),
            None => return Err(vm.type_error("\"lineterminator\" must be a string")),
        },
    };
    let no_quote = quote.is_none();
    let quote = point(vm, "quotechar", quote, Some('"'.into()), true)?;
    let quoting = if no_quote && quoted.is_unbound() { Quoting::None } else { quoting(vm, quoted)? };
    let skip_space = flag(vm, skip_space, false)?;
    let strict = flag(vm, strict, false)?;
    let Some(delimiter) = delimiter else {
        return Err(vm.type_error("\"delimiter\" must be a 1-character string"));
    };
    if quoting != Quoting::None && quote.is_none() {
        return Err(vm.type_error("quotechar must be set if quoting enabled"));
    }
    let Some(terminator) = terminator else { return Err(vm.type_error("lineterminator must be set")) };
    let dialect = Dialect { delimiter, double_quote, escape, terminator, quote, quoting, skip_space, strict };
    check(vm, &dialect)?;
    Ok(dialect)
}

/// Whether the characters can be told apart.
fn check(vm: &Vm, dialect: &Dialect) -> PyResult<()> {
    let named = [
        ("delimiter", Some(dialect.delimiter), true),
        ("escapechar", dialect.escape, !dialect.skip_space),
        ("quotechar", dialect.quote, !dialect.skip_space),
    ];
    for (name, point, may_be_space) in named {
        let is_bad =
            |c: u32| c == u32::from('\n') || c == u32::from('\r') || c == u32::from(' ') && !may_be_space;
        if point.is_some_and(is_bad) {
            return Err(vm.value_error(format!("bad {name} value")));
        }
    }
    for (first, second) in [(0, 1), (0, 2), (1, 2)] {
        let ((a, x, _), (b, y, _)) = (named[first], named[second]);
        if x.is_some() && x == y {
            return Err(vm.value_error(format!("bad {a} or {b} value")));
        }
    }
    for (name, point, _) in named {
        let ends = |c: u32| dialect.terminator.as_wtf8().code_points().any(|end| end.to_u32() == c);
        if point.is_some_and(ends) {
            return Err(vm.value_error(format!("bad {name} or lineterminator value")));
        }
    }
    Ok(())
}

impl Native for Dialect {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
