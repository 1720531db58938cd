"""Errors of codecs that were called through the registry carry a note; names of codecs and handlers end at no NUL."""
import codecs
import pickle

ACTIONS = """
codecs.encode('\\xe9', 'ascii')
codecs.encode(5, 'latin1')
codecs.decode(b'\\xff', 'ascii')
codecs.decode(5, 'utf-8')
b'\\xff'.decode('ascii')
'\\xe9'.encode('ascii')
codecs.encode('x', 'nope')
str(b'\\xff', 'ascii')
codecs.encode(b'x', 'rot13')
codecs.decode('x', 'hex')
b'x'.decode('hex')
codecs.encode('\\xe9', 'ascii', 'nope')
'\\u4e2d'.encode('cp437')
b'\\x81'.decode('cp1252')
'x'.encode('a\\0b')
codecs.lookup('a\\0b')
codecs.encode('x', 'a\\0')
codecs.encode('x', 'utf-8', 's\\0')
codecs.encode('x', '\\ud800')
codecs.lookup_error('a\\0')
__import__('.nothing')
__import__('..nothing')
__import__('.')
"""
for line in ACTIONS.strip().splitlines():
    try:
        print(line, "->", eval(line))
    except Exception as e:
        print(line, "->", type(e).__name__, ascii(str(e)), getattr(e, "__notes__", None))

# State of exceptions that keep fields.
for e in (AttributeError("a"), AttributeError("a", name=None), AttributeError("a", name="n", obj=1), NameError("n"), ImportError("i"),
          ImportError("i", name=None), ImportError("i", name="n", path="p"), ModuleNotFoundError("m", name="n")):
    print(e.__reduce__(), pickle.dumps(e, 2))
    e.extra = 1
    print(e.__reduce__()[2])
