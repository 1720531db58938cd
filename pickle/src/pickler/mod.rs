//! The saver: writes what C `_pickle` writes, byte for byte. Mirrors the first half of `Modules/_pickle.c`.
//!
//! The surprise: it does not recurse. What is still to be written lies on a stack of [`Task`]s, so that depth costs
//! memory and no native stack. Atoms are written where they are met and never become tasks.

use pyvm_vm::heap::{Bytes, Str, TypeRef, Value};
use pyvm_vm::objects::{Dict, Kind};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use crate::module::PickleNames;
use crate::opcode::Opcode;
use crate::wire::{FRAME_TARGET, Payload, Sink, Writer};

mod buffer;
mod containers;
mod fast_mode;
mod global;
mod instance;
pub mod memo;
mod plan;
mod reduce;
mod task;

pub use memo::Memo;
pub(crate) use task::Task;

/// Where the bytes go: kept, or handed to a `write` method.
pub struct PySink<'a> {
    vm: &'a Vm,
    write: Value,
}

impl Sink for PySink<'_> {
    type Error = PyError;
    const STREAMS: bool = true;

    fn write(&mut self, bytes: &[u8]) -> PyResult<()> {
        self.vm.call1(&self.write, self.vm.new_bytes(bytes)).map(drop)
    }
}

/// A sink that takes large objects whole: a file gets the `bytes` or `bytearray` itself, not a copy.
pub trait ObjectSink: Sink<Error = PyError> {
    /// One write of what `value` holds.
    ///
    /// # Errors
    /// Whatever the host raises.
    fn write_object(&mut self, value: &Value) -> PyResult<()>;
}

impl ObjectSink for PySink<'_> {
    fn write_object(&mut self, value: &Value) -> PyResult<()> {
        self.vm.call1(&self.write, value.clone()).map(drop)
    }
}

impl ObjectSink for Keep {
    fn write_object(&mut self, _value: &Value) -> PyResult<()> {
        Ok(())
    }
}

/// Keeps everything, with the error type of natives.
pub struct Keep;

impl Sink for Keep {
    type Error = PyError;
    const STREAMS: bool = false;

    fn write(&mut self, _bytes: &[u8]) -> PyResult<()> {
        Ok(())
    }
}

/// What a `Pickler` is set to.
#[derive(Default)]
pub struct Options {
    /// 0 to 5.
    pub protocol: u8,
    /// Map Python 3 names to Python 2's below protocol 3.
    pub fix_imports: bool,
    /// `persistent_id`, if it is overridden.
    pub persistent_id: Option<Value>,
    /// `reducer_override`, if there is one.
    pub reducer_override: Option<Value>,
    /// A private dispatch table.
    pub dispatch_table: Option<Value>,
    /// Called with each out-of-band buffer.
    pub buffer_callback: Option<Value>,
    /// No memo.
    pub fast: bool,
    /// Whether opcodes are those of protocol 1, where it is not the protocol that says so.
    pub bin: Option<bool>,
}

/// One pickle being written.
pub struct Saver<'a, S> {
    pub(crate) vm: &'a Vm,
    pub(crate) out: Writer<S>,
    pub(crate) memo: &'a Memo,
    pub(crate) options: &'a Options,
    pub(crate) tasks: Vec<Task>,
    /// What comes before them, and is neither an atom nor in the memo unless a hook has to be asked first.
    next: Option<Value>,
    pub(crate) names: &'a PickleNames,
    /// Whether objects are saved without asking a hook first.
    unhooked: bool,
    /// Reduces whose object is not made yet, and how many of them are looked through for one that makes itself.
    open_reduces: usize,
    reduces_checked_at: usize,
    /// Persistent ids that are being written, one in the other.
    open_ids: usize,
    plans: plan::Plans,
    /// An empty vector to use again.
    spare: Vec<Value>,
    /// See [`Pickled`].
    apart: Vec<(usize, Value)>,
}

impl<'a, S: ObjectSink> Saver<'a, S> {
    /// A pickle into `sink`.
    pub fn new(vm: &'a Vm, sink: S, memo: &'a Memo, options: &'a Options, names: &'a PickleNames) -> Self {
        Saver {
            vm,
            out: Writer::new(options.protocol, sink).with_binary(options.bin),
            memo,
            options,
            tasks: Vec::new(),
            next: None,
            names,
            unhooked: options.persistent_id.is_none(),
            open_reduces: 0,
            reduces_checked_at: reduce::FIRST_CHECK,
            open_ids: 0,
            plans: plan::Plans::default(),
            spare: Vec::new(),
            apart: Vec::new(),
        }
    }

    /// Writes an object and `STOP`.
    ///
    /// # Errors
    /// PicklingError, and what reducers and the sink raise.
    pub fn dump(mut self, object: &Value) -> PyResult<Pickled> {
        if let Err(error) = self.write_all(object) {
            return Err(self.give_up(error));
        }
        self.out.op(Opcode::Stop);
        let (bytes, _) = self.out.finish()?;
        Ok(Pickled { bytes, apart: self.apart })
    }

    fn write_all(&mut self, object: &Value) -> PyResult<()> {
        self.save(object.clone())?;
        loop {
            if let Some(value) = self.next.take() {
                if self.unhooked { self.save_compound(value)? } else { self.save(value)? }
            } else if let Some(task) = self.tasks.pop() {
                self.perform(task)?;
            } else {
                return Ok(());
            }
        }
    }

    /// Leaves the containers that were being written in fast mode; what that raises comes in place of the error.
    #[cold]
    fn give_up(&mut self, mut error: PyError) -> PyError {
        while let Some(task) = self.tasks.pop() {
            if let Task::FastLeave(address) = task
                && let Err(other) = self.fast_leave(address)
            {
                error = other;
            }
        }
        error
    }

    fn perform(&mut self, task: Task) -> PyResult<()> {
        match task {
            Task::Save(value) => self.save(value)?,
            Task::SaveId(value) => self.save_unasked(value)?,
            Task::IdEnd => {
                self.open_ids -= 1;
                self.out.op(Opcode::BinPersId);
            }
            Task::Op(opcode) => self.out.op(opcode),
            Task::Tuple { tuple, next } => self.tuple_step(tuple, next)?,
            Task::List { list, next, in_batch } => self.list_step(list, next, in_batch)?,
            Task::Dict { dict, position, in_batch, len } => self.dict_step(dict, position, in_batch, len)?,
            Task::DictValue { dict, position, in_batch, len, item } => {
                self.tasks.push(Task::Dict { dict, position, in_batch, len });
                self.save(item)?;
            }
            Task::Set { set, slot, in_batch, len } => self.set_step(set, slot, in_batch, len)?,
            Task::Frozen { set, slot } => self.frozen_step(set, slot)?,
            Task::Items { iterator, pairs, in_batch } => self.items_step(iterator, pairs, in_batch)?,
            Task::SecondItem { iterator, pairs, second } => {
                self.tasks.push(Task::Items { iterator, pairs, in_batch: Some(2) });
                self.push_item(second, pairs)?;
            }
            Task::ReduceEnd { object, rest } => {
                if !self.reduce_end(&object) {
                    self.tasks.truncate(rest);
                }
            }
            Task::GlobalEnd(value) => {
                self.out.op(Opcode::StackGlobal);
                self.put(&value);
            }
            Task::DottedHead { module, first } => self.write_global(&module, &first)?,
            Task::DottedEnd { value } => self.put(&value),
            Task::Instance(object) => self.instance_made(object)?,
            Task::SlotInstance { object, items } => self.slot_instance_made(&object, items)?,
            Task::SlotValues { items, several } => self.slots_step(items, several)?,
            Task::Attributes { object, next, total } => self.attributes_step(object, next, total)?,
            Task::FastLeave(address) => self.fast_leave(address)?,
        }
        Ok(())
    }

    /// Memoizes the object on top.
    #[inline]
    pub(crate) fn put(&mut self, value: &Value) {
        if !self.options.fast {
            let index = self.memo.put(value);
            self.out.put(index);
        }
    }

    /// The memo index of an object.
    #[inline(always)]
    pub(crate) fn memoized(&self, value: &Value) -> Option<u32> {
        self.memo.get(value)
    }

    /// Pushes tasks so that the first of `list` is performed first.
    pub(crate) fn push_all(&mut self, list: impl IntoIterator<Item = Task, IntoIter: DoubleEndedIterator>) {
        self.tasks.extend(list.into_iter().rev());
    }

    /// Writes an atom or an object that was written before; says no where more is to be done.
    #[inline]
    pub(crate) fn save_atom(&mut self, value: &Value) -> PyResult<bool> {
        if !self.unhooked {
            return Ok(false);
        }
        self.out.boundary()?;
        self.write_atom(value)
    }

    #[inline]
    fn write_atom(&mut self, value: &Value) -> PyResult<bool> {
        match value {
            Value::None | Value::Unbound => self.out.none(),
            Value::Bool(b) => self.out.bool(*b),
            Value::Int(n) => self.out.int(*n),
            Value::Float(x) => self.out.float(*x),
            Value::Str(text) => match self.memoized(value) {
                Some(index) => self.out.get(index),
                None => {
                    if text.len() < FRAME_TARGET || !self.set_apart(value, Payload::Text, text.len())? {
                        self.out.str(text.as_bytes())?;
                    }
                    self.put(value);
                }
            },
            Value::Obj(_) => match self.memoized(value) {
                Some(index) => self.out.get(index),
                None => return Ok(false),
            },
            Value::Bytes(data) => match self.memoized(value) {
                Some(index) => self.out.get(index),
                None if self.options.protocol >= 3 => {
                    if data.len() < FRAME_TARGET || !self.set_apart(value, Payload::Bytes, data.len())? {
                        self.out.bytes(data)?;
                    }
                    self.put(value);
                }
                None => return Ok(false),
            },
            Value::Big(n) => self.out.big_int(n)?,
            Value::Ellipsis | Value::NotImplemented => match self.memoized(value) {
                Some(index) => self.out.get(index),
                None => return Ok(false),
            },
        }
        Ok(true)
    }

    /// Writes the head of large text or bytes, which are copied once the size of the pickle is known; says no where
    /// they are text in another encoding or in a stream.
    #[cold]
    fn set_apart(&mut self, value: &Value, kind: Payload, len: usize) -> PyResult<bool> {
        if kind == Payload::Text && (S::STREAMS || !self.out.is_binary()) {
            return Ok(false);
        }
        if S::STREAMS {
            self.out.payload_through(kind, len, |sink| sink.write_object(value))?;
        } else {
            self.apart.push((self.out.payload_apart(kind, len), value.clone()));
        }
        Ok(true)
    }

    /// Writes one object, or queues what it consists of.
    pub(crate) fn save(&mut self, value: Value) -> PyResult<()> {
        if let Some(hook) = &self.options.persistent_id {
            self.out.boundary()?;
            let id = self.vm.call1(hook, value.clone())?;
            if !id.is_none() {
                return self.save_persistent(&id);
            }
        }
        self.save_unasked(value)
    }

    fn save_unasked(&mut self, value: Value) -> PyResult<()> {
        self.out.boundary()?;
        if self.write_atom(&value)? { Ok(()) } else { self.save_compound(value) }
    }

    /// Has an object that [`Saver::save_atom`] said no to written before all tasks: going into it at once would nest as
    /// deep as the objects do. The last thing that a caller does.
    #[inline]
    pub(crate) fn queue(&mut self, value: Value) {
        debug_assert!(self.next.is_none());
        self.next = Some(value);
    }

    fn save_persistent(&mut self, id: &Value) -> PyResult<()> {
        if !self.out.is_binary() {
            let text = self.vm.str(id)?;
            match text.as_str().filter(|t| t.is_ascii()) {
                Some(text) => self.out.persistent_line(text),
                None => return Err(self.pickling_error("persistent IDs in protocol 0 must be ASCII strings")),
            }
            return Ok(());
        }
        self.open_ids += 1;
        if self.open_ids > reduce::IDS {
            return Err(self.vm.recursion_error("maximum recursion depth exceeded"));
        }
        self.push_all([Task::SaveId(id.clone()), Task::IdEnd]);
        Ok(())
    }

    /// `PicklingError(message)`
    pub(crate) fn pickling_error(&self, message: impl Into<Str>) -> PyError {
        self.vm.new_error(&self.names.pickling_error, message)
    }

    /// An object that is neither an atom nor in the memo.
    fn save_compound(&mut self, value: Value) -> PyResult<()> {
        let r = match &value {
            Value::Obj(r) => r.clone(),
            Value::Bytes(data) => {
                let data = data.clone();
                return self.save_old_bytes(&value, &data);
            }
            _ => return self.save_singleton(value),
        };
        let (vm, class) = (self.vm, r.class());
        match r.kind() {
            Kind::Tuple(_) if class.is(&vm.types.tuple) => return self.save_tuple(value),
            Kind::List(_) if class.is(&vm.types.list) => return self.save_list(value),
            Kind::Dict(_) if class.is(&vm.types.dict) => return self.save_dict(value),
            Kind::Native(_) => {
                if class.is(&vm.types.set) {
                    return self.save_set(value);
                }
                if class.is(&vm.types.frozenset) {
                    return self.save_frozenset(value);
                }
                if class.is(&vm.types.bytearray) {
                    return self.save_bytearray(&value);
                }
                if class.is(&self.names.pickle_buffer) {
                    return self.save_picklebuffer(&value);
                }
            }
            Kind::Plain if self.options.reducer_override.is_none() && self.save_instance(&r)? => {
                return Ok(());
            }
            _ => {}
        }
        if let Some(hook) = &self.options.reducer_override {
            let reduced = vm.call1(hook, value.clone())?;
            if !matches!(reduced, Value::NotImplemented) {
                return self.save_reduced(value, reduced);
            }
        }
        match r.kind() {
            Kind::Type(_) if class.is(&vm.types.type_) => return self.save_type(value),
            Kind::Function(_) => return self.save_global(&value, None),
            _ => {}
        }
        self.save_by_reducer(value, class)
    }

    /// `Ellipsis` and `NotImplemented`, which reduce to their names.
    fn save_singleton(&mut self, value: Value) -> PyResult<()> {
        let class = self.vm.class_of(&value).clone();
        if let Some(hook) = &self.options.reducer_override {
            let reduced = self.vm.call1(hook, value.clone())?;
            if !matches!(reduced, Value::NotImplemented) {
                return self.save_reduced(value, reduced);
            }
        }
        self.save_by_reducer(value, &class)
    }

    /// The reducer that a dispatch table has for a class.
    fn dispatched(&self, class: &TypeRef) -> PyResult<Option<Value>> {
        match &self.options.dispatch_table {
            Some(table) => match self.vm.getitem(table, &class.to_value()) {
                Ok(found) => Ok(Some(found)),
                Err(e) if e.matches(self.vm, &self.vm.exc.key_error) => Ok(None),
                Err(e) => Err(e),
            },
            None => match Dict::of_value(&self.names.dispatch_table) {
                Some(table) => table.get(self.vm, &class.to_value()),
                None => Ok(None),
            },
        }
    }

    /// The dispatch table, `copyreg`, metaclass instances, then `__reduce_ex__` and `__reduce__`.
    fn save_by_reducer(&mut self, value: Value, class: &TypeRef) -> PyResult<()> {
        let vm = self.vm;
        let reduced = if let Some(reducer) = self.dispatched(class)? {
            vm.call1(&reducer, value.clone())?
        } else if class.is_subtype(&vm.types.type_) {
            return self.save_global(&value, None);
        } else if let Some(method) = vm.lookup_attr(&value, &vm.names.reduce_ex)? {
            vm.call1(&method, Value::Int(i64::from(self.options.protocol)))?
        } else if let Some(method) = vm.lookup_attr(&value, &vm.names.reduce)? {
            vm.call0(&method)?
        } else {
            let (name, shown) = (class.name(), vm.repr(&value)?);
            return Err(self.pickling_error(format!("can't pickle '{name}' object: {shown}")));
        };
        self.save_reduced(value, reduced)
    }
}

/// A finished pickle, with its large strings still in their objects.
pub struct Pickled {
    bytes: Vec<u8>,
    /// Texts and bytes objects, and the offsets in `bytes` where they belong.
    apart: Vec<(usize, Value)>,
}

impl Pickled {
    /// The pieces of the pickle in order.
    fn pieces(&self) -> Vec<&[u8]> {
        let mut pieces = Vec::with_capacity(2 * self.apart.len() + 1);
        let mut from = 0;
        for (at, value) in &self.apart {
            pieces.push(self.bytes.get(from..*at).unwrap_or(&[]));
            pieces.push(match value {
                Value::Str(text) => text.as_bytes(),
                Value::Bytes(data) => data.as_slice(),
                _ => &[],
            });
            from = *at;
        }
        pieces.push(self.bytes.get(from..).unwrap_or(&[]));
        pieces
    }

    /// All of it.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        if self.apart.is_empty() { self.bytes } else { self.pieces().concat() }
    }

    /// All of it as an object.
    ///
    /// # Errors
    /// MemoryError past the limit.
    pub fn to_object(&self, vm: &Vm) -> PyResult {
        if self.apart.is_empty() {
            return Ok(vm.new_bytes(&self.bytes));
        }
        let pieces = self.pieces();
        if !vm.check_size(pieces.iter().map(|p| p.len()).sum()) {
            return Err(vm.out_of_memory());
        }
        Ok(Value::Bytes(Bytes::concat(&pieces)))
    }
}

/// Pickles an object into bytes.
///
/// # Errors
/// PicklingError, and what reducers raise.
pub fn dumps(vm: &Vm, object: &Value, options: &Options) -> PyResult<Pickled> {
    let names = crate::module::names(vm)?;
    let memo = Memo::new();
    Saver::new(vm, Keep, &memo, options, &names).dump(object)
}

/// Pickles an object through a `write` method, with the given memo.
///
/// # Errors
/// PicklingError, and what reducers and `write` raise.
pub fn dump(vm: &Vm, object: &Value, write: &Value, memo: &Memo, options: &Options) -> PyResult<()> {
    let names = crate::module::names(vm)?;
    let sink = PySink { vm, write: write.clone() };
    Saver::new(vm, sink, memo, options, &names).dump(object).map(drop)
}
