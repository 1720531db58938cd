//! `_sha2`: SHA-224, SHA-256, SHA-384 and SHA-512. Mirrors `Modules/sha2module.c` over the crate `sha2`.

use std::cell::RefCell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use crate::support::add_types;

/// A hash under way.
#[derive(Clone)]
enum Hasher {
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

/// The same expression for each variant.
macro_rules! each {
    ($hasher:expr, $h:ident => $result:expr) => {
        match $hasher {
            Hasher::Sha224($h) => $result,
            Hasher::Sha256($h) => $result,
            Hasher::Sha384($h) => $result,
            Hasher::Sha512($h) => $result,
        }
    };
}

impl Hasher {
    fn name(&self) -> &'static str {
        match self {
            Hasher::Sha224(_) => "sha224",
            Hasher::Sha256(_) => "sha256",
            Hasher::Sha384(_) => "sha384",
            Hasher::Sha512(_) => "sha512",
        }
    }

    fn block_size(&self) -> i64 {
        match self {
            Hasher::Sha224(_) | Hasher::Sha256(_) => 64,
            Hasher::Sha384(_) | Hasher::Sha512(_) => 128,
        }
    }

    fn spec(&self) -> &'static TypeSpec {
        match self {
            Hasher::Sha224(_) => &SHA224,
            Hasher::Sha256(_) => &SHA256,
            Hasher::Sha384(_) => &SHA384,
            Hasher::Sha512(_) => &SHA512,
        }
    }

    fn digest(&self) -> Vec<u8> {
        each!(self, h => h.clone().finalize().to_vec())
    }
}

/// The payload.
struct State(RefCell<Hasher>);

impl Native for State {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

const TYPE: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("sha2")),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("SHA2Type", "_sha2")
};
static SHA224: TypeSpec = TypeSpec { name: "SHA224Type", ..TYPE };
static SHA256: TypeSpec = TypeSpec { name: "SHA256Type", ..TYPE };
static SHA384: TypeSpec = TypeSpec { name: "SHA384Type", ..TYPE };
static SHA512: TypeSpec = TypeSpec { name: "SHA512Type", ..TYPE };

static METHODS: &[NativeDef] = &[
    NativeDef::method("copy", "($self, /)", copy, "Return a copy of the hash object."),
    NativeDef::method("digest", "($self, /)", digest, "Return the digest value as a bytes object."),
    NativeDef::method(
        "hexdigest",
        "($self, /)",
        hexdigest,
        "Return the digest value as a string of hexadecimal digits.",
    ),
    NativeDef::method(
        "update",
        "($self, obj, /)",
        |vm, a| update(vm, of(vm, &a[0])?, &a[1]),
        "Update this hash object's state with the provided string.",
    ),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("block_size", |vm, v| Ok(Value::Int(of(vm, v)?.0.borrow().block_size())), ""),
    GetSetDef::get("name", |vm, v| Ok(Value::str(of(vm, v)?.0.borrow().name())), ""),
    GetSetDef::get("digest_size", |vm, v| Ok(crate::support::size(of(vm, v)?.0.borrow().digest().len())), ""),
];

const SIGNATURE: &str = "($module, /, string=b'', *, usedforsecurity=True)";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "sha256",
        SIGNATURE,
        |vm, a| start(vm, Hasher::Sha256(Sha256::new()), &a[0]),
        "Return a new SHA-256 hash object; optionally initialized with a string.",
    ),
    NativeDef::function(
        "sha224",
        SIGNATURE,
        |vm, a| start(vm, Hasher::Sha224(Sha224::new()), &a[0]),
        "Return a new SHA-224 hash object; optionally initialized with a string.",
    ),
    NativeDef::function(
        "sha512",
        SIGNATURE,
        |vm, a| start(vm, Hasher::Sha512(Sha512::new()), &a[0]),
        "Return a new SHA-512 hash object; optionally initialized with a string.",
    ),
    NativeDef::function(
        "sha384",
        SIGNATURE,
        |vm, a| start(vm, Hasher::Sha384(Sha384::new()), &a[0]),
        "Return a new SHA-384 hash object; optionally initialized with a string.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_sha2", "", FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "__doc__", Value::None)?;
    add_types(vm, &module, &[&SHA224, &SHA256, &SHA384, &SHA512])?;
    Ok(module)
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a State> {
    vm.payload(value, "_sha2 hash")
}

fn start(vm: &Vm, hasher: Hasher, string: &Value) -> PyResult {
    let class = vm.native_type(hasher.spec());
    let state = State(RefCell::new(hasher));
    if !string.is_unbound() {
        update(vm, &state, string)?;
    }
    Ok(vm.new_native(&class, state))
}

fn update(vm: &Vm, state: &State, data: &Value) -> PyResult {
    if data.as_text().is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    if !vm.is_bytes_like(data) {
        return Err(vm.type_error("object supporting the buffer API required"));
    }
    let bytes = vm.bytes_of(data)?;
    each!(&mut *state.0.borrow_mut(), h => h.update(&*bytes));
    Ok(Value::None)
}

fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    let hasher = of(vm, &args[0])?.0.borrow().clone();
    Ok(vm.new_native(&vm.native_type(hasher.spec()), State(RefCell::new(hasher))))
}

fn digest(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_bytes(&of(vm, &args[0])?.0.borrow().digest()))
}

fn hexdigest(vm: &Vm, args: &[Value]) -> PyResult {
    let digest = of(vm, &args[0])?.0.borrow().digest();
    let text: String = digest.iter().map(|b| format!("{b:02x}")).collect();
    Ok(Value::str(&text))
}
