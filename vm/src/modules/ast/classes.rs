//! The node classes: `AST` and its subclasses, made from the schema on first use.

use super::schema::{ATTRIBUTES, Count, Field, PRODUCTS, SUMS, parse, sum_doc};
use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{Ref, Str, TypeRef, Value, intern};
use crate::objects::{Dict, Kind};
use crate::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec, attribute, lookup};
use crate::vm::Vm;

/// `ast.AST`
static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT),
    layout: Some(Layout::Native("AST")),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("AST", "ast")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");
static METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", reduce, "").hidden_signature()];
static GETSET: &[GetSetDef] =
    &[GetSetDef::get_set("__dict__", crate::objects::getset::get_dict, crate::objects::getset::set_dict, "")];

/// The classes by name, and the single instances of the nodes without fields under `"name()"`.
pub(super) fn classes(vm: &Vm) -> PyResult {
    if let Some(known) = vm.known_state("_ast") {
        return Ok(known);
    }
    let made = make(vm)?;
    Ok(vm.module_state("_ast", |_| made))
}

fn make(vm: &Vm) -> PyResult {
    let table = vm.new_dict();
    let ast = vm.native_type(&SPEC);
    ast.ty().set_flag(TypeFlags::IMMUTABLE, false);
    let names = |names: &[&str]| vm.new_tuple(names.iter().map(|n| Value::Str(vm.intern(n))).collect());
    for key in ["_fields", "__match_args__", "_attributes"] {
        vm.setattr(&ast.to_value(), &vm.intern(key), vm.empty_tuple())?;
    }
    let put = |name: &str, value: Value| vm.setitem(&table, &Value::Str(vm.intern(name)), value);
    put("AST", ast.to_value())?;
    let no_fields: &[Field] = &[];
    let mut nodes: Vec<(Value, Vec<Field>)> = Vec::new();
    for sum in SUMS {
        let base = class(vm, (sum.name, &sum_doc(sum)), &ast, no_fields)?;
        attributes(vm, &base, sum.placed, no_fields)?;
        put(sum.name, base.clone())?;
        let Some(base) = TypeRef::from_value(&base) else { continue };
        for row in sum.nodes {
            let (name, fields) = parse(row);
            let made = class(vm, (name, row), base, &fields)?;
            defaults(vm, &made, &fields)?;
            put(name, made.clone())?;
            if fields.is_empty() && !sum.placed {
                put(&format!("{name}()"), vm.call0(&made)?)?;
            }
            nodes.push((made, fields));
        }
    }
    for (row, placed) in PRODUCTS {
        let (name, fields) = parse(row);
        let made = class(vm, (name, row), &ast, &fields)?;
        attributes(vm, &made, *placed, &fields)?;
        put(name, made.clone())?;
        nodes.push((made, fields));
    }
    for (node, fields) in nodes {
        let types = vm.new_dict();
        for field in &fields {
            vm.setitem(
                &types,
                &names(&[field.name]).as_tuple().map_or(Value::None, |t| t[0].clone()),
                field_type(vm, &table, field)?,
            )?;
        }
        vm.setattr(&node, &vm.intern("_field_types"), types.clone())?;
        vm.setattr(&node, &vm.intern("__annotations__"), types)?;
    }
    Ok(table)
}

/// A node class.
fn class(vm: &Vm, (name, doc): (&str, &str), base: &TypeRef, fields: &[Field]) -> PyResult {
    let space = vm.new_dict();
    let names = vm.new_tuple(fields.iter().map(|f| Value::Str(vm.intern(f.name))).collect());
    let rows = [
        ("_fields", names.clone()),
        ("__match_args__", names),
        ("__module__", Value::Str(vm.intern("ast"))),
        ("__doc__", Value::str(doc)),
    ];
    for (key, value) in rows {
        vm.setitem(&space, &Value::Str(vm.intern(key)), value)?;
    }
    let bases = vm.new_tuple(vec![base.to_value()]);
    let args = [Value::Str(vm.intern(name)), bases, space];
    vm.call(&vm.types.type_.to_value(), Args::positional(&args))
}

/// Optional fields are `None` in their class.
fn defaults(vm: &Vm, class: &Value, fields: &[Field]) -> PyResult<()> {
    fields
        .iter()
        .filter(|f| f.count == Count::Optional)
        .try_for_each(|f| vm.setattr(class, &vm.intern(f.name), Value::None))
}

/// `_attributes` of an abstract class or product, with the optional ones `None`.
fn attributes(vm: &Vm, class: &Value, placed: bool, fields: &[Field]) -> PyResult<()> {
    let names: &[&str] = if placed { &ATTRIBUTES } else { &[] };
    let all = vm.new_tuple(names.iter().map(|n| Value::Str(vm.intern(n))).collect());
    vm.setattr(class, &vm.intern("_attributes"), all)?;
    defaults(vm, class, fields)?;
    // The end is optional, but not of patterns and type parameters.
    let name = vm.getattr_str(class, "__name__")?;
    let whole = name.as_text().is_some_and(|n| matches!(n.as_str(), Some("pattern" | "type_param")));
    for name in names.iter().skip(if whole { 4 } else { 2 }) {
        vm.setattr(class, &vm.intern(name), Value::None)?;
    }
    Ok(())
}

/// The Python type that describes a field in `_field_types`.
fn field_type(vm: &Vm, table: &Value, field: &Field) -> PyResult {
    let one = match field.ty {
        "identifier" | "string" => vm.types.str.to_value(),
        "int" => vm.types.int.to_value(),
        "constant" => vm.types.object.to_value(),
        name => vm.getitem(table, &Value::Str(vm.intern(name)))?,
    };
    match field.count {
        Count::One => Ok(one),
        Count::Optional => crate::objects::union::or(vm, &one, &Value::None),
        Count::Many => vm.getitem(&vm.types.list.to_value(), &one),
    }
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "AST.__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Plain)))
}

/// A tuple of names in the class, such as `_fields`; nothing where there is none.
fn class_names(vm: &Vm, class: &TypeRef, key: &str) -> PyResult<Vec<Value>> {
    match lookup::lookup(class, &vm.intern(key)) {
        Some(found) => {
            vm.len(&found)?;
            vm.list_from_iterable(&found)
        }
        None => Ok(Vec::new()),
    }
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let this = &args[0];
    let class = vm.class_of(this).clone();
    let name = class.name();
    let fields = class_names(vm, &class, "_fields")?;
    let given = args[1].as_tuple().unwrap_or(&[]);
    if given.len() > fields.len() {
        let (n, s) = (fields.len(), if fields.len() == 1 { "" } else { "s" });
        return Err(vm.type_error(format!("{name} constructor takes at most {n} positional argument{s}")));
    }
    for (field, value) in fields.iter().zip(given) {
        vm.setattr(this, vm.expect_str(field, "field name")?, value.clone())?;
    }
    let (given, mut missing) = fields.split_at(given.len());
    let mut missing: Vec<&Value> = std::mem::take(&mut missing).iter().collect();
    let attributes = class_names(vm, &class, "_attributes")?;
    let same = |a: &Value, b: &Value| a.as_text().is_some() && a.as_text() == b.as_text();
    for (key, value) in args[2].as_dict().map(Dict::entries).unwrap_or_default() {
        let text = vm.expect_str(&key, "keyword")?;
        if given.iter().any(|f| same(f, &key)) {
            return Err(vm.type_error(format!("{name} got multiple values for argument '{text}'")));
        }
        let before = missing.len();
        missing.retain(|f| !same(f, &key));
        if missing.len() == before && !attributes.iter().any(|a| same(a, &key)) {
            let message = format!(
                "{}.__init__ got an unexpected keyword argument '{text}'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.",
                full_name(&class)
            );
            vm.warn(&vm.exc.deprecation_warning, &message, 1)?;
        }
        vm.setattr(this, text, value)?;
    }
    fill(vm, this, &class, &missing)?;
    Ok(Value::None)
}

/// The name in warnings.
fn full_name(class: &TypeRef) -> String {
    class.tp_name().to_string()
}

/// Gives fields that were not passed their defaults: none for optional ones, empty lists, `Load()`.
fn fill(vm: &Vm, this: &Value, class: &TypeRef, missing: &[&Value]) -> PyResult<()> {
    let Some(types) = lookup::lookup(class, &vm.intern("_field_types")).filter(|_| !missing.is_empty())
    else {
        return Ok(());
    };
    for field in missing {
        let name = vm.expect_str(field, "field name")?;
        let Some(ty) = types.as_dict().map(|d| d.get(vm, field)).transpose()?.flatten() else {
            let message = format!(
                "Field '{name}' is missing from {}._field_types. This will become an error in Python 3.15.",
                full_name(class)
            );
            vm.warn(&vm.exc.deprecation_warning, &message, 1)?;
            continue;
        };
        if vm.is_exact(&ty, &vm.types.union) {
            continue;
        }
        if vm.is_exact(&ty, &vm.types.generic_alias) {
            vm.setattr(this, name, vm.new_list(Vec::new()))?;
        } else if TypeRef::from_value(&ty).is_some_and(|t| t.name().as_str() == Some("expr_context")) {
            vm.setattr(this, name, single(vm, "Load")?)?;
        } else {
            let message = format!(
                "{}.__init__ missing 1 required positional argument: '{name}'. This will become an error in Python 3.15.",
                full_name(class)
            );
            vm.warn(&vm.exc.deprecation_warning, &message, 1)?;
        }
    }
    Ok(())
}

/// The instance that stands for a node class without fields.
pub(super) fn single(vm: &Vm, name: &str) -> PyResult {
    vm.getitem(&classes(vm)?, &Value::Str(intern::intern_str(&format!("{name}()"))))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.class_of(&args[0]).clone();
    let state = vm.lookup_attr(&args[0], &vm.intern("__dict__"))?.unwrap_or(Value::None);
    let fields = class_names(vm, &class, "_fields")?;
    let has = |name: &Value| state.as_dict().map_or(Ok(None), |d| d.get(vm, name));
    let mut places = Vec::new();
    for field in &fields {
        if has(field)?.is_none() {
            break;
        }
        places.push(Value::None);
    }
    Ok(vm.new_tuple(vec![class.to_value(), vm.new_tuple(places), state]))
}

/// A node with these attributes, made without `__init__`.
pub(super) fn instance(vm: &Vm, table: &Dict, name: &Str, attributes: Vec<(Str, Value)>) -> PyResult {
    let class = table.get_str(name);
    let Some(class) = class.as_ref().and_then(TypeRef::from_value) else {
        return Err(vm.system_error(format!("no node class {name}")));
    };
    let object = Ref::new(class, Kind::Plain);
    for (key, value) in attributes {
        attribute::set_own(vm, &object, &key, value);
    }
    Ok(Value::Obj(object))
}
