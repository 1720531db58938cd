//! Constants of a code object, free of VM values, and the key under which equal ones are merged.
//!
//! Mirrors `_PyCode_ConstantKey` of CPython: `1`, `True` and `1.0` stay apart, so do `0.0` and `-0.0`; tuples compare item by item, code
//! objects by identity.

use std::rc::Rc;

use num_bigint::BigInt;
use rustpython_wtf8::Wtf8Buf;

use super::code::Code;
use super::image::Unread;

/// A constant.
#[derive(Clone, Debug)]
pub enum Const {
    /// `None`
    None,
    /// `...`
    Ellipsis,
    /// `True` or `False`
    Bool(bool),
    /// An integer of the small kind.
    Int(i64),
    /// An integer that does not fit 64 bits.
    BigInt(Rc<BigInt>),
    /// A float.
    Float(f64),
    /// A complex number, real and imaginary part.
    Complex(f64, f64),
    /// A string.
    Str(Rc<Wtf8Buf>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A tuple.
    Tuple(Rc<[Const]>),
    /// A frozenset: the elements in source order, duplicates possible.
    FrozenSet(Rc<[Const]>),
    /// A nested code object.
    Code(Rc<Code>),
    /// A nested code object that is in an image still.
    Unread(Rc<Unread>),
}

/// Type and value of a constant as a hashable key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ConstKey {
    /// Singletons and booleans, by a number of their own.
    Single(u8),
    /// Small integer.
    Int(i64),
    /// Large integer.
    BigInt(Rc<BigInt>),
    /// Bits of a float.
    Float(u64),
    /// Bits of a complex number.
    Complex(u64, u64),
    /// String.
    Str(Rc<Wtf8Buf>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// Tuple.
    Tuple(Vec<ConstKey>),
    /// Frozenset.
    FrozenSet(Vec<ConstKey>),
    /// Code object, by address.
    Code(usize),
}

impl Const {
    /// A string constant.
    pub fn str(text: &str) -> Self {
        Self::Str(Rc::new(Wtf8Buf::from(text)))
    }

    /// An integer constant of whichever kind fits.
    pub fn int(value: BigInt) -> Self {
        i64::try_from(&value).map_or_else(|_| Self::BigInt(Rc::new(value)), Self::Int)
    }

    /// The value as a big integer, for folding; booleans count as in Python.
    pub fn as_bigint(&self) -> Option<BigInt> {
        match self {
            Self::Bool(b) => Some(BigInt::from(u8::from(*b))),
            Self::Int(i) => Some(BigInt::from(*i)),
            Self::BigInt(i) => Some((**i).clone()),
            _ => None,
        }
    }

    /// Truth value; `None` for code objects, which never stand in a test.
    pub fn truth(&self) -> Option<bool> {
        Some(match self {
            Self::None => false,
            Self::Ellipsis | Self::BigInt(_) => true,
            Self::Bool(b) => *b,
            Self::Int(i) => *i != 0,
            Self::Float(f) => *f != 0.0,
            Self::Complex(re, im) => *re != 0.0 || *im != 0.0,
            Self::Str(s) => !s.is_empty(),
            Self::Bytes(b) => !b.is_empty(),
            Self::Tuple(items) | Self::FrozenSet(items) => !items.is_empty(),
            Self::Code(_) | Self::Unread(_) => return None,
        })
    }

    /// The key equal constants share.
    pub fn key(&self) -> ConstKey {
        match self {
            Self::None => ConstKey::Single(0),
            Self::Ellipsis => ConstKey::Single(1),
            Self::Bool(b) => ConstKey::Single(2 + u8::from(*b)),
            Self::Int(i) => ConstKey::Int(*i),
            Self::BigInt(i) => ConstKey::BigInt(Rc::clone(i)),
            Self::Float(f) => ConstKey::Float(f.to_bits()),
            Self::Complex(re, im) => ConstKey::Complex(re.to_bits(), im.to_bits()),
            Self::Str(s) => ConstKey::Str(Rc::clone(s)),
            Self::Bytes(b) => ConstKey::Bytes(Rc::clone(b)),
            Self::Tuple(items) => ConstKey::Tuple(items.iter().map(Self::key).collect()),
            Self::FrozenSet(items) => ConstKey::FrozenSet(items.iter().map(Self::key).collect()),
            Self::Code(code) => ConstKey::Code(Rc::as_ptr(code) as usize),
            Self::Unread(code) => ConstKey::Code(Rc::as_ptr(code) as usize),
        }
    }
}
