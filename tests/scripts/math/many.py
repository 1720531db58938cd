"""Every function of math at many places, and exact sums and integers."""
import math, struct
# deterministic values without the random module
s=12345
def nxt():
    global s
    s=(s*6364136223846793005+1442695040888963407)%2**64
    return s
def val():
    k=nxt()>>60
    if k<3: return struct.unpack('<d',struct.pack('<Q',nxt()))[0]
    if k<8: return (nxt()>>11)/2**53
    if k<12: return ((nxt()>>11)/2**52-1)*50
    return ((nxt()>>11)/2**52-1)*700
h=0


def mix(name,f,*a):
    try: r=repr(f(*a))
    except (ValueError,OverflowError,ZeroDivisionError) as e: r=type(e).__name__+str(e)
    print(name,*[x.hex() if isinstance(x,float) else x for x in a],r)
for name in 'acos acosh asin asinh atan atanh cos cosh degrees erf erfc exp exp2 expm1 gamma lgamma log log10 log1p log2 radians sin sinh sqrt tan tanh ulp frexp modf'.split():
    for i in range(40): mix(name,getattr(math,name),val())
for name in 'atan2 fmod pow remainder nextafter hypot isclose'.split():
    for i in range(40): mix(name,getattr(math,name),val(),val())
for i in range(60):
    v=[val() for _ in range(1+(nxt()>>61))]; w=[val() for _ in v]
    for f in (math.hypot,): mix('hypot',f,*v)
    try: print(math.fsum(v), math.sumprod(v,w), math.dist(v,w), math.prod(v))
    except Exception as e: print(e)
    v=[((nxt()>>11)/2**52-1)*10**((nxt()>>58)-30) for _ in range(20)]; w=[((nxt()>>11)/2**52-1) for _ in v]
    print(math.fsum(v), math.sumprod(v,w), math.dist(v,w), math.hypot(*v))
for i in range(30):
    mix('fma',math.fma,val(),val(),val()); a=nxt()>>(nxt()>>58); b=nxt()>>(nxt()>>58); n=a*b*a*b
    print(math.gcd(a,b),math.lcm(a,b),math.isqrt(n),math.comb(a%300,b%100),math.perm(a%300,b%100), math.log(n+1), math.log2(n+1), math.log10(n+1), math.comb(n,b%5), math.perm(n,b%5))
for i in range(0, 100, 7): print(math.factorial(i), math.ldexp(1.7,i*6-1100) if i<350 else 0)
