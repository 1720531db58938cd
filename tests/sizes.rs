//! The sizes that speed and memory rest on.

use pyvm_vm::heap::{Object, Value};
use pyvm_vm::{PyError, PyResult};

#[test]
fn a_value_is_two_words() {
    assert_eq!(size_of::<Value>(), 16);
    assert_eq!(size_of::<Option<Value>>(), 16);
}

#[test]
fn an_object_is_seven_words() {
    assert_eq!(size_of::<Object>(), 56);
}

#[test]
fn an_error_is_one_word_and_a_result_two() {
    assert_eq!(size_of::<PyError>(), 8);
    assert_eq!(size_of::<PyResult<Value>>(), 16);
}

#[test]
fn an_instruction_is_eight_bytes() {
    assert_eq!(size_of::<pyvm_vm::bytecode::Instr>(), 8);
}
