//! What reducers return: `save_reduce`.

use pyvm_vm::heap::{TypeRef, Value};
use pyvm_vm::{PyError, PyResult};

use super::{Saver, Task};
use crate::opcode::Opcode;
use crate::wire::Sink;

impl<S: Sink<Error = PyError>> Saver<'_, S> {
    /// A reducer's result: a global name, or a tuple of two to six items.
    pub(super) fn save_reduced(&mut self, value: Value, reduced: Value) -> PyResult<()> {
        if let Some(name) = reduced.as_text() {
            return self.save_global(&value, Some(name.clone()));
        }
        let Some(parts) = reduced.as_tuple() else {
            return Err(self.pickling_error("__reduce__ must return a string or tuple"));
        };
        self.save_reduce(parts.to_vec(), Some(value))
    }

    /// `(callable, args[, state[, list items[, dict items[, state setter]]]])`
    pub(super) fn save_reduce(&mut self, parts: Vec<Value>, object: Option<Value>) -> PyResult<()> {
        let vm = self.vm;
        self.enter_reduce()?;
        if !(2..=6).contains(&parts.len()) {
            return Err(self.pickling_error("tuple returned by __reduce__ must contain 2 through 6 elements"));
        }
        let part = |i: usize| parts.get(i).cloned().filter(|v| !v.is_none());
        let (callable, args) = (&parts[0], &parts[1]);
        if !vm.is_callable(callable) {
            return Err(
                self.pickling_error("first item of the tuple returned by __reduce__ must be callable")
            );
        }
        if args.as_tuple().is_none() {
            return Err(
                self.pickling_error("second item of the tuple returned by __reduce__ must be a tuple")
            );
        }
        let (state, list_items, dict_items, setter) = (part(2), part(3), part(4), part(5));
        for (items, which) in [(&list_items, "fourth"), (&dict_items, "fifth")] {
            if let Some(items) = items
                && !vm.is_iterator(items)
            {
                let got = vm.type_name(items);
                return Err(self.pickling_error(format!(
                    "{which} element of the tuple returned by __reduce__ must be an iterator, not {got}"
                )));
            }
        }
        if let Some(setter) = &setter
            && !vm.is_callable(setter)
        {
            let got = vm.type_name(setter);
            return Err(self.pickling_error(format!(
                "sixth element of the tuple returned by __reduce__ must be a function, not {got}"
            )));
        }
        // Queued in reverse: what is pushed first is written last.
        self.queue_state(state, setter, object.as_ref());
        for (items, pairs) in [(dict_items, true), (list_items, false)] {
            if let Some(iterator) = items {
                self.tasks.push(Task::Items { iterator, pairs, in_batch: None });
            }
        }
        if let Some(object) = &object {
            self.tasks.push(Task::ReduceEnd(object.clone()));
        }
        self.queue_construction(callable, args, object.as_ref())
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
        let name = if self.options.protocol >= 2 { vm.lookup_attr(callable, &vm.names.name)? } else { None };
        let named = |text: &str| name.as_ref().and_then(Value::as_text).is_some_and(|n| *n == *text);
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
        self.push_all([Task::Save(callable.clone()), Task::Save(args.clone()), Task::Op(Opcode::Reduce)]);
        Ok(())
    }

    fn check_class(&self, class: &Value, object: Option<&Value>) -> PyResult<()> {
        let vm = self.vm;
        let has_new = vm.lookup_attr(class, &vm.names.new)?.is_some();
        if !has_new {
            return Err(self.pickling_error("args[0] from __newobj__ args has no __new__"));
        }
        if let Some(object) = object {
            let own = vm.getattr(object, &vm.names.class)?;
            if !own.is(class) {
                return Err(self.pickling_error("args[0] from __newobj__ args has the wrong class"));
            }
        }
        Ok(())
    }

    fn queue_newobj_ex(&mut self, items: &[Value]) -> PyResult<()> {
        let vm = self.vm;
        let [class, args, kwargs] = items else {
            let n = items.len();
            return Err(self.pickling_error(format!(
                "length of the NEWOBJ_EX argument tuple must be exactly 3, not {n}"
            )));
        };
        let wrong = |which: &str, want: &str, got: &Value| {
            let got = vm.type_name(got);
            self.pickling_error(format!(
                "{which} item from NEWOBJ_EX argument tuple must be {want}, not {got}"
            ))
        };
        if TypeRef::from_value(class).is_none() {
            return Err(wrong("first", "a class", class));
        }
        if args.as_tuple().is_none() {
            return Err(wrong("second", "a tuple", args));
        }
        if kwargs.as_dict().is_none() {
            return Err(wrong("third", "a dict", kwargs));
        }
        if self.options.protocol >= 4 {
            let parts = [class, args, kwargs].map(|v| Task::Save(v.clone()));
            self.push_op(Opcode::NewObjEx);
            self.push_all(parts);
            return Ok(());
        }
        // Below protocol 4: a call of `functools.partial(class.__new__, class, *args, **kwargs)`.
        let functools = vm.import("functools")?;
        let partial = vm.getattr_str(&functools, "partial")?;
        let mut values = vec![vm.getattr(class, &vm.names.new)?, class.clone()];
        values.extend_from_slice(args.as_tuple().unwrap_or(&[]));
        let pairs = kwargs.as_dict().map(pyvm_vm::objects::Dict::entries).unwrap_or_default();
        let (values, names) = pyvm_vm::call::join(&values, &pairs);
        let bound = vm.call(&partial, pyvm_vm::call::Args::with_keywords(&values, &names))?;
        self.push_all([Task::Save(bound), Task::Save(vm.empty_tuple()), Task::Op(Opcode::Reduce)]);
        Ok(())
    }

    /// An object that its own arguments contain was written on the way: the new one is thrown away.
    pub(super) fn reduce_end(&mut self, value: &Value) {
        match self.memoized(value) {
            Some(index) => {
                self.out.op(Opcode::Pop);
                self.out.get(index);
            }
            None => self.put(value),
        }
    }
}
