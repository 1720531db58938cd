//! Calls: Python to Python within the loop, everything else through the call slot.

use super::frame::CALL_WORDS;
use super::{Flow, Frame, Machine, OnReturn, Outcome, attr};
use crate::bytecode::instruction::{Instr, flag};
use crate::call::Args;
use crate::error::{PyError, PyResult};
use crate::heap::stack::Running;
use crate::heap::{Ref, Str, TypeRef, Value, breaker};
use crate::objects::{Dict, Function, Kind, function};
use crate::types::TypeFlags;
use crate::vm::Vm;

/// `f()` or `module.f()`: how errors name a callee; what has no such name is told by its text.
pub(super) fn callee_name(vm: &Vm, callee: &Value) -> PyResult<String> {
    let Some(qualname) = vm.lookup_attr(callee, &vm.names.qualname)? else {
        return Ok(vm.str(callee)?.to_string());
    };
    let module = vm.lookup_attr(callee, &vm.names.module)?.filter(|module| !module.is_none());
    let qualname = vm.str(&qualname)?;
    match module {
        Some(module) if module.as_text().is_none_or(|m| *m != *"builtins") => {
            Ok(format!("{}.{qualname}()", vm.str(&module)?))
        }
        _ => Ok(format!("{qualname}()")),
    }
}

/// Calls a Python function from native code.
///
/// # Errors
/// TypeError where the arguments do not fit, RecursionError past the limit, and what the function raises.
pub fn call_function(vm: &Vm, callee: &Value, args: Args<'_>) -> PyResult {
    let (function, f) = function_of(vm, callee)?;
    let running = Running::new(&f.tables);
    let base = vm.eval.stack.top();
    let frame = || Frame::new(function.clone(), running, base, OnReturn::Leave);
    let given = args.all();
    if args.kwnames().is_empty() && running.code().simple_params() as usize == given.len() {
        return enter(vm, || {
            push_frame(vm, frame())?;
            for (i, value) in given.iter().enumerate() {
                vm.eval.stack.write(base + i, value.clone()).release();
            }
            Ok(())
        });
    }
    let code = f.code.borrow().clone();
    let bound = function::bind(vm, f, &code, args)?;
    enter(vm, || {
        push_frame(vm, frame())?;
        for (i, value) in bound.into_iter().enumerate() {
            drop(vm.eval.stack.write(base + i, value));
        }
        Ok(())
    })
}

/// Runs code in a namespace: modules, class bodies, `exec` and `eval`.
///
/// # Errors
/// What the code raises.
pub fn run_code(vm: &Vm, function: &Value, locals: Value) -> PyResult {
    let (function, f) = function_of(vm, function)?;
    let base = vm.eval.stack.top();
    let running = Running::new(&f.tables);
    running.code().read(vm)?;
    let mut frame = Frame::new(function.clone(), running, base, OnReturn::Leave);
    frame.extra_mut().locals = locals;
    enter(vm, || push_frame(vm, frame))
}

fn function_of<'a>(vm: &Vm, callee: &'a Value) -> PyResult<(&'a Ref, &'a Function)> {
    if let Value::Obj(function) = callee
        && let Kind::Function(f) = function.kind()
    {
        return Ok((function, f));
    }
    Err(vm.wrong_payload(callee, "function"))
}

/// Runs the frame that `push` puts on the stack. A call that is refused for its depth, or interrupted before it begins,
/// has pushed nothing.
fn enter(vm: &Vm, push: impl FnOnce() -> PyResult<()>) -> PyResult {
    let result = vm.with_depth(" while calling a Python object", || {
        push()?;
        super::run(vm, None, None).map(Some)
    });
    match result {
        Ok(Some(Outcome::Returned(value) | Outcome::Yielded(value))) => Ok(value),
        Ok(None) => Ok(Value::None),
        Err(e) => Err(e),
    }
}

/// Reserves a frame's registers, its locals unbound, and puts its record on the stack.
///
/// # Errors
/// RecursionError where the limit is reached.
pub(super) fn push_frame(vm: &Vm, frame: Frame) -> PyResult<()> {
    let mut frames = vm.eval.frames.borrow_mut();
    let has_room = frames.len() < vm.eval.recursion_limit.get();
    let code = frame.code();
    if !has_room || !vm.eval.stack.reserve(frame.base, code.register_count()) {
        drop(frames);
        return Err(vm.too_deep());
    }
    for local in 0..code.first_temp as usize {
        vm.eval.stack.write(frame.base + local, Value::Unbound).release();
    }
    frames.push_with(|| frame);
    Ok(())
}

impl Machine<'_> {
    /// Calls the Python function in the window `[callee, self, args…]` within this loop, if it is one and its
    /// arguments fit without binding.
    fn try_python_call(&mut self, i: Instr, window: u16, first: u16, argc: usize) -> PyResult<bool> {
        let Value::Obj(callee) = self.cur.reg(window) else { return Ok(false) };
        let Kind::Function(f) = callee.kind() else { return Ok(false) };
        let base = self.cur.base + usize::from(first);
        let simple_params = Running::new(&f.tables).code().simple_params();
        if simple_params != argc as u32 && !self.fill_defaults(f, simple_params, base, argc) {
            return Ok(false);
        }
        let Value::Obj(function) = self.cur.take(window) else { return Ok(false) };
        self.push(function, base, simple_params, OnReturn::Store(i.a))?;
        if breaker::is_raised() {
            self.attend()?;
        }
        Ok(true)
    }

    /// Puts defaults in the registers of parameters for which the call has no argument; says no where the call needs
    /// real binding.
    #[inline(never)]
    fn fill_defaults(&self, f: &Function, simple_params: u32, base: usize, argc: usize) -> bool {
        if simple_params == u32::MAX {
            return false;
        }
        let Some(missing) = (simple_params as usize).checked_sub(argc) else { return false };
        let defaults = f.defaults.borrow();
        let values = defaults.as_tuple().unwrap_or(&[]);
        let Some(first) = values.len().checked_sub(missing) else { return false };
        for (n, value) in values.iter().skip(first).enumerate() {
            self.vm.eval.stack.write(base + argc + n, value.clone()).release();
        }
        true
    }

    /// Records where the running frame waits, and runs a function in registers from `base` on, of which `filled` hold
    /// arguments, within this loop.
    pub(super) fn push(
        &mut self,
        function: Ref,
        base: usize,
        filled: u32,
        on_return: OnReturn,
    ) -> PyResult<()> {
        let Kind::Function(f) = function.kind() else { return Ok(()) };
        let eval = &self.vm.eval;
        let mut frames = eval.frames.borrow_mut();
        if let Some(top) = frames.last_mut() {
            top.ip = self.cur.ip;
        }
        let running = Running::new(&f.tables);
        let count = running.code().register_count();
        if frames.len() >= eval.recursion_limit.get() || !eval.stack.reserve(base, count) {
            drop(frames);
            return Err(self.too_deep(base, count));
        }
        self.cur.enter(&eval.stack, running, base, 0);
        self.cur.unbind_locals(filled);
        frames.push_with(|| Frame::new(function, running, base, on_return));
        Ok(())
    }

    /// The arguments of a call that cannot be made stay in the caller's registers; defaults put behind them go.
    #[cold]
    fn too_deep(&mut self, base: usize, count: usize) -> PyError {
        let end = self.cur.base + self.cur.count();
        for register in end..base + count {
            self.vm.eval.stack.write(register, Value::Unbound).release();
        }
        self.vm.too_deep()
    }

    #[inline(never)]
    pub(super) fn call(&mut self, i: Instr) -> PyResult<Flow> {
        let argc = usize::from(i.c);
        if self.try_python_call(i, i.b, i.b + 2, argc)? {
            return Ok(Flow::Stay);
        }
        self.call_slow(i, i.b + 2, argc)
    }

    #[inline(never)]
    pub(super) fn call_method(&mut self, i: Instr) -> PyResult<Flow> {
        let has_self = !self.cur.reg(i.b + 1).is_unbound();
        if has_self
            && let Value::Obj(r) = self.cur.reg(i.b)
            && let Kind::NativeFunction(f) = r.kind()
            && r.class().is(&self.vm.types.method_descriptor)
        {
            let count = usize::from(i.c) + 1;
            self.save_ip();
            let value = f.invoke_method(self.vm, self.cur.window(i.b + 1, count), &[])?;
            self.cur.clear(i.b, count + 1);
            return self.store(i.a, value);
        }
        let (first, argc) =
            if has_self { (i.b + 1, usize::from(i.c) + 1) } else { (i.b + 2, usize::from(i.c)) };
        if self.try_python_call(i, i.b, first, argc)? {
            return Ok(Flow::Stay);
        }
        self.call_slow(i, first, argc)
    }

    /// Calls the Python function in the window from `i.b` on within this loop, its arguments, from register `first` on,
    /// bound to its parameters: their values take the window's place. Says no where it is no Python function.
    fn call_binding(&mut self, i: Instr, first: u16, count: usize, names: &[Str]) -> PyResult<bool> {
        let Value::Obj(function) = self.cur.reg(i.b) else { return Ok(false) };
        let Kind::Function(f) = function.kind() else { return Ok(false) };
        let code = f.code.borrow().clone();
        let args = Args::with_keywords(self.cur.window(first, count), names);
        let bound = function::bind(self.vm, f, &code, args)?;
        let Value::Obj(function) = self.cur.take(i.b) else { return Ok(false) };
        self.cur.clear(i.b, usize::from(first - i.b) + count);
        let (base, filled) = (self.cur.base + usize::from(i.b), bound.len());
        for (n, value) in bound.into_iter().enumerate() {
            self.vm.eval.stack.write(base + n, value).release();
        }
        self.push(function, base, filled as u32, OnReturn::Store(i.a))?;
        if breaker::is_raised() {
            self.attend()?;
        }
        Ok(true)
    }

    /// Calls native code, or Python through its slot.
    #[inline(never)]
    fn call_slow(&mut self, i: Instr, first: u16, argc: usize) -> PyResult<Flow> {
        self.save_ip();
        if self.call_binding(i, first, argc, &[])? {
            return Ok(Flow::Stay);
        }
        let callee = self.cur.reg(i.b).clone();
        if let Some(class) = TypeRef::from_value(&callee)
            && self.try_construct(i, class, first, argc)?
        {
            return Ok(Flow::Stay);
        }
        let value = self.vm.call(&callee, Args::positional(self.cur.window(first, argc)))?;
        drop(callee);
        self.cur.clear(i.b, usize::from(first - i.b) + argc);
        self.store(i.a, value)
    }

    /// `Class(args…)` where construction is `object.__new__` and a Python `__init__`: the instance is made here and
    /// `__init__` runs within this loop.
    fn try_construct(&mut self, i: Instr, class: &TypeRef, first: u16, argc: usize) -> PyResult<bool> {
        let vm = self.vm;
        if !class.has(TypeFlags::HEAP) || class.has(TypeFlags::ABSTRACT) || first != i.b + 2 {
            return Ok(false);
        }
        let Some(init) = self.plain_init(class) else { return Ok(false) };
        let Value::Obj(function) = init else { return Ok(false) };
        let Kind::Function(f) = function.kind() else { return Ok(false) };
        let simple_params = Running::new(&f.tables).code().simple_params();
        let base = self.cur.base + usize::from(first) - 1;
        if simple_params != argc as u32 + 1 && !self.fill_defaults(f, simple_params, base, argc + 1) {
            return Ok(false);
        }
        let instance = vm.new_object(class, Kind::Plain);
        self.cur.set(i.b, instance.clone());
        self.cur.set(i.b + 1, instance);
        let on_return = OnReturn::Construct { result: i.a, instance: i.b };
        self.push(function, base, simple_params, on_return)?;
        Ok(true)
    }

    /// The `__init__` function of a class whose instances are made by `type.__call__` and `object.__new__`. The cache
    /// word of the call keeps its place: the id of a class's root shape changes with the class.
    fn plain_init(&self, class: &TypeRef) -> Option<Value> {
        if !class.object().class().is(&self.vm.types.type_) {
            return None;
        }
        let version = class.ty().shapes.root().id();
        let word = self.cur.trailer();
        if word.ext() == version && attr::is_init_word(word) {
            return attr::cached_method(class, word);
        }
        if class.ty().layout != crate::types::Layout::Plain || !self.uses_object_new(class) {
            return None;
        }
        let init = crate::types::lookup::lookup(class, &self.vm.names.init)?;
        if let Some(word) = attr::init_word(word, version, attr::cache_method(class, &init)) {
            self.cur.set_trailer(word);
        }
        Some(init)
    }

    fn uses_object_new(&self, class: &TypeRef) -> bool {
        let vm = self.vm;
        let own = crate::types::lookup::lookup(class, &vm.names.new);
        let base = crate::types::lookup::own(&vm.types.object, &vm.names.new);
        matches!((own, base), (Some(a), Some(b)) if a.is(&b))
    }

    pub(super) fn call_kw(&mut self, i: Instr) -> PyResult<Flow> {
        self.save_ip();
        let argc = usize::from(i.c);
        let index = self.cur.trailer().ext() as usize;
        let running = self.cur.running();
        let names: &[Str] = running.code().kwnames(index);
        let has_self = i.x & flag::METHOD != 0 && !self.cur.reg(i.b + 1).is_unbound();
        let (first, count) = if has_self { (i.b + 1, argc + 1) } else { (i.b + 2, argc) };
        if self.call_binding(i, first, count, names)? {
            return Ok(Flow::Stay);
        }
        let callee = self.cur.reg(i.b).clone();
        let value = self.vm.call(&callee, Args::with_keywords(self.cur.window(first, count), names))?;
        drop(callee);
        self.cur.clear(i.b, usize::from(first - i.b) + count);
        self.store(i.a, value)
    }

    pub(super) fn call_ex(&mut self, i: Instr) -> PyResult<Flow> {
        self.save_ip();
        let vm = self.vm;
        let mut window = self.cur.take_window(i.b, if i.c == 1 { 4 } else { 3 }).into_iter();
        let mut part = || window.next().unwrap_or_default();
        let (callee, receiver, given, keywords) = (part(), part(), part(), part());
        let mut values = Vec::new();
        if i.x & flag::METHOD != 0 {
            values.extend(receiver.bound());
        }
        let slots = &vm.class_of(&given).ty().slots;
        if slots.iter.get().is_none() && slots.getitem.get().is_none() {
            let (name, got) = (callee_name(vm, &callee)?, vm.type_name(&given));
            return Err(vm.type_error(format!("{name} argument after * must be an iterable, not {got}")));
        }
        values.extend(vm.list_from_iterable(&given)?);
        let mut names: Vec<Str> = Vec::new();
        for (key, value) in keywords.as_dict().map(Dict::entries).unwrap_or_default() {
            let Some(name) = key.as_text() else { return Err(vm.type_error("keywords must be strings")) };
            names.push(name.clone());
            values.push(value);
        }
        drop((given, keywords));
        let value = vm.call(&callee, Args::with_keywords(&values, &names))?;
        drop((callee, values));
        self.store(i.a, value)
    }

    pub(super) fn op_return(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.operand_a(i);
        self.leave_frame(value, usize::from(i.b))
    }

    pub(super) fn return_const(&mut self, i: Instr) -> PyResult<Flow> {
        let value = self.cur.constant(i.wide() as usize).clone();
        self.leave_frame(value, usize::from(i.a))
    }

    /// Ends the running frame, whose first `live` registers may hold something, with a value and goes on in its
    /// caller, or leaves the loop.
    pub(super) fn leave_frame(&mut self, value: Value, live: usize) -> PyResult<Flow> {
        let Some(mut frame) = self.drop_frame(live) else { return Err(self.vm.system_error("no frame")) };
        if self.delegator_goes_on(&mut frame) {
            return Ok(self.delegate_returned(value));
        }
        match frame.on_return {
            OnReturn::Leave => {
                self.result = value;
                return Ok(Flow::Done);
            }
            OnReturn::Store(register) => {
                self.resume_caller();
                self.cur.ip += CALL_WORDS;
                self.cur.set(register, value);
            }
            OnReturn::Construct { result, instance } => {
                self.resume_caller();
                let instance = self.cur.take(instance);
                if !value.is_none() {
                    let got = self.vm.type_name(&value);
                    return Err(self.vm.type_error(format!("__init__() should return None, not '{got}'")));
                }
                self.cur.ip += CALL_WORDS;
                self.cur.set(result, instance);
            }
            OnReturn::Item => {
                self.resume_caller();
                frame.release();
                return self.next_item(value);
            }
            OnReturn::Iterate => {
                self.resume_caller();
                super::generator::leave(self.vm, &mut frame);
                if !value.is_none() && super::watch::is_on() {
                    self.stop_event(&value)?;
                }
                let i = self.cur.instr();
                self.exhausted(i)?;
                self.cur.ip += i.op.words();
                value.release();
                return Ok(Flow::Stay);
            }
            OnReturn::Delegate => {
                self.resume_caller();
                super::generator::leave(self.vm, &mut frame);
                return Ok(self.delegate_returned(value));
            }
        }
        frame.release();
        if breaker::is_raised() {
            self.attend()?;
            self.end_turn()?;
        }
        Ok(Flow::Stay)
    }

    /// Takes the running frame off the stack, its registers unbound and its `frame` object, if there is one, filled.
    /// Registers from `live` on hold nothing that needs dropping.
    pub(super) fn drop_frame(&mut self, live: usize) -> Option<Frame> {
        let frame = self.vm.eval.frames.borrow_mut().pop()?;
        if frame.object().is_some() {
            self.detach(&frame);
        }
        self.cur.clear_all(live);
        self.vm.eval.stack.set_top(frame.base);
        Some(frame)
    }

    /// Leaves the registers of the frame just taken off the stack with its `frame` object.
    #[cold]
    fn detach(&self, frame: &Frame) {
        let registers = self.cur.window(0, self.cur.count()).to_vec();
        crate::objects::frame::detach(self.vm, frame, registers, self.cur.ip);
    }

    /// Goes back to the frame below, at the instruction that called.
    #[inline(always)]
    pub(super) fn resume_caller(&mut self) {
        let frames = self.vm.eval.frames.borrow();
        if let Some(top) = frames.last() {
            self.cur.enter(&self.vm.eval.stack, top.running, top.base, top.ip);
        }
    }
}
