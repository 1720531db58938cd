//! The exception classes: one row each, bases before the classes derived from them.

use super::{base, fields, group, os};
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::objects::object::SPEC as OBJECT;
use crate::types::{GetSetDef, Layout, TypeFlags, TypeSpec};
use crate::vm::Vm;

const FLAGS: TypeFlags = TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT);

/// Declares [`Exceptions`] from `field: STATIC BASE("Name", "doc", "field" "its doc" …) { spec overrides },` rows. A class
/// without overrides has a `__new__` and an `__init__` of its own, those of `BaseException`.
macro_rules! exceptions {
    ($($field:ident: $spec:ident $base:ident($name:literal, $doc:literal $(, $attr:literal $attr_doc:literal)*) $({ $($over:tt)* })?,)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $spec: TypeSpec = TypeSpec {
                base: Some(&$base),
                $($($over)*)?
                ..exception_spec($name, $doc, const { &[$(field_def!($attr, $attr_doc)),*] })
            };
        )*

        /// The exception classes of a VM.
        pub struct Exceptions {
            $(#[doc = concat!("`", $name, "`")] pub $field: TypeRef,)*
        }

        impl Exceptions {
            /// Makes every class, without attributes: see [`Exceptions::populate`].
            pub(crate) fn make(made: &mut crate::types::native_class::Bootstrap) -> Exceptions {
                Exceptions { $($field: made.make(&$spec),)* }
            }

            /// Gives every class its methods and attributes.
            pub(crate) fn populate(&self, vm: &Vm) {
                $(crate::types::native_class::populate(vm, &self.$field, &$spec);)*
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
    ($attr:literal, $doc:literal) => {
        GetSetDef {
            name: $attr,
            get: |vm, value| get_field(vm, value, $attr),
            set: Some(|vm, value, new| set_field(vm, value, $attr, new)),
            doc: $doc,
            is_member: !$doc.is_empty(),
        }
    };
}

const fn exception_spec(name: &'static str, doc: &'static str, getset: &'static [GetSetDef]) -> TypeSpec {
    TypeSpec {
        doc: Some(doc),
        flags: FLAGS,
        layout: Some(Layout::Native("BaseException")),
        new: Some(&base::NEW),
        init: Some(&base::INIT),
        getset,
        ..TypeSpec::named(name, "builtins")
    }
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
    let payload = base::of(vm, value)?;
    // The fields of groups.
    if matches!(name, "message" | "exceptions") {
        return Err(vm.attribute_error("readonly attribute"));
    }
    payload.set_field(name, new.unwrap_or_default());
    Ok(())
}

exceptions! {
    base_exception: BASE_EXCEPTION OBJECT("BaseException", "Common base class for all exceptions") { slots: base::slots, flags: FLAGS.with(TypeFlags::GENERIC_GETATTR), methods: base::METHODS, getset: base::GETSET, },
    exception: EXCEPTION BASE_EXCEPTION("Exception", "Common base class for all non-exit exceptions."),
    arithmetic_error: ARITHMETIC_ERROR EXCEPTION("ArithmeticError", "Base class for arithmetic errors."),
    assertion_error: ASSERTION_ERROR EXCEPTION("AssertionError", "Assertion failed."),
    attribute_error: ATTRIBUTE_ERROR EXCEPTION("AttributeError", "Attribute not found.", "name" "attribute name", "obj" "object") { new: None, init: Some(&fields::ATTRIBUTE_INIT), methods: fields::ATTRIBUTE_METHODS, slots: fields::plain_str_slots, },
    base_exception_group: BASE_EXCEPTION_GROUP BASE_EXCEPTION("BaseExceptionGroup", "A combination of multiple unrelated exceptions.", "message" "exception message", "exceptions" "nested exceptions") { new: Some(&group::NEW), init: Some(&group::INIT), slots: group::slots, methods: group::METHODS, },
    os_error: OS_ERROR EXCEPTION("OSError", "Base class for I/O related errors.", "errno" "POSIX exception code", "strerror" "exception strerror", "filename" "exception filename", "filename2" "second exception filename", "characters_written" "") { new: Some(&os::NEW), init: Some(&os::INIT), slots: os::slots, methods: os::METHODS, },
    blocking_io_error: BLOCKING_IO_ERROR OS_ERROR("BlockingIOError", "I/O operation would block.") { new: None, init: Some(&os::INIT), },
    connection_error: CONNECTION_ERROR OS_ERROR("ConnectionError", "Connection error.") { new: None, init: Some(&os::INIT), },
    broken_pipe_error: BROKEN_PIPE_ERROR CONNECTION_ERROR("BrokenPipeError", "Broken pipe.") { new: None, init: Some(&os::INIT), },
    buffer_error: BUFFER_ERROR EXCEPTION("BufferError", "Buffer error."),
    warning: WARNING EXCEPTION("Warning", "Base class for warning categories."),
    bytes_warning: BYTES_WARNING WARNING("BytesWarning", "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str."),
    child_process_error: CHILD_PROCESS_ERROR OS_ERROR("ChildProcessError", "Child process error.") { new: None, init: Some(&os::INIT), },
    connection_aborted_error: CONNECTION_ABORTED_ERROR CONNECTION_ERROR("ConnectionAbortedError", "Connection aborted.") { new: None, init: Some(&os::INIT), },
    connection_refused_error: CONNECTION_REFUSED_ERROR CONNECTION_ERROR("ConnectionRefusedError", "Connection refused.") { new: None, init: Some(&os::INIT), },
    connection_reset_error: CONNECTION_RESET_ERROR CONNECTION_ERROR("ConnectionResetError", "Connection reset.") { new: None, init: Some(&os::INIT), },
    deprecation_warning: DEPRECATION_WARNING WARNING("DeprecationWarning", "Base class for warnings about deprecated features."),
    eof_error: EOF_ERROR EXCEPTION("EOFError", "Read beyond end of file."),
    encoding_warning: ENCODING_WARNING WARNING("EncodingWarning", "Base class for warnings about encodings."),
    file_exists_error: FILE_EXISTS_ERROR OS_ERROR("FileExistsError", "File already exists.") { new: None, init: Some(&os::INIT), },
    file_not_found_error: FILE_NOT_FOUND_ERROR OS_ERROR("FileNotFoundError", "File not found.") { new: None, init: Some(&os::INIT), },
    floating_point_error: FLOATING_POINT_ERROR ARITHMETIC_ERROR("FloatingPointError", "Floating-point operation failed."),
    future_warning: FUTURE_WARNING WARNING("FutureWarning", "Base class for warnings about constructs that will change semantically\nin the future."),
    generator_exit: GENERATOR_EXIT BASE_EXCEPTION("GeneratorExit", "Request that a generator exit."),
    import_error: IMPORT_ERROR EXCEPTION("ImportError", "Import can't find module, or can't find name in module.", "msg" "exception message", "name" "module name", "path" "module path", "name_from" "name imported from module") { new: None, init: Some(&fields::IMPORT_INIT), slots: fields::import_slots, methods: fields::IMPORT_METHODS, },
    import_warning: IMPORT_WARNING WARNING("ImportWarning", "Base class for warnings about probable mistakes in module imports"),
    syntax_error: SYNTAX_ERROR EXCEPTION("SyntaxError", "Invalid syntax.", "msg" "exception msg", "filename" "exception filename", "lineno" "exception lineno", "offset" "exception offset", "text" "exception text", "print_file_and_line" "exception print_file_and_line", "end_lineno" "exception end lineno", "end_offset" "exception end offset") { new: None, init: Some(&fields::SYNTAX_INIT), slots: fields::syntax_slots, },
    indentation_error: INDENTATION_ERROR SYNTAX_ERROR("IndentationError", "Improper indentation.") { new: None, init: Some(&fields::SYNTAX_INIT), },
    lookup_error: LOOKUP_ERROR EXCEPTION("LookupError", "Base class for lookup errors."),
    index_error: INDEX_ERROR LOOKUP_ERROR("IndexError", "Sequence index out of range."),
    interrupted_error: INTERRUPTED_ERROR OS_ERROR("InterruptedError", "Interrupted by signal.") { new: None, init: Some(&os::INIT), },
    is_a_directory_error: IS_A_DIRECTORY_ERROR OS_ERROR("IsADirectoryError", "Operation doesn't work on directories.") { new: None, init: Some(&os::INIT), },
    key_error: KEY_ERROR LOOKUP_ERROR("KeyError", "Mapping key not found.") { new: None, slots: fields::key_error_slots, },
    keyboard_interrupt: KEYBOARD_INTERRUPT BASE_EXCEPTION("KeyboardInterrupt", "Program interrupted by user."),
    memory_error: MEMORY_ERROR EXCEPTION("MemoryError", "Out of memory."),
    module_not_found_error: MODULE_NOT_FOUND_ERROR IMPORT_ERROR("ModuleNotFoundError", "Module not found.") { new: None, init: Some(&fields::IMPORT_INIT), },
    name_error: NAME_ERROR EXCEPTION("NameError", "Name not found globally.", "name" "name") { new: None, init: Some(&fields::NAME_INIT), slots: fields::plain_str_slots, },
    not_a_directory_error: NOT_A_DIRECTORY_ERROR OS_ERROR("NotADirectoryError", "Operation only works on directories.") { new: None, init: Some(&os::INIT), },
    runtime_error: RUNTIME_ERROR EXCEPTION("RuntimeError", "Unspecified run-time error."),
    not_implemented_error: NOT_IMPLEMENTED_ERROR RUNTIME_ERROR("NotImplementedError", "Method or function hasn't been implemented yet."),
    overflow_error: OVERFLOW_ERROR ARITHMETIC_ERROR("OverflowError", "Result too large to be represented."),
    pending_deprecation_warning: PENDING_DEPRECATION_WARNING WARNING("PendingDeprecationWarning", "Base class for warnings about features which will be deprecated\nin the future."),
    permission_error: PERMISSION_ERROR OS_ERROR("PermissionError", "Not enough permissions.") { new: None, init: Some(&os::INIT), },
    process_lookup_error: PROCESS_LOOKUP_ERROR OS_ERROR("ProcessLookupError", "Process not found.") { new: None, init: Some(&os::INIT), },
    python_finalization_error: PYTHON_FINALIZATION_ERROR RUNTIME_ERROR("PythonFinalizationError", "Operation blocked during Python finalization."),
    recursion_error: RECURSION_ERROR RUNTIME_ERROR("RecursionError", "Recursion limit exceeded."),
    reference_error: REFERENCE_ERROR EXCEPTION("ReferenceError", "Weak ref proxy used after referent went away."),
    resource_warning: RESOURCE_WARNING WARNING("ResourceWarning", "Base class for warnings about resource usage."),
    runtime_warning: RUNTIME_WARNING WARNING("RuntimeWarning", "Base class for warnings about dubious runtime behavior."),
    stop_async_iteration: STOP_ASYNC_ITERATION EXCEPTION("StopAsyncIteration", "Signal the end from iterator.__anext__()."),
    stop_iteration: STOP_ITERATION EXCEPTION("StopIteration", "Signal the end from iterator.__next__().", "value" "generator return value") { new: None, init: Some(&fields::STOP_ITERATION_INIT), },
    syntax_warning: SYNTAX_WARNING WARNING("SyntaxWarning", "Base class for warnings about dubious syntax."),
    system_error: SYSTEM_ERROR EXCEPTION("SystemError", "Internal error in the Python interpreter."),
    system_exit: SYSTEM_EXIT BASE_EXCEPTION("SystemExit", "Request to exit from the interpreter.", "code" "exception code") { new: None, init: Some(&fields::SYSTEM_EXIT_INIT), },
    tab_error: TAB_ERROR INDENTATION_ERROR("TabError", "Improper mixture of spaces and tabs.") { new: None, init: Some(&fields::SYNTAX_INIT), },
    timeout_error: TIMEOUT_ERROR OS_ERROR("TimeoutError", "Timeout expired.") { new: None, init: Some(&os::INIT), },
    type_error: TYPE_ERROR EXCEPTION("TypeError", "Inappropriate argument type."),
    unbound_local_error: UNBOUND_LOCAL_ERROR NAME_ERROR("UnboundLocalError", "Local name referenced but not bound to a value.") { new: None, init: Some(&fields::NAME_INIT), },
    value_error: VALUE_ERROR EXCEPTION("ValueError", "Inappropriate argument value (of correct type)."),
    unicode_error: UNICODE_ERROR VALUE_ERROR("UnicodeError", "Unicode related error."),
    unicode_decode_error: UNICODE_DECODE_ERROR UNICODE_ERROR("UnicodeDecodeError", "Unicode decoding error.", "encoding" "exception encoding", "object" "exception object", "start" "exception start", "end" "exception end", "reason" "exception reason") { init: Some(&fields::UNICODE_DECODE_INIT), slots: fields::unicode_decode_slots, },
    unicode_encode_error: UNICODE_ENCODE_ERROR UNICODE_ERROR("UnicodeEncodeError", "Unicode encoding error.", "encoding" "exception encoding", "object" "exception object", "start" "exception start", "end" "exception end", "reason" "exception reason") { init: Some(&fields::UNICODE_ENCODE_INIT), slots: fields::unicode_encode_slots, },
    unicode_translate_error: UNICODE_TRANSLATE_ERROR UNICODE_ERROR("UnicodeTranslateError", "Unicode translation error.", "encoding" "exception encoding", "object" "exception object", "start" "exception start", "end" "exception end", "reason" "exception reason") { init: Some(&fields::UNICODE_TRANSLATE_INIT), slots: fields::unicode_translate_slots, },
    incomplete_input_error: INCOMPLETE_INPUT_ERROR SYNTAX_ERROR("_IncompleteInputError", "incomplete input.") { new: None, init: Some(&fields::SYNTAX_INIT), },
    unicode_warning: UNICODE_WARNING WARNING("UnicodeWarning", "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems."),
    user_warning: USER_WARNING WARNING("UserWarning", "Base class for warnings generated by user code."),
    zero_division_error: ZERO_DIVISION_ERROR ARITHMETIC_ERROR("ZeroDivisionError", "Second argument to a division or modulo operation was zero."),
}
