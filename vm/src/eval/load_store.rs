//! Locals, names, cells and constants.

use super::{Flow, Machine};
use crate::bytecode::instruction::{Instr, flag};
use crate::error::{PyError, PyResult};
use crate::heap::stack::Cursor;
use crate::heap::{Str, Value};
use crate::objects::Kind;
use crate::vm::Vm;

/// Kinds of a namespace cache word.
pub(super) const IN_GLOBALS: u8 = 1;
const IN_BUILTINS: u8 = 2;

/// "name 'x' is not defined"
pub(super) fn undefined(vm: &Vm, name: &Str) -> PyError {
    vm.name_error(&vm.exc.name_error, name, format!("name '{name}' is not defined"))
}

fn unbound_local(vm: &Vm, name: &Str) -> PyError {
    let text = format!("cannot access local variable '{name}' where it is not associated with a value");
    vm.new_error(&vm.exc.unbound_local_error, text)
}

fn unbound_free(vm: &Vm, name: &Str) -> PyError {
    let text = format!(
        "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
    );
    vm.name_error(&vm.exc.name_error, name, text)
}

#[inline(always)]
pub(super) fn cell_content(cell: &Value) -> Value {
    match cell.as_obj().map(|r| r.kind()) {
        Some(Kind::Cell(content)) => content.get(),
        _ => Value::Unbound,
    }
}

/// A hit of a namespace cache.
#[inline(always)]
pub(super) fn cached_global(cur: &Cursor, word: Instr, name: &Str) -> Option<Value> {
    let position = usize::from(word.c);
    match word.x {
        IN_GLOBALS => cur.globals().value_if_key(position, name),
        IN_BUILTINS if cur.globals().keys_version() == word.ext() => {
            cur.builtins().value_if_key(position, name)
        }
        _ => None,
    }
}

impl Machine<'_> {
    pub(super) fn op_move(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        self.store(i.a, value)
    }

    pub(super) fn load_const(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.cur.constant(i.wide() as usize).clone();
        self.store(i.a, value)
    }

    pub(super) fn op_clear(&mut self, i: Instr) -> PyResult<Flow> {
        self.store(i.a, Value::Unbound)
    }

    pub(super) fn clear_n(&mut self, i: Instr) -> PyResult<Flow> {
        self.cur.clear(i.a, usize::from(i.b));
        self.next()
    }

    pub(super) fn check_bound(&mut self, i: Instr) -> PyResult<Flow> {
        if self.cur.reg(i.a).is_unbound() {
            return Err(unbound_local(self.vm, self.cur.name(i.b)));
        }
        Ok(Flow::Next)
    }

    pub(super) fn delete_fast(&mut self, i: Instr) -> PyResult<Flow> {
        if self.cur.reg(i.a).is_unbound() {
            return Err(unbound_local(self.vm, self.cur.name(i.b)));
        }
        self.store(i.a, Value::Unbound)
    }

    /// The frame's namespace; unbound in functions.
    pub(super) fn frame_locals(&self) -> Value {
        self.vm.eval.frames.borrow().last().map_or(Value::Unbound, |f| f.locals().clone())
    }

    /// Whether the frame's namespace is its globals, as in a module.
    fn is_module_level(&self) -> bool {
        let frames = self.vm.eval.frames.borrow();
        frames.last().is_some_and(|f| matches!(f.locals(), Value::Obj(r) if r.is(f.globals())))
    }

    fn fill_cache(&self, kind: u8, version: u32, position: Option<usize>) {
        let Some(position) = position.and_then(|p| u16::try_from(p).ok()) else { return };
        let mut word = self.cur.trailer();
        word.x = kind;
        word.a = version as u16;
        word.b = (version >> 16) as u16;
        word.c = position;
        self.cur.set_trailer(word);
    }

    /// Looks a name up in globals and builtins, filling the cache where `cache` says so.
    fn find_global(&self, name: &Str, cache: bool) -> Option<Value> {
        let globals = self.cur.globals();
        if let Some(value) = globals.get_str(name) {
            if cache {
                self.fill_cache(IN_GLOBALS, 0, globals.position_str(name));
            }
            return Some(value);
        }
        let builtins = self.cur.builtins();
        let value = builtins.get_str(name)?;
        let version = globals.keys_version();
        if cache && version != 0 {
            self.fill_cache(IN_BUILTINS, version, builtins.position_str(name));
        }
        Some(value)
    }

    /// What a key that is no exact string, but equal to the name, holds in globals or builtins.
    #[cold]
    fn unusual_global(&self, name: &Str) -> PyResult {
        let key = Value::Str(name.clone());
        for namespace in [self.cur.globals(), self.cur.builtins()] {
            if let Some(value) = namespace.get(self.vm, &key)? {
                return Ok(value);
            }
        }
        Err(undefined(self.vm, name))
    }

    pub(super) fn load_global(&mut self, i: Instr) -> PyResult<Flow> {
        let name = self.cur.name(i.b);
        match self.find_global(name, true) {
            Some(value) => self.store(i.a, value),
            None => {
                let value = self.unusual_global(name)?;
                self.store(i.a, value)
            }
        }
    }

    pub(super) fn load_name(&mut self, i: Instr) -> PyResult<Flow> {
        let name = self.cur.name(i.b).clone();
        // Only module-level frames fill the cache.
        let cache = self.is_module_level();
        if !cache && let Some(value) = self.namespace_get(&self.frame_locals(), &name)? {
            return self.store(i.a, value);
        }
        match self.find_global(&name, cache) {
            Some(value) => self.store(i.a, value),
            None => {
                let value = self.unusual_global(&name)?;
                self.store(i.a, value)
            }
        }
    }

    /// `namespace[name]`, none on KeyError; any mapping will do.
    fn namespace_get(&self, namespace: &Value, name: &Str) -> PyResult<Option<Value>> {
        if self.vm.is_exact(namespace, &self.vm.types.dict) {
            return Ok(namespace.as_dict().and_then(|d| d.get_str(name)));
        }
        match self.vm.getitem(namespace, &Value::Str(name.clone())) {
            Ok(value) => Ok(Some(value)),
            Err(e) if e.matches(self.vm, &self.vm.exc.key_error) => Ok(None),
            Err(e) => Err(e),
        }
    }

    pub(super) fn store_name(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_a(i);
        let name = self.cur.name(i.b).clone();
        if self.is_module_level() {
            return self.set_global(&name, value);
        }
        let locals = self.frame_locals();
        if self.vm.is_exact(&locals, &self.vm.types.dict)
            && let Some(dict) = locals.as_dict()
        {
            drop(dict.set_str(&name, value));
            return self.next();
        }
        self.vm.setitem(&locals, &Value::Str(name), value)?;
        self.next()
    }

    fn set_global(&mut self, name: &Str, value: Value) -> PyResult<Flow> {
        let globals = self.cur.globals();
        drop(globals.set_str(name, value));
        self.fill_cache(IN_GLOBALS, 0, globals.position_str(name));
        self.next()
    }

    pub(super) fn store_global(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_a(i);
        let name = self.cur.name(i.b).clone();
        self.set_global(&name, value)
    }

    pub(super) fn delete_name(&mut self, i: Instr) -> PyResult<Flow> {
        let name = self.cur.name(i.b).clone();
        let locals = self.frame_locals();
        if let Some(dict) = locals.as_dict() {
            return match dict.remove_str(&name) {
                Some(old) => {
                    drop(old);
                    self.next()
                }
                None => {
                    let value = self.unusual_global(&name)?;
                    self.store(i.a, value)
                }
            };
        }
        match self.vm.delitem(&locals, &Value::Str(name.clone())) {
            Err(e) if e.matches(self.vm, &self.vm.exc.key_error) => Err(undefined(self.vm, &name)),
            other => other.and_then(|()| self.next()),
        }
    }

    pub(super) fn delete_global(&mut self, i: Instr) -> PyResult<Flow> {
        let name = self.cur.name(i.b);
        match self.cur.globals().remove_str(name) {
            Some(old) => {
                drop(old);
                self.next()
            }
            None => {
                let value = self.unusual_global(name)?;
                self.store(i.a, value)
            }
        }
    }

    fn empty_cell(&self, i: Instr, name: u16) -> PyError {
        let name = self.cur.name(name);
        if i.x & flag::FREE != 0 { unbound_free(self.vm, name) } else { unbound_local(self.vm, name) }
    }

    pub(super) fn load_deref(&mut self, i: Instr) -> PyResult<Flow> {
        let content = cell_content(self.cur.reg(i.b));
        if content.is_unbound() {
            return Err(self.empty_cell(i, i.c));
        }
        self.store(i.a, content)
    }

    #[inline(always)]
    pub(super) fn store_deref(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_b(i);
        if let Some(Kind::Cell(content)) = self.cur.reg(i.a).as_obj().map(|r| r.kind()) {
            content.set(value);
        }
        self.next()
    }

    pub(super) fn delete_deref(&mut self, i: Instr) -> PyResult<Flow> {
        let Some(Kind::Cell(content)) = self.cur.reg(i.a).as_obj().map(|r| r.kind()) else {
            return self.next();
        };
        let old = content.replace(Value::Unbound);
        if old.is_unbound() {
            return Err(self.empty_cell(i, i.b));
        }
        drop(old);
        self.next()
    }

    pub(super) fn load_dict_or_global(&mut self, i: Instr) -> PyResult<Flow> {
        let namespace = self.operand_b(i);
        let name = self.cur.name(i.c).clone();
        if let Some(value) = self.namespace_get(&namespace, &name)? {
            return self.store(i.a, value);
        }
        match self.find_global(&name, false) {
            Some(value) => self.store(i.a, value),
            None => {
                let value = self.unusual_global(&name)?;
                self.store(i.a, value)
            }
        }
    }

    pub(super) fn load_dict_or_deref(&mut self, i: Instr) -> PyResult<Flow> {
        let namespace = self.operand_b(i);
        let index = self.cur.trailer().ext() as u16;
        let name = self.cur.name(index).clone();
        if let Some(value) = self.namespace_get(&namespace, &name)? {
            return self.store(i.a, value);
        }
        let content = cell_content(self.cur.reg(i.c));
        if content.is_unbound() {
            return Err(unbound_free(self.vm, &name));
        }
        self.store(i.a, content)
    }

    pub(super) fn load_locals(&mut self, i: Instr) -> PyResult<Flow> {
        let locals = self.frame_locals();
        if locals.is_unbound() {
            return Err(self.vm.system_error("no locals"));
        }
        self.store(i.a, locals)
    }

    pub(super) fn load_build_class(&mut self, i: Instr) -> PyResult<Flow> {
        match self.cur.builtins().get_str(&self.vm.names.build_class) {
            Some(value) => self.store(i.a, value),
            None => Err(self.vm.new_error(&self.vm.exc.name_error, "__build_class__ not found")),
        }
    }

    pub(super) fn load_assertion_error(&mut self, i: Instr) -> PyResult<Flow> {
        let class = self.vm.exc.assertion_error.to_value();
        self.store(i.a, class)
    }

    pub(super) fn make_cell(&mut self, i: Instr) -> PyResult<Flow> {
        let content = self.cur.take(i.b);
        let cell = crate::objects::cell::new(self.vm, content);
        self.store(i.a, cell)
    }

    pub(super) fn make_empty_cell(&mut self, i: Instr) -> PyResult<Flow> {
        let cell = crate::objects::cell::new(self.vm, Value::Unbound);
        self.store(i.a, cell)
    }

    pub(super) fn copy_free_vars(&mut self, i: Instr) -> PyResult<Flow> {
        let function = self.vm.eval.frames.borrow().last().map(|f| f.function.clone());
        let Some(Kind::Function(f)) = function.as_ref().map(|r| r.kind()) else {
            return Err(self.vm.system_error("free variables without a function"));
        };
        let cells = f.closure.as_tuple().unwrap_or(&[]);
        if cells.len() != usize::from(i.c) {
            return Err(self.vm.system_error("closure of the wrong size"));
        }
        for (n, cell) in cells.iter().enumerate() {
            self.cur.set(i.a + n as u16, cell.clone());
        }
        self.next()
    }
}
