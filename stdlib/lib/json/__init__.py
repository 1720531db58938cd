"""JSON (JavaScript Object Notation): text for plain data, and back.

    >>> import json
    >>> json.dumps(["a", {"b": (None, 1.5)}])
    '["a", {"b": [null, 1.5]}]'
    >>> json.loads('{"a": [1, 2]}')
    {'a': [1, 2]}
"""

__version__ = "2.0.9"
__all__ = ["dump", "dumps", "load", "loads", "JSONDecoder", "JSONDecodeError", "JSONEncoder"]
__author__ = "Bob Ippolito <bob@redivi.com>"

from .decoder import JSONDecoder, JSONDecodeError
from .encoder import JSONEncoder
import codecs

_default_encoder = JSONEncoder(
    skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, indent=None, separators=None,
    default=None,
)
_default_decoder = JSONDecoder(object_hook=None, object_pairs_hook=None)


def _encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys, kw):
    plain = not skipkeys and ensure_ascii and check_circular and allow_nan and not sort_keys and not kw
    if plain and cls is None and indent is None and separators is None and default is None:
        return _default_encoder
    if cls is None:
        cls = JSONEncoder
    return cls(
        skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
        indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw,
    )


def dump(obj, fp, *, skipkeys=False, ensure_ascii=True, check_circular=True,
         allow_nan=True, cls=None, indent=None, separators=None,
         default=None, sort_keys=False, **kw):
    """Serialize ``obj`` as a JSON formatted stream to ``fp``, which has a ``write()`` method.

    The options are those of ``dumps``.
    """
    encoder = _encoder(
        skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys, kw
    )
    for chunk in encoder.iterencode(obj):
        fp.write(chunk)


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True,
          allow_nan=True, cls=None, indent=None, separators=None,
          default=None, sort_keys=False, **kw):
    """Serialize ``obj`` to a JSON formatted ``str``.

    ``skipkeys`` leaves out keys that are no str, int, float, bool or None instead of refusing them;
    ``ensure_ascii`` escapes all else; ``check_circular`` finds objects within themselves; ``allow_nan``
    lets NaN and the infinities pass; ``indent`` gives every element a line; ``separators`` is a pair for
    items and keys; ``default`` is called for objects that are not serializable; ``cls`` is a JSONEncoder.
    """
    encoder = _encoder(
        skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys, kw
    )
    return encoder.encode(obj)


# What a text may begin with; the shorter ones are the beginnings of longer ones.
_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"),
)


def detect_encoding(b):
    for mark, encoding in _MARKS:
        if b.startswith(mark):
            return encoding
    # Without a mark: JSON begins with an ASCII character, so that its zero bytes tell.
    size = len(b)
    if (size != 2 and size < 4) or (b[0] and b[1]):
        return "utf-8"
    order = "le" if b[0] else "be"
    zeros = b[2:4] if b[0] else b[1:2]
    return f"utf-16-{order}" if size == 2 or any(zeros) else f"utf-32-{order}"


def load(fp, *, cls=None, object_hook=None, parse_float=None,
         parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    """Deserialize ``fp``, a file with a JSON document, to a Python object.

    The options are those of ``loads``.
    """
    return loads(
        fp.read(), cls=cls, object_hook=object_hook, parse_float=parse_float, parse_int=parse_int,
        parse_constant=parse_constant, object_pairs_hook=object_pairs_hook, **kw,
    )


def loads(s, *, cls=None, object_hook=None, parse_float=None,
          parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    """Deserialize ``s``, a ``str``, ``bytes`` or ``bytearray`` with a JSON document, to a Python object.

    ``object_hook`` is called with every dict, ``object_pairs_hook`` instead with its pairs; ``parse_float``,
    ``parse_int`` and ``parse_constant`` with the text of numbers; ``cls`` is a JSONDecoder.
    """
    if isinstance(s, str):
        if s.startswith("\ufeff"):
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    elif isinstance(s, (bytes, bytearray)):
        s = s.decode(detect_encoding(s), "surrogatepass")
    else:
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    hooks = {
        "object_hook": object_hook, "object_pairs_hook": object_pairs_hook, "parse_float": parse_float,
        "parse_int": parse_int, "parse_constant": parse_constant,
    }
    given = {name: hook for name, hook in hooks.items() if hook is not None}
    if cls is None and not given and not kw:
        return _default_decoder.decode(s)
    return (JSONDecoder if cls is None else cls)(**kw, **given).decode(s)
