//! Binary, in-place and unary operators.

use num_bigint::BigInt;

use crate::error::{PyError, PyResult};
use crate::heap::Value;
use crate::types::slots::Binary;
use crate::types::{Slots, TypeFlags};
use crate::vm::Vm;

/// Declares [`BinOp`] from `Name "symbol" "in-place symbol" slot in_place_slot,` rows.
macro_rules! binary_operators {
    ($($name:ident $symbol:literal $inplace:literal $slot:ident $islot:ident,)*) => {
        /// A binary operator other than `**`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum BinOp { $(#[doc = concat!("`", $symbol, "`")] $name,)* }

        impl BinOp {
            /// Every operator, in the order of their numbers.
            pub const ALL: &'static [BinOp] = &[$(BinOp::$name,)*];

            /// The operator as written.
            pub fn symbol(self) -> &'static str {
                match self { $(BinOp::$name => $symbol,)* }
            }

            /// The in-place operator as written.
            pub fn inplace_symbol(self) -> &'static str {
                match self { $(BinOp::$name => $inplace,)* }
            }

            #[inline]
            fn slot(self, slots: &Slots) -> Option<Binary> {
                match self { $(BinOp::$name => slots.$slot.get(),)* }
            }

            #[inline]
            fn inplace_slot(self, slots: &Slots) -> Option<Binary> {
                match self { $(BinOp::$name => slots.$islot.get(),)* }
            }
        }
    };
}

binary_operators! {
    Add "+" "+=" add iadd,
    Sub "-" "-=" sub isub,
    Mul "*" "*=" mul imul,
    MatMul "@" "@=" matmul imatmul,
    TrueDiv "/" "/=" truediv itruediv,
    FloorDiv "//" "//=" floordiv ifloordiv,
    Mod "%" "%=" rem irem,
    LShift "<<" "<<=" lshift ilshift,
    RShift ">>" ">>=" rshift irshift,
    And "&" "&=" and iand,
    Or "|" "|=" or ior,
    Xor "^" "^=" xor ixor,
    DivMod "divmod()" "divmod()" divmod divmod,
}

/// A unary operator other than `not`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-x`
    Neg,
    /// `+x`
    Pos,
    /// `~x`
    Invert,
}

impl Vm {
    /// `a op b`
    ///
    /// # Errors
    /// TypeError where the operands do not support it, and what their methods raise.
    #[inline]
    pub fn binary_op(&self, op: BinOp, a: &Value, b: &Value) -> PyResult<Value> {
        if let Some(answer) = quick_binary(op, a, b) {
            return Ok(answer);
        }
        let answer = self.binary_slots(op, a, b)?;
        if !matches!(answer, Value::NotImplemented) {
            return Ok(answer);
        }
        if let Some(answer) = self.sequence_op(op, a, b, false)? {
            return Ok(answer);
        }
        Err(self.unsupported(op.symbol(), a, b))
    }

    /// Tries both operands' number slots, a derived class's first; `NotImplemented` where neither answers.
    fn binary_slots(&self, op: BinOp, a: &Value, b: &Value) -> PyResult<Value> {
        let (left, right) = (self.class_of(a), self.class_of(b));
        let first = op.slot(&left.ty().slots);
        if left.is(right) {
            return first.map_or(Ok(Value::NotImplemented), |f| f(self, a, b));
        }
        let second = op.slot(&right.ty().slots);
        let second_tried = match second {
            Some(slot) if first.is_none() || right.is_subtype(left) => {
                let answer = slot(self, a, b)?;
                if !matches!(answer, Value::NotImplemented) {
                    return Ok(answer);
                }
                true
            }
            _ => false,
        };
        if let Some(slot) = first {
            let answer = slot(self, a, b)?;
            if !matches!(answer, Value::NotImplemented) {
                return Ok(answer);
            }
        }
        match second {
            Some(slot) if !second_tried => slot(self, a, b),
            _ => Ok(Value::NotImplemented),
        }
    }

    /// `+` and `*` of sequences, which come after the numbers.
    fn sequence_op(&self, op: BinOp, a: &Value, b: &Value, in_place: bool) -> PyResult<Option<Value>> {
        let left = &self.class_of(a).ty().slots;
        match op {
            BinOp::Add => {
                let concat = in_place.then(|| left.inplace_concat.get()).flatten().or(left.concat.get());
                concat.map(|f| f(self, a, b)).transpose()
            }
            BinOp::Mul => {
                let repeat = in_place.then(|| left.inplace_repeat.get()).flatten().or(left.repeat.get());
                if let Some(f) = repeat {
                    return self.repeat_count(b).and_then(|n| f(self, a, &n)).map(Some);
                }
                // As in CPython, what may be a sequence itself (any instance of a class of a program) is not made the
                // count of the other operand by `*=`.
                if in_place && self.class_of(a).has(TypeFlags::HEAP) {
                    return Ok(None);
                }
                match self.class_of(b).ty().slots.repeat.get() {
                    Some(f) => self.repeat_count(a).and_then(|n| f(self, b, &n)).map(Some),
                    None => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    fn repeat_count(&self, count: &Value) -> PyResult<Value> {
        if !self.has_index(count) {
            let name = self.type_name(count);
            return Err(self.type_error(format!("can't multiply sequence by non-int of type '{name}'")));
        }
        let count = self.index_i64_or(count, |vm| {
            let name = vm.type_name(count);
            vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer"))
        })?;
        Ok(Value::Int(count))
    }

    /// `a op= b`: the new value of `a`.
    ///
    /// # Errors
    /// As [`Vm::binary_op`].
    pub fn inplace_op(&self, op: BinOp, a: &Value, b: &Value) -> PyResult<Value> {
        if let Some(answer) = quick_binary(op, a, b) {
            return Ok(answer);
        }
        if op != BinOp::DivMod
            && let Some(slot) = op.inplace_slot(&self.class_of(a).ty().slots)
        {
            let answer = slot(self, a, b)?;
            if !matches!(answer, Value::NotImplemented) {
                return Ok(answer);
            }
        }
        let answer = self.binary_slots(op, a, b)?;
        if !matches!(answer, Value::NotImplemented) {
            return Ok(answer);
        }
        if let Some(answer) = self.sequence_op(op, a, b, true)? {
            return Ok(answer);
        }
        Err(self.unsupported(op.inplace_symbol(), a, b))
    }

    /// `pow(a, b, modulus)`; `a ** b` with `None`.
    ///
    /// # Errors
    /// As [`Vm::binary_op`].
    pub fn power(&self, a: &Value, b: &Value, modulus: &Value) -> PyResult<Value> {
        self.power_as("** or pow()", a, b, modulus)
    }

    /// `a **= b`
    ///
    /// # Errors
    /// As [`Vm::binary_op`].
    pub fn inplace_power(&self, a: &Value, b: &Value) -> PyResult<Value> {
        if let Some(slot) = self.class_of(a).ty().slots.ipow.get() {
            let answer = slot(self, a, b, &Value::None)?;
            if !matches!(answer, Value::NotImplemented) {
                return Ok(answer);
            }
        }
        self.power_as("**=", a, b, &Value::None)
    }

    fn power_as(&self, symbol: &str, a: &Value, b: &Value, modulus: &Value) -> PyResult<Value> {
        let (left, right, third) = (self.class_of(a), self.class_of(b), self.class_of(modulus));
        let mut candidates = [
            (left.ty().slots.pow.get(), left),
            (right.ty().slots.pow.get().filter(|_| !right.is(left)), right),
            (third.ty().slots.pow.get().filter(|_| !third.is(left) && !third.is(right)), third),
        ];
        if right.is_subtype(left) {
            candidates.swap(0, 1);
        }
        for slot in candidates.iter().filter_map(|(slot, _)| *slot) {
            let answer = slot(self, a, b, modulus)?;
            if !matches!(answer, Value::NotImplemented) {
                return Ok(answer);
            }
        }
        if modulus.is_none() {
            return Err(self.unsupported(symbol, a, b));
        }
        let (x, y, z) = (self.type_name(a), self.type_name(b), self.type_name(modulus));
        Err(self.type_error(format!("unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{z}'")))
    }

    fn unsupported(&self, symbol: &str, a: &Value, b: &Value) -> PyError {
        let (x, y) = (self.type_name(a), self.type_name(b));
        if symbol == ">>"
            && let Some(function) = a.as_obj().and_then(|r| match r.kind() {
                crate::objects::Kind::NativeFunction(f) => Some(f),
                _ => None,
            })
            && function.name() == "print"
        {
            return self.type_error(format!(
                "unsupported operand type(s) for >>: '{x}' and '{y}'. Did you mean \"print(<message>, file=<output_stream>)\"?"
            ));
        }
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{x}' and '{y}'"))
    }

    /// `-x`, `+x`, `~x`
    ///
    /// # Errors
    /// TypeError where the operand does not support it, and what its method raises.
    pub fn unary_op(&self, op: UnaryOp, value: &Value) -> PyResult<Value> {
        let slots = &self.class_of(value).ty().slots;
        let (slot, symbol) = match op {
            UnaryOp::Neg => (slots.neg.get(), "-"),
            UnaryOp::Pos => (slots.pos.get(), "+"),
            UnaryOp::Invert => (slots.invert.get(), "~"),
        };
        match slot {
            Some(f) => f(self, value),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("bad operand type for unary {symbol}: '{name}'")))
            }
        }
    }

    /// `abs(x)`
    ///
    /// # Errors
    /// As [`Vm::unary_op`].
    pub fn abs(&self, value: &Value) -> PyResult<Value> {
        match self.class_of(value).ty().slots.abs.get() {
            Some(f) => f(self, value),
            None => Err(self.type_error(format!("bad operand type for abs(): '{}'", self.type_name(value)))),
        }
    }
}

/// The most common operators on exact `int` and `float` operands.
#[inline(always)]
pub fn quick_binary(op: BinOp, a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => match op {
            BinOp::Add => Some(add(*x, *y)),
            BinOp::Sub => Some(sub(*x, *y)),
            BinOp::Mul => Some(mul(*x, *y)),
            BinOp::And => Some(Value::Int(x & y)),
            BinOp::Or => Some(Value::Int(x | y)),
            BinOp::Xor => Some(Value::Int(x ^ y)),
            _ => None,
        },
        (Value::Float(x), Value::Float(y)) => quick_float(op, *x, *y),
        (Value::Float(x), Value::Int(y)) => quick_float(op, *x, *y as f64),
        (Value::Int(x), Value::Float(y)) => quick_float(op, *x as f64, *y),
        _ => None,
    }
}

#[inline(always)]
fn quick_float(op: BinOp, x: f64, y: f64) -> Option<Value> {
    match op {
        BinOp::Add => Some(Value::Float(x + y)),
        BinOp::Sub => Some(Value::Float(x - y)),
        BinOp::Mul => Some(Value::Float(x * y)),
        BinOp::TrueDiv if y != 0.0 => Some(Value::Float(x / y)),
        _ => None,
    }
}

/// `x + y`
#[inline(always)]
pub fn add(x: i64, y: i64) -> Value {
    match x.checked_add(y) {
        Some(n) => Value::Int(n),
        None => Value::from(BigInt::from(x) + y),
    }
}

/// `x - y`
#[inline(always)]
pub fn sub(x: i64, y: i64) -> Value {
    match x.checked_sub(y) {
        Some(n) => Value::Int(n),
        None => Value::from(BigInt::from(x) - y),
    }
}

/// `x * y`
#[inline(always)]
pub fn mul(x: i64, y: i64) -> Value {
    match x.checked_mul(y) {
        Some(n) => Value::Int(n),
        None => Value::from(BigInt::from(x) * y),
    }
}
