//! Reading through the methods of a file object, and errors of the stream as Python exceptions.

use pyvm_vm::call::Args;
use pyvm_vm::heap::Value;
use pyvm_vm::objects::bytearray::new_bytearray;
use pyvm_vm::objects::memoryview::new_memoryview;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use crate::module::PickleNames;
use crate::wire::error::DecodeFault;
use crate::wire::{Class, Fault, Pull, PullError, WireError};

/// An error of a source as a Python exception.
pub trait Raise {
    /// The exception.
    fn raise(self, vm: &Vm, names: &PickleNames) -> PyError;
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

    fn readinto(&mut self, n: usize) -> PyResult<Option<Vec<u8>>> {
        let (vm, Some(readinto)) = (self.vm, &self.readinto) else { return Ok(None) };
        if !vm.check_size(n) {
            return Err(vm.out_of_memory());
        }
        let target = new_bytearray(vm, vec![0; n]);
        let got = vm.call1(readinto, new_memoryview(vm, &target)?)?;
        if !matches!(got.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
            return Err(vm.type_error("an integer is required"));
        }
        let got = vm.index_i64(&got)?;
        let Ok(got) = usize::try_from(got) else {
            return Err(vm.value_error("readinto() returned negative size"));
        };
        let data = vm.bytes_of(&target)?;
        Ok(Some(data.get(..got.min(n)).unwrap_or(&[]).to_vec()))
    }

    fn peek(&mut self, n: usize) -> PyResult<Option<Vec<u8>>> {
        let Some(peek) = &self.peek else { return Ok(None) };
        match self.vm.call1(peek, Value::from(n)) {
            Ok(data) => Ok(Some(self.vm.bytes_of(&data)?.to_vec())),
            Err(e) if e.matches(self.vm, &self.vm.exc.not_implemented_error) => Ok(None),
            Err(e) => Err(e),
        }
    }
}
