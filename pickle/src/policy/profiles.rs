//! The ready-made lists of names: what each may be, and what it may be called with.

use super::shape::Shape;

/// Names that are alike: whether instances are made without a call and take state and items, and what a call may be given.
type Row = (&'static [&'static str], bool, Option<Shape>);
/// Rows by module.
pub(super) type Profile = &'static [(&'static str, &'static [Row])];

/// Built-in data.
pub(super) const DATA: Profile = &[
    (
        "builtins",
        &[
            (&["bool", "dict", "float", "int", "list", "object", "str", "tuple"], false, None),
            (&["bytearray", "bytes"], false, Some(Shape::Bytes)),
            (&["complex"], false, Some(Shape::Numbers)),
            (&["range", "slice"], false, Some(Shape::Bounds)),
            (&["frozenset", "set"], false, Some(Shape::Container)),
        ],
    ),
    ("_codecs", &[(&["encode"], false, Some(Shape::Encode))]),
    // Which classes it may rebuild is looked at for itself.
    ("copyreg", &[(&["_reconstructor"], false, None)]),
];

/// Values of the standard library.
pub(super) const STDLIB: Profile = &[
    (
        "collections",
        &[
            (&["Counter", "OrderedDict"], true, Some(Shape::Container)),
            (&["defaultdict"], true, Some(Shape::Factory)),
            (&["deque"], true, Some(Shape::Deque)),
            (&["ChainMap", "UserDict", "UserList", "UserString"], true, None),
        ],
    ),
    ("datetime", &[(&["date", "datetime", "time", "timedelta", "timezone"], false, Some(Shape::Values))]),
    ("decimal", &[(&["Decimal"], false, Some(Shape::Values))]),
    ("fractions", &[(&["Fraction"], false, Some(Shape::Ratio))]),
    ("uuid", &[(&["UUID"], true, None), (&["SafeUUID"], false, Some(Shape::Values))]),
    ("pathlib", PATHS),
    ("pathlib._local", PATHS),
    (
        "ipaddress",
        &[(
            &["IPv4Address", "IPv4Interface", "IPv4Network", "IPv6Address", "IPv6Interface", "IPv6Network"],
            false,
            Some(Shape::Values),
        )],
    ),
    ("types", &[(&["SimpleNamespace"], true, Some(Shape::Nothing))]),
    ("builtins", &[(EXCEPTIONS, true, Some(Shape::Any))]),
];

const PATHS: &[Row] =
    &[(&["PosixPath", "PurePosixPath", "PureWindowsPath", "WindowsPath"], false, Some(Shape::Values))];

/// The exceptions that `builtins` holds.
const EXCEPTIONS: &[&str] = &[
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BaseException",
    "BaseExceptionGroup",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "BytesWarning",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DeprecationWarning",
    "EOFError",
    "EncodingWarning",
    "EnvironmentError",
    "Exception",
    "ExceptionGroup",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "FutureWarning",
    "GeneratorExit",
    "IOError",
    "ImportError",
    "ImportWarning",
    "IndentationError",
    "IndexError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotADirectoryError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PendingDeprecationWarning",
    "PermissionError",
    "ProcessLookupError",
    "PythonFinalizationError",
    "RecursionError",
    "ReferenceError",
    "ResourceWarning",
    "RuntimeError",
    "RuntimeWarning",
    "StopAsyncIteration",
    "StopIteration",
    "SyntaxError",
    "SyntaxWarning",
    "SystemError",
    "SystemExit",
    "TabError",
    "TimeoutError",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UnicodeTranslateError",
    "UnicodeWarning",
    "UserWarning",
    "ValueError",
    "Warning",
    "ZeroDivisionError",
];
