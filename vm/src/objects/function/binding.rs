//! Binds the arguments of a call to the parameters of a Python function, with CPython's wording.

use super::Function;
use crate::bytecode::code::CodeFlags;
use crate::call::Args;
use crate::error::{PyError, PyResult};
use crate::heap::{Ref, Str, Value};
use crate::objects::{CodeObject, Dict};
use crate::vm::Vm;

/// One value per parameter register: positional, keyword-only, `*args`, `**kwargs`.
///
/// # Errors
/// TypeError where the arguments do not fit.
pub fn bind(vm: &Vm, f: &Function, code: &Ref, args: Args<'_>) -> PyResult<Vec<Value>> {
    let Some(co) = CodeObject::of(code) else { return Err(vm.system_error("a function needs code")) };
    co.read(vm)?;
    let (positional, keyword_only) = (co.head.argcount as usize, co.head.kwonlyargcount as usize);
    let named = positional + keyword_only;
    let (var_args, var_keywords) = (co.has(CodeFlags::VARARGS), co.has(CodeFlags::VARKEYWORDS));
    let given = args.pos();
    let mut slots = vec![Value::Unbound; named];
    let direct = given.len().min(positional);
    slots[..direct].clone_from_slice(&given[..direct]);
    let binder = Binder { vm, f, co, positional, named };
    let rest = binder.keywords(&mut slots, args, var_keywords)?;
    if given.len() > positional && !var_args {
        return Err(binder.too_many(given.len(), &slots));
    }
    binder.defaults(&mut slots)?;
    if var_args {
        slots.push(vm.new_tuple(given[direct..].to_vec()));
    }
    if var_keywords {
        slots.push(vm.dict_from(rest));
    }
    Ok(slots)
}

struct Binder<'a> {
    vm: &'a Vm,
    f: &'a Function,
    co: &'a CodeObject,
    positional: usize,
    named: usize,
}

impl Binder<'_> {
    fn function(&self) -> Str {
        self.f.qualname.borrow().clone()
    }

    fn error(&self, text: String) -> PyError {
        self.vm.type_error(format!("{}() {text}", self.function()))
    }

    /// Fills parameters given by keyword; what no parameter takes is returned for `**kwargs`.
    fn keywords(&self, slots: &mut [Value], args: Args<'_>, var_keywords: bool) -> PyResult<Dict> {
        let rest = Dict::new();
        let positional_only = self.co.head.posonlyargcount as usize;
        for (name, value) in args.keywords() {
            let params = &self.co.body().varnames[..self.named];
            let found =
                params.iter().position(|p| p.is(name)).or_else(|| params.iter().position(|p| p == name));
            match found.filter(|at| *at >= positional_only) {
                Some(at) if slots[at].is_unbound() => slots[at] = value.clone(),
                Some(_) => return Err(self.error(format!("got multiple values for argument '{name}'"))),
                None if var_keywords => {
                    drop(rest.insert(self.vm, Value::Str(name.clone()), value.clone())?)
                }
                None => return Err(self.unexpected(name, args, positional_only)),
            }
        }
        Ok(rest)
    }

    fn unexpected(&self, name: &Str, args: Args<'_>, positional_only: usize) -> PyError {
        let only = &self.co.body().varnames[..positional_only];
        let passed: Vec<String> =
            only.iter().filter(|p| args.kwnames().iter().any(|k| k == *p)).map(ToString::to_string).collect();
        if !passed.is_empty() {
            let list = passed.join(", ");
            return self
                .error(format!("got some positional-only arguments passed as keyword arguments: '{list}'"));
        }
        let candidates: Vec<String> =
            self.co.body().varnames[positional_only..self.named].iter().map(ToString::to_string).collect();
        let hint = crate::error::suggest::closest(&name.to_string_lossy(), &candidates);
        match hint {
            Some(hint) => {
                self.error(format!("got an unexpected keyword argument '{name}'. Did you mean '{hint}'?"))
            }
            None => self.error(format!("got an unexpected keyword argument '{name}'")),
        }
    }

    /// Fills what was not given from the defaults.
    fn defaults(&self, slots: &mut [Value]) -> PyResult<()> {
        let defaults = self.f.defaults.borrow().clone();
        let defaults = defaults.as_tuple().unwrap_or(&[]);
        let first = self.positional.saturating_sub(defaults.len());
        let skip = defaults.len().saturating_sub(self.positional);
        for (slot, default) in slots[first..self.positional].iter_mut().zip(&defaults[skip..]) {
            if slot.is_unbound() {
                *slot = default.clone();
            }
        }
        if slots[..first].iter().any(Value::is_unbound) {
            return Err(self.missing(&slots[..first], 0, "positional"));
        }
        let kwdefaults = self.f.kwdefaults.borrow().clone();
        for (slot, name) in slots.iter_mut().zip(&self.co.body().varnames).skip(self.positional) {
            if slot.is_unbound()
                && let Some(found) = kwdefaults.as_dict().and_then(|d| d.get_str(name))
            {
                *slot = found;
            }
        }
        if slots[self.positional..].iter().any(Value::is_unbound) {
            return Err(self.missing(&slots[self.positional..], self.positional, "keyword-only"));
        }
        Ok(())
    }

    /// "f() missing 2 required positional arguments: 'a' and 'b'"
    fn missing(&self, slots: &[Value], offset: usize, kind: &str) -> PyError {
        let absent = slots.iter().enumerate().filter(|(_, v)| v.is_unbound());
        let names: Vec<String> =
            absent.map(|(i, _)| format!("'{}'", self.co.body().varnames[offset + i])).collect();
        let list = match &names[..] {
            [] => String::new(),
            [only] => only.clone(),
            [a, b] => format!("{a} and {b}"),
            [head @ .., last] => format!("{}, and {last}", head.join(", ")),
        };
        let (n, plural) = (names.len(), if names.len() == 1 { "" } else { "s" });
        self.error(format!("missing {n} required {kind} argument{plural}: {list}"))
    }

    /// "f() takes from 1 to 2 positional arguments but 3 were given"
    fn too_many(&self, given: usize, slots: &[Value]) -> PyError {
        let defaults = self.f.defaults.borrow().as_tuple().map_or(0, <[Value]>::len);
        let keyword_only = slots[self.positional..].iter().filter(|v| !v.is_unbound()).count();
        let (takes, plural) = if defaults > 0 {
            (format!("from {} to {}", self.positional - defaults.min(self.positional), self.positional), true)
        } else {
            (self.positional.to_string(), self.positional != 1)
        };
        let s = if plural { "s" } else { "" };
        let extra = if keyword_only > 0 {
            let (ps, ks) = (if given == 1 { "" } else { "s" }, if keyword_only == 1 { "" } else { "s" });
            format!(" positional argument{ps} (and {keyword_only} keyword-only argument{ks})")
        } else {
            String::new()
        };
        let were = if given == 1 && keyword_only == 0 { "was" } else { "were" };
        self.error(format!("takes {takes} positional argument{s} but {given}{extra} {were} given"))
    }
}
