//! `_csv.writer`.

use pyvm_vm::heap::{Str, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::dialect::{self, Dialect, Quoting};
use super::error;

/// The payload.
pub(super) struct Writer {
    /// The `write` of the file.
    pub(super) write: Value,
    pub(super) dialect: Value,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
    ),
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("_csv.writer")),
    methods: &[
        NativeDef::method(
            "writerow",
            "($self, row, /)",
            writerow,
            "writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will be converted to string.",
        )
        .hidden_signature(),
        NativeDef::method(
            "writerows",
            "($self, rows, /)",
            |vm, a| {
                vm.for_each(&a[1], |row| {
                    writerow(vm, &[a[0].clone(), row])?;
                    Ok(true)
                })?;
                Ok(Value::None)
            },
            "writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.  Non-string\nelements will be converted to string.",
        )
        .hidden_signature(),
    ],
    getset: &[GetSetDef::member("dialect", |vm, v| Ok(of(vm, v)?.dialect.clone()), "")],
    ..TypeSpec::named("writer", "_csv")
};

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Writer> {
    vm.payload(value, "_csv.writer")
}

/// A row under way.
struct Row<'a> {
    vm: &'a Vm,
    dialect: &'a Dialect,
    text: Wtf8Buf,
    count: usize,
}

fn is_number(vm: &Vm, value: &Value) -> bool {
    let slots = &vm.class_of(value).ty().slots;
    let is_complex = vm.is_instance(value, &vm.types.complex);
    vm.has_index(value) || slots.int.get().is_some() || slots.float.get().is_some() || is_complex
}

impl Row<'_> {
    fn put(&mut self, point: u32) {
        if let Some(point) = CodePoint::from_u32(point) {
            self.text.push(point);
        }
    }

    /// A field with what must be escaped; says whether it has to be quoted.
    fn escaped(&mut self, field: &Str, quoted: bool) -> PyResult<(Wtf8Buf, bool)> {
        let d = self.dialect;
        let (mut body, mut quoted) = (Wtf8Buf::new(), quoted);
        for point in field.as_wtf8().code_points() {
            let c = point.to_u32();
            let is_special = c == d.delimiter
                || d.escape == Some(c)
                || d.quote == Some(c)
                || matches!(point.to_char(), Some('\n' | '\r'))
                || d.terminator.as_wtf8().code_points().any(|end| end == point);
            if is_special {
                let escapes = if d.quoting == Quoting::None {
                    true
                } else if d.quote == Some(c) {
                    if d.double_quote {
                        body.push(point);
                    }
                    !d.double_quote
                } else {
                    d.escape == Some(c)
                };
                if escapes {
                    let Some(escape) = d.escape.and_then(CodePoint::from_u32) else {
                        return Err(error(self.vm, "need to escape, but no escapechar set"));
                    };
                    body.push(escape);
                } else {
                    quoted = true;
                }
            }
            body.push(point);
        }
        Ok((body, quoted))
    }

    fn append(&mut self, field: Option<&Str>, quoted: bool) -> PyResult<()> {
        let d = self.dialect;
        let mut quoted = quoted;
        if field.is_none_or(|field| field.is_empty()) && d.delimiter == u32::from(' ') && d.skip_space {
            let is_null = field.is_none() && matches!(d.quoting, Quoting::Strings | Quoting::Notnull);
            if d.quoting == Quoting::None || is_null {
                return Err(error(
                    self.vm,
                    "empty field must be quoted if delimiter is a space and skipinitialspace is true",
                ));
            }
            quoted = true;
        }
        let empty = Str::new("");
        let (body, quoted) = self.escaped(field.unwrap_or(&empty), quoted)?;
        if self.count > 0 {
            self.put(d.delimiter);
        }
        let quote = d.quote.filter(|_| quoted);
        quote.into_iter().for_each(|quote| self.put(quote));
        self.text.push_wtf8(&body);
        quote.into_iter().for_each(|quote| self.put(quote));
        self.count += 1;
        Ok(())
    }
}

fn writerow(vm: &Vm, args: &[Value]) -> PyResult {
    let writer = of(vm, &args[0])?;
    let fields = match vm.iter(&args[1]) {
        Err(e) if e.matches(vm, &vm.exc.type_error) => {
            let got = vm.type_name(&args[1]);
            return Err(error(vm, &format!("iterable expected, not {got}")));
        }
        fields => fields?,
    };
    let dialect = dialect::of(vm, &writer.dialect)?;
    let mut row = Row { vm, dialect, text: Wtf8Buf::new(), count: 0 };
    let mut ends_in_null = false;
    while let Some(field) = vm.next(&fields)? {
        let quoted = match dialect.quoting {
            Quoting::Nonnumeric => !is_number(vm, &field),
            Quoting::All => true,
            Quoting::Strings => field.as_text().is_some(),
            Quoting::Notnull => !field.is_none(),
            Quoting::Minimal | Quoting::None => false,
        };
        ends_in_null = field.is_none();
        if ends_in_null {
            row.append(None, quoted)?;
        } else {
            let text = match field.as_text() {
                Some(text) => text.clone(),
                None => vm.str(&field)?,
            };
            row.append(Some(&text), quoted)?;
        }
    }
    if row.count > 0 && row.text.is_empty() {
        let is_null = ends_in_null && matches!(dialect.quoting, Quoting::Strings | Quoting::Notnull);
        if dialect.quoting == Quoting::None || is_null {
            return Err(error(vm, "single empty field record must be quoted"));
        }
        row.count -= 1;
        row.append(None, true)?;
    }
    row.text.push_wtf8(dialect.terminator.as_wtf8());
    vm.call1(&writer.write, vm.new_str(Str::from_wtf8(&row.text)))
}

impl Native for Writer {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.write);
        visit.value(&self.dialect);
    }
}
