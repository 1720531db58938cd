//! `function`: mirrors `Objects/funcobject.c`.

use std::cell::{Cell, RefCell};

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::stack::Tables;
use crate::heap::{Ref, Str, TypeRef, Value, Visitor};
use crate::objects::{CodeObject, Dict, Kind};
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

mod binding;

pub use binding::bind;

/// The payload.
pub struct Function {
    /// `__code__`
    pub code: RefCell<Ref>,
    /// Where the code and the namespaces lie.
    pub tables: Cell<Tables>,
    /// Codes that it had before, which frames may still run: a list, or unbound.
    former: RefCell<Value>,
    /// `__globals__`, a dict.
    pub globals: Ref,
    /// The namespace of built-in names, a dict.
    pub builtins: Ref,
    /// `__closure__`: a tuple of cells, or unbound.
    pub closure: Value,
    /// `__name__`
    pub name: RefCell<Str>,
    /// `__qualname__`
    pub qualname: RefCell<Str>,
    /// `__defaults__`: a tuple or `None`.
    pub defaults: RefCell<Value>,
    /// `__kwdefaults__`: a dict or `None`.
    pub kwdefaults: RefCell<Value>,
    /// `__annotations__`: a dict, or unbound while nobody asked.
    pub annotations: RefCell<Value>,
    /// `__type_params__`: a tuple, or unbound for the empty one.
    pub type_params: RefCell<Value>,
    /// `__module__`
    pub module: RefCell<Value>,
    /// `__doc__`; unbound while nobody asked.
    doc: RefCell<Value>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables\n  kwdefaults\n    a dictionary that specifies the default keyword argument values",
    ),
    layout: Some(Layout::Native("function")),
    flags: TypeFlags::HAS_DICT.with(TypeFlags::HAS_WEAKREF).with(TypeFlags::METHOD_DESCRIPTOR),
    slots,
    new: Some(&NEW),
    getset: GETSET,
    signature: Some("(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)"),
    ..TypeSpec::named("function", "builtins")
};

static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
    py_new,
    "",
);

static GETSET: &[GetSetDef] = &[
    GetSetDef::get_set("__code__", |vm, v| Ok(Value::Obj(of(vm, v)?.code.borrow().clone())), set_code, ""),
    GetSetDef::get_set("__defaults__", |vm, v| Ok(of(vm, v)?.defaults.borrow().clone()), set_defaults, ""),
    GetSetDef::get_set(
        "__kwdefaults__",
        |vm, v| Ok(of(vm, v)?.kwdefaults.borrow().clone()),
        set_kwdefaults,
        "",
    ),
    GetSetDef::get_set("__annotations__", annotations, set_annotations, ""),
    GetSetDef::get_set("__dict__", super::getset::get_dict, super::getset::set_dict, ""),
    GetSetDef::get_set("__name__", |vm, v| Ok(Value::Str(of(vm, v)?.name.borrow().clone())), set_name, ""),
    GetSetDef::get_set(
        "__qualname__",
        |vm, v| Ok(Value::Str(of(vm, v)?.qualname.borrow().clone())),
        set_qualname,
        "",
    ),
    GetSetDef::get_set("__type_params__", type_params, set_type_params, ""),
    GetSetDef::member("__builtins__", |vm, v| Ok(Value::Obj(of(vm, v)?.builtins.clone())), ""),
    GetSetDef::member(
        "__closure__",
        |vm, v| Ok(of(vm, v)?.closure.clone().bound().unwrap_or(Value::None)),
        "",
    ),
    GetSetDef::member("__globals__", |vm, v| Ok(Value::Obj(of(vm, v)?.globals.clone())), ""),
    writable_member("__doc__", doc, |vm, v, n| replace(&of(vm, v)?.doc, n)),
    writable_member(
        "__module__",
        |vm, v| Ok(of(vm, v)?.module.borrow().clone()),
        |vm, v, n| replace(&of(vm, v)?.module, n),
    ),
];

const fn writable_member(
    name: &'static str,
    get: fn(&Vm, &Value) -> PyResult<Value>,
    set: fn(&Vm, &Value, Option<Value>) -> PyResult<()>,
) -> GetSetDef {
    GetSetDef { name, get, set: Some(set), doc: "", is_member: true }
}

fn replace(cell: &RefCell<Value>, new: Option<Value>) -> PyResult<()> {
    let old = cell.replace(new.unwrap_or(Value::None));
    drop(old);
    Ok(())
}

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.call.set(Some(crate::eval::call::call_function));
    s.descr_get.set(Some(get));
}

impl Function {
    /// The code object with this payload: the function's, or one that it had before.
    pub fn code_object(&self, payload: &CodeObject) -> Ref {
        let is_it = |r: &Ref| CodeObject::of(r).is_some_and(|c| std::ptr::eq(c, payload));
        let current = self.code.borrow().clone();
        if is_it(&current) {
            return current;
        }
        let former = self.former.borrow().as_list().map(crate::heap::Items::to_vec).unwrap_or_default();
        let found = former.iter().filter_map(Value::as_obj).find(|r| is_it(r)).cloned();
        found.unwrap_or(current)
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Function> {
    match value.as_obj().map(|r| r.kind()) {
        Some(Kind::Function(f)) => Ok(f),
        _ => Err(vm.wrong_payload(value, "function")),
    }
}

/// # Panics
/// Never: functions are made of a code object and two dicts.
fn tables(code: &Ref, globals: &Ref, builtins: &Ref) -> Tables {
    match (CodeObject::of(code), Dict::of(globals), Dict::of(builtins)) {
        (Some(code), Some(globals), Some(builtins)) => Tables::new(code, globals, builtins),
        _ => unreachable!("a function has a code object and two dicts"),
    }
}

/// A function of `code` in a namespace; `closure` is a tuple of cells, or unbound.
///
/// # Panics
/// Where `code` is no code object or a namespace no dict.
pub fn new(vm: &Vm, code: Ref, globals: Ref, builtins: Ref, closure: Value) -> Value {
    let (name, qualname) = match CodeObject::of(&code) {
        Some(c) => (c.name.clone(), c.qualname.clone()),
        None => (vm.names.empty.clone(), vm.names.empty.clone()),
    };
    let module = Dict::of(&globals).and_then(|g| g.get_str(&vm.names.name)).unwrap_or(Value::None);
    let payload = Function {
        tables: Cell::new(tables(&code, &globals, &builtins)),
        code: RefCell::new(code),
        former: RefCell::new(Value::Unbound),
        globals,
        builtins,
        closure,
        name: RefCell::new(name),
        qualname: RefCell::new(qualname),
        defaults: RefCell::new(Value::None),
        kwdefaults: RefCell::new(Value::None),
        annotations: RefCell::new(Value::Unbound),
        type_params: RefCell::new(Value::Unbound),
        module: RefCell::new(module),
        doc: RefCell::new(Value::Unbound),
    };
    vm.new_object(&vm.types.function, Kind::Function(Box::new(payload)))
}

/// `__doc__`: `co_consts[0]` of the code that the function was made of, where it is a string.
pub(crate) fn doc(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    if let Some(doc) = f.doc.borrow().clone().bound() {
        return Ok(doc);
    }
    let code = f.code.borrow().clone();
    let body = CodeObject::of(&code).map(|code| code.read(vm)).transpose()?;
    let first = body.and_then(|body| body.consts.first()).filter(|first| first.as_text().is_some());
    let doc = first.cloned().unwrap_or(Value::None);
    drop(f.doc.replace(doc.clone()));
    Ok(doc)
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    let wrong = |name: &str, want: &str, value: &Value| {
        let got = vm.type_name(value);
        vm.type_error(format!("function() argument '{name}' must be {want}, not {got}"))
    };
    let code = args[1].as_obj().and_then(|code| Some((code, CodeObject::of(code)?)));
    let Some((code, co)) = code else { return Err(wrong("code", "code", &args[1])) };
    let Some(globals) = args[2].as_obj().filter(|_| args[2].as_dict().is_some()) else {
        return Err(wrong("globals", "dict", &args[2]));
    };
    if !args[3].is_none() && args[3].as_text().is_none() {
        return Err(vm.type_error("arg 3 (name) must be None or string"));
    }
    if !args[4].is_none() && args[4].as_tuple().is_none() {
        return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
    }
    if !args[6].is_none() && args[6].as_dict().is_none() {
        return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
    }
    let free = co.head.freevars.len();
    match args[5].as_tuple() {
        Some(cells) if cells.len() != free => {
            let (name, n) = (&co.name, cells.len());
            return Err(vm.value_error(format!("{name} requires closure of length {free}, not {n}")));
        }
        None if free > 0 => return Err(vm.type_error("arg 5 (closure) must be tuple")),
        None if !args[5].is_none() => return Err(vm.type_error("arg 5 (closure) must be None or tuple")),
        _ => {}
    }
    let closure = if args[5].is_none() { Value::Unbound } else { args[5].clone() };
    let made = new(vm, code.clone(), globals.clone(), vm.builtins_of(globals), closure);
    let f = of(vm, &made)?;
    if let Some(name) = args[3].as_text() {
        drop(f.name.replace(name.clone()));
    }
    drop(f.defaults.replace(args[4].clone()));
    drop(f.kwdefaults.replace(args[6].clone()));
    Ok(made)
}

fn get(vm: &Vm, descr: &Value, instance: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    Ok(match instance {
        Some(instance) => super::bound_method::new(vm, descr.clone(), instance.clone()),
        None => descr.clone(),
    })
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let qualname = of(vm, value)?.qualname.borrow().clone();
    Ok(Value::str(&format!("<function {qualname} at {:#x}>", vm.id(value))))
}

fn set_code(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let f = of(vm, value)?;
    let Some(Value::Obj(code)) = new.filter(|c| c.as_obj().is_some_and(|r| CodeObject::of(r).is_some()))
    else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let free = CodeObject::of(&code).map_or(0, |c| c.head.freevars.len());
    let cells = f.closure.as_tuple().map_or(0, <[Value]>::len);
    if free != cells {
        let name = f.name.borrow().clone();
        return Err(
            vm.value_error(format!("{name}() requires a code object with {cells} free vars, not {free}"))
        );
    }
    doc(vm, value)?;
    f.tables.set(tables(&code, &f.globals, &f.builtins));
    let old = Value::Obj(f.code.replace(code));
    let mut former = f.former.borrow_mut();
    match former.as_list() {
        Some(codes) => codes.push(old),
        None => *former = vm.new_list(vec![old]),
    }
    Ok(())
}

fn set_defaults(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let new = new.unwrap_or(Value::None);
    if !new.is_none() && new.as_tuple().is_none() {
        return Err(vm.type_error("__defaults__ must be set to a tuple object"));
    }
    replace(&of(vm, value)?.defaults, Some(new))
}

fn set_kwdefaults(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let new = new.unwrap_or(Value::None);
    if !new.is_none() && new.as_dict().is_none() {
        return Err(vm.type_error("__kwdefaults__ must be set to a dict object"));
    }
    replace(&of(vm, value)?.kwdefaults, Some(new))
}

fn annotations(vm: &Vm, value: &Value) -> PyResult {
    let f = of(vm, value)?;
    let mut slot = f.annotations.borrow_mut();
    if slot.is_unbound() {
        *slot = vm.new_dict();
    }
    Ok(slot.clone())
}

fn set_annotations(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let new = new.unwrap_or(Value::None);
    if !new.is_none() && new.as_dict().is_none() {
        return Err(vm.type_error("__annotations__ must be set to a dict object"));
    }
    let stored = if new.is_none() { Value::Unbound } else { new };
    replace(&of(vm, value)?.annotations, Some(stored))
}

fn set_name(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let text = new.as_ref().and_then(Value::as_text).cloned();
    let Some(text) = text else { return Err(vm.type_error("__name__ must be set to a string object")) };
    drop(of(vm, value)?.name.replace(text));
    Ok(())
}

fn set_qualname(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let text = new.as_ref().and_then(Value::as_text).cloned();
    let Some(text) = text else { return Err(vm.type_error("__qualname__ must be set to a string object")) };
    drop(of(vm, value)?.qualname.replace(text));
    Ok(())
}

fn type_params(vm: &Vm, value: &Value) -> PyResult {
    let params = of(vm, value)?.type_params.borrow().clone();
    Ok(params.bound().unwrap_or_else(|| vm.empty_tuple()))
}

fn set_type_params(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    match new.filter(|n| n.as_tuple().is_some()) {
        Some(new) => replace(&of(vm, value)?.type_params, Some(new)),
        None => Err(vm.type_error("__type_params__ must be set to a tuple")),
    }
}

impl Traverse for Function {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.code.traverse(visit);
        self.former.traverse(visit);
        visit.object(&self.globals);
        visit.object(&self.builtins);
        visit.value(&self.closure);
        let cells =
            [&self.defaults, &self.kwdefaults, &self.annotations, &self.type_params, &self.module, &self.doc];
        for cell in cells {
            cell.traverse(visit);
        }
    }
}
