//! The evaluation loop: fetch, dispatch, look at the outcome. The commonest instructions have a quick form (`quick`); every
//! one has a full form, a handler in one of the family files.
//!
//! A [`Machine`] runs the frames above the one it was entered with. Calls from Python to Python push a frame and go
//! on in the same loop; calls through native code enter another loop. An error unwinds frame by frame, gathering its
//! traceback, until a handler takes it or the frame the loop was entered with is gone.

mod arith;
mod attr;
mod build;
pub mod call;
mod class;
mod compare;
pub mod delegation;
mod exception;
pub mod frame;
mod function;
pub mod generator;
mod import;
mod iterate;
mod load_store;
mod matching;
mod quick;
mod subscript;
mod unwind;
pub mod watch;

pub use frame::{Frame, OnReturn, State};

use crate::bytecode::instruction::{Instr, flag};
use crate::bytecode::opcode::Op;
use crate::error::{PyError, PyResult};
use crate::heap::stack::Cursor;
use crate::heap::{Value, breaker};
use crate::types::slots::CmpOp;
use crate::vm::Vm;
use quick::Quick;

/// How a loop ended without an error.
pub enum Outcome {
    /// The frame returned.
    Returned(Value),
    /// The frame, a generator's, yielded and was packed away.
    Yielded(Value),
}

/// What a handler wants the loop to do next. As wide as an error, so that a handler's outcome stays in registers.
#[repr(usize)]
pub(crate) enum Flow {
    /// Go on behind the instruction.
    Next,
    /// The handler has set the instruction pointer (a jump, a call, a return within the loop).
    Stay,
    /// The loop is done: the frame it was entered with returned, or yielded, the machine's result.
    Done,
    /// Go on behind the instruction in the watched loop: the thread is traced from now on.
    Watch,
}

/// One activation of the loop.
pub(crate) struct Machine<'vm> {
    pub vm: &'vm Vm,
    pub cur: Cursor,
    /// What the loop ends with.
    pub result: Value,
    /// Whether it ends because the frame it was entered with yielded and was packed away.
    pub yielded: bool,
    /// Whether the error under way is raised again, so that this frame adds no traceback entry.
    pub reraising: bool,
    /// The exception is raised again: where the frame counts as being.
    pub back_to: Option<usize>,
    /// Where the frame counted as being when the last handler was entered.
    pub handled_from: usize,
    /// Takes what the frame it was entered with yields, so that this goes on at once.
    pub drain: Option<Drain<'vm>>,
    /// While the thread is watched: whether the topmost frame was entered just now.
    pub entered: bool,
    /// Whether the error under way came up on the way to the instruction, which may be the first of a `try`.
    pub on_the_way: bool,
}

/// Keeps a value that a generator yields, or gives it back where that needs Python code: the generator is suspended
/// before.
pub type Drain<'a> = &'a mut dyn FnMut(Value) -> Option<Value>;

/// Runs the topmost frame until it returns or yields what `drain` does not take; `thrown` is raised at its instruction
/// first.
///
/// # Errors
/// What the frame does not handle.
pub fn run<'a>(vm: &'a Vm, thrown: Option<PyError>, drain: Option<Drain<'a>>) -> PyResult<Outcome> {
    let cur = {
        let frames = vm.eval.frames.borrow();
        let Some(top) = frames.last() else { return Err(vm.system_error("no frame to run")) };
        Cursor::new(&vm.eval.stack, top.running, top.base, top.ip)
    };
    let entered = watch::is_on();
    let mut machine = Machine {
        vm,
        cur,
        result: Value::Unbound,
        yielded: false,
        reraising: false,
        back_to: None,
        handled_from: 0,
        entered,
        on_the_way: false,
        drain,
    };
    if let Some(error) = thrown {
        machine.save_ip();
        if entered {
            machine.throw_watched(error)?;
        } else {
            machine.propagate(error)?;
        }
    }
    let mut pending = None;
    loop {
        if let Some(error) = pending.take() {
            machine.unwind(error)?;
        }
        match if watch::is_on() { machine.watched_steps() } else { machine.steps() } {
            Ok(true) => break,
            Ok(false) => {}
            Err(error) => pending = Some(error),
        }
    }
    Ok(if machine.yielded { Outcome::Yielded(machine.result) } else { Outcome::Returned(machine.result) })
}

impl Machine<'_> {
    /// Executes instructions until the loop is done, or has to go on in the other form, or one raises.
    fn steps(&mut self) -> PyResult<bool> {
        let mut at = self.cur.position();
        loop {
            let i = at.instr();
            /// Goes on with the next instruction unless the full form has to see to this one.
            macro_rules! go {
                ($outcome:expr) => {
                    match $outcome {
                        Quick::Done => continue,
                        Quick::Attend => {
                            self.cur.arrive(&at);
                            self.attend()?;
                            self.end_turn()?;
                            continue;
                        }
                        Quick::AttendHere(words) => {
                            self.cur.arrive(&at);
                            self.attend()?;
                            at.skip(words);
                            continue;
                        }
                        Quick::Full => {}
                    }
                };
            }
            /// Executes the full form and goes on.
            macro_rules! full {
                ($outcome:expr) => {{
                    self.cur.arrive(&at);
                    match $outcome? {
                        Flow::Next => self.cur.ip += i.op.words(),
                        Flow::Stay => {}
                        Flow::Done => return Ok(true),
                        Flow::Watch => {
                            self.cur.ip += i.op.words();
                            return Ok(false);
                        }
                    }
                    at = self.cur.position();
                    continue;
                }};
            }
            match i.op {
                Op::Nop => {
                    at.skip(1);
                    continue;
                }
                Op::Move => go!(quick::op_move(&mut at, i)),
                Op::LoadConst => go!(quick::load_const(&mut at, i)),
                Op::Clear => go!(quick::clear(&mut at, i)),
                Op::CheckBound => go!(quick::check_bound(&mut at, i)),
                Op::LoadName | Op::LoadGlobal => go!(self.quick_load_global(&mut at, i)),
                Op::StoreName | Op::StoreGlobal => go!(self.quick_store_global(&mut at, i)),
                Op::LoadDeref => go!(quick::load_deref(&mut at, i)),
                Op::LoadAttr => {
                    go!(self.quick_load_attr(&mut at, i));
                    full!(self.load_attr(i))
                }
                Op::StoreAttr => {
                    go!(self.quick_store_attr(&mut at, i));
                    full!(self.store_attr(i))
                }
                Op::LoadMethod => {
                    go!(self.quick_load_method(&mut at, i));
                    full!(self.load_method(i))
                }
                Op::GetItem => {
                    go!(self.quick_get_item(&mut at, i));
                    full!(self.get_item(i))
                }
                Op::GetItemK => {
                    go!(self.quick_get_item_k(&mut at, i));
                    full!(self.get_item_k(i))
                }
                Op::SetItem => {
                    go!(self.quick_set_item(&mut at, i));
                    full!(self.set_item(i))
                }
                Op::SetItemK => full!(self.set_item_k(i)),
                Op::ListAppend => go!(self.quick_list_append(&mut at, i)),
                Op::UnpackSequence => full!(self.unpack_sequence(i)),
                Op::BuildTuple => full!(self.build_tuple(i)),
                Op::Add => go!(quick::binary(&mut at, i, Op::Add)),
                Op::Sub => go!(quick::binary(&mut at, i, Op::Sub)),
                Op::Mul => go!(quick::binary(&mut at, i, Op::Mul)),
                Op::Div => go!(quick::binary(&mut at, i, Op::Div)),
                Op::Mod => go!(quick::binary(&mut at, i, Op::Mod)),
                Op::LShift => go!(quick::binary(&mut at, i, Op::LShift)),
                Op::RShift => go!(quick::binary(&mut at, i, Op::RShift)),
                Op::Or => go!(quick::binary(&mut at, i, Op::Or)),
                Op::Xor => go!(quick::binary(&mut at, i, Op::Xor)),
                Op::And => go!(quick::binary(&mut at, i, Op::And)),
                Op::FloorDiv => go!(quick::binary(&mut at, i, Op::FloorDiv)),
                Op::AddK => go!(quick::binary_k(&mut at, i, Op::Add)),
                Op::SubK => go!(quick::binary_k(&mut at, i, Op::Sub)),
                Op::MulK => go!(quick::binary_k(&mut at, i, Op::Mul)),
                Op::DivK => go!(quick::binary_k(&mut at, i, Op::Div)),
                Op::ModK => go!(quick::binary_k(&mut at, i, Op::Mod)),
                Op::LShiftK => go!(quick::binary_k(&mut at, i, Op::LShift)),
                Op::RShiftK => go!(quick::binary_k(&mut at, i, Op::RShift)),
                Op::OrK => go!(quick::binary_k(&mut at, i, Op::Or)),
                Op::XorK => go!(quick::binary_k(&mut at, i, Op::Xor)),
                Op::AndK => go!(quick::binary_k(&mut at, i, Op::And)),
                Op::FloorDivK => go!(quick::binary_k(&mut at, i, Op::FloorDiv)),
                Op::Lt => go!(quick::compare(&mut at, i, CmpOp::Lt)),
                Op::Le => go!(quick::compare(&mut at, i, CmpOp::Le)),
                Op::Eq => go!(quick::compare(&mut at, i, CmpOp::Eq)),
                Op::Ne => go!(quick::compare(&mut at, i, CmpOp::Ne)),
                Op::Gt => go!(quick::compare(&mut at, i, CmpOp::Gt)),
                Op::Ge => go!(quick::compare(&mut at, i, CmpOp::Ge)),
                Op::LtK => go!(quick::compare_k(&mut at, i, CmpOp::Lt)),
                Op::LeK => go!(quick::compare_k(&mut at, i, CmpOp::Le)),
                Op::EqK => go!(quick::compare_k(&mut at, i, CmpOp::Eq)),
                Op::NeK => go!(quick::compare_k(&mut at, i, CmpOp::Ne)),
                Op::GtK => go!(quick::compare_k(&mut at, i, CmpOp::Gt)),
                Op::GeK => go!(quick::compare_k(&mut at, i, CmpOp::Ge)),
                Op::JumpLt => go!(quick::jump_compare(&mut at, i, CmpOp::Lt, true)),
                Op::JumpLe => go!(quick::jump_compare(&mut at, i, CmpOp::Le, true)),
                Op::JumpEq => go!(quick::jump_compare(&mut at, i, CmpOp::Eq, true)),
                Op::JumpNe => go!(quick::jump_compare(&mut at, i, CmpOp::Ne, true)),
                Op::JumpGt => go!(quick::jump_compare(&mut at, i, CmpOp::Gt, true)),
                Op::JumpGe => go!(quick::jump_compare(&mut at, i, CmpOp::Ge, true)),
                Op::JumpNotLt => go!(quick::jump_compare(&mut at, i, CmpOp::Lt, false)),
                Op::JumpNotLe => go!(quick::jump_compare(&mut at, i, CmpOp::Le, false)),
                Op::JumpNotEq => go!(quick::jump_compare(&mut at, i, CmpOp::Eq, false)),
                Op::JumpNotNe => go!(quick::jump_compare(&mut at, i, CmpOp::Ne, false)),
                Op::JumpNotGt => go!(quick::jump_compare(&mut at, i, CmpOp::Gt, false)),
                Op::JumpNotGe => go!(quick::jump_compare(&mut at, i, CmpOp::Ge, false)),
                Op::JumpLtK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Lt, true)),
                Op::JumpLeK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Le, true)),
                Op::JumpEqK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Eq, true)),
                Op::JumpNeK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Ne, true)),
                Op::JumpGtK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Gt, true)),
                Op::JumpGeK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Ge, true)),
                Op::JumpNotLtK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Lt, false)),
                Op::JumpNotLeK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Le, false)),
                Op::JumpNotEqK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Eq, false)),
                Op::JumpNotNeK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Ne, false)),
                Op::JumpNotGtK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Gt, false)),
                Op::JumpNotGeK => go!(quick::jump_compare_k(&mut at, i, CmpOp::Ge, false)),
                Op::JumpIs => go!(quick::jump_is(&mut at, i, true)),
                Op::JumpIsNot => go!(quick::jump_is(&mut at, i, false)),
                Op::Jump => go!(self.quick_jump(&mut at, i)),
                Op::JumpIfTrue => go!(self.quick_jump_if(&mut at, i, true)),
                Op::JumpIfFalse => go!(self.quick_jump_if(&mut at, i, false)),
                Op::JumpIfNone => go!(self.quick_jump_if_none(&mut at, i, true)),
                Op::JumpIfNotNone => go!(self.quick_jump_if_none(&mut at, i, false)),
                Op::ForNext => {
                    go!(self.quick_for_next(&mut at, i));
                    full!(self.for_next(i))
                }
                Op::Yield => full!(self.op_yield(i)),
                Op::YieldFrom => full!(self.yield_from(i)),
                Op::Call => {
                    go!(self.quick_call(&mut at, i, i.b + 2, u32::from(i.c)));
                    full!(self.call(i))
                }
                Op::CallMethod => {
                    go!(self.quick_call_method(&mut at, i));
                    full!(self.call_method(i))
                }
                Op::Return => go!(self.quick_return(&mut at, i, false)),
                Op::ReturnConst => go!(self.quick_return(&mut at, i, true)),
                _ => {}
            }
            full!(self.execute(i))
        }
    }

    /// Executes one instruction in its full form.
    #[inline(never)]
    fn execute(&mut self, i: Instr) -> PyResult<Flow> {
        match i.op {
            Op::Nop | Op::Cache | Op::Ext => Ok(Flow::Next),
            Op::Move => self.op_move(i),
            Op::LoadConst => self.load_const(i),
            Op::Clear => self.op_clear(i),
            Op::ClearN => self.clear_n(i),
            Op::CheckBound => self.check_bound(i),
            Op::DeleteFast => self.delete_fast(i),
            Op::LoadName => self.load_name(i),
            Op::StoreName => self.store_name(i),
            Op::DeleteName => self.delete_name(i),
            Op::LoadGlobal => self.load_global(i),
            Op::StoreGlobal => self.store_global(i),
            Op::DeleteGlobal => self.delete_global(i),
            Op::LoadDeref => self.load_deref(i),
            Op::StoreDeref => self.store_deref(i),
            Op::DeleteDeref => self.delete_deref(i),
            Op::LoadDictOrGlobal => self.load_dict_or_global(i),
            Op::LoadDictOrDeref => self.load_dict_or_deref(i),
            Op::LoadLocals => self.load_locals(i),
            Op::LoadBuildClass => self.load_build_class(i),
            Op::LoadAssertionError => self.load_assertion_error(i),
            Op::MakeCell => self.make_cell(i),
            Op::MakeEmptyCell => self.make_empty_cell(i),
            Op::CopyFreeVars => self.copy_free_vars(i),
            Op::LoadAttr => self.load_attr(i),
            Op::StoreAttr => self.store_attr(i),
            Op::DeleteAttr => self.delete_attr(i),
            Op::LoadMethod => self.load_method(i),
            Op::LoadSuperAttr => self.load_super_attr(i),
            Op::LoadSuperMethod => self.load_super_method(i),
            Op::GetItem => self.get_item(i),
            Op::GetItemK => self.get_item_k(i),
            Op::SetItem => self.set_item(i),
            Op::SetItemK => self.set_item_k(i),
            Op::DelItem => self.del_item(i),
            Op::BuildSlice => self.build_slice(i),
            Op::GetSlice => self.get_slice(i),
            Op::SetSlice => self.set_slice(i),
            Op::Add
            | Op::Sub
            | Op::Mul
            | Op::Div
            | Op::Mod
            | Op::LShift
            | Op::RShift
            | Op::Or
            | Op::Xor
            | Op::And
            | Op::FloorDiv
            | Op::MatMul => self.binary(i),
            Op::Pow => self.pow(i),
            Op::AddK
            | Op::SubK
            | Op::MulK
            | Op::MatMulK
            | Op::DivK
            | Op::ModK
            | Op::LShiftK
            | Op::RShiftK
            | Op::OrK
            | Op::XorK
            | Op::AndK
            | Op::FloorDivK => self.binary_k(i),
            Op::PowK => self.pow_k(i),
            Op::Neg | Op::Pos | Op::Invert => self.unary(i),
            Op::Not => self.not(i),
            Op::Lt | Op::Le | Op::Eq | Op::Ne | Op::Gt | Op::Ge => self.compare(i),
            Op::LtK | Op::LeK | Op::EqK | Op::NeK | Op::GtK | Op::GeK => self.compare_k(i),
            Op::Is => self.is(i),
            Op::IsNot => self.is_not(i),
            Op::In_ => self.contains(i),
            Op::NotIn => self.not_contains(i),
            Op::Jump => self.jump(i),
            Op::JumpIfTrue => self.jump_if_true(i),
            Op::JumpIfFalse => self.jump_if_false(i),
            Op::JumpIfNone => self.jump_if_none(i),
            Op::JumpIfNotNone => self.jump_if_not_none(i),
            Op::JumpLt | Op::JumpLe | Op::JumpEq | Op::JumpNe | Op::JumpGt | Op::JumpGe => {
                self.jump_compare(i)
            }
            Op::JumpNotLt | Op::JumpNotLe | Op::JumpNotEq | Op::JumpNotNe | Op::JumpNotGt | Op::JumpNotGe => {
                self.jump_compare_not(i)
            }
            Op::JumpLtK | Op::JumpLeK | Op::JumpEqK | Op::JumpNeK | Op::JumpGtK | Op::JumpGeK => {
                self.jump_compare_k(i)
            }
            Op::JumpNotLtK
            | Op::JumpNotLeK
            | Op::JumpNotEqK
            | Op::JumpNotNeK
            | Op::JumpNotGtK
            | Op::JumpNotGeK => self.jump_compare_not_k(i),
            Op::JumpIs => self.jump_is(i),
            Op::JumpIsNot => self.jump_is_not(i),
            Op::JumpIn => self.jump_in(i),
            Op::JumpNotIn => self.jump_not_in(i),
            Op::GetIter => self.get_iter(i),
            Op::ForPrep => self.for_prep(i),
            Op::ForNext => self.for_next(i),
            Op::GetAiter => self.get_aiter(i),
            Op::GetAnext => self.get_anext(i),
            Op::EndAsyncFor => self.end_async_for(i),
            Op::GetYieldFromIter => self.get_yield_from_iter(i),
            Op::GetAwaitable => self.get_awaitable(i),
            Op::Yield => self.op_yield(i),
            Op::YieldFrom => self.yield_from(i),
            Op::ReturnGenerator => self.return_generator(i),
            Op::UnpackSequence => self.unpack_sequence(i),
            Op::UnpackEx => self.unpack_ex(i),
            Op::BuildTuple => self.build_tuple(i),
            Op::BuildList => self.build_list(i),
            Op::BuildSet => self.build_set(i),
            Op::BuildMap => self.build_map(i),
            Op::BuildString => self.build_string(i),
            Op::ListAppend => self.list_append(i),
            Op::ListAppendN => self.list_append_n(i),
            Op::ListExtend => self.list_extend(i),
            Op::ListToTuple => self.list_to_tuple(i),
            Op::ListFromConst => self.list_from_const(i),
            Op::SetAdd => self.set_add(i),
            Op::SetAddN => self.set_add_n(i),
            Op::SetUpdate => self.set_update(i),
            Op::SetFromConst => self.set_from_const(i),
            Op::MapAdd => self.map_add(i),
            Op::MapAddN => self.map_add_n(i),
            Op::DictUpdate => self.dict_update(i),
            Op::DictMerge => self.dict_merge(i),
            Op::Convert => self.convert(i),
            Op::FormatSimple => self.format_simple(i),
            Op::FormatSpec => self.format_spec(i),
            Op::Call => self.call(i),
            Op::CallMethod => self.call_method(i),
            Op::CallKw => self.call_kw(i),
            Op::CallEx => self.call_ex(i),
            Op::Return => self.op_return(i),
            Op::ReturnConst => self.return_const(i),
            Op::PrintExpr => self.print_expr(i),
            Op::ImportName => self.import_name(i),
            Op::ImportFrom => self.import_from(i),
            Op::ImportStar => self.import_star(i),
            Op::MakeFunction => self.make_function(i),
            Op::SetTypeParams => self.set_type_params(i),
            Op::SetupAnnotations => self.setup_annotations(i),
            Op::MakeTypeParam => self.make_type_param(i),
            Op::SetTypeParamDefault => self.set_type_param_default(i),
            Op::MakeTypeAlias => self.make_type_alias(i),
            Op::SubscriptGeneric => self.subscript_generic(i),
            Op::RaiseBare => self.raise_bare(i),
            Op::RaiseExc => self.raise_exc(i),
            Op::RaiseFrom => self.raise_from(i),
            Op::Reraise => self.reraise(i),
            Op::PushExc => self.push_exc(i),
            Op::PopExc => self.pop_exc(i),
            Op::JumpNotExc => self.jump_not_exc(i),
            Op::ExcGroupMatch => self.exc_group_match(i),
            Op::PrepReraiseStar => self.prep_reraise_star(i),
            Op::LoadWith => self.load_with(i),
            Op::LoadAsyncWith => self.load_async_with(i),
            Op::WithExcept => self.with_except(i),
            Op::JumpNotMapping => self.jump_not_mapping(i),
            Op::JumpNotSequence => self.jump_not_sequence(i),
            Op::MatchClass => self.match_class(i),
            Op::MatchKeys => self.match_keys(i),
            Op::DictWithoutKeys => self.dict_without_keys(i),
            Op::GetLen => self.get_len(i),
        }
    }

    /// Drops the operands that are temporaries at their last use.
    #[inline(always)]
    pub(crate) fn drop_temps(&mut self, i: Instr) {
        if i.x & flag::TEMP_B != 0 {
            self.cur.set(i.b, Value::Unbound);
        }
        if i.x & flag::TEMP_C != 0 {
            self.cur.set(i.c, Value::Unbound);
        }
    }

    /// Drops operand `a` where it is a temporary at its last use.
    #[inline(always)]
    pub(crate) fn drop_a(&mut self, i: Instr) {
        if i.x & flag::TEMP_A != 0 {
            self.cur.set(i.a, Value::Unbound);
        }
    }

    /// Ends an instruction with a result for register `a`.
    #[inline(always)]
    pub(crate) fn finish(&mut self, i: Instr, value: Value) -> PyResult<Flow> {
        self.drop_temps(i);
        self.store(i.a, value)
    }

    /// Sets a register; what the old value leaves behind is finalized before the next instruction.
    #[inline(always)]
    pub(crate) fn store(&mut self, register: u16, value: Value) -> PyResult<Flow> {
        self.cur.set(register, value);
        self.next()
    }

    /// Goes on behind the instruction, after what the heap left to do.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> PyResult<Flow> {
        if breaker::is_raised() {
            self.attend()?;
            return Ok(if watch::is_on() { Flow::Watch } else { Flow::Next });
        }
        Ok(Flow::Next)
    }

    /// The value of an operand, moved where it is a temporary at its last use.
    #[inline(always)]
    pub(crate) fn operand(&mut self, register: u16, last: bool) -> Value {
        if last { self.cur.take(register) } else { self.cur.reg(register).clone() }
    }

    /// Operand `a`.
    #[inline(always)]
    pub(crate) fn operand_a(&mut self, i: Instr) -> Value {
        self.operand(i.a, i.x & flag::TEMP_A != 0)
    }

    /// Operand `b`.
    #[inline(always)]
    pub(crate) fn operand_b(&mut self, i: Instr) -> Value {
        self.operand(i.b, i.x & flag::TEMP_B != 0)
    }

    /// Operand `c`.
    #[inline(always)]
    pub(crate) fn operand_c(&mut self, i: Instr) -> Value {
        self.operand(i.c, i.x & flag::TEMP_C != 0)
    }

    /// Jumps by the distance in operand `c`.
    #[inline(always)]
    pub(crate) fn jump_near(&mut self, i: Instr) -> PyResult<Flow> {
        let distance = isize::from(i.near());
        self.cur.ip = self.cur.ip.wrapping_add_signed(distance);
        self.jumped(distance < 0)
    }

    /// Jumps to the word in operands `b` and `c`.
    #[inline(always)]
    pub(crate) fn jump_wide(&mut self, i: Instr) -> PyResult<Flow> {
        let target = i.wide() as usize;
        let backward = target <= self.cur.ip;
        self.cur.ip = target;
        self.jumped(backward)
    }

    #[inline(always)]
    fn jumped(&mut self, backward: bool) -> PyResult<Flow> {
        if backward && breaker::is_raised() {
            self.attend()?;
            self.end_turn()?;
        }
        Ok(Flow::Stay)
    }

    /// Lets other threads run where the turn of this one is over.
    #[cold]
    #[inline(never)]
    pub(crate) fn end_turn(&mut self) -> PyResult<()> {
        if breaker::reasons() & breaker::TURN == 0 {
            return Ok(());
        }
        self.save_ip();
        self.vm.end_turn()
    }

    /// Runs finalizers, collections and limit checks.
    #[cold]
    #[inline(never)]
    pub(crate) fn attend(&mut self) -> PyResult<()> {
        self.save_ip();
        self.vm.attend()
    }

    /// Records the running instruction in the frame, for tracebacks and for whoever looks at the frame.
    #[inline(always)]
    pub(crate) fn save_ip(&self) {
        if let Some(top) = self.vm.eval.frames.borrow_mut().last_mut() {
            top.ip = self.cur.ip;
        }
    }
}
