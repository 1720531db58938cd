//! Hash functions behind one face.

use sha2::digest::{DynDigest, ExtendableOutput, Update, XofReader};

/// A hash under way.
#[derive(Clone)]
pub(crate) enum Hasher {
    /// One of a fixed size.
    Fixed(Box<dyn DynDigest>),
    /// SHAKE128
    Shake128(shake::Shake128),
    /// SHAKE256
    Shake256(shake::Shake256),
    /// BLAKE2b
    Blake2b(Box<blake2b_simd::State>),
    /// BLAKE2s
    Blake2s(Box<blake2s_simd::State>),
}

/// A hash function.
pub(crate) struct Algorithm {
    /// Its name in Python.
    pub(crate) name: &'static str,
    /// Bytes that it takes at a time.
    pub(crate) block_size: usize,
    /// Begins a hash.
    pub(crate) start: fn() -> Hasher,
}

macro_rules! fixed {
    ($name:literal, $block:literal, $type:ty) => {
        Algorithm { name: $name, block_size: $block, start: || Hasher::Fixed(Box::new(<$type>::default())) }
    };
}

/// All of them.
pub(crate) static ALGORITHMS: [Algorithm; 16] = [
    fixed!("md5", 64, md5::Md5),
    fixed!("sha1", 64, sha1::Sha1),
    fixed!("sha224", 64, sha2::Sha224),
    fixed!("sha256", 64, sha2::Sha256),
    fixed!("sha384", 128, sha2::Sha384),
    fixed!("sha512", 128, sha2::Sha512),
    fixed!("sha512_224", 128, sha2::Sha512_224),
    fixed!("sha512_256", 128, sha2::Sha512_256),
    fixed!("sha3_224", 144, sha3::Sha3_224),
    fixed!("sha3_256", 136, sha3::Sha3_256),
    fixed!("sha3_384", 104, sha3::Sha3_384),
    fixed!("sha3_512", 72, sha3::Sha3_512),
    Algorithm { name: "shake_128", block_size: 168, start: || Hasher::Shake128(shake::Shake128::default()) },
    Algorithm { name: "shake_256", block_size: 136, start: || Hasher::Shake256(shake::Shake256::default()) },
    Algorithm {
        name: "blake2b",
        block_size: 128,
        start: || Hasher::Blake2b(Box::new(blake2b_simd::State::new())),
    },
    Algorithm {
        name: "blake2s",
        block_size: 64,
        start: || Hasher::Blake2s(Box::new(blake2s_simd::State::new())),
    },
];

/// An algorithm by name: in any case of letters, with hyphens as OpenSSL writes them.
pub(crate) fn find(name: &str) -> Option<&'static Algorithm> {
    let name = name.to_ascii_lowercase().replace('-', "_");
    let name = match name.as_str() {
        "blake2b512" => "blake2b",
        "blake2s256" => "blake2s",
        "shake128" => "shake_128",
        "shake256" => "shake_256",
        other => other.strip_prefix("sha_").map_or(other, |_| match other {
            "sha_1" => "sha1",
            "sha_224" => "sha224",
            "sha_256" => "sha256",
            "sha_384" => "sha384",
            "sha_512" => "sha512",
            same => same,
        }),
    };
    ALGORITHMS.iter().find(|algorithm| algorithm.name == name)
}

impl Hasher {
    /// Takes more data.
    pub(crate) fn update(&mut self, data: &[u8]) {
        match self {
            Hasher::Fixed(hasher) => hasher.update(data),
            Hasher::Shake128(hasher) => Update::update(hasher, data),
            Hasher::Shake256(hasher) => Update::update(hasher, data),
            Hasher::Blake2b(hasher) => drop(hasher.update(data)),
            Hasher::Blake2s(hasher) => drop(hasher.update(data)),
        }
    }

    /// The digest so far; nothing for those of any length.
    pub(crate) fn digest(&self) -> Vec<u8> {
        match self {
            Hasher::Fixed(hasher) => hasher.clone().finalize().into_vec(),
            Hasher::Shake128(_) | Hasher::Shake256(_) => Vec::new(),
            Hasher::Blake2b(hasher) => hasher.finalize().as_bytes().to_vec(),
            Hasher::Blake2s(hasher) => hasher.finalize().as_bytes().to_vec(),
        }
    }

    /// Whether digests have any length.
    pub(crate) fn is_extendable(&self) -> bool {
        matches!(self, Hasher::Shake128(_) | Hasher::Shake256(_))
    }

    /// So many bytes of a digest of any length.
    pub(crate) fn squeeze(&self, output: &mut [u8]) {
        match self {
            Hasher::Shake128(hasher) => hasher.clone().finalize_xof().read(output),
            Hasher::Shake256(hasher) => hasher.clone().finalize_xof().read(output),
            _ => {}
        }
    }
}

/// An HMAC under way (RFC 2104).
#[derive(Clone)]
pub(crate) struct Hmac {
    inner: Hasher,
    outer: Hasher,
}

impl Hmac {
    /// Begins with a key.
    pub(crate) fn new(algorithm: &Algorithm, key: &[u8]) -> Hmac {
        let mut block = vec![0; algorithm.block_size];
        let mut hashed = Vec::new();
        if key.len() > block.len() {
            let mut hasher = (algorithm.start)();
            hasher.update(key);
            hashed = hasher.digest();
        }
        let key = if hashed.is_empty() { key } else { &hashed };
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte = *key);
        let start = |pad: u8| {
            let mut hasher = (algorithm.start)();
            hasher.update(&block.iter().map(|byte| byte ^ pad).collect::<Vec<u8>>());
            hasher
        };
        Hmac { inner: start(0x36), outer: start(0x5c) }
    }

    /// Takes more of the message.
    pub(crate) fn update(&mut self, data: &[u8]) {
        self.inner.update(data);
    }

    /// The digest so far.
    pub(crate) fn digest(&self) -> Vec<u8> {
        let mut outer = self.outer.clone();
        outer.update(&self.inner.digest());
        outer.digest()
    }
}
