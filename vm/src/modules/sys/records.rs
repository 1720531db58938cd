//! The records of `sys`: `version_info`, `flags`, `float_info` and their kin.

use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::Kind;
use crate::objects::struct_sequence::{Field, instance_with_hidden, make_documented};
use crate::vm::Vm;

const VERSION: &[Field] = &[
    ("major", "Major release number"),
    ("minor", "Minor release number"),
    ("micro", "Patch release number"),
    ("releaselevel", "'alpha', 'beta', 'candidate', or 'final'"),
    ("serial", "Serial release number"),
];

const FLAGS: &[Field] = &[
    ("debug", "-d"),
    ("inspect", "-i"),
    ("interactive", "-i"),
    ("optimize", "-O or -OO"),
    ("dont_write_bytecode", "-B"),
    ("no_user_site", "-s"),
    ("no_site", "-S"),
    ("ignore_environment", "-E"),
    ("verbose", "-v"),
    ("bytes_warning", "-b"),
    ("quiet", "-q"),
    ("hash_randomization", "-R"),
    ("isolated", "-I"),
    ("dev_mode", "-X dev"),
    ("utf8_mode", "-X utf8"),
    ("warn_default_encoding", "-X warn_default_encoding"),
    ("safe_path", "-P"),
    ("int_max_str_digits", "-X int_max_str_digits"),
    ("gil", "-X gil"),
];

const HASH: &[Field] = &[
    ("width", "width of the type used for hashing, in bits"),
    ("modulus", "prime number giving the modulus on which the hash function is based"),
    ("inf", "value to be used for hash of a positive infinity"),
    ("nan", "value to be used for hash of a nan"),
    ("imag", "multiplier used for the imaginary part of a complex number"),
    ("algorithm", "name of the algorithm for hashing of str, bytes and memoryviews"),
    ("hash_bits", "internal output size of hash algorithm"),
    ("seed_bits", "seed size of hash algorithm"),
    ("cutoff", "small string optimization cutoff"),
];

const FLOAT: &[Field] = &[
    ("max", "DBL_MAX -- maximum representable finite float"),
    ("max_exp", "DBL_MAX_EXP -- maximum int e such that radix**(e-1) is representable"),
    ("max_10_exp", "DBL_MAX_10_EXP -- maximum int e such that 10**e is representable"),
    ("min", "DBL_MIN -- Minimum positive normalized float"),
    ("min_exp", "DBL_MIN_EXP -- minimum int e such that radix**(e-1) is a normalized float"),
    ("min_10_exp", "DBL_MIN_10_EXP -- minimum int e such that 10**e is a normalized float"),
    ("dig", "DBL_DIG -- maximum number of decimal digits that can be faithfully represented in a float"),
    ("mant_dig", "DBL_MANT_DIG -- mantissa digits"),
    ("epsilon", "DBL_EPSILON -- Difference between 1 and the next representable float"),
    ("radix", "FLT_RADIX -- radix of exponent"),
    ("rounds", "FLT_ROUNDS -- rounding mode used for arithmetic operations"),
];

const INT: &[Field] = &[
    ("bits_per_digit", "size of a digit in bits"),
    ("sizeof_digit", "size in bytes of the C type used to represent a digit"),
    ("default_max_str_digits", "maximum string conversion digits limitation"),
    ("str_digits_check_threshold", "minimum positive value for int_max_str_digits"),
];

const THREAD: &[Field] = &[
    ("name", "name of the thread implementation"),
    ("lock", "name of the lock implementation"),
    ("version", "name and version of the thread library"),
];

/// A record of `sys`: the type and its only instance.
fn record(
    vm: &Vm,
    module: &Value,
    name: &'static str,
    doc: &'static str,
    fields: &[Field],
    values: Vec<Value>,
    hidden: &[(&str, Value)],
) -> PyResult {
    let callable = !matches!(name, "sys.version_info" | "sys.flags");
    let class = make_documented(vm, name, doc, fields, values.len(), callable);
    let made = instance_with_hidden(vm, &class, values, hidden);
    super::super::set(vm, module, name.trim_start_matches("sys."), made.clone())?;
    Ok(made)
}

/// Sets the records.
///
/// # Errors
/// What setting a member raises.
pub(super) fn install(vm: &Vm, module: &Value) -> PyResult<()> {
    let int = Value::Int;
    let version = vec![int(3), int(13), int(0), Value::str("final"), int(0)];
    let doc = "sys.version_info\n\nVersion information as a named tuple.";
    let version = record(vm, module, "sys.version_info", doc, VERSION, version, &[])?;
    flags(vm, module)?;
    let hash = [
        int(64),
        int((1 << 61) - 1),
        int(314_159),
        int(0),
        int(1_000_003),
        Value::str("siphash13"),
        int(64),
        int(128),
        int(0),
    ];
    let doc = "hash_info\n\nA named tuple providing parameters used for computing\nhashes. The attributes are read only.";
    record(vm, module, "sys.hash_info", doc, HASH, hash.to_vec(), &[])?;
    let float = [
        Value::Float(f64::MAX),
        int(1024),
        int(308),
        Value::Float(f64::MIN_POSITIVE),
        int(-1021),
        int(-307),
        int(15),
        int(53),
        Value::Float(f64::EPSILON),
        int(2),
        int(1),
    ];
    let doc = "sys.float_info\n\nA named tuple holding information about the float type.";
    record(vm, module, "sys.float_info", doc, FLOAT, float.to_vec(), &[])?;
    let doc = "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.";
    record(vm, module, "sys.int_info", doc, INT, vec![int(30), int(4), int(4300), int(640)], &[])?;
    let doc = "sys.thread_info\n\nA named tuple holding information about the thread implementation.";
    let threads = vec![Value::str("pthread"), Value::str("semaphore"), Value::None];
    record(vm, module, "sys.thread_info", doc, THREAD, threads, &[])?;
    implementation(vm, module, version)
}

fn flags(vm: &Vm, module: &Value) -> PyResult<()> {
    let f = &vm.flags;
    let (hidden, shown): (Vec<_>, Vec<_>) =
        FLAGS.iter().map(|(name, _)| *name).partition(|name| *name == "gil");
    let value = |name: &str| match name {
        "debug" => Value::Int(i64::from(f.debug)),
        "inspect" => Value::Int(i64::from(f.inspect)),
        "interactive" => Value::Int(i64::from(f.interactive)),
        "optimize" => Value::Int(i64::from(f.optimize)),
        "no_user_site" => Value::Int(i64::from(f.no_user_site)),
        "no_site" => Value::Int(i64::from(f.no_site)),
        "ignore_environment" => Value::Int(i64::from(f.ignore_environment)),
        "verbose" => Value::Int(i64::from(f.verbose)),
        "bytes_warning" => Value::Int(i64::from(f.bytes_warning)),
        "quiet" => Value::Int(i64::from(f.quiet)),
        "hash_randomization" => Value::Int(i64::from(f.hash_randomization)),
        "isolated" => Value::Int(i64::from(f.isolated)),
        "dev_mode" => Value::Bool(f.dev_mode),
        "utf8_mode" => Value::Int(i64::from(f.utf8_mode)),
        "warn_default_encoding" => Value::Int(i64::from(f.warn_default_encoding)),
        "safe_path" => Value::Bool(f.safe_path),
        "int_max_str_digits" => Value::from(vm.int_digit_limit.get()),
        "dont_write_bytecode" => Value::Int(i64::from(f.dont_write_bytecode)),
        // `gil`
        _ => Value::Int(1),
    };
    let hidden: Vec<_> = hidden.into_iter().map(|name| (name, value(name))).collect();
    let values = shown.into_iter().map(value).collect();
    let doc = "sys.flags\n\nFlags provided through command line arguments or environment vars.";
    record(vm, module, "sys.flags", doc, FLAGS, values, &hidden).map(drop)
}

fn implementation(vm: &Vm, module: &Value, version: Value) -> PyResult<()> {
    let class = vm.native_type(&crate::objects::namespace::SPEC);
    let implementation = vm.new_object(&class, Kind::Plain);
    for (name, value) in [
        ("name", Value::str("pyvm")),
        ("cache_tag", Value::str(crate::import::cache::TAG)),
        ("version", version),
        ("hexversion", Value::Int(0x030D_00F0)),
        ("_multiarch", Value::str("x86_64-linux-gnu")),
    ] {
        super::super::set(vm, &implementation, name, value)?;
    }
    super::super::set(vm, module, "implementation", implementation)
}
