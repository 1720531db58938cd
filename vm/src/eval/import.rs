//! The import instructions.

use super::{Flow, Machine};
use crate::bytecode::instruction::Instr;
use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::objects::Dict;

impl Machine<'_> {
    pub(super) fn import_name(&mut self, i: Instr) -> PyResult<Flow> {
        let mut window = self.cur.take_window(i.b, 2).into_iter();
        let (level, fromlist) = (window.next().unwrap_or_default(), window.next().unwrap_or_default());
        let name = Value::Str(self.cur.name(i.c).clone());
        self.save_ip();
        let vm = self.vm;
        let Some(import) = self.cur.builtins().get_str(&vm.names.import) else {
            return Err(vm.new_error(&vm.exc.import_error, "__import__ not found"));
        };
        let (globals, locals) = {
            let frames = vm.eval.frames.borrow();
            match frames.last() {
                Some(f) => {
                    (Value::Obj(f.globals().clone()), f.locals().clone().bound().unwrap_or(Value::None))
                }
                None => (Value::None, Value::None),
            }
        };
        let args = [name, globals, locals, fromlist, level];
        let module = vm.call(&import, Args::positional(&args))?;
        self.store(i.a, module)
    }

    pub(super) fn import_from(&mut self, i: Instr) -> PyResult<Flow> {
        let module = self.cur.reg(i.b).clone();
        let name = self.cur.name(i.c).clone();
        self.save_ip();
        let vm = self.vm;
        if let Some(value) = vm.lookup_attr(&module, &name)? {
            return self.finish_b(i, value);
        }
        let package = vm.lookup_attr(&module, &vm.names.name)?;
        let package_name = package.as_ref().and_then(Value::as_text).cloned();
        if let Some(package) = &package_name {
            let full = Value::str(&format!("{package}.{name}"));
            if let Some(found) = Dict::of(&vm.modules).map(|d| d.get(vm, &full)).transpose()?.flatten() {
                return self.finish_b(i, found);
            }
        }
        Err(self.cannot_import(&module, package_name, &name)?)
    }

    fn cannot_import(
        &self,
        module: &Value,
        package: Option<Str>,
        name: &Str,
    ) -> PyResult<crate::error::PyError> {
        let vm = self.vm;
        let shown = package.clone().unwrap_or_else(|| Str::new("<unknown module name>"));
        let file = vm.lookup_attr(module, &vm.names.file)?.filter(|f| f.as_text().is_some());
        let place = match &file {
            Some(file) => vm.str(file)?.to_string(),
            None => "unknown location".to_owned(),
        };
        let initializing = crate::import::is_initializing(vm, module)?;
        let text = if initializing {
            format!(
                "cannot import name '{name}' from partially initialized module '{shown}' (most likely due to a circular import) ({place})"
            )
        } else {
            format!("cannot import name '{name}' from '{shown}' ({place})")
        };
        let error = vm.new_error(&vm.exc.import_error, text);
        error.payload().set_field("name", package.map_or(Value::None, Value::Str));
        error.payload().set_field("path", file.unwrap_or(Value::None));
        error.payload().set_field("name_from", Value::Str(name.clone()));
        Ok(error)
    }

    pub(super) fn import_star(&mut self, i: Instr) -> PyResult<Flow> {
        let module = self.operand_a(i);
        self.save_ip();
        let vm = self.vm;
        let locals = self.frame_locals();
        let namespace = vm.lookup_attr(&module, &vm.names.dict)?;
        let (names, skip_private) = match vm.lookup_attr(&module, &vm.names.all)? {
            Some(all) => (vm.list_from_iterable(&all)?, false),
            None => match &namespace {
                Some(dict) => (vm.list_from_iterable(dict)?, true),
                None => {
                    return Err(vm.new_error(
                        &vm.exc.import_error,
                        "from-import-* object has no __dict__ and no __all__",
                    ));
                }
            },
        };
        for name in names {
            let Some(text) = name.as_text() else {
                let (what, got) = (if skip_private { "Key" } else { "Item" }, vm.type_name(&name));
                let place = if skip_private { "__dict__" } else { "__all__" };
                let shown = vm.getattr(&module, &vm.names.name)?;
                let shown = vm.str(&shown)?;
                return Err(vm.type_error(format!("{what} in {shown}.{place} must be str, not {got}")));
            };
            if skip_private && text.as_bytes().starts_with(b"_") {
                continue;
            }
            let value = vm.getattr(&module, &crate::heap::intern::intern(text.clone()))?;
            vm.setitem(&locals, &name, value)?;
        }
        self.next()
    }
}
