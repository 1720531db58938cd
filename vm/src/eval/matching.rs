//! Structural pattern matching.

use super::{Flow, Machine};
use crate::bytecode::instruction::Instr;
use crate::error::PyResult;
use crate::heap::{Str, TypeRef, Value, intern};
use crate::objects::Dict;
use crate::types::TypeFlags;

impl Machine<'_> {
    pub(super) fn jump_not_mapping(&mut self, i: Instr) -> PyResult<Flow> {
        let is_mapping = self.vm.class_of(self.cur.reg(i.a)).has(TypeFlags::MAPPING);
        if is_mapping { Ok(Flow::Next) } else { self.jump_wide(i) }
    }

    pub(super) fn jump_not_sequence(&mut self, i: Instr) -> PyResult<Flow> {
        let is_sequence = self.vm.class_of(self.cur.reg(i.a)).has(TypeFlags::SEQUENCE);
        if is_sequence { Ok(Flow::Next) } else { self.jump_wide(i) }
    }

    pub(super) fn match_class(&mut self, i: Instr) -> PyResult<Flow> {
        let window = self.cur.take_window(i.b, 3);
        self.save_ip();
        let [subject, class, names] = &window[..] else { return Err(self.vm.system_error("match window")) };
        let found = self.class_pattern(subject, class, usize::from(i.c), names.as_tuple().unwrap_or(&[]))?;
        let value = found.map_or(Value::None, |values| self.vm.new_tuple(values));
        self.store(i.a, value)
    }

    /// The attributes that a class pattern asks for, or none where the subject does not match.
    fn class_pattern(
        &self,
        subject: &Value,
        class: &Value,
        positional: usize,
        names: &[Value],
    ) -> PyResult<Option<Vec<Value>>> {
        let vm = self.vm;
        let Some(ty) = TypeRef::from_value(class) else {
            return Err(vm.type_error("called match pattern must be a class"));
        };
        if !vm.isinstance(subject, class)? {
            return Ok(None);
        }
        let mut values = Vec::new();
        let mut seen: Vec<Str> = Vec::new();
        if positional > 0 {
            let match_args = match vm.lookup_attr(class, &vm.names.match_args)? {
                Some(found) => found,
                None if ty.has(TypeFlags::MATCH_SELF) => {
                    self.too_many_patterns(ty, 1, positional)?;
                    values.push(subject.clone());
                    Value::Unbound
                }
                None => vm.empty_tuple(),
            };
            if !match_args.is_unbound() {
                let Some(items) = match_args.as_tuple() else {
                    let (name, got) = (ty.name(), vm.type_name(&match_args));
                    return Err(vm.type_error(format!("{name}.__match_args__ must be a tuple (got {got})")));
                };
                self.too_many_patterns(ty, items.len(), positional)?;
                for item in &items[..positional] {
                    let Some(name) = item.as_text() else {
                        let got = vm.type_name(item);
                        return Err(
                            vm.type_error(format!("__match_args__ elements must be strings (got {got})"))
                        );
                    };
                    match self.pattern_attribute(subject, ty, name, &mut seen)? {
                        Some(value) => values.push(value),
                        None => return Ok(None),
                    }
                }
            }
        }
        for name in names.iter().filter_map(Value::as_text) {
            match self.pattern_attribute(subject, ty, name, &mut seen)? {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(values))
    }

    fn too_many_patterns(&self, class: &TypeRef, allowed: usize, given: usize) -> PyResult<()> {
        if given <= allowed {
            return Ok(());
        }
        let plural = if allowed == 1 { "" } else { "s" };
        let name = class.name();
        Err(self
            .vm
            .type_error(format!("{name}() accepts {allowed} positional sub-pattern{plural} ({given} given)")))
    }

    fn pattern_attribute(
        &self,
        subject: &Value,
        class: &TypeRef,
        name: &Str,
        seen: &mut Vec<Str>,
    ) -> PyResult<Option<Value>> {
        if seen.iter().any(|s| s == name) {
            let shown = self.vm.repr(&Value::Str(name.clone()))?;
            let class = class.name();
            return Err(self
                .vm
                .type_error(format!("{class}() got multiple sub-patterns for attribute {shown}")));
        }
        seen.push(name.clone());
        self.vm.lookup_attr(subject, &intern::intern(name.clone()))
    }

    pub(super) fn match_keys(&mut self, i: Instr) -> PyResult<Flow> {
        let (subject, keys) = (self.cur.reg(i.b).clone(), self.cur.reg(i.c).clone());
        self.save_ip();
        let vm = self.vm;
        let mut values = Vec::new();
        let seen = Dict::new();
        let get = vm.getattr_str(&subject, "get")?;
        let marker = vm.new_list(Vec::new());
        for key in keys.as_tuple().unwrap_or(&[]) {
            if seen.insert(vm, key.clone(), Value::None)?.is_some() {
                let shown = vm.repr(key)?;
                return Err(vm.value_error(format!("mapping pattern checks duplicate key ({shown})")));
            }
            let value = vm.call2(&get, key.clone(), marker.clone())?;
            if value.is(&marker) {
                return self.finish(i, Value::None);
            }
            values.push(value);
        }
        let value = vm.new_tuple(values);
        self.finish(i, value)
    }

    pub(super) fn dict_without_keys(&mut self, i: Instr) -> PyResult<Flow> {
        let (source, keys) = (self.cur.reg(i.b).clone(), self.cur.reg(i.c).clone());
        self.save_ip();
        let copy = self.vm.new_dict();
        crate::objects::dict::methods::merge(self.vm, &copy, &source)?;
        for key in keys.as_tuple().unwrap_or(&[]) {
            self.vm.delitem(&copy, key)?;
        }
        self.finish(i, copy)
    }
}
