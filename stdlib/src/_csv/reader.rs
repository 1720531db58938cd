//! `_csv.reader`: the state machine that reads rows.

use std::cell::Cell;

use pyvm_vm::heap::{Str, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::dialect::{self, Dialect, Quoting};
use super::{error, field_limit};

/// The payload.
pub(super) struct Reader {
    pub(super) lines: Value,
    pub(super) dialect: Value,
    pub(super) line_num: Cell<i64>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
    ),
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("_csv.reader")),
    slots: |s: &Slots| {
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(next));
    },
    getset: &[
        GetSetDef::member("dialect", |vm, v| Ok(of(vm, v)?.dialect.clone()), ""),
        GetSetDef::member("line_num", |vm, v| Ok(Value::Int(of(vm, v)?.line_num.get())), ""),
    ],
    ..TypeSpec::named("reader", "_csv")
};

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Reader> {
    vm.payload(value, "_csv.reader")
}

/// Where in a row a character stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    StartRecord,
    StartField,
    Escaped,
    InField,
    InQuoted,
    EscapedInQuoted,
    QuoteInQuoted,
    EatLineEnd,
    AfterEscapedLineEnd,
}

/// A row under way.
struct Row<'a> {
    vm: &'a Vm,
    dialect: &'a Dialect,
    limit: i64,
    state: State,
    fields: Vec<Value>,
    field: Wtf8Buf,
    length: i64,
    unquoted: bool,
}

fn is_line_end(point: Option<CodePoint>) -> bool {
    point.is_none_or(|c| matches!(c.to_char(), Some('\n' | '\r')))
}

impl Row<'_> {
    fn push(&mut self, point: CodePoint) -> PyResult<()> {
        if self.length >= self.limit {
            let message = format!("field larger than field limit ({})", self.limit);
            return Err(error(self.vm, &message));
        }
        self.field.push(point);
        self.length += 1;
        Ok(())
    }

    /// Ends a field.
    fn save(&mut self) -> PyResult<()> {
        let text = self.vm.new_str(Str::from_wtf8(&std::mem::take(&mut self.field)));
        let is_empty = self.length == 0;
        self.length = 0;
        let quoting = self.dialect.quoting;
        let value = if !self.unquoted {
            text
        } else if is_empty && matches!(quoting, Quoting::Notnull | Quoting::Strings) {
            Value::None
        } else if !is_empty && matches!(quoting, Quoting::Nonnumeric | Quoting::Strings) {
            self.vm.call1(&self.vm.types.float.to_value(), text)?
        } else {
            text
        };
        self.fields.push(value);
        Ok(())
    }

    fn end_of_field(&mut self, point: Option<CodePoint>) -> PyResult<()> {
        self.save()?;
        self.state = if point.is_none() { State::StartRecord } else { State::EatLineEnd };
        Ok(())
    }

    fn is_quote(&self, point: CodePoint) -> bool {
        self.dialect.quote == Some(point.to_u32()) && self.dialect.quoting != Quoting::None
    }

    fn is_escape(&self, point: CodePoint) -> bool {
        self.dialect.escape == Some(point.to_u32())
    }

    fn is_delimiter(&self, point: CodePoint) -> bool {
        self.dialect.delimiter == point.to_u32()
    }

    fn start_field(&mut self, point: Option<CodePoint>) -> PyResult<()> {
        self.unquoted = true;
        let Some(c) = point.filter(|_| !is_line_end(point)) else { return self.end_of_field(point) };
        if self.is_quote(c) {
            self.unquoted = false;
            self.state = State::InQuoted;
        } else if self.is_escape(c) {
            self.state = State::Escaped;
        } else if c.to_char() == Some(' ') && self.dialect.skip_space {
        } else if self.is_delimiter(c) {
            self.save()?;
        } else {
            self.push(c)?;
            self.state = State::InField;
        }
        Ok(())
    }

    fn in_field(&mut self, point: Option<CodePoint>) -> PyResult<()> {
        let Some(c) = point.filter(|_| !is_line_end(point)) else { return self.end_of_field(point) };
        if self.is_escape(c) {
            self.state = State::Escaped;
        } else if self.is_delimiter(c) {
            self.save()?;
            self.state = State::StartField;
        } else {
            self.push(c)?;
        }
        Ok(())
    }

    fn quote_in_quoted(&mut self, point: Option<CodePoint>) -> PyResult<()> {
        if let Some(c) = point.filter(|c| self.is_quote(*c)) {
            self.push(c)?;
            self.state = State::InQuoted;
            return Ok(());
        }
        if point.is_some_and(|c| self.is_delimiter(c)) {
            self.save()?;
            self.state = State::StartField;
            return Ok(());
        }
        let Some(c) = point.filter(|_| !is_line_end(point)) else { return self.end_of_field(point) };
        if self.dialect.strict {
            let shown = |c: u32| char::from_u32(c).unwrap_or('?');
            let quote = self.dialect.quote.map_or('"', shown);
            let message = format!("'{}' expected after '{quote}'", shown(self.dialect.delimiter));
            return Err(error(self.vm, &message));
        }
        self.push(c)?;
        self.state = State::InField;
        Ok(())
    }

    /// Takes a character, or the end of a line.
    fn take(&mut self, point: Option<CodePoint>) -> PyResult<()> {
        let newline = CodePoint::from_char('\n');
        match self.state {
            State::StartRecord => match point {
                None => {}
                Some(_) if is_line_end(point) => self.state = State::EatLineEnd,
                Some(_) => {
                    self.state = State::StartField;
                    self.start_field(point)?;
                }
            },
            State::StartField => self.start_field(point)?,
            State::Escaped if point.is_some() && is_line_end(point) => {
                self.push(point.unwrap_or(newline))?;
                self.state = State::AfterEscapedLineEnd;
            }
            State::Escaped => {
                self.push(point.unwrap_or(newline))?;
                self.state = State::InField;
            }
            State::AfterEscapedLineEnd if point.is_none() => {}
            State::AfterEscapedLineEnd | State::InField => {
                self.state = State::InField;
                self.in_field(point)?;
            }
            State::InQuoted => match point {
                None => {}
                Some(c) if self.is_escape(c) => self.state = State::EscapedInQuoted,
                Some(c) if self.is_quote(c) => {
                    self.state =
                        if self.dialect.double_quote { State::QuoteInQuoted } else { State::InField };
                }
                Some(c) => self.push(c)?,
            },
            State::EscapedInQuoted => {
                self.push(point.unwrap_or(newline))?;
                self.state = State::InQuoted;
            }
            State::QuoteInQuoted => self.quote_in_quoted(point)?,
            State::EatLineEnd => match point {
                None => self.state = State::StartRecord,
                Some(_) if is_line_end(point) => {}
                Some(_) => {
                    return Err(error(
                        self.vm,
                        "new-line character seen in unquoted field - do you need to open the file with newline=''?",
                    ));
                }
            },
        }
        Ok(())
    }
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let reader = of(vm, value)?;
    let mut row = Row {
        vm,
        dialect: dialect::of(vm, &reader.dialect)?,
        limit: field_limit(vm).get(),
        state: State::StartRecord,
        fields: Vec::new(),
        field: Wtf8Buf::new(),
        length: 0,
        unquoted: true,
    };
    loop {
        let Some(line) = vm.next(&reader.lines)? else {
            if row.length == 0 && row.state != State::InQuoted {
                return Ok(None);
            }
            if row.dialect.strict {
                return Err(error(vm, "unexpected end of data"));
            }
            row.save()?;
            break;
        };
        let Some(text) = line.as_text() else {
            let got = vm.type_name(&line);
            let message =
                format!("iterator should return strings, not {got} (the file should be opened in text mode)");
            return Err(error(vm, &message));
        };
        reader.line_num.set(reader.line_num.get() + 1);
        for point in text.as_wtf8().code_points() {
            row.take(Some(point))?;
        }
        row.take(None)?;
        if row.state == State::StartRecord {
            break;
        }
    }
    Ok(Some(vm.new_list(row.fields)))
}

impl Native for Reader {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.lines);
        visit.value(&self.dialect);
    }
}
