//! Bytes of all kinds: below protocol 3 as calls, `bytearray`, and `PickleBuffer` in and out of band.

use pyvm_vm::PyResult;
use pyvm_vm::heap::{Bytes, Value};

use super::{ObjectSink, Saver};
use crate::module::pickle_buffer;
use crate::opcode::Opcode;
use crate::wire::{FRAME_TARGET, Payload};

impl<S: ObjectSink> Saver<'_, S> {
    /// Bytes below protocol 3: a call of `bytes` or `_codecs.encode`.
    pub(super) fn save_old_bytes(&mut self, value: &Value, data: &Bytes) -> PyResult<()> {
        let vm = self.vm;
        if data.is_empty() {
            let parts = vec![vm.types.bytes.to_value(), vm.empty_tuple()];
            return self.save_reduce(&parts, Some(value));
        }
        let text: String = data.iter().map(|b| char::from(*b)).collect();
        let codecs = vm.import("_codecs")?;
        let encode = vm.getattr_str(&codecs, "encode")?;
        let args = vm.new_tuple(vec![vm.new_str(text), self.names.latin1.clone()]);
        self.save_reduce(&[encode, args], Some(value))
    }

    /// A `bytearray`: an opcode in protocol 5, a call below.
    pub(super) fn save_bytearray(&mut self, value: &Value) -> PyResult<()> {
        let vm = self.vm;
        let data = vm.bytes_of(value)?;
        if self.options.protocol >= 5 {
            self.write_buffer(value, Payload::ByteArray, &data)?;
            self.put(value);
            return Ok(());
        }
        let args = if data.is_empty() { Vec::new() } else { vec![vm.fresh_bytes(&data)] };
        self.save_reduce(&[vm.types.bytearray.to_value(), vm.new_tuple(args)], Some(value))
    }

    /// A `PickleBuffer`: its bytes, or a mark that they travel by themselves.
    pub(super) fn save_picklebuffer(&mut self, value: &Value) -> PyResult<()> {
        let vm = self.vm;
        if self.options.protocol < 5 {
            return Err(self.pickling_error("PickleBuffer can only be pickled with protocol >= 5"));
        }
        let (readonly, contiguous) = pickle_buffer::facts(vm, value)?;
        if !contiguous {
            let text = "PickleBuffer can not be pickled when pointing to a non-contiguous buffer";
            return Err(self.pickling_error(text));
        }
        let in_band = match &self.options.buffer_callback {
            Some(callback) => {
                let answer = vm.call1(callback, value.clone())?;
                vm.is_true(&answer)?
            }
            None => true,
        };
        if !in_band {
            self.out.op(Opcode::NextBuffer);
            if readonly {
                self.out.op(Opcode::ReadonlyBuffer);
            }
            return Ok(());
        }
        let data = pickle_buffer::data(vm, value)?;
        self.write_buffer(value, if readonly { Payload::Bytes } else { Payload::ByteArray }, &data)?;
        self.put(value);
        Ok(())
    }

    /// What a buffer holds; a file gets a large one as it is.
    fn write_buffer(&mut self, value: &Value, kind: Payload, data: &[u8]) -> PyResult<()> {
        if S::STREAMS && data.len() >= FRAME_TARGET {
            return self.out.payload_through(kind, data.len(), |sink| sink.write_object(value));
        }
        if kind == Payload::Bytes { self.out.bytes(data) } else { self.out.bytearray(data) }
    }
}
