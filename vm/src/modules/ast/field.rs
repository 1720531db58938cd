//! How the Rust nodes and their fields turn into Python objects and back.

use rustpython_parser::ast::{self, Constant, ConversionFlag, Expr, Identifier, Int};
use rustpython_parser::text_size::TextRange;

use super::build::Builder;
use super::read::Reader;
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::{complex, int};

/// A node or a value in a field.
pub(super) trait Node: Sized {
    /// What it is called in messages.
    const WHAT: &'static str;

    /// The Python object; `range` is the place of the node that holds it.
    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult;

    /// The node of a Python object that is not `None`.
    fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self>;
}

/// Where a field is read from.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub object: &'a Value,
    pub class: &'static str,
    pub field: &'static str,
}

/// A field of a node: a required, an optional or a repeated [`Node`].
pub(super) trait Field: Sized {
    /// The Python object.
    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult;

    /// Reads the field.
    fn read(from: &Reader<'_>, place: Place<'_>) -> PyResult<Self>;
}

impl<T: Node> Field for T {
    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult {
        Node::build(self, to, range)
    }

    fn read(from: &Reader<'_>, place: Place<'_>) -> PyResult<Self> {
        let found = from.required(place)?;
        Node::read(from, &found)
    }
}

impl<T: Node> Field for Option<T> {
    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult {
        self.as_ref().map_or(Ok(Value::None), |node| node.build(to, range))
    }

    fn read(from: &Reader<'_>, place: Place<'_>) -> PyResult<Self> {
        match from.lookup(place)? {
            Some(found) if !found.is_none() => Node::read(from, &found).map(Some),
            _ => Ok(None),
        }
    }
}

impl<T: Node> Field for Vec<T> {
    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult {
        let items: PyResult<Vec<Value>> = self.iter().map(|node| node.build(to, range)).collect();
        Ok(to.vm.new_list(items?))
    }

    fn read(from: &Reader<'_>, place: Place<'_>) -> PyResult<Self> {
        from.list(place, |item| match (item, T::WHAT) {
            (Value::None, "expr") => Err(from.required_item("expression")),
            (Value::None, "stmt") => Err(from.required_item("statement")),
            (item, _) => Node::read(from, item),
        })
    }
}

/// The keys of a dict display and the defaults of keyword-only parameters: expressions with gaps.
impl Field for Vec<Option<Expr>> {
    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult {
        let items: PyResult<Vec<Value>> = self.iter().map(|node| Field::build(node, to, range)).collect();
        Ok(to.vm.new_list(items?))
    }

    fn read(from: &Reader<'_>, place: Place<'_>) -> PyResult<Self> {
        from.list(place, |item| if item.is_none() { Ok(None) } else { Node::read(from, item).map(Some) })
    }
}

impl<T: Node> Node for Box<T> {
    const WHAT: &'static str = T::WHAT;

    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult {
        (**self).build(to, range)
    }

    fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
        Node::read(from, value).map(Box::new)
    }
}

impl Node for Identifier {
    const WHAT: &'static str = "identifier";

    fn build(&self, to: &Builder<'_>, _: TextRange) -> PyResult {
        Ok(Value::Str(to.vm.intern(self.as_str())))
    }

    fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
        let vm = from.vm;
        let exact = vm.is_exact(value, &vm.types.str);
        let text = value.as_text().filter(|_| exact);
        let text = text.ok_or_else(|| vm.type_error("AST identifier must be of type str"))?;
        match text.as_str() {
            Some(text) => Ok(Identifier::new(text)),
            None => Err(vm.unfinished("an identifier with surrogates")),
        }
    }
}

impl Node for String {
    const WHAT: &'static str = "string";

    fn build(&self, _: &Builder<'_>, _: TextRange) -> PyResult {
        Ok(Value::str(self))
    }

    fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
        let vm = from.vm;
        let exact = vm.is_exact(value, &vm.types.str);
        let text = value.as_text().filter(|_| exact);
        let text = text.ok_or_else(|| vm.type_error("AST string must be of type str"))?;
        Ok(text.to_string())
    }
}

impl Node for Int {
    const WHAT: &'static str = "int";

    fn build(&self, _: &Builder<'_>, _: TextRange) -> PyResult {
        Ok(Value::from(self.to_u32()))
    }

    fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
        let n = from.int(value)?;
        u32::try_from(n).map(Int::new).map_err(|_| from.vm.value_error("Negative ImportFrom level"))
    }
}

impl Node for bool {
    const WHAT: &'static str = "int";

    fn build(&self, _: &Builder<'_>, _: TextRange) -> PyResult {
        Ok(Value::Int(i64::from(*self)))
    }

    fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
        Ok(from.int(value)? != 0)
    }
}

impl Node for ConversionFlag {
    const WHAT: &'static str = "int";

    fn build(&self, _: &Builder<'_>, _: TextRange) -> PyResult {
        Ok(Value::Int(i64::from(*self as i8)))
    }

    fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
        match from.int(value)? {
            -1 => Ok(ConversionFlag::None),
            115 => Ok(ConversionFlag::Str),
            97 => Ok(ConversionFlag::Ascii),
            114 => Ok(ConversionFlag::Repr),
            n => Err(from.vm.system_error(format!("Unrecognized conversion character {n}"))),
        }
    }
}

impl Node for Constant {
    const WHAT: &'static str = "constant";

    fn build(&self, to: &Builder<'_>, range: TextRange) -> PyResult {
        Ok(match self {
            Constant::None => Value::None,
            Constant::Bool(b) => Value::Bool(*b),
            Constant::Str(text) => match to.parsed.surrogates.get(&range) {
                Some(text) => to.vm.new_str(text.clone()),
                None => Value::str(text),
            },
            Constant::Bytes(data) => to.vm.new_bytes(data),
            Constant::Int(n) => Value::from(n.clone()),
            Constant::Tuple(items) => {
                let items: PyResult<Vec<Value>> =
                    items.iter().map(|item| Node::build(item, to, range)).collect();
                to.vm.new_tuple(items?)
            }
            Constant::Float(x) => Value::Float(*x),
            Constant::Complex { real, imag } => complex::new_value(to.vm, *real, *imag),
            Constant::Ellipsis => Value::Ellipsis,
        })
    }

    fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
        let vm = from.vm;
        let class = vm.class_of(value).clone();
        let exact = |ty| vm.is_exact(value, ty);
        Ok(match value {
            Value::None => Constant::None,
            Value::Ellipsis => Constant::Ellipsis,
            Value::Bool(b) => Constant::Bool(*b),
            Value::Float(x) => Constant::Float(*x),
            Value::Int(_) | Value::Big(_) => {
                Constant::Int(int::operand(value).map(int::Operand::to_big).unwrap_or_default())
            }
            Value::Str(text) => {
                if text.as_str().is_none() {
                    from.keep_surrogates(text);
                }
                Constant::Str(text.to_string())
            }
            Value::Bytes(data) => Constant::Bytes(data.to_vec()),
            _ if exact(&vm.types.complex) => {
                let (real, imag) = value.native::<complex::Complex>().map_or((0.0, 0.0), |z| (z.0, z.1));
                Constant::Complex { real, imag }
            }
            _ if exact(&vm.types.tuple) => {
                let items = value.as_tuple().unwrap_or(&[]).iter();
                Constant::Tuple(
                    items
                        .map(|item| from.deeper("expr", || Node::read(from, item)))
                        .collect::<PyResult<_>>()?,
                )
            }
            _ if exact(&vm.types.frozenset) => return Err(vm.unfinished("compile() of a frozenset Constant")),
            _ => {
                let name = class.name();
                return Err(vm.type_error(format!("got an invalid type in Constant: {name}")));
            }
        })
    }
}

/// Declares the nodes without fields.
macro_rules! plain {
    ($($ty:ident $what:literal { $($name:ident)* })*) => {
        $(impl Node for ast::$ty {
            const WHAT: &'static str = $what;

            fn build(&self, to: &Builder<'_>, _: TextRange) -> PyResult {
                to.single(match self { $(ast::$ty::$name => stringify!($name),)* })
            }

            fn read(from: &Reader<'_>, value: &Value) -> PyResult<Self> {
                Ok(match from.kind(value, &[$(stringify!($name)),*])? {
                    $(Some(stringify!($name)) => ast::$ty::$name,)*
                    _ => return Err(from.unexpected($what, value)?),
                })
            }
        })*
    };
}

plain! {
    ExprContext "expr_context" { Load Store Del }
    BoolOp "boolop" { And Or }
    Operator "operator" { Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv }
    UnaryOp "unaryop" { Invert Not UAdd USub }
    CmpOp "cmpop" { Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn }
}
