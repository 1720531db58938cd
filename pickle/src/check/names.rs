//! The names that pickles are known to hold, good and bad.

use crate::compat;

/// How a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A class or function that only makes values.
    Value,
    /// A helper of the pickle protocol, which makes instances of a class that it is given.
    Maker,
    /// It runs code, or reaches for files, processes, modules or attributes.
    Dangerous,
    /// On no list.
    Unknown,
}

/// What only makes values, by module.
const VALUES: &[(&str, &[&str])] = &[
    (
        "builtins",
        &[
            "bool",
            "bytearray",
            "bytes",
            "complex",
            "dict",
            "float",
            "frozenset",
            "int",
            "list",
            "object",
            "range",
            "set",
            "slice",
            "str",
            "tuple",
            "Ellipsis",
            "NotImplemented",
            "ArithmeticError",
            "AssertionError",
            "AttributeError",
            "BaseException",
            "BaseExceptionGroup",
            "EOFError",
            "Exception",
            "ExceptionGroup",
            "FileExistsError",
            "FileNotFoundError",
            "FloatingPointError",
            "ImportError",
            "IndexError",
            "KeyError",
            "KeyboardInterrupt",
            "LookupError",
            "MemoryError",
            "ModuleNotFoundError",
            "NameError",
            "NotImplementedError",
            "OSError",
            "OverflowError",
            "PermissionError",
            "RecursionError",
            "RuntimeError",
            "StopIteration",
            "SyntaxError",
            "SystemError",
            "SystemExit",
            "TimeoutError",
            "TypeError",
            "UnicodeError",
            "ValueError",
            "Warning",
            "ZeroDivisionError",
        ],
    ),
    (
        "collections",
        &["ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString", "defaultdict", "deque"],
    ),
    ("datetime", &["date", "datetime", "time", "timedelta", "timezone"]),
    ("decimal", &["Decimal"]),
    ("fractions", &["Fraction"]),
    ("ipaddress", &["IPv4Address", "IPv4Network", "IPv6Address", "IPv6Network"]),
    ("pathlib", &["Path", "PosixPath", "PurePath", "PurePosixPath", "PureWindowsPath", "WindowsPath"]),
    ("pathlib._local", &["Path", "PosixPath", "PurePath", "PurePosixPath", "PureWindowsPath", "WindowsPath"]),
    ("types", &["SimpleNamespace"]),
    ("uuid", &["SafeUUID", "UUID"]),
    ("zoneinfo", &["ZoneInfo._unpickle"]),
    ("_codecs", &["encode"]),
    ("array", &["array", "_array_reconstructor"]),
    ("numpy", &["dtype", "ndarray"]),
    ("numpy.core.multiarray", &["_reconstruct", "scalar"]),
    ("numpy._core.multiarray", &["_reconstruct", "scalar"]),
];

/// Helpers of the protocol.
const MAKERS: &[&str] = &["_reconstructor", "__newobj__", "__newobj_ex__"];

/// Modules of which every name is dangerous, submodules included.
const DANGEROUS: &[&str] = &[
    "_io",
    "_osx_support",
    "_pickle",
    "_posixsubprocess",
    "_winapi",
    "asyncio",
    "bdb",
    "cProfile",
    "code",
    "codeop",
    "commands",
    "ctypes",
    "dill",
    "distutils",
    "doctest",
    "ftplib",
    "functools",
    "gc",
    "http",
    "imaplib",
    "importlib",
    "inspect",
    "io",
    "ipykernel",
    "joblib",
    "linecache",
    "logging",
    "marshal",
    "multiprocessing",
    "nt",
    "ntpath",
    "operator",
    "os",
    "pdb",
    "pickle",
    "pip",
    "pkgutil",
    "platform",
    "poplib",
    "posix",
    "posixpath",
    "profile",
    "pty",
    "py_compile",
    "pydoc",
    "requests",
    "runpy",
    "setuptools",
    "shelve",
    "shutil",
    "signal",
    "smtplib",
    "socket",
    "socketserver",
    "sqlite3",
    "ssl",
    "subprocess",
    "sys",
    "sysconfig",
    "telnetlib",
    "tempfile",
    "test",
    "threading",
    "timeit",
    "trace",
    "unittest",
    "urllib",
    "venv",
    "webbrowser",
    "weakref",
    "xmlrpc",
    "zipimport",
];

/// Names of `builtins` that are dangerous.
const DANGEROUS_BUILTINS: &[&str] = &[
    "__build_class__",
    "__import__",
    "apply",
    "breakpoint",
    "classmethod",
    "compile",
    "delattr",
    "eval",
    "exec",
    "execfile",
    "exit",
    "file",
    "filter",
    "getattr",
    "globals",
    "help",
    "input",
    "locals",
    "map",
    "memoryview",
    "open",
    "print",
    "property",
    "quit",
    "raw_input",
    "reduce",
    "reload",
    "setattr",
    "staticmethod",
    "super",
    "type",
    "vars",
];

/// How `module.name` stands.
pub(super) fn standing(module: &str, name: &str) -> Standing {
    let (module, name) = compat::to_python3(module, name);
    if module == "copyreg" {
        return if MAKERS.contains(&name) { Standing::Maker } else { Standing::Dangerous };
    }
    if VALUES.iter().any(|(known, names)| *known == module && names.contains(&name)) {
        return Standing::Value;
    }
    let root = module.split('.').next().unwrap_or(module);
    let first = name.split('.').next().unwrap_or(name);
    let is_dangerous = DANGEROUS.contains(&root)
        || module == "builtins" && DANGEROUS_BUILTINS.contains(&first)
        || module == "types" && matches!(first, "CodeType" | "FunctionType" | "LambdaType" | "MethodType")
        // Walking attributes reaches everything from anything.
        || name.split('.').any(|part| matches!(part, "__globals__" | "__subclasses__" | "__builtins__" | "__code__"));
    if is_dangerous { Standing::Dangerous } else { Standing::Unknown }
}
