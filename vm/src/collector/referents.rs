//! `gc.get_referents`: what an object refers to, in the order in which CPython's `tp_traverse` functions visit it.

use crate::heap::{Ref, Value, collect};
use crate::objects::{Exception, Function, Kind, NativeFunction, function};
use crate::types::attribute::{existing_dict, instance_dict};
use crate::types::{TypeFlags, TypeRef, lookup};
use crate::vm::Vm;

/// The fields of exceptions as their types visit them; numbers that C keeps as such are none of them.
const FIELDS: &[&str] = &[
    "msg",
    "obj",
    "name",
    "path",
    "name_from",
    "errno",
    "strerror",
    "filename",
    "filename2",
    "lineno",
    "offset",
    "end_lineno",
    "end_offset",
    "text",
    "print_file_and_line",
    "encoding",
    "object",
    "reason",
    "value",
    "code",
    "message",
    "exceptions",
];

/// Without the values that stand for nothing.
fn given(values: impl IntoIterator<Item = Value>) -> impl Iterator<Item = Value> {
    values.into_iter().filter(|v| !v.is_none() && !v.is_unbound())
}

impl Vm {
    /// `gc.get_referents(value)`: what it refers to directly, plain values included.
    pub fn referents(&self, value: &Value) -> Vec<Value> {
        let Some(object) = value.as_obj().filter(|_| self.is_gc_object(value)) else { return Vec::new() };
        if let Kind::Function(function) = object.kind() {
            return self.function_referents(object, function);
        }
        let class = object.class();
        let mut found = self.attribute_referents(object);
        if class.ty().spec.is_none_or(|spec| spec.has_own_module()) {
            found.push(class.to_value());
        }
        let is_wrapper = class.is(&self.types.classmethod) || class.is(&self.types.staticmethod);
        let at = if is_wrapper { 0 } else { found.len() };
        drop(found.splice(at..at, self.payload_referents(value, object)));
        found
    }

    /// The values of slots, those of derived classes first, then the instance's dictionary or, of plain classes, the values
    /// that stand for it.
    fn attribute_referents(&self, object: &Ref) -> Vec<Value> {
        let (shape, class) = (object.shape(), object.class());
        let slots = shape.slot_count();
        let is_inline = matches!(object.kind(), Kind::Plain) && slots == 0 && !shape.is_dict();
        if is_inline {
            return collect::attribute_referents(object);
        }
        let mut values = Vec::new();
        let (mut end, mut at) = (slots, Some(class.clone()));
        while let Some(class) = at {
            at = class.ty().base.borrow().clone();
            let start = at.as_ref().map_or(0, |base| base.ty().shapes.root().slot_count()).min(end);
            values.extend((start..end).map(|i| object.attrs().get(i)).filter(|v| !v.is_unbound()));
            end = start;
        }
        if object.attrs().len() > slots && class.has(TypeFlags::HAS_DICT) {
            values.push(Value::Obj(instance_dict(self, object)));
        }
        values
    }

    fn payload_referents(&self, value: &Value, object: &Ref) -> Vec<Value> {
        match object.kind() {
            Kind::Wrapped(_) => Vec::new(),
            Kind::Tuple(_) | Kind::List(_) => {
                let mut items = collect::payload_referents(object);
                items.reverse();
                items
            }
            Kind::Dict(dict) if dict.entries().iter().all(|(key, _)| key.as_text().is_some()) => {
                dict.values()
            }
            Kind::Dict(dict) => dict.entries().into_iter().flat_map(|(k, v)| [v, k]).collect(),
            Kind::Type(ty) => {
                let names = ["__mro__", "__bases__", "__base__"];
                let parts = names.map(|name| self.member(value, name));
                given(std::iter::once(Value::Obj(ty.dict.clone())).chain(parts)).collect()
            }
            Kind::NativeFunction(function) => self.native_referents(value, object.class(), function),
            Kind::Exception(exception) => exception_referents(exception),
            Kind::Generator(_) => self.generator_referents(value, collect::payload_referents(object)),
            Kind::Native(_) => self.native_payload_referents(object, collect::payload_referents(object)),
            _ => collect::payload_referents(object),
        }
    }

    /// An attribute that a native computes.
    fn member(&self, value: &Value, name: &str) -> Value {
        self.getattr(value, &self.intern(name)).unwrap_or_default()
    }

    fn function_referents(&self, object: &Ref, f: &Function) -> Vec<Value> {
        let value = Value::Obj(object.clone());
        let dict = if object.attrs().is_empty() { None } else { existing_dict(self, &value) };
        let dict =
            dict.or_else(|| (!object.attrs().is_empty()).then(|| Value::Obj(instance_dict(self, object))));
        given([
            Value::Obj(f.code.borrow().clone()),
            Value::Obj(f.globals.clone()),
            Value::Obj(f.builtins.clone()),
            f.module.borrow().clone(),
            f.defaults.borrow().clone(),
            f.kwdefaults.borrow().clone(),
        ])
        .chain([function::doc(self, &value).unwrap_or_default(), Value::Str(f.name.borrow().clone())])
        .chain(given([
            dict.unwrap_or_default(),
            f.closure.clone(),
            f.annotations.borrow().clone(),
            f.type_params.borrow().clone(),
        ]))
        .chain([Value::Str(f.qualname.borrow().clone())])
        .collect()
    }

    fn native_referents(&self, value: &Value, class: &TypeRef, function: &NativeFunction) -> Vec<Value> {
        let receiver = &function.receiver;
        if class.is(&self.types.method_wrapper) {
            let descriptor =
                function.owner.as_ref().and_then(|o| lookup::own(o, &self.intern(function.name())));
            return given(descriptor).chain([receiver.clone()]).collect();
        }
        if !class.is(&self.types.builtin_function) {
            return function.owner.iter().map(TypeRef::to_value).collect();
        }
        if !receiver.is_unbound() {
            return vec![receiver.clone()];
        }
        given([self.member(value, "__self__"), function.module.clone()]).collect()
    }

    /// The names, then what the frame holds while there is one.
    fn generator_referents(&self, value: &Value, raw: Vec<Value>) -> Vec<Value> {
        let mut found = vec![self.member(value, "__name__"), self.member(value, "__qualname__")];
        let mut parts = raw.into_iter();
        let code = parts.next();
        // Hooks and origins of coroutines are not visited.
        let mut frame: Vec<Value> = parts.skip(2).collect();
        if frame.last().is_some_and(Value::is_none) {
            // No exception is being handled.
            frame.pop();
        }
        if !frame.is_empty() {
            let locals = frame.split_off(1);
            found.extend(frame.into_iter().chain(code).chain(locals));
        }
        found
    }

    fn native_payload_referents(&self, object: &Ref, mut raw: Vec<Value>) -> Vec<Value> {
        let (t, class) = (&self.types, object.class());
        let is = |types: &[&TypeRef]| types.iter().any(|t| class.is_subtype(t));
        let pairs = |n: usize| self.new_tuple(vec![Value::None; n]);
        if is(&[&t.map]) && !raw.is_empty() {
            let iterators = raw.split_off(1);
            raw.insert(0, self.new_tuple(iterators));
        } else if is(&[&t.zip]) {
            raw = vec![pairs(raw.len()), self.new_tuple(raw)];
            raw.reverse();
        } else if is(&[&t.enumerate]) {
            raw.truncate(1);
            raw.push(pairs(2));
        } else if is(&[&t.filter]) {
            raw.reverse();
        } else if is(&[&t.super_]) && raw.len() > 1 {
            raw.swap(0, 1);
        } else if is(&[&t.getset_descriptor, &t.member_descriptor]) {
            raw.truncate(1);
        } else if is(&[&t.traceback]) {
            raw = given(raw).collect();
            raw.pop();
        } else if is(&[&t.property, &t.classmethod, &t.staticmethod]) {
            raw = given(raw).collect();
        }
        raw
    }

    /// `gc.get_referrers(*targets)`: `targets` is a tuple, which does not count itself.
    pub fn referrers(&self, tuple: &Value) -> Vec<Value> {
        let targets = tuple.as_tuple().unwrap_or_default();
        let refers = |object: &Ref| {
            let mut parts = collect::attribute_referents(object);
            parts.extend(collect::payload_referents(object));
            parts.push(object.class().to_value());
            parts.iter().any(|part| targets.iter().any(|t| t.is(part)))
        };
        let values = collect::objects().into_iter().filter(refers).map(Value::Obj);
        // What is held beside what CPython visits does not count; a dictionary that was made to answer does.
        let shown = |value: Value| {
            let had_dict = value.as_obj().is_some_and(|o| o.shape().is_dict());
            if self.refers_to(&value, targets) {
                return Some(value);
            }
            existing_dict(self, &value)
                .filter(|dict| !had_dict && self.is_tracked(dict) && self.refers_to(dict, targets))
        };
        values.filter(|v| !v.is(tuple) && self.is_tracked(v)).filter_map(shown).collect()
    }

    fn refers_to(&self, value: &Value, targets: &[Value]) -> bool {
        self.referents(value).iter().any(|r| targets.iter().any(|t| t.is(r)))
    }
}

fn exception_referents(exception: &Exception) -> Vec<Value> {
    let fields = FIELDS.iter().map(|name| exception.field(name));
    let rest = [&exception.args, &exception.traceback, &exception.cause, &exception.context];
    given(fields.chain(rest.map(|cell| cell.get()))).collect()
}
