"""functools.partial in classes, and its lesser members."""
import warnings
from functools import partial

warnings.simplefilter("always")
p = partial(int, base=2)
print(p.__get__(None, int) is p)
for arguments in ((None,), (None, None), ()):
    try:
        print(p.__get__(*arguments))
    except Exception as e:
        print(type(e).__name__, e)
with warnings.catch_warnings(record=True) as caught:
    print(p.__get__(3) is p)

    class A:
        f = p

    A.f
    A().f("101")
    for w in caught:
        print(w.category.__name__, w.message)
warnings.simplefilter("error")
try:
    A().f
except FutureWarning as e:
    print(repr(e))
p.extra = 5
print(p.extra, p.__getattribute__("extra"), type(p.__vectorcalloffset__), vars(p))
p.__delattr__("extra")
try:
    p.__setattr__("func", 3)
except AttributeError as e:
    print(e)
try:
    del p.__vectorcalloffset__
except (AttributeError, TypeError) as e:
    print(type(e).__name__, e)
