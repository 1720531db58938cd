# helper
"""What scripts of random cases share: a digest of each seed's lines, or with `--whole` the lines themselves.

`python3.13 tests/random_library.py --exe PYVM` runs any range of seeds under two interpreters and shows what differs."""

import hashlib
import math
import struct
import sys
import warnings
from random import Random

# Texts whose characters are of all sizes and kinds, for those who take any text.
LETTERS = "aAbBxyz019 \t\n.,:;-_+*/\\|%$#@!?&=<>()[]{}'\"\xe9\xdf\u0130\u0660\u4e2d\U0001f600\u200b\x00"


class Cases(Random):
    """Random numbers, texts and choices from a seed."""

    def pick(self, *items):
        return items[self.randrange(len(items))]

    def below(self, n):
        return self.randrange(n)

    def maybe(self, share=0.5):
        return self.random() < share

    def text(self, most=8, letters=LETTERS):
        return "".join(letters[self.randrange(len(letters))] for _ in range(self.randrange(most + 1)))

    def some(self, make, most=6):
        return [make() for _ in range(self.randrange(most + 1))]

    def integer(self, bits=None):
        bits = self.pick(3, 8, 16, 31, 32, 33, 53, 62, 63, 64, 65, 100, 200, 500) if bits is None else bits
        n = self.getrandbits(self.randrange(1, bits + 1))
        return self.pick(n, -n, 1 << (bits - 1), (1 << bits) - 1, -(1 << bits)) if self.maybe(0.3) else self.pick(n, -n)

    def real(self):
        """A float: any bits, few digits, halves, near powers, the special ones."""
        kind = self.randrange(9)
        if kind == 0:
            return struct.unpack("<d", self.randbytes(8))[0]
        if kind == 1:
            return round(self.uniform(-1000, 1000), self.randrange(6))
        if kind == 2:
            return self.pick(0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1.0, -1.0, 0.5, 2.0, 1e16, 1e22, 1e23, 9007199254740993.0)
        if kind == 3:
            return self.randrange(-(10**6), 10**6) / self.pick(1, 2, 4, 8, 10, 100, 3)
        if kind == 4:
            return math.ldexp(self.random() + 0.5, self.randrange(-1070, 1023))
        if kind == 5:
            return self.pick(1, -1) * math.nextafter(2.0 ** self.randrange(-60, 60), self.pick(0.0, math.inf))
        if kind == 6:
            return float(self.integer(60))
        if kind == 7:
            return 10.0 ** self.randrange(-320, 308) * self.randrange(1, 1000)
        return self.gauss(0, self.pick(1e-3, 1, 10, 1e5))


def attempt(call, *args, **named):
    """The repr of a call's result, or its error."""
    try:
        return repr(call(*args, **named))
    except RecursionError:
        return "RecursionError"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def main(lines, first=0, last=3):
    warnings.simplefilter("ignore")
    sys.stdout.reconfigure(errors="backslashreplace")
    spans = [int(argument) for argument in sys.argv[1:] if argument != "--whole"]
    first, last = spans or (first, last)
    for seed in range(first, last):
        told = list(lines(Cases(seed)))
        if "--whole" in sys.argv:
            print(f"# seed {seed}", *told, sep="\n")
        else:
            data = "\n".join(told).encode("utf-8", "surrogatepass")
            print(seed, len(told), hashlib.sha256(data).hexdigest()[:16])
