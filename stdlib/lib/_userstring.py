"""`collections.UserString`: every str method over `data` (mirrors part of Lib/collections/__init__.py)."""
import _collections_abc
import sys


def _raw(value):
    return value.data if isinstance(value, UserString) else value


class UserString(_collections_abc.Sequence):
    """A str written in Python, to be subclassed; the content is in `data`."""

    def __init__(self, seq):
        text = seq.data[:] if isinstance(seq, UserString) else seq
        self.data = text if isinstance(text, str) else str(text)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __hash__(self):
        return hash(self.data)

    def __getnewargs__(self):
        return (self.data[:],)

    def __eq__(self, string):
        return self.data == _raw(string)

    def __lt__(self, string):
        return self.data < _raw(string)

    def __le__(self, string):
        return self.data <= _raw(string)

    def __gt__(self, string):
        return self.data > _raw(string)

    def __ge__(self, string):
        return self.data >= _raw(string)

    def __contains__(self, char):
        return _raw(char) in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __add__(self, other):
        other = _raw(other)
        return self.__class__(self.data + (other if isinstance(other, str) else str(other)))

    def __radd__(self, other):
        return self.__class__((other if isinstance(other, str) else str(other)) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)

    def __rmod__(self, template):
        return self.__class__(str(template) % self)

    def count(self, sub, start=0, end=sys.maxsize):
        return self.data.count(_raw(sub), start, end)

    def find(self, sub, start=0, end=sys.maxsize):
        return self.data.find(_raw(sub), start, end)

    def rfind(self, sub, start=0, end=sys.maxsize):
        return self.data.rfind(_raw(sub), start, end)

    def encode(self, encoding='utf-8', errors='strict'):
        return self.data.encode('utf-8' if encoding is None else encoding, 'strict' if errors is None else errors)

    maketrans = str.maketrans


def _delegate(name, wrap):
    method = getattr(str, name)

    def call(self, /, *args, **kwds):
        args = [_raw(arg) for arg in args]
        result = method(self.data, *args, **kwds)
        return self.__class__(result) if wrap else result

    call.__name__ = name
    call.__qualname__ = f'UserString.{name}'
    call.__module__ = 'collections'
    return call


for _name in ('capitalize casefold center expandtabs ljust lower lstrip removeprefix removesuffix replace rjust rstrip '
              'strip swapcase title translate upper zfill').split():
    setattr(UserString, _name, _delegate(_name, True))
for _name in ('endswith format format_map index isalpha isalnum isascii isdecimal isdigit isidentifier islower '
              'isnumeric isprintable isspace istitle isupper join partition rindex rpartition rsplit split splitlines '
              'startswith').split():
    setattr(UserString, _name, _delegate(_name, False))
