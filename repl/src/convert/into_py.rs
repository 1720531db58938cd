//! Rust to Python.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use num_bigint::BigInt;
use pyvm_vm::Value;

use crate::error::Error;
use crate::{IntoPy, Obj, Result, Vm};

impl IntoPy for Obj {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        if !std::ptr::eq(self.vm().core(), vm.core()) {
            return Err(Error::value("the object belongs to another VM"));
        }
        Ok(self)
    }
}

impl IntoPy for &Obj {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        self.clone().into_py(vm)
    }
}

impl IntoPy for () {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        Ok(vm.obj(Value::None))
    }
}

macro_rules! scalars {
    ($($name:ty => $convert:expr,)*) => {
        $(impl IntoPy for $name {
            fn into_py(self, vm: &Vm) -> Result<Obj> {
                let convert: fn($name, &Vm) -> Value = $convert;
                Ok(vm.obj(convert(self, vm)))
            }
        })*
    };
}

scalars! {
    bool => |b, _| Value::Bool(b),
    i8 => |n, _| Value::Int(n.into()),
    i16 => |n, _| Value::Int(n.into()),
    i32 => |n, _| Value::Int(n.into()),
    i64 => |n, _| Value::Int(n),
    i128 => |n, _| Value::from(n),
    isize => |n, _| Value::from(n as i128),
    u16 => |n, _| Value::Int(n.into()),
    u32 => |n, _| Value::Int(n.into()),
    u64 => |n, _| Value::from(n),
    u128 => |n, _| Value::from(BigInt::from(n)),
    usize => |n, _| Value::from(n),
    BigInt => |n, _| Value::from(n),
    f32 => |x, _| Value::Float(x.into()),
    f64 => |x, _| Value::Float(x),
    char => |c, vm| vm.core().new_str(c.encode_utf8(&mut [0; 4]) as &str),
    String => |s, vm| vm.core().new_str(s.as_str()),
}

impl IntoPy for u8 {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        Ok(vm.obj(Value::Int(self.into())))
    }

    fn vec_into_py(items: Vec<u8>, vm: &Vm) -> Result<Obj> {
        items.as_slice().into_py(vm)
    }
}

impl IntoPy for &str {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        Ok(vm.obj(vm.core().new_str(self)))
    }
}

impl IntoPy for &String {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        self.as_str().into_py(vm)
    }
}

/// Bytes become `bytes`.
impl IntoPy for &[u8] {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        Ok(vm.obj(vm.core().new_bytes(self)))
    }
}

/// `b"..."` literals become `bytes`.
impl<const N: usize> IntoPy for &[u8; N] {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        self.as_slice().into_py(vm)
    }
}

impl<T: IntoPy> IntoPy for Option<T> {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        match self {
            Some(value) => value.into_py(vm),
            None => ().into_py(vm),
        }
    }
}

/// What a callback returns: the error is raised.
impl<T: IntoPy, E: Into<Error>> IntoPy for std::result::Result<T, E> {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        self.map_err(Into::into)?.into_py(vm)
    }
}

fn values<T: IntoPy>(vm: &Vm, items: impl IntoIterator<Item = T>) -> Result<Vec<Value>> {
    items.into_iter().map(|item| item.into_py(vm).map(Obj::into_value)).collect()
}

pub(super) fn list<T: IntoPy>(vm: &Vm, items: Vec<T>) -> Result<Obj> {
    let items = values(vm, items)?;
    Ok(vm.obj(vm.core().new_list(items)))
}

/// A `list`; `bytes` where the elements are `u8`.
impl<T: IntoPy> IntoPy for Vec<T> {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        T::vec_into_py(self, vm)
    }
}

/// As a `Vec`.
impl<T: IntoPy, const N: usize> IntoPy for [T; N] {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        T::vec_into_py(Vec::from(self), vm)
    }
}

fn set<T: IntoPy>(vm: &Vm, items: impl IntoIterator<Item = T>) -> Result<Obj> {
    let items = values(vm, items)?;
    let made = vm.enter(|core| pyvm_vm::objects::set::from_values(core, items))?;
    Ok(vm.obj(made))
}

impl<T: IntoPy, S> IntoPy for HashSet<T, S> {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        set(vm, self)
    }
}

impl<T: IntoPy> IntoPy for BTreeSet<T> {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        set(vm, self)
    }
}

fn dict<K: IntoPy, V: IntoPy>(vm: &Vm, entries: impl IntoIterator<Item = (K, V)>) -> Result<Obj> {
    let made = vm.obj(vm.core().new_dict());
    for (key, value) in entries {
        made.setitem(key, value)?;
    }
    Ok(made)
}

impl<K: IntoPy, V: IntoPy, S> IntoPy for HashMap<K, V, S> {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        dict(vm, self)
    }
}

impl<K: IntoPy, V: IntoPy> IntoPy for BTreeMap<K, V> {
    fn into_py(self, vm: &Vm) -> Result<Obj> {
        dict(vm, self)
    }
}

macro_rules! tuples {
    ($(($($name:ident),+))*) => {
        $(impl<$($name: IntoPy),+> IntoPy for ($($name,)+) {
            #[expect(non_snake_case, reason = "one variable per type")]
            fn into_py(self, vm: &Vm) -> Result<Obj> {
                let ($($name,)+) = self;
                let items = vec![$($name.into_py(vm)?.into_value(),)+];
                Ok(vm.obj(vm.core().new_tuple(items)))
            }
        })*
    };
}

tuples! { (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) }
