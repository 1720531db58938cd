//! CPython 3.13's hash functions on plain data (mirrors `Python/pyhash.c` and the `tp_hash` of the builtin types).
//!
//! The order of a set shows in pickle bytes, so every hash is exact, bit for bit. The surprise: a `str` is hashed
//! over CPython's internal representation (1, 2 or 4 bytes a character, native endian), not over UTF-8.

use std::hash::{BuildHasher, Hasher, RandomState};

use num_bigint::{BigInt, Sign};

/// A hash value as Python sees it; never -1, which CPython keeps for errors.
pub type PyHash = i64;

/// Bits of the modulus of numeric hashes.
pub const HASH_BITS: u32 = 61;
/// The Mersenne prime all numeric hashes are reduced by (`sys.hash_info.modulus`).
pub const HASH_MODULUS: u64 = (1 << HASH_BITS) - 1;
/// Hash of positive infinity (`sys.hash_info.inf`).
pub const HASH_INF: PyHash = 314_159;
/// Multiplier of the imaginary part of a complex number (`sys.hash_info.imag`).
pub const HASH_IMAG: u64 = 1_000_003;
/// Hash of `None`, a constant since 3.12.
pub const HASH_NONE: PyHash = 0xFCA8_6420;

const XX_PRIME_1: u64 = 11_400_714_785_074_694_791;
const XX_PRIME_2: u64 = 14_029_467_366_897_019_727;
const XX_PRIME_5: u64 = 2_870_177_450_012_600_261;
/// What tuples and slices return in place of -1.
const XX_NOT_MINUS_ONE: PyHash = 1_546_275_796;

/// Replaces the forbidden hash -1 by -2; any other value passes through.
#[must_use]
pub const fn fix_minus_one(hash: i64) -> PyHash {
    if hash == -1 { -2 } else { hash }
}

/// Reduces `x` modulo 2**61-1.
const fn reduce(x: u128) -> u64 {
    let modulus = HASH_MODULUS as u128;
    let folded = (x & modulus) + (x >> HASH_BITS);
    let folded = (folded & modulus) + (folded >> HASH_BITS);
    if folded >= modulus { (folded - modulus) as u64 } else { folded as u64 }
}

const fn signed(magnitude: u64, negative: bool) -> PyHash {
    let hash = magnitude.cast_signed();
    fix_minus_one(if negative { -hash } else { hash })
}

/// Hash of an `int` that fits a machine word.
#[must_use]
pub const fn hash_int(n: i64) -> PyHash {
    signed(reduce(n.unsigned_abs() as u128), n < 0)
}

/// Hash of an `int` of any size.
#[must_use]
pub fn hash_bigint(n: &BigInt) -> PyHash {
    let magnitude =
        n.iter_u64_digits().rev().fold(0, |hash, digit| reduce((u128::from(hash) << 64) | u128::from(digit)));
    signed(magnitude, n.sign() == Sign::Minus)
}

/// Hash of a `float`. A nan hashes by identity, so the caller passes that object's [`hash_pointer`] as `if_nan`.
#[must_use]
pub fn hash_float(x: f64, if_nan: PyHash) -> PyHash {
    if x.is_nan() {
        return if_nan;
    }
    if x.is_infinite() {
        return if x > 0.0 { HASH_INF } else { -HASH_INF };
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = (bits >> 52) & 0x7FF;
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | (1 << 52), biased.cast_signed() - 1075) };
    // 2**61 is 1 in this field: multiplying by a power of two rotates the 61 bits.
    let turn = exponent.rem_euclid(i64::from(HASH_BITS)).unsigned_abs();
    let wide = u128::from(mantissa) << turn;
    signed(reduce(wide), x.is_sign_negative())
}

/// Hash of a `complex`; `if_nan` as in [`hash_float`].
#[must_use]
pub fn hash_complex(real: f64, imag: f64, if_nan: PyHash) -> PyHash {
    let real = hash_float(real, if_nan).cast_unsigned();
    let imag = hash_float(imag, if_nan).cast_unsigned();
    fix_minus_one(real.wrapping_add(imag.wrapping_mul(HASH_IMAG)).cast_signed())
}

/// Hash of an object by its address. The low bits of an allocation say nothing and are rotated to the top.
#[must_use]
pub const fn hash_pointer(address: usize) -> PyHash {
    fix_minus_one((address as u64).rotate_right(4).cast_signed())
}

/// Hash combined by exclusive or: bound methods (`hash_pointer(self) ^ hash(function)`), builtin methods, method
/// wrappers, `types.GenericAlias` (`hash(origin) ^ hash(args)`).
#[must_use]
pub const fn hash_xor(a: PyHash, b: PyHash) -> PyHash {
    fix_minus_one(a ^ b)
}

const fn xx_lane(acc: u64, lane: PyHash) -> u64 {
    acc.wrapping_add(lane.cast_unsigned().wrapping_mul(XX_PRIME_2)).rotate_left(31).wrapping_mul(XX_PRIME_1)
}

const fn xx_finish(acc: u64) -> PyHash {
    if acc == u64::MAX { XX_NOT_MINUS_ONE } else { acc.cast_signed() }
}

/// Hash of a `tuple`, fed one item at a time because hashing an item may run Python code.
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher {
    acc: u64,
    len: u64,
}

impl TupleHasher {
    /// Starts an empty tuple.
    #[must_use]
    pub const fn new() -> Self {
        Self { acc: XX_PRIME_5, len: 0 }
    }

    /// Adds the hash of the next item.
    pub const fn push(&mut self, item: PyHash) {
        self.acc = xx_lane(self.acc, item);
        self.len += 1;
    }

    /// The hash of the tuple of all items pushed so far.
    #[must_use]
    pub const fn finish(self) -> PyHash {
        xx_finish(self.acc.wrapping_add(self.len ^ (XX_PRIME_5 ^ 3_527_539)))
    }
}

impl Default for TupleHasher {
    fn default() -> Self {
        Self::new()
    }
}

/// Hash of a `tuple` whose item hashes are known.
#[must_use]
pub fn hash_tuple(items: impl IntoIterator<Item = PyHash>) -> PyHash {
    let mut hasher = TupleHasher::new();
    items.into_iter().for_each(|item| hasher.push(item));
    hasher.finish()
}

/// Hash of a `slice` from the hashes of its three members: a tuple's lanes without its length.
#[must_use]
pub const fn hash_slice(start: PyHash, stop: PyHash, step: PyHash) -> PyHash {
    xx_finish(xx_lane(xx_lane(xx_lane(XX_PRIME_5, start), stop), step))
}

/// Hash of a `range` of `len` items: equal ranges of no or one item hash alike whatever their other members.
#[must_use]
pub fn hash_range(len: &BigInt, start: &BigInt, step: &BigInt) -> PyHash {
    let (none, one) = (BigInt::ZERO, BigInt::from(1));
    let start = if *len == none { HASH_NONE } else { hash_bigint(start) };
    let step = if *len <= one { HASH_NONE } else { hash_bigint(step) };
    hash_tuple([hash_bigint(len), start, step])
}

/// Hash of a `frozenset` from the hashes of its members, in any order.
#[must_use]
pub fn hash_frozenset(members: impl IntoIterator<Item = PyHash>) -> PyHash {
    let (mut acc, mut len) = (0_u64, 0_u64);
    for member in members {
        let bits = member.cast_unsigned();
        acc ^= ((bits ^ 89_869_747) ^ (bits << 16)).wrapping_mul(3_644_798_167);
        len += 1;
    }
    acc ^= (len + 1).wrapping_mul(1_927_868_237);
    acc ^= (acc >> 11) ^ (acc >> 25);
    acc = acc.wrapping_mul(69_069).wrapping_add(907_133_923);
    if acc == u64::MAX { 590_923_713 } else { acc.cast_signed() }
}

/// The secret of `str` and `bytes` hashes, chosen at start by `PYTHONHASHSEED`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HashSecret {
    k0: u64,
    k1: u64,
}

impl HashSecret {
    /// The secret of `PYTHONHASHSEED=seed`; 0 is the zero key.
    #[must_use]
    pub fn from_seed(seed: u32) -> Self {
        if seed == 0 {
            return Self { k0: 0, k1: 0 };
        }
        let mut state = seed;
        let mut key = || {
            u64::from_le_bytes(std::array::from_fn(|_| {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                state.to_le_bytes()[2]
            }))
        };
        Self { k0: key(), k1: key() }
    }

    /// An unpredictable secret, as for `PYTHONHASHSEED=random` and when the variable is not set.
    #[must_use]
    pub fn random() -> Self {
        let state = RandomState::new();
        let key = |salt: u8| {
            let mut hasher = state.build_hasher();
            hasher.write_u8(salt);
            hasher.finish()
        };
        Self { k0: key(0), k1: key(1) }
    }

    /// Hash of `bytes` (and of a read-only `memoryview` of bytes); an empty one hashes to 0.
    #[must_use]
    pub fn hash_bytes(self, bytes: &[u8]) -> PyHash {
        if bytes.is_empty() {
            return 0;
        }
        let mut sip = Sip13::new(self);
        let (words, tail) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| sip.word(u64::from_le_bytes(*word)));
        let mut last = [0; 8];
        last.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
        sip.finish(u64::from_le_bytes(last), bytes.len())
    }

    /// Hash of a `str` given as WTF-8 (surrogates, paired or not, may be encoded as three bytes each).
    #[must_use]
    pub fn hash_str(self, wtf8: &[u8]) -> PyHash {
        if wtf8.is_ascii() {
            return self.hash_bytes(wtf8);
        }
        // The lead byte alone tells how wide a character is: C2 and C3 lead U+0080..U+00FF, F0 and up lead the
        // characters outside the basic plane.
        let widest = wtf8.iter().copied().max().unwrap_or(0);
        let points = CodePoints { bytes: wtf8 };
        match widest {
            0xF0.. => self.hash_units(points, 4),
            0xC4.. => self.hash_units(points, 2),
            _ => self.hash_units(points, 1),
        }
    }

    /// Hashes `units` as consecutive integers of `width` bytes, in native byte order.
    fn hash_units(self, units: impl Iterator<Item = u32>, width: u32) -> PyHash {
        let mut sip = Sip13::new(self);
        let (mut word, mut filled, mut len) = (0_u64, 0_u32, 0_usize);
        for unit in units {
            // SipHash reads memory as little endian words.
            let stored =
                if cfg!(target_endian = "big") { unit.swap_bytes() >> (32 - 8 * width) } else { unit };
            word |= u64::from(stored) << (8 * filled);
            filled += width;
            len += width as usize;
            if filled == 8 {
                sip.word(word);
                (word, filled) = (0, 0);
            }
        }
        sip.finish(word, len)
    }
}

impl std::fmt::Debug for HashSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HashSecret(..)")
    }
}

/// SipHash with one round a word and three at the end.
struct Sip13 {
    v: [u64; 4],
}

impl Sip13 {
    fn new(secret: HashSecret) -> Self {
        let HashSecret { k0, k1 } = secret;
        Self {
            v: [
                k0 ^ 0x736f_6d65_7073_6575,
                k1 ^ 0x646f_7261_6e64_6f6d,
                k0 ^ 0x6c79_6765_6e65_7261,
                k1 ^ 0x7465_6462_7974_6573,
            ],
        }
    }

    #[inline]
    fn round(&mut self) {
        let [mut a, mut b, mut c, mut d] = self.v;
        a = a.wrapping_add(b);
        c = c.wrapping_add(d);
        b = b.rotate_left(13) ^ a;
        d = d.rotate_left(16) ^ c;
        a = a.rotate_left(32);
        c = c.wrapping_add(b);
        a = a.wrapping_add(d);
        b = b.rotate_left(17) ^ c;
        d = d.rotate_left(21) ^ a;
        c = c.rotate_left(32);
        self.v = [a, b, c, d];
    }

    #[inline]
    fn word(&mut self, word: u64) {
        self.v[3] ^= word;
        self.round();
        self.v[0] ^= word;
    }

    /// Ends with the up to seven bytes of `tail`; only the low byte of the length counts.
    fn finish(mut self, tail: u64, len: usize) -> PyHash {
        self.word(tail | (len as u64) << 56);
        self.v[2] ^= 0xFF;
        (0..3).for_each(|_| self.round());
        let [a, b, c, d] = self.v;
        fix_minus_one((a ^ b ^ c ^ d).cast_signed())
    }
}

/// The code points of well-formed WTF-8, surrogates included.
struct CodePoints<'a> {
    bytes: &'a [u8],
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let (&lead, mut rest) = self.bytes.split_first()?;
        let (mut point, more) = match lead {
            0..0x80 => (u32::from(lead), 0),
            0x80..0xE0 => (u32::from(lead & 0x1F), 1),
            0xE0..0xF0 => (u32::from(lead & 0x0F), 2),
            0xF0.. => (u32::from(lead & 0x07), 3),
        };
        for _ in 0..more {
            let (&next, after) = rest.split_first()?;
            point = point << 6 | u32::from(next & 0x3F);
            rest = after;
        }
        self.bytes = rest;
        Some(point)
    }
}

thread_local! {
    static SECRET: std::cell::Cell<Option<HashSecret>> = const { std::cell::Cell::new(None) };
}

/// Chooses the secret of this thread. Strings cache their hashes, so only the first choice counts.
pub fn choose_secret(secret: HashSecret) {
    if SECRET.get().is_none() {
        SECRET.set(Some(secret));
    }
}

fn secret() -> HashSecret {
    SECRET.get().unwrap_or_else(|| {
        let secret = HashSecret::random();
        SECRET.set(Some(secret));
        secret
    })
}

/// The hash of a string object, computed once.
#[inline]
pub fn str_hash(text: &crate::heap::Str) -> PyHash {
    match text.cached_hash() {
        0 => {
            let hash = secret().hash_str(text.as_bytes());
            text.set_cached_hash(hash);
            hash
        }
        known => known,
    }
}

/// The hash of a bytes object, computed once.
pub fn bytes_hash(data: &crate::heap::Bytes) -> PyHash {
    match data.cached_hash() {
        0 => {
            let hash = secret().hash_bytes(data);
            data.set_cached_hash(hash);
            hash
        }
        known => known,
    }
}

/// The hash of plain bytes, for views of them.
pub fn slice_hash(data: &[u8]) -> PyHash {
    secret().hash_bytes(data)
}
