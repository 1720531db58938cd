//! The types of hash objects: one payload, and a spec for each name under which CPython has them.

use std::cell::RefCell;

use pyvm_vm::heap::{Bytes, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::hasher::{Algorithm, Hasher};
use crate::support::size;

/// The payload.
pub(crate) struct Hash {
    pub(crate) algorithm: &'static Algorithm,
    pub(crate) hasher: RefCell<Hasher>,
}

const DIGEST: &str = "Return the digest value as a bytes object.";
const HEXDIGEST: &str = "Return the digest value as a string of hexadecimal digits.";
const COPY: NativeDef = NativeDef::method("copy", "($self, /)", copy, "Return a copy of the hash object.");
const PLAIN_DIGEST: NativeDef =
    NativeDef::method("digest", "($self, /)", |vm, a| Ok(vm.new_bytes(&digest_of(vm, &a[0])?)), DIGEST);
const PLAIN_HEXDIGEST: NativeDef =
    NativeDef::method("hexdigest", "($self, /)", |vm, a| Ok(hex(vm, &digest_of(vm, &a[0])?)), HEXDIGEST);

/// Methods of hashes whose `update` takes `obj`.
static METHODS: &[NativeDef] = &[
    COPY,
    PLAIN_DIGEST,
    PLAIN_HEXDIGEST,
    NativeDef::method(
        "update",
        "($self, obj, /)",
        update,
        "Update this hash object's state with the provided string.",
    ),
];
/// Methods of hashes whose `update` takes `data`.
static DATA_METHODS: &[NativeDef] = &[COPY, PLAIN_DIGEST, PLAIN_HEXDIGEST, DATA_UPDATE];
const DATA_UPDATE: NativeDef = NativeDef::method(
    "update",
    "($self, data, /)",
    update,
    "Update this hash object's state with the provided bytes-like object.",
);
/// Methods of digests of any length.
static SHAKE_METHODS: &[NativeDef] = &[
    COPY,
    NativeDef::method(
        "digest",
        "($self, length, /)",
        |vm, a| Ok(vm.new_bytes(&squeezed(vm, &a[0], &a[1])?)),
        DIGEST,
    ),
    NativeDef::method(
        "hexdigest",
        "($self, length, /)",
        |vm, a| Ok(hex(vm, &squeezed(vm, &a[0], &a[1])?)),
        HEXDIGEST,
    ),
    DATA_UPDATE,
];
static XOF_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "digest",
        "($self, /, length)",
        |vm, a| Ok(vm.new_bytes(&squeezed(vm, &a[0], &a[1])?)),
        DIGEST,
    ),
    NativeDef::method(
        "hexdigest",
        "($self, /, length)",
        |vm, a| Ok(hex(vm, &squeezed(vm, &a[0], &a[1])?)),
        HEXDIGEST,
    ),
];

const BLOCK_SIZE: GetSetDef =
    GetSetDef::get("block_size", |vm, v| Ok(size(of(vm, v)?.algorithm.block_size)), "");
const DIGEST_SIZE: GetSetDef =
    GetSetDef::get("digest_size", |vm, v| Ok(size(of(vm, v)?.hasher.borrow().digest().len())), "");
const NAME: GetSetDef = GetSetDef::get("name", |vm, v| Ok(vm.new_str(of(vm, v)?.algorithm.name)), "");
static GETSET: &[GetSetDef] = &[BLOCK_SIZE, DIGEST_SIZE, NAME];
static SHA3_GETSET: &[GetSetDef] = &[
    BLOCK_SIZE,
    DIGEST_SIZE,
    NAME,
    GetSetDef::get("_rate_bits", |vm, v| Ok(size(of(vm, v)?.algorithm.block_size * 8)), ""),
    GetSetDef::get("_capacity_bits", |vm, v| Ok(size(1600 - of(vm, v)?.algorithm.block_size * 8)), ""),
    GetSetDef::get(
        "_suffix",
        |vm, v| {
            let suffix = if of(vm, v)?.hasher.borrow().is_extendable() { 0x1f } else { 0x06 };
            Ok(vm.new_bytes(&[suffix]))
        },
        "",
    ),
];

const BASE: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("hash")),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("HASH", "_hashlib")
};

const HASH_DOC: &str = "A hash is an object used to calculate a checksum of a string of information.\n\nMethods:\n\nupdate() -- updates the current digest with an additional string\ndigest() -- return the current digest value\nhexdigest() -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the current hash object\n\nAttributes:\n\nname -- the hash algorithm being used by this object\ndigest_size -- number of bytes in this hashes output";

/// `_hashlib.HASH`
pub(crate) static HASH: TypeSpec = TypeSpec {
    doc: Some(HASH_DOC),
    slots: |s: &Slots| {
        s.repr.set(Some(|vm, v| {
            let (name, class, id) = (of(vm, v)?.algorithm.name, vm.type_name(v), vm.id(v));
            Ok(vm.new_str(format!("<{name} {class} object @ {id:#x}>").as_str()))
        }));
    },
    flags: BASE.flags.with(TypeFlags::ATOM),
    ..BASE
};
/// `_hashlib.HASHXOF`
pub(crate) static HASHXOF: TypeSpec = TypeSpec {
    name: "HASHXOF",
    flags: HASH.flags,
    doc: Some(HASH_DOC),
    base: Some(&HASH),
    methods: XOF_METHODS,
    getset: &[GetSetDef::get("digest_size", |vm, v| of(vm, v).map(|_| Value::Int(0)), "")],
    ..BASE
};
/// `_md5.MD5Type`
pub(crate) static MD5: TypeSpec = TypeSpec { name: "md5", module: "_md5", ..BASE };
/// `_sha1.SHA1Type`
pub(crate) static SHA1: TypeSpec = TypeSpec { name: "sha1", module: "_sha1", ..BASE };

macro_rules! sha3 {
    ($static:ident, $name:literal, $kind:literal, $methods:ident) => {
        #[doc = concat!("`_sha3.", $name, "`")]
        pub(crate) static $static: TypeSpec = TypeSpec {
            name: $name,
            module: "_sha3",
            doc: Some(concat!(
                $name,
                "([data], *, usedforsecurity=True) -> ",
                $kind,
                " object\n\nReturn a new ",
                $kind,
                " hash object."
            )),
            flags: TypeFlags::empty(),
            new: Some(&{
                const NEW: NativeDef = NativeDef::static_(
                    "__new__",
                    "($type, data=b'', /, *, usedforsecurity=True)",
                    |vm, a| start_class(vm, $name, &a[0], &a[1]),
                    "",
                );
                NEW
            }),
            methods: $methods,
            getset: SHA3_GETSET,
            ..BASE
        };
    };
}
sha3!(SHA3_224, "sha3_224", "SHA3", DATA_METHODS);
sha3!(SHA3_256, "sha3_256", "SHA3", DATA_METHODS);
sha3!(SHA3_384, "sha3_384", "SHA3", DATA_METHODS);
sha3!(SHA3_512, "sha3_512", "SHA3", DATA_METHODS);
sha3!(SHAKE_128, "shake_128", "SHAKE", SHAKE_METHODS);
sha3!(SHAKE_256, "shake_256", "SHAKE", SHAKE_METHODS);

/// A spec for BLAKE2.
pub(super) const BLAKE2: TypeSpec =
    TypeSpec { module: "_blake2", flags: TypeFlags::empty(), methods: DATA_METHODS, ..BASE };

pub(crate) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Hash> {
    vm.payload(value, "hash")
}

/// The bytes to hash.
///
/// # Errors
/// TypeError for text and what has no bytes.
pub(crate) fn data(vm: &Vm, given: &Value) -> PyResult<Bytes> {
    if given.as_text().is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    if !vm.is_bytes_like(given) {
        return Err(vm.type_error("object supporting the buffer API required"));
    }
    vm.bytes_of(given)
}

/// A hash object of a class that has taken its first data.
///
/// # Errors
/// As [`data`].
pub(crate) fn make(
    vm: &Vm,
    class: &pyvm_vm::heap::TypeRef,
    algorithm: &'static Algorithm,
    mut hasher: Hasher,
    first: &Value,
) -> PyResult {
    if !first.is_unbound() {
        let bytes = data(vm, first)?;
        vm.charge_work(bytes.len() as u64 * 4)?;
        hasher.update(&bytes);
    }
    Ok(vm.new_native(class, Hash { algorithm, hasher: RefCell::new(hasher) }))
}

/// A hash object of a class that is called itself.
fn start_class(vm: &Vm, name: &str, class: &Value, first: &Value) -> PyResult {
    let Some(algorithm) = super::hasher::find(name) else {
        return Err(vm.value_error(format!("unsupported hash type {name}")));
    };
    let class = vm.expect_type(class, "__new__(X): X")?;
    make(vm, class, algorithm, (algorithm.start)(), first)
}

fn update(vm: &Vm, args: &[Value]) -> PyResult {
    let hash = of(vm, &args[0])?;
    let bytes = data(vm, &args[1])?;
    vm.charge_work(bytes.len() as u64 * 4)?;
    hash.hasher.borrow_mut().update(&bytes);
    Ok(Value::None)
}

fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    let hash = of(vm, &args[0])?;
    let hasher = hash.hasher.borrow().clone();
    Ok(vm.new_native(vm.class_of(&args[0]), Hash { algorithm: hash.algorithm, hasher: RefCell::new(hasher) }))
}

fn digest_of(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    Ok(of(vm, value)?.hasher.borrow().digest())
}

fn squeezed(vm: &Vm, value: &Value, length: &Value) -> PyResult<Vec<u8>> {
    let length = vm.index_i64(length)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.system_error("Negative size passed to PyBytes_FromStringAndSize"));
    };
    if !vm.check_size(length.saturating_mul(3)) {
        return Err(vm.out_of_memory());
    }
    vm.charge_work(length as u64 * 4)?;
    let mut output = vec![0; length];
    of(vm, value)?.hasher.borrow().squeeze(&mut output);
    Ok(output)
}

/// Bytes as hexadecimal text.
pub(crate) fn hex(vm: &Vm, bytes: &[u8]) -> Value {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    vm.new_str(text.as_str())
}

impl Native for Hash {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
