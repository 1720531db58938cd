"""Extract, format and print information about Python stack traces."""

import linecache
import sys
import textwrap
from _collections import deque
from _collections_abc import Sequence

import _traceback

__all__ = ['extract_stack', 'extract_tb', 'format_exception',
           'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception',
           'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException',
           'walk_stack', 'walk_tb']

_REPEATS = 3  # the same place is shown this often in a row
_CAUSE = (
    "\nThe above exception was the direct cause "
    "of the following exception:\n\n"
)
_CONTEXT = (
    "\nDuring handling of the above exception, "
    "another exception occurred:\n\n"
)


class _Sentinel:
    def __repr__(self):
        return "<implicit>"


_sentinel = _Sentinel()


def print_list(extracted_list, file=None):
    if file is None:
        file = sys.stderr
    for item in StackSummary.from_list(extracted_list).format():
        print(item, file=file, end="")


def format_list(extracted_list):
    """Format a list of tuples or FrameSummary objects for printing: a list of strings, each ending in a newline."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Print up to 'limit' stack trace entries from the traceback 'tb': the last ones where 'limit' is negative, all
    where it is None; to sys.stderr where 'file' is None."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """A shorthand for 'format_list(extract_tb(tb, limit))'."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """The frames of a traceback, as a StackSummary."""
    return StackSummary._extract(_walk_tb(tb), limit=limit)


def _parse_value_tb(exc, value, tb):
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError("Both or neither of value and tb must be given")
    if value is not _sentinel:
        return value, tb
    if exc is None:
        return None, None
    if isinstance(exc, BaseException):
        return exc, exc.__traceback__
    raise TypeError(f"Exception expected for value, {type(exc).__name__} found")


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True, **kwargs):
    """Print exception up to 'limit' stack trace entries from 'tb' to 'file', with the exceptions it was raised in
    the context of unless 'chain' is false."""
    value, tb = _parse_value_tb(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(file=file, chain=chain)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """Format a stack trace and the exception information: a list of strings, each ending in a newline, which
    together are what print_exception() prints."""
    value, tb = _parse_value_tb(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """Format the exception part of a traceback: a list of strings, each ending in a newline."""
    if value is _sentinel:
        value = exc
    te = TracebackException(type(value), value, None, compact=True)
    return list(te.format_exception_only(show_group=show_group))


def _format_final_exc_line(etype, value, *, insert_final_newline=True):
    text = _safe_string(value, "exception")
    line = f"{etype}: {text}" if value is not None and text else f"{etype}"
    return line + "\n" if insert_final_newline else line


def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:
        return f"<{what} {func.__name__}() failed>"


def print_exc(limit=None, file=None, chain=True):
    """Shorthand for 'print_exception(sys.exception(), limit, file, chain)'."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """Like print_exc() but return a string."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the last exception that nothing caught: what the prompt has shown last."""
    if hasattr(sys, "last_exc"):
        last = sys.last_exc,
    elif hasattr(sys, "last_type"):
        last = sys.last_type, sys.last_value, sys.last_traceback
    else:
        raise ValueError("no last exception")
    print_exception(*last, limit=limit, file=file, chain=chain)


def print_stack(f=None, limit=None, file=None):
    """Print a stack trace from its invocation point, or from the frame 'f'."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """Shorthand for 'format_list(extract_stack(f, limit))'."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """Extract the raw traceback from the current stack frame, the oldest frame first."""
    start = sys._getframe().f_back if f is None else f
    outwards = StackSummary.extract(walk_stack(start), limit=limit)
    outwards.reverse()
    return outwards


def clear_frames(tb):
    "Clear all references to local variables in the frames of a traceback."
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass  # it is still running
        tb = tb.tb_next


class FrameSummary:
    """Information about a single frame from a traceback: filename, lineno, end_lineno, colno, end_colno (columns in
    bytes), name, line (the text of the first line) and locals (a dict of name to repr(), or None)."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno",
                 "name", "_lines", "_lines_dedented", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename, self.name = filename, name
        self.lineno, self.end_lineno = lineno, lineno if end_lineno is None else end_lineno
        self.colno, self.end_colno = colno, end_colno
        self._lines, self._lines_dedented = line, None
        if lookup_line:
            self.line
        shown = {key: _safe_string(value, "local", func=repr) for key, value in (locals or {}).items()}
        self.locals = shown or None

    def _key(self):
        # Without the text of the line, which would be looked up.
        return self.filename, self.lineno, self.name, self.locals

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return self._key() == other._key()
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __getitem__(self, pos):
        return tuple(self)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    def _set_lines(self):
        if self._lines is None and self.lineno is not None and self.end_lineno is not None:
            numbers = range(self.lineno, self.end_lineno + 1)
            lines = [linecache.getline(self.filename, number).rstrip() for number in numbers]
            self._lines = "\n".join(lines) + "\n"

    @property
    def _original_lines(self):
        self._set_lines()
        return self._lines

    @property
    def _dedented_lines(self):
        if self._lines_dedented is None:
            self._set_lines()
            if self._lines is not None:
                self._lines_dedented = textwrap.dedent(self._lines)
        return self._lines_dedented

    @property
    def line(self):
        self._set_lines()
        if self._lines is None:
            return None
        return self._lines.partition("\n")[0].strip()


def walk_stack(f):
    """The frames and their lines, from 'f' outwards; from the caller of the caller where 'f' is None."""
    frame = sys._getframe().f_back.f_back.f_back.f_back if f is None else f
    while frame is not None:
        yield frame, frame.f_lineno
        frame = frame.f_back


def walk_tb(tb):
    """Walk a traceback yielding the frame and line number for each frame, following tb.tb_next."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _walk_tb(tb):
    while tb is not None:
        line, *rest = _traceback._position(tb.tb_frame.f_code, tb.tb_lasti)
        yield tb.tb_frame, (tb.tb_lineno if line is None else line, *rest)
        tb = tb.tb_next


class StackSummary(list):
    """A list of FrameSummary objects, representing a stack of frames."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Create a StackSummary from a traceback or stack object: 'frame_gen' yields frames and line numbers, of
        which the first 'limit' are taken, the last ones where it is negative."""

        def extended():
            for f, lineno in frame_gen:
                yield f, (lineno, None, None, None)

        return klass._extract(extended(), limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals)

    @classmethod
    def _extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            frame_gen = (entry for _, entry in zip(range(limit), frame_gen)) if limit >= 0 else deque(frame_gen, maxlen=-limit)
        result = klass()
        names = set()
        for f, (lineno, end_lineno, colno, end_colno) in frame_gen:
            code = f.f_code
            names.add(code.co_filename)
            linecache.lazycache(code.co_filename, f.f_globals)
            result.append(
                FrameSummary(code.co_filename, lineno, code.co_name, lookup_line=False,
                             locals=f.f_locals if capture_locals else None,
                             end_lineno=end_lineno, colno=colno, end_colno=end_colno)
            )
        for name in names:
            linecache.checkcache(name)
        if lookup_lines:
            for frame in result:
                frame.line
        return result

    @classmethod
    def from_list(klass, a_list):
        result = klass()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """Format the lines for a single FrameSummary; None leaves the frame out."""
        filename = frame_summary.filename
        if filename.startswith("<stdin>-"):
            filename = "<stdin>"
        row = [f'  File "{filename}", line {frame_summary.lineno}, in {frame_summary.name}\n']
        lines = frame_summary._dedented_lines
        if lines and lines.strip():
            if frame_summary.colno is None or frame_summary.end_colno is None:
                row.append(textwrap.indent(frame_summary.line, "    ") + "\n")
            else:
                text = _traceback._annotate(
                    frame_summary._original_lines.splitlines(),
                    frame_summary.lineno, frame_summary.end_lineno,
                    frame_summary.colno, frame_summary.end_colno,
                )
                row.append(textwrap.indent(text, "    ", lambda line: True))
        if frame_summary.locals:
            row += [f"    {name} = {value}\n" for name, value in sorted(frame_summary.locals.items())]
        return "".join(row)

    def format(self, **kwargs):
        """Format the stack ready for printing: a list of strings, one per frame, with repeated frames folded."""
        result = []
        last = None
        count = 0

        def fold():
            if count > _REPEATS:
                more = count - _REPEATS
                result.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")

        for frame in self:
            text = self.format_frame_summary(frame)
            if text is None:
                continue
            place = frame.filename, frame.lineno, frame.name
            if place != last or None in place:
                fold()
                last, count = place, 0
            count += 1
            if count <= _REPEATS:
                result.append(text)
        fold()
        return result


class _Context:
    """Where in nested groups the output is."""

    def __init__(self):
        self.depth = 0
        self.need_close = False

    def indent(self):
        return " " * (2 * self.depth)

    def emit(self, texts, margin="|"):
        prefix = self.indent()
        if self.depth:
            prefix += margin + " "
        for text in [texts] if isinstance(texts, str) else texts:
            yield textwrap.indent(text, prefix, lambda line: True)


class TracebackException:
    """An exception ready for rendering.

    It holds what is needed to print an exception, its stack and the exceptions it is chained to, without references
    to any of them. max_group_width and max_group_depth limit how much of exception groups is shown.
    """

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        options = {
            "limit": limit, "lookup_lines": lookup_lines, "capture_locals": capture_locals,
            "max_group_width": max_group_width, "max_group_depth": max_group_depth,
        }
        is_recursive = _seen is not None
        if _seen is None:
            _seen = set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract(
            _walk_tb(exc_traceback), limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals
        )
        self._exc_type = exc_type if save_exc_type else None
        self._str = _safe_string(exc_value, "exception")
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as e:
            self.__notes__ = [f"Ignored error getting __notes__: {_safe_string(e, '__notes__', repr)}"]
        self._is_syntax_error = False
        self._have_exc_type = exc_type is not None
        if exc_type is not None:
            self.exc_type_qualname = exc_type.__qualname__
            self.exc_type_module = exc_type.__module__
        else:
            self.exc_type_qualname = self.exc_type_module = None
        if exc_type and issubclass(exc_type, SyntaxError):
            self._take_place(exc_value)
        elif isinstance(exc_value, BaseException):
            self._str += _traceback._hint(exc_value, exc_traceback)
        if lookup_lines:
            self._load_lines()
        self.__suppress_context__ = exc_value.__suppress_context__ if exc_value is not None else False
        self.__cause__ = self.__context__ = self.exceptions = None
        if not is_recursive:
            self._chain(exc_value, compact, options, _seen)

    def _take_place(self, error):
        self.filename = error.filename
        self.lineno = None if error.lineno is None else str(error.lineno)
        self.end_lineno = None if error.end_lineno is None else str(error.end_lineno)
        self.text = error.text
        self.offset = error.offset
        self.end_offset = error.end_offset
        self.msg = error.msg
        self._is_syntax_error = True

    def _chain(self, value, compact, options, seen):
        def wrapped(e):
            return TracebackException(type(e), e, e.__traceback__, _seen=seen, **options)

        def linked(e):
            return None if e is None or id(e) in seen else wrapped(e)

        # Chains can be long, so no recursion. The last that was found goes first: what one shows, another does not.
        waiting = [(self, value)]
        while waiting:
            te, e = waiting.pop()
            if e is None:
                continue
            te.__cause__ = linked(e.__cause__)
            if not compact or te.__cause__ is None and not e.__suppress_context__:
                te.__context__ = linked(e.__context__)
            links = [(te.__cause__, e.__cause__), (te.__context__, e.__context__)]
            waiting += [link for link in links if link[0] is not None]
            if isinstance(e, BaseExceptionGroup):
                te.exceptions = list(map(wrapped, e.exceptions))
                waiting += zip(te.exceptions, e.exceptions)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Create a TracebackException from an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        import warnings

        warnings.warn(
            "Deprecated in 3.13. Use exc_type_str instead.", DeprecationWarning, stacklevel=2
        )
        return self._exc_type

    @property
    def exc_type_str(self):
        if not self._have_exc_type:
            return None
        name, module = self.exc_type_qualname, self.exc_type_module
        if module in ("__main__", "builtins"):
            return name
        return f"{module if isinstance(module, str) else '<unknown>'}.{name}"

    def _load_lines(self):
        for frame in self.stack:
            frame.line

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Format the exception part of the traceback: a generator of strings, each ending in a newline. The last
        but for notes says what happened; with show_group, the exceptions of a group follow."""
        indent = 3 * _depth * " "
        if not self._have_exc_type:
            yield indent + _format_final_exc_line(None, self._str)
            return
        name = self.exc_type_str
        if self._is_syntax_error:
            yield from (indent + line for line in self._format_syntax_error(name))
        elif _depth:
            text = _format_final_exc_line(name, self._str, insert_final_newline=False)
            yield from (indent + line + "\n" for line in text.split("\n"))
        else:
            yield _format_final_exc_line(name, self._str)
        notes = self.__notes__
        if isinstance(notes, Sequence) and not isinstance(notes, (str, bytes)):
            for note in notes:
                yield from (indent + line + "\n" for line in _safe_string(note, "note").split("\n"))
        elif notes is not None:
            yield indent + _safe_string(notes, "__notes__", func=repr) + "\n"
        if self.exceptions and show_group:
            for one in self.exceptions:
                yield from one.format_exception_only(show_group=show_group, _depth=_depth + 1)

    def _format_syntax_error(self, stype, **kwargs):
        """Format SyntaxError exceptions (internal helper)."""
        suffix = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            suffix = f" ({self.filename})"
        if isinstance(self.text, str):
            shown = self.text.rstrip("\n")
            stripped = shown.lstrip(" \n\f")
            yield f"    {stripped}\n"
            if self.offset is not None:
                yield from self._marks(shown, stripped)
        yield f"{stype}: {self.msg or '<no detail available>'}{suffix}\n"

    def _marks(self, shown, stripped):
        start = self.offset
        if self.lineno == self.end_lineno:
            end = self.end_offset or start
        else:
            end = len(shown) + 1
        if self.text and start > len(self.text):
            start = len(self.text) + 1
        if start == end or end == -1:
            end = start + 1
        cut = len(shown) - len(stripped) + 1
        start -= cut
        end -= cut
        if start >= 0:
            space = "".join(c if c.isspace() else " " for c in stripped[:start])
            yield f"    {space}{'^' * (end - start)}\n"

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Format the exception: a generator of strings, each ending in a newline, some with more of them inside.
        Without 'chain', the exceptions it was raised from or in the context of are left out."""
        if _ctx is None:
            _ctx = _Context()
        output = [(None, self)]
        while chain:
            exc = output[-1][1]
            if exc.__cause__ is not None:
                output[-1] = (_CAUSE, exc)
                output.append((None, exc.__cause__))
            elif exc.__context__ is not None and not exc.__suppress_context__:
                output[-1] = (_CONTEXT, exc)
                output.append((None, exc.__context__))
            else:
                break
        for message, exc in reversed(output):
            if message is not None:
                yield from _ctx.emit(message)
            if exc.exceptions is None:
                if exc.stack:
                    yield from _ctx.emit("Traceback (most recent call last):\n")
                    yield from _ctx.emit(exc.stack.format())
                yield from _ctx.emit(exc.format_exception_only())
            elif _ctx.depth > self.max_group_depth:
                yield from _ctx.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            else:
                yield from self._format_group(exc, chain, _ctx)

    def _format_group(self, exc, chain, ctx):
        is_toplevel = ctx.depth == 0
        if is_toplevel:
            ctx.depth += 1
        if exc.stack:
            yield from ctx.emit(
                "Exception Group Traceback (most recent call last):\n", "+" if is_toplevel else "|"
            )
            yield from ctx.emit(exc.stack.format())
        yield from ctx.emit(exc.format_exception_only())
        total, width = len(exc.exceptions), self.max_group_width
        count = total if total <= width else width + 1
        ctx.need_close = False
        for i in range(count):
            is_last = i == count - 1
            if is_last:
                ctx.need_close = True
            truncated = i >= width
            title = "..." if truncated else f"{i + 1}"
            corner = "+-" if i == 0 else "  "
            yield f"{ctx.indent()}{corner}+---------------- {title} ----------------\n"
            ctx.depth += 1
            if truncated:
                more = total - width
                yield from ctx.emit(f"and {more} more exception{'s' if more > 1 else ''}\n")
            else:
                yield from exc.exceptions[i].format(chain=chain, _ctx=ctx)
            if is_last and ctx.need_close:
                yield ctx.indent() + "+------------------------------------\n"
                ctx.need_close = False
            ctx.depth -= 1
        if is_toplevel:
            ctx.depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the result of self.format(chain=chain) to 'file'."""
        if file is None:
            file = sys.stderr
        for line in self.format(chain=chain):
            print(line, file=file, end="")
