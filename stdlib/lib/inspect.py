"""Get useful information from live Python objects."""

import builtins
import functools
import importlib.machinery
import linecache
import os
import re
import sys
import types
from collections import namedtuple
from keyword import iskeyword

from _signature import (
    BoundArguments,
    Parameter,
    Signature,
    _ParameterKind,
    _empty,
    _void,
    formatannotation,
    signature,
)
from _signature_of import get_annotations, unwrap

__all__ = [
    "AGEN_CLOSED", "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "ArgInfo", "Arguments", "Attribute",
    "BoundArguments", "CORO_CLOSED", "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CO_ASYNC_GENERATOR",
    "CO_COROUTINE", "CO_GENERATOR", "CO_ITERABLE_COROUTINE", "CO_NESTED", "CO_NEWLOCALS", "CO_NOFREE",
    "CO_OPTIMIZED", "CO_VARARGS", "CO_VARKEYWORDS", "ClassFoundException", "ClosureVars", "EndOfBlock",
    "FrameInfo", "FullArgSpec", "GEN_CLOSED", "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "Parameter",
    "Signature", "TPFLAGS_IS_ABSTRACT", "Traceback", "classify_class_attrs", "cleandoc", "currentframe",
    "findsource", "formatannotation", "formatannotationrelativeto", "formatargvalues", "get_annotations",
    "getabsfile", "getargs", "getargvalues", "getasyncgenlocals", "getasyncgenstate", "getattr_static",
    "getblock", "getcallargs", "getclasstree", "getclosurevars", "getcomments", "getcoroutinelocals",
    "getcoroutinestate", "getdoc", "getfile", "getframeinfo", "getfullargspec", "getgeneratorlocals",
    "getgeneratorstate", "getinnerframes", "getlineno", "getmembers", "getmembers_static", "getmodule",
    "getmodulename", "getmro", "getouterframes", "getsource", "getsourcefile", "getsourcelines", "indentsize",
    "isabstract", "isasyncgen", "isasyncgenfunction", "isawaitable", "isbuiltin", "isclass", "iscode",
    "iscoroutine", "iscoroutinefunction", "isdatadescriptor", "isframe", "isfunction", "isgenerator",
    "isgeneratorfunction", "isgetsetdescriptor", "ismemberdescriptor", "ismethod", "ismethoddescriptor",
    "ismethodwrapper", "ismodule", "isroutine", "istraceback", "markcoroutinefunction", "signature", "stack",
    "trace", "unwrap", "walktree",
]

CO_OPTIMIZED = 1
CO_NEWLOCALS = 2
CO_VARARGS = 4
CO_VARKEYWORDS = 8
CO_NESTED = 16
CO_GENERATOR = 32
CO_NOFREE = 64
CO_COROUTINE = 128
CO_ITERABLE_COROUTINE = 256
CO_ASYNC_GENERATOR = 512
TPFLAGS_IS_ABSTRACT = 1 << 20


# -- what an object is --------------------------------------------------------

def ismodule(object):
    """Return true if the object is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Return true if the object is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Return true if the object is an instance method."""
    return isinstance(object, types.MethodType)


def _is_plain(object):
    """Whether it is a class or a function, whose protocols are not counted."""
    return any(test(object) for test in (isclass, ismethod, isfunction))


def ismethoddescriptor(object):
    """Return true if the object is a method descriptor.

    Not if ismethod, isclass or isfunction are true of it: it has a __get__ but no __set__ or __delete__."""
    if _is_plain(object) or isinstance(object, functools.partial):
        return False
    has = [hasattr(type(object), name) for name in ("__get__", "__set__", "__delete__")]
    return has == [True, False, False]


def isdatadescriptor(object):
    """Return true if the object is a data descriptor: it has a __set__ or a __delete__."""
    return not _is_plain(object) and any(hasattr(type(object), name) for name in ("__set__", "__delete__"))


def ismemberdescriptor(object):
    """Return true if the object is a member descriptor."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Return true if the object is a getset descriptor."""
    return isinstance(object, types.GetSetDescriptorType)


def isfunction(object):
    """Return true if the object is a user-defined function."""
    return isinstance(object, types.FunctionType)


def _has_code_flag(f, flag):
    f = functools._unwrap_partial(f) if not isinstance(f, types.MethodType) else f
    while ismethod(f):
        f = f.__func__
    f = functools._unwrap_partial(f)
    if not isfunction(f) and not _function_like(f):
        return False
    return bool(f.__code__.co_flags & flag)


def _function_like(f):
    from _signature_of import _is_function_like

    return _is_function_like(f)


def isgeneratorfunction(obj):
    """Return true if the object is a user-defined generator function."""
    return _has_code_flag(obj, CO_GENERATOR)


_is_coroutine_mark = object()


def _marked(f):
    while ismethod(f):
        f = f.__func__
    f = functools._unwrap_partial(f)
    return getattr(f, "_is_coroutine_marker", None) is _is_coroutine_mark


def markcoroutinefunction(func):
    """
    Decorator to ensure callable is recognised as a coroutine function.
    """
    if hasattr(func, "__func__"):
        func = func.__func__
    func._is_coroutine_marker = _is_coroutine_mark
    return func


def iscoroutinefunction(obj):
    """Return true if the object is a coroutine function, or was marked as one."""
    return _has_code_flag(obj, CO_COROUTINE) or _marked(obj)


def isasyncgenfunction(obj):
    """Return true if the object is an asynchronous generator function."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """Return true if the object is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isgenerator(object):
    """Return true if the object is a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Return true if the object is a coroutine."""
    return isinstance(object, types.CoroutineType)


def isawaitable(object):
    """Return true if object can be passed to an ``await`` expression."""
    if isinstance(object, types.CoroutineType):
        return True
    if isinstance(object, types.GeneratorType):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    return hasattr(type(object), "__await__")


def istraceback(object):
    """Return true if the object is a traceback."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Return true if the object is a frame object."""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Return true if the object is a code object."""
    return isinstance(object, types.CodeType)


def isbuiltin(object):
    """Return true if the object is a built-in function or method."""
    return isinstance(object, types.BuiltinFunctionType)


def ismethodwrapper(object):
    """Return true if the object is a method wrapper."""
    return isinstance(object, types.MethodWrapperType)


def isroutine(object):
    """Return true if the object is any kind of function or method."""
    return (
        isbuiltin(object)
        or isfunction(object)
        or ismethod(object)
        or ismethoddescriptor(object)
        or ismethodwrapper(object)
    )


def isabstract(object):
    """Return true if the object is an abstract base class (ABC)."""
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", None))


from _inspect_members import (
    Attribute,
    classify_class_attrs,
    cleandoc,
    getattr_static,
    getclasstree,
    getdoc,
    getmembers,
    getmembers_static,
    getmro,
    walktree,
)
from _inspect_source import (
    ClassFoundException,
    EndOfBlock,
    findsource,
    getabsfile,
    getblock,
    getcomments,
    getfile,
    getmodule,
    getmodulename,
    getsource,
    getsourcefile,
    getsourcelines,
    indentsize,
)

# -- arguments ----------------------------------------------------------------

Arguments = namedtuple("Arguments", "args, varargs, varkw")
FullArgSpec = namedtuple(
    "FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations"
)
ArgInfo = namedtuple("ArgInfo", "args varargs keywords locals")
ClosureVars = namedtuple("ClosureVars", "nonlocals globals builtins unbound")


def getargs(co):
    """Get information about the arguments accepted by a code object: (args, varargs, varkw), keyword-only ones
    among 'args'."""
    if not iscode(co):
        raise TypeError("{!r} is not a code object".format(co))
    names = co.co_varnames
    count = co.co_argcount + co.co_kwonlyargcount
    args = list(names[:count])
    varargs = varkw = None
    if co.co_flags & CO_VARARGS:
        varargs = names[count]
        count += 1
    if co.co_flags & CO_VARKEYWORDS:
        varkw = names[count]
    return Arguments(args, varargs, varkw)


def getfullargspec(func):
    """Get the names and default values of a callable object's parameters: a tuple (args, varargs, varkw, defaults,
    kwonlyargs, kwonlydefaults, annotations)."""
    from _signature_of import Reader

    try:
        sig = Reader(Signature, False, None, None, False).read(func, skip_bound_arg=False)
    except Exception as ex:
        raise TypeError("unsupported callable") from ex
    args, posonly, kwonly, defaults = [], [], [], ()
    varargs = varkw = None
    annotations, kwdefaults = {}, {}
    if sig.return_annotation is not sig.empty:
        annotations["return"] = sig.return_annotation
    for param in sig.parameters.values():
        name = param.name
        if param.kind is Parameter.POSITIONAL_ONLY:
            posonly.append(name)
        elif param.kind is Parameter.POSITIONAL_OR_KEYWORD:
            args.append(name)
        elif param.kind is Parameter.VAR_POSITIONAL:
            varargs = name
        elif param.kind is Parameter.KEYWORD_ONLY:
            kwonly.append(name)
            if param.default is not param.empty:
                kwdefaults[name] = param.default
        else:
            varkw = name
        if param.kind <= Parameter.POSITIONAL_OR_KEYWORD and param.default is not param.empty:
            defaults += (param.default,)
        if param.annotation is not param.empty:
            annotations[name] = param.annotation
    return FullArgSpec(
        posonly + args, varargs, varkw, defaults or None, kwonly, kwdefaults or None, annotations
    )


def getargvalues(frame):
    """Get information about arguments passed into a particular frame: (args, varargs, keywords, locals)."""
    return ArgInfo(*getargs(frame.f_code), frame.f_locals)


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: "*" + name,
                    formatvarkw=lambda name: "**" + name, formatvalue=lambda value: "=" + repr(value)):
    """Format an argument spec from the 4 values returned by getargvalues."""
    specs = [formatarg(arg) + formatvalue(locals[arg]) for arg in args]
    if varargs:
        specs.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        specs.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return "(" + ", ".join(specs) + ")"


def formatannotationrelativeto(object):
    module = getattr(object, "__module__", None)
    return lambda annotation: formatannotation(annotation, module)


def _missing(name, names, kind, values):
    shown = [repr(n) for n in names if n not in values]
    text = ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else shown[0]
    plural = "" if len(shown) == 1 else "s"
    raise TypeError(f"{name}() missing {len(shown)} required {kind} argument{plural}: {text}")


def _too_many(name, spec, given, values):
    args, optional = spec.args, len(spec.defaults or ())
    least = len(args) - optional
    by_name = len([arg for arg in spec.kwonlyargs if arg in values])
    if spec.varargs:
        plural, takes = least != 1, f"at least {least}"
    elif optional:
        plural, takes = True, f"from {least} to {len(args)}"
    else:
        plural, takes = len(args) != 1, str(len(args))
    also = ""
    if by_name:
        also = (f" positional argument{'s' if given != 1 else ''}"
                f" (and {by_name} keyword-only argument{'s' if by_name != 1 else ''})")
    were = "was" if given == 1 and not by_name else "were"
    raise TypeError(f"{name}() takes {takes} positional argument{'s' if plural else ''} but {given}{also} {were} given")


def getcallargs(func, /, *positional, **named):
    """Get the mapping of arguments to values: a dict of the names of parameters, those of '*' and '**' among them,
    to what a call would give them."""
    spec = getfullargspec(func)
    args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, _ = spec
    name = func.__name__
    values = {}
    if ismethod(func) and func.__self__ is not None:
        positional = (func.__self__,) + positional
    values.update(zip(args, positional))
    if varargs:
        values[varargs] = tuple(positional[len(args):])
    possible = set(args + kwonlyargs)
    if varkw:
        values[varkw] = {}
    for kw, value in named.items():
        if kw not in possible:
            if not varkw:
                raise TypeError("%s() got an unexpected keyword argument %r" % (name, kw))
            values[varkw][kw] = value
            continue
        if kw in values:
            raise TypeError("%s() got multiple values for argument %r" % (name, kw))
        values[kw] = value
    if len(positional) > len(args) and not varargs:
        _too_many(name, spec, len(positional), values)
    if len(positional) < len(args):
        optional = len(defaults or ())
        required = args[:len(args) - optional]
        if any(arg not in values for arg in required):
            _missing(name, required, "positional", values)
        for arg, default in zip(args[len(args) - optional:], defaults or ()):
            values.setdefault(arg, default)
    absent = [kwarg for kwarg in kwonlyargs if kwarg not in values and kwarg not in (kwonlydefaults or {})]
    if absent:
        _missing(name, absent, "keyword-only", values)
    for kwarg in kwonlyargs:
        if kwarg not in values:
            values[kwarg] = kwonlydefaults[kwarg]
    return values


def getclosurevars(func):
    """
    Get the mapping of free variables to their current values: a named tuple of nonlocals, globals and builtins by
    name and the set of names that are not bound.
    """
    function = func.__func__ if ismethod(func) else func
    if not isfunction(function):
        raise TypeError("{!r} is not a Python function".format(function))
    code, own = function.__code__, function.__globals__
    nonlocals = {name: cell.cell_contents for name, cell in zip(code.co_freevars, function.__closure__ or ())}
    built = own.get("__builtins__", builtins.__dict__)
    places = nonlocals, own, built.__dict__ if ismodule(built) else built
    found, unbound = ({}, {}, {}), set()
    for name in code.co_names:
        at = next((at for at, place in enumerate(places) if name in place), None)
        if at is None:
            unbound.add(name)
        else:
            found[at][name] = places[at][name]
    return ClosureVars(nonlocals, *found[1:], unbound)


# -- frames -------------------------------------------------------------------

class _Placed:
    """A named tuple with the positions of the instruction beside its fields."""

    def __new__(cls, *args, positions=None):
        instance = super().__new__(cls, *args)
        instance.positions = positions
        return instance

    def __repr__(self):
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({fields}, positions={self.positions!r})"


class Traceback(_Placed, namedtuple("_Traceback", "filename lineno function code_context index")):
    pass


class FrameInfo(_Placed, namedtuple("_FrameInfo", "frame filename lineno function code_context index")):
    pass


_Positions = namedtuple("Positions", "lineno end_lineno col_offset end_col_offset", defaults=(None,) * 4)


def getframeinfo(frame, context=1):
    """Get information about a frame or traceback object: a tuple of filename, line number, function name, the
    list of 'context' lines around it and the index of the line in that list."""
    import _traceback

    if istraceback(frame):
        positions = _traceback._position(frame.tb_frame.f_code, frame.tb_lasti)
        lineno = frame.tb_lineno
        frame = frame.tb_frame
    else:
        lineno = frame.f_lineno
        positions = _traceback._position(frame.f_code, frame.f_lasti)
    if positions[0] is None:
        positions = (lineno,) + positions[1:]
    if not isframe(frame):
        raise TypeError("{!r} is not a frame or traceback object".format(frame))
    filename = getsourcefile(frame) or getfile(frame)
    lines = index = None
    if context > 0:
        start = lineno - 1 - context // 2
        try:
            lines, _ = findsource(frame)
        except OSError:
            lines = None
        else:
            start = max(0, min(start, len(lines) - context))
            lines = lines[start:start + context]
            index = lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index, positions=_Positions(*positions))


def getlineno(frame):
    """Get the line number from a frame object, allowing for optimization."""
    return frame.f_lineno


def _record(frame, place, context):
    info = getframeinfo(place, context)
    return FrameInfo(frame, *info, positions=info.positions)


def getouterframes(frame, context=1):
    """Get a list of records for a frame and all higher (calling) frames."""
    result = []
    while frame:
        result.append(_record(frame, frame, context))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """Get a list of records for a traceback's frame and all lower frames."""
    result = []
    while tb:
        result.append(_record(tb.tb_frame, tb, context))
        tb = tb.tb_next
    return result


def currentframe():
    """Return the frame of the caller or None if this is not possible."""
    return sys._getframe(1) if hasattr(sys, "_getframe") else None


def stack(context=1):
    """Return a list of records for the stack above the caller's frame."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """Return a list of records for the stack below the current exception."""
    exc = sys.exception()
    return getinnerframes(None if exc is None else exc.__traceback__, context)


# -- generators and coroutines ------------------------------------------------

def _states(prefix):
    return [f"{prefix}_{state}" for state in ("CREATED", "RUNNING", "SUSPENDED", "CLOSED")]


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = _states("GEN")
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = _states("CORO")
AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = _states("AGEN")


def getgeneratorstate(generator):
    """Get current state of a generator-iterator: GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getgeneratorlocals(generator):
    """Get the mapping of generator local variables to their current values."""
    if not isgenerator(generator):
        raise TypeError("{!r} is not a Python generator".format(generator))
    frame = getattr(generator, "gi_frame", None)
    return {} if frame is None else generator.gi_frame.f_locals


def getcoroutinestate(coroutine):
    """Get current state of a coroutine object: CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED or CORO_CLOSED."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getcoroutinelocals(coroutine):
    """Get the mapping of coroutine local variables to their current values."""
    frame = getattr(coroutine, "cr_frame", None)
    return frame.f_locals if frame is not None else {}


def getasyncgenstate(agen):
    """Get current state of an asynchronous generator object: AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED or
    AGEN_CLOSED."""
    if agen.ag_running:
        return AGEN_RUNNING
    if agen.ag_suspended:
        return AGEN_SUSPENDED
    return AGEN_CLOSED if agen.ag_frame is None else AGEN_CREATED


def getasyncgenlocals(agen):
    """The local variables of an asynchronous generator, none if it has ended."""
    if not isasyncgen(agen):
        raise TypeError(f"{agen!r} is not a Python async generator")
    frame = getattr(agen, "ag_frame", None)
    return {} if frame is None else agen.ag_frame.f_locals


# What other files define is known under this module's name, to pickle above all.
for _thing in list(globals().values()):
    if isinstance(_thing, types.FunctionType) and _thing.__module__ in (
        "_inspect_members", "_inspect_source", "_signature", "_signature_of"
    ):
        _thing.__module__ = __name__
del _thing
