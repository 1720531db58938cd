"""Sizes that no memory holds: MemoryError or OverflowError, and the script goes on."""
import collections
import io
import itertools
import math
import operator
import re
import struct
import sys

B = 10**15
H = sys.maxsize

CASES = r"""
1 << 10**15
1 << 2**63
1 << 10**30
0 << 10**30
1 >> 10**30
1**10**30
0**10**30
(-1)**(10**30)
'a' * B
'ab' * B
'\\u1234' * B
'' * B
B * 'a'
'a' * H
'ab' * H
'ab' * 10**30
b'a' * B
b'ab' * H
b'a' * 10**30
[0] * B
[0,1] * H
[0] * 10**30
[] * B
(0,) * B
(0,1) * H
() * H
bytes(B)
bytes(H)
bytes(10**30)
bytes(Ix())
bytes(-1)
list(range(B))
list(range(H))
list(range(10**30))
tuple(range(B))
tuple(range(H))
sorted(range(B))
list(itertools.repeat(None, B))
list(itertools.repeat(None, H))
tuple(itertools.repeat(0, B))
[*itertools.repeat(None, B)]
[*range(B)]
(*range(B),)
[].extend(range(B))
[].extend(itertools.repeat(0,B))
b''.ljust(B)
b''.rjust(B)
b''.center(B)
b''.zfill(B)
b''.ljust(H)
b'x'.center(H)
''.ljust(B)
''.rjust(B)
''.center(B)
''.zfill(B)
''.ljust(H)
'x'.center(H)
'x'.zfill(H)
'x'.ljust(10**30)
'x'.ljust(B, '\\u1234')
'\\t'.expandtabs(B)
'\\t'.expandtabs(H)
b'\\t'.expandtabs(B)
f'{1:{10**15}}'
f'{1:{H}}'
f'{1:{10**30}}'
f'{1.5:{10**15}}'
f'{1.5:.{10**15}}'
f'{"a":{10**15}}'
f'{"a":.{10**15}}'
f'{1:0{10**15}}'
f'{1j:{10**15}}'
format(1, '1000000000000000d')
format('x', '\\u1234>1000000000000000')
'{:1000000000000000}'.format('a')
'%1000000000000000d' % 1
'%*d' % (B, 1)
'%*d' % (H, 1)
'%*d' % (10**30, 1)
'%.*d' % (B, 1)
'%.*f' % (B, 1.0)
'%.99999999999f' % 1.0
'%*s' % (B, 'a')
'%-*s' % (B, 'a')
'%.*s' % (B, 'a')
'%99999999999999999999d' % 1
b'%*d' % (B, 1)
b'%1000000000000000d' % 1
b'%*s' % (B, b'a')
b'%.*d' % (B, 1)
(1).to_bytes(B)
(1).to_bytes(B, 'little')
(1).to_bytes(H)
(1).to_bytes(10**30)
(-1).to_bytes(B, signed=True)
int('1'*5000)
b'a'.hex(':', B)
b'a'.hex(':', 10**30)
'x'.encode() * B
'a' + 'b' * B
struct.calcsize('1000000000000000s')
struct.pack('1000000000000000x')
struct.calcsize('%dd' % H)
struct.calcsize('99999999999999999999x')
io.BytesIO().seek(B)
(lambda b: (b.seek(B), b.write(b'x')))(io.BytesIO())
(lambda b: (b.seek(B), b.write('x')))(io.StringIO())
(lambda b: b.truncate(B))(io.BytesIO(b'abc'))
(lambda b: b.read(B))(io.BytesIO(b'abc'))
(lambda l: l.__setitem__(slice(0,0), range(B)))([])
(lambda l: l.__imul__(B))([1])
bytes(itertools.repeat(0, B))
math.factorial(10**30)
math.ldexp(1.0, 10**30)
divmod(1 << 10**6, 3)[1]
max(itertools.repeat(1, 5))
itertools.repeat(1, H).__length_hint__()
operator.length_hint(itertools.repeat(1, H))
operator.length_hint(range(10**30))
len(range(10**30))
list(zip(range(B), range(3)))
list(map(None.__class__, ())) 
set(range(0))
dict.fromkeys(range(0))
list(itertools.product(range(2), repeat=B))
list(itertools.combinations(range(3), B))
list(itertools.permutations(range(3), B))
list(itertools.combinations_with_replacement(range(3), B))
itertools.product(range(2), repeat=H)
itertools.combinations_with_replacement(range(2), H)
itertools.tee([], H)
itertools.tee([], B)
re.compile('a{99999999999}')
'a'.__mul__(B)
str.__rmul__('a', B)
operator.mul('a', B)
(lambda s: s.__imul__(B))([1,2])
bytes.fromhex('00') * B
'x'.center(B, 'y')
round(12345, -10**6)
round(1.5, 10**15)
round(1.5, -10**15)
float('1e' + '9'*100)
float.fromhex('0x1p' + '9'*100)
int('0b' + '1'*10, 0)
'a'.encode('utf-32') * B
slice(None).indices(10**30)
range(10**30)[10**29]
list(b'') * H
'a' * (H - 10)
b'a' * (H - 10)
b'a' * (H - 40)
'a' * (H - 60)
"""


def attempt(source):
    try:
        result = eval(source)
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    size = f" of {len(result)}" if isinstance(result, (str, bytes, list, tuple)) else ""
    return type(result).__name__ + size


class Ix:
    def __index__(self):
        return B


for case in CASES.strip().splitlines():
    print(f"{case:45} {attempt(case)}")
