"""Tokens of Python source, its encoding, and source made of tokens (mirrors Lib/tokenize.py)."""

import builtins as _builtins
import re
import token
from codecs import BOM_UTF8, lookup
from collections import namedtuple as _namedtuple
from io import TextIOWrapper
from token import *
from token import EXACT_TOKEN_TYPES

cookie_re = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
blank_re = re.compile(br"^[ \t\f]*(?:[#\r\n]|$)", re.ASCII)

__all__ = token.__all__ + ["tokenize", "generate_tokens", "detect_encoding", "untokenize", "TokenInfo", "open",
                           "TokenError"]
del token


class TokenInfo(_namedtuple('TokenInfo', 'type string start end line')):
    def __repr__(self):
        shown = '%d (%s)' % (self.type, tok_name[self.type])
        return 'TokenInfo(type=%s, string=%r, start=%r, end=%r, line=%r)' % (shown, *self[1:])

    @property
    def exact_type(self):
        if self.type == OP:
            return EXACT_TOKEN_TYPES.get(self.string, OP)
        return self.type


class TokenError(Exception):
    pass


# A named character's braces are its own; others of the text of an f-string are written twice.
_braces = re.compile(r'(?<!\\)((?:\\\\)*\\N\{[^}]*\})|[{}]')


def _doubled(text):
    return _braces.sub(lambda found: found[0] if found[1] else found[0] * 2, text)


class Untokenizer:

    def __init__(self):
        self.tokens = []
        self.prev_row, self.prev_col = 1, 0
        self.prev_type = None
        self.encoding = None

    def add_whitespace(self, start):
        row, col = start
        if (row, col) < (self.prev_row, self.prev_col):
            raise ValueError("start ({},{}) precedes previous end ({},{})"
                             .format(row, col, self.prev_row, self.prev_col))
        if rows := row - self.prev_row:
            self.tokens.append("\\\n" * rows)
            self.prev_col = 0
        if columns := col - self.prev_col:
            self.tokens.append(" " * columns)

    def untokenize(self, iterable):
        iterator = iter(iterable)
        indents, starts_line = [], False
        for found in iterator:
            if len(found) == 2:
                self.compat(found, iterator)
                break
            kind, text, start, end, line = found
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind == ENDMARKER:
                break
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                self.prev_row, self.prev_col = end
                continue
            if kind in (NEWLINE, NL):
                starts_line = True
            elif starts_line and indents:
                if start[1] >= len(indents[-1]):
                    self.tokens.append(indents[-1])
                    self.prev_col = len(indents[-1])
                starts_line = False
            elif kind == FSTRING_MIDDLE and ('{' in text or '}' in text):
                text = _doubled(text)
                last = text.splitlines()[-1]
                end = end[0], end[1] + last.count("{{") + last.count("}}")
            if kind in (STRING, FSTRING_START) and self.prev_type in (STRING, FSTRING_END):
                self.tokens.append(" ")
            self.add_whitespace(start)
            self.tokens.append(text)
            self.prev_row, self.prev_col = end
            if kind in (NEWLINE, NL):
                self.prev_row += 1
                self.prev_col = 0
            self.prev_type = kind
        return "".join(self.tokens)

    def compat(self, first, rest):
        """Tokens without places: what they are made into has the same tokens, not the same spaces."""
        indents, after_string, f_strings = [], False, 0
        starts_line = first[0] in (NEWLINE, NL)
        for found in (first, *rest):
            kind, text = found[:2]
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind in (NAME, NUMBER):
                text += ' '
            if kind == STRING and after_string:
                text = ' ' + text
            after_string = kind == STRING
            f_strings += (kind == FSTRING_START) - (kind == FSTRING_END)
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                continue
            if kind in (NEWLINE, NL):
                starts_line = True
            elif starts_line and indents:
                self.tokens.append(indents[-1])
                starts_line = False
            elif kind == FSTRING_MIDDLE:
                text = _doubled(text)
            if f_strings and text in ('{', '}') and self.tokens and self.tokens[-1] == text:
                # Two of them would be one that stands for itself.
                text = ' ' + text
            if kind in (STRING, FSTRING_START) and self.prev_type in (STRING, FSTRING_END):
                self.tokens.append(" ")
            self.tokens.append(text)
            self.prev_type = kind


def untokenize(iterable):
    """Transform tokens back into Python source code.

It is bytes in the encoding that the first token tells, str where none does. Whole tokens give back the source, all but
spaces at the ends of lines; pairs of type and string give a source of the same tokens."""
    maker = Untokenizer()
    source = maker.untokenize(iterable)
    return source if maker.encoding is None else source.encode(maker.encoding)


def _tokens(readline, encoding=None):
    # The native tokenizer is imported here: most who import this module want the encoding alone.
    from _tokenize import TokenizerIter
    if encoding is None:
        found = TokenizerIter(readline, extra_tokens=True)
    else:
        found = TokenizerIter(readline, encoding=encoding, extra_tokens=True)
    try:
        yield from map(TokenInfo._make, found)
    except SyntaxError as error:
        if type(error) is not SyntaxError:
            raise error from None
        message = error.msg
        if "unterminated triple-quoted string literal" in message:
            message = "EOF in multi-line string"
        raise TokenError(message, (error.lineno, error.offset)) from None


def tokenize(readline):
    """The tokens of source that readline() gives line by line as bytes; the first one tells the encoding."""
    encoding, lines = detect_encoding(readline)

    def all_lines():
        yield from lines
        yield from iter(readline, b"")

    if encoding == "utf-8-sig":
        encoding = "utf-8"
    yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), '')
    yield from _tokens(all_lines().__next__, encoding)


def generate_tokens(readline):
    """Tokenize a source reading Python code as unicode strings."""
    return _tokens(readline)


# The names that may go on behind a hyphen.
_USUAL_NAMES = (("utf-8", "utf-8"), ("latin-1", "iso-8859-1"), ("iso-8859-1", "iso-8859-1"),
                ("iso-latin-1", "iso-8859-1"))


def _get_normal_name(orig_enc):
    """The encoding's usual name, where it is UTF-8 or Latin-1."""
    # What is behind the first twelve letters does not count.
    name = orig_enc[:12].lower().replace("_", "-")
    for known, usual in _USUAL_NAMES:
        if name == known or name.startswith(f"{known}-"):
            return usual
    return orig_enc


def _complaint(what, filename, detail=""):
    """The error of a file that may have a name."""
    where = "" if filename is None else f" for {filename!r}"
    return SyntaxError(f"{what}{where}{detail}")


def _declared(line, filename):
    """The encoding that a line says the file is in, None if it says nothing of it."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise _complaint("invalid or missing encoding declaration", filename)
    said = cookie_re.match(text)
    if said is None:
        return None
    encoding = _get_normal_name(said[1])
    try:
        lookup(encoding)
    except LookupError:
        raise _complaint("unknown encoding", filename, f": {encoding}")
    return encoding


def detect_encoding(readline):
    """
    The encoding of Python source and the lines (left as bytes) that were read to find it.

    It is 'utf-8-sig' where a byte order mark comes first, else what a coding comment in the first two lines says,
    else 'utf-8'. SyntaxError is raised where the mark and the comment disagree or the encoding is unknown.
    """
    filename = getattr(getattr(readline, "__self__", None), "name", None)
    lines, encoding, marked = [], None, False
    # A comment in the second line counts only behind a first line without code.
    while encoding is None and len(lines) < 2 and all(map(blank_re.match, lines)):
        try:
            line = readline()
        except StopIteration:
            line = b""
        if not lines and line.startswith(BOM_UTF8):
            line, marked = line.removeprefix(BOM_UTF8), True
        if not line:
            break
        encoding = _declared(line, filename)
        lines.append(line)
        if marked and encoding not in (None, "utf-8"):
            raise _complaint("encoding problem", filename, ": utf-8")
    return "utf-8-sig" if marked else encoding or "utf-8", lines


def open(filename):
    """The file as text, in the encoding that it says it is in."""
    file = _builtins.open(filename, "rb")
    try:
        encoding = detect_encoding(file.readline)[0]
        file.seek(0)
        text = TextIOWrapper(file, encoding, line_buffering=True)
    except:
        file.close()
        raise
    text.mode = "r"
    return text
