//! `"…%s…" % (a, b)` compiled as an f-string is. Mirrors `optimize_format` of `Python/ast_opt.c`.

use rustpython_parser::ast::{Constant, Expr, ExprBinOp, Operator};
use rustpython_wtf8::Wtf8Buf;

use super::fstring::Part;
use super::unit::Compiler;

/// Digits that a width or a precision may have.
const MAX_DIGITS: usize = 3;

/// One `%` of a format.
struct Field {
    how: u16,
    spec: String,
}

/// Digits at the front, none where there are too many.
fn digits<'s>(rest: &mut &'s str) -> Option<&'s str> {
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (head, tail) = rest.split_at(count);
    *rest = tail;
    (count <= MAX_DIGITS).then_some(head)
}

/// What stands behind a `%`; none where it needs the general way.
fn field(rest: &mut &str) -> Option<Field> {
    let left = rest.starts_with('-');
    *rest = rest.trim_start_matches('-');
    if rest.starts_with(['+', ' ', '#', '0']) {
        return None;
    }
    let width = digits(rest)?;
    let precision = match rest.strip_prefix('.') {
        Some(tail) => {
            *rest = tail;
            Some(digits(rest)?)
        }
        None => None,
    };
    let how = match rest.chars().next()? {
        's' => 1,
        'r' => 2,
        'a' => 3,
        _ => return None,
    };
    *rest = &rest[1..];
    let mut spec = String::new();
    if !left && !width.is_empty() {
        spec.push('>');
    }
    spec.push_str(width);
    if let Some(precision) = precision {
        spec.push('.');
        spec.push_str(if precision.is_empty() { "0" } else { precision });
    }
    Some(Field { how, spec })
}

impl<'a> Compiler<'a> {
    /// The pieces of a formatting with nothing but `%s`, `%r` and `%a`, one for each element of a tuple display.
    pub(super) fn percent_parts(&self, x: &'a ExprBinOp) -> Option<Vec<Part<'a>>> {
        let (Operator::Mod, Expr::Constant(format), Expr::Tuple(values)) = (x.op, &*x.left, &*x.right) else {
            return None;
        };
        let Constant::Str(text) = &format.value else { return None };
        if self.extras.strings.contains_key(&format.range) || values.elts.iter().any(Expr::is_starred_expr) {
            return None;
        }
        let mut elements = values.elts.iter();
        let (mut parts, mut plain) = (Vec::new(), Wtf8Buf::new());
        let mut rest = text.as_str();
        while let Some(at) = rest.find('%') {
            plain.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(tail) = rest.strip_prefix('%') {
                plain.push_str("%");
                rest = tail;
                continue;
            }
            let Field { how, spec } = field(&mut rest)?;
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Shown { value: elements.next()?, how, spec });
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        elements.next().is_none().then_some(parts)
    }
}
