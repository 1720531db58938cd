//! Assignment targets: what may be assigned or deleted, and how CPython names what may not.

use rustpython_parser::ast::{Constant, Expr, ExprContext, Identifier, Keyword, Ranged};
use rustpython_parser::text_size::TextRange;

use super::cursor::Parser;
use super::error::PResult;
use super::token::Tok;

/// What a target is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// `=`, `with … as`
    Assign,
    /// `for`
    For,
    /// `del`
    Delete,
}

impl Parser<'_> {
    /// `star_targets` before `end` (`in`), with the context set.
    pub(super) fn star_targets(&mut self, end: Tok) -> PResult<Expr> {
        // Operands stop before `in`: it is no part of a target.
        let item =
            |parser: &mut Self| if parser.at(Tok::Star) { parser.starred(5) } else { parser.bitwise_or() };
        let mut target = self.tuple_of(item)?;
        if invalid_target(&target, Use::For).is_some() {
            return self.refuse_target(&target, Use::For, end);
        }
        self.store(&mut target, ExprContext::Store);
        Ok(target)
    }

    /// Fails at a target that cannot be one; the diagnosing pass says why.
    pub(super) fn refuse_target<T>(&mut self, target: &Expr, what: Use, end: Tok) -> PResult<T> {
        let Some(bad) = invalid_target(target, what) else { return self.fail() };
        if !self.at(end) {
            return self.fail();
        }
        let verb = if what == Use::Delete { "delete" } else { "assign to" };
        self.lexer_error()?;
        self.raise_on(bad.range(), format!("cannot {verb} {}", expression_name(bad)))
    }

    /// Sets the context of a valid target, all through its tuples and lists.
    pub(super) fn store(&mut self, target: &mut Expr, ctx: ExprContext) {
        match target {
            Expr::Name(name) => {
                name.ctx = ctx;
                let (id, range) = (name.id.clone(), name.range);
                self.check_debug(&id, range);
            }
            Expr::Attribute(attribute) => attribute.ctx = ctx,
            Expr::Subscript(subscript) => subscript.ctx = ctx,
            Expr::Starred(starred) => {
                starred.ctx = ctx;
                self.store(&mut starred.value, ctx);
            }
            Expr::Tuple(tuple) => {
                tuple.ctx = ctx;
                for item in &mut tuple.elts {
                    self.store(item, ctx);
                }
            }
            Expr::List(list) => {
                list.ctx = ctx;
                for item in &mut list.elts {
                    self.store(item, ctx);
                }
            }
            _ => {}
        }
    }

    /// `__debug__` may be bound nowhere; CPython's compiler says so.
    pub(super) fn check_debug(&mut self, name: &Identifier, range: TextRange) {
        if name.as_str() == "__debug__" {
            self.defer(range, "cannot assign to __debug__");
        }
    }

    /// `f(x=1, x=2)`; CPython's compiler says so.
    pub(super) fn check_repeated_keywords(&mut self, keywords: &[Keyword]) {
        if keywords.len() < 2 || self.deferred.is_some() {
            return;
        }
        let mut seen = hashbrown::HashSet::new();
        for keyword in keywords {
            if let Some(name) = &keyword.arg
                && !seen.insert(name.as_str())
            {
                let msg = format!("keyword argument repeated: {}", name.as_str());
                self.defer(keyword.range, msg);
                return;
            }
        }
    }
}

/// The part of `target` that cannot be assigned (CPython: `_PyPegen_get_invalid_target`).
pub(super) fn invalid_target(target: &Expr, what: Use) -> Option<&Expr> {
    match target {
        Expr::List(list) => list.elts.iter().find_map(|item| invalid_target(item, what)),
        Expr::Tuple(tuple) => tuple.elts.iter().find_map(|item| invalid_target(item, what)),
        Expr::Starred(starred) if what != Use::Delete => invalid_target(&starred.value, what),
        Expr::Compare(compare) if what == Use::For => match compare.ops.first() {
            Some(rustpython_parser::ast::CmpOp::In) => invalid_target(&compare.left, what),
            _ => Some(target),
        },
        Expr::Name(_) | Expr::Subscript(_) | Expr::Attribute(_) => None,
        _ => Some(target),
    }
}

/// How CPython calls an expression in "cannot assign to …" (`_PyPegen_get_expr_name`).
pub(crate) fn expression_name(value: &Expr) -> &'static str {
    match value {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::GeneratorExp(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::JoinedStr(_) | Expr::FormattedValue(_) => "f-string expression",
        Expr::Constant(constant) => match constant.value {
            Constant::None => "None",
            Constant::Bool(false) => "False",
            Constant::Bool(true) => "True",
            Constant::Ellipsis => "ellipsis",
            _ => "literal",
        },
        Expr::Compare(_) => "comparison",
        Expr::IfExp(_) => "conditional expression",
        Expr::NamedExpr(_) => "named expression",
        Expr::Slice(_) => "slice",
    }
}
