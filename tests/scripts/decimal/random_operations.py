"""decimal: operations on random numbers in random contexts."""
import random, sys
from decimal import *
random.seed(1)
rounds=[ROUND_UP,ROUND_DOWN,ROUND_CEILING,ROUND_FLOOR,ROUND_HALF_UP,ROUND_HALF_DOWN,ROUND_HALF_EVEN,ROUND_05UP]
def num(big=True):
    r=random.random()
    if r<.03: return Decimal(random.choice(['nan','-nan5','snan','inf','-inf','0','-0','0e5','-0e-7']))
    n=random.choice([1,2,3,5,9,12,20,40])
    s=''.join(random.choice('0123456789' if random.random()<.7 else '09') for _ in range(n))
    e=random.choice([0,0,0,-1,-2,-3,1,2,5,-n,-n,random.randint(-15,15),random.randint(-400,400) if big else 0])
    return Decimal(random.choice(['','-'])+s+f'e{e}')
names2='add subtract multiply divide divide_int remainder remainder_near divmod compare compare_total compare_total_mag max min max_mag min_mag quantize next_toward power same_quantum copy_sign rotate shift scaleb compare_signal'.split()
names1='exp ln log10 sqrt next_plus next_minus logb normalize plus minus abs to_integral_exact to_integral_value number_class to_sci_string to_eng_string create_decimal is_normal is_subnormal'.split()
for i in range(1500):
    c=Context(prec=random.choice([1,2,3,5,7,9,16,28,50]),rounding=random.choice(rounds),Emin=-random.choice([0,5,20,300,999999]),Emax=random.choice([0,5,20,300,999999]),clamp=random.choice([0,0,1]),capitals=random.choice([0,1]),traps=[])
    k=random.random()
    if k<.7:
        n=random.choice(names2); a=(num(n!='power'),num(n!='power'))
        if n in('rotate','shift','scaleb') and random.random()<.8: a=(a[0],Decimal(random.randint(-c.prec,c.prec)))
        if n=='power' and random.random()<.5: a=(a[0],Decimal(random.randint(-40,40)))
    elif k<.95: n=random.choice(names1); a=(num(n not in('exp',)),)
    else: n='fma'; a=(num(),num(),num())
    try: r=repr(getattr(c,n)(*a))
    except BaseException as e: r=repr(e)
    print(i,n,a,c.prec,c.rounding,c.Emin,c.Emax,c.clamp,'->',r,[f.__name__ for f,v in c.flags.items() if v])
