"""base64: every function, errors included."""
import base64 as b
def t(f,*a,**k):
    try: print(f.__name__,a,k,'->',f(*a,**k))
    except Exception as e: print(f.__name__,a,k,'!!',type(e).__module__, type(e).__name__,e, repr(e.__cause__))
t(b.b64encode,'a');t(b.b64encode,b'\xfb\xff',b'-_');t(b.b64encode,b'a',b'-');t(b.b64encode,b'a','-_');t(b.b64decode,b'-_==',b'-_');t(b.b64decode,'-_==','-_');t(b.b64decode,'-_==','é_');t(b.b64decode,b'YQ==',b'-');t(b.b64decode,b'Y Q==',validate=True);t(b.b64decode,5)
t(b.standard_b64decode,'YQ==');t(b.urlsafe_b64decode,'_w==');t(b.urlsafe_b64encode,b'\xff\xfb')
for x in [b'',b'a',b'ab',b'abc',b'abcd',b'abcde','x',5]: t(b.b32encode,x); t(b.b32hexencode,x); t(b.b16encode,x); t(b.a85encode,x); t(b.b85encode,x)
for x in [b'ME======',b'me======','ME======',b'ME=====',b'M=======',b'MFRGG===',b'1E======',b'ME====A=',b'',b'MZXW6YTB0',b'M0======',b'ML======','é',b'========']: t(b.b32decode,x); t(b.b32decode,x,True); t(b.b32decode,x,map01=b'L'); t(b.b32decode,x,map01='I'); t(b.b32hexdecode,x)
t(b.b32decode,b'ME======',map01=b'LL')
for x in [b'61',b'6A',b'6a','6a',b'6',b'zz',b'']: t(b.b16decode,x); t(b.b16decode,x,True)
for x in [b'\0\0\0\0',b'    ',b'\0\0\0\0    abcd',b'abcde'*20,b'\0',b'    \0',b'   ',b'']:
    t(b.a85encode,x);t(b.a85encode,x,foldspaces=True);t(b.a85encode,x,wrapcol=10);t(b.a85encode,x,adobe=True,wrapcol=1);t(b.a85encode,x,pad=True); t(b.b85encode,x,pad=True)
for x in [b'z',b'y',b'!!',b'!',b'<~z~>',b'~>',b'<~abc',b'abc~>',b'\x7f',b's8W-!',b's8W-"',b'zz!z','@:E_W',b'ab\ncd',b'abz',b'v']:
    t(b.a85decode,x);t(b.a85decode,x,foldspaces=True);t(b.a85decode,x,adobe=True);t(b.a85decode,x,ignorechars=b'z'); t(b.b85decode,x)
t(b.b85decode,b'~~~~~');t(b.b85decode,b'|NsC0');t(b.b85decode,b'|NsC1');t(b.b85decode,b'VPa "');t(b.b85decode,'é')
t(b.encodebytes,b'x'*100);t(b.encodebytes,'x');t(b.decodebytes,b'YWJj\nYQ==\n');t(b.decodebytes,'x')
try: b.encodebytes(memoryview(b'abcd').cast('I'))
except TypeError as e: print(e)
try: b.encodebytes(memoryview(b'abcd').cast('B',(2,2)))
except TypeError as e: print(e)
t(b.z85encode,b'abcd');t(b.z85decode,b'vqGsv');t(b.z85encode,b'abc');t(b.z85decode,b'vq~~');t(b.z85decode,b'#####')
import inspect
for n in b.__all__: print(n, inspect.signature(getattr(b,n)))
