"""The encoding of source files."""

import builtins as _builtins
import re
from codecs import BOM_UTF8, lookup
from io import TextIOWrapper

__all__ = ["detect_encoding", "open"]

cookie_re = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
blank_re = re.compile(br"^[ \t\f]*(?:[#\r\n]|$)", re.ASCII)


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
