//! The saver: writes what C `_pickle` writes, byte for byte. Mirrors the first half of `Modules/_pickle.c`.
//!
//! The surprise: it does not recurse. What is still to be written lies on a stack of [`Task`]s, so that depth costs
//! memory and no native stack.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::{Ref, Str, TypeRef, Value};
use pyvm_vm::objects::{Dict, Kind};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use crate::opcode::Opcode;
use crate::wire::{Sink, Writer};

mod containers;
mod global;
mod reduce;

/// Where the bytes go: kept, or handed to a `write` method.
pub struct PySink<'a> {
    vm: &'a Vm,
    write: Value,
}

impl Sink for PySink<'_> {
    type Error = PyError;
    const STREAMS: bool = true;

    fn write(&mut self, bytes: &[u8]) -> PyResult<()> {
        self.vm.call1(&self.write, Value::bytes(bytes)).map(drop)
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

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
    static ACTIVE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// What objects were written, by their stamps: the pickler's number above the memo index. An object that an active
/// pickler has stamped is kept in a side table.
pub struct Memo {
    id: u32,
    next: Cell<u32>,
    side: RefCell<Vec<(usize, u32)>>,
    /// Keeps what was stamped alive.
    held: RefCell<Vec<Value>>,
}

impl Memo {
    /// An empty memo.
    pub fn new() -> Memo {
        let id = NEXT_ID.get();
        NEXT_ID.set(id.wrapping_add(1).max(1));
        ACTIVE.with_borrow_mut(|a| a.push(id));
        Memo { id, next: Cell::new(0), side: RefCell::new(Vec::new()), held: RefCell::new(Vec::new()) }
    }

    fn stamp(value: &Value) -> Option<&Cell<u64>> {
        match value {
            Value::Obj(r) => Some(r.stamp()),
            Value::Str(s) => Some(s.stamp()),
            Value::Bytes(b) => Some(b.stamp()),
            _ => None,
        }
    }

    /// The index of an object that was written.
    #[inline]
    pub fn get(&self, value: &Value) -> Option<u32> {
        let stamp = Memo::stamp(value)?.get();
        if (stamp >> 32) as u32 == self.id {
            return Some(stamp as u32);
        }
        let side = self.side.borrow();
        if side.is_empty() {
            return None;
        }
        let address = address(value);
        side.iter().find(|(a, _)| *a == address).map(|(_, i)| *i)
    }

    /// Gives an object the next index.
    #[inline]
    pub fn put(&self, value: &Value) -> u32 {
        let index = self.next.get();
        self.next.set(index + 1);
        if let Some(stamp) = Memo::stamp(value) {
            let owner = (stamp.get() >> 32) as u32;
            let taken = owner != 0 && owner != self.id && ACTIVE.with_borrow(|a| a.contains(&owner));
            if taken {
                self.side.borrow_mut().push((address(value), index));
            } else {
                stamp.set(u64::from(self.id) << 32 | u64::from(index));
            }
            self.held.borrow_mut().push(value.clone());
        }
        index
    }

    /// Forgets everything.
    pub fn clear(&self) {
        for value in self.held.take() {
            if let Some(stamp) = Memo::stamp(&value)
                && (stamp.get() >> 32) as u32 == self.id
            {
                stamp.set(0);
            }
        }
        self.next.set(0);
        self.side.borrow_mut().clear();
    }
}

impl Default for Memo {
    fn default() -> Self {
        Memo::new()
    }
}

impl Drop for Memo {
    fn drop(&mut self) {
        ACTIVE.with_borrow_mut(|a| a.retain(|id| *id != self.id));
    }
}

fn address(value: &Value) -> usize {
    match value {
        Value::Obj(r) => r.address(),
        Value::Str(s) => s.address(),
        Value::Bytes(b) => b.address(),
        _ => 0,
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
}

/// What is still to be written.
pub(crate) enum Task {
    Save(Value),
    Op(Opcode),
    /// The items of a tuple are written: choose the opcode, or fetch the tuple that was written in between.
    TupleEnd(Value),
    FrozenEnd(Value),
    /// An exact list, from an index; whether a batch is open.
    List {
        list: Value,
        next: usize,
        in_batch: usize,
    },
    /// An exact dict, from a position.
    Dict {
        dict: Value,
        position: usize,
        in_batch: usize,
        len: usize,
    },
    /// Members of a set.
    Set {
        members: std::vec::IntoIter<Value>,
        in_batch: usize,
    },
    /// An iterator of items or pairs, with the first one fetched.
    Items {
        iterator: Value,
        pairs: bool,
        in_batch: Option<usize>,
    },
    /// The object of a reduce is made: memoize it or fetch it.
    ReduceEnd(Value),
    /// The name of a global is written.
    GlobalEnd(Value),
}

/// One pickle being written.
pub struct Saver<'a, S> {
    pub(crate) vm: &'a Vm,
    pub(crate) out: Writer<S>,
    pub(crate) memo: &'a Memo,
    pub(crate) options: &'a Options,
    pub(crate) tasks: Vec<Task>,
    pub(crate) names: &'a crate::module::PickleNames,
    reduce_depth: usize,
}

/// Reduces that may nest before RecursionError.
const REDUCE_LIMIT: usize = 1_000_000;

impl<'a, S: Sink<Error = PyError>> Saver<'a, S> {
    /// A pickle into `sink`.
    pub fn new(
        vm: &'a Vm,
        sink: S,
        memo: &'a Memo,
        options: &'a Options,
        names: &'a crate::module::PickleNames,
    ) -> Self {
        let out = Writer::new(options.protocol, sink);
        Saver { vm, out, memo, options, tasks: Vec::new(), names, reduce_depth: 0 }
    }

    /// Writes an object and `STOP`.
    ///
    /// # Errors
    /// PicklingError, and what reducers and the sink raise.
    pub fn dump(mut self, object: &Value) -> PyResult<Vec<u8>> {
        self.tasks.push(Task::Save(object.clone()));
        while let Some(task) = self.tasks.pop() {
            self.perform(task)?;
        }
        self.out.op(Opcode::Stop);
        self.out.finish().map(|(bytes, _)| bytes)
    }

    fn perform(&mut self, task: Task) -> PyResult<()> {
        match task {
            Task::Save(value) => self.save(value)?,
            Task::Op(opcode) => self.out.op(opcode),
            Task::TupleEnd(value) => self.tuple_end(&value)?,
            Task::FrozenEnd(value) => self.frozen_end(&value),
            Task::List { list, next, in_batch } => self.list_step(list, next, in_batch),
            Task::Dict { dict, position, in_batch, len } => self.dict_step(dict, position, in_batch, len)?,
            Task::Set { members, in_batch } => self.set_step(members, in_batch),
            Task::Items { iterator, pairs, in_batch } => self.items_step(iterator, pairs, in_batch)?,
            Task::ReduceEnd(value) => self.reduce_end(&value),
            Task::GlobalEnd(value) => {
                self.out.op(Opcode::StackGlobal);
                self.put(&value);
            }
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

    /// The memo index of an object, unless in fast mode.
    #[inline]
    pub(crate) fn memoized(&self, value: &Value) -> Option<u32> {
        if self.options.fast { None } else { self.memo.get(value) }
    }

    /// Pushes tasks so that the first of `list` is performed first.
    pub(crate) fn push_all(&mut self, list: impl IntoIterator<Item = Task, IntoIter: DoubleEndedIterator>) {
        self.tasks.extend(list.into_iter().rev());
    }

    /// Writes one object, or queues what it consists of.
    fn save(&mut self, value: Value) -> PyResult<()> {
        self.out.boundary()?;
        if let Some(hook) = &self.options.persistent_id {
            let id = self.vm.call1(hook, value.clone())?;
            if !id.is_none() {
                return self.save_persistent(&id);
            }
        }
        match &value {
            Value::None | Value::Unbound => self.out.none(),
            Value::Bool(b) => self.out.bool(*b),
            Value::Int(n) => self.out.int(*n),
            Value::Big(n) => self.out.big_int(n)?,
            Value::Float(x) => self.out.float(*x),
            Value::Str(text) => {
                if let Some(index) = self.memoized(&value) {
                    self.out.get(index);
                } else {
                    self.out.str(text.as_bytes())?;
                    self.put(&value);
                }
            }
            Value::Bytes(data) => {
                if let Some(index) = self.memoized(&value) {
                    self.out.get(index);
                } else if self.options.protocol >= 3 {
                    self.out.bytes(data)?;
                    self.put(&value);
                } else {
                    self.save_old_bytes(&value, data)?;
                }
            }
            Value::Ellipsis => self.save_global(&value, Some(Str::new("Ellipsis")))?,
            Value::NotImplemented => self.save_global(&value, Some(Str::new("NotImplemented")))?,
            Value::Obj(r) => {
                let r = r.clone();
                self.save_object(value, &r)?;
            }
        }
        Ok(())
    }

    fn save_persistent(&mut self, id: &Value) -> PyResult<()> {
        if self.options.protocol == 0 {
            let text = self.vm.str(id)?;
            match text.as_str().filter(|t| t.is_ascii()) {
                Some(text) => self.out.persistent_line(text),
                None => return Err(self.pickling_error("persistent IDs in protocol 0 must be ASCII strings")),
            }
            return Ok(());
        }
        // The id itself is saved without asking for its own persistent id again, as C does through `save(…, 1)`.
        self.push_all([Task::Save(id.clone()), Task::Op(Opcode::BinPersId)]);
        Ok(())
    }

    /// `PicklingError(message)`
    pub(crate) fn pickling_error(&self, message: impl Into<Str>) -> PyError {
        self.vm.new_error(&self.names.pickling_error, message)
    }

    fn save_object(&mut self, value: Value, r: &Ref) -> PyResult<()> {
        if let Some(index) = self.memoized(&value) {
            self.out.get(index);
            return Ok(());
        }
        let (vm, class) = (self.vm, r.class().clone());
        match r.kind() {
            Kind::Tuple(_) if class.is(&vm.types.tuple) => return self.save_tuple(value),
            Kind::List(_) if class.is(&vm.types.list) => return self.save_list(value),
            Kind::Dict(_) if class.is(&vm.types.dict) => return self.save_dict(value),
            Kind::Native(_) => {
                if class.is(&vm.types.set) && self.options.protocol >= 4 {
                    return self.save_set(value);
                }
                if class.is(&vm.types.frozenset) && self.options.protocol >= 4 {
                    return self.save_frozenset(value);
                }
                if self.save_buffer(&value, &class)? {
                    return Ok(());
                }
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
        self.save_by_reducer(value, &class)
    }

    /// The dispatch table, `copyreg`, metaclass instances, then `__reduce_ex__` and `__reduce__`.
    fn save_by_reducer(&mut self, value: Value, class: &TypeRef) -> PyResult<()> {
        let vm = self.vm;
        let reducer = match &self.options.dispatch_table {
            Some(table) => match vm.getitem(table, &class.to_value()) {
                Ok(found) => Some(found),
                Err(e) if e.matches(vm, &vm.exc.key_error) => None,
                Err(e) => return Err(e),
            },
            None => Dict::of_value(&self.names.dispatch_table)
                .map(|d| d.get(vm, &class.to_value()))
                .transpose()?
                .flatten(),
        };
        let reduced = if let Some(reducer) = reducer {
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

    pub(crate) fn enter_reduce(&mut self) -> PyResult<()> {
        self.reduce_depth += 1;
        if self.reduce_depth > REDUCE_LIMIT && self.tasks.len() > REDUCE_LIMIT {
            return Err(self.vm.recursion_error("maximum recursion depth exceeded while pickling an object"));
        }
        Ok(())
    }
}

/// Pickles an object into bytes.
///
/// # Errors
/// PicklingError, and what reducers raise.
pub fn dumps(vm: &Vm, object: &Value, options: &Options) -> PyResult<Vec<u8>> {
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
