//! A readable listing of a code object, derived from the opcode table.

use std::fmt::Write as _;

use super::{
    code::Code,
    constant::Const,
    instruction::{Instr, flag},
    opcode::{Op, Operand, Trailer},
};

/// Lists `code`, then the code objects among its constants, innermost last.
pub fn dis(code: &Code) -> String {
    let mut out = String::new();
    let mut work = std::collections::VecDeque::from([code]);
    while let Some(code) = work.pop_front() {
        list(code, &mut out);
        work.extend(
            code.consts.iter().filter_map(|k| if let Const::Code(c) = k { Some(&**c) } else { None }),
        );
    }
    out
}

fn list(code: &Code, out: &mut String) {
    let _ = writeln!(out, "{} (locals {}, registers {}):", code.qualname, code.nlocals(), code.nregs);
    let mut shown = None;
    let mut at = 0usize;
    while let Some(instr) = code.instrs.get(at) {
        let line = u32::try_from(at).ok().and_then(|ip| code.lines.lookup(ip)).map(|p| p.line);
        let label = if line.is_some() && line != shown {
            line.map_or(String::new(), |l| l.to_string())
        } else {
            String::new()
        };
        shown = line.or(shown);
        let text = operands(code, at, instr);
        let _ = writeln!(out, "{label:>5} {at:4} {}{}", instr.op.name(), text);
        at += instr.op.words();
    }
    for e in &code.exceptions {
        let _ =
            writeln!(out, "      {}..{} -> {} depth {} exc r{}", e.start, e.end, e.handler, e.depth, e.exc);
    }
}

fn register(code: &Code, index: usize) -> String {
    let names = code.varnames.iter().chain(&code.cellvars).chain(&code.freevars);
    names
        .into_iter()
        .nth(index)
        .map_or_else(|| format!("t{}", index - usize::from(code.first_temp)), ToString::to_string)
}

fn operands(code: &Code, at: usize, instr: &Instr) -> String {
    let kinds = instr.op.operands();
    let mut out = String::new();
    for (i, (kind, value)) in kinds.into_iter().zip([instr.a, instr.b, instr.c]).enumerate() {
        let moved = if instr.x & (flag::TEMP_A << i) != 0 { "!" } else { "" };
        let text = match kind {
            Operand::No | Operand::High => continue,
            Operand::Out | Operand::In | Operand::InOut => {
                format!("{}{moved}", register(code, usize::from(value)))
            }
            Operand::Const => code.consts.get(usize::from(value)).map_or("?".into(), constant),
            Operand::Const32 => code.consts.get(instr.wide() as usize).map_or("?".into(), constant),
            Operand::Name => code.names.get(usize::from(value)).map_or("?".into(), |n| format!(".{n}")),
            Operand::Imm => format!("#{value}"),
            Operand::Near => format!("->{}", at as i64 + i64::from(instr.near())),
            Operand::Target => format!("->{}", instr.wide()),
            _ => format!("[{}..]", register(code, usize::from(value))),
        };
        let _ = write!(out, "{}{text}", if out.is_empty() { " " } else { ", " });
    }
    if let Some(ext) = code.instrs.get(at + 1).filter(|w| w.op == Op::Ext) {
        let text = match instr.op.trailer() {
            Trailer::ExtConst => code.consts.get(ext.ext() as usize).map_or("?".into(), constant),
            Trailer::ExtName => code.names.get(ext.ext() as usize).map_or("?".into(), |n| format!(".{n}")),
            _ => format!("#{}", ext.ext()),
        };
        let _ = write!(out, ", {text}");
    }
    for (bit, name) in [(flag::INPLACE, "inplace"), (flag::SPECIAL, "special"), (flag::METHOD, "method")] {
        if instr.x & bit != 0 {
            let _ = write!(out, " {name}");
        }
    }
    out
}

fn constant(k: &Const) -> String {
    match k {
        Const::None => "None".into(),
        Const::Ellipsis => "...".into(),
        Const::Bool(b) => if *b { "True" } else { "False" }.into(),
        Const::Int(i) => i.to_string(),
        Const::BigInt(i) => i.to_string(),
        Const::Float(f) => rustpython_literal::float::to_string(*f),
        Const::Complex(re, im) => format!("({re}{im:+}j)"),
        Const::Str(s) => format!("{:?}", s.to_string_lossy()),
        Const::Bytes(b) => format!("b{:?}", String::from_utf8_lossy(b)),
        Const::Tuple(items) => format!("({})", items.iter().map(constant).collect::<Vec<_>>().join(", ")),
        Const::FrozenSet(items) => {
            format!("{{{}}}", items.iter().map(constant).collect::<Vec<_>>().join(", "))
        }
        Const::Code(c) => format!("<code {}>", c.name),
        Const::Unread(c) => format!("<code {}>", c.head.name),
    }
}
