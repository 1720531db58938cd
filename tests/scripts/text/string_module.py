"""string.Formatter, string.Template and _string."""
import string,_string
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except Exception as e: print(type(e).__name__,e)
for s in ['a{0}b','{a.b[c]!r:>{w}}','{{}}','{','}','{a','{a!','{a!x','{a!xy}','{a:{b}}','{a:{','','x','{}{}','{!r}','{a[}]}','a}}b{{c{d}','{:}','{a{b}}']:
    t(lambda:list(_string.formatter_parser(s)))
for s in ['a','0','','a.b','a[0]','a[b]','a[0].c','a..b','a[','a[]','a]b','a[0]x','12345678901234567890','a.b[c].d[5]','[0]','.a','٣']:
    t(lambda:(lambda r:(r[0],list(r[1])))(_string.formatter_field_name_split(s)))
t(_string.formatter_parser,1);t(_string.formatter_field_name_split,None); print(type(_string.formatter_parser('')),type(_string.formatter_field_name_split('a')[1]))
F=string.Formatter()
for a,k in [(('{0} {a}',1),{'a':2}),(('{} {}',1,2),{}),(('{} {0}',1),{}),(('{0} {}',1),{}),(('{a!r:>5}',),{'a':'x'}),(('{:{}}','a',5),{}),(('{a.real}',),{'a':1}),(('{a[0]}',),{'a':[1]}),(('{x}',),{}),(('{0}',),{}),((),{}),(('{!z}',1),{}),(('{:{:{}}}',1,2,3),{}),(('a',),{}),(('{0[a]}',{'a':1}),{})]:
    t(F.format,*a,**k)
t(F.vformat,'{0}{a}',(1,),{'a':2}); t(lambda:list(F.parse('a{b}c'))); t(F.get_field,'a.real',(),{'a':1}); t(F.get_value,'x',(),{});t(F.get_value,1,(1,2),{}); t(F.convert_field,1,'r');t(F.convert_field,1,'q');t(F.convert_field,1,None); t(F.check_unused_args,[],(),{}); t(F.format_field,1,'5'); t(string.Formatter.format); t(F._vformat,'{a}',(),{'a':1},set(),2)
class NS(string.Formatter):
    def __init__(s,n={}): s.n=n
    def get_value(s,k,a,kw): return kw.get(k,s.n.get(k)) if isinstance(k,str) else a[k]
    def check_unused_args(s,u,a,k): print('used',sorted(map(str,u)),a,k)
t(NS({'q':9}).format,'{q} {0}',5,z=1)
T=string.Template
for s,k in [('$a ${b} $$ $c',dict(a=1,b=2,c=3)),('$a',{}),('$',{}),('${',{}),('${a',{}),('$1',{}),('$a.b',{'a':1}),('$é',{}),('${a-b}',{}),('a\n$ b',{}),('$A_1x',{'A_1x':5})]:
    t(T(s).substitute,k);t(T(s).safe_substitute,k);t(T(s).is_valid);t(T(s).get_identifiers);t(T(s).substitute,**k)
t(T('$a').substitute,{'a':1},a=2); t(T('$a').substitute,1,2); t(T.substitute); t(T('$a').safe_substitute)
class M(T):
    delimiter='%'; idpattern='[a-z]+_[a-z]+'
t(M('%a_b %ab $a').safe_substitute,{'a_b':1}); print(M.flags, T.idpattern,T.braceidpattern,T.delimiter)
class M2(T):
    braceidpattern='[0-9]+'
t(M2('${1} $a').substitute,{'1':'x','a':'y'}); t(M2('${1} $a').get_identifiers)
class M3(T):
    pattern=r'(?P<escaped>\$\$)|\$(?P<named>[a-z]+)|\$\{(?P<braced>[a-z]+)\}|(?P<invalid>\$)'
t(M3('$a ${b} $$').substitute,{'a':1,'b':2})
try:
    class M4(T): pattern=r'(?P<x>a)'
    t(M4('a').substitute,{})
except Exception as e: print(e)
t(string.capwords,' a  b c ');t(string.capwords,'a-b c','-'); print(string.printable.encode(), string.whitespace.encode(), string.__all__)
