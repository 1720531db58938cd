//! `_random.Random`: the Mersenne Twister MT19937. Mirrors `Modules/_randommodule.c`; every method draws exactly the
//! words that CPython's does.

use std::cell::RefCell;

use num_bigint::{BigInt, BigUint};
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{add_types, elements, instance};

/// Words of state.
const N: usize = 624;
/// The distance of the word that each word is combined with.
const M: usize = 397;

/// The state: `N` words and the index of the next one.
struct Twister {
    words: Box<[u32; N]>,
    index: usize,
}

impl Twister {
    fn new() -> Twister {
        Twister { words: Box::new([0; N]), index: N }
    }

    fn seed_by_word(&mut self, seed: u32) {
        let mut word = seed;
        for (i, slot) in (0u32..).zip(self.words.iter_mut()) {
            if i > 0 {
                word = 1_812_433_253u32.wrapping_mul(word ^ (word >> 30)).wrapping_add(i);
            }
            *slot = word;
        }
        self.index = N;
    }

    fn seed_by_key(&mut self, key: &[u32]) {
        self.seed_by_word(19_650_218);
        let w = &mut self.words;
        let (mut i, mut j) = (1, 0);
        let mut step = |w: &mut [u32; N], factor: u32, extra: u32, subtract: bool| {
            let mixed = w[i] ^ (w[i - 1] ^ (w[i - 1] >> 30)).wrapping_mul(factor);
            w[i] = if subtract { mixed.wrapping_sub(i as u32) } else { mixed.wrapping_add(extra) };
            i += 1;
            if i >= N {
                w[0] = w[N - 1];
                i = 1;
            }
        };
        for _ in 0..N.max(key.len()) {
            step(w, 1_664_525, key[j].wrapping_add(j as u32), false);
            j = (j + 1) % key.len();
        }
        for _ in 0..N - 1 {
            step(w, 1_566_083_941, 0, true);
        }
        w[0] = 0x8000_0000;
    }

    fn refill(&mut self) {
        let w = &mut self.words;
        for i in 0..N {
            let y = (w[i] & 0x8000_0000) | (w[(i + 1) % N] & 0x7fff_ffff);
            let twist = if y & 1 == 1 { 0x9908_b0df } else { 0 };
            w[i] = w[(i + M) % N] ^ (y >> 1) ^ twist;
        }
        self.index = 0;
    }

    fn next(&mut self) -> u32 {
        if self.index >= N {
            self.refill();
        }
        let mut y = self.words[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }
}

/// The payload.
struct Random(RefCell<Twister>);

/// The type.
static SPEC: TypeSpec = TypeSpec {
    doc: Some("Random() -> create a random number generator with its own internal state."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::ATOM),
    layout: Some(Layout::Native("Random")),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    ..TypeSpec::named("Random", "_random")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");
static METHODS: &[NativeDef] = &[
    NativeDef::method("random", "($self, /)", random, "random() -> x in the interval [0, 1)."),
    NativeDef::method(
        "seed",
        "($self, n=None, /)",
        |vm, a| seed(vm, &a[0], &a[1]),
        "seed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\nof the current time and the process identifier.",
    ),
    NativeDef::method(
        "getstate",
        "($self, /)",
        getstate,
        "getstate() -> tuple containing the current state.",
    ),
    NativeDef::method(
        "setstate",
        "($self, state, /)",
        setstate,
        "setstate(state) -> None.  Restores generator state.",
    ),
    NativeDef::method(
        "getrandbits",
        "($self, k, /)",
        getrandbits,
        "getrandbits(k) -> x.  Generates an int with k random bits.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "Module implements the Mersenne Twister random number generator.";
    let module = pyvm_vm::modules::make(vm, "_random", doc, &[]);
    add_types(vm, &module, &[&SPEC])?;
    Ok(module)
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a RefCell<Twister>> {
    Ok(&vm.payload::<Random>(value, "_random.Random")?.0)
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    instance(vm, &args[0], Random(RefCell::new(Twister::new())))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    if args[2].as_dict().is_some_and(|d| !d.is_empty()) {
        return Err(vm.type_error("Random() takes no keyword arguments"));
    }
    match elements(&args[1]) {
        [] => seed(vm, &args[0], &Value::None),
        [given] => seed(vm, &args[0], given),
        _ => Err(vm.type_error("Random() requires 0 or 1 argument")),
    }
}

/// Seeds with an integer's magnitude, the hash of anything else, or the system's randomness.
fn seed(vm: &Vm, object: &Value, given: &Value) -> PyResult {
    let state = of(vm, object)?;
    let key = match given.unwrapped() {
        Value::None => {
            let mut bytes = [0u8; 4 * N];
            if getrandom::fill(&mut bytes).is_err() {
                return Err(vm.runtime_error("the system has no randomness"));
            }
            bytes
                .chunks_exact(4)
                .map(|b| b.iter().fold(0, |word, byte| word << 8 | u32::from(*byte)))
                .collect()
        }
        Value::Int(n) => BigUint::from(n.unsigned_abs()).to_u32_digits(),
        Value::Big(n) => n.magnitude().to_u32_digits(),
        Value::Bool(b) => vec![u32::from(*b)],
        _ => BigUint::from(vm.hash(given)?.cast_unsigned()).to_u32_digits(),
    };
    state.borrow_mut().seed_by_key(if key.is_empty() { &[0] } else { &key });
    Ok(Value::None)
}

fn random(vm: &Vm, args: &[Value]) -> PyResult {
    let mut state = of(vm, &args[0])?.borrow_mut();
    let (high, low) = (state.next() >> 5, state.next() >> 6);
    Ok(Value::Float((f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0)))
}

fn getrandbits(vm: &Vm, args: &[Value]) -> PyResult {
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    let k = vm.index_i64_or(&args[1], too_large)?;
    let k = i32::try_from(k).map_err(|_| too_large(vm))?;
    let Ok(k) = u32::try_from(k) else {
        return Err(vm.value_error("number of bits must be non-negative"));
    };
    let count = k.div_ceil(32);
    if !vm.check_size(count as usize * 4) {
        return Err(vm.out_of_memory());
    }
    let mut state = of(vm, &args[0])?.borrow_mut();
    let mut words: Vec<u32> = (0..count).map(|_| state.next()).collect();
    if let Some(last) = words.last_mut() {
        *last >>= 32 * count - k;
    }
    Ok(match words[..] {
        [] => Value::Int(0),
        [only] => Value::Int(i64::from(only)),
        _ => Value::from(BigInt::from(BigUint::new(words))),
    })
}

fn getstate(vm: &Vm, args: &[Value]) -> PyResult {
    let state = of(vm, &args[0])?.borrow();
    let mut items: Vec<Value> = state.words.iter().map(|w| Value::Int(i64::from(*w))).collect();
    items.push(Value::Int(state.index as i64));
    Ok(vm.new_tuple(items))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let state = of(vm, &args[0])?;
    let Some(items) = args[1].as_tuple() else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    let Some((last, words)) = items.split_last().filter(|(_, words)| words.len() == N) else {
        return Err(vm.value_error("state vector is the wrong size"));
    };
    let mut made = Twister::new();
    for (slot, word) in made.words.iter_mut().zip(words) {
        *slot = word_of(vm, word)?;
    }
    let index = match last.unwrapped() {
        Value::Int(n) => usize::try_from(*n).ok().filter(|i| *i <= N),
        Value::Big(_) => None,
        _ => return Err(vm.type_error("an integer is required")),
    };
    made.index = index.ok_or_else(|| vm.value_error("invalid state"))?;
    drop(state.replace(made));
    Ok(Value::None)
}

/// The low 32 bits of an integer that fits an unsigned C long.
fn word_of(vm: &Vm, value: &Value) -> PyResult<u32> {
    let negative = || vm.overflow_error("can't convert negative value to unsigned int");
    match value.unwrapped() {
        Value::Int(n) => Ok(u64::try_from(*n).map_err(|_| negative())? as u32),
        Value::Bool(b) => Ok(u32::from(*b)),
        Value::Big(n) if n.sign() == num_bigint::Sign::Minus => Err(negative()),
        Value::Big(n) => match n.magnitude().to_u32_digits()[..] {
            [low] | [low, _] => Ok(low),
            _ => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
        },
        _ => Err(vm.type_error("an integer is required")),
    }
}

impl Native for Random {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}
