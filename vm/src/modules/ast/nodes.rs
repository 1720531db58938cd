//! The nodes with fields: one row each says what they are made of, for both directions.

use rustpython_parser::ast::{
    self, Alias, Arg, ArgWithDefault, Arguments, Comprehension, ExceptHandler, Expr, Keyword, MatchCase, Mod,
    Pattern, Stmt, TypeIgnore, TypeParam, WithItem,
};
use rustpython_parser::text_size::TextRange;

use super::build::Builder;
use super::field::{Field, Node, Place};
use super::read::Reader;
use crate::error::PyResult;
use crate::heap::Value;

/// The name of a field in Python: `type_` stands for `type`.
fn python_name(field: &'static str) -> &'static str {
    field.trim_end_matches('_')
}

/// Declares a group of nodes; `placed` ones have positions, `free` ones none.
macro_rules! sum {
    (@place placed $from:ident $value:ident) => { $from.open($value, Self::WHAT)? };
    (@place free $from:ident $value:ident) => { () };
    (@range placed $from:ident $open:ident) => { $from.close($open) };
    (@range free $from:ident $open:ident) => {{ let () = $open; Default::default() }};
    (@at placed $node:ident) => { Some($node.range) };
    (@at free $node:ident) => { None };
    ($mode:ident $ty:ident $what:literal { $($name:ident = $node:ident ($($field:ident)*))* }) => {
        impl Node for $ty {
            const WHAT: &'static str = $what;

            fn build(&self, to: &Builder<'_>, _: TextRange) -> PyResult {
                match self {
                    $($ty::$name(node) => {
                        let at: Option<TextRange> = sum!(@at $mode node);
                        let range = at.unwrap_or_default();
                        let _ = range;
                        let fields = vec![$((python_name(stringify!($field)), Field::build(&node.$field, to, range)?)),*];
                        to.node(stringify!($name), fields, at)
                    })*
                }
            }

            fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
                from.deeper($what, || {
                    let open = sum!(@place $mode from value);
                    match from.kind(value, &[$(stringify!($name)),*])? {
                        $(Some(class @ stringify!($name)) => {
                            $(let $field = Field::read(
                                from,
                                Place { object: value, class, field: python_name(stringify!($field)) },
                            )?;)*
                            let _ = class;
                            let range = sum!(@range $mode from open);
                            Ok($ty::$name(ast::$node { range, $($field),* }))
                        })*
                        _ => Err(from.unexpected($what, value)?),
                    }
                })
            }
        }
    };
}

sum!(free Mod "mod" {
    Module = ModModule (body type_ignores)
    Interactive = ModInteractive (body)
    Expression = ModExpression (body)
    FunctionType = ModFunctionType (argtypes returns)
});

sum!(placed Stmt "stmt" {
    FunctionDef = StmtFunctionDef (name args body decorator_list returns type_comment type_params)
    AsyncFunctionDef = StmtAsyncFunctionDef (name args body decorator_list returns type_comment type_params)
    ClassDef = StmtClassDef (name bases keywords body decorator_list type_params)
    Return = StmtReturn (value)
    Delete = StmtDelete (targets)
    Assign = StmtAssign (targets value type_comment)
    TypeAlias = StmtTypeAlias (name type_params value)
    AugAssign = StmtAugAssign (target op value)
    AnnAssign = StmtAnnAssign (target annotation value simple)
    For = StmtFor (target iter body orelse type_comment)
    AsyncFor = StmtAsyncFor (target iter body orelse type_comment)
    While = StmtWhile (test body orelse)
    If = StmtIf (test body orelse)
    With = StmtWith (items body type_comment)
    AsyncWith = StmtAsyncWith (items body type_comment)
    Match = StmtMatch (subject cases)
    Raise = StmtRaise (exc cause)
    Try = StmtTry (body handlers orelse finalbody)
    TryStar = StmtTryStar (body handlers orelse finalbody)
    Assert = StmtAssert (test msg)
    Import = StmtImport (names)
    ImportFrom = StmtImportFrom (module names level)
    Global = StmtGlobal (names)
    Nonlocal = StmtNonlocal (names)
    Expr = StmtExpr (value)
    Pass = StmtPass ()
    Break = StmtBreak ()
    Continue = StmtContinue ()
});

sum!(placed Expr "expr" {
    BoolOp = ExprBoolOp (op values)
    NamedExpr = ExprNamedExpr (target value)
    BinOp = ExprBinOp (left op right)
    UnaryOp = ExprUnaryOp (op operand)
    Lambda = ExprLambda (args body)
    IfExp = ExprIfExp (test body orelse)
    Dict = ExprDict (keys values)
    Set = ExprSet (elts)
    ListComp = ExprListComp (elt generators)
    SetComp = ExprSetComp (elt generators)
    DictComp = ExprDictComp (key value generators)
    GeneratorExp = ExprGeneratorExp (elt generators)
    Await = ExprAwait (value)
    Yield = ExprYield (value)
    YieldFrom = ExprYieldFrom (value)
    Compare = ExprCompare (left ops comparators)
    Call = ExprCall (func args keywords)
    FormattedValue = ExprFormattedValue (value conversion format_spec)
    JoinedStr = ExprJoinedStr (values)
    Constant = ExprConstant (value kind)
    Attribute = ExprAttribute (value attr ctx)
    Subscript = ExprSubscript (value slice ctx)
    Starred = ExprStarred (value ctx)
    Name = ExprName (id ctx)
    List = ExprList (elts ctx)
    Tuple = ExprTuple (elts ctx)
    Slice = ExprSlice (lower upper step)
});

sum!(placed ExceptHandler "excepthandler" { ExceptHandler = ExceptHandlerExceptHandler (type_ name body) });

sum!(placed Pattern "pattern" {
    MatchValue = PatternMatchValue (value)
    MatchSingleton = PatternMatchSingleton (value)
    MatchSequence = PatternMatchSequence (patterns)
    MatchMapping = PatternMatchMapping (keys patterns rest)
    MatchClass = PatternMatchClass (cls patterns kwd_attrs kwd_patterns)
    MatchStar = PatternMatchStar (name)
    MatchAs = PatternMatchAs (pattern name)
    MatchOr = PatternMatchOr (patterns)
});

sum!(free TypeIgnore "type_ignore" { TypeIgnore = TypeIgnoreTypeIgnore (lineno tag) });

/// Declares the nodes that are classes of their own.
macro_rules! product {
    ($($mode:ident $ty:ident $what:literal ($($field:ident)*) needs $first:ident)*) => {
        $(impl Node for $ty {
            const WHAT: &'static str = $what;

            fn build(&self, to: &Builder<'_>, _: TextRange) -> PyResult {
                let at: Option<TextRange> = sum!(@at $mode self);
                let range = at.unwrap_or_default();
                let fields = vec![$((stringify!($field), Field::build(&self.$field, to, range)?)),*];
                to.node($what, fields, at)
            }

            fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
                from.deeper($what, || {
                    let class = $what;
                    // Fields are looked at before places here.
                    from.required(Place { object: value, class, field: stringify!($first) })?;
                    let open = sum!(@place $mode from value);
                    $(let $field = Field::read(from, Place { object: value, class, field: stringify!($field) })?;)*
                    let range = sum!(@range $mode from open);
                    Ok($ty { range, $($field),* })
                })
            }
        })*
    };
}

product! {
    free Comprehension "comprehension" (target iter ifs is_async) needs target
    placed Arg "arg" (arg annotation type_comment) needs arg
    placed Keyword "keyword" (arg value) needs value
    placed Alias "alias" (name asname) needs name
    free WithItem "withitem" (context_expr optional_vars) needs context_expr
    free MatchCase "match_case" (pattern guard body) needs pattern
}

/// Parameters: the tree here has a default beside its parameter, Python's in lists of their own.
impl Node for Arguments {
    const WHAT: &'static str = "arguments";

    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult {
        let params = |list: &[ArgWithDefault]| -> PyResult {
            let items: PyResult<Vec<Value>> = list.iter().map(|p| Node::build(&p.def, to, range)).collect();
            Ok(to.vm.new_list(items?))
        };
        let given = self.posonlyargs.iter().chain(&self.args).filter_map(|p| p.default.as_ref());
        let defaults: PyResult<Vec<Value>> = given.map(|e| Node::build(e, to, range)).collect();
        let kw_defaults: PyResult<Vec<Value>> =
            self.kwonlyargs.iter().map(|p| Field::build(&p.default, to, range)).collect();
        let fields = vec![
            ("posonlyargs", params(&self.posonlyargs)?),
            ("args", params(&self.args)?),
            ("vararg", Field::build(&self.vararg, to, range)?),
            ("kwonlyargs", params(&self.kwonlyargs)?),
            ("kw_defaults", to.vm.new_list(kw_defaults?)),
            ("kwarg", Field::build(&self.kwarg, to, range)?),
            ("defaults", to.vm.new_list(defaults?)),
        ];
        to.node("arguments", fields, None)
    }

    fn read(from: &Reader<'_>, object: &Value) -> PyResult<Self> {
        let place = |field| Place { object, class: "arguments", field };
        let posonly: Vec<Arg> = Field::read(from, place("posonlyargs"))?;
        let args: Vec<Arg> = Field::read(from, place("args"))?;
        let vararg = Field::read(from, place("vararg"))?;
        let kwonly: Vec<Arg> = Field::read(from, place("kwonlyargs"))?;
        let kw_defaults: Vec<Option<Expr>> = Field::read(from, place("kw_defaults"))?;
        let kwarg = Field::read(from, place("kwarg"))?;
        let defaults: Vec<Expr> = Field::read(from, place("defaults"))?;
        let count = posonly.len() + args.len();
        let Some(without) = count.checked_sub(defaults.len()) else {
            return Err(from.vm.value_error("more positional defaults than args on arguments"));
        };
        if kwonly.len() != kw_defaults.len() {
            let message = "length of kwonlyargs is not the same as kw_defaults on arguments";
            return Err(from.vm.value_error(message));
        }
        let mut defaults =
            std::iter::repeat_with(|| None).take(without).chain(defaults.into_iter().map(Some));
        let mut with = |list: Vec<Arg>| -> Vec<ArgWithDefault> {
            list.into_iter().map(|def| parameter(def, defaults.next().flatten())).collect()
        };
        let (posonlyargs, args) = (with(posonly), with(args));
        let kwonlyargs =
            kwonly.into_iter().zip(kw_defaults).map(|(def, default)| parameter(def, default)).collect();
        Ok(Arguments { range: Default::default(), posonlyargs, args, vararg, kwonlyargs, kwarg })
    }
}

fn parameter(def: Arg, default: Option<Expr>) -> ArgWithDefault {
    ArgWithDefault { range: Default::default(), def, default: default.map(Box::new) }
}

/// Type parameters: the tree here has no PEP 696 defaults, which lie beside it by range.
impl Node for TypeParam {
    const WHAT: &'static str = "type_param";

    fn build(&self, to: &Builder<'_>, _: TextRange) -> PyResult {
        let (class, name, bound, range) = match self {
            TypeParam::TypeVar(p) => ("TypeVar", &p.name, Some(&p.bound), p.range),
            TypeParam::ParamSpec(p) => ("ParamSpec", &p.name, None, p.range),
            TypeParam::TypeVarTuple(p) => ("TypeVarTuple", &p.name, None, p.range),
        };
        let mut fields = vec![("name", Node::build(name, to, range)?)];
        if let Some(bound) = bound {
            fields.push(("bound", Field::build(bound, to, range)?));
        }
        let default = to.parsed.type_param_defaults.get(&range);
        fields.push(("default_value", default.map_or(Ok(Value::None), |e| Node::build(e, to, range))?));
        to.node(class, fields, Some(range))
    }

    fn read(from: &Reader<'_>, object: &Value) -> PyResult<Self> {
        from.deeper("type_param", || {
            let open = from.open(object, "type_param")?;
            let Some(class) = from.kind(object, &["TypeVar", "ParamSpec", "TypeVarTuple"])? else {
                return Err(from.unexpected("type_param", object)?);
            };
            let place = |field| Place { object, class, field };
            let name = Field::read(from, place("name"))?;
            let bound = if class == "TypeVar" { Field::read(from, place("bound"))? } else { None };
            let default: Option<Expr> = Field::read(from, place("default_value"))?;
            let range = from.close(open);
            if let Some(default) = default {
                from.keep_default(range, default);
            }
            Ok(match class {
                "TypeVar" => TypeParam::TypeVar(ast::TypeParamTypeVar { range, name, bound }),
                "ParamSpec" => TypeParam::ParamSpec(ast::TypeParamParamSpec { range, name }),
                _ => TypeParam::TypeVarTuple(ast::TypeParamTypeVarTuple { range, name }),
            })
        })
    }
}
