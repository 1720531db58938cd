//! The evaluation loop: fetch, dispatch, look at the outcome. Handlers live in family files.
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
mod exception;
pub mod frame;
mod function;
pub mod generator;
mod import;
mod iterate;
mod load_store;
mod matching;
mod subscript;
mod unwind;

pub use frame::{Frame, OnReturn, State};

use crate::bytecode::instruction::{Instr, flag};
use crate::bytecode::opcode::Op;
use crate::error::{PyError, PyResult};
use crate::heap::stack::Cursor;
use crate::heap::{Value, breaker};
use crate::vm::Vm;

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
}

/// Runs the topmost frame until it returns or yields; `thrown` is raised at its instruction first.
///
/// # Errors
/// What the frame does not handle.
pub fn run(vm: &Vm, thrown: Option<PyError>) -> PyResult<Outcome> {
    let cur = {
        let frames = vm.eval.frames.borrow();
        let Some(top) = frames.last() else { return Err(vm.system_error("no frame to run")) };
        Cursor::new(&vm.eval.stack, &top.tables, top.base, top.ip)
    };
    let mut machine = Machine { vm, cur, result: Value::Unbound, yielded: false, reraising: false };
    if let Some(error) = thrown {
        machine.save_ip();
        machine.propagate(error)?;
    }
    let mut pending = None;
    loop {
        if let Some(error) = pending.take() {
            machine.unwind(error)?;
        }
        match machine.steps() {
            Ok(outcome) => return Ok(outcome),
            Err(error) => pending = Some(error),
        }
    }
}

impl Machine<'_> {
    /// Executes instructions until the loop is done or one raises. Each arm looks at its own outcome, so that the usual
    /// ones cost a jump back to the fetch.
    fn steps(&mut self) -> PyResult<Outcome> {
        loop {
            let i = self.cur.instr();
            macro_rules! go {
                ($outcome:expr) => {
                    match $outcome {
                        Ok(Flow::Next) => {
                            self.cur.ip += i.op.words();
                            continue;
                        }
                        Ok(Flow::Stay) => continue,
                        Ok(Flow::Done) => break,
                        Err(error) => return Err(error),
                    }
                };
            }
            match i.op {
                Op::Nop | Op::Cache | Op::Ext => go!(Ok(Flow::Next)),
                Op::Move => go!(self.op_move(i)),
                Op::LoadConst => go!(self.load_const(i)),
                Op::Clear => go!(self.op_clear(i)),
                Op::ClearN => go!(self.clear_n(i)),
                Op::CheckBound => go!(self.check_bound(i)),
                Op::DeleteFast => go!(self.delete_fast(i)),
                Op::LoadName => go!(self.load_name(i)),
                Op::StoreName => go!(self.store_name(i)),
                Op::DeleteName => go!(self.delete_name(i)),
                Op::LoadGlobal => go!(self.load_global(i)),
                Op::StoreGlobal => go!(self.store_global(i)),
                Op::DeleteGlobal => go!(self.delete_global(i)),
                Op::LoadDeref => go!(self.load_deref(i)),
                Op::StoreDeref => go!(self.store_deref(i)),
                Op::DeleteDeref => go!(self.delete_deref(i)),
                Op::LoadDictOrGlobal => go!(self.load_dict_or_global(i)),
                Op::LoadDictOrDeref => go!(self.load_dict_or_deref(i)),
                Op::LoadLocals => go!(self.load_locals(i)),
                Op::LoadBuildClass => go!(self.load_build_class(i)),
                Op::LoadAssertionError => go!(self.load_assertion_error(i)),
                Op::MakeCell => go!(self.make_cell(i)),
                Op::MakeEmptyCell => go!(self.make_empty_cell(i)),
                Op::CopyFreeVars => go!(self.copy_free_vars(i)),
                Op::LoadAttr => go!(self.load_attr(i)),
                Op::StoreAttr => go!(self.store_attr(i)),
                Op::DeleteAttr => go!(self.delete_attr(i)),
                Op::LoadMethod => go!(self.load_method(i)),
                Op::LoadSuperAttr => go!(self.load_super_attr(i)),
                Op::LoadSuperMethod => go!(self.load_super_method(i)),
                Op::GetItem => go!(self.get_item(i)),
                Op::GetItemK => go!(self.get_item_k(i)),
                Op::SetItem => go!(self.set_item(i)),
                Op::SetItemK => go!(self.set_item_k(i)),
                Op::DelItem => go!(self.del_item(i)),
                Op::BuildSlice => go!(self.build_slice(i)),
                Op::GetSlice => go!(self.get_slice(i)),
                Op::SetSlice => go!(self.set_slice(i)),
                Op::Add => go!(self.add(i)),
                Op::Sub => go!(self.sub(i)),
                Op::Mul => go!(self.mul(i)),
                Op::Div | Op::Mod | Op::LShift | Op::RShift | Op::Or | Op::Xor | Op::And | Op::FloorDiv => {
                    go!(self.binary_numbers(i))
                }
                Op::MatMul => go!(self.binary(i)),
                Op::Pow => go!(self.pow(i)),
                Op::AddK => go!(self.add_k(i)),
                Op::SubK => go!(self.sub_k(i)),
                Op::MulK => go!(self.mul_k(i)),
                Op::DivK
                | Op::ModK
                | Op::LShiftK
                | Op::RShiftK
                | Op::OrK
                | Op::XorK
                | Op::AndK
                | Op::FloorDivK => go!(self.binary_numbers_k(i)),
                Op::MatMulK => go!(self.binary_k(i)),
                Op::PowK => go!(self.pow_k(i)),
                Op::Neg | Op::Pos | Op::Invert => go!(self.unary(i)),
                Op::Not => go!(self.not(i)),
                Op::Lt | Op::Le | Op::Eq | Op::Ne | Op::Gt | Op::Ge => go!(self.compare(i)),
                Op::LtK | Op::LeK | Op::EqK | Op::NeK | Op::GtK | Op::GeK => go!(self.compare_k(i)),
                Op::Is => go!(self.is(i)),
                Op::IsNot => go!(self.is_not(i)),
                Op::In_ => go!(self.contains(i)),
                Op::NotIn => go!(self.not_contains(i)),
                Op::Jump => go!(self.jump(i)),
                Op::JumpIfTrue => go!(self.jump_if_true(i)),
                Op::JumpIfFalse => go!(self.jump_if_false(i)),
                Op::JumpIfNone => go!(self.jump_if_none(i)),
                Op::JumpIfNotNone => go!(self.jump_if_not_none(i)),
                Op::JumpLt | Op::JumpLe | Op::JumpEq | Op::JumpNe | Op::JumpGt | Op::JumpGe => {
                    go!(self.jump_compare(i))
                }
                Op::JumpNotLt
                | Op::JumpNotLe
                | Op::JumpNotEq
                | Op::JumpNotNe
                | Op::JumpNotGt
                | Op::JumpNotGe => go!(self.jump_compare_not(i)),
                Op::JumpLtK | Op::JumpLeK | Op::JumpEqK | Op::JumpNeK | Op::JumpGtK | Op::JumpGeK => {
                    go!(self.jump_compare_k(i))
                }
                Op::JumpNotLtK
                | Op::JumpNotLeK
                | Op::JumpNotEqK
                | Op::JumpNotNeK
                | Op::JumpNotGtK
                | Op::JumpNotGeK => go!(self.jump_compare_not_k(i)),
                Op::JumpIs => go!(self.jump_is(i)),
                Op::JumpIsNot => go!(self.jump_is_not(i)),
                Op::JumpIn => go!(self.jump_in(i)),
                Op::JumpNotIn => go!(self.jump_not_in(i)),
                Op::GetIter => go!(self.get_iter(i)),
                Op::ForPrep => go!(self.for_prep(i)),
                Op::ForNext => go!(self.for_next(i)),
                Op::GetAiter => go!(self.get_aiter(i)),
                Op::GetAnext => go!(self.get_anext(i)),
                Op::EndAsyncFor => go!(self.end_async_for(i)),
                Op::GetYieldFromIter => go!(self.get_yield_from_iter(i)),
                Op::GetAwaitable => go!(self.get_awaitable(i)),
                Op::Yield => go!(self.op_yield(i)),
                Op::YieldFrom => go!(self.yield_from(i)),
                Op::ReturnGenerator => go!(self.return_generator(i)),
                Op::UnpackSequence => go!(self.unpack_sequence(i)),
                Op::UnpackEx => go!(self.unpack_ex(i)),
                Op::BuildTuple => go!(self.build_tuple(i)),
                Op::BuildList => go!(self.build_list(i)),
                Op::BuildSet => go!(self.build_set(i)),
                Op::BuildMap => go!(self.build_map(i)),
                Op::BuildString => go!(self.build_string(i)),
                Op::ListAppend => go!(self.list_append(i)),
                Op::ListAppendN => go!(self.list_append_n(i)),
                Op::ListExtend => go!(self.list_extend(i)),
                Op::ListToTuple => go!(self.list_to_tuple(i)),
                Op::ListFromConst => go!(self.list_from_const(i)),
                Op::SetAdd => go!(self.set_add(i)),
                Op::SetAddN => go!(self.set_add_n(i)),
                Op::SetUpdate => go!(self.set_update(i)),
                Op::SetFromConst => go!(self.set_from_const(i)),
                Op::MapAdd => go!(self.map_add(i)),
                Op::MapAddN => go!(self.map_add_n(i)),
                Op::DictUpdate => go!(self.dict_update(i)),
                Op::DictMerge => go!(self.dict_merge(i)),
                Op::Convert => go!(self.convert(i)),
                Op::FormatSimple => go!(self.format_simple(i)),
                Op::FormatSpec => go!(self.format_spec(i)),
                Op::Call => go!(self.call(i)),
                Op::CallMethod => go!(self.call_method(i)),
                Op::CallKw => go!(self.call_kw(i)),
                Op::CallEx => go!(self.call_ex(i)),
                Op::Return => go!(self.op_return(i)),
                Op::ReturnConst => go!(self.return_const(i)),
                Op::PrintExpr => go!(self.print_expr(i)),
                Op::ImportName => go!(self.import_name(i)),
                Op::ImportFrom => go!(self.import_from(i)),
                Op::ImportStar => go!(self.import_star(i)),
                Op::MakeFunction => go!(self.make_function(i)),
                Op::SetTypeParams => go!(self.set_type_params(i)),
                Op::SetupAnnotations => go!(self.setup_annotations(i)),
                Op::MakeTypeParam => go!(self.make_type_param(i)),
                Op::SetTypeParamDefault => go!(self.set_type_param_default(i)),
                Op::MakeTypeAlias => go!(self.make_type_alias(i)),
                Op::SubscriptGeneric => go!(self.subscript_generic(i)),
                Op::RaiseBare => go!(self.raise_bare(i)),
                Op::RaiseExc => go!(self.raise_exc(i)),
                Op::RaiseFrom => go!(self.raise_from(i)),
                Op::Reraise => go!(self.reraise(i)),
                Op::PushExc => go!(self.push_exc(i)),
                Op::PopExc => go!(self.pop_exc(i)),
                Op::JumpNotExc => go!(self.jump_not_exc(i)),
                Op::ExcGroupMatch => go!(self.exc_group_match(i)),
                Op::PrepReraiseStar => go!(self.prep_reraise_star(i)),
                Op::LoadWith => go!(self.load_with(i)),
                Op::LoadAsyncWith => go!(self.load_async_with(i)),
                Op::WithExcept => go!(self.with_except(i)),
                Op::JumpNotMapping => go!(self.jump_not_mapping(i)),
                Op::JumpNotSequence => go!(self.jump_not_sequence(i)),
                Op::MatchClass => go!(self.match_class(i)),
                Op::MatchKeys => go!(self.match_keys(i)),
                Op::DictWithoutKeys => go!(self.dict_without_keys(i)),
                Op::GetLen => go!(self.get_len(i)),
            }
        }
        let result = std::mem::take(&mut self.result);
        Ok(if self.yielded { Outcome::Yielded(result) } else { Outcome::Returned(result) })
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
        if breaker::reasons() != 0 {
            self.attend()?;
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
        if backward && breaker::reasons() != 0 {
            self.attend()?;
        }
        Ok(Flow::Stay)
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
