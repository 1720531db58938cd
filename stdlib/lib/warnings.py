"""Python part of the warnings subsystem."""

import sys

from _warnings import (
    _defaultaction,
    _filters_mutated,
    _onceregistry,
    filters,
    warn,
    warn_explicit,
)

__all__ = [
    "warn",
    "warn_explicit",
    "showwarning",
    "formatwarning",
    "filterwarnings",
    "simplefilter",
    "resetwarnings",
    "catch_warnings",
    "deprecated",
]

defaultaction = _defaultaction
onceregistry = _onceregistry
_ACTIONS = ("default", "always", "ignore", "module", "once", "error")


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Hook to write a warning to a file; replace if you like."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """Function to format a warning the standard way."""
    return _formatwarnmsg_impl(WarningMessage(message, category, filename, lineno, None, line))


def _showwarnmsg_impl(msg):
    file = sys.stderr if msg.file is None else msg.file
    if file is None:
        return
    text = _formatwarnmsg(msg)
    try:
        file.write(text)
    except OSError:
        pass  # a closed standard error: the warning is lost


def _formatwarnmsg_impl(msg):
    text = f"{msg.filename}:{msg.lineno}: {msg.category.__name__}: {msg.message}\n"
    line = msg.line
    if line is None:
        try:
            import linecache

            line = linecache.getline(msg.filename, msg.lineno)
        except Exception:
            line = None  # at the end of the program nothing can be imported
    if line and (line := line.strip()):
        text += f"  {line}\n"
    if msg.source is not None:
        # There is no tracemalloc that could say more.
        text += f"{msg.category.__name__}: Enable tracemalloc to get the object allocation traceback\n"
    return text


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _showwarnmsg(msg):
    """Hook to write a warning to a file; replace if you like."""
    replaced = globals().get("showwarning", _showwarning_orig)
    if replaced is _showwarning_orig:
        _showwarnmsg_impl(msg)
        return
    if not callable(replaced):
        raise TypeError("warnings.showwarning() must be set to a function or method")
    replaced(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)


def _formatwarnmsg(msg):
    """Function to format a warning the standard way."""
    replaced = globals().get("formatwarning", _formatwarning_orig)
    if replaced is _formatwarning_orig:
        return _formatwarnmsg_impl(msg)
    return replaced(msg.message, msg.category, msg.filename, msg.lineno, msg.line)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Insert an entry into the list of warnings filters (at the front).

    'message' and 'module' are regular expressions, the others as in simplefilter().
    """
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    _check_line(lineno)
    if message or module:
        import re
    message = re.compile(message, re.I) if message else None
    module = re.compile(module) if module else None
    _add_filter(action, message, category, module, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Insert a simple entry into the list of warnings filters (at the front).

    It matches every module and message. 'action' is one of "error", "ignore", "always", "default", "module" and
    "once"; 'append' adds the entry at the end.
    """
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    _check_line(lineno)
    _add_filter(action, None, category, None, lineno, append=append)


def _check_line(lineno):
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def _add_filter(*item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Clear the list of warning filters, so that no filters are active."""
    filters[:] = []
    _filters_mutated()


class _OptionError(Exception):
    """Exception used by option processing helpers."""


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as error:
            print("Invalid -W option ignored:", error, file=sys.stderr)


def _setoption(arg):
    parts = arg.split(":")
    if len(parts) > 5:
        raise _OptionError(f"too many fields (max 5): {arg!r}")
    parts += [""] * (5 - len(parts))
    action, message, category, module, lineno = [part.strip() for part in parts]
    action = _getaction(action)
    category = _getcategory(category)
    if message or module:
        import re
    message = re.compile(re.escape(message), re.I) if message else None
    module = re.compile(re.escape(module) + r"\Z") if module else None
    line = 0
    if lineno:
        try:
            line = int(lineno)
            if line < 0:
                raise ValueError
        except (ValueError, OverflowError):
            raise _OptionError("invalid lineno %s" % (line if line < 0 else repr(lineno))) from None
    _add_filter(action, message, category, module, line, append=False)


def _getaction(action):
    if not action:
        return "default"
    for known in _ACTIONS:
        if known.startswith(action):
            return known
    raise _OptionError(f"invalid action: {action!r}")


def _getcategory(category):
    if not category:
        return Warning
    module, _, name = category.rpartition(".")
    try:
        owner = __import__(module or "builtins", None, None, [name])
    except ImportError:
        raise _OptionError(f"invalid module name: {module!r}") from None
    try:
        found = getattr(owner, name)
    except AttributeError:
        raise _OptionError(f"unknown warning category: {category!r}") from None
    if not issubclass(found, Warning):
        raise _OptionError(f"invalid warning category: {category!r}")
    return found


class WarningMessage(object):
    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category = message, category
        self.filename, self.lineno, self.file, self.line = filename, lineno, file, line
        self.source = source
        self._category_name = category and category.__name__ or None

    def __str__(self):
        return (
            f"{{message : {self.message!r}, category : {self._category_name!r}, "
            f"filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}"
        )


class catch_warnings(object):
    """A context manager that copies and restores the warnings filter upon
    exiting the context.

    With 'record' it returns a list to which warnings are appended instead of being shown; 'action' and the
    arguments after it are those of a simplefilter() call made on entry.
    """

    def __init__(
        self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False
    ):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        module = self._module
        self._filters = module.filters
        module.filters = self._filters[:]
        module._filters_mutated()
        self._showwarning = module.showwarning
        self._showwarnmsg_impl = module._showwarnmsg_impl
        log = None
        if self._record:
            log = []
            module._showwarnmsg_impl = log.append
            # A hook of the program's own must not take what is recorded.
            module.showwarning = module._showwarning_orig
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        module = self._module
        module.filters = self._filters
        module._filters_mutated()
        module.showwarning, module._showwarnmsg_impl = self._showwarning, self._showwarnmsg_impl


class deprecated:
    """Indicate that a class, function or overload is deprecated.

    Calling the function, or making an instance or a subclass of the class, issues 'message' as a warning of
    'category', unless that is None; the message is also set as `__deprecated__`.
    """

    def __init__(
        self,
        message: str,
        /,
        *,
        category: type[Warning] | None = DeprecationWarning,
        stacklevel: int = 1,
    ) -> None:
        if not isinstance(message, str):
            got = type(message).__name__
            raise TypeError(f"Expected an object of type str for 'message', not {got!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        message, category, stacklevel = self.message, self.category, self.stacklevel
        if category is None:
            arg.__deprecated__ = message
            return arg
        if isinstance(arg, type):
            return _deprecated_class(arg, message, category, stacklevel)
        if callable(arg):
            return _deprecated_function(arg, message, category, stacklevel)
        raise TypeError(
            "@deprecated decorator with non-None category must be applied to "
            f"a class or callable, not {arg!r}"
        )


def _deprecated_function(function, message, category, stacklevel):
    import functools
    import inspect

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        warn(message, category=category, stacklevel=stacklevel + 1)
        return function(*args, **kwargs)

    if inspect.iscoroutinefunction(function):
        wrapper = inspect.markcoroutinefunction(wrapper)
    function.__deprecated__ = wrapper.__deprecated__ = message
    return wrapper


def _deprecated_class(arg, message, category, stacklevel):
    import functools
    from types import MethodType

    original_new = arg.__new__

    @functools.wraps(original_new)
    def __new__(cls, /, *args, **kwargs):
        if cls is arg:
            warn(message, category=category, stacklevel=stacklevel + 1)
        if original_new is object.__new__:
            # Which takes none of the arguments, and leaves those of an __init__ to it.
            if (args or kwargs) and cls.__init__ is object.__init__:
                raise TypeError(f"{cls.__name__}() takes no arguments")
            args, kwargs = (), {}
        return original_new(cls, *args, **kwargs)

    arg.__new__ = staticmethod(__new__)

    original_init = arg.__init_subclass__
    if isinstance(original_init, MethodType):
        original_init = original_init.__func__

        @functools.wraps(original_init)
        def __init_subclass__(*args, **kwargs):
            warn(message, category=category, stacklevel=stacklevel + 1)
            return original_init(*args, **kwargs)

        arg.__init_subclass__ = classmethod(__init_subclass__)
    else:

        @functools.wraps(original_init)
        def __init_subclass__(*args, **kwargs):
            warn(message, category=category, stacklevel=stacklevel + 1)
            return original_init(*args, **kwargs)

        arg.__init_subclass__ = __init_subclass__

    arg.__deprecated__ = __new__.__deprecated__ = message
    __init_subclass__.__deprecated__ = message
    return arg


_DEPRECATED_MSG = (
    "{name!r} is deprecated and slated for removal in Python {remove}"
)


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warn that *name* is deprecated or should be removed in *remove*."""
    remove_text = f"{remove[0]}.{remove[1]}"
    if _version[:2] > remove or (_version[:2] == remove and _version[3] != "alpha"):
        raise RuntimeError(f"{name!r} was slated for removal after Python {remove_text} alpha")
    warn(message.format(name=name, remove=remove_text), DeprecationWarning, stacklevel=3)


def _warn_unawaited_coroutine(coro):
    lines = [f"coroutine '{coro.__qualname__}' was never awaited\n"]
    if coro.cr_origin is not None:
        import traceback

        lines.append("Coroutine created at (most recent call last)\n")
        places = ((file, line, function, None) for file, line, function in reversed(coro.cr_origin))
        lines += traceback.StackSummary.from_list(list(places)).format()
    warn("".join(lines).rstrip("\n"), category=RuntimeWarning, stacklevel=2, source=coro)


_processoptions(sys.warnoptions)
