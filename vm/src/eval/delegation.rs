//! Chains of generators that delegate to one another: the innermost is resumed by itself, without those in between.
//!
//! ```text
//! outermost ── yield from ──▶ … ── yield from ──▶ innermost
//!    is resumed                                    runs
//! ```
//!
//! While it runs, the frames of the others stay with their generators, which count as running, and the innermost frame's
//! [`Extra::outermost`](super::frame::Extra) leads to them. What it yields is what the outermost yields. Once it returns
//! or raises, the generator that delegated to it takes its place on the frame stack.

use super::generator::put_on_stack;
use super::{Frame, Machine, OnReturn};
use crate::heap::{Ref, Value};
use crate::objects::generator::Generator;
use crate::vm::Vm;

/// The generator or coroutine that a suspended one delegates to and that can be resumed without it: it handles no
/// exception, and there is room for its frame from `base` on, for later.
#[inline(always)]
fn resumable(vm: &Vm, delegator: &Ref, base: usize) -> Option<Ref> {
    let frame = Generator::of(delegator)?.frame.borrow();
    let frame = frame.as_ref()?;
    let extra = frame.extra.as_ref()?;
    let inner = extra.registers.get(usize::from(extra.delegate?))?.as_obj()?;
    let class = inner.class();
    if !class.is(&vm.types.generator) && !class.is(&vm.types.coroutine) {
        return None;
    }
    let g = Generator::of(inner)?;
    let is_suspended = g.started.get() && !g.running.get() && g.frame.borrow().is_some();
    let fits = vm.eval.stack.fits(base, frame.running.code().register_count());
    (is_suspended && fits && extra.handled.is_none()).then(|| inner.clone())
}

/// The innermost generator of the chain that begins with `outermost`, which is suspended; those that lead to it count as
/// running from now on. Nothing where `outermost` has to be resumed itself. The frame's registers are to begin at `base`.
#[inline(always)]
pub(super) fn innermost(vm: &Vm, outermost: &Ref, base: usize) -> Option<Ref> {
    let first = resumable(vm, outermost, base)?;
    if super::watch::is_on() { None } else { walk_inward(vm, outermost, first, base) }
}

#[inline(never)]
fn walk_inward(vm: &Vm, outermost: &Ref, first: Ref, base: usize) -> Option<Ref> {
    let (mut at, mut inner, mut depth) = (outermost.clone(), first, vm.eval.frames.borrow().len() + 1);
    loop {
        if let Some(g) = Generator::of(&at) {
            g.running.set(true);
        }
        depth += 1;
        let Some(next) = resumable(vm, &inner, base) else { break };
        at = std::mem::replace(&mut inner, next);
    }
    if depth > vm.eval.recursion_limit.get() {
        // The general way finds out where the chain becomes too deep.
        set_running(outermost, &inner, false);
        return None;
    }
    Some(inner)
}

/// Whether what is thrown into a suspended generator that delegates is raised in the frame of the innermost one.
pub fn throws_within(vm: &Vm, outermost: &Ref) -> bool {
    let base = vm.eval.stack.top();
    let (mut at, mut depth) = (outermost.clone(), vm.eval.frames.borrow().len() + 1);
    while let Some(inner) = resumable(vm, &at, base) {
        at = inner;
        depth += 1;
    }
    let delegates = Generator::of(&at).is_some_and(|g| g.delegate().is_some());
    !delegates && depth <= vm.eval.recursion_limit.get() && !super::watch::is_on()
}

/// Calls `visit` with the generators that lead from `outermost` to `innermost`, without the latter.
fn each(outermost: &Ref, innermost: &Ref, mut visit: impl FnMut(&Ref, &Generator)) {
    let mut at = outermost.clone();
    while !at.is(innermost) {
        let Some(g) = Generator::of(&at) else { return };
        visit(&at, g);
        let next = match g.frame.borrow().as_ref().and_then(Frame::delegate) {
            Some(Value::Obj(next)) => next.clone(),
            _ => return,
        };
        at = next;
    }
}

/// The generators that lead from `outermost` to `innermost` are suspended with it, or run with it.
pub(super) fn set_running(outermost: &Ref, innermost: &Ref, running: bool) {
    each(outermost, innermost, |_, g| g.running.set(running));
}

/// The generators that lead to the one that a running frame belongs to, outermost first, where that one was resumed without
/// them.
pub fn delegators(frame: &Frame) -> Vec<Ref> {
    let mut found = Vec::new();
    if let Some(extra) = &frame.extra
        && let (Some(outermost), Some(innermost)) = (&extra.outermost, &extra.generator)
    {
        each(outermost, innermost, |object, _| found.push(object.clone()));
    }
    found
}

impl Machine<'_> {
    /// The frame just taken off the stack has ended. Where it was resumed without those that delegate to it, the one
    /// that waits for it takes its place, at its `YIELD_FROM`.
    #[inline(always)]
    pub(super) fn delegator_goes_on(&mut self, frame: &mut Frame) -> bool {
        let Some(extra) = &mut frame.extra else { return false };
        let Some(outermost) = extra.outermost.take() else { return false };
        let Some(innermost) = &extra.generator else { return false };
        let mut delegator = None;
        each(&outermost, innermost, |object, _| delegator = Some(object.clone()));
        let Some(delegator) = delegator else { return false };
        self.take_place(frame, outermost, delegator)
    }

    fn take_place(&mut self, ended: &mut Frame, outermost: Ref, delegator: Ref) -> bool {
        let vm = self.vm;
        super::generator::leave(vm, ended);
        let on_return = std::mem::replace(&mut ended.on_return, OnReturn::Delegate);
        let outermost = Some(outermost).filter(|o| !o.is(&delegator));
        let Some((running, ip)) =
            put_on_stack(vm, delegator, outermost, ended.base, on_return, Value::Unbound)
        else {
            return false;
        };
        self.cur.enter(&vm.eval.stack, running, ended.base, ip);
        true
    }
}
