//! `_opcode`: facts about CPython 3.13's instruction set, which `opcode` and `dis` ask for (CPython: `Modules/_opcode.c`).
//!
//! pyvm runs an instruction set of its own; these answers describe CPython's numbers, as the names in `opcode` do.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// A property of instructions: the ranges of opcodes that have it.
type Ranges = &'static [(i64, i64)];

const HAS_ARG: Ranges = &[
    (45, 118),
    (149, 149),
    (162, 206),
    (208, 208),
    (211, 211),
    (220, 222),
    (236, 236),
    (240, 245),
    (248, 253),
    (256, 262),
    (264, 267),
];
const HAS_CONST: Ranges = &[(83, 83), (103, 103), (240, 240)];
const HAS_NAME: Ranges = &[
    (63, 63),
    (66, 67),
    (74, 75),
    (82, 82),
    (90, 93),
    (108, 108),
    (113, 114),
    (192, 192),
    (202, 202),
    (205, 206),
    (211, 211),
    (259, 262),
];
const HAS_JUMP: Ranges = &[(72, 72), (77, 79), (97, 100), (104, 104), (188, 190), (256, 257)];
const HAS_FREE: Ranges = &[(64, 64), (84, 84), (89, 89), (94, 94), (109, 109)];
const HAS_LOCAL: Ranges = &[(3, 3), (65, 65), (85, 88), (110, 112), (258, 258), (267, 267)];
const HAS_EXC: Ranges = &[(264, 266)];
const IS_VALID: Ranges = &[(0, 118), (149, 222), (236, 253), (256, 267)];

static INTRINSICS_1: &[&str] = &[
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];
static INTRINSICS_2: &[&str] = &[
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];
static BINARY_OPS: &[(&str, &str)] = &[
    ("ADD", "+"),
    ("AND", "&"),
    ("FLOOR_DIVIDE", "//"),
    ("LSHIFT", "<<"),
    ("MATRIX_MULTIPLY", "@"),
    ("MULTIPLY", "*"),
    ("REMAINDER", "%"),
    ("OR", "|"),
    ("POWER", "**"),
    ("RSHIFT", ">>"),
    ("SUBTRACT", "-"),
    ("TRUE_DIVIDE", "/"),
    ("XOR", "^"),
];

/// Declares a predicate over opcodes.
macro_rules! predicate {
    ($name:literal, $ranges:expr, $doc:literal) => {
        NativeDef::function($name, "($module, /, opcode)", |vm, a| within(vm, &a[0], $ranges), $doc)
    };
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "stack_effect",
        "($module, opcode, oparg=None, /, *, jump=None)",
        |vm, _| Err(vm.unfinished("_opcode.stack_effect")),
        "Compute the stack effect of the opcode.",
    ),
    predicate!("is_valid", IS_VALID, "Return True if opcode is valid, False otherwise."),
    predicate!("has_arg", HAS_ARG, "Return True if the opcode uses its oparg, False otherwise."),
    predicate!("has_const", HAS_CONST, "Return True if the opcode accesses a constant, False otherwise."),
    predicate!(
        "has_name",
        HAS_NAME,
        "Return True if the opcode accesses an attribute by name, False otherwise."
    ),
    predicate!("has_jump", HAS_JUMP, "Return True if the opcode has a jump target, False otherwise."),
    predicate!("has_free", HAS_FREE, "Return True if the opcode accesses a free variable, False otherwise."),
    predicate!(
        "has_local",
        HAS_LOCAL,
        "Return True if the opcode accesses a local variable, False otherwise."
    ),
    predicate!("has_exc", HAS_EXC, "Return True if the opcode sets an exception handler, False otherwise."),
    NativeDef::function(
        "get_specialization_stats",
        "($module, /)",
        |_, _| Ok(Value::None),
        "Return the specialization stats",
    ),
    NativeDef::function(
        "get_nb_ops",
        "($module, /)",
        |vm, _| Ok(operators(vm)),
        "Return array of symbols of binary ops.",
    ),
    NativeDef::function(
        "get_intrinsic1_descs",
        "($module, /)",
        |vm, _| Ok(strings(vm, INTRINSICS_1)),
        "Return a list of names of the unary intrinsics.",
    ),
    NativeDef::function(
        "get_intrinsic2_descs",
        "($module, /)",
        |vm, _| Ok(strings(vm, INTRINSICS_2)),
        "Return a list of names of the binary intrinsics.",
    ),
    NativeDef::function(
        "get_executor",
        "($module, /, code, offset)",
        |vm, _| Err(vm.runtime_error("Executors are not available in this build")),
        "Return the executor object at offset in code if exists, None otherwise.",
    ),
];

/// Makes the module.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_opcode", "Opcode support module.", FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "ENABLE_SPECIALIZATION", Value::Int(0))?;
    Ok(module)
}

fn within(vm: &Vm, opcode: &Value, ranges: Ranges) -> PyResult {
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    let opcode = vm.index_i64_or(opcode, too_large)?;
    if i32::try_from(opcode).is_err() {
        return Err(too_large(vm));
    }
    Ok(Value::Bool(ranges.iter().any(|&(first, last)| (first..=last).contains(&opcode))))
}

fn strings(vm: &Vm, names: &[&str]) -> Value {
    vm.new_list(names.iter().map(|name| Value::str(name)).collect())
}

fn operators(vm: &Vm) -> Value {
    let row = |prefix: &str, suffix: &str, &(name, symbol): &(&str, &str)| {
        let [name, symbol] = [format!("{prefix}{name}"), format!("{symbol}{suffix}")].map(|s| Value::str(&s));
        vm.new_tuple(vec![name, symbol])
    };
    let plain = BINARY_OPS.iter().map(|op| row("NB_", "", op));
    let in_place = BINARY_OPS.iter().map(|op| row("NB_INPLACE_", "=", op));
    vm.new_list(plain.chain(in_place).collect())
}
