//! Python to Rust.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use num_bigint::BigInt;
use pyvm_vm::Value;

use crate::error::Error;
use crate::{FromPy, Obj, Result};

fn expected(what: &str, obj: &Obj) -> Error {
    Error::type_error(format!("expected {what}, got {}", obj.type_name()))
}

impl FromPy for Obj {
    fn from_py(obj: &Obj) -> Result<Self> {
        Ok(obj.clone())
    }
}

impl FromPy for () {
    fn from_py(obj: &Obj) -> Result<Self> {
        if obj.is_none() { Ok(()) } else { Err(expected("None", obj)) }
    }
}

impl FromPy for bool {
    fn from_py(obj: &Obj) -> Result<Self> {
        match obj.value() {
            Value::Bool(b) => Ok(*b),
            _ => Err(expected("bool", obj)),
        }
    }
}

impl FromPy for BigInt {
    fn from_py(obj: &Obj) -> Result<Self> {
        obj.check(|core| core.index_big(obj.value()))
    }
}

macro_rules! integers {
    ($($name:ident { $($more:tt)* })*) => {
        $(impl FromPy for $name {
            fn from_py(obj: &Obj) -> Result<Self> {
                if let Value::Int(small) = obj.value()
                    && let Ok(number) = $name::try_from(*small)
                {
                    return Ok(number);
                }
                let number = BigInt::from_py(obj)?;
                let message = concat!("Python int does not fit ", stringify!($name));
                $name::try_from(number).map_err(|_| Error::new("OverflowError", message))
            }
            $($more)*
        })*
    };
}

integers! {
    i8 {} i16 {} i32 {} i64 {} i128 {} isize {} u16 {} u32 {} u64 {} u128 {} usize {}
    u8 {
        fn vec_from_py(obj: &Obj) -> Result<Vec<u8>> {
            if obj.vm().core().is_bytes_like(obj.value()) {
                return obj.check(|core| core.bytes_of(obj.value()).map(|b| b.as_slice().to_vec()));
            }
            list(obj)
        }
    }
}

impl FromPy for f64 {
    fn from_py(obj: &Obj) -> Result<Self> {
        obj.check(|core| core.to_f64(obj.value()))
    }
}

impl FromPy for f32 {
    fn from_py(obj: &Obj) -> Result<Self> {
        // Rounds, as storing a double in a float does.
        f64::from_py(obj).map(|x| x as f32)
    }
}

impl FromPy for String {
    fn from_py(obj: &Obj) -> Result<Self> {
        let text = obj.value().as_text().ok_or_else(|| expected("str", obj))?;
        let text = text.as_str().map(str::to_owned);
        text.ok_or_else(|| Error::value("the str holds lone surrogates, which Rust strings cannot"))
    }
}

impl FromPy for char {
    fn from_py(obj: &Obj) -> Result<Self> {
        let text = String::from_py(obj)?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(c),
            _ => {
                Err(Error::type_error(format!("expected a character, got a str of {}", text.chars().count())))
            }
        }
    }
}

impl<T: FromPy> FromPy for Option<T> {
    fn from_py(obj: &Obj) -> Result<Self> {
        if obj.is_none() { Ok(None) } else { T::from_py(obj).map(Some) }
    }

    fn from_absent() -> Option<Self> {
        Some(None)
    }
}

/// The elements of an iterable that is no string and no mapping: those are mistakes more often than wishes.
fn elements(obj: &Obj) -> Result<Vec<Obj>> {
    if obj.value().as_text().is_some() || obj.value().as_dict().is_some() {
        return Err(expected("a sequence", obj));
    }
    obj.iter()?.collect()
}

pub(super) fn list<T: FromPy>(obj: &Obj) -> Result<Vec<T>> {
    elements(obj)?.iter().map(T::from_py).collect()
}

impl<T: FromPy> FromPy for Vec<T> {
    fn from_py(obj: &Obj) -> Result<Self> {
        T::vec_from_py(obj)
    }
}

impl<T: FromPy, const N: usize> FromPy for [T; N] {
    fn from_py(obj: &Obj) -> Result<Self> {
        let items: Vec<T> = Vec::from_py(obj)?;
        let got = items.len();
        <[T; N]>::try_from(items).map_err(|_| Error::value(format!("expected {N} elements, got {got}")))
    }
}

impl<T: FromPy + Eq + Hash, S: BuildHasher + Default> FromPy for HashSet<T, S> {
    fn from_py(obj: &Obj) -> Result<Self> {
        elements(obj)?.iter().map(T::from_py).collect()
    }
}

impl<T: FromPy + Ord> FromPy for BTreeSet<T> {
    fn from_py(obj: &Obj) -> Result<Self> {
        elements(obj)?.iter().map(T::from_py).collect()
    }
}

fn pairs<K: FromPy, V: FromPy>(obj: &Obj) -> Result<Vec<(K, V)>> {
    let dict = obj.value().as_dict().ok_or_else(|| expected("dict", obj))?;
    let convert = |(k, v)| Ok((K::from_py(&obj.vm().obj(k))?, V::from_py(&obj.vm().obj(v))?));
    dict.entries().into_iter().map(convert).collect()
}

impl<K: FromPy + Eq + Hash, V: FromPy, S: BuildHasher + Default> FromPy for HashMap<K, V, S> {
    fn from_py(obj: &Obj) -> Result<Self> {
        pairs(obj).map(|p| p.into_iter().collect())
    }
}

impl<K: FromPy + Ord, V: FromPy> FromPy for BTreeMap<K, V> {
    fn from_py(obj: &Obj) -> Result<Self> {
        pairs(obj).map(|p| p.into_iter().collect())
    }
}

macro_rules! tuples {
    ($($count:literal ($($name:ident),+))*) => {
        $(impl<$($name: FromPy),+> FromPy for ($($name,)+) {
            fn from_py(obj: &Obj) -> Result<Self> {
                let items = obj.value().as_tuple().ok_or_else(|| expected("tuple", obj))?;
                if items.len() != $count {
                    let got = items.len();
                    return Err(Error::value(format!("expected a tuple of {}, got {got}", $count)));
                }
                let mut items = items.iter().map(|v| obj.vm().obj(v.clone()));
                let missing = || Error::value("the tuple ended early");
                Ok(($($name::from_py(&items.next().ok_or_else(missing)?)?,)+))
            }
        })*
    };
}

tuples! { 1 (A) 2 (A, B) 3 (A, B, C) 4 (A, B, C, D) 5 (A, B, C, D, E) 6 (A, B, C, D, E, F) }
