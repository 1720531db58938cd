"""Registration of reducers for copy and pickle, and the helpers pickles name (mirrors Lib/copyreg.py)."""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Make `pickle_function` the reducer of `ob_type`."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    """Check that `object` may serve as a constructor; kept for old callers."""
    if not callable(object):
        raise TypeError("constructors must be callable")


def pickle_complex(c):
    return complex, (c.real, c.imag)


pickle(complex, pickle_complex, complex)


def pickle_union(obj):
    import functools, operator
    return functools.reduce, (operator.or_, obj.__args__)


pickle(type(int | str), pickle_union)


def _reconstructor(cls, base, state):
    # Named by pickles of protocols 0 and 1.
    if base is object:
        return object.__new__(cls)
    obj = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(obj, state)
    return obj


_HEAPTYPE = 1 << 9
_new_type = type(int.__new__)


def _native_base(cls):
    """The first class in the MRO that is no Python class, or is the one whose __new__ makes the instances."""
    for base in cls.__mro__:
        if hasattr(base, '__flags__') and not base.__flags__ & _HEAPTYPE:
            return base
        maker = base.__new__
        if isinstance(maker, _new_type) and maker.__self__ is base:
            return base
    return object


def _old_state(self, cls, proto):
    """What protocols 0 and 1 keep of the attributes; slots they know nothing of."""
    getstate = getattr(self, "__getstate__", _absent)
    if getstate is not _absent:
        is_default = getattr(type(self), "__getstate__", None) is object.__getstate__
        if is_default and getattr(self, "__slots__", None):
            raise TypeError("a class that defines __slots__ without defining __getstate__ cannot be pickled")
        return getstate()
    if getattr(self, "__slots__", None):
        raise TypeError(f"cannot pickle {cls.__name__!r} object: a class that defines __slots__ without "
                        f"defining __getstate__ cannot be pickled with protocol {proto}")
    return getattr(self, "__dict__", None)


_absent = object()


def _reduce_ex(self, proto):
    """`object.__reduce_ex__` for protocols 0 and 1."""
    assert proto < 2
    cls = self.__class__
    base = _native_base(cls)
    if base is cls and base is not object:
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    content = None if base is object else base(self)
    made = _reconstructor, (cls, base, content)
    state = _old_state(self, cls, proto)
    return (*made, state) if state else made


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    """Used by pickle protocol 4 instead of `__newobj__` to allow keyword-only arguments."""
    return cls.__new__(cls, *args, **kwargs)


def _slotnames(cls):
    """The names of all slots of `cls` and its bases, mangled, cached in the class as `__slotnames__`."""
    names = cls.__dict__.get("__slotnames__")
    if names is not None:
        return names
    names = []
    if hasattr(cls, "__slots__"):
        for base in cls.__mro__:
            slots = base.__dict__.get('__slots__', ())
            for name in (slots,) if isinstance(slots, str) else slots:
                if name in ("__dict__", "__weakref__"):
                    continue
                if name.startswith('__') and not name.endswith('__'):
                    owner = base.__name__.lstrip('_')
                    name = f'_{owner}{name}' if owner else name
                names.append(name)
    try:
        cls.__slotnames__ = names
    except Exception:
        pass  # builtin classes take no attributes
    return names


_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def add_extension(module, name, code):
    """Register an extension code."""
    code, key = int(code), (module, name)
    if code < 1 or code > 0x7fffffff:
        raise ValueError("code out of range")
    known_code, known_key = _extension_registry.get(key), _inverted_registry.get(code)
    if known_code == code and known_key == key:
        return
    if known_code is not None:
        raise ValueError(f"key {key} is already registered with code {known_code}")
    if known_key is not None:
        raise ValueError(f"code {code} is already in use for key {known_key}")
    _extension_registry[key], _inverted_registry[code] = code, key


def remove_extension(module, name, code):
    """Unregister an extension code; for tests only."""
    key = (module, name)
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f"key {key} is not registered with code {code}")
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()
