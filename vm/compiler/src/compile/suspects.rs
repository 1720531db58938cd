//! Code that compiles and cannot be meant: what CPython warns of while it generates code. Mirrors `check_caller`,
//! `check_subscripter`, `check_index` and `check_compare` of `Python/compile.c`.

use rustpython_parser::{
    ast::{CmpOp, Constant, Expr, ExprContext, Ranged, StmtAssert, UnaryOp},
    text_size::TextRange,
};

use super::Extras;

/// A `SyntaxWarning`.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The text.
    pub message: String,
    /// The code it concerns.
    pub range: TextRange,
}

fn note(extras: &Extras, range: TextRange, message: String) {
    extras.warnings.borrow_mut().push(Warning { message, range });
}

/// The type of a constant; none for expressions that are computed at run time.
fn constant_type(e: &Expr) -> Option<&'static str> {
    match e {
        Expr::Constant(k) => Some(match &k.value {
            Constant::None => "NoneType",
            Constant::Bool(_) => "bool",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
            Constant::Int(_) => "int",
            Constant::Float(_) => "float",
            Constant::Complex { .. } => "complex",
            Constant::Tuple(_) => "tuple",
            Constant::Ellipsis => "ellipsis",
        }),
        Expr::Tuple(t) => t.elts.iter().all(|e| constant_type(e).is_some()).then_some("tuple"),
        Expr::UnaryOp(u) => match (u.op, constant_type(&u.operand)?) {
            (UnaryOp::Not, _) => Some("bool"),
            (_, "bool") => Some("int"),
            (UnaryOp::UAdd | UnaryOp::USub, number @ ("int" | "float" | "complex")) => Some(number),
            (UnaryOp::Invert, "int") => Some("int"),
            _ => None,
        },
        _ => None,
    }
}

/// The type of the value of an expression, where its form tells.
fn known_type(e: &Expr) -> Option<&'static str> {
    match e {
        Expr::Tuple(_) => Some("tuple"),
        Expr::List(_) | Expr::ListComp(_) => Some("list"),
        Expr::Dict(_) | Expr::DictComp(_) => Some("dict"),
        Expr::Set(_) | Expr::SetComp(_) => Some("set"),
        Expr::GeneratorExp(_) => Some("generator"),
        Expr::Lambda(_) => Some("function"),
        Expr::JoinedStr(_) | Expr::FormattedValue(_) => Some("str"),
        _ => constant_type(e),
    }
}

fn caller(extras: &Extras, func: &Expr) {
    if matches!(func, Expr::Lambda(_)) {
        return;
    }
    if let Some(name) = known_type(func) {
        let text = format!("'{name}' object is not callable; perhaps you missed a comma?");
        note(extras, func.range(), text);
    }
}

fn subscripted(extras: &Extras, value: &Expr, index: &Expr) {
    let name = match value {
        Expr::Set(_) | Expr::SetComp(_) | Expr::GeneratorExp(_) | Expr::Lambda(_) => known_type(value),
        Expr::Tuple(_) => None,
        _ => constant_type(value).filter(|name| !matches!(*name, "str" | "bytes" | "tuple")),
    };
    if let Some(name) = name {
        let text = format!("'{name}' object is not subscriptable; perhaps you missed a comma?");
        return note(extras, value.range(), text);
    }
    let holder = match value {
        Expr::Tuple(_) | Expr::List(_) | Expr::ListComp(_) | Expr::JoinedStr(_) | Expr::FormattedValue(_) => {
            known_type(value)
        }
        _ => constant_type(value).filter(|name| matches!(*name, "str" | "bytes" | "tuple")),
    };
    let wrong = known_type(index).filter(|name| !matches!(*name, "int" | "bool"));
    if let (Some(holder), Some(wrong)) = (holder, wrong) {
        let text =
            format!("{holder} indices must be integers or slices, not {wrong}; perhaps you missed a comma?");
        note(extras, value.range(), text);
    }
}

/// The type of an operand of `is` that is a literal other than a singleton.
fn literal(e: &Expr) -> Option<&'static str> {
    constant_type(e).filter(|name| !matches!(*name, "NoneType" | "bool" | "ellipsis"))
}

/// Notes what is wrong with an expression by itself.
pub(crate) fn expr(extras: &Extras, e: &Expr) {
    match e {
        Expr::Call(x) => caller(extras, &x.func),
        Expr::Subscript(x) if x.ctx == ExprContext::Load => subscripted(extras, &x.value, &x.slice),
        Expr::Compare(x) => {
            let lefts = std::iter::once(&*x.left).chain(&x.comparators);
            for ((left, right), op) in lefts.zip(&x.comparators).zip(&x.ops) {
                let (shown, instead) = match op {
                    CmpOp::Is => ("is", "=="),
                    CmpOp::IsNot => ("is not", "!="),
                    _ => continue,
                };
                if let Some(name) = literal(left).or_else(|| literal(right)) {
                    let text = format!("\"{shown}\" with '{name}' literal. Did you mean \"{instead}\"?");
                    note(extras, x.range, text);
                    break;
                }
            }
        }
        _ => {}
    }
}

/// Notes an assertion about a tuple.
pub(crate) fn assertion(extras: &Extras, s: &StmtAssert) {
    if matches!(&*s.test, Expr::Tuple(t) if !t.elts.is_empty()) {
        note(extras, s.range, "assertion is always true, perhaps remove parentheses?".to_owned());
    }
}
