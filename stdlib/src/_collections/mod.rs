//! `_collections`: mirrors `Modules/_collectionsmodule.c` and `Objects/odictobject.c`.

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::protocol::number::BinOp;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeRef, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{REDUCE, add_types, instance, reduced};

mod defaultdict;
mod deque;
mod deque_iter;
mod ordered;
mod ordered_views;

const DOC: &str = "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n";

static FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "_count_elements",
    "($module, mapping, iterable, /)",
    count_elements,
    "Count elements in the iterable, updating the mapping",
)];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_collections", DOC, FUNCTIONS);
    add_types(
        vm,
        &module,
        &[
            &deque::SPEC,
            &defaultdict::SPEC,
            &ordered::SPEC,
            &deque_iter::ITER,
            &deque_iter::REVERSE,
            &TUPLEGETTER,
        ],
    )?;
    Ok(module)
}

fn count_elements(vm: &Vm, args: &[Value]) -> PyResult {
    let mapping = &args[0];
    let get = vm.getattr_str(mapping, "get")?;
    let class = vm.class_of(mapping);
    let keeps = |name: &str| {
        let name = vm.intern(name);
        let of = |t: &pyvm_vm::heap::TypeRef| pyvm_vm::types::lookup::lookup(t, &name);
        matches!((of(class), of(&vm.types.dict)), (Some(a), Some(b)) if a.is(&b))
    };
    let plain = mapping.as_dict().filter(|_| keeps("get") && keeps("__setitem__"));
    vm.for_each(&args[1], |key| {
        let count = match plain {
            Some(d) => d.get(vm, &key)?.unwrap_or(Value::Int(0)),
            None => vm.call2(&get, key.clone(), Value::Int(0))?,
        };
        let more = vm.binary_op(BinOp::Add, &count, &Value::Int(1))?;
        vm.setitem(mapping, &key, more)?;
        Ok(true)
    })?;
    Ok(Value::None)
}

/// `_tuplegetter`: the descriptor of a named tuple's field.
static TUPLEGETTER: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("_tuplegetter")),
    slots: tuplegetter_slots,
    new: Some(&TUPLEGETTER_NEW),
    methods: TUPLEGETTER_METHODS,
    getset: TUPLEGETTER_GETSET,
    ..TypeSpec::named("_tuplegetter", "collections")
};
static TUPLEGETTER_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, index, doc, /)", tuplegetter_new, "");
static TUPLEGETTER_METHODS: &[NativeDef] = &[NativeDef::method(
    "__reduce__",
    "($self, /)",
    |vm, a| {
        let g: &TupleGetter = vm.payload(&a[0], "_tuplegetter")?;
        Ok(reduced(vm, &a[0], vec![Value::Int(g.index), g.doc.borrow().clone()], Vec::new()))
    },
    REDUCE,
)
.hidden_signature()];
static TUPLEGETTER_GETSET: &[GetSetDef] = &[GetSetDef {
    name: "__doc__",
    get: |vm, v| Ok(vm.payload::<TupleGetter>(v, "_tuplegetter")?.doc.borrow().clone()),
    set: Some(|vm, v, doc| {
        drop(vm.payload::<TupleGetter>(v, "_tuplegetter")?.doc.replace(doc.unwrap_or(Value::None)));
        Ok(())
    }),
    doc: "",
    is_member: true,
}];

struct TupleGetter {
    index: i64,
    doc: std::cell::RefCell<Value>,
}

fn tuplegetter_slots(s: &Slots) {
    s.descr_get.set(Some(tuplegetter_get));
    s.descr_set.set(Some(|vm, _, _, value| {
        Err(vm.attribute_error(if value.is_some() {
            "can't set attribute"
        } else {
            "can't delete attribute"
        }))
    }));
    s.repr.set(Some(|vm, v| {
        let g: &TupleGetter = vm.payload(v, "_tuplegetter")?;
        let doc = vm.repr(&g.doc.borrow().clone())?;
        Ok(Value::str(&format!("_tuplegetter({}, {doc})", g.index)))
    }));
}

fn tuplegetter_new(vm: &Vm, args: &[Value]) -> PyResult {
    let index = vm.index_i64(&args[1])?;
    instance(vm, &args[0], TupleGetter { index, doc: std::cell::RefCell::new(args[2].clone()) })
}

fn tuplegetter_get(vm: &Vm, g: &Value, object: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    let getter: &TupleGetter = vm.payload(g, "_tuplegetter")?;
    let Some(object) = object else { return Ok(g.clone()) };
    let Some(items) = object.as_tuple() else {
        if object.is_none() {
            return Ok(g.clone());
        }
        let (index, got) = (getter.index, vm.type_name(object));
        return Err(vm.type_error(format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{got}' object"
        )));
    };
    let found = usize::try_from(getter.index).ok().and_then(|i| items.get(i));
    found.cloned().ok_or_else(|| vm.index_error("tuple index out of range"))
}

impl Native for TupleGetter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        use pyvm_vm::heap::collect::Traverse;
        self.doc.traverse(visit);
    }
}
