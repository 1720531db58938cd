//! What a tree must satisfy beyond its types before it may be compiled (CPython: `Python/ast.c`).

use rustpython_parser::ast::{
    Arguments, Comprehension, Constant, Expr, ExprContext, Identifier, Keyword, Mod, Pattern, Stmt,
    TypeParam, UnaryOp,
};

/// Why a tree is refused.
pub(super) enum Refused {
    /// The message of a ValueError.
    Value(String),
    /// The message of a TypeError.
    Type(&'static str),
}

impl From<&str> for Refused {
    fn from(message: &str) -> Self {
        Refused::Value(message.to_owned())
    }
}

impl From<String> for Refused {
    fn from(message: String) -> Self {
        Refused::Value(message)
    }
}

type Check = Result<(), Refused>;

/// Checks a whole tree.
pub(super) fn module(module: &Mod) -> Check {
    match module {
        Mod::Module(m) => statements(&m.body),
        Mod::Interactive(m) => statements(&m.body),
        Mod::Expression(m) => expr(&m.body, ExprContext::Load),
        Mod::FunctionType(m) => {
            exprs(&m.argtypes, ExprContext::Load)?;
            expr(&m.returns, ExprContext::Load)
        }
    }
}

fn statements(body: &[Stmt]) -> Check {
    body.iter().try_for_each(|s| stacker::maybe_grow(64 * 1024, 1024 * 1024, || stmt(s)))
}

fn body(list: &[Stmt], owner: &str) -> Check {
    nonempty(list, "body", owner)?;
    statements(list)
}

fn nonempty<T>(list: &[T], what: &str, owner: &str) -> Check {
    if list.is_empty() { Err(format!("empty {what} on {owner}").into()) } else { Ok(()) }
}

fn loads(list: &[Expr]) -> Check {
    exprs(list, ExprContext::Load)
}

fn exprs(list: &[Expr], ctx: ExprContext) -> Check {
    list.iter().try_for_each(|e| expr(e, ctx))
}

fn load(e: &Expr) -> Check {
    expr(e, ExprContext::Load)
}

fn optional(e: Option<&Expr>) -> Check {
    e.map_or(Ok(()), load)
}

fn targets(list: &[Expr], owner: &str, ctx: ExprContext) -> Check {
    nonempty(list, "targets", owner)?;
    exprs(list, ctx)
}

fn name(id: &Identifier) -> Check {
    match id.as_str() {
        id @ ("None" | "True" | "False") => {
            Err(format!("identifier field can't represent '{id}' constant").into())
        }
        _ => Ok(()),
    }
}

fn names(list: &[Identifier], owner: &str) -> Check {
    nonempty(list, "names", owner)
}

fn keywords(list: &[Keyword]) -> Check {
    list.iter().try_for_each(|k| load(&k.value))
}

fn stmt(s: &Stmt) -> Check {
    match s {
        Stmt::FunctionDef(f) => function(
            ("FunctionDef", &f.body, &f.type_params),
            &f.args,
            &f.decorator_list,
            f.returns.as_deref(),
        ),
        Stmt::AsyncFunctionDef(f) => function(
            ("AsyncFunctionDef", &f.body, &f.type_params),
            &f.args,
            &f.decorator_list,
            f.returns.as_deref(),
        ),
        Stmt::ClassDef(c) => {
            body(&c.body, "ClassDef")?;
            type_params(&c.type_params)?;
            loads(&c.bases)?;
            keywords(&c.keywords)?;
            loads(&c.decorator_list)
        }
        Stmt::Return(r) => optional(r.value.as_deref()),
        Stmt::Delete(d) => targets(&d.targets, "Delete", ExprContext::Del),
        Stmt::Assign(a) => {
            targets(&a.targets, "Assign", ExprContext::Store)?;
            load(&a.value)
        }
        Stmt::AugAssign(a) => {
            expr(&a.target, ExprContext::Store)?;
            load(&a.value)
        }
        Stmt::AnnAssign(a) => {
            if a.simple && !matches!(*a.target, Expr::Name(_)) {
                return Err(Refused::Type("AnnAssign with simple non-Name target"));
            }
            expr(&a.target, ExprContext::Store)?;
            optional(a.value.as_deref())?;
            load(&a.annotation)
        }
        Stmt::TypeAlias(t) => {
            if !matches!(*t.name, Expr::Name(_)) {
                return Err(Refused::Type("TypeAlias with non-Name name"));
            }
            expr(&t.name, ExprContext::Store)?;
            type_params(&t.type_params)?;
            load(&t.value)
        }
        Stmt::Expr(e) => load(&e.value),
        Stmt::Global(g) => names(&g.names, "Global"),
        Stmt::Nonlocal(n) => names(&n.names, "Nonlocal"),
        Stmt::Import(i) => nonempty(&i.names, "names", "Import"),
        Stmt::ImportFrom(i) => nonempty(&i.names, "names", "ImportFrom"),
        Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => Ok(()),
        _ => compound(s),
    }
}

fn compound(s: &Stmt) -> Check {
    match s {
        Stmt::For(f) => for_("For", &f.target, &f.iter, (&f.body, &f.orelse)),
        Stmt::AsyncFor(f) => for_("AsyncFor", &f.target, &f.iter, (&f.body, &f.orelse)),
        Stmt::While(w) => {
            load(&w.test)?;
            body(&w.body, "While")?;
            statements(&w.orelse)
        }
        Stmt::If(i) => {
            load(&i.test)?;
            body(&i.body, "If")?;
            statements(&i.orelse)
        }
        Stmt::With(w) => with("With", &w.items, &w.body),
        Stmt::AsyncWith(w) => with("AsyncWith", &w.items, &w.body),
        Stmt::Match(m) => {
            load(&m.subject)?;
            nonempty(&m.cases, "cases", "Match")?;
            m.cases.iter().try_for_each(|case| {
                pattern(&case.pattern, false)?;
                optional(case.guard.as_deref())?;
                body(&case.body, "match_case")
            })
        }
        Stmt::Raise(r) => match (&r.exc, &r.cause) {
            (None, Some(_)) => Err("Raise with cause but no exception".into()),
            (exc, cause) => {
                optional(exc.as_deref())?;
                optional(cause.as_deref())
            }
        },
        Stmt::Try(t) => try_("Try", &t.body, &t.handlers, (&t.orelse, &t.finalbody)),
        Stmt::TryStar(t) => try_("TryStar", &t.body, &t.handlers, (&t.orelse, &t.finalbody)),
        Stmt::Assert(a) => {
            load(&a.test)?;
            optional(a.msg.as_deref())
        }
        _ => Ok(()),
    }
}

fn function(
    (owner, statements, params): (&str, &[Stmt], &[TypeParam]),
    args: &Arguments,
    decorators: &[Expr],
    returns: Option<&Expr>,
) -> Check {
    body(statements, owner)?;
    type_params(params)?;
    arguments(args)?;
    loads(decorators)?;
    optional(returns)
}

fn for_(owner: &str, target: &Expr, iter: &Expr, (inner, orelse): (&[Stmt], &[Stmt])) -> Check {
    expr(target, ExprContext::Store)?;
    load(iter)?;
    body(inner, owner)?;
    statements(orelse)
}

fn with(owner: &str, items: &[rustpython_parser::ast::WithItem], inner: &[Stmt]) -> Check {
    nonempty(items, "items", owner)?;
    for item in items {
        load(&item.context_expr)?;
        if let Some(target) = &item.optional_vars {
            expr(target, ExprContext::Store)?;
        }
    }
    body(inner, owner)
}

fn try_(
    owner: &str,
    inner: &[Stmt],
    handlers: &[rustpython_parser::ast::ExceptHandler],
    (orelse, last): (&[Stmt], &[Stmt]),
) -> Check {
    body(inner, owner)?;
    if handlers.is_empty() && last.is_empty() {
        return Err(format!("{owner} has neither except handlers nor finalbody").into());
    }
    if handlers.is_empty() && !orelse.is_empty() {
        return Err(format!("{owner} has orelse but no except handlers").into());
    }
    for handler in handlers {
        let rustpython_parser::ast::ExceptHandler::ExceptHandler(handler) = handler;
        optional(handler.type_.as_deref())?;
        body(&handler.body, "ExceptHandler")?;
    }
    statements(last)?;
    statements(orelse)
}

fn type_params(list: &[TypeParam]) -> Check {
    list.iter().try_for_each(|param| match param {
        TypeParam::TypeVar(p) => {
            name(&p.name)?;
            optional(p.bound.as_deref())
        }
        TypeParam::ParamSpec(p) => name(&p.name),
        TypeParam::TypeVarTuple(p) => name(&p.name),
    })
}

fn arguments(args: &Arguments) -> Check {
    let plain = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
    let starred = args.vararg.iter().chain(&args.kwarg).map(|a| &**a);
    for arg in plain.clone().map(|p| &p.def).chain(starred) {
        optional(arg.annotation.as_deref())?;
    }
    plain.filter_map(|p| p.default.as_deref()).try_for_each(load)
}

fn comprehension(generators: &[Comprehension]) -> Check {
    if generators.is_empty() {
        return Err("comprehension with no generators".into());
    }
    for generator in generators {
        expr(&generator.target, ExprContext::Store)?;
        load(&generator.iter)?;
        loads(&generator.ifs)?;
    }
    Ok(())
}

fn context(found: ExprContext, wanted: ExprContext) -> Check {
    if found == wanted {
        return Ok(());
    }
    Err(format!("expression must have {wanted:?} context but has {found:?} instead").into())
}

fn expr(e: &Expr, ctx: ExprContext) -> Check {
    let own = match e {
        Expr::Attribute(x) => Some(x.ctx),
        Expr::Subscript(x) => Some(x.ctx),
        Expr::Starred(x) => Some(x.ctx),
        Expr::Name(x) => {
            name(&x.id)?;
            Some(x.ctx)
        }
        Expr::List(x) => Some(x.ctx),
        Expr::Tuple(x) => Some(x.ctx),
        _ => None,
    };
    match own {
        Some(own) => context(own, ctx)?,
        None if ctx != ExprContext::Load => {
            return Err(format!("expression which can't be assigned to in {ctx:?} context").into());
        }
        None => {}
    }
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || children(e, ctx))
}

fn children(e: &Expr, ctx: ExprContext) -> Check {
    match e {
        Expr::BoolOp(x) => {
            if x.values.len() < 2 {
                return Err("BoolOp with less than 2 values".into());
            }
            loads(&x.values)
        }
        Expr::BinOp(x) => {
            load(&x.left)?;
            load(&x.right)
        }
        Expr::UnaryOp(x) => load(&x.operand),
        Expr::Lambda(x) => {
            arguments(&x.args)?;
            load(&x.body)
        }
        Expr::IfExp(x) => [&x.test, &x.body, &x.orelse].into_iter().try_for_each(|e| load(e)),
        Expr::Dict(x) => {
            if x.keys.len() != x.values.len() {
                return Err("Dict doesn't have the same number of keys as values".into());
            }
            x.keys.iter().flatten().try_for_each(load)?;
            loads(&x.values)
        }
        Expr::Set(x) => loads(&x.elts),
        Expr::Compare(x) => {
            if x.comparators.is_empty() {
                return Err("Compare with no comparators".into());
            }
            if x.comparators.len() != x.ops.len() {
                return Err("Compare has a different number of comparators and operands".into());
            }
            loads(&x.comparators)?;
            load(&x.left)
        }
        Expr::Call(x) => {
            load(&x.func)?;
            loads(&x.args)?;
            keywords(&x.keywords)
        }
        Expr::Attribute(x) => load(&x.value),
        Expr::Subscript(x) => {
            load(&x.slice)?;
            load(&x.value)
        }
        Expr::Starred(x) => expr(&x.value, ctx),
        Expr::List(x) => exprs(&x.elts, ctx),
        Expr::Tuple(x) => exprs(&x.elts, ctx),
        _ => other(e),
    }
}

fn other(e: &Expr) -> Check {
    match e {
        Expr::NamedExpr(x) => {
            if !matches!(*x.target, Expr::Name(_)) {
                return Err(Refused::Type("NamedExpr target must be a Name"));
            }
            load(&x.value)
        }
        Expr::ListComp(x) => {
            comprehension(&x.generators)?;
            load(&x.elt)
        }
        Expr::SetComp(x) => {
            comprehension(&x.generators)?;
            load(&x.elt)
        }
        Expr::GeneratorExp(x) => {
            comprehension(&x.generators)?;
            load(&x.elt)
        }
        Expr::DictComp(x) => {
            comprehension(&x.generators)?;
            load(&x.key)?;
            load(&x.value)
        }
        Expr::Yield(x) => optional(x.value.as_deref()),
        Expr::YieldFrom(x) => load(&x.value),
        Expr::Await(x) => load(&x.value),
        Expr::FormattedValue(x) => {
            load(&x.value)?;
            optional(x.format_spec.as_deref())
        }
        Expr::JoinedStr(x) => loads(&x.values),
        Expr::Slice(x) => [&x.lower, &x.upper, &x.step].into_iter().try_for_each(|e| optional(e.as_deref())),
        _ => Ok(()),
    }
}

fn captured(id: Option<&Identifier>) -> Check {
    match id.map(Identifier::as_str) {
        Some("_") => Err("can't capture name '_' in patterns".into()),
        _ => id.map_or(Ok(()), name),
    }
}

fn patterns(list: &[Pattern], star: bool) -> Check {
    list.iter().try_for_each(|p| stacker::maybe_grow(64 * 1024, 1024 * 1024, || pattern(p, star)))
}

fn pattern(p: &Pattern, star: bool) -> Check {
    match p {
        Pattern::MatchValue(v) => match_value(&v.value),
        Pattern::MatchSingleton(s) => match s.value {
            Constant::None | Constant::Bool(_) => Ok(()),
            _ => Err("MatchSingleton can only contain True, False and None".into()),
        },
        Pattern::MatchSequence(s) => patterns(&s.patterns, true),
        Pattern::MatchMapping(m) => {
            if m.keys.len() != m.patterns.len() {
                return Err("MatchMapping doesn't have the same number of keys as patterns".into());
            }
            captured(m.rest.as_ref())?;
            for key in &m.keys {
                if !matches!(key, Expr::Constant(k) if matches!(k.value, Constant::None | Constant::Bool(_)))
                {
                    match_value(key)?;
                }
            }
            patterns(&m.patterns, false)
        }
        Pattern::MatchClass(c) => match_class(c),
        Pattern::MatchStar(s) => {
            if !star {
                return Err("can't use MatchStar here".into());
            }
            captured(s.name.as_ref())
        }
        Pattern::MatchAs(a) => {
            captured(a.name.as_ref())?;
            match (&a.pattern, &a.name) {
                (None, _) => Ok(()),
                (Some(_), None) => Err("MatchAs must specify a target name if a pattern is given".into()),
                (Some(inner), Some(_)) => pattern(inner, false),
            }
        }
        Pattern::MatchOr(o) => {
            if o.patterns.len() < 2 {
                return Err("MatchOr requires at least 2 patterns".into());
            }
            patterns(&o.patterns, false)
        }
    }
}

fn match_class(c: &rustpython_parser::ast::PatternMatchClass) -> Check {
    if c.kwd_attrs.len() != c.kwd_patterns.len() {
        return Err("MatchClass doesn't have the same number of keyword attributes as patterns".into());
    }
    load(&c.cls)?;
    let mut cls = &*c.cls;
    loop {
        match cls {
            Expr::Name(_) => break,
            Expr::Attribute(a) => cls = &a.value,
            _ => return Err("MatchClass cls field can only contain Name or Attribute nodes.".into()),
        }
    }
    c.kwd_attrs.iter().try_for_each(name)?;
    patterns(&c.patterns, false)?;
    patterns(&c.kwd_patterns, false)
}

fn match_value(e: &Expr) -> Check {
    load(e)?;
    let number = |e: &Expr| matches!(e, Expr::Constant(k) if matches!(k.value, Constant::Int(_) | Constant::Float(_) | Constant::Complex { .. }));
    let signed =
        |e: &Expr| number(e) || matches!(e, Expr::UnaryOp(u) if u.op == UnaryOp::USub && number(&u.operand));
    let good = match e {
        Expr::Constant(k) => {
            if matches!(k.value, Constant::None | Constant::Bool(_) | Constant::Ellipsis | Constant::Tuple(_))
            {
                return Err("unexpected constant inside of a literal pattern".into());
            }
            true
        }
        Expr::Attribute(_) | Expr::JoinedStr(_) => true,
        Expr::UnaryOp(_) => signed(e),
        Expr::BinOp(b) => signed(&b.left) && number(&b.right),
        _ => false,
    };
    if good { Ok(()) } else { Err("patterns may only match literals and attribute lookups".into()) }
}
