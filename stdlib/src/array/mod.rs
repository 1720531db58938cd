//! `array`: arrays of numbers and characters as the machine has them. Mirrors `Modules/arraymodule.c`.

use std::cell::{Cell, RefCell, RefMut};

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{add_types, size};
use code::{CODES, Code};

mod code;
mod construct;
mod iterator;
mod methods;
mod pickle;
mod sequence;

/// The payload.
pub(super) struct Array {
    code: &'static Code,
    /// The items, one after the other.
    bytes: RefCell<Vec<u8>>,
    /// Buffers of it that are alive: it keeps its size as long.
    exports: Cell<usize>,
}

/// The type.
static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    ),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::SEQUENCE)
        .with(TypeFlags::HAS_WEAKREF)
        .with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("array.array")),
    slots: |s: &Slots| {
        sequence::slots(s);
        s.iter.set(Some(iterator::iter));
        s.release_buffer.set(Some(|_, _, _| Ok(Value::None)));
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[
        GetSetDef::get(
            "typecode",
            |vm, v| Ok(vm.new_str(of(vm, v)?.code.name)),
            "the typecode character used to create the array",
        ),
        GetSetDef::get(
            "itemsize",
            |vm, v| Ok(size(of(vm, v)?.code.size)),
            "the size, in bytes, of one array item",
        ),
    ],
    attributes: |_| vec![("__hash__", Value::None)],
    ..TypeSpec::named("array", "array")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", construct::new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "append",
        "($self, v, /)",
        methods::append,
        "Append new value v to the end of the array.",
    ),
    NativeDef::method(
        "buffer_info",
        "($self, /)",
        methods::buffer_info,
        "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.\n\nThe length should be multiplied by the itemsize attribute to calculate\nthe buffer length in bytes.",
    ),
    NativeDef::method(
        "byteswap",
        "($self, /)",
        methods::byteswap,
        "Byteswap all items of the array.\n\nIf the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is\nraised.",
    ),
    NativeDef::method("clear", "($self, /)", methods::clear, "Remove all items from the array."),
    NativeDef::method("__copy__", "($self, /)", methods::copy, "Return a copy of the array."),
    NativeDef::method(
        "count",
        "($self, v, /)",
        methods::count,
        "Return number of occurrences of v in the array.",
    ),
    NativeDef::method("__deepcopy__", "($self, unused, /)", methods::copy, "Return a copy of the array."),
    NativeDef::method("extend", "($self, bb, /)", methods::extend, "Append items to the end of the array.")
        .by_keyword_parser(),
    NativeDef::method(
        "fromfile",
        "($self, f, n, /)",
        methods::fromfile,
        "Read n objects from the file object f and append them to the end of the array.",
    )
    .by_keyword_parser(),
    NativeDef::method("fromlist", "($self, list, /)", methods::fromlist, "Append items to array from list."),
    NativeDef::method(
        "frombytes",
        "($self, buffer, /)",
        methods::frombytes,
        "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.",
    ),
    NativeDef::method(
        "fromunicode",
        "($self, ustr, /)",
        methods::fromunicode,
        "Extends this array with data from the unicode string ustr.\n\nThe array must be a unicode type array; otherwise a ValueError is raised.\nUse array.frombytes(ustr.encode(...)) to append Unicode data to an array of\nsome other type.",
    ),
    NativeDef::method(
        "index",
        "($self, v, start=0, stop=sys.maxsize, /)",
        methods::index,
        "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present.",
    ),
    NativeDef::method(
        "insert",
        "($self, i, v, /)",
        methods::insert,
        "Insert a new item v into the array before position i.",
    ),
    NativeDef::method(
        "pop",
        "($self, i=-1, /)",
        methods::pop,
        "Return the i-th element and delete it from the array.\n\ni defaults to -1.",
    ),
    NativeDef::method(
        "__reduce_ex__",
        "($self, value, /)",
        pickle::reduce_ex,
        "Return state information for pickling.",
    )
    .by_keyword_parser(),
    NativeDef::method(
        "remove",
        "($self, v, /)",
        methods::remove,
        "Remove the first occurrence of v in the array.",
    ),
    NativeDef::method(
        "reverse",
        "($self, /)",
        methods::reverse,
        "Reverse the order of the items in the array.",
    ),
    NativeDef::method(
        "tofile",
        "($self, f, /)",
        methods::tofile,
        "Write all items (as machine values) to the file object f.",
    )
    .by_keyword_parser(),
    NativeDef::method(
        "tolist",
        "($self, /)",
        |vm, a| Ok(vm.new_list(of(vm, &a[0])?.items(vm)?)),
        "Convert array to an ordinary list with the same items.",
    ),
    NativeDef::method(
        "tobytes",
        "($self, /)",
        |vm, a| Ok(vm.new_bytes(&of(vm, &a[0])?.bytes.borrow())),
        "Convert the array to an array of machine values and return the bytes representation.",
    ),
    NativeDef::method(
        "tounicode",
        "($self, /)",
        methods::tounicode,
        "Extends this array with data from the unicode string ustr.\n\nConvert the array to a unicode string.  The array must be a unicode type array;\notherwise a ValueError is raised.  Use array.tobytes().decode() to obtain a\nunicode string from an array of some other type.",
    ),
    NativeDef::method(
        "__sizeof__",
        "($self, /)",
        |vm, a| Ok(size(64 + of(vm, &a[0])?.bytes.borrow().len())),
        "Size of the array in memory, in bytes.",
    ),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        pyvm_vm::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];

static FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "_array_reconstructor",
    "($module, arraytype, typecode, mformat_code, items,\n                     /)",
    pickle::reconstruct,
    "Internal. Used for pickling support.",
)];

const DOC: &str = "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.\n";

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "array", DOC, FUNCTIONS);
    add_types(vm, &module, &[&SPEC])?;
    let class = vm.native_type(&SPEC).to_value();
    pyvm_vm::modules::set(vm, &module, "ArrayType", class.clone())?;
    let names: String = CODES.iter().map(|code| code.name).collect();
    pyvm_vm::modules::set(vm, &module, "typecodes", Value::str(&names))?;
    let sequence = vm.getattr_str(&vm.import("collections.abc")?, "MutableSequence")?;
    vm.call_method(&sequence, &vm.intern("register"), &[class])?;
    Ok(module)
}

/// The payload of an array.
fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Array> {
    vm.payload(value, "array.array")
}

/// A plain array.
fn make_array(vm: &Vm, code: &'static Code, bytes: Vec<u8>) -> Value {
    vm.new_native(&vm.native_type(&SPEC), Array { code, bytes: RefCell::new(bytes), exports: Cell::new(0) })
}

impl Array {
    /// How many items there are.
    fn len(&self) -> usize {
        self.bytes.borrow().len() / self.code.size
    }

    /// The item at a place, unless it is beyond the end.
    fn get(&self, vm: &Vm, index: usize) -> PyResult<Option<Value>> {
        let bytes = self.bytes.borrow();
        let start = index.saturating_mul(self.code.size);
        let item = bytes.get(start..start.saturating_add(self.code.size));
        item.map(|item| self.code.read(vm, item)).transpose()
    }

    /// All items.
    fn items(&self, vm: &Vm) -> PyResult<Vec<Value>> {
        let bytes = self.bytes.borrow();
        bytes.chunks_exact(self.code.size).map(|item| self.code.read(vm, item)).collect()
    }

    /// The bytes, to change how many there are.
    fn resize(&self, vm: &Vm) -> PyResult<RefMut<'_, Vec<u8>>> {
        if self.exports.get() > 0 {
            return Err(vm.buffer_error("cannot resize an array that is exporting buffers"));
        }
        Ok(self.bytes.borrow_mut())
    }

    /// Appends bytes of whole items.
    fn append(&self, vm: &Vm, more: &[u8]) -> PyResult<()> {
        if more.is_empty() {
            return Ok(());
        }
        if !vm.check_size(more.len()) {
            return Err(vm.out_of_memory());
        }
        self.resize(vm)?.extend_from_slice(more);
        Ok(())
    }

    /// The bytes of an item.
    fn write(&self, vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
        let bytes = self.code.write(vm, value)?;
        Ok(bytes.get(..self.code.size).unwrap_or(&[]).to_vec())
    }
}

impl Native for Array {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
