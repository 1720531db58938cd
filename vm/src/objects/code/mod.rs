//! `code`: a compiled code object made ready to run. Mirrors `Objects/codeobject.c`.

mod compare;
pub mod lines;
mod tables;
pub mod units;
mod views;

use hashbrown::HashMap;
use std::cell::{Cell, OnceCell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;

use crate::bytecode::code::{Code, CodeFlags};
use crate::bytecode::constant::{Const, ConstKey};
use crate::bytecode::image::{Head, Unread};
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
    /// What making a function takes to know.
    pub head: Head,
    /// `co_name`
    pub name: Str,
    /// `co_qualname`
    pub qualname: Str,
    /// `co_filename`
    pub filename: Str,
    /// Parameters in all where every one is plain and positional, so that a call needs no binding; else `u32::MAX`, as
    /// for code that is not read yet: calls of it begin with [`CodeObject::read`].
    simple_params: Cell<u32>,
    /// Registers of a frame; more than there can be while the code is not read, so that it cannot be entered.
    register_count: Cell<u32>,
    /// The first register of a frame that is a temporary.
    pub first_temp: u32,
    body: OnceCell<Body>,
    /// Where the body is to be read from.
    unread: RefCell<Option<(Rc<Unread>, SharedConstants)>>,
    views: Views,
}

/// What running code takes.
pub struct Body {
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

impl Body {
    fn new(vm: &Vm, code: Rc<Code>, known: &mut Known, images: Option<&SharedConstants>) -> PyResult<Body> {
        let mut consts = Vec::with_capacity(code.consts.len());
        for constant in &code.consts {
            consts.push(match constant {
                Const::Code(code) => CodeObject::build(vm, code, known)?,
                Const::Unread(code) => CodeObject::unread(vm, code, images.cloned().unwrap_or_default()),
                constant => constant_value(vm, constant, known)?,
            });
        }
        Ok(Body::with_constants(code, consts.into()))
    }

    fn with_constants(code: Rc<Code>, consts: Box<[Value]>) -> Body {
        let strs = |names: &[Rc<str>]| names.iter().map(|n| intern::intern_str(n)).collect();
        Body {
            instrs: code.instrs.iter().map(|i| Cell::new(*i)).collect(),
            kwnames: consts.iter().map(|c| c.as_tuple().map(texts).unwrap_or_default()).collect(),
            consts,
            names: strs(&code.names),
            varnames: strs(&code.varnames),
            code,
        }
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

    /// A code object that is to be read when it is first run, or looked into.
    pub(crate) fn unread(vm: &Vm, code: &Rc<Unread>, known: SharedConstants) -> Value {
        let object = CodeObject::with_head(code.head.clone(), code.filename());
        object.unread.replace(Some((Rc::clone(code), known)));
        vm.new_object(&vm.types.code, Kind::Code(Box::new(object)))
    }

    fn build(vm: &Vm, code: &Rc<Code>, known: &mut Known) -> PyResult {
        let body = Body::new(vm, Rc::clone(code), known, None)?;
        Ok(vm.new_object(&vm.types.code, Kind::Code(Box::new(CodeObject::with_body(body)))))
    }

    fn with_body(body: Body) -> CodeObject {
        let code = &body.code;
        let head = Head {
            argcount: code.argcount,
            posonlyargcount: code.posonlyargcount,
            kwonlyargcount: code.kwonlyargcount,
            nregs: code.nregs,
            first_temp: code.first_temp,
            flags: code.flags,
            firstlineno: code.firstlineno,
            name: Rc::clone(&code.name),
            qualname: Rc::clone(&code.qualname),
            freevars: code.freevars.clone(),
        };
        let object = CodeObject::with_head(head, &code.filename);
        object.set_body(body);
        object
    }

    fn with_head(head: Head, filename: &str) -> CodeObject {
        CodeObject {
            name: intern::intern_str(&head.name),
            qualname: intern::intern_str(&head.qualname),
            filename: intern::intern_str(filename),
            simple_params: Cell::new(u32::MAX),
            register_count: Cell::new(u32::MAX),
            first_temp: u32::from(head.first_temp),
            body: OnceCell::new(),
            unread: RefCell::new(None),
            views: Views::default(),
            head,
        }
    }

    fn set_body(&self, body: Body) {
        let variable = CodeFlags::VARARGS | CodeFlags::VARKEYWORDS;
        if self.head.flags & variable == 0 && self.head.kwonlyargcount == 0 {
            self.simple_params.set(self.head.argcount);
        }
        // Code that ran while constants were made may have read it first: that body stays.
        let _ = self.body.set(body);
        self.register_count.set(self.head.nregs);
    }

    /// The body, read now where it was not before.
    ///
    /// # Errors
    /// SystemError where the image is damaged, what hashing its constants raises.
    #[inline]
    pub fn read(&self, vm: &Vm) -> PyResult<&Body> {
        match self.body.get() {
            Some(body) => Ok(body),
            None => self.read_now(vm),
        }
    }

    #[cold]
    fn read_now(&self, vm: &Vm) -> PyResult<&Body> {
        let source = self.unread.borrow().clone();
        let read = source.and_then(|(unread, shared)| Some((unread.read()?, shared)));
        let Some((code, shared)) = read else {
            return Err(vm.system_error(format!("bad code object {}", self.qualname)));
        };
        // Taken out meanwhile: a collection on the way may run anything.
        let mut known = shared.take();
        let body = Body::new(vm, Rc::new(code), &mut known, Some(&shared));
        shared.replace(known);
        self.set_body(body?);
        self.unread.replace(None);
        Ok(self.body())
    }

    /// The body of code that was read, as that of every frame was.
    ///
    /// # Panics
    /// Where it was not.
    #[inline(always)]
    pub fn body(&self) -> &Body {
        self.body.get().unwrap_or_else(|| unreachable!("code is read before it is run"))
    }

    /// The place of the body.
    #[inline(always)]
    pub(crate) fn place(&self) -> &OnceCell<Body> {
        &self.body
    }

    /// What the compiler made, of code that was read.
    ///
    /// # Panics
    /// Where it was not.
    #[inline]
    pub fn code(&self) -> &Rc<Code> {
        &self.body().code
    }

    /// Parameters in all where a call needs no binding; else `u32::MAX`.
    #[inline(always)]
    pub fn simple_params(&self) -> u32 {
        self.simple_params.get()
    }

    /// The names that instructions look up; those of cells are there for error messages alone.
    fn used_names(&self) -> impl Iterator<Item = &Str> {
        let mut used = vec![false; self.body().names.len()];
        for i in &self.code().instrs {
            if matches!(i.op, Op::LoadDeref | Op::DeleteDeref | Op::CheckBound | Op::DeleteFast) {
                continue;
            }
            for (kind, operand) in i.op.operands().into_iter().zip([i.a, i.b, i.c]) {
                if let Some(slot) = used.get_mut(usize::from(operand)).filter(|_| kind == Operand::Name) {
                    *slot = true;
                }
            }
        }
        self.body().names.iter().zip(used).filter(|(_, used)| *used).map(|(name, _)| name)
    }

    /// Registers of a frame; `u32::MAX` while the code is not read.
    #[inline(always)]
    pub fn register_count(&self) -> usize {
        self.register_count.get() as usize
    }

    /// The keyword names in the constant tuple `index`.
    pub fn kwnames(&self, index: usize) -> &[Str] {
        self.body().kwnames.get(index).map_or(&[], |names| names)
    }

    /// Whether all of `flags` are set in `co_flags`.
    #[inline]
    pub fn has(&self, flags: u32) -> bool {
        self.head.flags & flags == flags
    }

    /// Line of the instruction at `ip`, or of the last one before it that has any.
    pub fn line_before(&self, ip: usize) -> Option<u32> {
        let ip = u32::try_from(ip).ok()?;
        let runs = self.code().lines.iter().take_while(|(start, ..)| *start <= ip);
        runs.filter_map(|(_, _, position)| position).last().map(|p| p.line)
    }

    /// Line of the instruction at `ip`.
    pub fn line_at(&self, ip: usize) -> Option<u32> {
        self.code().lines.lookup(u32::try_from(ip).ok()?).map(|p| p.line)
    }

    /// Where lines begin, for tracing.
    pub fn lines(&self) -> &lines::Lines {
        self.views.lines.get_or_init(|| Box::new(lines::Lines::new(self.code())))
    }

    /// Code units as attributes show them.
    pub fn units(&self) -> &units::Units {
        self.views.units.get_or_init(|| Box::new(units::Units::new(self.code())))
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

/// Constants made for one compilation: equal ones in any of its code objects are one object.
type Known = HashMap<ConstKey, Value>;
/// Those of code that is read bit by bit.
pub(crate) type SharedConstants = Rc<RefCell<Known>>;

fn constant_value(vm: &Vm, constant: &Const, known: &mut Known) -> PyResult {
    Ok(match constant {
        Const::None => Value::None,
        Const::Ellipsis => Value::Ellipsis,
        Const::Bool(b) => Value::Bool(*b),
        Const::Int(n) => Value::Int(*n),
        Const::Float(x) => Value::Float(*x),
        Const::Str(s) if is_identifier_like(s.as_bytes()) => {
            let text = s.as_str().ok().filter(|text| text.len() > 1).map(intern::intern_str);
            Value::Str(text.unwrap_or_else(|| intern::intern(vm.canonical(Str::from_wtf8(s)))))
        }
        constant => {
            let key = constant.key();
            if let Some(value) = known.get(&key) {
                return Ok(value.clone());
            }
            let value = new_constant(vm, constant, known)?;
            known.insert(key, value.clone());
            value
        }
    })
}

/// A constant whose copies are to be one object.
fn new_constant(vm: &Vm, constant: &Const, known: &mut Known) -> PyResult {
    let mut values = |items: &[Const]| {
        items.iter().map(|c| constant_value(vm, c, known)).collect::<PyResult<Vec<Value>>>()
    };
    Ok(match constant {
        Const::BigInt(n) => Value::from((**n).clone()),
        Const::Complex(re, im) => crate::objects::complex::new_value(vm, *re, *im),
        Const::Str(s) => Value::Str(vm.canonical(Str::from_wtf8(s))),
        Const::Bytes(b) => vm.new_bytes(b),
        Const::Tuple(items) => vm.new_tuple(values(items)?),
        Const::FrozenSet(items) => {
            let list = vm.new_list(values(items)?);
            vm.call1(&vm.types.frozenset.to_value(), list)?
        }
        _ => return Err(vm.system_error("code within a constant")),
    })
}

impl Traverse for CodeObject {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Some(body) = self.body.get() {
            visit.values(&body.consts);
        }
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
    GetSetDef::member("co_argcount", |vm, v| Ok(Value::from(head(vm, v)?.argcount)), ""),
    GetSetDef::member("co_posonlyargcount", |vm, v| Ok(Value::from(head(vm, v)?.posonlyargcount)), ""),
    GetSetDef::member("co_kwonlyargcount", |vm, v| Ok(Value::from(head(vm, v)?.kwonlyargcount)), ""),
    GetSetDef::member("co_nlocals", |vm, v| Ok(Value::from(payload(vm, v)?.code().nlocals())), ""),
    GetSetDef::member("co_stacksize", |vm, v| Ok(Value::from(head(vm, v)?.nregs)), ""),
    GetSetDef::member("co_flags", |vm, v| Ok(Value::from(head(vm, v)?.flags)), ""),
    GetSetDef::member("co_firstlineno", |vm, v| Ok(Value::from(head(vm, v)?.firstlineno)), ""),
    GetSetDef::member("co_filename", |vm, v| Ok(Value::Str(of_value(vm, v)?.filename.clone())), ""),
    GetSetDef::member("co_name", |vm, v| Ok(Value::Str(of_value(vm, v)?.name.clone())), ""),
    GetSetDef::member("co_qualname", |vm, v| Ok(Value::Str(of_value(vm, v)?.qualname.clone())), ""),
    GetSetDef::member(
        "co_consts",
        |vm, v| view(vm, v, |c| &c.views.consts, |c| vm.new_tuple(c.body().consts.to_vec())),
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
        |vm, v| view(vm, v, |c| &c.views.varnames, |c| names(vm, c.body().varnames.iter())),
        "",
    ),
    GetSetDef::get(
        "co_cellvars",
        |vm, v| view(vm, v, |c| &c.views.cellvars, |c| texts_of(vm, &c.code().cellvars)),
        "",
    ),
    GetSetDef::get(
        "co_freevars",
        |vm, v| view(vm, v, |c| &c.views.freevars, |c| texts_of(vm, &c.head.freevars)),
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

fn of_value<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a CodeObject> {
    value.as_obj().and_then(CodeObject::of).ok_or_else(|| vm.wrong_payload(value, "code"))
}

fn head<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Head> {
    Ok(&of_value(vm, value)?.head)
}

/// The code object, its body read.
fn payload<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a CodeObject> {
    let code = of_value(vm, value)?;
    code.read(vm)?;
    Ok(code)
}

fn names<'a>(vm: &Vm, names: impl Iterator<Item = &'a Str>) -> Value {
    vm.new_tuple(names.cloned().map(Value::Str).collect())
}

fn texts_of(vm: &Vm, names: &[Rc<str>]) -> Value {
    vm.new_tuple(names.iter().map(|n| Value::Str(intern::intern_str(n))).collect())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let c = of_value(vm, value)?;
    let (name, at, file, line) = (&c.name, vm.id(value), &c.filename, c.head.firstlineno);
    Ok(Value::str(&format!("<code object {name} at {at:#x}, file \"{file}\", line {line}>")))
}
