"""Where the source of objects is, for `inspect`."""

import importlib.machinery
import linecache
import os
import re
import sys
import types


class ClassFoundException(Exception):
    __module__ = "inspect"


class EndOfBlock(Exception):
    __module__ = "inspect"


def getfile(object):
    """Work out which source or compiled file an object was defined in."""
    if isinstance(object, types.ModuleType):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError("{!r} is a built-in module".format(object))
    if isinstance(object, type):
        if hasattr(object, "__module__"):
            module = sys.modules.get(object.__module__)
            if getattr(module, "__file__", None):
                return module.__file__
            if object.__module__ == "__main__":
                raise OSError("source code not available")
        raise TypeError("{!r} is a built-in class".format(object))
    if isinstance(object, types.MethodType):
        object = object.__func__
    if isinstance(object, types.FunctionType):
        object = object.__code__
    if isinstance(object, types.TracebackType):
        object = object.tb_frame
    if isinstance(object, types.FrameType):
        object = object.f_code
    if isinstance(object, types.CodeType):
        return object.co_filename
    raise TypeError(
        "module, class, method, function, traceback, frame, or "
        "code object was expected, got {}".format(type(object).__name__)
    )


def getmodulename(path):
    """Return the module name for a given file, or None."""
    name = os.path.basename(path)
    for suffix in sorted(importlib.machinery.all_suffixes(), key=len, reverse=True):
        if name.endswith(suffix):
            return name[:-len(suffix)]
    return None


def getsourcefile(object):
    """Return the filename that can be used to locate an object's source."""
    filename = getfile(object)
    if filename.endswith(".pyc"):
        filename = os.path.splitext(filename)[0] + ".py"
    if filename in linecache.cache:
        return filename
    if os.path.exists(filename):
        return filename
    module = getmodule(object, filename)
    if getattr(module, "__loader__", None) is not None:
        return filename
    if getattr(getattr(module, "__spec__", None), "loader", None) is not None:
        return filename
    return None


def getabsfile(object, _filename=None):
    """Return an absolute path to the source or compiled file for an object."""
    if _filename is None:
        _filename = getsourcefile(object) or getfile(object)
    return os.path.normcase(os.path.abspath(_filename))


def getmodule(object, _filename=None):
    """Return the module an object was defined in, or None if not found."""
    if isinstance(object, types.ModuleType):
        return object
    if hasattr(object, "__module__"):
        return sys.modules.get(object.__module__)
    try:
        file = getabsfile(object, _filename)
    except (TypeError, FileNotFoundError):
        return None
    for module in sys.modules.copy().values():
        if isinstance(module, types.ModuleType) and getattr(module, "__file__", None):
            if file in (module.__file__, os.path.abspath(module.__file__)):
                return module
    return None


def findsource(object):
    """Return the entire source file and starting line number for an object: a list of lines and an index into it.
    OSError is raised where there is no source."""
    file = getsourcefile(object)
    if file:
        linecache.checkcache(file)
    else:
        file = getfile(object)
        if not (file.startswith("<") and file.endswith(">")):
            raise OSError("source code not available")
    module = getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__) if module else linecache.getlines(file)
    if not lines:
        raise OSError("could not get source code")
    if isinstance(object, types.ModuleType):
        return lines, 0
    if isinstance(object, type):
        try:
            number = vars(object)["__firstlineno__"] - 1
        except (TypeError, KeyError):
            raise OSError("source code not available")
        if number >= len(lines):
            raise OSError("lineno is out of bounds")
        return lines, number
    if isinstance(object, types.MethodType):
        object = object.__func__
    if isinstance(object, types.FunctionType):
        object = object.__code__
    if isinstance(object, types.TracebackType):
        object = object.tb_frame
    if isinstance(object, types.FrameType):
        object = object.f_code
    if isinstance(object, types.CodeType):
        number = object.co_firstlineno - 1
        if number >= len(lines):
            raise OSError("lineno is out of bounds")
        return lines, number
    raise OSError("could not find code object")


def getcomments(object):
    """Get lines of comments immediately preceding an object's source code."""
    try:
        lines, number = findsource(object)
    except (OSError, TypeError):
        return None
    if isinstance(object, types.ModuleType):
        start = 1 if lines and lines[0][:2] == "#!" else 0
        while start < len(lines) and lines[start].strip() in ("", "#"):
            start += 1
        if start < len(lines) and lines[start][:1] == "#":
            comments = []
            while start < len(lines) and lines[start][:1] == "#":
                comments.append(lines[start].expandtabs())
                start += 1
            return "".join(comments)
        return None
    if number > 0:
        indent = indentsize(lines[number])
        end = number - 1
        comments = []
        while end >= 0 and lines[end].lstrip()[:1] == "#" and indentsize(lines[end]) == indent:
            comments.insert(0, lines[end].expandtabs().lstrip())
            end -= 1
        while comments and comments[0].strip() == "#":
            comments.pop(0)
        while comments and comments[-1].strip() == "#":
            comments.pop()
        if comments:
            return "".join(comments)
    return None


def indentsize(line):
    """Return the indent size, in spaces, at the start of a line of text."""
    text = line.expandtabs()
    return len(text) - len(text.lstrip())


_token = re.compile(
    r"""(?P<string>[A-Za-z]{0,2}(?P<quote>'''|\"\"\"|'|\"))|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comment>\#.*)|(?P<word>\w+)|."""
)


def _logical_lines(lines):
    """Yields (first line, line after the last, indentation, first word, whether it ends with a colon, comment)."""
    depth, quote, start, word, last = 0, None, None, "", ""
    for number, line in enumerate(lines):
        at, text = 0, line.rstrip("\r\n")
        if start is None:
            if not text.strip():
                continue
            if text.lstrip().startswith("#"):
                yield number, number + 1, indentsize(text), "#", False
                continue
            start, word, last = number, "", ""
        while at < len(text):
            if quote:
                end = re.compile(r"(?:\\.|(?!%s).)*" % quote).match(text, at).end()
                if text.startswith(quote, end):
                    at, quote = end + len(quote), None
                    continue
                break
            match = _token.match(text, at)
            at = match.end()
            if match.group("comment"):
                break
            if match.group("string"):
                quote = match.group("quote")
            depth += bool(match.group("open")) - bool(match.group("close"))
            if not match.group().isspace():
                word = word or match.group("word") or match.group()
                last = match.group()
        if quote and len(quote) == 1 and not text.endswith("\\"):
            quote = None
        if quote or depth > 0 or text.endswith("\\"):
            continue
        yield start, number + 1, indentsize(lines[start]), word, last == ":"
        start = None


def getblock(lines):
    """Extract the block of code at the top of the given list of lines."""
    margin = body = None
    end = 1
    started = False
    for first, after, indent, word, opens in _logical_lines(lines):
        if margin is None:
            margin = indent
        if not started:
            end = after
            if word in ("def", "class", "async"):
                if not opens:
                    break
                started = True
            elif word not in ("@", "#"):
                # A lambda or another expression: its line.
                break
            continue
        if word == "#":
            if body is not None and indent >= body:
                end = after
            continue
        if indent <= margin:
            break
        if body is None:
            body = indent
        end = after
    return lines[:end]


def getsourcelines(object):
    """Return a list of source lines and starting line number for an object."""
    from _signature_of import unwrap

    object = unwrap(object)
    lines, number = findsource(object)
    if isinstance(object, types.TracebackType):
        object = object.tb_frame
    if isinstance(object, types.ModuleType) or (
        isinstance(object, types.FrameType) and object.f_code.co_name == "<module>"
    ):
        return lines, 0
    return getblock(lines[number:]), number + 1


def getsource(object):
    """Return the text of the source code for an object."""
    lines, number = getsourcelines(object)
    return "".join(lines)
