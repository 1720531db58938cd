//! What reducers return: `save_reduce`.

use hashbrown::HashMap;
use pyvm_vm::PyResult;
use pyvm_vm::call::Args;
use pyvm_vm::heap::{Str, TypeRef, Value};
use pyvm_vm::objects::{Dict, Kind};

use super::memo::address;
use super::{ObjectSink, Saver, Task};
use crate::opcode::Opcode;

/// Nested reduces after which they are first looked through for objects that make themselves.
pub(super) const FIRST_CHECK: usize = 2_000;
/// How often one object may be about to be made by its own arguments.
const SAME_OBJECT: usize = 200;
/// Nested reduces in all.
const LIMIT: usize = 200_000;
/// Persistent ids with persistent ids in them; CPython's recursion ends before.
pub(super) const IDS: usize = 20_000;
/// Waiting tasks above which reducers are taken to make new objects without end.
const TASKS: usize = 10_000_000;
/// The same in fast mode, where every cycle is without end; more than CPython's recursion can leave waiting.
const FAST_TASKS: usize = 50_000;

/// The items of a reduce, checked.
struct Parts {
    callable: Value,
    args: Value,
    state: Option<Value>,
    list_items: Option<Value>,
    dict_items: Option<Value>,
    setter: Option<Value>,
}

impl<S: ObjectSink> Saver<'_, S> {
    /// A reducer's result: a global name, or a tuple of two to six items.
    pub(super) fn save_reduced(&mut self, value: Value, reduced: Value) -> PyResult<()> {
        if reduced.as_text().is_some() {
            return self.save_global(&value, Some(reduced));
        }
        let Some(parts) = reduced.as_tuple() else {
            return Err(self.pickling_error("__reduce__ must return a string or tuple"));
        };
        self.save_reduce(parts, Some(&value))
    }

    fn checked(&self, parts: &[Value]) -> PyResult<Parts> {
        let vm = self.vm;
        let part = |i: usize| parts.get(i).cloned().filter(|v| !v.is_none());
        let (2..=6, [callable, args, ..]) = (parts.len(), parts) else {
            return Err(self.pickling_error("tuple returned by __reduce__ must contain 2 through 6 elements"));
        };
        if !vm.is_callable(callable) {
            let text = "first item of the tuple returned by __reduce__ must be callable";
            return Err(self.pickling_error(text));
        }
        if args.as_tuple().is_none() {
            let text = "second item of the tuple returned by __reduce__ must be a tuple";
            return Err(self.pickling_error(text));
        }
        let wrong = |which: &str, want: &str, got: &Value| {
            let got = vm.type_name(got);
            let text =
                format!("{which} element of the tuple returned by __reduce__ must be {want}, not {got}");
            self.pickling_error(text)
        };
        let (list_items, dict_items, setter) = (part(3), part(4), part(5));
        for (items, which) in [(&list_items, "fourth"), (&dict_items, "fifth")] {
            if let Some(items) = items.as_ref().filter(|i| !vm.is_iterator(i)) {
                return Err(wrong(which, "an iterator", items));
            }
        }
        if let Some(setter) = setter.as_ref().filter(|s| !vm.is_callable(s)) {
            return Err(wrong("sixth", "a function", setter));
        }
        let (callable, args) = (callable.clone(), args.clone());
        Ok(Parts { callable, args, state: part(2), list_items, dict_items, setter })
    }

    /// `(callable, args[, state[, list items[, dict items[, state setter]]]])`. Without an object nothing is memoized.
    pub(super) fn save_reduce(&mut self, parts: &[Value], object: Option<&Value>) -> PyResult<()> {
        let parts = self.checked(parts)?;
        self.open_reduce()?;
        // Queued in reverse: what is pushed first is written last.
        let rest = self.tasks.len();
        self.queue_state(parts.state, parts.setter, object);
        for (items, pairs) in [(parts.dict_items, true), (parts.list_items, false)] {
            if let Some(iterator) = items {
                self.tasks.push(Task::Items { iterator, pairs, in_batch: None });
            }
        }
        self.tasks.push(Task::ReduceEnd { object: object.cloned().unwrap_or_default(), rest });
        self.queue_construction(&parts.callable, &parts.args, object)
    }

    /// Counts a reduce whose object is still to be made, and finds those that never end.
    fn open_reduce(&mut self) -> PyResult<()> {
        self.open_reduces += 1;
        if self.tasks.len() > if self.options.fast { FAST_TASKS } else { TASKS } {
            return Err(self.vm.recursion_error("maximum recursion depth exceeded"));
        }
        if self.open_reduces < self.reduces_checked_at {
            return Ok(());
        }
        self.reduces_checked_at = self.open_reduces * 2;
        let mut waiting: HashMap<usize, usize> = HashMap::new();
        for task in &self.tasks {
            if let Task::ReduceEnd { object, .. } = task
                && !object.is_unbound()
            {
                *waiting.entry(address(object)).or_default() += 1;
            }
        }
        if self.open_reduces > LIMIT || waiting.values().any(|n| *n > SAME_OBJECT) {
            return Err(self.vm.recursion_error("maximum recursion depth exceeded"));
        }
        Ok(())
    }

    fn queue_state(&mut self, state: Option<Value>, setter: Option<Value>, object: Option<&Value>) {
        let Some(state) = state else { return };
        match (setter, object) {
            (Some(setter), Some(object)) => {
                let tasks = [
                    Task::Save(setter),
                    Task::Save(object.clone()),
                    Task::Save(state),
                    Task::Op(Opcode::Tuple2),
                    Task::Op(Opcode::Reduce),
                    Task::Op(Opcode::Pop),
                ];
                self.push_all(tasks);
            }
            _ => self.push_all([Task::Save(state), Task::Op(Opcode::Build)]),
        }
    }

    /// The opcodes that make the object: `NEWOBJ_EX`, `NEWOBJ` or `REDUCE`.
    fn queue_construction(&mut self, callable: &Value, args: &Value, object: Option<&Value>) -> PyResult<()> {
        let vm = self.vm;
        let name = if self.options.protocol >= 2 { self.name_of(callable)? } else { None };
        let named = |text: &str| name.as_ref().is_some_and(|n| *n == *text);
        let items = args.as_tuple().unwrap_or(&[]);
        if named("__newobj_ex__") {
            return self.queue_newobj_ex(items);
        }
        if named("__newobj__") {
            let Some((class, rest)) = items.split_first() else {
                return Err(self.pickling_error("__newobj__ arglist is empty"));
            };
            self.check_class(class, object)?;
            let rest = vm.new_tuple(rest.to_vec());
            self.push_all([Task::Save(class.clone()), Task::Save(rest), Task::Op(Opcode::NewObj)]);
            return Ok(());
        }
        self.tasks.push(Task::Op(Opcode::Reduce));
        // An exact tuple queues what it cannot write at once, so this does not nest.
        if self.unhooked && self.memoized(callable).is_some() && vm.is_exact(args, &vm.types.tuple) {
            self.save(callable.clone())?;
            return self.save(args.clone());
        }
        self.push_all([Task::Save(callable.clone()), Task::Save(args.clone())]);
        Ok(())
    }

    /// The `__name__` of a callable, if that is text.
    fn name_of(&self, callable: &Value) -> PyResult<Option<Str>> {
        let vm = self.vm;
        if let Some(object) = callable.as_obj() {
            match object.kind() {
                Kind::Function(f) => return Ok(Some(f.name.borrow().clone())),
                Kind::Type(ty) if object.class().is(&vm.types.type_) => {
                    return Ok(Some(ty.name.borrow().clone()));
                }
                _ => {}
            }
        }
        Ok(vm.lookup_attr(callable, &vm.names.name)?.and_then(|n| n.as_text().cloned()))
    }

    fn check_class(&self, class: &Value, object: Option<&Value>) -> PyResult<()> {
        if TypeRef::from_value(class).is_none() {
            return Err(self.pickling_error("args[0] from __newobj__ args is not a type"));
        }
        let Some(object) = object else { return Ok(()) };
        let vm = self.vm;
        let own = match vm.lookup_attr(object, &vm.names.class)? {
            Some(own) => own,
            None => vm.class_of(object).to_value(),
        };
        if own.is(class) {
            return Ok(());
        }
        Err(self.pickling_error("args[0] from __newobj__ args has the wrong class"))
    }

    fn queue_newobj_ex(&mut self, items: &[Value]) -> PyResult<()> {
        let vm = self.vm;
        let [class, args, kwargs] = items else {
            let n = items.len();
            let text = format!("length of the NEWOBJ_EX argument tuple must be exactly 3, not {n}");
            return Err(self.pickling_error(text));
        };
        let wrong = |which: &str, want: &str, got: &Value| {
            let got = vm.type_name(got);
            let text = format!("{which} item from NEWOBJ_EX argument tuple must be {want}, not {got}");
            self.pickling_error(text)
        };
        if TypeRef::from_value(class).is_none() {
            return Err(wrong("first", "a class", class));
        }
        let Some(positional) = args.as_tuple() else { return Err(wrong("second", "a tuple", args)) };
        let Some(named) = kwargs.as_dict() else { return Err(wrong("third", "a dict", kwargs)) };
        if self.options.protocol >= 4 {
            self.tasks.push(Task::Op(Opcode::NewObjEx));
            self.push_all([class, args, kwargs].map(|v| Task::Save(v.clone())));
            return Ok(());
        }
        // Below protocol 4: a call of `functools.partial(class.__new__, class, *args, **kwargs)`.
        let partial = vm.getattr_str(&vm.import("functools")?, "partial")?;
        let mut values = vec![vm.getattr(class, &vm.names.new)?, class.clone()];
        values.extend_from_slice(positional);
        let (values, names) = pyvm_vm::call::join(&values, &Dict::entries(named));
        let bound = vm.call(&partial, Args::with_keywords(&values, &names))?;
        self.push_all([Task::Save(bound), Task::Save(vm.empty_tuple()), Task::Op(Opcode::Reduce)]);
        Ok(())
    }

    /// An object that its own arguments contain was written on the way, items and state included: the new one is
    /// thrown away. Says whether the object is the new one.
    pub(super) fn reduce_end(&mut self, object: &Value) -> bool {
        self.open_reduces = self.open_reduces.saturating_sub(1);
        if object.is_unbound() {
            return true;
        }
        if let Some(index) = self.memoized(object) {
            self.out.op(Opcode::Pop);
            self.out.get(index);
            return false;
        }
        self.put(object);
        true
    }
}
