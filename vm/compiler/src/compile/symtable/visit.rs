//! The walk that collects names.

use rustpython_parser::{
    ast::{
        Arguments, Comprehension, ExceptHandler, Expr, ExprContext, ExprNamedExpr, MatchCase, Pattern,
        Ranged, Stmt, StmtClassDef, StmtTypeAlias, TypeParam,
    },
    text_size::TextRange,
};

use super::{
    super::{
        definition::Definition,
        error::{Res, syntax},
        suspects,
    },
    Kind, Tag,
    build::{Builder, Private},
    def, mangle,
};

impl Builder<'_> {
    pub(super) fn stmts(&mut self, body: &[Stmt]) -> Res<()> {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn exprs<'a>(&mut self, list: impl IntoIterator<Item = &'a Expr>) -> Res<()> {
        list.into_iter().try_for_each(|e| self.expr(e))
    }

    fn opt(&mut self, e: Option<&Expr>) -> Res<()> {
        e.map_or(Ok(()), |e| self.expr(e))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Res<()> {
        self.deeper(stmt.range())?;
        let result = self.stmt_inner(stmt);
        self.depth -= 1;
        result
    }

    fn stmt_inner(&mut self, stmt: &Stmt) -> Res<()> {
        match stmt {
            Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) => {
                Definition::of(stmt).map_or(Ok(()), |d| self.function(&d))
            }
            Stmt::ClassDef(s) => self.class(s),
            Stmt::Return(s) => self.opt(s.value.as_deref()),
            Stmt::Delete(s) => self.exprs(&s.targets),
            Stmt::Assign(s) => {
                self.exprs(&s.targets)?;
                self.expr(&s.value)
            }
            Stmt::TypeAlias(s) => self.type_alias(s),
            Stmt::AugAssign(s) => {
                if let Expr::Name(n) = &*s.target {
                    self.define(n.id.as_str(), def::USE, n.range)?;
                }
                self.expr(&s.target)?;
                self.expr(&s.value)
            }
            Stmt::AnnAssign(s) => self.ann_assign(s),
            Stmt::For(s) => self.for_loop(&s.target, &s.iter, &s.body, &s.orelse),
            Stmt::AsyncFor(s) => self.for_loop(&s.target, &s.iter, &s.body, &s.orelse),
            Stmt::While(s) => {
                self.expr(&s.test)?;
                self.stmts(&s.body)?;
                self.stmts(&s.orelse)
            }
            Stmt::If(_) => self.if_chain(stmt),
            Stmt::With(s) => self.with(&s.items, &s.body),
            Stmt::AsyncWith(s) => self.with(&s.items, &s.body),
            Stmt::Match(s) => {
                self.expr(&s.subject)?;
                s.cases.iter().try_for_each(|c| self.case(c))
            }
            Stmt::Raise(s) => {
                self.opt(s.exc.as_deref())?;
                self.opt(s.cause.as_deref())
            }
            Stmt::Try(s) => self.try_(&s.body, &s.handlers, &s.orelse, &s.finalbody),
            Stmt::TryStar(s) => self.try_(&s.body, &s.handlers, &s.orelse, &s.finalbody),
            Stmt::Assert(s) => {
                suspects::assertion(self.extras, s);
                self.expr(&s.test)?;
                self.opt(s.msg.as_deref())
            }
            Stmt::Import(s) => s.names.iter().try_for_each(|a| {
                let name = a.asname.as_ref().map_or_else(|| first_part(a.name.as_str()), |n| n.as_str());
                self.define(name, def::LOCAL, a.range)
            }),
            Stmt::ImportFrom(s) => s.names.iter().try_for_each(|a| match a.name.as_str() {
                "*" if self.kind() == Kind::Module => Ok(()),
                "*" => syntax("import * only allowed at module level", a.range),
                name => self.define(a.asname.as_ref().map_or(name, |n| n.as_str()), def::LOCAL, a.range),
            }),
            Stmt::Global(s) => {
                s.names.iter().try_for_each(|n| self.declare(n.as_str(), def::GLOBAL, s.range))
            }
            Stmt::Nonlocal(s) => {
                s.names.iter().try_for_each(|n| self.declare(n.as_str(), def::NONLOCAL, s.range))
            }
            Stmt::Expr(s) => self.expr(&s.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => Ok(()),
        }
    }

    fn if_chain(&mut self, stmt: &Stmt) -> Res<()> {
        let mut next = Some(stmt);
        while let Some(Stmt::If(s)) = next {
            self.expr(&s.test)?;
            self.stmts(&s.body)?;
            next = match &*s.orelse {
                [only @ Stmt::If(_)] => Some(only),
                other => {
                    self.stmts(other)?;
                    None
                }
            };
        }
        Ok(())
    }

    fn for_loop(&mut self, target: &Expr, iter: &Expr, body: &[Stmt], orelse: &[Stmt]) -> Res<()> {
        self.expr(target)?;
        self.expr(iter)?;
        self.stmts(body)?;
        self.stmts(orelse)
    }

    fn with(&mut self, items: &[rustpython_parser::ast::WithItem], body: &[Stmt]) -> Res<()> {
        for item in items {
            self.expr(&item.context_expr)?;
            self.opt(item.optional_vars.as_deref())?;
        }
        self.stmts(body)
    }

    fn try_(
        &mut self,
        body: &[Stmt],
        handlers: &[ExceptHandler],
        orelse: &[Stmt],
        finalbody: &[Stmt],
    ) -> Res<()> {
        self.stmts(body)?;
        for ExceptHandler::ExceptHandler(h) in handlers {
            self.opt(h.type_.as_deref())?;
            if let Some(name) = &h.name {
                self.define(name.as_str(), def::LOCAL | def::DELETED, h.range)?;
            }
            self.stmts(&h.body)?;
        }
        self.stmts(orelse)?;
        self.stmts(finalbody)
    }

    fn case(&mut self, case: &MatchCase) -> Res<()> {
        self.pattern(&case.pattern)?;
        self.opt(case.guard.as_deref())?;
        self.stmts(&case.body)
    }

    fn pattern(&mut self, pattern: &Pattern) -> Res<()> {
        self.deeper(pattern.range())?;
        match pattern {
            Pattern::MatchValue(p) => self.expr(&p.value)?,
            Pattern::MatchSingleton(_) => {}
            Pattern::MatchSequence(p) => p.patterns.iter().try_for_each(|p| self.pattern(p))?,
            Pattern::MatchMapping(p) => {
                self.exprs(&p.keys)?;
                p.patterns.iter().try_for_each(|p| self.pattern(p))?;
                self.capture(p.rest.as_deref(), p.range)?;
            }
            Pattern::MatchClass(p) => {
                self.expr(&p.cls)?;
                p.patterns.iter().chain(&p.kwd_patterns).try_for_each(|p| self.pattern(p))?;
            }
            Pattern::MatchStar(p) => self.capture(p.name.as_deref(), p.range)?,
            Pattern::MatchAs(p) => {
                if let Some(inner) = &p.pattern {
                    self.pattern(inner)?;
                }
                self.capture(p.name.as_deref(), p.range)?;
            }
            Pattern::MatchOr(p) => p.patterns.iter().try_for_each(|p| self.pattern(p))?,
        }
        self.depth -= 1;
        Ok(())
    }

    fn capture(&mut self, name: Option<&str>, range: TextRange) -> Res<()> {
        name.map_or(Ok(()), |n| self.define(n, def::LOCAL, range))
    }

    fn ann_assign(&mut self, s: &rustpython_parser::ast::StmtAnnAssign) -> Res<()> {
        if let Expr::Name(n) = &*s.target {
            let name = mangle(self.private.as_ref(), n.id.as_str());
            let before = self.flags(&name);
            let declared = before & (def::GLOBAL | def::NONLOCAL);
            if declared != 0 && self.kind() != Kind::Module && s.simple {
                let word = if declared & def::GLOBAL != 0 { "global" } else { "nonlocal" };
                return syntax(format!("annotated name '{}' can't be {word}", n.id), s.range);
            }
            if s.simple && declared == 0 {
                self.define(n.id.as_str(), def::ANNOT | def::LOCAL, n.range)?;
            } else if s.value.is_some() {
                self.define(n.id.as_str(), def::LOCAL, n.range)?;
            }
            self.cur().has_annotations |= s.simple;
        } else {
            self.expr(&s.target)?;
        }
        self.annotation(Some(&s.annotation))?;
        self.opt(s.value.as_deref())
    }

    /// An annotation: looked at in the current scope, or only checked when it will be kept as text.
    fn annotation(&mut self, e: Option<&Expr>) -> Res<()> {
        let Some(e) = e else { return Ok(()) };
        if !self.future_annotations {
            return self.expr(e);
        }
        self.enter(e, Tag::Body, Kind::Lazy("an annotation"));
        let result = self.expr(e);
        self.leave();
        let id = self.current();
        self.scopes[id].children.pop();
        result
    }

    fn annotations(&mut self, args: &Arguments, returns: Option<&Expr>) -> Res<()> {
        let plain = args.posonlyargs.iter().chain(&args.args).map(|a| &a.def).chain(args.vararg.as_deref());
        let keyword = args.kwonlyargs.iter().map(|a| &a.def).chain(args.kwarg.as_deref());
        plain.chain(keyword).try_for_each(|a| self.annotation(a.annotation.as_deref()))?;
        self.annotation(returns)
    }

    fn defaults(&mut self, args: &Arguments) -> Res<()> {
        let all = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
        all.into_iter().try_for_each(|a| self.opt(a.default.as_deref()))
    }

    fn params(&mut self, args: &Arguments) -> Res<()> {
        let all = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs).map(|a| &a.def);
        for arg in all.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref()) {
            self.define(arg.arg.as_str(), def::PARAM, arg.range)?;
        }
        Ok(())
    }

    fn function(&mut self, d: &Definition<'_>) -> Res<()> {
        self.define(d.name, def::LOCAL, d.range)?;
        self.exprs(d.decorators)?;
        self.defaults(d.args)?;
        let generic = !d.type_params.is_empty();
        if generic {
            self.enter(d.node, Tag::TypeParams, Kind::TypeParams);
            let any = |mut list: Box<dyn Iterator<Item = &rustpython_parser::ast::ArgWithDefault> + '_>| {
                list.any(|a| a.default.is_some())
            };
            if any(Box::new(d.args.posonlyargs.iter().chain(&d.args.args))) {
                self.define(".defaults", def::PARAM, d.range)?;
            }
            if any(Box::new(d.args.kwonlyargs.iter())) {
                self.define(".kwdefaults", def::PARAM, d.range)?;
            }
            self.type_params(d.type_params)?;
        }
        self.annotations(d.args, d.returns)?;
        self.enter(d.node, Tag::Body, Kind::Function);
        self.cur().is_async = d.is_async;
        self.params(d.args)?;
        self.stmts(d.body)?;
        self.leave();
        if generic {
            self.leave();
        }
        Ok(())
    }

    fn class(&mut self, s: &StmtClassDef) -> Res<()> {
        self.define(s.name.as_str(), def::LOCAL, s.range)?;
        self.exprs(&s.decorator_list)?;
        let saved = self.private.clone();
        let generic = !s.type_params.is_empty();
        if generic {
            self.private = Private::params(s.name.as_str(), &s.type_params);
            self.enter(s, Tag::TypeParams, Kind::TypeParams);
            self.define_raw(self.current(), ".type_params".into(), def::LOCAL, None);
            self.define_raw(self.current(), ".generic_base".into(), def::LOCAL, None);
            self.type_params(&s.type_params)?;
        }
        self.exprs(&s.bases)?;
        self.exprs(s.keywords.iter().map(|k| &k.value))?;
        self.private = Private::body(s.name.as_str());
        self.enter(s, Tag::Body, Kind::Class);
        if generic {
            self.define_raw(self.current(), ".type_params".into(), def::USE, None);
        }
        self.stmts(&s.body)?;
        self.leave();
        if generic {
            self.leave();
        }
        self.private = saved;
        Ok(())
    }

    fn type_alias(&mut self, s: &StmtTypeAlias) -> Res<()> {
        self.expr(&s.name)?;
        let generic = !s.type_params.is_empty();
        if generic {
            self.enter(s, Tag::TypeParams, Kind::TypeParams);
            self.type_params(&s.type_params)?;
        }
        self.enter(s, Tag::Body, Kind::Lazy("a type alias"));
        self.expr(&s.value)?;
        self.leave();
        if generic {
            self.leave();
        }
        Ok(())
    }

    fn type_params(&mut self, params: &[TypeParam]) -> Res<()> {
        for param in params {
            let (name, kind, range) = match param {
                TypeParam::TypeVar(p) => (p.name.as_str(), "a TypeVar default", p.range),
                TypeParam::ParamSpec(p) => (p.name.as_str(), "a ParamSpec default", p.range),
                TypeParam::TypeVarTuple(p) => (p.name.as_str(), "a TypeVarTuple default", p.range),
            };
            self.define(name, def::TYPE_PARAM | def::LOCAL, range)?;
            if let TypeParam::TypeVar(p) = param
                && let Some(bound) = &p.bound
            {
                let what = if matches!(**bound, Expr::Tuple(_)) {
                    "a TypeVar constraint"
                } else {
                    "a TypeVar bound"
                };
                self.lazy(param, Tag::Bound, what, bound)?;
            }
            let extras = self.extras;
            if let Some(default) = extras.type_defaults.get(&range) {
                self.lazy(param, Tag::Default, kind, default)?;
            }
        }
        Ok(())
    }

    fn lazy(&mut self, node: &TypeParam, tag: Tag, what: &'static str, e: &Expr) -> Res<()> {
        self.enter(node, tag, Kind::Lazy(what));
        let result = self.expr(e);
        self.leave();
        result
    }

    pub(super) fn expr(&mut self, e: &Expr) -> Res<()> {
        self.deeper(e.range())?;
        let result = self.expr_inner(e);
        self.depth -= 1;
        result
    }

    fn expr_inner(&mut self, e: &Expr) -> Res<()> {
        suspects::expr(self.extras, e);
        match e {
            Expr::BoolOp(x) => self.exprs(&x.values),
            Expr::NamedExpr(x) => self.named(x),
            Expr::BinOp(x) => {
                let mut rights = vec![&*x.right];
                let mut left = &*x.left;
                while let Expr::BinOp(inner) = left {
                    rights.push(&inner.right);
                    left = &inner.left;
                }
                self.expr(left)?;
                self.exprs(rights.into_iter().rev())
            }
            Expr::UnaryOp(x) => self.expr(&x.operand),
            Expr::Lambda(x) => {
                self.defaults(&x.args)?;
                self.enter(x, Tag::Body, Kind::Function);
                self.params(&x.args)?;
                self.expr(&x.body)?;
                self.leave();
                Ok(())
            }
            Expr::IfExp(x) => self.exprs([&*x.test, &*x.body, &*x.orelse]),
            Expr::Dict(x) => x.keys.iter().zip(&x.values).try_for_each(|(k, v)| {
                self.opt(k.as_ref())?;
                self.expr(v)
            }),
            Expr::Set(x) => self.exprs(&x.elts),
            Expr::ListComp(x) => {
                self.comprehension(x, Kind::Comp("list comprehension"), &[&x.elt], &x.generators)
            }
            Expr::SetComp(x) => {
                self.comprehension(x, Kind::Comp("set comprehension"), &[&x.elt], &x.generators)
            }
            Expr::DictComp(x) => {
                self.comprehension(x, Kind::Comp("dict comprehension"), &[&x.key, &x.value], &x.generators)
            }
            Expr::GeneratorExp(x) => self.comprehension(x, Kind::Generator, &[&x.elt], &x.generators),
            Expr::Await(x) => {
                self.forbid("await", x.range)?;
                self.cur().has_await = true;
                self.expr(&x.value)
            }
            Expr::Yield(x) => {
                self.yield_(x.range)?;
                self.opt(x.value.as_deref())
            }
            Expr::YieldFrom(x) => {
                self.yield_(x.range)?;
                self.expr(&x.value)
            }
            Expr::Compare(x) => {
                self.expr(&x.left)?;
                self.exprs(&x.comparators)
            }
            Expr::Call(x) => {
                self.expr(&x.func)?;
                self.exprs(&x.args)?;
                self.exprs(x.keywords.iter().map(|k| &k.value))
            }
            Expr::FormattedValue(x) => {
                self.expr(&x.value)?;
                self.opt(x.format_spec.as_deref())
            }
            Expr::JoinedStr(x) => self.exprs(&x.values),
            Expr::Constant(_) => Ok(()),
            Expr::Attribute(x) => self.expr(&x.value),
            Expr::Subscript(x) => self.exprs([&*x.value, &*x.slice]),
            Expr::Starred(x) => self.expr(&x.value),
            Expr::Name(x) => self.name(x),
            Expr::List(x) => self.exprs(&x.elts),
            Expr::Tuple(x) => self.exprs(&x.elts),
            Expr::Slice(x) => {
                self.opt(x.lower.as_deref())?;
                self.opt(x.upper.as_deref())?;
                self.opt(x.step.as_deref())
            }
        }
    }

    fn name(&mut self, x: &rustpython_parser::ast::ExprName) -> Res<()> {
        let flags = match x.ctx {
            ExprContext::Load => def::USE,
            ExprContext::Store => def::LOCAL,
            ExprContext::Del => def::LOCAL | def::DELETED,
        };
        self.define(x.id.as_str(), flags, x.range)?;
        let functional = !matches!(self.kind(), Kind::Module | Kind::Class);
        if x.ctx == ExprContext::Load && functional && x.id.as_str() == "super" {
            self.define_raw(self.current(), "__class__".into(), def::USE, None);
        }
        Ok(())
    }

    fn named(&mut self, x: &ExprNamedExpr) -> Res<()> {
        if self.comp_iter > 0 {
            return syntax(
                "assignment expression cannot be used in a comprehension iterable expression",
                x.range,
            );
        }
        self.forbid("named", x.range)?;
        if let Expr::Name(n) = &*x.target {
            self.walrus(n.id.as_str(), n.range)?;
        }
        self.expr(&x.value)?;
        if matches!(self.kind(), Kind::Comp(_) | Kind::Generator) { Ok(()) } else { self.expr(&x.target) }
    }

    /// `await`, `yield` and assignment expressions are not allowed in lazily evaluated pieces.
    fn forbid(&self, word: &str, range: TextRange) -> Res<()> {
        match self.kind() {
            Kind::Lazy(what) => syntax(format!("{word} expression cannot be used within {what}"), range),
            Kind::TypeParams => {
                syntax(format!("{word} expression cannot be used within the definition of a generic"), range)
            }
            _ => Ok(()),
        }
    }

    fn yield_(&mut self, range: TextRange) -> Res<()> {
        self.forbid("yield", range)?;
        match self.kind() {
            Kind::Comp(what) => return syntax(format!("'yield' inside {what}"), range),
            Kind::Generator => return syntax("'yield' inside generator expression", range),
            _ => {}
        }
        self.cur().has_yield = true;
        Ok(())
    }

    fn comprehension<T>(&mut self, node: &T, kind: Kind, elts: &[&Expr], gens: &[Comprehension]) -> Res<()> {
        let Some((first, rest)) = gens.split_first() else { return Ok(()) };
        self.comp_iter += 1;
        self.expr(&first.iter)?;
        self.comp_iter -= 1;
        let id = self.enter(node, Tag::Body, kind);
        if kind == Kind::Generator {
            self.define_raw(id, ".0".into(), def::PARAM, None);
        }
        self.cur().is_async = first.is_async;
        let saved = std::mem::replace(&mut self.comp_iter, 0);
        self.comp_part(first)?;
        for part in rest {
            self.cur().is_async |= part.is_async;
            self.comp_iter += 1;
            self.expr(&part.iter)?;
            self.comp_iter -= 1;
            self.comp_part(part)?;
        }
        self.exprs(elts.iter().copied())?;
        self.comp_iter = saved;
        self.leave();
        let (asynchronous, walrus) =
            self.scopes.get(id).map_or((false, false), |s| (s.is_async || s.has_await, s.has_walrus));
        self.cur().has_walrus |= walrus && kind != Kind::Generator;
        if kind != Kind::Generator && asynchronous {
            self.cur().has_await = true;
        }
        Ok(())
    }

    fn comp_part(&mut self, part: &Comprehension) -> Res<()> {
        self.comp_target = true;
        let result = self.expr(&part.target);
        self.comp_target = false;
        result?;
        self.exprs(&part.ifs)
    }
}

fn first_part(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}
