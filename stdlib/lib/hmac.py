"""HMAC (Keyed-Hashing for Message Authentication) module."""

import hashlib as _hashlib_module
import _hashlib as _hashopenssl
from _operator import _compare_digest as compare_digest

trans_5C = bytes(x ^ 0x5c for x in range(256))
trans_36 = bytes(x ^ 0x36 for x in range(256))

# The size of the digests returned by HMAC depends on the underlying hash.
digest_size = None


class HMAC:
    """RFC 2104 HMAC class.  Also complies with RFC 4231."""

    blocksize = 64

    __slots__ = ('_hmac', '_inner', '_outer', 'block_size', 'digest_size')

    def __init__(self, key, msg=None, digestmod=''):
        """Create a new HMAC object."""
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f'key: expected bytes or bytearray, but got {type(key).__name__!r}')
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        self._hmac = None
        try:
            self._hmac = _hashopenssl.hmac_new(key, b'', digestmod=digestmod)
        except (_hashopenssl.UnsupportedDigestmodError, TypeError):
            self._init_old(key, digestmod)
        else:
            self.digest_size = self._hmac.digest_size
            self.block_size = self._hmac.block_size
        if msg is not None:
            self.update(msg)

    def _init_old(self, key, digestmod):
        if callable(digestmod):
            start = digestmod
        elif isinstance(digestmod, str):
            def start(d=b''):
                return _hashlib_module.new(digestmod, d)
        else:
            def start(d=b''):
                return digestmod.new(d)
        self._outer = start()
        self._inner = start()
        self.digest_size = self._inner.digest_size
        self.block_size = getattr(self._inner, 'block_size', self.blocksize)
        if self.block_size < 16:
            import warnings
            warnings.warn(f'block_size of {self.block_size} seems too small; using our '
                          f'default of {self.blocksize}.', RuntimeWarning, 3)
            self.block_size = self.blocksize
        if len(key) > self.block_size:
            key = start(key).digest()
        key = key.ljust(self.block_size, b'\0')
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))

    @property
    def name(self):
        return self._hmac.name if self._hmac else f'hmac-{self._inner.name}'

    def update(self, msg):
        """Feed data from msg into this hashing object."""
        (self._hmac or self._inner).update(msg)

    def copy(self):
        """Return a separate copy of this hashing object."""
        kind = self.__class__
        twin = kind.__new__(kind)
        twin.digest_size, twin.block_size = self.digest_size, self.block_size
        # One of the system's, or our two.
        for name in ('_hmac', '_inner', '_outer'):
            part = getattr(self, name, None)
            setattr(twin, name, part and part.copy())
        return twin

    def _current(self):
        if self._hmac:
            return self._hmac
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer

    def digest(self):
        """Return the hash value of this hashing object."""
        return self._current().digest()

    def hexdigest(self):
        """Like digest(), but returns a string of hexadecimal digits instead."""
        return self._current().hexdigest()


def new(key, msg=None, digestmod=''):
    """Create a new hashing object and return it."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """Fast inline implementation of HMAC."""
    try:
        return _hashopenssl.hmac_digest(key, msg, digest)
    except (OverflowError, _hashopenssl.UnsupportedDigestmodError, TypeError):
        return HMAC(key, msg, digest).digest()
