"""decimal: edges of comparison, format, fma and power."""
from decimal import *
D=Decimal
c=Context(prec=5,traps=[])
def t(s):
    c.clear_flags()
    try: print(s,'->',repr(eval(s)),[f.__name__ for f,v in c.flags.items() if v])
    except BaseException as e: print(s,'!!',type(e).__name__,e)
f=getcontext().flags
for s in ['f=={}','f!={}','f=={Inexact:False}','{Inexact:False}!=f','format(D(1),"99999999999")','format(D(1),"=99999999999")','format(D(1),"=9223372036854775807.1")','format(D(1),"9223372036854775807.1")','format(D(1),"9223372036854775807")','format(D(1),".99999999999f")','format(D(1),"=.99999999999f")','c.fma(D("inf"),0,D("nan7"))','c.fma(D("inf"),0,D("snan7"))','c.fma(D("nan3"),0,D("snan7"))','c.fma(D("nan3"),D("snan4"),D("snan7"))','c.fma(1,1,D("snan7"))','format(D(12345),"g")','D(12345).__format__("g",None)','D(12345).__format__("g",{"grouping":"\xff\xff\0"})','D(12345).__format__("g",{"decimal_point":""})','D(12345).__format__("g",{"decimal_point":"ééé"})','D(12345).__format__("g",{"thousands_sep":"xxxxx"})','D(12345).__format__("g",{"x":1})','D(1234567).__format__(",",{"grouping":"\x02"})','D(1234567).__format__("g",{"grouping":"\x02","thousands_sep":"_"})','D(1234567).__format__("n",{"grouping":"\x02\x03\x00","thousands_sep":"_"})','D(123456789012).__format__("n",{"grouping":"\x02\x03\x7f","thousands_sep":"_"})','D(1234567).__format__("020n",{"grouping":"\x02\x03\x00","thousands_sep":"__"})']: t(s)
for r in (ROUND_UP,ROUND_DOWN,ROUND_CEILING,ROUND_FLOOR,ROUND_05UP):
    c.rounding=r
    for s in ['c.power(4,D("0.5"))','c.power(2,D("0.5"))','c.power(D("1.00001"),D("1e-10"))','c.power(D("0.99999"),D("1e-10"))','c.power(9,D("1.5"))','c.power(D("0.25"),D("-0.5"))','c.power(100,D("2.5"))','c.power(10,D("-0.5"))','c.power(3,40)','c.power(3,-40)','c.power(D("1e999999"),2)','c.power(D("1e-999999"),2)','c.power(2,D("1e10"))','c.power(2,D("-1e10"))','c.power(D(10),D("999999.5"))','c.power(D(10),D(10)**30)','c.power(D(-2),D(10)**30+1)','c.power(D("-0.5"),D(10)**30+1)','c.power(D("-1.0000000001"),D(10)**10+1)','c.power(D(2),D("0.0000000000001"))','c.power(D(2),D("-1e-100"))','c.exp(D("1e-10"))','c.ln(D("1.00000000001"))','c.log10(D("1000000001"))']: t(s)
