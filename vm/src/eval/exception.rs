//! Raising, handling and `with`.

use super::{Flow, Machine};
use crate::bytecode::instruction::{Instr, flag};
use crate::error::{PyError, PyResult};
use crate::heap::{Str, TypeRef, Value};
use crate::objects::exception::{base, group};
use crate::objects::traceback;
use crate::types::lookup;

impl Machine<'_> {
    /// The exception that `raise value` raises: an instance, or a new one of a class.
    fn to_exception(&self, value: &Value, message: &str) -> PyResult<PyError> {
        let vm = self.vm;
        if let Some(class) = TypeRef::from_value(value)
            && class.is_subtype(&vm.exc.base_exception)
        {
            let made = vm.call0(value)?;
            return PyError::new(made).map_err(|got| {
                let shown = |v: &Value| vm.repr(v).map_or_else(|_| String::new(), |s| s.to_string());
                let (class, got) = (shown(value), shown(&vm.class_of(&got).to_value()));
                vm.type_error(format!(
                    "calling {class} should have returned an instance of BaseException, not {got}"
                ))
            });
        }
        PyError::new(value.clone()).map_err(|_| vm.type_error(message))
    }

    pub(super) fn raise_bare(&mut self, _i: Instr) -> PyResult<Flow> {
        let handled = self.vm.eval.handled.borrow().clone();
        self.save_ip();
        match PyError::new(handled) {
            Ok(error) => {
                self.reraising = true;
                Err(error)
            }
            Err(_) => Err(self.vm.runtime_error("No active exception to reraise")),
        }
    }

    pub(super) fn raise_exc(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_a(i);
        self.save_ip();
        let error = self.to_exception(&value, "exceptions must derive from BaseException")?;
        self.set_context(&error);
        Err(error)
    }

    pub(super) fn raise_from(&mut self, i: Instr) -> PyResult<Flow> {
        let (value, cause) = (self.operand_a(i), self.operand_b(i));
        self.save_ip();
        let error = self.to_exception(&value, "exceptions must derive from BaseException")?;
        let cause = match &cause {
            Value::None => Value::None,
            cause => self.to_exception(cause, "exception causes must derive from BaseException")?.to_value(),
        };
        let payload = error.payload();
        payload.suppress_context.set(true);
        drop(payload.cause.replace(cause));
        self.set_context(&error);
        Err(error)
    }

    pub(super) fn reraise(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_a(i);
        match PyError::new(value) {
            Ok(error) => {
                self.reraising = true;
                self.back_to = match i.x & (flag::SPECIAL | flag::METHOD) {
                    0 => None,
                    flag::METHOD => traceback::place_in_top_frame(self.vm, &error),
                    _ => Some(self.handled_from),
                };
                Err(error)
            }
            Err(_) => Err(self.vm.system_error("no exception to reraise")),
        }
    }

    pub(super) fn push_exc(&mut self, i: Instr) -> PyResult<Flow> {
        let exception = self.cur.reg(i.b).clone();
        let before = super::generator::begin_handling(self.vm, exception);
        self.store(i.a, before)
    }

    pub(super) fn pop_exc(&mut self, i: Instr) -> PyResult<Flow> {
        let before = self.cur.take(i.a);
        let top = self.vm.eval.frames.borrow().len().saturating_sub(1);
        super::generator::end_handling(self.vm, top, before);
        self.next()
    }

    /// Whether `types` is an exception class or a tuple of them.
    fn check_classes(&self, types: &Value) -> PyResult<()> {
        let is_class =
            |v: &Value| TypeRef::from_value(v).is_some_and(|t| t.is_subtype(&self.vm.exc.base_exception));
        let good = match types.as_tuple() {
            Some(items) => items.iter().all(is_class),
            None => is_class(types),
        };
        if good {
            return Ok(());
        }
        Err(self.vm.type_error("catching classes that do not inherit from BaseException is not allowed"))
    }

    pub(super) fn jump_not_exc(&mut self, i: Instr) -> PyResult<Flow> {
        let types = self.operand_b(i);
        self.save_ip();
        self.check_classes(&types)?;
        let exception = self.cur.reg(i.a);
        let class = self.vm.class_of(exception);
        let matches = |t: &Value| TypeRef::from_value(t).is_some_and(|t| class.is_subtype(t));
        let hit = match types.as_tuple() {
            Some(items) => items.iter().any(matches),
            None => matches(&types),
        };
        drop(types);
        if hit { self.next() } else { self.jump_near(i) }
    }

    pub(super) fn exc_group_match(&mut self, i: Instr) -> PyResult<Flow> {
        let types = self.operand_c(i);
        self.save_ip();
        let vm = self.vm;
        self.check_classes(&types)?;
        let is_group =
            |v: &Value| TypeRef::from_value(v).is_some_and(|t| t.is_subtype(&vm.exc.base_exception_group));
        let names_group = match types.as_tuple() {
            Some(items) => items.iter().any(is_group),
            None => is_group(&types),
        };
        if names_group {
            return Err(
                vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead.")
            );
        }
        let exception = self.cur.reg(i.a).clone();
        if exception.is_none() {
            return self.store(i.b, Value::None);
        }
        let (matching, rest) = group::split_for_except_star(vm, &exception, &types)?;
        if !matching.is_none() {
            drop(vm.eval.handled.replace(matching.clone()));
        }
        self.cur.set(i.a, rest);
        self.store(i.b, matching)
    }

    pub(super) fn prep_reraise_star(&mut self, i: Instr) -> PyResult<Flow> {
        let (original, raised) = (self.operand_b(i), self.operand_c(i));
        self.save_ip();
        let raised = raised.as_list().map(crate::heap::Items::to_vec).unwrap_or_default();
        let value = group::merge_reraised(self.vm, &original, raised)?;
        self.store(i.a, value)
    }

    /// A special method with its receiver, as `LOAD_METHOD` leaves them.
    fn special(&self, object: &Value, name: &Str) -> PyResult<Option<(Value, Value)>> {
        let class = self.vm.class_of(object);
        let Some(found) = lookup::lookup(class, name) else { return Ok(None) };
        if self.vm.class_of(&found).has(crate::types::TypeFlags::METHOD_DESCRIPTOR) {
            return Ok(Some((found, object.clone())));
        }
        Ok(self.vm.special_method(object, name)?.map(|bound| (bound, Value::Unbound)))
    }

    fn load_managers(&mut self, i: Instr, enter: &Str, exit: &Str, protocol: &str) -> PyResult<Flow> {
        let manager = self.operand_b(i);
        self.save_ip();
        let vm = self.vm;
        let found_enter = self.special(&manager, enter)?;
        let found_exit = if found_enter.is_some() { self.special(&manager, exit)? } else { None };
        let (Some((enter_f, enter_self)), Some((exit_f, exit_self))) = (found_enter, found_exit) else {
            let class = vm.type_name(&manager);
            let mut text = format!("'{class}' object does not support the {protocol} protocol");
            let no_enter = lookup::lookup(vm.class_of(&manager), enter).is_none();
            if !no_enter {
                text += &format!(" (missed {exit} method)");
            }
            return Err(vm.type_error(text));
        };
        for (n, value) in [exit_f, exit_self, enter_f, enter_self].into_iter().enumerate() {
            self.cur.set(i.a + n as u16, value);
        }
        self.next()
    }

    pub(super) fn load_with(&mut self, i: Instr) -> PyResult<Flow> {
        let (enter, exit) = (self.vm.names.enter.clone(), self.vm.names.exit.clone());
        self.load_managers(i, &enter, &exit, "context manager")
    }

    pub(super) fn load_async_with(&mut self, i: Instr) -> PyResult<Flow> {
        let (enter, exit) = (self.vm.names.aenter.clone(), self.vm.names.aexit.clone());
        self.load_managers(i, &enter, &exit, "asynchronous context manager")
    }

    pub(super) fn with_except(&mut self, i: Instr) -> PyResult<Flow> {
        let exception = self.cur.reg(i.c).clone();
        let class = self.vm.class_of(&exception).to_value();
        let traceback = base::of(self.vm, &exception)?.traceback.get();
        let (exit, receiver) = (self.cur.reg(i.b).clone(), self.cur.reg(i.b + 1).clone());
        for (n, value) in [exit, receiver, class, exception, traceback].into_iter().enumerate() {
            self.cur.set(i.a + n as u16, value);
        }
        self.next()
    }
}
