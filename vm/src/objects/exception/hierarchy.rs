//! The exception classes: one row each, bases before the classes derived from them.

use super::{base, fields, group, os};
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::objects::object::SPEC as OBJECT;
use crate::types::{GetSetDef, Layout, TypeFlags, TypeSpec};
use crate::vm::Vm;

const FLAGS: TypeFlags = TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF);

/// Declares [`Exceptions`] from `field: STATIC BASE("Name", "field" …) { spec overrides },` rows.
macro_rules! exceptions {
    ($($field:ident: $spec:ident $base:ident($name:literal $(, $attr:literal)*) $({ $($over:tt)* })?,)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $spec: TypeSpec = TypeSpec {
                base: Some(&$base),
                flags: FLAGS,
                layout: Some(Layout::Native("BaseException")),
                $($($over)*)?
                ..fields_spec(const { &[$(field_def!($attr)),*] }, $name)
            };
        )*

        /// The exception classes of a VM.
        pub struct Exceptions {
            $(#[doc = concat!("`", $name, "`")] pub $field: TypeRef,)*
        }

        impl Exceptions {
            /// Makes every class, without attributes: see [`Exceptions::populate`].
            pub(crate) fn make(made: &mut crate::types::new_class::Bootstrap) -> Exceptions {
                Exceptions { $($field: made.make(&$spec),)* }
            }

            /// Gives every class its methods and attributes.
            pub(crate) fn populate(&self, vm: &Vm) {
                $(crate::types::new_class::populate(vm, &self.$field, &$spec);)*
            }

            /// Every class.
            pub fn all(&self) -> Vec<&TypeRef> {
                vec![$(&self.$field,)*]
            }
        }
    };
}

/// One field as an attribute.
macro_rules! field_def {
    ($attr:literal) => {
        GetSetDef {
            name: $attr,
            get: |vm, value| get_field(vm, value, $attr),
            set: Some(|vm, value, new| set_field(vm, value, $attr, new)),
            doc: "",
            is_member: true,
        }
    };
}

const fn fields_spec(getset: &'static [GetSetDef], name: &'static str) -> TypeSpec {
    TypeSpec { getset, ..TypeSpec::named(name, "builtins") }
}

fn get_field(vm: &Vm, value: &Value, name: &'static str) -> PyResult {
    let field = base::of(vm, value)?.field(name);
    match field {
        Value::Unbound if name == "characters_written" => Err(vm.no_attribute(value, &vm.intern(name), name)),
        Value::Unbound => Ok(Value::None),
        field => Ok(field),
    }
}

fn set_field(vm: &Vm, value: &Value, name: &'static str, new: Option<Value>) -> PyResult<()> {
    base::of(vm, value)?.set_field(name, new.unwrap_or_default());
    Ok(())
}

exceptions! {
    base_exception: BASE_EXCEPTION OBJECT("BaseException") { doc: Some("Common base class for all exceptions"), slots: base::slots, new: Some(&base::NEW), init: Some(&base::INIT), methods: base::METHODS, getset: base::GETSET, },
    exception: EXCEPTION BASE_EXCEPTION("Exception"),
    arithmetic_error: ARITHMETIC_ERROR EXCEPTION("ArithmeticError"),
    assertion_error: ASSERTION_ERROR EXCEPTION("AssertionError"),
    attribute_error: ATTRIBUTE_ERROR EXCEPTION("AttributeError", "name", "obj") { init: Some(&fields::ATTRIBUTE_INIT), methods: fields::ATTRIBUTE_METHODS, },
    base_exception_group: BASE_EXCEPTION_GROUP BASE_EXCEPTION("BaseExceptionGroup", "message", "exceptions") { new: Some(&group::NEW), init: Some(&group::INIT), slots: group::slots, methods: group::METHODS, },
    os_error: OS_ERROR EXCEPTION("OSError", "errno", "strerror", "filename", "filename2", "characters_written") { new: Some(&os::NEW), init: Some(&os::INIT), slots: os::slots, methods: os::METHODS, },
    blocking_io_error: BLOCKING_IO_ERROR OS_ERROR("BlockingIOError"),
    connection_error: CONNECTION_ERROR OS_ERROR("ConnectionError"),
    broken_pipe_error: BROKEN_PIPE_ERROR CONNECTION_ERROR("BrokenPipeError"),
    buffer_error: BUFFER_ERROR EXCEPTION("BufferError"),
    warning: WARNING EXCEPTION("Warning"),
    bytes_warning: BYTES_WARNING WARNING("BytesWarning"),
    child_process_error: CHILD_PROCESS_ERROR OS_ERROR("ChildProcessError"),
    connection_aborted_error: CONNECTION_ABORTED_ERROR CONNECTION_ERROR("ConnectionAbortedError"),
    connection_refused_error: CONNECTION_REFUSED_ERROR CONNECTION_ERROR("ConnectionRefusedError"),
    connection_reset_error: CONNECTION_RESET_ERROR CONNECTION_ERROR("ConnectionResetError"),
    deprecation_warning: DEPRECATION_WARNING WARNING("DeprecationWarning"),
    eof_error: EOF_ERROR EXCEPTION("EOFError"),
    encoding_warning: ENCODING_WARNING WARNING("EncodingWarning"),
    file_exists_error: FILE_EXISTS_ERROR OS_ERROR("FileExistsError"),
    file_not_found_error: FILE_NOT_FOUND_ERROR OS_ERROR("FileNotFoundError"),
    floating_point_error: FLOATING_POINT_ERROR ARITHMETIC_ERROR("FloatingPointError"),
    future_warning: FUTURE_WARNING WARNING("FutureWarning"),
    generator_exit: GENERATOR_EXIT BASE_EXCEPTION("GeneratorExit"),
    import_error: IMPORT_ERROR EXCEPTION("ImportError", "msg", "name", "path", "name_from") { init: Some(&fields::IMPORT_INIT), slots: fields::import_slots, methods: fields::IMPORT_METHODS, },
    import_warning: IMPORT_WARNING WARNING("ImportWarning"),
    syntax_error: SYNTAX_ERROR EXCEPTION("SyntaxError", "msg", "filename", "lineno", "offset", "text", "print_file_and_line", "end_lineno", "end_offset") { init: Some(&fields::SYNTAX_INIT), slots: fields::syntax_slots, },
    indentation_error: INDENTATION_ERROR SYNTAX_ERROR("IndentationError"),
    lookup_error: LOOKUP_ERROR EXCEPTION("LookupError"),
    index_error: INDEX_ERROR LOOKUP_ERROR("IndexError"),
    interrupted_error: INTERRUPTED_ERROR OS_ERROR("InterruptedError"),
    is_a_directory_error: IS_A_DIRECTORY_ERROR OS_ERROR("IsADirectoryError"),
    key_error: KEY_ERROR LOOKUP_ERROR("KeyError") { slots: fields::key_error_slots, },
    keyboard_interrupt: KEYBOARD_INTERRUPT BASE_EXCEPTION("KeyboardInterrupt"),
    memory_error: MEMORY_ERROR EXCEPTION("MemoryError"),
    module_not_found_error: MODULE_NOT_FOUND_ERROR IMPORT_ERROR("ModuleNotFoundError"),
    name_error: NAME_ERROR EXCEPTION("NameError", "name") { init: Some(&fields::NAME_INIT), },
    not_a_directory_error: NOT_A_DIRECTORY_ERROR OS_ERROR("NotADirectoryError"),
    runtime_error: RUNTIME_ERROR EXCEPTION("RuntimeError"),
    not_implemented_error: NOT_IMPLEMENTED_ERROR RUNTIME_ERROR("NotImplementedError"),
    overflow_error: OVERFLOW_ERROR ARITHMETIC_ERROR("OverflowError"),
    pending_deprecation_warning: PENDING_DEPRECATION_WARNING WARNING("PendingDeprecationWarning"),
    permission_error: PERMISSION_ERROR OS_ERROR("PermissionError"),
    process_lookup_error: PROCESS_LOOKUP_ERROR OS_ERROR("ProcessLookupError"),
    python_finalization_error: PYTHON_FINALIZATION_ERROR RUNTIME_ERROR("PythonFinalizationError"),
    recursion_error: RECURSION_ERROR RUNTIME_ERROR("RecursionError"),
    reference_error: REFERENCE_ERROR EXCEPTION("ReferenceError"),
    resource_warning: RESOURCE_WARNING WARNING("ResourceWarning"),
    runtime_warning: RUNTIME_WARNING WARNING("RuntimeWarning"),
    stop_async_iteration: STOP_ASYNC_ITERATION EXCEPTION("StopAsyncIteration"),
    stop_iteration: STOP_ITERATION EXCEPTION("StopIteration", "value") { init: Some(&fields::STOP_ITERATION_INIT), },
    syntax_warning: SYNTAX_WARNING WARNING("SyntaxWarning"),
    system_error: SYSTEM_ERROR EXCEPTION("SystemError"),
    system_exit: SYSTEM_EXIT BASE_EXCEPTION("SystemExit", "code") { init: Some(&fields::SYSTEM_EXIT_INIT), },
    tab_error: TAB_ERROR INDENTATION_ERROR("TabError"),
    timeout_error: TIMEOUT_ERROR OS_ERROR("TimeoutError"),
    type_error: TYPE_ERROR EXCEPTION("TypeError"),
    unbound_local_error: UNBOUND_LOCAL_ERROR NAME_ERROR("UnboundLocalError"),
    value_error: VALUE_ERROR EXCEPTION("ValueError"),
    unicode_error: UNICODE_ERROR VALUE_ERROR("UnicodeError"),
    unicode_decode_error: UNICODE_DECODE_ERROR UNICODE_ERROR("UnicodeDecodeError", "encoding", "object", "start", "end", "reason") { init: Some(&fields::UNICODE_DECODE_INIT), slots: fields::unicode_decode_slots, },
    unicode_encode_error: UNICODE_ENCODE_ERROR UNICODE_ERROR("UnicodeEncodeError", "encoding", "object", "start", "end", "reason") { init: Some(&fields::UNICODE_ENCODE_INIT), slots: fields::unicode_encode_slots, },
    unicode_translate_error: UNICODE_TRANSLATE_ERROR UNICODE_ERROR("UnicodeTranslateError", "object", "start", "end", "reason") { init: Some(&fields::UNICODE_TRANSLATE_INIT), slots: fields::unicode_translate_slots, },
    unicode_warning: UNICODE_WARNING WARNING("UnicodeWarning"),
    user_warning: USER_WARNING WARNING("UserWarning"),
    zero_division_error: ZERO_DIVISION_ERROR ARITHMETIC_ERROR("ZeroDivisionError"),
}
