"""Reads the signatures of callables of all kinds, for `inspect`."""

import functools
import re
import sys
import types
from collections import OrderedDict

from _signature import (
    Signature,
    _KEYWORD_ONLY,
    _POSITIONAL_ONLY,
    _POSITIONAL_OR_KEYWORD,
    _VAR_KEYWORD,
    _VAR_POSITIONAL,
    _empty,
)


def unwrap(func, *, stop=None):
    """Get the object wrapped by *func*.

    Follows the chain of __wrapped__ attributes to its end, or until *stop*
    says of an object that it is the one wanted. ValueError is raised for a cycle.
    """
    start = func
    seen = {id(func): func}
    limit = sys.getrecursionlimit()
    while not isinstance(func, type) and hasattr(func, "__wrapped__"):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= limit:
            raise ValueError("wrapper loop when unwrapping {!r}".format(start))
        seen[id(func)] = func
    return func


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """Compute the annotations dict for an object: a class, a module or a callable.

    With eval_str, annotations that are strings are replaced by their values."""
    if isinstance(obj, type):
        own = getattr(obj, "__dict__", None)
        ann = own.get("__annotations__", None) if own and hasattr(own, "get") else None
        if isinstance(ann, types.GetSetDescriptorType):
            ann = None
        module = sys.modules.get(getattr(obj, "__module__", None))
        obj_globals = getattr(module, "__dict__", None)
        obj_locals, wrapped = dict(vars(obj)), obj
    elif isinstance(obj, types.ModuleType):
        ann = getattr(obj, "__annotations__", None)
        obj_globals, obj_locals, wrapped = getattr(obj, "__dict__"), None, None
    elif callable(obj):
        ann = getattr(obj, "__annotations__", None)
        obj_globals, obj_locals, wrapped = getattr(obj, "__globals__", None), None, obj
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if ann is None:
        return {}
    if not isinstance(ann, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    if not ann:
        return {}
    if not eval_str:
        return dict(ann)
    while wrapped is not None:
        if hasattr(wrapped, "__wrapped__"):
            wrapped = wrapped.__wrapped__
        elif isinstance(wrapped, functools.partial):
            wrapped = wrapped.func
        else:
            obj_globals = getattr(wrapped, "__globals__", obj_globals)
            break
    globals = obj_globals if globals is None else globals
    locals = obj_locals or {} if locals is None else locals
    if type_params := getattr(obj, "__type_params__", ()):
        locals = {param.__name__: param for param in type_params} | locals
    return {k: eval(v, globals, locals) if isinstance(v, str) else v for k, v in ann.items()}


_NATIVE = (
    types.BuiltinFunctionType,
    type(type.__call__),
    type(all.__call__),
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
)
_DESCRIPTORS = (types.MethodDescriptorType, type(type.__call__), types.ClassMethodDescriptorType)


class Reader:
    """Reads the signatures of callables of all kinds."""

    def __init__(self, cls, follow_wrapped, globals, locals, eval_str):
        self.cls = cls
        self.follow_wrapped = follow_wrapped
        self.evaluation = {"globals": globals, "locals": locals, "eval_str": eval_str}

    def read(self, obj, skip_bound_arg=True):
        if not callable(obj):
            raise TypeError("{!r} is not a callable object".format(obj))
        if isinstance(obj, types.MethodType):
            sig = self.read(obj.__func__, skip_bound_arg)
            return _without_first(sig) if skip_bound_arg else sig
        if self.follow_wrapped:
            obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__") or isinstance(f, types.MethodType))
            if isinstance(obj, types.MethodType):
                return self.read(obj, skip_bound_arg)
        given = getattr(obj, "__signature__", None)
        if given is not None:
            return self.given(obj, given)
        partial_method = getattr(obj, "__partialmethod__", None)
        if isinstance(partial_method, functools.partialmethod):
            return self.partial_method(partial_method)
        if isinstance(obj, types.FunctionType) or _is_function_like(obj):
            return self.function(obj)
        if isinstance(obj, _NATIVE) or obj is type or obj is object:
            return self.native(obj, skip_bound_arg)
        if isinstance(obj, functools.partial):
            return _of_partial(self.read(obj.func), obj)
        if isinstance(obj, type):
            return self.of_class(obj, skip_bound_arg)
        call = _static(type(obj), "__call__")
        if call is not None:
            text = getattr(obj, "__text_signature__", None)
            if text is not None:
                return self.from_text(obj, text)
            return self.bound(call, obj, type(obj), skip_bound_arg)
        raise ValueError("callable {!r} is not supported by signature".format(obj))

    def given(self, obj, given):
        sig = given
        if not isinstance(sig, (Signature, str)) and callable(sig):
            sig = sig()
        if isinstance(sig, str):
            return self.from_text(obj, sig)
        if not isinstance(sig, Signature):
            raise TypeError("unexpected object {!r} in __signature__ attribute".format(given))
        return sig

    def partial_method(self, method):
        sig = _of_partial(self.read(method.func), method, (None,))
        first_wrapped = tuple(self.read(method.func).parameters.values())[0]
        if first_wrapped.kind is _VAR_POSITIONAL:
            return sig
        params = tuple(sig.parameters.values())
        return sig.replace(parameters=(first_wrapped,) + params)

    def function(self, func):
        text = getattr(func, "__text_signature__", None)
        if text:
            # What it says of itself goes before what it is made of.
            return self.from_text(func, text)
        code = func.__code__
        count = code.co_argcount
        names = code.co_varnames
        annotations = get_annotations(func, **self.evaluation)
        defaults = func.__defaults__ or ()
        kwdefaults = func.__kwdefaults__ or {}
        params = []

        def add(name, kind, default=_empty):
            annotation = annotations.get(name, _empty)
            params.append(self.cls._parameter_cls(name, kind, default=default, annotation=annotation))

        first_default = count - len(defaults)
        for i, name in enumerate(names[:count]):
            kind = _POSITIONAL_ONLY if i < code.co_posonlyargcount else _POSITIONAL_OR_KEYWORD
            add(name, kind, defaults[i - first_default] if i >= first_default else _empty)
        rest = count + code.co_kwonlyargcount
        if code.co_flags & 4:
            add(names[rest], _VAR_POSITIONAL)
        for name in names[count:rest]:
            add(name, _KEYWORD_ONLY, kwdefaults.get(name, _empty))
        if code.co_flags & 8:
            add(names[rest + (1 if code.co_flags & 4 else 0)], _VAR_KEYWORD)
        return self.cls(
            params,
            return_annotation=annotations.get("return", _empty),
            __validate_parameters__=not isinstance(func, types.FunctionType),
        )

    def native(self, func, skip_bound_arg=True):
        text = getattr(func, "__text_signature__", None)
        if not text:
            raise ValueError("no signature found for builtin {!r}".format(func))
        return self.from_text(func, text, skip_bound_arg)

    def bound(self, function, instance, owner, skip_bound_arg=True):
        """The signature of a class attribute as seen through an instance or the class."""
        if isinstance(function, types.MethodType) or instance is None and isinstance(function, classmethod):
            return self.read(function.__get__(None, owner), skip_bound_arg)
        if isinstance(function, staticmethod):
            return self.read(function.__func__, skip_bound_arg)
        if isinstance(function, (types.FunctionType, functools.partialmethod, *_DESCRIPTORS)):
            found = function.__get__(instance, owner) if instance is not None else function
            return self.read(found, skip_bound_arg)
        if hasattr(type(function), "__get__"):
            function = function.__get__(instance, owner)
        return self.read(function, skip_bound_arg)

    def of_class(self, obj, skip_bound_arg):
        call = _static(type(obj), "__call__", type)
        if call is not None:
            return self.bound(call, obj, type(obj), skip_bound_arg)
        for base in obj.__mro__:
            own = base.__dict__
            if "__new__" in own and not isinstance(own["__new__"], types.BuiltinFunctionType):
                new = own["__new__"]
                new = new.__func__ if isinstance(new, staticmethod) else new
                sig = self.read(new, skip_bound_arg)
                return _without_first(sig) if skip_bound_arg else sig
            if "__init__" in own and not isinstance(own["__init__"], _DESCRIPTORS):
                sig = self.read(own["__init__"], skip_bound_arg)
                return _without_first(sig) if skip_bound_arg else sig
        for base in obj.__mro__[:-1]:
            text = getattr(base, "__text_signature__", None)
            if text:
                return self.from_text(obj, text)
        if type not in obj.__mro__:
            if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
                return self.cls()
            raise ValueError("no signature found for builtin type {!r}".format(obj))
        raise ValueError("no signature found for builtin type {!r}".format(obj))

    def from_text(self, obj, text, skip_bound_arg=True):
        try:
            params, self_first = _parse_text(self.cls._parameter_cls, obj, text)
        except SyntaxError:
            raise ValueError("{!r} builtin has invalid signature".format(obj)) from None
        if self_first:
            owner = getattr(obj, "__self__", None)
            if owner is not None and (isinstance(owner, types.ModuleType) or skip_bound_arg):
                params.pop(0)
            elif isinstance(obj, type):
                params.pop(0)
            else:
                params[0] = params[0].replace(kind=_POSITIONAL_ONLY)
        return self.cls(params, return_annotation=self.cls.empty)


def _static(cls, name, stop=object):
    """The attribute that a class or a base before `stop` defines itself."""
    for base in cls.__mro__:
        if base is stop or base is object:
            return None
        if name in base.__dict__:
            return base.__dict__[name]
    return None


def _is_function_like(obj):
    """Whether an object has the attributes of a function, as those of other compilers do."""
    if not callable(obj) or isinstance(obj, type):
        return False
    code = getattr(obj, "__code__", None)
    return (
        isinstance(code, types.CodeType)
        and isinstance(getattr(obj, "__name__", None), str)
        and isinstance(getattr(obj, "__defaults__", 0), (tuple, type(None)))
        and isinstance(getattr(obj, "__kwdefaults__", 0), (dict, type(None)))
        and (isinstance(getattr(obj, "__annotations__", 0), dict) or obj.__annotations__ is None)
    )


def _without_first(sig):
    """The signature of a bound method."""
    params = tuple(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if params[0].kind in (_POSITIONAL_OR_KEYWORD, _POSITIONAL_ONLY):
        params = params[1:]
    elif params[0].kind is not _VAR_POSITIONAL:
        raise ValueError("invalid argument type")
    return sig.replace(parameters=params)


def _of_partial(wrapped, partial, extra=()):
    params = OrderedDict(wrapped.parameters.items())
    args = extra + (partial.args or ())
    keywords = partial.keywords or {}
    try:
        arguments = wrapped.bind_partial(*args, **keywords).arguments
    except TypeError as error:
        raise ValueError("partial object {!r} has incorrect arguments".format(partial)) from error
    to_keyword_only = False
    for name, param in wrapped.parameters.items():
        if name in arguments:
            value = arguments[name]
            if param.kind is _POSITIONAL_ONLY:
                params.pop(name)
                continue
            if param.kind is _POSITIONAL_OR_KEYWORD:
                if name not in keywords:
                    params.pop(name)
                    continue
                to_keyword_only = True
                params[name] = param.replace(default=value)
            if param.kind is _KEYWORD_ONLY:
                params[name] = param.replace(default=value)
        if to_keyword_only:
            if param.kind is _POSITIONAL_OR_KEYWORD:
                params[name] = params[name].replace(kind=_KEYWORD_ONLY)
                params.move_to_end(name)
            elif param.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                params.move_to_end(name)
            elif param.kind is _VAR_POSITIONAL:
                params.pop(name)
    return wrapped.replace(parameters=params.values())


_piece = re.compile(r"""\s*((?:[^,()\[\]{}'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})+)\s*(?:,|$)""")
_dotted = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def _parse_text(parameter, obj, text):
    """The parameters of a text signature, and whether the first is a `$self`."""
    text = " ".join(text.split())
    if not (text.startswith("(") and text.endswith(")")):
        raise SyntaxError(text)
    inner = text[1:-1].strip()
    params, at, self_first = [], 0, False
    kind = _POSITIONAL_OR_KEYWORD
    while at < len(inner):
        match = _piece.match(inner, at)
        if match is None:
            raise SyntaxError(text)
        at = match.end()
        piece = match.group(1).strip()
        if piece == "/":
            params = [p.replace(kind=_POSITIONAL_ONLY) for p in params]
        elif piece == "*":
            kind = _KEYWORD_ONLY
        elif piece.startswith("**"):
            params.append(parameter(piece[2:], _VAR_KEYWORD))
        elif piece.startswith("*"):
            params.append(parameter(piece[1:], _VAR_POSITIONAL))
            kind = _KEYWORD_ONLY
        else:
            name, equals, default = piece.partition("=")
            if name.startswith("$"):
                self_first, name = True, name[1:]
            value = _default(obj, default.strip()) if equals else _empty
            params.append(parameter(name.strip(), kind, default=value))
    return params, self_first


def _default(obj, text):
    if text in ("None", "True", "False"):
        return {"None": None, "True": True, "False": False}[text]
    if _dotted.fullmatch(text):
        module = sys.modules.get(getattr(obj, "__module__", None) or "builtins")
        for namespace in (vars(module) if module else {}, sys.modules):
            try:
                first, *rest = text.split(".")
                value = namespace[first]
                for name in rest:
                    value = getattr(value, name)
            except (KeyError, AttributeError):
                continue
            if isinstance(value, (str, int, float, bytes, bool, type(None))):
                return value
        raise ValueError
    try:
        return eval(text, {"__builtins__": {}})
    except NameError:
        raise SyntaxError(text) from None
