//! [`Error`]: an exception that left the VM, as plain data.

use std::fmt;

use pyvm_pickle::policy::Refused;
use pyvm_vm as core;
use pyvm_vm::Value;
use pyvm_vm::control::Passed;
use pyvm_vm::error::traceback;
use pyvm_vm::objects::Kind;

/// What went wrong, coarsely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A Python exception.
    Exception,
    /// `SystemExit`: the program asked to end.
    Exit,
    /// `KeyboardInterrupt`
    Interrupt,
    /// A limit was passed or the program was stopped from outside.
    Limit(Passed),
    /// A panic inside the VM or in a callback, caught at the border. The VM goes on.
    Panic,
    /// A policy does not allow what a pickle names, or the pickle is malformed or passes a limit: nothing was loaded.
    /// [`Error::refused`] has the names and the offset.
    Refused,
}

/// An exception that left the VM: one word, `Send + Sync`, free of the VM.
///
/// [`Error::report`] is the text CPython would print; [`std::error::Error::source`] is `__cause__`.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    class: String,
    message: String,
    report: String,
    notes: Vec<String>,
    exit_code: Option<i32>,
    cause: Option<Error>,
    refused: Option<Box<Refused>>,
    /// Names the exception object among those that a running callback has seen; 0 for none.
    key: u64,
}

impl Error {
    /// An exception to be raised in Python: a class of `builtins` by its name, and its message.
    pub fn new(class: &str, message: impl Into<String>) -> Error {
        let message = message.into();
        Error(Box::new(Inner {
            kind: ErrorKind::Exception,
            report: format!("{class}: {message}\n"),
            class: class.to_owned(),
            message,
            notes: Vec::new(),
            exit_code: None,
            cause: None,
            refused: None,
            key: 0,
        }))
    }

    /// A `ValueError`.
    pub fn value(message: impl Into<String>) -> Error {
        Error::new("ValueError", message)
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<String>) -> Error {
        Error::new("TypeError", message)
    }

    /// An UnpicklingError of a policy.
    pub(crate) fn of_policy(refused: Refused) -> Error {
        let mut error = Error::new("_pickle.UnpicklingError", refused.to_string());
        error.0.kind = ErrorKind::Refused;
        error.0.refused = Some(Box::new(refused));
        error
    }

    pub(crate) fn panic(payload: &(dyn std::any::Any + Send)) -> Error {
        let text = panic_text(payload);
        let mut error = Error::new("SystemError", format!("panic: {text}"));
        error.0.kind = ErrorKind::Panic;
        error
    }

    pub(crate) fn of(vm: &core::Vm, error: &core::PyError, key: u64) -> Error {
        let mut made = Error::chained(vm, error, 8);
        made.0.key = key;
        made.0.report = traceback::render(vm, error);
        if let Some(passed) = vm.passed() {
            made.0.kind = ErrorKind::Limit(passed);
            passed.message().clone_into(&mut made.0.message);
            made.0.report = format!("pyvm: limit: {}\n", passed.message());
        }
        made
    }

    /// The error with its causes, of which a cycle has no end.
    fn chained(vm: &core::Vm, error: &core::PyError, more: usize) -> Error {
        let value = error.to_value();
        let message =
            vm.str(&value).map_or_else(|_| "<exception str() failed>".to_owned(), |s| s.to_string());
        let class = core::objects::type_::display_name(vm, error.class());
        let mut made = Error::new(&class, message);
        made.0.kind = if error.matches(vm, &vm.exc.system_exit) {
            made.0.exit_code = Some(exit_code(&error.payload().field("code")));
            ErrorKind::Exit
        } else if error.matches(vm, &vm.exc.keyboard_interrupt) {
            ErrorKind::Interrupt
        } else {
            ErrorKind::Exception
        };
        if let Ok(Some(notes)) = vm.lookup_attr(&value, &vm.intern("__notes__")) {
            let texts = vm.list_from_iterable(&notes).unwrap_or_default();
            made.0.notes = texts.iter().filter_map(Value::as_text).map(ToString::to_string).collect();
        }
        let cause = error.payload().cause.get();
        if more > 0
            && let Ok(cause) = core::PyError::new(cause)
        {
            let mut cause_error = Error::chained(vm, &cause, more - 1);
            cause_error.0.report = traceback::render(vm, &cause);
            made.0.cause = Some(cause_error);
        }
        made
    }

    /// What went wrong, coarsely.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The exception's class: `ValueError`, `shop.models.OutOfStock`.
    pub fn class_name(&self) -> &str {
        &self.0.class
    }

    /// `str(exception)`
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The traceback as CPython 3.13 prints it, ending in a newline.
    pub fn report(&self) -> &str {
        &self.0.report
    }

    /// `__notes__`
    pub fn notes(&self) -> &[String] {
        &self.0.notes
    }

    /// What a policy refused: the names that are not allowed, and where in the pickle.
    pub fn refused(&self) -> Option<&Refused> {
        self.0.refused.as_deref()
    }

    /// The exit code that `SystemExit` asks for.
    pub fn exit_code(&self) -> Option<i32> {
        self.0.exit_code
    }

    pub(crate) fn key(&self) -> u64 {
        self.0.key
    }
}

/// The exit code of a `SystemExit` with this `code`.
pub(crate) fn exit_code(code: &Value) -> i32 {
    match code {
        Value::None | Value::Unbound => 0,
        Value::Bool(b) => i32::from(*b),
        Value::Int(n) => i32::from(n.to_le_bytes()[0]),
        // What fits no C long counts as -1.
        Value::Big(_) => 255,
        Value::Obj(r) => match r.kind() {
            Kind::Wrapped(inner) => exit_code(inner),
            _ => 1,
        },
        _ => 1,
    }
}

pub(crate) fn panic_text(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "(no message)".to_owned())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.message.as_str() {
            "" => f.write_str(&self.0.class),
            message => write!(f, "{}: {message}", self.0.class),
        }
    }
}

impl fmt::Debug for Error {
    /// The traceback, so that `fn main() -> Result<(), Error>` shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.report.trim_end())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_ref().map(|e| e as _)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        let class = match error.kind() {
            std::io::ErrorKind::NotFound => "FileNotFoundError",
            std::io::ErrorKind::PermissionDenied => "PermissionError",
            std::io::ErrorKind::AlreadyExists => "FileExistsError",
            _ => "OSError",
        };
        Error::new(class, error.to_string())
    }
}

impl From<std::num::ParseIntError> for Error {
    fn from(error: std::num::ParseIntError) -> Error {
        Error::value(error.to_string())
    }
}

impl From<std::num::ParseFloatError> for Error {
    fn from(error: std::num::ParseFloatError) -> Error {
        Error::value(error.to_string())
    }
}

impl From<std::str::Utf8Error> for Error {
    fn from(error: std::str::Utf8Error) -> Error {
        Error::value(error.to_string())
    }
}
