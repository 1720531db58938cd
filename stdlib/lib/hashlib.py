"""hashlib module - A common interface to many hash functions."""

import _hashlib
from _blake2 import blake2b, blake2s
from _hashlib import pbkdf2_hmac, scrypt
from _hashlib import (
    openssl_md5 as md5, openssl_sha1 as sha1, openssl_sha224 as sha224, openssl_sha256 as sha256,
    openssl_sha384 as sha384, openssl_sha512 as sha512,
    openssl_sha3_224 as sha3_224, openssl_sha3_256 as sha3_256,
    openssl_sha3_384 as sha3_384, openssl_sha3_512 as sha3_512,
    openssl_shake_128 as shake_128, openssl_shake_256 as shake_256,
)

__always_supported = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b', 'blake2s',
                      'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'shake_128', 'shake_256')

algorithms_guaranteed = set(__always_supported)
algorithms_available = set(__always_supported) | _hashlib.openssl_md_meth_names

__all__ = __always_supported + ('new', 'algorithms_guaranteed', 'algorithms_available', 'file_digest',
                                'pbkdf2_hmac')

# OpenSSL's BLAKE2 takes no key, salt or personalization.
__own_constructors = {'blake2b': blake2b, 'blake2s': blake2s}


def __hash_new(name, data=b'', **kwargs):
    own = __own_constructors.get(name)
    if own is not None:
        return own(data, **kwargs)
    try:
        return _hashlib.new(name, data, **kwargs)
    except ValueError:
        raise ValueError('unsupported hash type ' + name) from None


new = __hash_new


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """Hash the contents of a file-like object. Returns a digest object."""
    digestobj = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, 'getbuffer'):
        digestobj.update(fileobj.getbuffer())
        return digestobj
    if not (hasattr(fileobj, 'readinto') and hasattr(fileobj, 'readable') and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    buffer = bytearray(_bufsize)
    view = memoryview(buffer)
    while size := fileobj.readinto(buffer):
        digestobj.update(view[:size])
    return digestobj
