"""zlib: functions, objects, errors."""
import zlib
def t(s):
    try: print(s[:100],'->',repr(eval(s))[:200])
    except BaseException as e: print(s[:100],'!!',type(e).__module__,type(e).__name__,e)
d=b'hello world '*50; c=zlib.compress(d); g=zlib.compress(d,wbits=31); r=zlib.compress(d,wbits=-15)
for s in ['c','g','r','zlib.compress(b"")','zlib.compress(d,0)[:20]','zlib.compress(d,9)','zlib.compress(d,level=1)','zlib.compress(d,10)','zlib.compress(d,-2)','zlib.compress("x")','zlib.compress(d,wbits=5)','zlib.compress(d,wbits=-8)','zlib.compress(d,wbits=9)[:9]','zlib.decompress(c)==d','zlib.decompress(g,31)==d','zlib.decompress(g,47)==d','zlib.decompress(c,47)==d','zlib.decompress(r,-15)==d','zlib.decompress(c,0)==d','zlib.decompress(c,bufsize=1)==d','zlib.decompress(c,bufsize=0)','zlib.decompress(c,bufsize=-1)','zlib.decompress(b"")','zlib.decompress(c[:-1])','zlib.decompress(c+b"x")==d','zlib.decompress(b"xxxx")','zlib.decompress(g)','zlib.decompress(c[:-2]+b"xx")','zlib.decompress(b"\\x78\\x9c\\xff\\xff")','zlib.decompress(5)','zlib.adler32(b"abc")','zlib.adler32(b"abc",5)','zlib.adler32(b"abc",2**40)','zlib.crc32(b"abc")','zlib.crc32(b"abc",7)','zlib.adler32("x")','zlib.adler32(b"x",-1)','zlib.compressobj(10)','zlib.compressobj(method=9)','zlib.compressobj(wbits=99)','zlib.compressobj(memLevel=0)','zlib.compressobj(memLevel=10)','zlib.compressobj(strategy=9)','zlib.compressobj(zdict="x")','zlib.compressobj(zdict=5)','zlib.decompressobj(99)','zlib.decompressobj(zdict=5)','zlib.decompressobj(zdict="x")','zlib.decompressobj().decompress(c)==d','zlib.decompressobj().decompress(c,10)','zlib.decompressobj().decompress(c,-1)','zlib.decompressobj().decompress(c,max_length=0)==d','zlib.decompressobj().flush(0)','zlib.decompressobj().flush(-1)','zlib.decompressobj().flush()','zlib._ZlibDecompressor().decompress(c)==d','zlib._ZlibDecompressor(wbits=31).decompress(g,5)','type(zlib.compressobj())','type(zlib.decompressobj())','zlib.error.__mro__','type(zlib.compressobj())()','zlib.Z_FINISH','zlib.MAX_WBITS','zlib.ZLIB_VERSION==zlib.ZLIB_RUNTIME_VERSION','__import__("pickle").dumps(zlib.compressobj())']: t(s)
o=zlib.compressobj(6); p=[o.compress(d),o.flush(zlib.Z_SYNC_FLUSH),o.compress(b'abc'),o.flush(zlib.Z_FULL_FLUSH),o.flush(zlib.Z_NO_FLUSH),o.flush()]; print(p)
for a in ['o.compress(b"x")','o.flush()','o.flush(99)']: t(a)
x=zlib.decompressobj(); print(x.decompress(b''.join(p)+b'tail')==d+b'abc',x.unused_data,x.unconsumed_tail,x.eof,x.flush()); t('x.decompress(b"more")'); print(x.unused_data)
x=zlib.decompressobj(); out=x.decompress(c,10); print(out,x.unconsumed_tail==c[len(c)-len(x.unconsumed_tail):],x.eof); out+=x.decompress(x.unconsumed_tail,20); out+=x.flush(); print(out==d,x.eof,x.unconsumed_tail)
x=zlib.decompressobj(); print(x.decompress(c[:5]),x.eof,x.flush(),x.eof)
z=zlib.compressobj(zdict=b'hello world'); k=z.compress(d)+z.flush(); print(k); t('zlib.decompress(k)'); x=zlib.decompressobj(zdict=b'hello world'); print(x.decompress(k)==d); x=zlib.decompressobj(zdict=b'wrong'); t('x.decompress(k)')
z=zlib.compressobj(wbits=-15,zdict=b'hello world'); k=z.compress(d)+z.flush(); x=zlib.decompressobj(-15,zdict=b'hello world'); print(x.decompress(k)==d)
for w in (9,12,-9,-12,25,28): 
    z=zlib.compressobj(wbits=w); k=z.compress(d)+z.flush(); print(w,k,zlib.decompress(k,w)==d)
x=zlib._ZlibDecompressor(); print(x.decompress(c[:5]),x.needs_input,x.eof,x.decompress(c[5:],7),x.needs_input,x.decompress(b'',9),x.eof,len(x.decompress(b'')),x.eof,x.unused_data,x.needs_input); t('x.decompress(b"z")')
x=zlib._ZlibDecompressor(); print(x.decompress(c+b'extra')==d,x.unused_data)
t('zlib._ZlibDecompressor().decompress(b"bad data here")'); t('zlib.decompressobj().decompress(b"bad data here")')
import os
big=bytes(range(256))*5000; print(zlib.crc32(zlib.compress(big)),len(zlib.compress(big,9)),zlib.decompress(zlib.compress(big))==big)
