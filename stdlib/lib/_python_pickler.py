"""`pickle._Pickler`: a pickler in Python, whose every step a subclass can override.

It writes what CPython's Python class writes, which is not in all places what the C one does. Loaded by `pickle` on
demand.
"""

import copyreg
import functools
import io
import sys
from _compat_pickle import REVERSE_IMPORT_MAPPING, REVERSE_NAME_MAPPING
from itertools import batched
from struct import pack
from types import FunctionType

from pickle import *  # noqa: F403
from pickle import _getattribute, encode_long, whichmodule

_NO_VALUE = object()
_FRAME_TARGET = 64 * 1024
_FRAME_LEAST = 4
_BATCH = 1000


class _Framer:
    """Gathers what is written into frames."""

    _FRAME_SIZE_MIN = _FRAME_LEAST
    _FRAME_SIZE_TARGET = _FRAME_TARGET

    def __init__(self, file_write):
        self.file_write = file_write
        self.current_frame = None

    def start_framing(self):
        self.current_frame = io.BytesIO()

    def end_framing(self):
        if self.current_frame and self.current_frame.tell() > 0:
            self.commit_frame(force=True)
            self.current_frame = None

    def commit_frame(self, force=False):
        frame = self.current_frame
        if frame and (frame.tell() >= self._FRAME_SIZE_TARGET or force):
            data = frame.getbuffer()
            if len(data) >= self._FRAME_SIZE_MIN:
                self.file_write(FRAME + pack("<Q", len(data)))
            self.file_write(data)
            self.current_frame = io.BytesIO()

    def write(self, data):
        return self.current_frame.write(data) if self.current_frame else self.file_write(data)

    def write_large_bytes(self, header, payload):
        if self.current_frame:
            self.commit_frame(force=True)
        self.file_write(header)
        self.file_write(payload)


def _checked_protocol(protocol):
    if protocol is None:
        return int(DEFAULT_PROTOCOL)
    if protocol > HIGHEST_PROTOCOL:
        raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
    return int(HIGHEST_PROTOCOL if protocol < 0 else protocol)


class _Pickler:
    """A pickler in Python; `dispatch` maps exact types to the methods that save them."""

    dispatch = {}

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        self.proto = protocol = _checked_protocol(protocol)
        if protocol < 5 and buffer_callback is not None:
            raise ValueError("buffer_callback needs protocol >= 5")
        try:
            write = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute")
        self._file_write, self._buffer_callback = write, buffer_callback
        self.framer = framer = _Framer(write)
        self.write, self._write_large_bytes = framer.write, framer.write_large_bytes
        self.memo, self.fast = {}, 0
        self.bin, self.fix_imports = protocol >= 1, fix_imports and protocol < 3

    def clear_memo(self):
        """Forget what was written before."""
        self.memo.clear()

    def dump(self, obj):
        """Write a pickled representation of obj to the open file."""
        if getattr(self, "_file_write", None) is None:
            name = self.__class__.__name__
            raise PicklingError(f"Pickler.__init__() was not called by {name}.__init__()")
        self._begin()
        self.save(obj)
        self.write(STOP)
        self.framer.end_framing()

    def _begin(self):
        if self.proto >= 2:
            self.write(PROTO + pack("<B", self.proto))
        if self.proto >= 4:
            self.framer.start_framing()

    def memoize(self, obj):
        """Store an object in the memo under the next index."""
        if not self.fast:
            key, entry = id(obj), (len(self.memo), obj)
            assert key not in self.memo
            self.write(self.put(entry[0]))
            self.memo[key] = entry

    def put(self, idx):
        if self.proto >= 4:
            return MEMOIZE
        if not self.bin:
            return PUT + repr(idx).encode("ascii") + b"\n"
        return BINPUT + pack("<B", idx) if idx < 256 else LONG_BINPUT + pack("<I", idx)

    def get(self, i):
        if not self.bin:
            return GET + repr(i).encode("ascii") + b"\n"
        return BINGET + pack("<B", i) if i < 256 else LONG_BINGET + pack("<I", i)

    def save(self, obj, save_persistent_id=True):
        self.framer.commit_frame()
        if save_persistent_id:
            pid = self.persistent_id(obj)
            if pid is not None:
                return self.save_pers(pid)
        known = self.memo.get(id(obj))
        if known is not None:
            self.write(self.get(known[0]))
            return
        reduced = NotImplemented
        override = getattr(self, "reducer_override", _NO_VALUE)
        if override is not _NO_VALUE:
            reduced = override(obj)
        if reduced is NotImplemented:
            cls = type(obj)
            own = self.dispatch.get(cls)
            if own is not None:
                own(self, obj)
                return
            reducer = getattr(self, "dispatch_table", copyreg.dispatch_table).get(cls, _NO_VALUE)
            if reducer is not _NO_VALUE:
                reduced = reducer(obj)
            elif issubclass(cls, type):
                self.save_global(obj)
                return
            else:
                reducer = getattr(obj, "__reduce_ex__", _NO_VALUE)
                if reducer is not _NO_VALUE:
                    reduced = reducer(self.proto)
                else:
                    reducer = getattr(obj, "__reduce__", _NO_VALUE)
                    if reducer is _NO_VALUE:
                        raise PicklingError("Can't pickle %r object: %r" % (cls.__name__, obj))
                    reduced = reducer()
        else:
            reducer = override
        if isinstance(reduced, str):
            self.save_global(obj, reduced)
            return
        if not isinstance(reduced, tuple):
            raise PicklingError("%s must return string or tuple" % reducer)
        if not 2 <= len(reduced) <= 6:
            raise PicklingError("Tuple returned by %s must have two to six elements" % reducer)
        self.save_reduce(obj=obj, *reduced)

    def persistent_id(self, obj):
        """The persistent id of an object; None means to pickle it as usual."""
        return None

    def save_pers(self, pid):
        if not self.bin:
            try:
                text = str(pid).encode("ascii")
            except UnicodeEncodeError:
                raise PicklingError("persistent IDs in protocol 0 must be ASCII strings")
            self.write(PERSID + text + b"\n")
            return
        self.save(pid, save_persistent_id=False)
        self.write(BINPERSID)

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None, state_setter=None, *, obj=None):
        if not callable(func):
            raise PicklingError("func from save_reduce() must be callable")
        if not isinstance(args, tuple):
            raise PicklingError("args from save_reduce() must be a tuple")
        name = getattr(func, "__name__", "")
        if self.proto >= 2 and name == "__newobj_ex__":
            cls, args, kwargs = args
            self._check_class(cls, obj, name)
            if self.proto >= 4:
                self.save(cls)
                self.save(args)
                self.save(kwargs)
                self.write(NEWOBJ_EX)
            else:
                self.save(functools.partial(cls.__new__, cls, *args, **kwargs))
                self.save(())
                self.write(REDUCE)
        elif self.proto >= 2 and name == "__newobj__":
            cls = args[0]
            self._check_class(cls, obj, name)
            self.save(cls)
            self.save(args[1:])
            self.write(NEWOBJ)
        else:
            self.save(func)
            self.save(args)
            self.write(REDUCE)
        if obj is not None:
            # An object that its own arguments contain was written on the way.
            if id(obj) in self.memo:
                self.write(POP + self.get(self.memo[id(obj)][0]))
            else:
                self.memoize(obj)
        if listitems is not None:
            self._batch_appends(listitems)
        if dictitems is not None:
            self._batch_setitems(dictitems)
        if state is None:
            return
        if state_setter is None:
            self.save(state)
            self.write(BUILD)
            return
        self.save(state_setter)
        self.save(obj)
        self.save(state)
        self.write(TUPLE2)
        self.write(REDUCE + POP)

    def _check_class(self, cls, obj, name):
        if not hasattr(cls, "__new__"):
            raise PicklingError(f"args[0] from {name} args has no __new__")
        if obj is not None and cls is not obj.__class__:
            raise PicklingError(f"args[0] from {name} args has the wrong class")

    def save_none(self, obj):
        self.write(NONE)
    dispatch[type(None)] = save_none

    def save_bool(self, obj):
        if self.proto >= 2:
            self.write(NEWTRUE if obj else NEWFALSE)
        else:
            self.write(TRUE if obj else FALSE)
    dispatch[bool] = save_bool

    def save_long(self, obj):
        if self.bin and -0x80000000 <= obj <= 0x7fffffff:
            if 0 <= obj <= 0xff:
                self.write(BININT1 + pack("<B", obj))
            elif 0 <= obj <= 0xffff:
                self.write(BININT2 + pack("<H", obj))
            else:
                self.write(BININT + pack("<i", obj))
        elif self.proto >= 2:
            data = encode_long(obj)
            size = len(data)
            self.write((LONG1 + pack("<B", size) if size < 256 else LONG4 + pack("<i", size)) + data)
        elif -0x80000000 <= obj <= 0x7fffffff:
            self.write(INT + repr(obj).encode("ascii") + b"\n")
        else:
            self.write(LONG + repr(obj).encode("ascii") + b"L\n")
    dispatch[int] = save_long

    def save_float(self, obj):
        self.write(BINFLOAT + pack(">d", obj) if self.bin else FLOAT + repr(obj).encode("ascii") + b"\n")
    dispatch[float] = save_float

    def _save_sized(self, data, short, medium, long):
        """Writes data after the opcode of its length."""
        size = len(data)
        if short and size <= 0xff:
            self.write(short + pack("<B", size) + data)
            return
        header = long + pack("<Q", size) if size > 0xffffffff and self.proto >= 4 else medium + pack("<I", size)
        if size >= _FRAME_TARGET:
            self._write_large_bytes(header, data)
        else:
            self.write(header + data)

    def _save_bytes_no_memo(self, obj):
        self._save_sized(obj, SHORT_BINBYTES, BINBYTES, BINBYTES8)

    def save_bytes(self, obj):
        if self.proto >= 3:
            self._save_bytes_no_memo(obj)
            self.memoize(obj)
        elif obj:
            import codecs
            self.save_reduce(codecs.encode, (str(obj, "latin1"), "latin1"), obj=obj)
        else:
            self.save_reduce(bytes, (), obj=obj)
    dispatch[bytes] = save_bytes

    def _save_bytearray_no_memo(self, obj):
        header = BYTEARRAY8 + pack("<Q", len(obj))
        if len(obj) >= _FRAME_TARGET:
            self._write_large_bytes(header, obj)
        else:
            self.write(header + obj)

    def save_bytearray(self, obj):
        if self.proto >= 5:
            self._save_bytearray_no_memo(obj)
            self.memoize(obj)
        else:
            self.save_reduce(bytearray, (bytes(obj),) if obj else (), obj=obj)
    dispatch[bytearray] = save_bytearray

    def save_picklebuffer(self, obj):
        if self.proto < 5:
            raise PicklingError("PickleBuffer can only be pickled with protocol >= 5")
        with obj.raw() as view:
            if not view.contiguous:
                raise PicklingError("PickleBuffer can not be pickled when pointing to a non-contiguous buffer")
            if self._buffer_callback is not None and not self._buffer_callback(obj):
                self.write(NEXT_BUFFER)
                if view.readonly:
                    self.write(READONLY_BUFFER)
                return
            data = view.tobytes()
            if view.readonly:
                self._save_bytes_no_memo(data)
            else:
                self._save_bytearray_no_memo(data)
    dispatch[PickleBuffer] = save_picklebuffer

    def save_str(self, obj):
        if self.bin:
            data = obj.encode("utf-8", "surrogatepass")
            self._save_sized(data, SHORT_BINUNICODE if self.proto >= 4 else None, BINUNICODE, BINUNICODE8)
        else:
            text = obj
            for char in "\\\0\n\r\x1a":
                text = text.replace(char, "\\u%04x" % ord(char))
            self.write(UNICODE + text.encode("raw-unicode-escape") + b"\n")
        self.memoize(obj)
    dispatch[str] = save_str

    def save_tuple(self, obj):
        if not obj:
            self.write(EMPTY_TUPLE if self.bin else MARK + TUPLE)
            return
        size = len(obj)
        short = size <= 3 and self.proto >= 2
        if not short:
            self.write(MARK)
        for item in obj:
            self.save(item)
        if id(obj) in self.memo:
            # A tuple that contains itself was written in between.
            got = self.get(self.memo[id(obj)][0])
            self.write(POP * size + got if short else (POP_MARK if self.bin else POP * (size + 1)) + got)
            return
        self.write((EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3)[size] if short else TUPLE)
        self.memoize(obj)
    dispatch[tuple] = save_tuple

    def save_list(self, obj):
        self.write(EMPTY_LIST if self.bin else MARK + LIST)
        self.memoize(obj)
        self._batch_appends(obj)
    dispatch[list] = save_list

    def _batch_appends(self, items):
        if not self.bin:
            for item in items:
                self.save(item)
                self.write(APPEND)
            return
        for batch in batched(items, _BATCH):
            if len(batch) == 1:
                self.save(batch[0])
                self.write(APPEND)
                continue
            self.write(MARK)
            for item in batch:
                self.save(item)
            self.write(APPENDS)

    def save_dict(self, obj):
        self.write(EMPTY_DICT if self.bin else MARK + DICT)
        self.memoize(obj)
        self._batch_setitems(obj.items())
    dispatch[dict] = save_dict

    def _batch_setitems(self, items):
        if not self.bin:
            for key, value in items:
                self.save(key)
                self.save(value)
                self.write(SETITEM)
            return
        for batch in batched(items, _BATCH):
            if len(batch) > 1:
                self.write(MARK)
            for key, value in batch:
                self.save(key)
                self.save(value)
            self.write(SETITEMS if len(batch) > 1 else SETITEM)

    def save_set(self, obj):
        if self.proto < 4:
            self.save_reduce(set, (list(obj),), obj=obj)
            return
        self.write(EMPTY_SET)
        self.memoize(obj)
        for batch in batched(obj, _BATCH):
            self.write(MARK)
            for item in batch:
                self.save(item)
            self.write(ADDITEMS)
    dispatch[set] = save_set

    def save_frozenset(self, obj):
        if self.proto < 4:
            self.save_reduce(frozenset, (list(obj),), obj=obj)
            return
        self.write(MARK)
        for item in obj:
            self.save(item)
        if id(obj) in self.memo:
            self.write(POP_MARK + self.get(self.memo[id(obj)][0]))
            return
        self.write(FROZENSET)
        self.memoize(obj)
    dispatch[frozenset] = save_frozenset

    def save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, "__qualname__", None)
            if name is None:
                name = obj.__name__
        dotted = name.split(".")
        if "<locals>" in dotted:
            raise PicklingError(f"Can't get local object {name!r}")
        module_name = whichmodule(obj, name)
        try:
            __import__(module_name, level=0)
            found, parent = _getattribute(sys.modules[module_name], name)
        except (ImportError, KeyError, AttributeError):
            raise PicklingError("Can't pickle %r: it's not found as %s.%s" % (obj, module_name, name)) from None
        if found is not obj:
            raise PicklingError("Can't pickle %r: it's not the same object as %s.%s" % (obj, module_name, name))
        if self.proto >= 2:
            code = copyreg._extension_registry.get((module_name, name), _NO_VALUE)
            if code is not _NO_VALUE:
                if code == 0:
                    raise RuntimeError(f"extension code {code} is out of range")
                if code <= 0xff:
                    data = EXT1 + pack("<B", code)
                else:
                    data = EXT2 + pack("<H", code) if code <= 0xffff else EXT4 + pack("<i", code)
                self.write(data)
                return
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self.write(STACK_GLOBAL)
        elif len(dotted) > 1 and self.proto < 4:
            self._save_dotted(module_name, dotted)
        else:
            self._save_toplevel(module_name, name)
        self.memoize(obj)

    def _save_dotted(self, module_name, dotted):
        first, *rest = dotted
        for _ in rest:
            self.save(getattr)
            if self.proto < 2:
                self.write(MARK)
        self._save_toplevel(module_name, first)
        for part in rest:
            self.save(part)
            self.write((TUPLE2 if self.proto >= 2 else TUPLE) + REDUCE)

    def _save_toplevel(self, module_name, name):
        if self.fix_imports:
            if (module_name, name) in REVERSE_NAME_MAPPING:
                module_name, name = REVERSE_NAME_MAPPING[module_name, name]
            elif module_name in REVERSE_IMPORT_MAPPING:
                module_name = REVERSE_IMPORT_MAPPING[module_name]
        encoding = "utf-8" if self.proto >= 3 else "ascii"
        for text, what in ((module_name, "module"), (name, "global")):
            try:
                text.encode(encoding)
            except UnicodeEncodeError:
                raise PicklingError(f"can't pickle {what} identifier {text!r} using pickle protocol {self.proto}")
        self.write(GLOBAL + module_name.encode(encoding) + b"\n" + name.encode(encoding) + b"\n")

    def save_type(self, obj):
        for value in (None, NotImplemented, ...):
            if obj is type(value):
                return self.save_reduce(type, (value,), obj=obj)
        self.save_global(obj)
    dispatch[FunctionType] = save_global
    dispatch[type] = save_type


def _dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    _Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def _dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    file = io.BytesIO()
    _Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return file.getvalue()


for _made in (_Framer, _Pickler, _dump, _dumps):
    _made.__module__ = "pickle"
