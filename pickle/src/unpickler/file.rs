//! Reading through the methods of a file object, and errors of the stream as Python exceptions.

use pyvm_vm::call::Args;
use pyvm_vm::heap::Value;
use pyvm_vm::objects::bound_method::BoundMethod;
use pyvm_vm::objects::bytearray::new_bytearray;
use pyvm_vm::objects::memoryview::new_memoryview;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use crate::module::PickleNames;
use crate::wire::error::DecodeFault;
use crate::wire::{Class, Fault, Peek, Pull, PullError, WireError};

/// An error of a source as a Python exception.
pub trait Raise {
    /// The exception.
    fn raise(self, vm: &Vm, names: &PickleNames) -> PyError;

    /// The exception where an opcode is due: C `_pickle` takes any UnpicklingError of reading it for the end of the data.
    fn raise_due(self, vm: &Vm, names: &PickleNames) -> PyError
    where
        Self: Sized,
    {
        self.raise(vm, names)
    }
}

/// The arguments of a UnicodeDecodeError.
pub(crate) fn decode_arguments(vm: &Vm, detail: &DecodeFault) -> [Value; 5] {
    [
        Value::str(detail.codec),
        vm.new_bytes(&detail.object),
        Value::from(detail.start),
        Value::from(detail.end),
        Value::str(detail.reason),
    ]
}

impl Raise for WireError {
    fn raise(self, vm: &Vm, names: &PickleNames) -> PyError {
        if let Fault::Decode(detail) = self.fault() {
            let args = decode_arguments(vm, detail);
            let made = vm.call(&vm.exc.unicode_decode_error.to_value(), Args::positional(&args));
            return match made.map(PyError::new) {
                Ok(Ok(error)) | Err(error) => error,
                Ok(Err(_)) => vm.value_error(detail.to_string()),
            };
        }
        let message = self.message();
        match self.class() {
            Class::Eof => vm.eof_error(message),
            Class::Unpickling => vm.new_error(&names.unpickling_error, message),
            Class::Overflow => vm.overflow_error(message),
            Class::Memory => vm.out_of_memory(),
            Class::Value | Class::UnicodeDecode => vm.value_error(message),
        }
    }
}

impl Raise for PullError<PyError> {
    fn raise(self, vm: &Vm, names: &PickleNames) -> PyError {
        match self {
            PullError::Wire(e) => e.raise(vm, names),
            PullError::Host(e) => e,
        }
    }

    fn raise_due(self, vm: &Vm, names: &PickleNames) -> PyError {
        match self {
            PullError::Host(e) if e.matches(vm, &names.unpickling_error) => vm.eof_error("Ran out of input"),
            other => other.raise(vm, names),
        }
    }
}

/// Reads through the methods of a file object.
pub struct FileHost<'a> {
    /// The VM.
    pub vm: &'a Vm,
    /// `read`
    pub read: Value,
    /// `readline`
    pub readline: Value,
    /// `readinto`, if there is one.
    pub readinto: Option<Value>,
    /// `peek`, if there is one.
    pub peek: Option<Value>,
}

impl Pull for FileHost<'_> {
    type Error = PyError;

    fn read(&mut self, n: usize) -> PyResult<Vec<u8>> {
        let data = self.vm.call1(&self.read, Value::from(n))?;
        Ok(self.vm.bytes_of(&data)?.to_vec())
    }

    fn readline(&mut self) -> PyResult<Vec<u8>> {
        let data = self.vm.call0(&self.readline)?;
        Ok(self.vm.bytes_of(&data)?.to_vec())
    }

    fn skip(&mut self, n: usize) -> PyResult<()> {
        self.vm.call1(&self.read, Value::from(n)).map(drop)
    }

    fn read_payload(&mut self, n: usize) -> PyResult<Vec<u8>> {
        let vm = self.vm;
        let Some(readinto) = &self.readinto else {
            let data = vm.call1(&self.read, Value::from(n))?;
            return match &data.unwrapped() {
                Value::Bytes(bytes) => Ok(bytes.to_vec()),
                _ => Err(vm.value_error(format!(
                    "read() returned non-bytes object ({})",
                    vm.repr(&vm.class_of(&data).to_value())?
                ))),
            };
        };
        if !vm.check_size(n) {
            return Err(vm.out_of_memory());
        }
        let target = new_bytearray(vm, vec![0; n]);
        let got = vm.call1(readinto, new_memoryview(vm, &target)?)?;
        if !matches!(got.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
            return Err(vm.type_error("an integer is required"));
        }
        let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C ssize_t");
        let Ok(got) = usize::try_from(vm.index_i64_or(&got, too_large)?) else {
            return Err(vm.value_error("readinto() returned negative size"));
        };
        let data = vm.bytes_of(&target)?;
        Ok(data.get(..got.min(n)).unwrap_or(&[]).to_vec())
    }

    fn peek(&mut self, n: usize) -> PyResult<Peek<PyError>> {
        let Some(peek) = &self.peek else { return Ok(Peek::Unsupported) };
        match self.vm.call1(peek, Value::from(n)) {
            Ok(data) => Ok(match self.vm.bytes_of(&data) {
                Ok(bytes) => Peek::Bytes(bytes.to_vec()),
                Err(error) => Peek::Odd(error),
            }),
            Err(e) if e.matches(self.vm, &self.vm.exc.not_implemented_error) => Ok(Peek::Unsupported),
            Err(e) => Err(e),
        }
    }

    fn read_after(&mut self, n: usize, error: PyError) -> PyError {
        let vm = self.vm;
        if let Err(e) = vm.call1(&self.read, Value::from(n)) {
            return e;
        }
        returned_with_error(vm, &self.read, error)
    }
}

/// The SystemError for a call that gave a result while an error was set.
fn returned_with_error(vm: &Vm, callable: &Value, error: PyError) -> PyError {
    let callable = callable.native::<BoundMethod>().map_or(callable, |method| &method.function);
    let shown = match vm.repr(callable) {
        Ok(shown) => shown,
        Err(e) => return e,
    };
    let raised = vm.system_error(format!("{shown} returned a result with an exception set"));
    let payload = raised.payload();
    payload.suppress_context.set(true);
    drop(payload.cause.replace(error.to_value()));
    drop(payload.context.replace(error.to_value()));
    raised
}
