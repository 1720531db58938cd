//! `traceback`: one entry per frame that an exception passed through.

use std::cell::RefCell;

use crate::error::{PyError, PyResult};
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::{CodeObject, Native};
use crate::types::{GetSetDef, Layout, NativeDef, TypeSpec};
use crate::vm::Vm;

/// The payload.
pub struct Traceback {
    /// `tb_next`: the entry of the frame called, or `None`.
    pub next: RefCell<Value>,
    /// `tb_frame`
    pub frame: Value,
    /// The code object, for positions.
    pub code: Value,
    /// The instruction that raised or called.
    pub ip: usize,
    /// `tb_lineno` where it was given; else it follows from the instruction.
    line: Option<u32>,
    /// `tb_lasti` where it was given.
    lasti: Option<i64>,
}

impl Traceback {
    /// `tb_lineno`
    pub fn line(&self) -> Option<u32> {
        self.line.or_else(|| CodeObject::of(self.code.as_obj()?)?.line_at(self.ip))
    }
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Create a new traceback object."),
    layout: Some(Layout::Native("traceback")),
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("traceback", "builtins")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, tb_next, tb_frame, tb_lasti, tb_lineno)", py_new, "");

static METHODS: &[NativeDef] = &[NativeDef::method("__dir__", "($self, /)", dir, "").hidden_signature()];

static GETSET: &[GetSetDef] = &[
    GetSetDef::get_set("tb_next", |vm, v| Ok(of(vm, v)?.next.borrow().clone()), set_next, ""),
    GetSetDef::member("tb_frame", |vm, v| Ok(of(vm, v)?.frame.clone()), ""),
    GetSetDef::member("tb_lasti", lasti, ""),
    GetSetDef::get("tb_lineno", |vm, v| Ok(of(vm, v)?.line().map_or(Value::None, Value::from)), ""),
];

fn lasti(vm: &Vm, value: &Value) -> PyResult {
    let entry = of(vm, value)?;
    if let Some(given) = entry.lasti {
        return Ok(Value::Int(given));
    }
    let code = entry.code.as_obj().and_then(CodeObject::of);
    Ok(Value::from(code.map_or(0, |code| code.units().of(entry.ip) * 2)))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Traceback> {
    vm.payload(value, "traceback")
}

/// Adds an entry for the running frame in front of the exception's traceback.
pub fn add_frame(vm: &Vm, error: &PyError) {
    let top = {
        let frames = vm.eval.frames.borrow();
        frames.last().map(|f| (frames.len() - 1, f.code_object(), f.ip))
    };
    let Some((index, code, ip)) = top else { return };
    let frame = super::frame::of_running(vm, index).map_or(Value::None, Value::Obj);
    let next = error.payload().traceback.replace(Value::None);
    let entry =
        Traceback { next: RefCell::new(next), frame, code: Value::Obj(code), ip, line: None, lasti: None };
    let entry = vm.new_native(&vm.types.traceback, entry);
    drop(error.payload().traceback.replace(entry));
}

/// Where in the running frame the exception was raised, which the first entry of its traceback knows.
pub fn place_in_top_frame(vm: &Vm, error: &PyError) -> Option<usize> {
    let entry = error.payload().traceback.get();
    let entry = entry.native::<Traceback>()?;
    let frames = vm.eval.frames.borrow();
    let is_same =
        frames.last()?.object().is_some_and(|object| entry.frame.as_obj().is_some_and(|f| f.is(object)));
    is_same.then_some(entry.ip)
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    if !args[1].is_none() && args[1].native::<Traceback>().is_none() {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("expected traceback object or None, got '{got}'")));
    }
    if !vm.is_exact(&args[2], &vm.types.frame) {
        let got = vm.type_name(&args[2]);
        return Err(vm.type_error(format!("traceback() argument 'tb_frame' must be frame, not {got}")));
    }
    let code = vm.getattr_str(&args[2], "f_code")?;
    let lasti = vm.index_i64(&args[3])?;
    let unit = usize::try_from(lasti).unwrap_or(0) / 2;
    let ip = code.as_obj().and_then(CodeObject::of).map_or(unit, |code| code.units().word(unit));
    let line = u32::try_from(vm.index_i64(&args[4])?).ok();
    let entry = Traceback {
        next: RefCell::new(args[1].clone()),
        frame: args[2].clone(),
        code,
        ip,
        line,
        lasti: Some(lasti),
    };
    Ok(vm.new_native(&vm.types.traceback, entry))
}

fn set_next(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(vm.type_error("can't delete tb_next attribute")) };
    if !new.is_none() && new.native::<Traceback>().is_none() {
        let got = vm.type_name(&new);
        return Err(vm.type_error(format!("expected traceback object, got '{got}'")));
    }
    let mut at = new.clone();
    while let Some(t) = at.native::<Traceback>() {
        if at.is(value) {
            return Err(vm.value_error("traceback loop detected"));
        }
        let next = t.next.borrow().clone();
        at = next;
    }
    let old = of(vm, value)?.next.replace(new);
    drop(old);
    Ok(())
}

fn dir(vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(vm.new_list(["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].into_iter().map(Value::str).collect()))
}

impl Native for Traceback {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.next.traverse(visit);
        visit.value(&self.frame);
        visit.value(&self.code);
    }
}
