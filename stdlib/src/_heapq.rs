//! `_heapq`: mirrors `Modules/_heapqmodule.c`. The order of every comparison is CPython's: it shows in the heap.

use pyvm_vm::heap::Items;
use pyvm_vm::types::NativeDef;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

const DOC: &str = "Heap queue algorithm (a.k.a. priority queue).\n\nHeaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for\nall k, counting elements from 0.  For the sake of comparison,\nnon-existing elements are considered to be infinite.  The interesting\nproperty of a heap is that a[0] is always its smallest element.\n\nUsage:\n\nheap = []            # creates an empty heap\nheappush(heap, item) # pushes a new item on the heap\nitem = heappop(heap) # pops the smallest item from the heap\nitem = heap[0]       # smallest item on the heap without popping it\nheapify(x)           # transforms list into a heap, in-place, in linear time\nitem = heapreplace(heap, item) # pops and returns smallest item, and adds\n                               # new item; the heap size is unchanged\n\nOur API differs from textbook heap algorithms as follows:\n\n- We use 0-based indexing.  This makes the relationship between the\n  index for a node and the indexes for its children slightly less\n  obvious, but is more suitable since Python uses 0-based indexing.\n\n- Our heappop() method returns the smallest item, not the largest.\n\nThese two make it possible to view the heap as a regular Python list\nwithout surprises: heap[0] is the smallest item, and heap.sort()\nmaintains the heap invariant!\n";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "heappush",
        "($module, heap, item, /)",
        heappush,
        "Push item onto heap, maintaining the heap invariant.",
    ),
    NativeDef::function(
        "heappushpop",
        "($module, heap, item, /)",
        heappushpop,
        "Push item on the heap, then pop and return the smallest item from the heap.\n\nThe combined action runs more efficiently than heappush() followed by\na separate call to heappop().",
    ),
    NativeDef::function(
        "heappop",
        "($module, heap, /)",
        heappop,
        "Pop the smallest item off the heap, maintaining the heap invariant.",
    ),
    NativeDef::function(
        "heapreplace",
        "($module, heap, item, /)",
        heapreplace,
        "Pop and return the current smallest value, and add the new item.\n\nThis is more efficient than heappop() followed by heappush(), and can be\nmore appropriate when using a fixed-size heap.  Note that the value\nreturned may be larger than item!  That constrains reasonable uses of\nthis routine unless written as part of a conditional replacement:\n\n    if item > heap[0]:\n        item = heapreplace(heap, item)",
    ),
    NativeDef::function(
        "heapify",
        "($module, heap, /)",
        heapify,
        "Transform list into a heap, in-place, in O(len(heap)) time.",
    ),
    NativeDef::function("_heappop_max", "($module, heap, /)", heappop_max, "Maxheap variant of heappop."),
    NativeDef::function("_heapify_max", "($module, heap, /)", heapify_max, "Maxheap variant of heapify."),
    NativeDef::function(
        "_heapreplace_max",
        "($module, heap, item, /)",
        heapreplace_max,
        "Maxheap variant of heapreplace.",
    ),
];

/// Makes the module.
///
/// # Errors
/// None.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_heapq", DOC, FUNCTIONS))
}

/// Whether an item goes above another.
type Above = fn(&Vm, &Value, &Value) -> PyResult<bool>;

fn smaller(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    vm.compare_bool(a, b, CmpOp::Lt)
}

fn larger(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    vm.compare_bool(b, a, CmpOp::Lt)
}

/// The list of a heap argument and its comparison.
struct Heap<'a> {
    vm: &'a Vm,
    items: &'a Items,
    above: Above,
}

impl<'a> Heap<'a> {
    fn new(vm: &'a Vm, value: &'a Value, name: &str, above: Above) -> PyResult<Self> {
        let Some(items) = value.as_list() else {
            let got = vm.type_name(value);
            return Err(vm.type_error(format!("{name} must be list, not {got}")));
        };
        Ok(Heap { vm, items, above })
    }

    fn at(&self, index: usize) -> PyResult {
        self.items.get(index).ok_or_else(|| self.vm.index_error("index out of range"))
    }

    /// Puts an item in a place; the comparison before may have shortened the list.
    fn put(&self, index: usize, value: Value) -> PyResult<()> {
        match self.items.set(index, value) {
            Ok(old) => {
                drop(old);
                Ok(())
            }
            Err(_) => Err(self.changed()),
        }
    }

    fn changed(&self) -> PyError {
        self.vm.runtime_error("list changed size during iteration")
    }

    fn compare(&self, a: &Value, b: &Value, len: usize) -> PyResult<bool> {
        let answer = (self.above)(self.vm, a, b)?;
        if self.items.len() == len { Ok(answer) } else { Err(self.changed()) }
    }

    /// Moves the item at `place` up towards `start` while it goes above its parent.
    fn rise(&self, start: usize, mut place: usize) -> PyResult<()> {
        let len = self.items.len();
        let item = self.at(place)?;
        while place > start {
            let parent = (place - 1) / 2;
            let above = self.at(parent)?;
            if !self.compare(&item, &above, len)? {
                break;
            }
            self.put(place, above)?;
            self.put(parent, item.clone())?;
            place = parent;
        }
        Ok(())
    }

    /// Moves the item at `start` down to a leaf along the upper children, then up to its place.
    fn sink(&self, start: usize) -> PyResult<()> {
        let len = self.items.len();
        let mut place = start;
        while place < len / 2 {
            let mut child = 2 * place + 1;
            if child + 1 < len && !self.compare(&self.at(child)?, &self.at(child + 1)?, len)? {
                child += 1;
            }
            let (lower, upper) = (self.at(place)?, self.at(child)?);
            self.put(child, lower)?;
            self.put(place, upper)?;
            place = child;
        }
        self.rise(start, place)
    }

    fn pop(&self) -> PyResult {
        let last = self.items.pop().ok_or_else(|| self.vm.index_error("index out of range"))?;
        if self.items.is_empty() {
            return Ok(last);
        }
        self.replace(last)
    }

    fn replace(&self, item: Value) -> PyResult {
        let first = self.at(0)?;
        self.put(0, item)?;
        self.sink(0)?;
        Ok(first)
    }

    fn heapify(&self) -> PyResult {
        let mut i = self.items.len() / 2;
        while i > 0 {
            i -= 1;
            self.sink(i)?;
        }
        Ok(Value::None)
    }
}

fn heappush(vm: &Vm, args: &[Value]) -> PyResult {
    let heap = Heap::new(vm, &args[0], "heappush() argument 1", smaller)?;
    heap.items.push(args[1].clone());
    heap.rise(0, heap.items.len().saturating_sub(1))?;
    Ok(Value::None)
}

fn heappop(vm: &Vm, args: &[Value]) -> PyResult {
    Heap::new(vm, &args[0], "heappop() argument", smaller)?.pop()
}

fn heapreplace(vm: &Vm, args: &[Value]) -> PyResult {
    Heap::new(vm, &args[0], "heapreplace() argument 1", smaller)?.replace(args[1].clone())
}

fn heappushpop(vm: &Vm, args: &[Value]) -> PyResult {
    let heap = Heap::new(vm, &args[0], "heappushpop() argument 1", smaller)?;
    let Some(top) = heap.items.get(0) else { return Ok(args[1].clone()) };
    if !smaller(vm, &top, &args[1])? {
        return Ok(args[1].clone());
    }
    heap.replace(args[1].clone())
}

fn heapify(vm: &Vm, args: &[Value]) -> PyResult {
    Heap::new(vm, &args[0], "heapify() argument", smaller)?.heapify()
}

fn heappop_max(vm: &Vm, args: &[Value]) -> PyResult {
    Heap::new(vm, &args[0], "_heappop_max() argument", larger)?.pop()
}

fn heapreplace_max(vm: &Vm, args: &[Value]) -> PyResult {
    Heap::new(vm, &args[0], "_heapreplace_max() argument 1", larger)?.replace(args[1].clone())
}

fn heapify_max(vm: &Vm, args: &[Value]) -> PyResult {
    Heap::new(vm, &args[0], "_heapify_max() argument", larger)?.heapify()
}
