//! `PicklerMemoProxy` and `UnpicklerMemoProxy`: the memos as Python code sees them.

use pyvm_vm::PyResult;
use pyvm_vm::heap::{Value, Visitor};
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;

/// Declares the specs, which differ in name and functions.
macro_rules! proxies {
    ($($spec:ident $name:literal $methods:ident $reduce:literal $clear:path, $copy:path;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            static $spec: TypeSpec = TypeSpec {
                flags: TypeFlags::BASETYPE,
                new: Some(&NEW),
                init: Some(&INIT),
                layout: Some(Layout::Native($name)),
                methods: $methods,
                slots: |s| s.hash.set(Some(|vm, v| Err(vm.unhashable(v)))),
                attributes: |_| vec![("__hash__", Value::None)],
                ..TypeSpec::named($name, "_pickle")
            };
            static $methods: &[NativeDef] = &[
                NativeDef::method("clear", "($self, /)", |vm, a| {
                    $clear(vm, of(vm, &a[0])?)?;
                    Ok(Value::None)
                }, "Remove all items from memo."),
                NativeDef::method("copy", "($self, /)", |vm, a| {
                    Ok(vm.dict_from($copy(vm, of(vm, &a[0])?)?))
                }, "Copy the memo to a new object."),
                NativeDef::method("__reduce__", "($self, /)", |vm, a| {
                    let copy = vm.dict_from($copy(vm, of(vm, &a[0])?)?);
                    Ok(vm.new_tuple(vec![vm.types.dict.to_value(), vm.new_tuple(vec![copy])]))
                }, $reduce),
            ];
        )*
    };
}

proxies! {
    PICKLER "PicklerMemoProxy" PICKLER_METHODS "Implement pickle support." super::pickler_type::clear_memo, super::pickler_type::copy_memo;
    UNPICKLER "UnpicklerMemoProxy" UNPICKLER_METHODS "Implement pickling support." super::unpickler_type::clear_memo, super::unpickler_type::copy_memo;
}

/// The pickler or unpickler whose memo it is; none for what a call of the type gave, whose methods raise.
struct Proxy(Value);

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "object.__new__(X): X")?;
    let is_empty =
        args[1].as_tuple().is_none_or(<[Value]>::is_empty) && args[2].as_dict().is_none_or(Dict::is_empty);
    if !is_empty {
        let name = pyvm_vm::objects::type_::full_name(vm, class);
        return Err(vm.type_error(format!("{name}() takes no arguments")));
    }
    Ok(vm.new_native(class, Proxy(Value::None)))
}

/// Whether a call has no arguments but the type or the instance.
fn is_bare(args: &[Value]) -> bool {
    args[1].as_tuple().is_none_or(<[Value]>::is_empty) && args[2].as_dict().is_none_or(Dict::is_empty)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    if is_bare(args) {
        return Ok(Value::None);
    }
    let name = pyvm_vm::objects::type_::full_name(vm, vm.class_of(&args[0]));
    Err(vm.type_error(format!("{name}.__init__() takes exactly one argument (the instance to initialize)")))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Value> {
    vm.payload::<Proxy>(value, "memo proxy").map(|p| &p.0)
}

fn make(vm: &Vm, spec: &'static TypeSpec, of: &Value) -> Value {
    vm.new_native(&vm.native_type(spec), Proxy(of.clone()))
}

/// `Pickler.memo`
pub(super) fn pickler(vm: &Vm, of: &Value) -> Value {
    make(vm, &PICKLER, of)
}

/// `Unpickler.memo`
pub(super) fn unpickler(vm: &Vm, of: &Value) -> Value {
    make(vm, &UNPICKLER, of)
}

/// The memo assigned to a pickler or unpickler, as a dict.
fn assigned(
    vm: &Vm,
    value: Option<Value>,
    spec: &'static TypeSpec,
    article: &str,
    copy: impl Fn(&Value) -> PyResult<Dict>,
) -> PyResult<Dict> {
    let Some(value) = value else { return Err(vm.type_error("attribute deletion is not supported")) };
    if vm.class_of(&value).is(&vm.native_type(spec)) {
        return copy(of(vm, &value)?);
    }
    match value.as_dict() {
        Some(d) => Ok(d.copy()),
        None => {
            let got = pyvm_vm::objects::type_::full_name(vm, vm.class_of(&value));
            let want = spec.name;
            Err(vm.type_error(format!("'memo' attribute must be {article} {want} object or dict, not {got}")))
        }
    }
}

/// What is assigned to `Pickler.memo`.
pub(super) fn for_pickler(vm: &Vm, value: Option<Value>) -> PyResult<Dict> {
    assigned(vm, value, &PICKLER, "a", |p| super::pickler_type::copy_memo(vm, p))
}

/// What is assigned to `Unpickler.memo`.
pub(super) fn for_unpickler(vm: &Vm, value: Option<Value>) -> PyResult<Dict> {
    assigned(vm, value, &UNPICKLER, "an", |p| super::unpickler_type::copy_memo(vm, p))
}

impl Native for Proxy {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
}
