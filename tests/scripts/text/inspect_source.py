"""inspect: sources, comments, frames."""
import inspect
# comment above
def f(a,
      b=(1,
         2)):
    """doc
string"""
    x = [1,
2]
    if x:
        return 1  # trailing

    # inner comment
    return 2
    # last comment
# outside

@staticmethod
@(lambda q: q)
def deco(): pass
class K(object):
    # c
    def m(self):
        s = '''
no indent
'''
        return s
    y = 5

    class Inner:
        def z(self): return (1,
   2)
lam = lambda x: (x +
    1)
def one(): return 1
async def co():
    pass
import sys
for o in (f, K, K.m, K.Inner, K.Inner.z, one, co, lam, deco):
    try: print(repr(inspect.getsource(o)), inspect.getsourcelines(o)[1])
    except Exception as e: print(type(e), e)
print(repr(inspect.getcomments(f)), inspect.getfile(f) == __file__, inspect.getsourcefile(K) == __file__, inspect.getmodule(f).__name__)
for o in (3, int, len, sys):
    try: print(inspect.getfile(o))
    except Exception as e: print(type(e).__name__, e)
def deep(): return inspect.stack()
r = deep()
print([(x.function, x.lineno, x.code_context, x.index, x.positions) for x in r])
print(inspect.getframeinfo(inspect.currentframe(), 3)[1:])
try: 1/0
except Exception as e: print(inspect.trace()[0][2:], inspect.getinnerframes(e.__traceback__)[0].positions)
