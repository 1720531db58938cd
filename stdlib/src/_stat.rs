//! `_stat`: file mode bits and tests. Mirrors `Modules/_stat.c`.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

const TYPE_MASK: u32 = 0o170_000;

/// Declares `S_ISDIR` and its kin, which compare the type bits.
macro_rules! tests {
    ($($name:literal $bits:literal;)*) => {
        &[
            $(NativeDef::function(
                $name,
                "($module, mode, /)",
                |vm, a| Ok(Value::Bool(mode(vm, &a[0])? & TYPE_MASK == $bits)),
                concat!($name, "(mode) -> bool"),
            )
            .hidden_signature(),)*
            NativeDef::function("S_ISDOOR", "($module, mode, /)", never, "S_ISDOOR(mode) -> bool").hidden_signature(),
            NativeDef::function("S_ISPORT", "($module, mode, /)", never, "S_ISPORT(mode) -> bool").hidden_signature(),
            NativeDef::function("S_ISWHT", "($module, mode, /)", never, "S_ISWHT(mode) -> bool").hidden_signature(),
            NativeDef::function(
                "S_IMODE",
                "($module, mode, /)",
                |vm, a| Ok(Value::from(mode(vm, &a[0])? & 0o7777)),
                "Return the portion of the file's mode that can be set by os.chmod().",
            )
            .hidden_signature(),
            NativeDef::function(
                "S_IFMT",
                "($module, mode, /)",
                |vm, a| Ok(Value::from(mode(vm, &a[0])? & TYPE_MASK)),
                "Return the portion of the file's mode that describes the file type.",
            )
            .hidden_signature(),
            NativeDef::function(
                "filemode",
                "($module, mode, /)",
                filemode,
                "Convert a file's mode to a string of the form '-rwxrwxrwx'",
            )
            .hidden_signature(),
        ]
    };
}

static FUNCTIONS: &[NativeDef] = tests! {
    "S_ISDIR" 0o040_000;
    "S_ISCHR" 0o020_000;
    "S_ISBLK" 0o060_000;
    "S_ISREG" 0o100_000;
    "S_ISFIFO" 0o010_000;
    "S_ISLNK" 0o120_000;
    "S_ISSOCK" 0o140_000;
};

static INTS: &[(&str, i64)] = &[
    ("S_IFDIR", 16384),
    ("S_IFCHR", 8192),
    ("S_IFBLK", 24576),
    ("S_IFREG", 32768),
    ("S_IFIFO", 4096),
    ("S_IFLNK", 40960),
    ("S_IFSOCK", 49152),
    ("S_IFDOOR", 0),
    ("S_IFPORT", 0),
    ("S_IFWHT", 0),
    ("S_ISUID", 2048),
    ("S_ISGID", 1024),
    ("S_ISVTX", 512),
    ("S_ENFMT", 1024),
    ("S_IREAD", 256),
    ("S_IWRITE", 128),
    ("S_IEXEC", 64),
    ("S_IRWXU", 448),
    ("S_IRUSR", 256),
    ("S_IWUSR", 128),
    ("S_IXUSR", 64),
    ("S_IRWXG", 56),
    ("S_IRGRP", 32),
    ("S_IWGRP", 16),
    ("S_IXGRP", 8),
    ("S_IRWXO", 7),
    ("S_IROTH", 4),
    ("S_IWOTH", 2),
    ("S_IXOTH", 1),
    ("UF_SETTABLE", 65535),
    ("UF_NODUMP", 1),
    ("UF_IMMUTABLE", 2),
    ("UF_APPEND", 4),
    ("UF_OPAQUE", 8),
    ("UF_NOUNLINK", 16),
    ("UF_COMPRESSED", 32),
    ("UF_TRACKED", 64),
    ("UF_DATAVAULT", 128),
    ("UF_HIDDEN", 32768),
    ("SF_SETTABLE", 4294901760),
    ("SF_ARCHIVED", 65536),
    ("SF_IMMUTABLE", 131072),
    ("SF_APPEND", 262144),
    ("SF_RESTRICTED", 524288),
    ("SF_NOUNLINK", 1048576),
    ("SF_SNAPSHOT", 2097152),
    ("SF_FIRMLINK", 8388608),
    ("SF_DATALESS", 1073741824),
    ("ST_MODE", 0),
    ("ST_INO", 1),
    ("ST_DEV", 2),
    ("ST_NLINK", 3),
    ("ST_UID", 4),
    ("ST_GID", 5),
    ("ST_SIZE", 6),
    ("ST_ATIME", 7),
    ("ST_MTIME", 8),
    ("ST_CTIME", 9),
];

/// Makes the module.
///
/// # Errors
/// What setting a member raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_stat", "", FUNCTIONS);
    for (name, value) in INTS {
        pyvm_vm::modules::set(vm, &module, name, Value::Int(*value))?;
    }
    Ok(module)
}

fn mode(vm: &Vm, value: &Value) -> PyResult<u32> {
    let n =
        vm.index_i64_or(value, |vm| vm.overflow_error("Python int too large to convert to C unsigned long"))?;
    if n < 0 {
        return Err(vm.overflow_error("can't convert negative value to unsigned int"));
    }
    u32::try_from(n).map_err(|_| vm.overflow_error("mode out of range"))
}

fn never(vm: &Vm, args: &[Value]) -> PyResult {
    mode(vm, &args[0]).map(|_| Value::Bool(false))
}

fn filemode(vm: &Vm, args: &[Value]) -> PyResult {
    let mode = mode(vm, &args[0])?;
    let mut text = String::with_capacity(10);
    text.push(match mode & TYPE_MASK {
        0o100_000 => '-',
        0o040_000 => 'd',
        0o120_000 => 'l',
        0o060_000 => 'b',
        0o020_000 => 'c',
        0o010_000 => 'p',
        0o140_000 => 's',
        _ => '?',
    });
    for (shift, special, set, unset) in [(6, 0o4000, 's', 'S'), (3, 0o2000, 's', 'S'), (0, 0o1000, 't', 'T')]
    {
        let bits = mode >> shift;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (mode & special != 0, bits & 1 != 0) {
            (false, true) => 'x',
            (false, false) => '-',
            (true, true) => set,
            (true, false) => unset,
        });
    }
    Ok(Value::str(&text))
}
