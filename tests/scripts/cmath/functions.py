import cmath, itertools
V = [0.0, -0.0, 1.0, -1.5, 1e-310, 1e308, 800.0, float("inf"), float("-inf"), float("nan")]
def t(f,*a):
    try: r=repr(f(*a))
    except Exception as e: r=type(e).__name__+str(e)
    print(f.__name__,a,r)
for n in 'acos acosh asin asinh atan atanh cos cosh exp log10 sin sinh sqrt tan tanh isfinite isinf isnan log phase polar'.split():
    for a,b in itertools.product(V,V): t(getattr(cmath,n),complex(a,b))
for a,b in itertools.product(V,V): t(cmath.rect,a,b); t(cmath.log,complex(a,b),3); t(cmath.isclose,complex(a,b),1.0)
t(cmath.isclose,1,2); 
class C:
  def __complex__(self): return 5
class D:
  def __complex__(self): return 5j
class F:
  def __float__(self): return 4.0
class I:
  def __index__(self): return 4
for x in ('a',None,10**400,C(),D(),F(),I(),True):
    t(cmath.sqrt,x) if not isinstance(x,(C,D,F,I)) else None
    if isinstance(x,C):
        try: cmath.sqrt(x)
        except TypeError as e: print(e)
    elif isinstance(x,(D,F,I)): print(cmath.sqrt(x))
for c in ((),(1,2)):
    try: cmath.sqrt(*c)
    except TypeError as e: print(e)
try: cmath.isclose(1,1,rel_tol=-1)
except ValueError as e: print(e)
print(cmath.inf,cmath.infj,cmath.nan,cmath.nanj,cmath.pi,cmath.e,cmath.tau,cmath.__doc__)
