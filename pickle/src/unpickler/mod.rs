//! The loader: builds what a pickle describes. Mirrors the second half of `Modules/_pickle.c`.
//!
//! One pass over the stream; values are built straight into their containers. Marks are indices into the stack.

use std::cell::Cell;

use pyvm_vm::PyResult;
use pyvm_vm::heap::{Str, Value, intern};
use pyvm_vm::objects::bytearray::new_bytearray;
use pyvm_vm::objects::{Dict, set};
use pyvm_vm::types::attribute;
use pyvm_vm::vm::Vm;

use crate::module::PickleNames;
use crate::opcode::Opcode;
use crate::wire::text::{self, Number};
use crate::wire::{Decoder, Fault, Source};

mod build;
mod classes;
mod collect;
mod file;
mod instances;
mod memo;

pub(crate) use file::decode_arguments;
pub use file::{FileHost, Raise};
pub use memo::Memo;

/// What an `Unpickler` is set to.
pub struct Options {
    /// Map Python 2's names to Python 3's below protocol 3.
    pub fix_imports: bool,
    /// Decodes Python 2 strings; `bytes` keeps them.
    pub encoding: String,
    /// The error handler of that.
    pub errors: String,
    /// An iterator of out-of-band buffers.
    pub buffers: Option<Value>,
    /// `find_class`, if it is overridden.
    pub find_class: Option<Value>,
    /// `persistent_load`, if it is overridden.
    pub persistent_load: Option<Value>,
    /// Called with what `REDUCE` would call and its arguments, before that happens: gives what takes the place of the
    /// result, or `None`.
    pub reduced: Option<Value>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            fix_imports: true,
            encoding: "ASCII".to_owned(),
            errors: "strict".to_owned(),
            buffers: None,
            find_class: None,
            persistent_load: None,
            reduced: None,
        }
    }
}

/// One pickle being read.
pub struct Loader<'a, S> {
    vm: &'a Vm,
    decoder: Decoder<S>,
    names: &'a PickleNames,
    options: &'a Options,
    pub(super) stack: Vec<Value>,
    pub(super) marks: Vec<usize>,
    memo: &'a mut Memo,
    /// What `PROTO` said; it stays with an `Unpickler`.
    protocol: &'a Cell<u8>,
    classes: classes::Classes,
}

impl<'a, S: Source> Loader<'a, S>
where
    S::Error: Raise,
{
    /// A loader over a source.
    pub fn new(
        vm: &'a Vm,
        source: S,
        options: &'a Options,
        names: &'a PickleNames,
        memo: &'a mut Memo,
        protocol: &'a Cell<u8>,
    ) -> Self {
        protocol.set(0);
        let decoder = Decoder::over(source);
        let (stack, marks, classes) = (Vec::new(), Vec::new(), classes::Classes::default());
        Loader { vm, decoder, names, options, stack, marks, memo, protocol, classes }
    }

    /// The source, once the pickle is read.
    pub fn source(&mut self) -> &mut S {
        self.decoder.source()
    }

    /// The source, taken out.
    pub fn into_source(self) -> S {
        self.decoder.into_source()
    }

    /// Reads up to `STOP` and gives the object.
    ///
    /// # Errors
    /// UnpicklingError and the other errors of C `_pickle`, and what the objects' own methods raise.
    pub fn load(&mut self) -> PyResult {
        loop {
            let opcode = self.decoder.fetch_due().map_err(|e| e.raise_due(self.vm, self.names))?;
            if opcode == Opcode::Stop {
                self.decoder.source().finish().map_err(|e| e.raise(self.vm, self.names))?;
                return self.pop();
            }
            self.step(opcode)?;
        }
    }

    pub(super) fn fault<T>(&self, fault: Fault) -> PyResult<T> {
        Err(self.decoder.fail(fault).raise(self.vm, self.names))
    }

    fn unpickling<T>(&self, message: impl Into<Str>) -> PyResult<T> {
        Err(self.vm.new_error(&self.names.unpickling_error, message))
    }

    /// The lowest stack index that may be taken.
    #[inline]
    pub(super) fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    #[inline(always)]
    fn push(&mut self, value: Value) {
        self.stack.push(value);
    }

    #[inline]
    pub(super) fn pop(&mut self) -> PyResult {
        if self.stack.len() <= self.fence() {
            return self.underflow();
        }
        self.stack.pop().map_or_else(|| self.underflow(), Ok)
    }

    #[cold]
    pub(super) fn underflow<T>(&self) -> PyResult<T> {
        self.fault(if self.marks.is_empty() { Fault::StackUnderflow } else { Fault::UnexpectedMark })
    }

    #[inline]
    pub(super) fn top(&self) -> PyResult<&Value> {
        if self.stack.len() <= self.fence() {
            return self.underflow();
        }
        self.stack.last().map_or_else(|| self.underflow(), Ok)
    }

    /// The values above the last mark, which goes.
    fn pop_mark(&mut self) -> PyResult<Vec<Value>> {
        match self.marks.pop() {
            Some(mark) => Ok(self.stack.split_off(mark.min(self.stack.len()))),
            None => self.fault(Fault::NoMark),
        }
    }

    /// The stack index above the last mark, which goes.
    #[inline]
    fn take_mark(&mut self) -> PyResult<usize> {
        match self.marks.pop() {
            Some(mark) => Ok(mark),
            None => self.fault(Fault::NoMark),
        }
    }

    /// The stack index of the lowest of `count` values on top.
    #[inline]
    fn below_top(&self, count: usize) -> PyResult<usize> {
        match self.stack.len().checked_sub(count) {
            Some(at) => Ok(at),
            None => self.underflow(),
        }
    }

    /// In place, so that what the loop holds in registers stays there.
    #[inline(always)]
    fn step(&mut self, opcode: Opcode) -> PyResult<()> {
        use Opcode as O;
        let vm = self.vm;
        /// Reads an argument or raises.
        macro_rules! read {
            ($call:expr) => {
                match $call {
                    Ok(value) => value,
                    Err(e) => return Err(e.raise(vm, self.names)),
                }
            };
        }
        match opcode {
            O::Mark => self.marks.push(self.stack.len()),
            O::None => self.push(Value::None),
            O::NewTrue => self.push(Value::Bool(true)),
            O::NewFalse => self.push(Value::Bool(false)),
            O::BinInt1 => {
                let n = read!(self.decoder.u1());
                self.push(Value::Int(i64::from(n)));
            }
            O::BinInt2 => {
                let n = read!(self.decoder.u2());
                self.push(Value::Int(i64::from(n)));
            }
            O::BinInt => {
                let n = read!(self.decoder.i4());
                self.push(Value::Int(i64::from(n)));
            }
            O::BinFloat => {
                let x = read!(self.decoder.f8());
                self.push(Value::Float(x));
            }
            O::Long1 => {
                let n = number(text::long(read!(self.decoder.counted1())));
                self.push(n);
            }
            O::Long4 => {
                let n = number(text::long(read!(self.decoder.long4())));
                self.push(n);
            }
            O::Int => {
                let parsed = text::c_int(read!(self.decoder.filled_line()));
                let line_value = self.or_fault(parsed)?;
                self.push(number(line_value));
            }
            O::Long => {
                let parsed = text::c_long(read!(self.decoder.filled_line()));
                let value = self.or_fault(parsed)?;
                self.push(number(value));
            }
            O::Float => {
                let parsed = text::c_float(read!(self.decoder.filled_line()));
                let x = self.or_fault(parsed)?;
                self.push(Value::Float(x));
            }
            O::ShortBinUnicode => {
                let made = text_of(vm, read!(self.decoder.counted1()))?;
                self.push(made);
            }
            O::BinUnicode => {
                let made = text_of(vm, read!(self.decoder.counted4()))?;
                self.push(made);
            }
            O::BinUnicode8 => {
                let made = text_of(vm, read!(self.decoder.counted8()))?;
                self.push(made);
            }
            O::Unicode => {
                let parsed = text::raw_unicode_escape(read!(self.decoder.line()));
                let bytes = self.or_fault(parsed)?;
                let made = text_of(vm, &bytes)?;
                self.push(made);
            }
            O::ShortBinBytes => {
                let made = vm.fresh_bytes(&read!(self.decoder.copied1()));
                self.push(made);
            }
            O::BinBytes => {
                let made = vm.fresh_bytes(&read!(self.decoder.copied4()));
                self.push(made);
            }
            O::BinBytes8 => {
                let made = vm.fresh_bytes(&read!(self.decoder.copied8()));
                self.push(made);
            }
            O::ByteArray8 => {
                let data = read!(self.decoder.copied8()).into_owned();
                self.push(new_bytearray(vm, data));
            }
            O::String => {
                let parsed = text::c_string(read!(self.decoder.line()));
                let text::Escaped { bytes, invalid } = self.or_fault(parsed)?;
                if let Some(escape) = invalid {
                    vm.warn_of_escape(&escape)?;
                }
                self.push_python2(&bytes)?;
            }
            O::BinString => {
                let bytes = read!(self.decoder.counted4()).to_vec();
                self.push_python2(&bytes)?;
            }
            O::ShortBinString => {
                let bytes = read!(self.decoder.counted1()).to_vec();
                self.push_python2(&bytes)?;
            }
            O::EmptyTuple => self.push(vm.empty_tuple()),
            O::EmptyList => self.push(vm.new_list(Vec::new())),
            O::EmptyDict => self.push(vm.new_dict()),
            O::EmptySet => {
                let made = set::from_values(vm, Vec::new())?;
                self.push(made);
            }
            O::Tuple1 => self.tuple(1)?,
            O::Tuple2 => self.tuple(2)?,
            O::Tuple3 => self.tuple(3)?,
            O::Tuple => {
                let items = self.pop_mark()?;
                self.push(vm.new_tuple(items));
            }
            O::List => {
                let items = self.pop_mark()?;
                self.push(vm.new_list(items));
            }
            O::Dict => self.dict()?,
            O::FrozenSet => {
                let items = self.pop_mark()?;
                let made = set::frozen_from_values(vm, items)?;
                self.push(made);
            }
            O::Append => {
                let at = self.below_top(1)?;
                self.append(at)?;
            }
            O::Appends => {
                let at = self.take_mark()?;
                self.append(at)?;
            }
            O::SetItem => {
                let at = self.below_top(2)?;
                self.set_items(at)?;
            }
            O::SetItems => {
                let at = self.take_mark()?;
                self.set_items(at)?;
            }
            O::AddItems => {
                let at = self.take_mark()?;
                self.add_items(at)?;
            }
            O::Pop => self.discard()?,
            O::PopMark => drop(self.pop_mark()?),
            O::Dup => {
                let value = self.top()?.clone();
                self.push(value);
            }
            O::Memoize => {
                let value = self.top()?.clone();
                self.memo.push(value);
            }
            O::BinPut => {
                let index = u64::from(read!(self.decoder.u1()));
                self.put(index)?;
            }
            O::LongBinPut => {
                let index = u64::from(read!(self.decoder.u4()));
                self.put(index)?;
            }
            O::Put => {
                let parsed = text::c_memo_key(read!(self.decoder.filled_line()));
                self.top()?;
                match u64::try_from(self.or_fault(parsed)?) {
                    Ok(index) => self.put(index)?,
                    Err(_) => return self.fault(Fault::NegativePut),
                }
            }
            O::BinGet => {
                let index = u64::from(read!(self.decoder.u1()));
                self.get(index)?;
            }
            O::LongBinGet => {
                let index = u64::from(read!(self.decoder.u4()));
                self.get(index)?;
            }
            O::Get => {
                let parsed = text::c_memo_key(read!(self.decoder.filled_line()));
                let key = self.or_fault(parsed)?;
                match u64::try_from(key) {
                    Ok(index) => self.get(index)?,
                    Err(_) => return self.fault(Fault::MemoMissing(key)),
                }
            }
            O::Proto => self.protocol.set(read!(self.decoder.protocol())),
            O::Frame => read!(self.decoder.enter_frame()),
            O::Global => {
                let module = name_of(vm, read!(self.decoder.filled_line()), "utf-8")?;
                let name = name_of(vm, read!(self.decoder.filled_line()), "utf-8")?;
                let found = self.find_class(&module, &name)?;
                self.push(found);
            }
            O::StackGlobal => {
                let (name, module) = (self.pop()?, self.pop()?);
                if !matches!((&module, &name), (Value::Str(_), Value::Str(_))) {
                    return self.fault(Fault::StackGlobal);
                }
                let found = self.find_class(&module, &name)?;
                self.push(found);
            }
            O::Ext1 => {
                let code = i64::from(read!(self.decoder.u1()));
                self.extension(code)?;
            }
            O::Ext2 => {
                let code = i64::from(read!(self.decoder.u2()));
                self.extension(code)?;
            }
            O::Ext4 => {
                let code = i64::from(read!(self.decoder.i4()));
                self.extension(code)?;
            }
            O::Reduce => {
                let args = self.pop()?;
                let callable = self.pop()?;
                let made = self.call_with(&callable, &args)?;
                self.push(made);
            }
            O::NewObj => self.newobj(None)?,
            O::NewObjEx => {
                let kwargs = self.pop()?;
                self.newobj(Some(kwargs))?;
            }
            O::Inst => {
                let at = self.take_mark()?;
                let module = name_of(vm, read!(self.decoder.filled_line()), "ascii")?;
                let name = name_of(vm, read!(self.decoder.filled_line()), "ascii")?;
                let class = self.find_class(&module, &name)?;
                let args = self.stack.split_off(at.min(self.stack.len()));
                let made = self.instantiate(&class, args)?;
                self.push(made);
            }
            O::Obj => {
                let mut items = self.pop_mark()?;
                if items.is_empty() {
                    return self.underflow();
                }
                let class = items.remove(0);
                let made = self.instantiate(&class, items)?;
                self.push(made);
            }
            O::Build => {
                let state = self.pop()?;
                let object = self.top()?.clone();
                self.build(&object, state)?;
            }
            O::PersId => {
                let line = read!(self.decoder.line());
                let Some(text) = std::str::from_utf8(line).ok().filter(|t| t.is_ascii()).map(Value::str)
                else {
                    return self.fault(Fault::BadPersId);
                };
                self.persistent(text)?;
            }
            O::BinPersId => {
                let id = self.pop()?;
                self.persistent(id)?;
            }
            O::NextBuffer => self.next_buffer()?,
            O::ReadonlyBuffer => self.readonly_buffer()?,
            O::Stop => {}
        }
        Ok(())
    }

    fn or_fault<T>(&self, parsed: Result<T, Fault>) -> PyResult<T> {
        parsed.or_else(|fault| self.fault(fault))
    }

    fn put(&mut self, index: u64) -> PyResult<()> {
        let value = self.top()?.clone();
        self.memo.put(index, value);
        Ok(())
    }

    #[inline]
    fn get(&mut self, index: u64) -> PyResult<()> {
        match self.memo.get(index) {
            Some(value) => {
                self.push(value);
                Ok(())
            }
            None => self.fault(Fault::MemoMissing(i64::try_from(index).unwrap_or(i64::MAX))),
        }
    }

    /// `POP`: the top, or a mark that has nothing above it.
    fn discard(&mut self) -> PyResult<()> {
        if self.marks.last() == Some(&self.stack.len()) {
            self.marks.pop();
            return Ok(());
        }
        self.pop().map(drop)
    }

    fn tuple(&mut self, count: usize) -> PyResult<()> {
        if self.stack.len() < self.fence() + count {
            return self.underflow();
        }
        let items = self.stack.split_off(self.stack.len() - count);
        self.push(self.vm.new_tuple(items));
        Ok(())
    }

    fn dict(&mut self) -> PyResult<()> {
        let items = self.pop_mark()?;
        if items.len() % 2 != 0 {
            return self.fault(Fault::OddItems("DICT"));
        }
        let dict = Dict::with_capacity(items.len() / 2);
        let mut items = items.into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            drop(dict.insert(self.vm, key, value)?);
        }
        self.push(self.vm.dict_from(dict));
        Ok(())
    }

    /// A Python 2 string: decoded, or kept as bytes.
    fn push_python2(&mut self, data: &[u8]) -> PyResult<()> {
        let made = if self.options.encoding == "bytes" {
            self.vm.new_bytes(data)
        } else if data.is_empty() {
            self.vm.new_str("")
        } else {
            Value::Str(self.vm.decode(data, &self.options.encoding, &self.options.errors)?)
        };
        self.push(made);
        Ok(())
    }
}

fn number(n: Number) -> Value {
    match n {
        Number::Small(n) => Value::Int(n),
        Number::Big(n) => Value::from(n),
        Number::Bool(b) => Value::Bool(b),
    }
}

/// Text in UTF-8 with lone surrogates let through.
pub(crate) fn text_of(vm: &Vm, data: &[u8]) -> PyResult {
    if let Some(text) = Str::from_utf8(data) {
        return Ok(Value::Str(vm.canonical(text)));
    }
    vm.decode(data, "utf-8", "surrogatepass").map(Value::Str)
}

/// A line of `GLOBAL` or `INST`, which have it in different codecs.
fn name_of(vm: &Vm, line: &[u8], codec: &str) -> PyResult {
    match Str::from_utf8(line).filter(|_| line.is_ascii()) {
        Some(text) => Ok(Value::Str(vm.canonical(text))),
        None => vm.decode(line, codec, "strict").map(Value::Str),
    }
}

/// Reads one pickle from bytes.
///
/// # Errors
/// As [`Loader::load`].
pub fn loads(vm: &Vm, data: &[u8], options: &Options) -> PyResult {
    let names = crate::module::names(vm)?;
    let (mut memo, protocol) = (Memo::default(), Cell::new(0));
    Loader::new(vm, crate::wire::SliceSource::new(data), options, &names, &mut memo, &protocol).load()
}

/// Sets an attribute the way `BUILD` does for plain instances.
pub(crate) fn set_plain(vm: &Vm, object: &Value, name: &Str, value: Value) {
    if let Value::Obj(r) = object {
        attribute::set_own(vm, r, &intern::intern(name.clone()), value);
    }
}
