//! Objects saved by reference: classes, functions and what a reducer names.

use pyvm_vm::heap::{Str, TypeRef, Value, intern};
use pyvm_vm::objects::Dict;
use pyvm_vm::{PyError, PyResult};

use super::{Saver, Task};
use crate::opcode::Opcode;
use crate::wire::Sink;

impl<S: Sink<Error = PyError>> Saver<'_, S> {
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
                self.save_reduce(vec![vm.types.type_.to_value(), args], Some(value))
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
            if let Some((_, found)) = self.walk(&module, path)?
                && found.is(value)
            {
                return Ok(name);
            }
        }
        Ok(Value::Str(vm.names.main.clone()))
    }

    /// The object at a dotted path and what holds it.
    fn walk(&self, from: &Value, path: &[Str]) -> PyResult<Option<(Value, Value)>> {
        let (mut parent, mut at) = (from.clone(), from.clone());
        for name in path {
            parent = at.clone();
            match self.vm.lookup_attr(&at, name)? {
                Some(next) => at = next,
                None => return Ok(None),
            }
        }
        Ok(Some((parent, at)))
    }

    pub(super) fn save_global(&mut self, value: &Value, name: Option<Str>) -> PyResult<()> {
        let vm = self.vm;
        let name = match name {
            Some(name) => Value::Str(name),
            None => match vm.lookup_attr(value, &vm.names.qualname)? {
                Some(name) => name,
                None => vm.getattr(value, &vm.names.name)?,
            },
        };
        let Some(dotted) = name.as_text().cloned() else {
            return Err(vm.type_error("global name must be a string"));
        };
        let shown = || vm.repr(value).map(|s| s.to_string());
        let path: Vec<Str> = dotted.to_string_lossy().split('.').map(intern::intern_str).collect();
        if path.iter().any(|p| *p == *"<locals>") {
            let text = format!("Can't get local object '{dotted}'");
            return Err(vm.new_error(&vm.exc.attribute_error, text));
        }
        let module_name = self.which_module(value, &path)?;
        let module_text = vm.str(&module_name)?;
        let module = match vm.import(&module_text.to_string_lossy()) {
            Ok(module) => module,
            Err(_) => {
                return Err(self.pickling_error(format!(
                    "Can't pickle {}: import of module {} failed",
                    shown()?,
                    vm.repr(&module_name)?
                )));
            }
        };
        let Some((parent, found)) = self.walk(&module, &path)? else {
            return Err(self.pickling_error(format!(
                "Can't pickle {}: attribute lookup {dotted} on {module_text} failed",
                shown()?
            )));
        };
        if !found.is(value) {
            return Err(self.pickling_error(format!(
                "Can't pickle {}: it's not the same object as {module_text}.{dotted}",
                shown()?
            )));
        }
        if self.options.protocol >= 2 && self.save_extension(value, &module_name, &name)? {
            return Ok(());
        }
        if self.options.protocol >= 4 {
            self.push_all([Task::Save(module_name), Task::Save(name), Task::GlobalEnd(value.clone())]);
            return Ok(());
        }
        if !parent.is(&module) {
            let last = path.last().map_or(Value::None, |p| Value::Str(p.clone()));
            let args = vm.new_tuple(vec![parent, last]);
            return self.save_reduce(vec![vm.builtin("getattr")?, args], None);
        }
        self.write_global(value, &module_text, &dotted)
    }

    fn save_extension(&mut self, _value: &Value, module: &Value, name: &Value) -> PyResult<bool> {
        let vm = self.vm;
        let Some(registry) = Dict::of_value(&self.names.extension_registry) else { return Ok(false) };
        if registry.is_empty() {
            return Ok(false);
        }
        let key = vm.new_tuple(vec![module.clone(), name.clone()]);
        let Some(code) = registry.get(vm, &key)? else { return Ok(false) };
        let Value::Int(code) = code else {
            let (shown, got) = (vm.repr(&key)?, vm.type_name(&code));
            return Err(
                self.pickling_error(format!("Can't pickle {shown}: extension code isn't an integer ({got})"))
            );
        };
        match i32::try_from(code).ok().filter(|c| *c > 0) {
            Some(code) => self.out.extension(code),
            None => return Err(self.vm.runtime_error(format!("extension code {code} is out of range"))),
        }
        Ok(true)
    }

    fn write_global(&mut self, value: &Value, module: &Str, name: &Str) -> PyResult<()> {
        let vm = self.vm;
        let (mut module, mut name) = (module.clone(), name.clone());
        if self.options.protocol < 3 && self.options.fix_imports {
            (module, name) = crate::module::to_python2(vm, &module, &name)?;
        }
        if self.options.protocol < 3 && !(module.is_ascii() && name.is_ascii()) {
            let protocol = self.options.protocol;
            return Err(self.pickling_error(format!(
                "can't pickle global identifier '{module}.{name}' using pickle protocol {protocol}"
            )));
        }
        self.out.global(module.as_bytes(), name.as_bytes());
        self.put(value);
        Ok(())
    }

    /// An opcode is queued after the objects pushed before it.
    pub(super) fn push_op(&mut self, opcode: Opcode) {
        self.tasks.push(Task::Op(opcode));
    }
}
