//! Checks a code object before it may run. The evaluation loop's unchecked register access relies on it.

use super::{
    code::Code,
    constant::Const,
    instruction::Instr,
    opcode::{Op, Operand, Trailer},
};

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    /// Qualified name of the code object.
    pub code: String,
    /// Word index.
    pub at: usize,
    /// What is wrong.
    pub what: &'static str,
}

/// Checks `code` and all code objects among its constants, but for those that are still to be read.
///
/// # Errors
/// The first operand out of range, jump into the middle of an instruction, malformed trailer or exception row, or code that can run off its end.
pub fn verify(code: &Code) -> Result<(), VerifyError> {
    let mut work = vec![code];
    while let Some(code) = work.pop() {
        Verifier { code, starts: Vec::new() }.run()?;
        work.extend(
            code.consts.iter().filter_map(|k| if let Const::Code(c) = k { Some(&**c) } else { None }),
        );
    }
    Ok(())
}

struct Verifier<'a> {
    code: &'a Code,
    starts: Vec<bool>,
}

impl Verifier<'_> {
    fn fail<T>(&self, at: usize, what: &'static str) -> Result<T, VerifyError> {
        Err(VerifyError { code: self.code.qualname.to_string(), at, what })
    }

    fn run(&mut self) -> Result<(), VerifyError> {
        self.find_starts()?;
        let mut last = None;
        for (at, instr) in self.code.instrs.iter().enumerate() {
            if self.starts[at] {
                self.check(at, instr)?;
                last = Some(instr.op);
            }
        }
        if last.is_none_or(Op::falls_through) {
            return self.fail(self.code.instrs.len(), "control runs off the end");
        }
        let fixed = self.code.nlocals() + self.code.cellvars.len() + self.code.freevars.len();
        if fixed != usize::from(self.code.first_temp) || self.code.nregs < u32::from(self.code.first_temp) {
            return self.fail(0, "register layout");
        }
        let locals = u32::try_from(self.code.nlocals()).unwrap_or(u32::MAX);
        let each = [self.code.argcount, self.code.kwonlyargcount];
        if self.code.nregs > 65_536
            || each.into_iter().any(|count| count > locals)
            || self.code.nparams() > locals
            || self.code.posonlyargcount > self.code.argcount
        {
            return self.fail(0, "register count");
        }
        if self.code.scoped.iter().any(|scoped| u32::from(scoped.reg) >= self.code.nregs) {
            return self.fail(0, "register out of range");
        }
        self.check_exceptions()
    }

    fn find_starts(&mut self) -> Result<(), VerifyError> {
        let instrs = &self.code.instrs;
        let mut starts = vec![false; instrs.len()];
        let mut at = 0;
        while let Some(instr) = instrs.get(at) {
            starts[at] = true;
            let trailer = instr.op.trailer();
            let expected = match trailer {
                Trailer::None => None,
                Trailer::Cache => Some(Op::Cache),
                Trailer::ExtConst | Trailer::ExtName | Trailer::ExtImm => Some(Op::Ext),
            };
            if matches!(instr.op, Op::Cache | Op::Ext) {
                return self.fail(at, "stray trailer word");
            }
            if expected.is_some() && instrs.get(at + 1).map(|w| w.op) != expected {
                return self.fail(at, "trailer missing");
            }
            at += instr.op.words();
        }
        self.starts = starts;
        Ok(())
    }

    fn check(&self, at: usize, instr: &Instr) -> Result<(), VerifyError> {
        let [a, b, c] = instr.op.operands();
        for (kind, value) in [(a, instr.a), (b, instr.b), (c, instr.c)] {
            self.check_operand(at, instr, kind, value)?;
        }
        let live = match instr.op {
            Op::Return => instr.b,
            Op::ReturnConst => instr.a,
            Op::Yield | Op::YieldFrom => instr.c,
            _ => 0,
        };
        if u32::from(live) > self.code.nregs {
            return self.fail(at, "register count");
        }
        let ext = self.code.instrs.get(at + 1).map_or(0, Instr::ext) as usize;
        match instr.op.trailer() {
            Trailer::ExtConst if ext >= self.code.consts.len() => self.fail(at, "constant index"),
            Trailer::ExtName if ext >= self.code.names.len() => self.fail(at, "name index"),
            _ => self.check_ext(at, instr, ext),
        }
    }

    fn check_ext(&self, at: usize, instr: &Instr, ext: usize) -> Result<(), VerifyError> {
        let good = match (instr.op, self.code.consts.get(ext)) {
            (Op::CallKw, Some(Const::Tuple(names))) => names.len() <= usize::from(instr.c),
            (Op::MakeFunction, Some(Const::Code(_) | Const::Unread(_))) => instr.c < 16,
            (Op::CallKw | Op::MakeFunction, _) => false,
            _ => true,
        };
        if good { Ok(()) } else { self.fail(at, "operand type") }
    }

    fn check_operand(&self, at: usize, instr: &Instr, kind: Operand, value: u16) -> Result<(), VerifyError> {
        let c = usize::from(instr.c);
        let count = match kind {
            Operand::No | Operand::Imm | Operand::High => return Ok(()),
            Operand::Out | Operand::In | Operand::InOut => 1,
            Operand::WinC(n) => c + usize::from(n),
            Operand::WinPairs => 2 * c,
            Operand::WinBits => instr.c.count_ones() as usize,
            Operand::Win(n) | Operand::Peek(n) | Operand::OutWin(n) | Operand::State(n) => usize::from(n),
            Operand::OutC => c,
            Operand::OutUnpackEx => c + 1 + self.code.instrs.get(at + 1).map_or(0, Instr::ext) as usize,
            Operand::Const => return self.check_const(at, u32::from(value)),
            Operand::Const32 => return self.check_const(at, instr.wide()),
            Operand::Name if usize::from(value) < self.code.names.len() => return Ok(()),
            Operand::Name => return self.fail(at, "name index"),
            Operand::Near => return self.check_target(at, at as i64 + i64::from(instr.near())),
            Operand::Target => return self.check_target(at, i64::from(instr.wide())),
        };
        let count = if instr.op == Op::ClearN { usize::from(instr.b) } else { count };
        if usize::from(value) + count > self.code.nregs as usize {
            return self.fail(at, "register out of range");
        }
        Ok(())
    }

    fn check_const(&self, at: usize, index: u32) -> Result<(), VerifyError> {
        if (index as usize) < self.code.consts.len() { Ok(()) } else { self.fail(at, "constant index") }
    }

    fn check_target(&self, at: usize, target: i64) -> Result<(), VerifyError> {
        let good = usize::try_from(target).is_ok_and(|t| self.starts.get(t).copied().unwrap_or(false));
        if good { Ok(()) } else { self.fail(at, "jump target") }
    }

    fn check_exceptions(&self) -> Result<(), VerifyError> {
        let mut previous = 0;
        for entry in &self.code.exceptions {
            let at = entry.start as usize;
            if entry.start < previous
                || entry.end <= entry.start
                || entry.end as usize > self.code.instrs.len()
            {
                return self.fail(at, "exception range");
            }
            self.check_target(at, i64::from(entry.start))?;
            self.check_target(at, i64::from(entry.handler))?;
            let registers =
                u32::from(entry.exc) < self.code.nregs && u32::from(entry.depth) <= self.code.nregs;
            if !registers || entry.depth < self.code.first_temp {
                return self.fail(at, "exception registers");
            }
            previous = entry.end;
        }
        Ok(())
    }
}
