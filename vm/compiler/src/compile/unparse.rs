//! Expressions as text, for annotations that are kept as strings. Mirrors `Python/ast_unparse.c`: its spacing and its parentheses.

use rustpython_parser::ast::{
    Arguments, BoolOp, CmpOp, Comprehension, Constant, Expr, ExprCall, ExprCompare, ExprDict, ExprLambda,
    ExprSubscript, Operator, UnaryOp,
};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

use super::{Extras, unparse_str};

/// Binding strength, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Named,
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn next(self) -> Self {
        use Level::*;
        match self {
            Named => Tuple,
            Tuple => Test,
            Test => Or,
            Or => And,
            And => Not,
            Not => Compare,
            Compare => BitOr,
            BitOr => BitXor,
            BitXor => BitAnd,
            BitAnd => Shift,
            Shift => Arith,
            Arith => Term,
            Term => Factor,
            Factor => Power,
            Power => Await,
            Await | Atom => Atom,
        }
    }
}

/// The text of an expression.
pub fn unparse(e: &Expr, extras: &Extras) -> Wtf8Buf {
    let mut writer = Writer { out: Wtf8Buf::new(), extras };
    writer.expr(e, Level::Test);
    writer.out
}

/// The text of an expression inside an f-string.
pub(super) fn unparse_field(e: &Expr, extras: &Extras) -> Wtf8Buf {
    let mut writer = Writer { out: Wtf8Buf::new(), extras };
    writer.expr(e, Level::Test.next());
    writer.out
}

struct Writer<'e> {
    out: Wtf8Buf,
    extras: &'e Extras,
}

fn operator(op: Operator) -> (&'static str, Level, bool) {
    match op {
        Operator::Add => (" + ", Level::Arith, false),
        Operator::Sub => (" - ", Level::Arith, false),
        Operator::Mult => (" * ", Level::Term, false),
        Operator::MatMult => (" @ ", Level::Term, false),
        Operator::Div => (" / ", Level::Term, false),
        Operator::Mod => (" % ", Level::Term, false),
        Operator::FloorDiv => (" // ", Level::Term, false),
        Operator::LShift => (" << ", Level::Shift, false),
        Operator::RShift => (" >> ", Level::Shift, false),
        Operator::BitOr => (" | ", Level::BitOr, false),
        Operator::BitXor => (" ^ ", Level::BitXor, false),
        Operator::BitAnd => (" & ", Level::BitAnd, false),
        Operator::Pow => (" ** ", Level::Power, true),
    }
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn put_wtf8(&mut self, text: &Wtf8) {
        self.out.push_wtf8(text);
    }

    fn group(&mut self, parenthesize: bool, f: impl FnOnce(&mut Self)) {
        if parenthesize {
            self.put("(");
        }
        f(self);
        if parenthesize {
            self.put(")");
        }
    }

    fn list<'a>(&mut self, items: impl IntoIterator<Item = &'a Expr>) {
        for (i, e) in items.into_iter().enumerate() {
            if i > 0 {
                self.put(", ");
            }
            self.expr(e, Level::Test);
        }
    }

    fn expr(&mut self, e: &Expr, level: Level) {
        match e {
            Expr::BoolOp(x) => {
                let (word, own) =
                    if x.op == BoolOp::And { (" and ", Level::And) } else { (" or ", Level::Or) };
                self.group(level > own, |w| {
                    for (i, value) in x.values.iter().enumerate() {
                        if i > 0 {
                            w.put(word);
                        }
                        w.expr(value, own.next());
                    }
                });
            }
            Expr::BinOp(x) => {
                let (word, own, right) = operator(x.op);
                self.group(level > own, |w| {
                    w.expr(&x.left, if right { own.next() } else { own });
                    w.put(word);
                    w.expr(&x.right, if right { own } else { own.next() });
                });
            }
            Expr::UnaryOp(x) => {
                let (word, own) = match x.op {
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.group(level > own, |w| {
                    w.put(word);
                    w.expr(&x.operand, own);
                });
            }
            Expr::Lambda(x) => self.lambda(x, level),
            Expr::IfExp(x) => self.group(level > Level::Test, |w| {
                w.expr(&x.body, Level::Test.next());
                w.put(" if ");
                w.expr(&x.test, Level::Test.next());
                w.put(" else ");
                w.expr(&x.orelse, Level::Test);
            }),
            Expr::Dict(x) => self.dict(x),
            Expr::Set(x) => {
                self.put("{");
                self.list(&x.elts);
                self.put("}");
            }
            Expr::GeneratorExp(x) => self.comprehension("(", &[&x.elt], &x.generators, ")"),
            Expr::ListComp(x) => self.comprehension("[", &[&x.elt], &x.generators, "]"),
            Expr::SetComp(x) => self.comprehension("{", &[&x.elt], &x.generators, "}"),
            Expr::DictComp(x) => self.comprehension("{", &[&x.key, &x.value], &x.generators, "}"),
            Expr::Yield(x) => match &x.value {
                Some(value) => {
                    self.put("(yield ");
                    self.expr(value, Level::Test);
                    self.put(")");
                }
                None => self.put("(yield)"),
            },
            Expr::YieldFrom(x) => {
                self.put("(yield from ");
                self.expr(&x.value, Level::Test);
                self.put(")");
            }
            Expr::Await(x) => self.group(level > Level::Await, |w| {
                w.put("await ");
                w.expr(&x.value, Level::Atom);
            }),
            Expr::Compare(x) => self.compare(x, level),
            Expr::Call(x) => self.call(x),
            Expr::FormattedValue(_) | Expr::JoinedStr(_) => {
                let text = unparse_str::fstring(e, self.extras);
                self.put_wtf8(&text);
            }
            Expr::Constant(k) => match self.extras.strings.get(&k.range) {
                Some(text) => {
                    let text = unparse_str::quote(text);
                    self.put_wtf8(&text);
                }
                None => {
                    if k.kind.is_some() {
                        self.put("u");
                    }
                    self.constant(&k.value);
                }
            },
            Expr::Attribute(x) => {
                self.expr(&x.value, Level::Atom);
                let is_int = matches!(&*x.value, Expr::Constant(k) if matches!(k.value, Constant::Int(_)));
                self.put(if is_int { " ." } else { "." });
                self.put(&x.attr);
            }
            Expr::Starred(x) => {
                self.put("*");
                self.expr(&x.value, Level::BitOr);
            }
            Expr::Name(x) => self.put(&x.id),
            Expr::List(x) => {
                self.put("[");
                self.list(&x.elts);
                self.put("]");
            }
            Expr::Tuple(x) if x.elts.is_empty() => self.put("()"),
            Expr::Tuple(x) => self.group(level > Level::Tuple, |w| {
                w.list(&x.elts);
                if x.elts.len() == 1 {
                    w.put(",");
                }
            }),
            Expr::Subscript(x) => self.subscript(x),
            Expr::Slice(x) => {
                x.lower.iter().for_each(|e| self.expr(e, Level::Test));
                self.put(":");
                x.upper.iter().for_each(|e| self.expr(e, Level::Test));
                if let Some(step) = &x.step {
                    self.put(":");
                    self.expr(step, Level::Test);
                }
            }
            Expr::NamedExpr(x) => self.group(level > Level::Named, |w| {
                w.expr(&x.target, Level::Atom);
                w.put(" := ");
                w.expr(&x.value, Level::Atom);
            }),
        }
    }

    fn constant(&mut self, k: &Constant) {
        match k {
            Constant::Str(s) => {
                let text = unparse_str::quote(Wtf8::new(s.as_str()));
                self.put_wtf8(&text);
            }
            Constant::Bytes(b) => self.put(&unparse_str::quote_bytes(b)),
            Constant::None => self.put("None"),
            Constant::Bool(b) => self.put(if *b { "True" } else { "False" }),
            Constant::Ellipsis => self.put("..."),
            Constant::Int(i) => self.put(&i.to_string()),
            Constant::Float(f) => self.put(&unparse_str::float(*f)),
            Constant::Complex { imag, .. } => {
                let text = unparse_str::float(*imag);
                let text = text.strip_suffix(".0").unwrap_or(&text).to_owned();
                self.put(&text);
                self.put("j");
            }
            Constant::Tuple(items) => {
                self.put("(");
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        self.put(", ");
                    }
                    self.constant(item);
                }
                self.put(if items.len() == 1 { ",)" } else { ")" });
            }
        }
    }

    fn lambda(&mut self, x: &ExprLambda, level: Level) {
        self.group(level > Level::Test, |w| {
            let a = &x.args;
            let any = !(a.posonlyargs.is_empty() && a.args.is_empty() && a.kwonlyargs.is_empty());
            w.put(if any || a.vararg.is_some() || a.kwarg.is_some() { "lambda " } else { "lambda" });
            w.arguments(a);
            w.put(": ");
            w.expr(&x.body, Level::Test);
        });
    }

    fn arguments(&mut self, a: &Arguments) {
        let mut first = true;
        let mut comma = |w: &mut Self| {
            if !std::mem::replace(&mut first, false) {
                w.put(", ");
            }
        };
        for (i, arg) in a.posonlyargs.iter().chain(&a.args).enumerate() {
            comma(self);
            self.put(&arg.def.arg);
            if let Some(default) = &arg.default {
                self.put("=");
                self.expr(default, Level::Test);
            }
            if i + 1 == a.posonlyargs.len() {
                self.put(", /");
            }
        }
        if a.vararg.is_some() || !a.kwonlyargs.is_empty() {
            comma(self);
            self.put("*");
            if let Some(arg) = &a.vararg {
                self.put(&arg.arg);
            }
        }
        for arg in &a.kwonlyargs {
            comma(self);
            self.put(&arg.def.arg);
            if let Some(default) = &arg.default {
                self.put("=");
                self.expr(default, Level::Test);
            }
        }
        if let Some(arg) = &a.kwarg {
            comma(self);
            self.put("**");
            self.put(&arg.arg);
        }
    }

    fn dict(&mut self, x: &ExprDict) {
        self.put("{");
        for (i, (key, value)) in x.keys.iter().zip(&x.values).enumerate() {
            if i > 0 {
                self.put(", ");
            }
            match key {
                Some(key) => {
                    self.expr(key, Level::Test);
                    self.put(": ");
                    self.expr(value, Level::Test);
                }
                None => {
                    self.put("**");
                    self.expr(value, Level::BitOr);
                }
            }
        }
        self.put("}");
    }

    fn comprehension(&mut self, open: &str, elts: &[&Expr], gens: &[Comprehension], close: &str) {
        self.put(open);
        for (i, e) in elts.iter().enumerate() {
            if i > 0 {
                self.put(": ");
            }
            self.expr(e, Level::Test);
        }
        for part in gens {
            self.put(if part.is_async { " async for " } else { " for " });
            self.expr(&part.target, Level::Tuple);
            self.put(" in ");
            self.expr(&part.iter, Level::Test.next());
            for condition in &part.ifs {
                self.put(" if ");
                self.expr(condition, Level::Test.next());
            }
        }
        self.put(close);
    }

    fn compare(&mut self, x: &ExprCompare, level: Level) {
        self.group(level > Level::Compare, |w| {
            w.expr(&x.left, Level::Compare.next());
            for (op, right) in x.ops.iter().zip(&x.comparators) {
                w.put(comparison(*op));
                w.expr(right, Level::Compare.next());
            }
        });
    }

    fn call(&mut self, x: &ExprCall) {
        self.expr(&x.func, Level::Atom);
        if let ([only @ Expr::GeneratorExp(_)], []) = (&*x.args, &*x.keywords) {
            self.expr(only, Level::Atom);
            return;
        }
        self.put("(");
        self.list(&x.args);
        for (i, keyword) in x.keywords.iter().enumerate() {
            if i > 0 || !x.args.is_empty() {
                self.put(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.put(name);
                    self.put("=");
                }
                None => self.put("**"),
            }
            self.expr(&keyword.value, Level::Test);
        }
        self.put(")");
    }

    fn subscript(&mut self, x: &ExprSubscript) {
        self.expr(&x.value, Level::Atom);
        self.put("[");
        self.expr(&x.slice, Level::Tuple);
        self.put("]");
    }
}
