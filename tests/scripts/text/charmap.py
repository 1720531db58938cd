# Codecs by a map, as the modules of `encodings` use them.
import codecs,_codecs
def t(f,*a):
    try: print(repr(f(*a)))
    except BaseException as e: print(type(e).__name__,e)
b=_codecs.charmap_build; d=_codecs.charmap_decode; e=_codecs.charmap_encode
tab=lambda n: ''.join(bytes([i]).decode(n,'replace') for i in range(256)).replace('\ufffd','\ufffe')
T=tab('cp1252')
print(type(b(T)), type(b(T)).__module__, b(T).size(), b(tab('cp1251')).size(), b(tab('cp437')).size())
t(b,''); t(b,'abc'); t(b,'\0ab'); t(b,5); t(b,'\0\ufffea'); t(b,'\0\U00010000'); t(lambda: b('\0ab').size()); t(b,'\0a'*200)
t(lambda: b('\0ab')[0]); t(type(b('\0a')))
for err in (None,'strict','ignore','replace','backslashreplace','xmlcharrefreplace','surrogateescape','surrogatepass','nope',5):
    t(d,b'a\x81b\x80',err,T); t(e,'a\u20acb\u1234\u1235c\ud800',err,b(T)); t(e,'a\u20acb\u1234c',err,{97:b'xy',98:None,99:0x20,0x20ac:300}); t(d,b'abc\x03\x04',err,{97:'xyz',98:None,99:0x20ac,3:0xfffe}); t(d,b'abc',err,'xy'); t(e,'é\u0100',err,None);t(d,b'\xe9',err,None); t(e,'é\u0100',err)
t(d,b'ab',None,{97:0x110000}); t(d,b'ab',None,{97:-1}); t(d,b'ab',None,{97:5.0}); t(d,b'ab',None,{97:b'x'}); t(e,'ab',None,{97:256}); t(e,'ab',None,{97:'x'}); t(e,'ab',None,{97:-1}); t(d,b'a',None,['x']); t(d,b'a\0',None,['x']); t(d,b'a',None,5); t(e,'a',None,5); t(e,b'a'); t(d,'a'); t(d,b'\0\1\2','strict','\ufffea\ufffe'); t(d,b'\0','strict',{0:'\ufffe'});t(d,b'\0','strict',{0:'\ufffe\ufffe'});t(d,b'\0','strict',{0:''})
class M:
    def __getitem__(self,k): raise ZeroDivisionError
t(d,b'a',None,M()); t(e,'a',None,M())
class L:
    def __getitem__(self,k): raise IndexError
t(d,b'a','replace',L()); t(e,'a','replace',L()); t(e,'a','xmlcharrefreplace',{ord(c):c.encode() for c in '&#1234567890;'}); t(e,'a','xmlcharrefreplace',{})
codecs.register_error('objx',lambda x: ('zz',x.end)); t(e,'a\u1234',"objx",b(T)); t(d,b'a\x81','objx',T)
codecs.register_error('objb',lambda x: (b'zz',x.end)); t(e,'a\u1234',"objb",b(T)); t(d,b'a\x81','objb',T)
