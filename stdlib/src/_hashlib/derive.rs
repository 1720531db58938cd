//! Keys from passwords: PBKDF2 (RFC 8018) and scrypt (RFC 7914).

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::hasher::Hmac;
use super::{algorithm, unsupported};

/// Bytes of memory that scrypt may take where nothing else is said.
const MEMORY: u64 = 32 * 1024 * 1024;

pub(super) fn pbkdf2_hmac(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.expect_str(&args[0], "pbkdf2_hmac() argument 'hash_name'")?;
    let (password, salt) = (vm.bytes_of(&args[1])?, vm.bytes_of(&args[2])?);
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C long");
    let iterations = vm.index_i64_or(&args[3], too_large)?;
    let algorithm = algorithm(vm, &name.to_string_lossy())?;
    if iterations < 1 {
        return Err(vm.value_error("iteration value must be greater than 0."));
    }
    if iterations > i64::from(i32::MAX) {
        return Err(vm.overflow_error("iteration value is too great."));
    }
    let start = Hmac::new(algorithm, &password);
    let size = start.digest().len();
    if size == 0 {
        return Err(unsupported(vm));
    }
    let length = if args[4].is_none() {
        size
    } else {
        let length = vm.index_i64_or(&args[4], too_large)?;
        if length < 1 {
            return Err(vm.value_error("key length must be greater than 0."));
        }
        usize::try_from(length).unwrap_or(usize::MAX)
    };
    if !vm.check_size(length) {
        return Err(vm.out_of_memory());
    }
    let mut key = Vec::with_capacity(length);
    let mut block = 0u32;
    while key.len() < length {
        block = block.wrapping_add(1);
        let mut first = start.clone();
        first.update(&salt);
        first.update(&block.to_be_bytes());
        let mut last = first.digest();
        let mut sum = last.clone();
        for round in 1..iterations {
            if round % 1024 == 1 {
                // About a microsecond each.
                vm.charge_work(1024 * 1000)?;
            }
            let mut next = start.clone();
            next.update(&last);
            last = next.digest();
            sum.iter_mut().zip(&last).for_each(|(sum, byte)| *sum ^= byte);
        }
        key.extend(sum.iter().take(length - key.len()));
    }
    Ok(vm.new_bytes(&key))
}

/// A parameter of scrypt.
fn parameter(vm: &Vm, given: &Value, name: &str) -> PyResult<u64> {
    let wanted = || vm.type_error(format!("{name} is required and must be an unsigned int"));
    let (Value::Int(_) | Value::Big(_) | Value::Bool(_)) = given.unwrapped() else { return Err(wanted()) };
    let n = vm.index_big(given)?;
    u64::try_from(n).map_err(|_| wanted())
}

pub(super) fn scrypt(vm: &Vm, args: &[Value]) -> PyResult {
    let password = vm.bytes_of(&args[0])?;
    if args[1].is_none() {
        return Err(vm.type_error("salt is required"));
    }
    let salt = vm.bytes_of(&args[1])?;
    let n = parameter(vm, &args[2], "n")?;
    if n < 2 || !n.is_power_of_two() {
        return Err(vm.value_error("n must be a power of 2."));
    }
    let (r, p) = (parameter(vm, &args[3], "r")?, parameter(vm, &args[4], "p")?);
    let memory = vm.index_i64(&args[5])?;
    let Some(memory) = u64::try_from(memory).ok().filter(|m| *m <= i32::MAX as u64) else {
        return Err(vm.value_error(format!("maxmem must be positive and smaller than {}", i32::MAX)));
    };
    let length = vm.index_i64(&args[6])?;
    let Some(length) = usize::try_from(length).ok().filter(|n| (1..i32::MAX as usize).contains(n)) else {
        return Err(vm.value_error(format!("dklen must be greater than 0 and smaller than {}", i32::MAX)));
    };
    let limit = if memory == 0 { MEMORY } else { memory };
    let blocks = n.saturating_add(p).saturating_add(2);
    let needed = blocks.saturating_mul(r).saturating_mul(128);
    if needed > limit {
        return Err(vm.value_error("[digital envelope routines] memory limit exceeded"));
    }
    if !vm.check_size(usize::try_from(needed).unwrap_or(usize::MAX)) {
        return Err(vm.out_of_memory());
    }
    vm.charge_work(n.saturating_mul(r).saturating_mul(p).saturating_mul(600))?;
    let invalid = || vm.value_error("Invalid parameter combination for n, r, p, maxmem.");
    let log = u8::try_from(n.ilog2()).map_err(|_| invalid())?;
    let (r, p) = (u32::try_from(r).map_err(|_| invalid())?, u32::try_from(p).map_err(|_| invalid())?);
    let params = scrypt::Params::new(log, r, p).map_err(|_| invalid())?;
    let mut key = vec![0; length];
    scrypt::scrypt(&password, &salt, &params, &mut key).map_err(|_| invalid())?;
    Ok(vm.new_bytes(&key))
}
