//! `code`: a compiled code object made ready to run. Mirrors `Objects/codeobject.c`.

mod compare;
pub mod lines;
mod tables;
pub mod units;
mod views;

use hashbrown::HashMap;
use std::cell::{Cell, OnceCell};
use std::ptr::NonNull;
use std::rc::Rc;

use crate::bytecode::code::{Code, CodeFlags};
use crate::bytecode::constant::{Const, ConstKey};
use crate::bytecode::instruction::Instr;
use crate::bytecode::opcode::{Op, Operand};
use crate::bytecode::verify::verify;
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Ref, Str, Value, Visitor, intern};
use crate::objects::Kind;
use crate::types::{GetSetDef, Layout, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload: verified code with its constants as values.
pub struct CodeObject {
    /// What the compiler made.
    pub code: Rc<Code>,
    instrs: Box<[Cell<Instr>]>,
    /// Constants.
    pub consts: Box<[Value]>,
    /// Names that instructions use.
    pub names: Box<[Str]>,
    /// Keyword names of call instructions, by constant index.
    kwnames: Box<[Box<[Str]>]>,
    /// Parameter and local names.
    pub varnames: Box<[Str]>,
    /// `co_name`
    pub name: Str,
    /// `co_qualname`
    pub qualname: Str,
    /// `co_filename`
    pub filename: Str,
    /// Parameters in all where every one is plain and positional, so that a call needs no binding; else `u32::MAX`.
    pub simple_params: u32,
    /// Registers of a frame.
    pub nregs: u32,
    /// The first register of a frame that is a temporary.
    pub first_temp: u32,
    views: Views,
}

/// What attributes give, made on first use and the same object ever after.
#[derive(Default)]
struct Views {
    consts: OnceCell<Value>,
    names: OnceCell<Value>,
    varnames: OnceCell<Value>,
    cellvars: OnceCell<Value>,
    freevars: OnceCell<Value>,
    code: OnceCell<Value>,
    lines: OnceCell<Box<lines::Lines>>,
    units: OnceCell<Box<units::Units>>,
}

impl CodeObject {
    /// A code object, and those nested in it.
    ///
    /// # Errors
    /// SystemError where the code does not verify.
    pub fn object(vm: &Vm, code: &Rc<Code>) -> PyResult {
        if let Err(e) = verify(code) {
            return Err(vm.system_error(format!("bad code object {}: {} at {}", e.code, e.what, e.at)));
        }
        CodeObject::build(vm, code, &mut HashMap::new())
    }

    fn build(vm: &Vm, code: &Rc<Code>, known: &mut Known) -> PyResult {
        let mut consts = Vec::with_capacity(code.consts.len());
        for constant in &code.consts {
            consts.push(constant_value(vm, constant, known)?);
        }
        let kwnames = consts.iter().map(|c| c.as_tuple().map(texts).unwrap_or_default()).collect();
        let strs = |names: &[Rc<str>]| names.iter().map(|n| intern::intern_str(n)).collect();
        let variable = CodeFlags::VARARGS | CodeFlags::VARKEYWORDS;
        let is_simple = code.flags & variable == 0 && code.kwonlyargcount == 0;
        let object = CodeObject {
            instrs: code.instrs.iter().map(|i| Cell::new(*i)).collect(),
            consts: consts.into(),
            names: strs(&code.names),
            kwnames,
            varnames: strs(&code.varnames),
            name: intern::intern_str(&code.name),
            qualname: intern::intern_str(&code.qualname),
            filename: intern::intern_str(&code.filename),
            simple_params: if is_simple { code.argcount } else { u32::MAX },
            nregs: code.nregs,
            first_temp: u32::from(code.first_temp),
            views: Views::default(),
            code: code.clone(),
        };
        Ok(vm.new_object(&vm.types.code, Kind::Code(Box::new(object))))
    }

    /// The names that instructions look up; those of cells are there for error messages alone.
    fn used_names(&self) -> impl Iterator<Item = &Str> {
        let mut used = vec![false; self.names.len()];
        for i in &self.code.instrs {
            if matches!(i.op, Op::LoadDeref | Op::DeleteDeref | Op::CheckBound | Op::DeleteFast) {
                continue;
            }
            for (kind, operand) in i.op.operands().into_iter().zip([i.a, i.b, i.c]) {
                if let Some(slot) = used.get_mut(usize::from(operand)).filter(|_| kind == Operand::Name) {
                    *slot = true;
                }
            }
        }
        self.names.iter().zip(used).filter(|(_, used)| *used).map(|(name, _)| name)
    }

    /// Registers of a frame.
    #[inline(always)]
    pub fn register_count(&self) -> usize {
        self.nregs as usize
    }

    /// The keyword names in the constant tuple `index`.
    pub fn kwnames(&self, index: usize) -> &[Str] {
        self.kwnames.get(index).map_or(&[], |names| names)
    }

    #[inline(always)]
    pub(crate) fn instrs_ptr(&self) -> NonNull<Cell<Instr>> {
        NonNull::from(&*self.instrs).cast()
    }

    #[inline(always)]
    pub(crate) fn consts_ptr(&self) -> NonNull<Value> {
        NonNull::from(&*self.consts).cast()
    }

    #[inline(always)]
    pub(crate) fn names_ptr(&self) -> NonNull<Str> {
        NonNull::from(&*self.names).cast()
    }

    /// Whether all of `flags` are set in `co_flags`.
    #[inline]
    pub fn has(&self, flags: u32) -> bool {
        self.code.flags & flags == flags
    }

    /// Line of the instruction at `ip`, or of the last one before it that has any.
    pub fn line_before(&self, ip: usize) -> Option<u32> {
        let ip = u32::try_from(ip).ok()?;
        let runs = self.code.lines.iter().take_while(|(start, ..)| *start <= ip);
        runs.filter_map(|(_, _, position)| position).last().map(|p| p.line)
    }

    /// Line of the instruction at `ip`.
    pub fn line_at(&self, ip: usize) -> Option<u32> {
        self.code.lines.lookup(u32::try_from(ip).ok()?).map(|p| p.line)
    }

    /// Where lines begin, for tracing.
    pub fn lines(&self) -> &lines::Lines {
        self.views.lines.get_or_init(|| Box::new(lines::Lines::new(&self.code)))
    }

    /// Code units as attributes show them.
    pub fn units(&self) -> &units::Units {
        self.views.units.get_or_init(|| Box::new(units::Units::new(&self.code)))
    }

    /// The code object in a reference, if it is one.
    #[inline(always)]
    pub fn of(object: &Ref) -> Option<&CodeObject> {
        if let Kind::Code(c) = object.kind() { Some(c) } else { None }
    }
}

fn texts(items: &[Value]) -> Box<[Str]> {
    items.iter().filter_map(|v| v.as_text().cloned()).collect()
}

/// Whether CPython interns a constant string: it reads as a name.
fn is_identifier_like(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// Constants made for this compilation: equal ones in any of its code objects are one object.
type Known = HashMap<ConstKey, Value>;

fn constant_value(vm: &Vm, constant: &Const, known: &mut Known) -> PyResult {
    let shared = !matches!(constant, Const::Code(_));
    if shared && let Some(value) = known.get(&constant.key()) {
        return Ok(value.clone());
    }
    let value = new_constant(vm, constant, known)?;
    if shared {
        known.insert(constant.key(), value.clone());
    }
    Ok(value)
}

fn new_constant(vm: &Vm, constant: &Const, known: &mut Known) -> PyResult {
    Ok(match constant {
        Const::None => Value::None,
        Const::Ellipsis => Value::Ellipsis,
        Const::Bool(b) => Value::Bool(*b),
        Const::Int(n) => Value::Int(*n),
        Const::BigInt(n) => Value::from((**n).clone()),
        Const::Float(x) => Value::Float(*x),
        Const::Complex(re, im) => crate::objects::complex::new_value(vm, *re, *im),
        Const::Str(s) => {
            let text = vm.canonical(Str::from_wtf8(s));
            Value::Str(if is_identifier_like(text.as_bytes()) { intern::intern(text) } else { text })
        }
        Const::Bytes(b) => vm.new_bytes(b),
        Const::Tuple(items) => {
            let values: PyResult<Vec<Value>> = items.iter().map(|c| constant_value(vm, c, known)).collect();
            vm.new_tuple(values?)
        }
        Const::FrozenSet(items) => {
            let values: PyResult<Vec<Value>> = items.iter().map(|c| constant_value(vm, c, known)).collect();
            let list = vm.new_list(values?);
            vm.call1(&vm.types.frozenset.to_value(), list)?
        }
        Const::Code(code) => CodeObject::build(vm, code, known)?,
    })
}

impl Traverse for CodeObject {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.values(&self.consts);
        if let Some(consts) = self.views.consts.get() {
            visit.value(consts);
        }
    }
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Create a code object.  Not for mere mortals."),
    layout: Some(Layout::Native("code")),
    flags: TypeFlags::HAS_WEAKREF.with(TypeFlags::ATOM),
    slots,
    new: Some(&views::NEW),
    methods: views::METHODS,
    getset: GETSET,
    ..TypeSpec::named("code", "builtins")
};

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("co_argcount", |vm, v| Ok(Value::from(payload(vm, v)?.code.argcount)), ""),
    GetSetDef::member(
        "co_posonlyargcount",
        |vm, v| Ok(Value::from(payload(vm, v)?.code.posonlyargcount)),
        "",
    ),
    GetSetDef::member("co_kwonlyargcount", |vm, v| Ok(Value::from(payload(vm, v)?.code.kwonlyargcount)), ""),
    GetSetDef::member("co_nlocals", |vm, v| Ok(Value::from(payload(vm, v)?.code.nlocals())), ""),
    GetSetDef::member("co_stacksize", |vm, v| Ok(Value::from(payload(vm, v)?.code.nregs)), ""),
    GetSetDef::member("co_flags", |vm, v| Ok(Value::from(payload(vm, v)?.code.flags)), ""),
    GetSetDef::member("co_firstlineno", |vm, v| Ok(Value::from(payload(vm, v)?.code.firstlineno)), ""),
    GetSetDef::member("co_filename", |vm, v| Ok(Value::Str(payload(vm, v)?.filename.clone())), ""),
    GetSetDef::member("co_name", |vm, v| Ok(Value::Str(payload(vm, v)?.name.clone())), ""),
    GetSetDef::member("co_qualname", |vm, v| Ok(Value::Str(payload(vm, v)?.qualname.clone())), ""),
    GetSetDef::member(
        "co_consts",
        |vm, v| view(vm, v, |c| &c.views.consts, |c| vm.new_tuple(c.consts.to_vec())),
        "",
    ),
    GetSetDef::member("co_names", |vm, v| view(vm, v, |c| &c.views.names, |c| names(vm, c.used_names())), ""),
    GetSetDef::member("co_linetable", |vm, v| Ok(vm.new_bytes(&tables::locations(payload(vm, v)?))), ""),
    GetSetDef::member(
        "co_exceptiontable",
        |vm, v| Ok(vm.new_bytes(&tables::exceptions(payload(vm, v)?))),
        "",
    ),
    GetSetDef::get(
        "co_varnames",
        |vm, v| view(vm, v, |c| &c.views.varnames, |c| names(vm, c.varnames.iter())),
        "",
    ),
    GetSetDef::get(
        "co_cellvars",
        |vm, v| view(vm, v, |c| &c.views.cellvars, |c| texts_of(vm, &c.code.cellvars)),
        "",
    ),
    GetSetDef::get(
        "co_freevars",
        |vm, v| view(vm, v, |c| &c.views.freevars, |c| texts_of(vm, &c.code.freevars)),
        "",
    ),
    GetSetDef::get("co_code", co_code, ""),
    GetSetDef::get("_co_code_adaptive", co_code, ""),
    GetSetDef::get("co_lnotab", co_lnotab, ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(compare::richcompare));
    s.hash.set(Some(compare::hash));
}

/// An attribute that is one object ever after.
fn view(
    vm: &Vm,
    value: &Value,
    place: fn(&CodeObject) -> &OnceCell<Value>,
    make: impl FnOnce(&CodeObject) -> Value,
) -> PyResult {
    let code = payload(vm, value)?;
    Ok(place(code).get_or_init(|| make(code)).clone())
}

fn co_code(vm: &Vm, value: &Value) -> PyResult {
    view(vm, value, |c| &c.views.code, |c| vm.new_bytes(&tables::code(c)))
}

fn co_lnotab(vm: &Vm, value: &Value) -> PyResult {
    let table = tables::lnotab(payload(vm, value)?);
    vm.warn(&vm.exc.deprecation_warning, "co_lnotab is deprecated, use co_lines instead.", 1)?;
    Ok(vm.new_bytes(&table))
}

fn payload<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a CodeObject> {
    value.as_obj().and_then(CodeObject::of).ok_or_else(|| vm.wrong_payload(value, "code"))
}

fn names<'a>(vm: &Vm, names: impl Iterator<Item = &'a Str>) -> Value {
    vm.new_tuple(names.cloned().map(Value::Str).collect())
}

fn texts_of(vm: &Vm, names: &[Rc<str>]) -> Value {
    vm.new_tuple(names.iter().map(|n| Value::Str(intern::intern_str(n))).collect())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let c = payload(vm, value)?;
    let (name, at, file, line) = (&c.name, vm.id(value), &c.filename, c.code.firstlineno);
    Ok(Value::str(&format!("<code object {name} at {at:#x}, file \"{file}\", line {line}>")))
}
