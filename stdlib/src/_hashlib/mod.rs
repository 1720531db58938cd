//! `_hashlib`, `_md5`, `_sha1`, `_sha3` and `_blake2`: hash functions over kept crates. Mirrors `Modules/_hashopenssl.c`
//! and its neighbours.

use std::cell::RefCell;

use pyvm_vm::heap::{Str, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::support::{add_exception, add_types, error_of, size};
use hasher::{Algorithm, Hmac};

pub(crate) mod blake2;
mod derive;
mod hasher;
mod types;

const STARTER: &str = "($module, /, string=b'', *, usedforsecurity=True)";

macro_rules! starters {
    ($($name:literal $algorithm:literal $shown:literal;)*) => {
        static FUNCTIONS: &[NativeDef] = &[
            $(NativeDef::function(
                $name,
                STARTER,
                |vm, a| start(vm, $algorithm, &a[0]),
                concat!("Returns a ", $shown, " hash object; optionally initialized with a string"),
            ),)*
            NativeDef::function(
                "new",
                "($module, /, name, string=b'', *, usedforsecurity=True)",
                new,
                "Return a new hash object using the named algorithm.\n\nAn optional string argument may be provided and will be\nautomatically hashed.\n\nThe MD5 and SHA1 algorithms are always supported.",
            ),
            NativeDef::function(
                "pbkdf2_hmac",
                "($module, /, hash_name, password, salt, iterations,\n            dklen=None)",
                derive::pbkdf2_hmac,
                "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.",
            ),
            NativeDef::function(
                "scrypt",
                "($module, /, password, *, salt=None, n=None, r=None, p=None,\n       maxmem=0, dklen=64)",
                derive::scrypt,
                "scrypt password-based key derivation function.",
            ),
            NativeDef::function("get_fips_mode", "($module, /)", |_, _| Ok(Value::Int(0)), "Determine the OpenSSL FIPS mode of operation."),
            NativeDef::function(
                "hmac_digest",
                "($module, /, key, msg, digest)",
                hmac_digest,
                "Single-shot HMAC.",
            ),
            NativeDef::function(
                "hmac_new",
                "($module, /, key, msg=b'', digestmod=None)",
                hmac_new,
                "Return a new hmac object.",
            ),
        ];
        /// Functions that start a hash, and the names of the algorithms.
        static STARTERS: &[(&str, &str)] = &[$(($name, $algorithm),)*];
    };
}
starters! {
    "openssl_md5" "md5" "md5";
    "openssl_sha1" "sha1" "sha1";
    "openssl_sha224" "sha224" "sha224";
    "openssl_sha256" "sha256" "sha256";
    "openssl_sha384" "sha384" "sha384";
    "openssl_sha512" "sha512" "sha512";
    "openssl_sha3_224" "sha3_224" "sha3-224";
    "openssl_sha3_256" "sha3_256" "sha3-256";
    "openssl_sha3_384" "sha3_384" "sha3-384";
    "openssl_sha3_512" "sha3_512" "sha3-512";
    "openssl_shake_128" "shake_128" "shake-128 variable";
    "openssl_shake_256" "shake_256" "shake-256 variable";
}

static MD5_FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "md5",
    STARTER,
    |vm, a| start_as(vm, &types::MD5, "md5", &a[0]),
    "Return a new MD5 hash object; optionally initialized with a string.",
)];
static SHA1_FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "sha1",
    STARTER,
    |vm, a| start_as(vm, &types::SHA1, "sha1", &a[0]),
    "Return a new SHA1 hash object; optionally initialized with a string.",
)];

/// Makes `_hashlib`.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_hashlib", "OpenSSL interface for hashlib module", FUNCTIONS);
    add_types(vm, &module, &[&types::HASH, &types::HASHXOF, &HMAC])?;
    add_exception(
        vm,
        &module,
        "_hashlib",
        "UnsupportedDigestmodError",
        std::slice::from_ref(&vm.exc.value_error),
    )?;
    let compare = vm.getattr_str(&vm.import("_operator")?, "_compare_digest")?;
    pyvm_vm::modules::set(vm, &module, "compare_digest", compare)?;
    let names = hasher::ALGORITHMS.iter().map(|algorithm| Value::str(algorithm.name)).collect();
    let frozenset = vm.builtin("frozenset")?;
    let names = vm.call1(&frozenset, vm.new_list(names))?;
    pyvm_vm::modules::set(vm, &module, "openssl_md_meth_names", names)?;
    let constructors = vm.new_dict();
    for (function, name) in STARTERS {
        vm.setitem(&constructors, &vm.getattr_str(&module, function)?, Value::str(name))?;
    }
    let proxy = vm.getattr_str(&vm.import("types")?, "MappingProxyType")?;
    pyvm_vm::modules::set(vm, &module, "_constructors", vm.call1(&proxy, constructors)?)?;
    Ok(module)
}

/// Makes `_md5`.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make_md5(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_md5", "", MD5_FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "__doc__", Value::None)?;
    pyvm_vm::modules::set(vm, &module, "MD5Type", vm.native_type(&types::MD5).to_value())?;
    Ok(module)
}

/// Makes `_sha1`.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make_sha1(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_sha1", "", SHA1_FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "__doc__", Value::None)?;
    pyvm_vm::modules::set(vm, &module, "SHA1Type", vm.native_type(&types::SHA1).to_value())?;
    Ok(module)
}

/// Makes `_sha3`.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make_sha3(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_sha3", "", &[]);
    pyvm_vm::modules::set(vm, &module, "__doc__", Value::None)?;
    add_types(
        vm,
        &module,
        &[
            &types::SHA3_224,
            &types::SHA3_256,
            &types::SHA3_384,
            &types::SHA3_512,
            &types::SHAKE_128,
            &types::SHAKE_256,
        ],
    )?;
    pyvm_vm::modules::set(vm, &module, "implementation", Value::str("HACL"))?;
    Ok(module)
}

/// The error for an algorithm that is not there.
fn unsupported(vm: &Vm) -> PyError {
    let message = "[digital envelope routines] unsupported";
    error_of(vm, "_hashlib", "UnsupportedDigestmodError", message)
}

fn algorithm(vm: &Vm, name: &str) -> PyResult<&'static Algorithm> {
    hasher::find(name).ok_or_else(|| unsupported(vm))
}

fn start(vm: &Vm, name: &str, string: &Value) -> PyResult {
    let algorithm = algorithm(vm, name)?;
    let hasher = (algorithm.start)();
    let spec = if hasher.is_extendable() { &types::HASHXOF } else { &types::HASH };
    types::make(vm, &vm.native_type(spec), algorithm, hasher, string)
}

fn start_as(vm: &Vm, spec: &'static TypeSpec, name: &str, string: &Value) -> PyResult {
    let algorithm = algorithm(vm, name)?;
    types::make(vm, &vm.native_type(spec), algorithm, (algorithm.start)(), string)
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(name) = args[0].as_text() else { return Err(vm.type_error("name must be a string")) };
    start(vm, &name.to_string_lossy(), &args[1])
}

/// The algorithm of a `digestmod`: a name, or a function of this module.
fn digestmod(vm: &Vm, given: &Value) -> PyResult<&'static Algorithm> {
    if let Some(name) = given.as_text() {
        return algorithm(vm, &name.to_string_lossy());
    }
    let constructors = vm.getattr_str(&vm.import("_hashlib")?, "_constructors")?;
    match vm.getitem(&constructors, given) {
        Ok(name) => algorithm(vm, &name.as_text().map(Str::to_string_lossy).unwrap_or_default()),
        Err(_) => {
            let shown = vm.str(given)?;
            let message = format!("Unsupported digestmod {shown}");
            Err(error_of(vm, "_hashlib", "UnsupportedDigestmodError", &message))
        }
    }
}

/// An HMAC in progress.
struct Mac {
    algorithm: &'static Algorithm,
    state: RefCell<Hmac>,
}

static HMAC: TypeSpec = TypeSpec {
    doc: Some(
        "The object used to calculate HMAC of a message.\n\nMethods:\n\nupdate() -- updates the current digest with an additional string\ndigest() -- return the current digest value\nhexdigest() -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the current hash object\n\nAttributes:\n\nname -- the name, including the hash algorithm used by this object\ndigest_size -- number of bytes in digest() output\n",
    ),
    flags: TypeFlags::NO_NEW.with(TypeFlags::ATOM),
    layout: Some(Layout::Native("HMAC")),
    slots: |s: &Slots| {
        s.repr.set(Some(|vm, v| {
            let (name, id) = (mac(vm, v)?.algorithm.name, vm.id(v));
            Ok(vm.new_str(format!("<{name} HMAC object @ {id:#x}>").as_str()))
        }));
    },
    methods: &[
        NativeDef::method(
            "copy",
            "($self, /)",
            |vm, a| {
                let this = mac(vm, &a[0])?;
                let state = RefCell::new(this.state.borrow().clone());
                Ok(vm.new_native(&vm.native_type(&HMAC), Mac { algorithm: this.algorithm, state }))
            },
            "Return a copy (\"clone\") of the HMAC object.",
        ),
        NativeDef::method(
            "digest",
            "($self, /)",
            |vm, a| Ok(vm.new_bytes(&mac(vm, &a[0])?.state.borrow().digest())),
            "Return the digest of the bytes passed to the update() method so far.",
        ),
        NativeDef::method(
            "hexdigest",
            "($self, /)",
            |vm, a| Ok(types::hex(vm, &mac(vm, &a[0])?.state.borrow().digest())),
            "Return hexadecimal digest of the bytes passed to the update() method so far.",
        ),
        NativeDef::method(
            "update",
            "($self, /, msg)",
            |vm, a| {
                let data = types::data(vm, &a[1])?;
                vm.charge_work(data.len() as u64 * 4)?;
                mac(vm, &a[0])?.state.borrow_mut().update(&data);
                Ok(Value::None)
            },
            "Update the HMAC object with msg.",
        ),
    ],
    getset: &[
        GetSetDef::get("digest_size", |vm, v| Ok(size(mac(vm, v)?.state.borrow().digest().len())), ""),
        GetSetDef::get("block_size", |vm, v| Ok(size(mac(vm, v)?.algorithm.block_size)), ""),
        GetSetDef::get(
            "name",
            |vm, v| Ok(vm.new_str(format!("hmac-{}", mac(vm, v)?.algorithm.name).as_str())),
            "",
        ),
    ],
    ..TypeSpec::named("HMAC", "_hashlib")
};

fn mac<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Mac> {
    vm.payload(value, "_hashlib.HMAC")
}

/// An HMAC with its key.
fn keyed(vm: &Vm, key: &Value, digest: &Value) -> PyResult<Mac> {
    let key = vm.bytes_of(key)?;
    let algorithm = digestmod(vm, digest)?;
    if (algorithm.start)().is_extendable() {
        return Err(vm.value_error("no reason supplied"));
    }
    Ok(Mac { algorithm, state: RefCell::new(Hmac::new(algorithm, &key)) })
}

fn hmac_new(vm: &Vm, args: &[Value]) -> PyResult {
    if args[2].is_none() {
        return Err(vm.type_error("Missing required parameter 'digestmod'."));
    }
    let mac = keyed(vm, &args[0], &args[2])?;
    if !args[1].is_unbound() {
        let data = types::data(vm, &args[1])?;
        vm.charge_work(data.len() as u64 * 4)?;
        mac.state.borrow_mut().update(&data);
    }
    Ok(vm.new_native(&vm.native_type(&HMAC), mac))
}

fn hmac_digest(vm: &Vm, args: &[Value]) -> PyResult {
    let mac = keyed(vm, &args[0], &args[2])?;
    let data = vm.bytes_of(&args[1])?;
    vm.charge_work(data.len() as u64 * 4)?;
    mac.state.borrow_mut().update(&data);
    let digest = mac.state.borrow().digest();
    Ok(vm.new_bytes(&digest))
}

impl Native for Mac {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
