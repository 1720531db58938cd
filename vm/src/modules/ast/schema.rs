//! The abstract grammar of Python 3.13 as data: one row per node class (CPython: `Parser/Python.asdl`).

/// A group of node classes under one abstract class.
pub(super) struct Sum {
    /// The abstract class.
    pub name: &'static str,
    /// Whether nodes have `lineno` and its kin.
    pub placed: bool,
    /// The node classes, each as `Name(type field, …)`, which is its `__doc__`, too.
    pub nodes: &'static [&'static str],
}

/// The groups, in CPython's order.
pub(super) static SUMS: &[Sum] = &[
    Sum {
        name: "mod",
        placed: false,
        nodes: &[
            "Module(stmt* body, type_ignore* type_ignores)",
            "Interactive(stmt* body)",
            "Expression(expr body)",
            "FunctionType(expr* argtypes, expr returns)",
        ],
    },
    Sum {
        name: "stmt",
        placed: true,
        nodes: &[
            "FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)",
            "AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)",
            "ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)",
            "Return(expr? value)",
            "Delete(expr* targets)",
            "Assign(expr* targets, expr value, string? type_comment)",
            "TypeAlias(expr name, type_param* type_params, expr value)",
            "AugAssign(expr target, operator op, expr value)",
            "AnnAssign(expr target, expr annotation, expr? value, int simple)",
            "For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)",
            "AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)",
            "While(expr test, stmt* body, stmt* orelse)",
            "If(expr test, stmt* body, stmt* orelse)",
            "With(withitem* items, stmt* body, string? type_comment)",
            "AsyncWith(withitem* items, stmt* body, string? type_comment)",
            "Match(expr subject, match_case* cases)",
            "Raise(expr? exc, expr? cause)",
            "Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)",
            "TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)",
            "Assert(expr test, expr? msg)",
            "Import(alias* names)",
            "ImportFrom(identifier? module, alias* names, int? level)",
            "Global(identifier* names)",
            "Nonlocal(identifier* names)",
            "Expr(expr value)",
            "Pass",
            "Break",
            "Continue",
        ],
    },
    Sum {
        name: "expr",
        placed: true,
        nodes: &[
            "BoolOp(boolop op, expr* values)",
            "NamedExpr(expr target, expr value)",
            "BinOp(expr left, operator op, expr right)",
            "UnaryOp(unaryop op, expr operand)",
            "Lambda(arguments args, expr body)",
            "IfExp(expr test, expr body, expr orelse)",
            "Dict(expr* keys, expr* values)",
            "Set(expr* elts)",
            "ListComp(expr elt, comprehension* generators)",
            "SetComp(expr elt, comprehension* generators)",
            "DictComp(expr key, expr value, comprehension* generators)",
            "GeneratorExp(expr elt, comprehension* generators)",
            "Await(expr value)",
            "Yield(expr? value)",
            "YieldFrom(expr value)",
            "Compare(expr left, cmpop* ops, expr* comparators)",
            "Call(expr func, expr* args, keyword* keywords)",
            "FormattedValue(expr value, int conversion, expr? format_spec)",
            "JoinedStr(expr* values)",
            "Constant(constant value, string? kind)",
            "Attribute(expr value, identifier attr, expr_context ctx)",
            "Subscript(expr value, expr slice, expr_context ctx)",
            "Starred(expr value, expr_context ctx)",
            "Name(identifier id, expr_context ctx)",
            "List(expr* elts, expr_context ctx)",
            "Tuple(expr* elts, expr_context ctx)",
            "Slice(expr? lower, expr? upper, expr? step)",
        ],
    },
    Sum { name: "expr_context", placed: false, nodes: &["Load", "Store", "Del"] },
    Sum { name: "boolop", placed: false, nodes: &["And", "Or"] },
    Sum {
        name: "operator",
        placed: false,
        nodes: &[
            "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor",
            "BitAnd", "FloorDiv",
        ],
    },
    Sum { name: "unaryop", placed: false, nodes: &["Invert", "Not", "UAdd", "USub"] },
    Sum {
        name: "cmpop",
        placed: false,
        nodes: &["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"],
    },
    Sum {
        name: "excepthandler",
        placed: true,
        nodes: &["ExceptHandler(expr? type, identifier? name, stmt* body)"],
    },
    Sum {
        name: "pattern",
        placed: true,
        nodes: &[
            "MatchValue(expr value)",
            "MatchSingleton(constant value)",
            "MatchSequence(pattern* patterns)",
            "MatchMapping(expr* keys, pattern* patterns, identifier? rest)",
            "MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)",
            "MatchStar(identifier? name)",
            "MatchAs(pattern? pattern, identifier? name)",
            "MatchOr(pattern* patterns)",
        ],
    },
    Sum { name: "type_ignore", placed: false, nodes: &["TypeIgnore(int lineno, string tag)"] },
    Sum {
        name: "type_param",
        placed: true,
        nodes: &[
            "TypeVar(identifier name, expr? bound, expr? default_value)",
            "ParamSpec(identifier name, expr? default_value)",
            "TypeVarTuple(identifier name, expr? default_value)",
        ],
    },
];

/// Node classes of their own, directly under `AST`; whether each is placed.
pub(super) static PRODUCTS: &[(&str, bool)] = &[
    ("comprehension(expr target, expr iter, expr* ifs, int is_async)", false),
    (
        "arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults)",
        false,
    ),
    ("arg(identifier arg, expr? annotation, string? type_comment)", true),
    ("keyword(identifier? arg, expr value)", true),
    ("alias(identifier name, identifier? asname)", true),
    ("withitem(expr context_expr, expr? optional_vars)", false),
    ("match_case(pattern pattern, expr? guard, stmt* body)", false),
];

/// The attributes of placed nodes.
pub(super) const ATTRIBUTES: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// How often a field holds its type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    One,
    Optional,
    Many,
}

/// A field of a node class.
pub(super) struct Field {
    pub name: &'static str,
    pub ty: &'static str,
    pub count: Count,
}

/// Name and fields of a row.
pub(super) fn parse(row: &'static str) -> (&'static str, Vec<Field>) {
    let Some((name, rest)) = row.split_once('(') else { return (row, Vec::new()) };
    let fields = rest.trim_end_matches(')').split(", ").filter_map(|field| {
        let (ty, name) = field.split_once(' ')?;
        let count = match ty.as_bytes().last() {
            Some(b'?') => Count::Optional,
            Some(b'*') => Count::Many,
            _ => Count::One,
        };
        Some(Field { name, ty: ty.trim_end_matches(['?', '*']), count })
    });
    (name, fields.collect())
}

/// `__doc__` of the abstract class of a group.
pub(super) fn sum_doc(sum: &Sum) -> String {
    let plain = sum.nodes.iter().all(|row| !row.contains('('));
    let separator = if plain { " | ".to_owned() } else { format!("\n{} | ", " ".repeat(sum.name.len())) };
    format!("{} = {}", sum.name, sum.nodes.join(&separator))
}
