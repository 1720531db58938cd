//! Sums, products and distances of many numbers.

use pymath::math;
use pyvm_vm::protocol::number::BinOp;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::elements;

fn floats(vm: &Vm, values: &[Value]) -> PyResult<Vec<f64>> {
    values.iter().map(|v| vm.to_f64(v)).collect()
}

pub(super) fn hypot(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Float(math::hypot(&floats(vm, elements(&args[0]))?)))
}

pub(super) fn dist(vm: &Vm, args: &[Value]) -> PyResult {
    let (p, q) = (vm.list_from_iterable(&args[0])?, vm.list_from_iterable(&args[1])?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let mut pairs = (Vec::with_capacity(p.len()), Vec::with_capacity(q.len()));
    for (a, b) in p.iter().zip(&q) {
        pairs.0.push(vm.to_f64(a)?);
        pairs.1.push(vm.to_f64(b)?);
    }
    Ok(Value::Float(math::dist(&pairs.0, &pairs.1)))
}

pub(super) fn fsum(vm: &Vm, args: &[Value]) -> PyResult {
    let mut all = Vec::new();
    vm.for_each(&args[0], |item| {
        all.push(vm.to_f64(&item)?);
        Ok(true)
    })?;
    match math::fsum(all) {
        Ok(sum) => Ok(Value::Float(sum)),
        Err(pymath::Error::ERANGE) => Err(vm.overflow_error("intermediate overflow in fsum")),
        Err(pymath::Error::EDOM) => Err(vm.value_error("-inf + inf in fsum")),
    }
}

pub(super) fn prod(vm: &Vm, args: &[Value]) -> PyResult {
    let mut product = args[1].clone();
    vm.for_each(&args[0], |item| {
        product = vm.binary_op(BinOp::Mul, &product, &item)?;
        Ok(true)
    })?;
    Ok(product)
}

/// How far into the fast paths of `sumprod` the inputs have gone; a path once left is not taken again.
#[derive(PartialEq, PartialOrd)]
enum Path {
    Integers,
    Floats,
    Any,
}

/// A running sum of products: small integers add up in 64 bits, floats are gathered and summed in extended precision
/// at the end of their run.
struct SumProduct {
    total: Value,
    path: Path,
    /// The sum of the products of small integers.
    integers: i64,
    run: (Vec<f64>, Vec<f64>),
    /// The leading part of the run's sum, which must stay finite.
    leading: f64,
}

impl SumProduct {
    fn add(&mut self, vm: &Vm, p: &Value, q: &Value) -> PyResult<()> {
        if self.path == Path::Integers {
            if let (Value::Int(x), Value::Int(y)) = (p, q)
                && let Some(sum) = x.checked_mul(*y).and_then(|product| self.integers.checked_add(product))
            {
                self.integers = sum;
                return Ok(());
            }
            self.path = Path::Floats;
            self.finish_integers(vm)?;
        }
        if self.path == Path::Floats {
            if let Some((x, y)) = float_pair(vm, p, q)
                && (self.leading + x * y).is_finite()
            {
                self.leading += x * y;
                self.run.0.push(x);
                self.run.1.push(y);
                return Ok(());
            }
            self.path = Path::Any;
            self.finish_run(vm)?;
        }
        self.add_product(vm, p, q)
    }

    fn finish_integers(&mut self, vm: &Vm) -> PyResult<()> {
        self.total =
            vm.binary_op(BinOp::Add, &self.total, &Value::Int(std::mem::take(&mut self.integers)))?;
        Ok(())
    }

    fn add_product(&mut self, vm: &Vm, p: &Value, q: &Value) -> PyResult<()> {
        let product = vm.binary_op(BinOp::Mul, p, q)?;
        self.total = vm.binary_op(BinOp::Add, &self.total, &product)?;
        Ok(())
    }

    fn finish_run(&mut self, vm: &Vm) -> PyResult<()> {
        if self.run.0.is_empty() {
            return Ok(());
        }
        let (p, q) = std::mem::take(&mut self.run);
        let sum = math::sumprod(&p, &q).map_err(|e| super::refused(vm, &e))?;
        self.total = vm.binary_op(BinOp::Add, &self.total, &Value::Float(sum))?;
        Ok(())
    }
}

/// Two floats, or a float and an integer that is one.
fn float_pair(vm: &Vm, p: &Value, q: &Value) -> Option<(f64, f64)> {
    match (p, q) {
        (Value::Float(x), Value::Float(y)) => Some((*x, *y)),
        (Value::Float(x), Value::Int(_) | Value::Big(_) | Value::Bool(_)) => Some((*x, vm.to_f64(q).ok()?)),
        (Value::Int(_) | Value::Big(_) | Value::Bool(_), Value::Float(y)) => Some((vm.to_f64(p).ok()?, *y)),
        _ => None,
    }
}

pub(super) fn sumprod(vm: &Vm, args: &[Value]) -> PyResult {
    let (left, right) = (vm.iter(&args[0])?, vm.iter(&args[1])?);
    let mut sum = SumProduct {
        total: Value::Int(0),
        path: Path::Integers,
        integers: 0,
        run: (Vec::new(), Vec::new()),
        leading: 0.0,
    };
    loop {
        match (vm.next(&left)?, vm.next(&right)?) {
            (Some(p), Some(q)) => sum.add(vm, &p, &q)?,
            (None, None) => break,
            _ => return Err(vm.value_error("Inputs are not the same length")),
        }
    }
    sum.finish_integers(vm)?;
    sum.finish_run(vm)?;
    Ok(sum.total)
}
