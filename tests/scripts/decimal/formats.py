"""decimal: format specifications, text."""
from decimal import *
D=Decimal
def t(s):
    try: print(s,'->',repr(eval(s)))
    except BaseException as e: print(s,'!!',type(e).__name__,e)
for v in ['0','1.5','-1234567.891','1E+10','1E-10','0E+3','0E-9','NaN','-Infinity','sNaN12','123','-0','9.995','0.00012345678']:
    for f in ['','e','E','.3e','.0e','f','.2f','.0f','g','G','.3g','.0g','%','.1%','n',',','010','+',' ',',.2f','015,.1f','*^20','<10','=+10.1f','z.1f','#.0f','.3','10n','.20e','025,','.10','z','z%','#g','F']:
        try: r=format(D(v),f)
        except Exception as e: r=f'{type(e).__name__} {e}'
        print(v,repr(f),repr(r))
for f in ['<05','05<','_','.','x','d','s',',n','1.','.1.2','é>10','\ud800>5','=5','>>5','z','#','z,','0z','99999999999999999999','.99999999999999999999','^010','+05.1f','{','.1g,','  5','c','5%%','\0>5','é','ab>5']:
    t(f'format(D("-1.25"),{f!r})')
t('D(1).__format__(5)'); t('D(1).__format__("",{})'); t('D(1234567).__format__("n",{"decimal_point":"x","thousands_sep":"y","grouping":"\\3"})'); t('D(1234567).__format__("n",5)'); t('D(1234567).__format__(".1f",{"decimal_point":","})')
for e in range(-12,14):
    for m in ['0','1','12','123','1234','-12345']:
        d=D(m).scaleb(e); print(d, d.to_eng_string(), repr(d), float(d), hash(d))
