//! `_blake2`: BLAKE2b and BLAKE2s with all their parameters. Mirrors `Modules/blake2module.c`.

use pyvm_vm::types::{NativeDef, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::hasher::{Hasher, find};
use super::types;

/// Sizes of a variant.
struct Variant {
    name: &'static str,
    /// Bytes of a digest, and of a key, at most.
    most: usize,
    salt: usize,
    person: usize,
    offset: u64,
}

const B: Variant = Variant { name: "blake2b", most: 64, salt: 16, person: 16, offset: u64::MAX };
const S: Variant = Variant { name: "blake2s", most: 32, salt: 8, person: 8, offset: (1 << 48) - 1 };

macro_rules! variant {
    ($static:ident, $variant:ident, $name:literal, $doc:literal) => {
        static $static: TypeSpec = TypeSpec {
            name: $name,
            doc: Some($doc),
            signature: Some(concat!(
                "(data=b'', /, *, digest_size=_blake2.",
                $name,
                ".MAX_DIGEST_SIZE,\n",
                "        key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0,\n",
                "        node_offset=0, node_depth=0, inner_size=0, last_node=False,\n",
                "        usedforsecurity=True)"
            )),
            new: Some(&{
                const NEW: NativeDef =
                    NativeDef::static_("__new__", SIGNATURE, |vm, a| new(vm, &$variant, a), "");
                NEW
            }),
            attributes: |_| attributes(&$variant),
            ..types::BLAKE2
        };
    };
}
variant!(BLAKE2B, B, "blake2b", "Return a new BLAKE2b hash object.");
variant!(BLAKE2S, S, "blake2s", "Return a new BLAKE2s hash object.");

const SIGNATURE: &str = "($type, data=<unrepresentable>, /, *, digest_size=<unrepresentable>, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)";

fn attributes(variant: &Variant) -> Vec<(&'static str, Value)> {
    vec![
        ("SALT_SIZE", crate::support::size(variant.salt)),
        ("PERSON_SIZE", crate::support::size(variant.person)),
        ("MAX_KEY_SIZE", crate::support::size(variant.most)),
        ("MAX_DIGEST_SIZE", crate::support::size(variant.most)),
    ]
}

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_blake2", "_blake2b provides BLAKE2b for hashlib\n", &[]);
    crate::support::add_types(vm, &module, &[&BLAKE2B, &BLAKE2S])?;
    for (prefix, variant) in [("BLAKE2B", &B), ("BLAKE2S", &S)] {
        for (name, value) in attributes(variant) {
            pyvm_vm::modules::set(vm, &module, &format!("{prefix}_{name}"), value)?;
        }
    }
    Ok(module)
}

/// An integer argument within bounds.
fn within(vm: &Vm, given: &Value, low: i64, high: i64, refusal: &str) -> PyResult<u64> {
    let n = vm.index_i64_or(given, |vm| vm.overflow_error("Python int too large to convert to C int"))?;
    match u64::try_from(n) {
        Ok(small) if (low..=high).contains(&n) => Ok(small),
        _ => Err(vm.value_error(refusal)),
    }
}

/// A size that must not be negative.
fn positive(vm: &Vm, given: &Value, most: u64, name: &str) -> PyResult<u64> {
    let n = vm.index_big(given)?;
    if n.sign() == num_bigint::Sign::Minus {
        return Err(vm.value_error("value must be positive"));
    }
    match u64::try_from(n) {
        Err(_) => Err(vm.overflow_error("int too big to convert")),
        Ok(n) if n > most => Err(vm.overflow_error(format!("{name} is too large"))),
        Ok(n) => Ok(n),
    }
}

fn bytes(vm: &Vm, given: &Value, most: usize, name: &str) -> PyResult<pyvm_vm::heap::Bytes> {
    if given.is_unbound() {
        return Ok(pyvm_vm::heap::Bytes::new(&[]));
    }
    let bytes = vm.bytes_of(given)?;
    if bytes.len() > most {
        return Err(vm.value_error(format!("maximum {name} length is {most} bytes")));
    }
    Ok(bytes)
}

fn new(vm: &Vm, variant: &Variant, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "blake2.__new__(X): X")?;
    let most = i64::try_from(variant.most).unwrap_or(0);
    let size = if args[2].is_unbound() {
        variant.most
    } else {
        let refusal = format!("digest_size must be between 1 and {most} bytes");
        usize::try_from(within(vm, &args[2], 1, most, &refusal)?).unwrap_or(0)
    };
    let salt = bytes(vm, &args[4], variant.salt, "salt")?;
    let person = bytes(vm, &args[5], variant.person, "person")?;
    let fanout = within(vm, &args[6], 0, 255, "fanout must be between 0 and 255")? as u8;
    let depth = within(vm, &args[7], 1, 255, "depth must be between 1 and 255")? as u8;
    let leaf = positive(vm, &args[8], u64::from(u32::MAX), "leaf_size")? as u32;
    let offset = positive(vm, &args[9], variant.offset, "node_offset")?;
    let level = within(vm, &args[10], 0, 255, "node_depth must be between 0 and 255")? as u8;
    let refusal = format!("inner_size must be between 0 and is {most}");
    let inner = usize::try_from(within(vm, &args[11], 0, most, &refusal)?).unwrap_or(0);
    let last = vm.is_true(&args[12])?;
    let key = bytes(vm, &args[3], variant.most, "key")?;
    macro_rules! state {
        ($crate_name:ident) => {{
            let mut params = $crate_name::Params::new();
            params.hash_length(size).key(&key).salt(&salt).personal(&person);
            params.fanout(fanout).max_depth(depth).max_leaf_length(leaf).node_offset(offset);
            params.node_depth(level).inner_hash_length(inner).last_node(last);
            Box::new(params.to_state())
        }};
    }
    let hasher = if variant.name == "blake2b" {
        Hasher::Blake2b(state!(blake2b_simd))
    } else {
        Hasher::Blake2s(state!(blake2s_simd))
    };
    let Some(algorithm) = find(variant.name) else { return Err(vm.system_error("no BLAKE2")) };
    types::make(vm, class, algorithm, hasher, &args[1])
}
