//! The disassembler: `pickletools.dis`, byte for byte.
//!
//! It follows the stack symbolically. Everything is iterative; marks nest as deep as the stream says.

use super::genops::{Step, ToolError, Value, genops, number_repr};
use super::repr;
use super::text::Number;
use crate::opcode::{Item, Opcode};
use num_bigint::BigInt;
use std::collections::HashMap;
use std::fmt::{self, Write};

/// How to print.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Spaces per nested mark.
    pub indent: usize,
    /// Column for the help of each opcode; 0 for none.
    pub annotate: usize,
    /// Added to every position, for a pickle that does not start at the beginning of its file.
    pub base: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { indent: 4, annotate: 0, base: 0 }
    }
}

/// A memo key: any int. The bools of `00` and `01` are the ints they equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Small(i64),
    Big(BigInt),
}

impl Key {
    pub(super) fn of(arg: &Value<'_>) -> Option<Key> {
        match arg {
            Value::Number(Number::Small(n)) => Some(Key::Small(*n)),
            Value::Number(Number::Bool(b)) => Some(Key::Small(i64::from(*b))),
            Value::Number(Number::Big(n)) => Some(Key::Big(n.clone())),
            _ => None,
        }
    }
}

/// A memo to be shared between the pickles of one pickler.
#[derive(Clone, Debug, Default)]
pub struct Memo(HashMap<Key, Item>);

impl Memo {
    /// Enters the item of that name under a key; unknown names are anything.
    pub fn insert(&mut self, key: i64, name: &str) {
        let items = Opcode::ALL.iter().flat_map(|o| o.info().after);
        let item = items.copied().find(|i| i.name() == name).unwrap_or(Item::Any);
        self.0.insert(Key::Small(key), item);
    }

    /// Keys of 64 bits with the names of their items.
    #[must_use]
    pub fn entries(&self) -> Vec<(i64, &'static str)> {
        let small = |(key, item): (&Key, &Item)| match key {
            Key::Small(n) => Some((*n, item.name())),
            Key::Big(_) => None,
        };
        let mut all: Vec<_> = self.0.iter().filter_map(small).collect();
        all.sort_unstable();
        all
    }
}

/// Disassembles the first pickle in `data` to `out` and returns its length.
///
/// # Errors
/// What `pickletools.dis` raises. Lines up to the error have been written.
pub fn dis(data: &[u8], out: &mut dyn Write, options: Options) -> Result<usize, ToolError> {
    dis_with(data, out, options, &mut Memo::default())
}

/// As [`dis`], with a memo that outlives the pickle.
///
/// # Errors
/// As [`dis`].
pub fn dis_with(
    data: &[u8],
    out: &mut dyn Write,
    options: Options,
    memo: &mut Memo,
) -> Result<usize, ToolError> {
    let mut state =
        Dis { out, options, column: options.annotate, stack: Vec::new(), marks: Vec::new(), memo };
    let (mut highest, mut end) = (0, 0);
    for step in genops(data) {
        let mut step = step.map_err(|mut e| {
            e.offset += options.base;
            if e.message.starts_with("at position") {
                e.message =
                    e.message.replacen(&(e.offset - options.base).to_string(), &e.offset.to_string(), 1);
            }
            e
        })?;
        end = step.end;
        step.offset += options.base;
        highest = highest.max(step.code.info().protocol);
        state.step(&step)?;
        if step.code == Opcode::Stop {
            writeln!(state.out, "highest protocol among opcodes = {highest}").map_err(unwritable)?;
        }
    }
    state.finish()?;
    Ok(usize::try_from(end).unwrap_or(usize::MAX))
}

fn unwritable(_: fmt::Error) -> ToolError {
    ToolError {
        class: "OSError",
        message: "the output cannot be written".to_owned(),
        offset: 0,
        decode: None,
    }
}

struct Dis<'a> {
    out: &'a mut dyn Write,
    options: Options,
    column: usize,
    stack: Vec<Item>,
    marks: Vec<u64>,
    memo: &'a mut Memo,
}

/// What a line says after the argument, how much the opcode still pops, and its error.
struct Effect {
    note: Option<String>,
    pops: usize,
    error: Option<String>,
    pushes: Option<Item>,
}

impl Dis<'_> {
    fn step(&mut self, step: &Step<'_>) -> Result<(), ToolError> {
        let info = step.code.info();
        let depth = self.marks.len();
        let fail = |message: String| ToolError::value(message, step.offset);
        // CPython prints the position before it looks at the stack, so it stands there when that fails.
        write!(self.out, "{:5}: ", step.offset).map_err(unwritable)?;
        let mut effect = self.unmark(step)?;
        self.memo_effect(step, &mut effect)?;
        self.print(step, depth, effect.note.as_deref())?;
        if let Some(message) = effect.error {
            return Err(fail(message));
        }
        let have = self.stack.len();
        let Some(left) = have.checked_sub(effect.pops) else {
            return Err(fail(format!(
                "tries to pop {} items from stack with only {have} items",
                effect.pops
            )));
        };
        self.stack.truncate(left);
        if info.after.contains(&Item::Mark) {
            self.marks.push(step.offset);
        }
        match effect.pushes {
            Some(item) => self.stack.push(item),
            None => self.stack.extend_from_slice(info.after),
        }
        Ok(())
    }

    /// Removes everything down to the mark, for the opcodes that do.
    fn unmark(&mut self, step: &Step<'_>) -> Result<Effect, ToolError> {
        let before = step.code.info().before;
        let mark = before.iter().position(|&item| item == Item::Mark);
        let mut effect = Effect { note: None, pops: before.len(), error: None, pushes: None };
        let pops_mark = step.code == Opcode::Pop && self.stack.last() == Some(&Item::Mark);
        if mark.is_none() && !pops_mark {
            return Ok(effect);
        }
        let Some(at) = self.marks.pop() else {
            let message = "no MARK exists on stack".to_owned();
            effect.note = Some(message.clone());
            effect.error = Some(message);
            return Ok(effect);
        };
        effect.note = Some(format!("(MARK at {at})"));
        effect.pops = mark.unwrap_or(0);
        let Some(place) = self.stack.iter().rposition(|&item| item == Item::Mark) else {
            let message = "list index out of range".to_owned();
            return Err(ToolError { class: "IndexError", message, offset: step.offset, decode: None });
        };
        self.stack.truncate(place);
        Ok(effect)
    }

    fn memo_effect(&mut self, step: &Step<'_>, effect: &mut Effect) -> Result<(), ToolError> {
        match step.code {
            Opcode::Memoize => {
                let index = self.memo.0.len();
                effect.note = Some(format!("(as {index})"));
                let key = Key::Small(i64::try_from(index).unwrap_or(i64::MAX));
                // CPython names the argument, and there is none.
                effect.error = self.store(key, "None");
            }
            Opcode::Put | Opcode::BinPut | Opcode::LongBinPut => {
                if let Some(key) = Key::of(&step.arg) {
                    effect.error = self.store(key, &shown(step)?);
                }
            }
            Opcode::Get | Opcode::BinGet | Opcode::LongBinGet => {
                match Key::of(&step.arg).and_then(|key| self.memo.0.get(&key)) {
                    Some(&item) => effect.pushes = Some(item),
                    None => {
                        effect.error = Some(format!("memo key {} has never been stored into", shown(step)?));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn store(&mut self, key: Key, shown: &str) -> Option<String> {
        if self.memo.0.contains_key(&key) {
            return Some(format!("memo key {shown} already defined"));
        }
        match self.stack.last() {
            None => Some("stack is empty -- can't store into memo".to_owned()),
            Some(Item::Mark) => Some("can't store markobject in the memo".to_owned()),
            Some(&item) => {
                self.memo.0.insert(key, item);
                None
            }
        }
    }

    fn print(&mut self, step: &Step<'_>, depth: usize, note: Option<&str>) -> Result<(), ToolError> {
        let info = step.code.info();
        let code = repr::bytes(&[info.code]);
        let code = code.get(2..code.len() - 1).unwrap_or("");
        let indent = self.options.indent * depth;
        let mut line = format!("{code:<4} {:indent$}{}", "", info.name);
        let arg = step.arg.repr().map_err(|e| ToolError::from_py(e, step.offset))?;
        let has_arg = step.arg != Value::Nothing;
        if has_arg || note.is_some() {
            let _ = write!(line, "{:1$}", "", 10_usize.saturating_sub(info.name.len()));
        }
        if has_arg {
            line.push(' ');
            line.push_str(&arg);
        }
        if let Some(note) = note {
            line.push(' ');
            line.push_str(note);
        }
        if self.options.annotate > 0 {
            self.annotate(&mut line, info.doc);
        }
        line.push('\n');
        self.out.write_str(&line).map_err(unwritable)
    }

    /// Pads to the column of the help, which moves right with long lines and comes back after very long ones.
    fn annotate(&mut self, line: &mut String, doc: &str) {
        let length = line.chars().count();
        let _ = write!(line, "{:1$}", "", self.column.saturating_sub(length));
        self.column = self.column.max(length);
        if self.column > 50 {
            self.column = self.options.annotate;
        }
        line.push(' ');
        line.push_str(doc);
    }

    fn finish(self) -> Result<(), ToolError> {
        if self.stack.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = self.stack.iter().map(|item| item.name()).collect();
        Err(ToolError::value(format!("stack not empty after STOP: [{}]", names.join(", ")), 0))
    }
}

fn shown(step: &Step<'_>) -> Result<String, ToolError> {
    match &step.arg {
        Value::Number(n) => number_repr(n).map_err(|e| ToolError::from_py(e, step.offset)),
        _ => Ok(String::new()),
    }
}
