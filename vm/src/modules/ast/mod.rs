//! `_ast`: the nodes of Python's abstract syntax tree, and `compile()` to and from them (CPython: `Python/Python-ast.c`,
//! `Python/ast.c`).
//!
//! The tree inside is that of `rustpython-parser`; Python sees objects that are copies of it.

mod build;
mod classes;
mod field;
mod nodes;
mod read;
mod schema;
mod validate;

use validate::Refused;

use crate::compile::{self, Mode, Options};
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::Dict;
use crate::parser::Parsed;
use crate::vm::Vm;

/// `compile()` returns a tree.
pub const ONLY_AST: i64 = 0x400;
/// `compile()` returns a tree after the optimizer's pass.
pub const OPTIMIZED_AST: i64 = 0x8400;
/// `compile()` keeps type comments.
pub const TYPE_COMMENTS: i64 = 0x1000;
const ALLOW_TOP_LEVEL_AWAIT: i64 = 0x2000;

/// The module `_ast`.
///
/// # Errors
/// What making the classes raises.
pub fn make(vm: &Vm) -> PyResult {
    let module = super::make(vm, "_ast", "", &[]);
    let table = classes::classes(vm)?;
    for (name, class) in table.as_dict().map(Dict::entries).unwrap_or_default() {
        if let Some(name) = name.as_text()
            && !name.to_string().ends_with("()")
        {
            vm.setattr(&module, name, class)?;
        }
    }
    let flags = [
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", ALLOW_TOP_LEVEL_AWAIT),
        ("PyCF_ONLY_AST", ONLY_AST),
        ("PyCF_OPTIMIZED_AST", OPTIMIZED_AST),
        ("PyCF_TYPE_COMMENTS", TYPE_COMMENTS),
    ];
    for (name, value) in flags {
        super::set(vm, &module, name, Value::Int(value))?;
    }
    Ok(module)
}

/// The Python tree of a parsed source.
///
/// # Errors
/// What making a node raises.
pub fn from_parsed(vm: &Vm, parsed: &Parsed) -> PyResult {
    build::tree(vm, parsed)
}

/// Whether a value is a node.
pub fn is_node(vm: &Vm, value: &Value) -> bool {
    read::is_node(vm, value)
}

/// Compiles a tree made of Python's nodes.
///
/// # Errors
/// TypeError and ValueError for what is no tree of that mode, SyntaxError and its kin from the compiler.
pub fn compile(vm: &Vm, node: &Value, options: &Options) -> PyResult {
    let wanted = match options.mode {
        Mode::Exec => "Module",
        Mode::Eval => "Expression",
        Mode::Single => "Interactive",
    };
    let class = classes::classes(vm)?;
    let class = vm.getitem(&class, &Value::Str(vm.intern(wanted)))?;
    if !vm.isinstance(node, &class)? {
        let got = vm.type_name(node);
        return Err(vm.type_error(format!("expected {wanted} node, got {got}")));
    }
    let tree = read::tree(vm, node)?;
    validate::module(&tree.module).map_err(|refused| match refused {
        Refused::Value(message) => vm.value_error(message),
        Refused::Type(message) => vm.type_error(message),
    })?;
    let compiled = compile::compile(&tree.module, options, &tree.extras, &tree.places);
    compiled.map_or_else(
        |e| Err(crate::import::source::tree_error(vm, &e, &tree.places, &options.filename)),
        |code| crate::objects::CodeObject::object(vm, &std::rc::Rc::new(code)),
    )
}
