//! Objects saved by reference: classes, functions and what a reducer names.

use pyvm_vm::heap::{Str, TypeRef, Value, intern};
use pyvm_vm::objects::Dict;
use pyvm_vm::{PyError, PyResult};

use super::{ObjectSink, Saver, Task};
use crate::opcode::Opcode;

impl<S: ObjectSink> Saver<'_, S> {
    /// The types of the singletons have no importable name: they are calls of `type`.
    pub(super) fn save_type(&mut self, value: Value) -> PyResult<()> {
        let vm = self.vm;
        let singleton = TypeRef::from_value(&value).and_then(|t| {
            let rows = [
                (&vm.types.none, Value::None),
                (&vm.types.ellipsis, Value::Ellipsis),
                (&vm.types.not_implemented, Value::NotImplemented),
            ];
            rows.into_iter().find(|(class, _)| class.is(t)).map(|(_, v)| v)
        });
        match singleton {
            Some(singleton) => {
                let args = vm.new_tuple(vec![singleton]);
                self.save_reduce(&[vm.types.type_.to_value(), args], Some(&value))
            }
            None => self.save_global(&value, None),
        }
    }

    /// The module that an object belongs to: its `__module__`, or the first loaded module that holds it.
    fn which_module(&self, value: &Value, path: &[Str]) -> PyResult<Value> {
        let vm = self.vm;
        if let Some(module) = vm.lookup_attr(value, &vm.names.module)?.filter(|m| !m.is_none()) {
            return Ok(module);
        }
        for (name, module) in Dict::of(&vm.modules).map(Dict::entries).unwrap_or_default() {
            let skipped = name.as_text().is_none_or(|n| *n == *"__main__" || *n == *"__mp_main__");
            if skipped || module.is_none() {
                continue;
            }
            if let Some(found) = self.walk(&module, path)?
                && found.is(value)
            {
                return Ok(name);
            }
        }
        Ok(Value::Str(vm.names.main.clone()))
    }

    /// The object at a dotted path.
    fn walk(&self, from: &Value, path: &[Str]) -> PyResult<Option<Value>> {
        let mut at = from.clone();
        for name in path {
            match self.vm.lookup_attr(&at, name)? {
                Some(next) => at = next,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// Saves an object under the name given or its own.
    pub(super) fn save_global(&mut self, value: &Value, name: Option<Value>) -> PyResult<()> {
        let vm = self.vm;
        let name = match name {
            Some(name) => name,
            None => match vm.lookup_attr(value, &vm.names.qualname)? {
                Some(name) => name,
                None => vm.getattr(value, &vm.names.name)?,
            },
        };
        let Some(dotted) = name.as_text().cloned() else {
            return Err(vm.type_error("global name must be a string"));
        };
        let path: Vec<Str> = dotted.to_string_lossy().split('.').map(intern::intern_str).collect();
        if path.iter().any(|p| *p == *"<locals>") {
            let text = [&Str::new("Can't get local object "), &vm.repr(&name)?];
            return Err(vm.new_error(&vm.exc.attribute_error, Str::joined(&text)));
        }
        let module_name = self.which_module(value, &path)?;
        if !self.is_stand_in(value) {
            self.check_reachable(value, &module_name, &dotted, &path)?;
        }
        if self.options.protocol >= 2 && self.save_extension(&module_name, &name)? {
            return Ok(());
        }
        if self.options.protocol >= 4 {
            self.push_all([Task::Save(module_name), Task::Save(name), Task::GlobalEnd(value.clone())]);
            return Ok(());
        }
        let module_text = vm.str(&module_name)?;
        match path.as_slice() {
            [_] => {
                self.write_global(&module_text, &dotted)?;
                self.put(value);
                Ok(())
            }
            [first, rest @ ..] => self.save_dotted(value, &module_text, first, rest),
            [] => Ok(()),
        }
    }

    /// Whether it was loaded in the stead of what has the name, which is not there or has not been asked for.
    fn is_stand_in(&self, value: &Value) -> bool {
        let vm = self.vm;
        let Some(class) = value.as_obj().map(|r| r.class()).filter(|c| !c.is(&vm.types.type_)) else {
            return false;
        };
        let module = Dict::of(&vm.modules).and_then(|modules| modules.get_str(&vm.intern("_stand_in")));
        let made = module.and_then(|m| vm.lookup_attr(&m, &vm.intern("StandInClass")).ok().flatten());
        made.is_some_and(|made| made.is(&class.to_value()))
    }

    /// That the name leads to the object.
    fn check_reachable(
        &self,
        value: &Value,
        module_name: &Value,
        dotted: &Str,
        path: &[Str],
    ) -> PyResult<()> {
        let vm = self.vm;
        let cannot = |rest: &[&Str]| -> PyResult<PyError> {
            let start = [&Str::new("Can't pickle "), &vm.repr(value)?];
            Ok(self.pickling_error(Str::joined(&[&start, rest].concat())))
        };
        let module = module_name.as_text().map(|name| pyvm_vm::import::import_module(vm, name));
        let Some(Ok(module)) = module else {
            let module = vm.repr(module_name)?;
            return Err(cannot(&[&Str::new(": import of module "), &module, &Str::new(" failed")])?);
        };
        let module_text = vm.str(module_name)?;
        let Some(found) = self.walk(&module, path)? else {
            let (start, on, end) = (Str::new(": attribute lookup "), Str::new(" on "), Str::new(" failed"));
            return Err(cannot(&[&start, dotted, &on, &module_text, &end])?);
        };
        if found.is(value) {
            return Ok(());
        }
        let start = Str::new(": it's not the same object as ");
        Err(cannot(&[&start, &module_text, &Str::new("."), dotted])?)
    }

    /// A dotted name below protocol 4: `getattr` calls around the first part, of which only `getattr` itself and the
    /// further parts are memoized.
    fn save_dotted(&mut self, value: &Value, module: &Str, first: &Str, rest: &[Str]) -> PyResult<()> {
        let vm = self.vm;
        let getattr = vm.builtin("getattr")?;
        let protocol = self.options.protocol;
        self.tasks.push(Task::DottedEnd { value: value.clone() });
        for part in rest.iter().rev() {
            let tuple = if protocol >= 2 { Opcode::Tuple2 } else { Opcode::Tuple };
            // C splits the name anew each time: its parts are memoized and never met again.
            let part = vm.new_str(Str::from_wtf8(part.as_wtf8()));
            self.push_all([Task::Save(part), Task::Op(tuple), Task::Op(Opcode::Reduce)]);
        }
        self.tasks.push(Task::DottedHead { module: module.clone(), first: first.clone() });
        for _ in rest {
            if protocol < 2 {
                self.tasks.push(Task::Op(Opcode::Mark));
            }
            self.tasks.push(Task::Save(getattr.clone()));
        }
        Ok(())
    }

    fn save_extension(&mut self, module: &Value, name: &Value) -> PyResult<bool> {
        let vm = self.vm;
        let Some(registry) = Dict::of_value(&self.names.extension_registry) else { return Ok(false) };
        if registry.is_empty() {
            return Ok(false);
        }
        let key = vm.new_tuple(vec![module.clone(), name.clone()]);
        let Some(code) = registry.get(vm, &key)? else { return Ok(false) };
        let code = vm.index_i64(&code)?;
        match i32::try_from(code).ok().filter(|c| *c > 0) {
            Some(code) => self.out.extension(code),
            None => return Err(vm.runtime_error(format!("extension code {code} is out of range"))),
        }
        Ok(true)
    }

    /// `GLOBAL`, with the names of Python 2 where they are wanted.
    pub(super) fn write_global(&mut self, module: &Str, name: &Str) -> PyResult<()> {
        let protocol = self.options.protocol;
        let (mut module, mut name) = (module.clone(), name.clone());
        if protocol < 3 && self.options.fix_imports {
            (module, name) = crate::module::to_python2(self.vm, &module, &name)?;
        }
        let encodable = |text: &Str| if protocol < 3 { text.is_ascii() } else { text.as_str().is_some() };
        for (text, what) in [(&module, "module"), (&name, "global")] {
            if !encodable(text) {
                let start = Str::new(&format!("can't pickle {what} identifier '"));
                let end = Str::new(&format!("' using pickle protocol {protocol}"));
                return Err(self.pickling_error(Str::joined(&[&start, text, &end])));
            }
        }
        self.out.global(module.as_bytes(), name.as_bytes());
        Ok(())
    }
}
