"""`pickle._Unpickler`: an unpickler in Python, whose every step a subclass can override.

Loaded by `pickle` on demand.
"""

import copyreg
import io
import sys
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
from struct import unpack

import pickle
from pickle import FALSE, HIGHEST_PROTOCOL, TRUE, UnpicklingError, _getattribute, decode_long

_NO_VALUE = object()


class _Stop(Exception):
    def __init__(self, value):
        self.value = value


class _Unpickler:
    """An unpickler in Python; `dispatch` maps opcode bytes to the methods that load them."""

    dispatch = {}

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self._buffers = None if buffers is None else iter(buffers)
        self._file_readline = file.readline
        self._file_read = file.read
        self._file_readinto = getattr(file, "readinto", None)
        self.memo = {}
        self.encoding = encoding
        self.errors = errors
        self.proto = 0
        self.fix_imports = fix_imports

    def load(self):
        """Read a pickled object representation from the open file."""
        if not hasattr(self, "_file_read"):
            raise UnpicklingError("Unpickler.__init__() was not called by %s.__init__()" % (self.__class__.__name__,))
        self._frame = None
        self.metastack = []
        self.stack = []
        self.append = self.stack.append
        self.proto = 0
        dispatch = self.dispatch
        try:
            while True:
                key = self.read(1)
                if not key:
                    raise EOFError
                dispatch[key[0]](self)
        except _Stop as stop:
            return stop.value

    def read(self, n):
        if self._frame:
            data = self._frame.read(n)
            if data or n == 0:
                if len(data) < n:
                    raise UnpicklingError("pickle exhausted before end of frame")
                return data
            self._frame = None
        return self._file_read(n)

    def readinto(self, buf):
        n = len(buf)
        if self._frame:
            got = self._frame.readinto(buf)
            if got or n == 0:
                if got < n:
                    raise UnpicklingError("pickle exhausted before end of frame")
                return got
            self._frame = None
        if self._file_readinto is not None:
            return self._file_readinto(buf)
        data = self._file_read(n)
        buf[:len(data)] = data
        return len(data)

    def readline(self):
        if self._frame:
            data = self._frame.readline()
            if data:
                if not data.endswith(b"\n"):
                    raise UnpicklingError("pickle exhausted before end of frame")
                return data
            self._frame = None
        return self._file_readline()

    def pop_mark(self):
        items = self.stack
        self.stack = self.metastack.pop()
        self.append = self.stack.append
        return items

    def persistent_load(self, pid):
        raise UnpicklingError("unsupported persistent id encountered")

    def find_class(self, module, name):
        sys.audit("pickle.find_class", module, name)
        if self.fix_imports and self.proto < 3:
            # Names of Python 2.
            renamed = IMPORT_MAPPING.get(module, module), name
            module, name = NAME_MAPPING.get((module, name), renamed)
        __import__(module, level=0)
        found = sys.modules[module]
        return getattr(found, name) if self.proto < 4 else _getattribute(found, name)[0]

    def _number(self, format, size):
        return unpack(format, self.read(size))[0]

    def _line(self):
        return self.readline()[:-1]

    def load_proto(self):
        [proto] = self.read(1)
        if proto > HIGHEST_PROTOCOL:
            raise ValueError(f"unsupported pickle protocol: {proto}")
        self.proto = proto

    def load_frame(self):
        size = self._number("<Q", 8)
        if size > sys.maxsize:
            raise ValueError("frame size > sys.maxsize: %d" % size)
        if self._frame and self._frame.read() != b"":
            raise UnpicklingError("beginning of a new frame before end of current frame")
        self._frame = io.BytesIO(self._file_read(size))

    def load_persid(self):
        try:
            pid = self._line().decode("ascii")
        except UnicodeDecodeError:
            raise UnpicklingError("persistent IDs in protocol 0 must be ASCII strings")
        self.append(self.persistent_load(pid))

    def load_binpersid(self):
        self.append(self.persistent_load(self.stack.pop()))

    def load_none(self):
        self.append(None)

    def load_false(self):
        self.append(False)

    def load_true(self):
        self.append(True)

    def load_int(self):
        data = self.readline()
        self.append({FALSE[1:]: False, TRUE[1:]: True}[data] if data in (FALSE[1:], TRUE[1:]) else int(data, 0))

    def load_binint(self):
        self.append(self._number("<i", 4))

    def load_binint1(self):
        self.append(self.read(1)[0])

    def load_binint2(self):
        self.append(self._number("<H", 2))

    def load_long(self):
        self.append(int(self._line().removesuffix(b"L"), 0))

    def load_long1(self):
        self.append(decode_long(self.read(self.read(1)[0])))

    def load_long4(self):
        n = self._number("<i", 4)
        if n < 0:
            raise UnpicklingError("LONG pickle has negative byte count")
        self.append(decode_long(self.read(n)))

    def load_float(self):
        self.append(float(self._line()))

    def load_binfloat(self):
        self.append(self._number(">d", 8))

    def _decode_string(self, value):
        return value if self.encoding == "bytes" else value.decode(self.encoding, self.errors)

    def load_string(self):
        data = self._line()
        if len(data) < 2 or data[0] != data[-1] or data[0] not in b"\"'":
            raise UnpicklingError("the STRING opcode argument must be quoted")
        import codecs
        self.append(self._decode_string(codecs.escape_decode(data[1:-1])[0]))

    def load_binstring(self):
        n = self._number("<i", 4)
        if n < 0:
            raise UnpicklingError("BINSTRING pickle has negative byte count")
        self.append(self._decode_string(self.read(n)))

    def load_short_binstring(self):
        self.append(self._decode_string(self.read(self.read(1)[0])))

    def _size(self, what):
        n = self._number("<Q", 8)
        if n > sys.maxsize:
            raise UnpicklingError("%s exceeds system's maximum size of %d bytes" % (what, sys.maxsize))
        return n

    def load_binbytes(self):
        self.append(self.read(self._number("<I", 4)))

    def load_short_binbytes(self):
        self.append(self.read(self.read(1)[0]))

    def load_binbytes8(self):
        self.append(self.read(self._size("BINBYTES8")))

    def load_bytearray8(self):
        data = bytearray(self._size("BYTEARRAY8"))
        self.readinto(data)
        self.append(data)

    def load_next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError("pickle stream refers to out-of-band data but no *buffers* argument was given")
        try:
            self.append(next(self._buffers))
        except StopIteration:
            raise UnpicklingError("not enough out-of-band buffers")

    def load_readonly_buffer(self):
        view = memoryview(self.stack[-1])
        if not view.readonly:
            self.stack[-1] = view.toreadonly()

    def load_unicode(self):
        self.append(str(self._line(), "raw-unicode-escape"))

    def load_binunicode(self):
        self.append(str(self.read(self._number("<I", 4)), "utf-8", "surrogatepass"))

    def load_short_binunicode(self):
        self.append(str(self.read(self.read(1)[0]), "utf-8", "surrogatepass"))

    def load_binunicode8(self):
        self.append(str(self.read(self._size("BINUNICODE8")), "utf-8", "surrogatepass"))

    def load_empty_tuple(self):
        self.append(())

    def load_tuple(self):
        items = self.pop_mark()
        self.append(tuple(items))

    def load_tuple1(self):
        self.stack[-1] = (self.stack[-1],)

    def load_tuple2(self):
        self.stack[-2:] = [(self.stack[-2], self.stack[-1])]

    def load_tuple3(self):
        take = self.stack.pop
        third, second, first = take(), take(), take()
        self.append((first, second, third))

    def load_empty_list(self):
        self.append([])

    def load_empty_dictionary(self):
        self.append({})

    def load_empty_set(self):
        self.append(set())

    def load_list(self):
        items = self.pop_mark()
        self.append(items)

    def load_dict(self):
        items = self.pop_mark()
        self.append({items[i]: items[i + 1] for i in range(0, len(items), 2)})

    def load_frozenset(self):
        items = self.pop_mark()
        self.append(frozenset(items))

    def _instantiate(self, cls, args):
        if not args and isinstance(cls, type) and not hasattr(cls, "__getinitargs__"):
            value = cls.__new__(cls)
        else:
            try:
                value = cls(*args)
            except TypeError as err:
                raise TypeError("in constructor for %s: %s" % (cls.__name__, str(err)), err.__traceback__)
        self.append(value)

    def load_inst(self):
        module = self._line().decode("ascii")
        name = self._line().decode("ascii")
        self._instantiate(self.find_class(module, name), self.pop_mark())

    def load_obj(self):
        args = self.pop_mark()
        self._instantiate(args.pop(0), args)

    def load_newobj(self):
        args = self.stack.pop()
        self.stack[-1] = self.stack[-1].__new__(self.stack[-1], *args)

    def load_newobj_ex(self):
        kwargs, args, cls = self.stack.pop(), self.stack.pop(), self.stack.pop()
        self.append(cls.__new__(cls, *args, **kwargs))

    def load_global(self):
        module = self._line().decode("utf-8")
        name = self._line().decode("utf-8")
        self.append(self.find_class(module, name))

    def load_stack_global(self):
        name, module = self.stack.pop(), self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError("STACK_GLOBAL requires str")
        self.append(self.find_class(module, name))

    def load_ext1(self):
        self.get_extension(self.read(1)[0])

    def load_ext2(self):
        self.get_extension(self._number("<H", 2))

    def load_ext4(self):
        self.get_extension(self._number("<i", 4))

    def get_extension(self, code):
        obj = copyreg._extension_cache.get(code, _NO_VALUE)
        if obj is _NO_VALUE:
            key = copyreg._inverted_registry.get(code)
            if not key:
                if code <= 0:
                    raise UnpicklingError("EXT specifies code <= 0")
                raise ValueError("unregistered extension code %d" % code)
            obj = copyreg._extension_cache[code] = self.find_class(*key)
        self.append(obj)

    def load_reduce(self):
        args = self.stack.pop()
        self.stack[-1] = self.stack[-1](*args)

    def load_pop(self):
        if self.stack:
            del self.stack[-1]
        else:
            self.pop_mark()

    def load_pop_mark(self):
        self.pop_mark()

    def load_dup(self):
        self.append(self.stack[-1])

    def _remembered(self, i):
        try:
            self.append(self.memo[i])
        except KeyError:
            raise UnpicklingError(f"Memo value not found at index {i}") from None

    def load_get(self):
        self._remembered(int(self._line()))

    def load_binget(self):
        self._remembered(self.read(1)[0])

    def load_long_binget(self):
        self._remembered(self._number("<I", 4))

    def _remember(self, i, name="PUT"):
        if i < 0:
            raise ValueError("negative %s argument" % name)
        self.memo[i] = self.stack[-1]

    def load_put(self):
        self._remember(int(self._line()))

    def load_binput(self):
        self._remember(self.read(1)[0])

    def load_long_binput(self):
        self._remember(self._number("<I", 4))

    def load_memoize(self):
        self.memo[len(self.memo)] = self.stack[-1]

    def load_append(self):
        value = self.stack.pop()
        self.stack[-1].append(value)

    def load_appends(self):
        items = self.pop_mark()
        target = self.stack[-1]
        extend = getattr(target, "extend", None)
        if extend is not None:
            extend(items)
            return
        append = target.append
        for item in items:
            append(item)

    def load_setitem(self):
        value, key = self.stack.pop(), self.stack.pop()
        self.stack[-1][key] = value

    def load_setitems(self):
        flat = self.pop_mark()
        target = self.stack[-1]
        for at, key in enumerate(flat[::2]):
            target[key] = flat[2 * at + 1]

    def load_additems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        is_set = isinstance(target, set)
        for item in () if is_set else items:
            target.add(item)
        if is_set:
            target.update(items)

    def load_build(self):
        state = self.stack.pop()
        obj = self.stack[-1]
        setstate = getattr(obj, "__setstate__", _NO_VALUE)
        if setstate is not _NO_VALUE:
            setstate(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            namespace = obj.__dict__
            for key, value in state.items():
                namespace[sys.intern(key) if type(key) is str else key] = value
        if slots:
            for key, value in slots.items():
                setattr(obj, key, value)

    def load_mark(self):
        self.metastack.append(self.stack)
        self.stack = []
        self.append = self.stack.append

    def load_stop(self):
        raise _Stop(self.stack.pop())


for _opcode, _load in {
        "PROTO": "proto", "FRAME": "frame", "PERSID": "persid", "BINPERSID": "binpersid", "NONE": "none",
        "NEWFALSE": "false", "NEWTRUE": "true", "INT": "int", "BININT": "binint", "BININT1": "binint1",
        "BININT2": "binint2", "LONG": "long", "LONG1": "long1", "LONG4": "long4", "FLOAT": "float", "BINFLOAT":
        "binfloat", "STRING": "string", "BINSTRING": "binstring", "SHORT_BINSTRING": "short_binstring",
        "BINBYTES": "binbytes", "SHORT_BINBYTES": "short_binbytes", "BINBYTES8": "binbytes8", "BYTEARRAY8":
        "bytearray8", "NEXT_BUFFER": "next_buffer", "READONLY_BUFFER": "readonly_buffer", "UNICODE": "unicode",
        "BINUNICODE": "binunicode", "SHORT_BINUNICODE": "short_binunicode", "BINUNICODE8": "binunicode8",
        "EMPTY_TUPLE": "empty_tuple", "TUPLE": "tuple", "TUPLE1": "tuple1", "TUPLE2": "tuple2", "TUPLE3":
        "tuple3", "EMPTY_LIST": "empty_list", "EMPTY_DICT": "empty_dictionary", "EMPTY_SET": "empty_set",
        "LIST": "list", "DICT": "dict", "FROZENSET": "frozenset", "INST": "inst", "OBJ": "obj", "NEWOBJ":
        "newobj", "NEWOBJ_EX": "newobj_ex", "GLOBAL": "global", "STACK_GLOBAL": "stack_global", "EXT1": "ext1",
        "EXT2": "ext2", "EXT4": "ext4", "REDUCE": "reduce", "POP": "pop", "POP_MARK": "pop_mark", "DUP": "dup",
        "GET": "get", "BINGET": "binget", "LONG_BINGET": "long_binget", "PUT": "put", "BINPUT": "binput",
        "LONG_BINPUT": "long_binput", "MEMOIZE": "memoize", "APPEND": "append", "APPENDS": "appends", "SETITEM":
        "setitem", "SETITEMS": "setitems", "ADDITEMS": "additems", "BUILD": "build", "MARK": "mark", "STOP":
        "stop"}.items():
    _Unpickler.dispatch[getattr(pickle, _opcode)[0]] = getattr(_Unpickler, "load_" + _load)
del _opcode, _load


def _load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    return _Unpickler(file, fix_imports=fix_imports, buffers=buffers, encoding=encoding, errors=errors).load()


def _loads(s, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    if isinstance(s, str):
        raise TypeError("Can't load pickle from unicode string")
    return _Unpickler(io.BytesIO(s), fix_imports=fix_imports, buffers=buffers, encoding=encoding, errors=errors).load()


for _made in (_Stop, _Unpickler, _load, _loads):
    _made.__module__ = "pickle"
