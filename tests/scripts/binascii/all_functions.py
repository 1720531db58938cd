"""binascii: every function, errors included."""
import binascii as b
def t(f,*a,**k):
    try: print(f.__name__,a,k,'->',f(*a,**k))
    except Exception as e: print(f.__name__,a,k,'!!',type(e).__module__, type(e).__name__,e)
for x in [b'', b'YQ==', b'YQ=', b'YQ', b'Y', b'Y===', b'YWI=', b'YWJj', 'YWJj', 'YWJjé', b'Y Q = =', b'YQ==YQ==', b'=', b'==', b'===', b'=YQ==', b'A=', b'AA=A', b'AA=A=', b'AA==A', b'YWJj\n', b'YWJj!!', b'!!', b'AAA==', b'AAA=A', b'AAAA=', b'AAAA==',b'Y\nWJj',b'ABCDE',b'ABCDEF',b'ABCDEFG', b'ABCDEA==', b'AA=\n=',bytearray(b'YWJj'),1,None,b'YQ==!',b'YQ==\n',b'AAA=!',b'AA=!=', b'\nAAAA']:
    t(b.a2b_base64,x); t(b.a2b_base64,x,strict_mode=True)
for x in [b'',b'a',b'abc',b'abcd',b'x'*100]:
    t(b.b2a_base64,x); t(b.b2a_base64,x,newline=False); t(b.b2a_uu,x[:45]); t(b.b2a_uu,x[:45],backtick=True)
t(b.b2a_uu,b'x'*46);t(b.b2a_uu,b'\0\0\0ab',backtick=1);t(b.b2a_uu,b'\0\0\0ab')
t(b.b2a_base64,'a')
for x in [b'', b' ',b'#86)C', b'#86)C\n',b'#86)C\r\n',b'#86)', b'#86', b'#8',b'#',b'#86)Cxx',b'#86)C  ',b'#86)C``',b'\x01abc',b'#8\x016)C',b'#8\xff6)C','#86)C','\u1234',b'`',b'a',b'_'+b'a'*100,b'!86)C']:
    t(b.a2b_uu,x)
for x in [b'',b'0',b'00',b'abcd',b'ABcd',b'0g',b'g0',b'0 0','0a','é','00é',bytearray(b'00'),3]: t(b.a2b_hex,x); t(b.unhexlify,x)
for a in [(b'',),(b'abc',),(b'abcdef',':'),(b'abcdef',':',2),(b'abcdef',':',-2),(b'abcdef',b'_',4),(b'abcdef',b'_',-4),(b'abcdef',b'_',0),(b'abcdef',b'_',100),(b'abcdef','é'),(b'abcdef','::'),(b'abcdef',b''),(b'abcdef',5),('abc',),(b'abcdef','\xff'),(b'abcdef',b'\xff'),(b'abc',None),(b'abc',':','x')]: t(b.hexlify,*a); t(b.b2a_hex,*a)
for a in [(b'',),(b'123456789',),(b'123456789',5),(b'abc',-1),(b'abc',2**40+3),(b'abc',0xffffffff),('abc',),(b'abc','x'),(b'abc',1.5)]: t(b.crc32,*a); t(b.crc_hqx,*a)
t(b.crc_hqx,b'123456789',0xffff)
for x in [b'a=20b', b'a=\nb', b'a=\r\nb', b'a=b', b'a=', b'a==', b'=', b'a=4', b'a=4G', b'_a_', b'a=3D_', 'a=41', '\xe9', b'a  \n', b'a=\t\n',b'a= \nb',b'=AX', b'=a',b'==41',b'=0x']:
    t(b.a2b_qp,x); t(b.a2b_qp,x,header=True)
for x in [b'',b'abc',b'a b',b' a',b'a ',b'a\t',b'a \nb',b'a\t\r\nb',b'a=b',b'.',b'.\n',b'a\n.\nb',b'.a',b'\xff\x00',b'x'*80,b'x'*76,b'x'*75,b'x'*77,b'x'*74+b'=',b'x'*75+b'=',b'x'*76+b'\n',b'x'*75+b'\n'+b'y',b'a\rb',b'a\r\nb\nc',b'a\nb\r\n',b'_a_b c',b'x'*72+b'  y',b'x'*75+b' \n',b'x'*75+b'.',b'x'*76+b'.',b'  ',b'\t',b'x'*74+b'\xff',b'x'*73+b'\xffa',b'=\n',b'ab\n\n',bytes(range(256))]:
    for q in 0,1:
        for i in 0,1:
            for h in 0,1: t(b.b2a_qp,x,quotetabs=q,istext=i,header=h)
t(b.a2b_base64); t(b.a2b_base64,b'',True); t(b.hexlify); t(b.b2a_qp,b'',1,1,1,1); t(b.crc32)
print(b.Error, b.Incomplete, b.Error.__mro__, b.Incomplete.__mro__)
