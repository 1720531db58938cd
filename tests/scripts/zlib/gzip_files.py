"""gzip: one-shot functions and files."""
import gzip, io, os, pickle, tempfile
for l in (0,1,6,9): print(l, gzip.compress(b'x'*50,l,mtime=0), gzip.compress(b'hello',l,mtime=5))
bad=[b'',b'xx',b'\x1f\x8b',b'\x1f\x8b\x07'+b'\0'*20,gzip.compress(b'a',mtime=0)[:-1],gzip.compress(b'a',mtime=0)[:-5]+b'xxxxx',gzip.compress(b'a',mtime=0)+b'\0\0',gzip.compress(b'a')+gzip.compress(b'b'),gzip.compress(b'a')+b'zz']
for d in bad:
    for f in (gzip.decompress,lambda d: gzip.GzipFile(fileobj=io.BytesIO(d)).read()):
        try: print(f(d))
        except BaseException as e: print(type(e).__name__,e)
b=io.BytesIO()
with gzip.GzipFile('name.gz','wb',5,b,mtime=7) as f: print(f.write(b'abc\n'*10),f.tell(),f.mode,f.name,f.writable(),f.readable(),f.seekable()); f.flush(); f.write(b'end'); f.seek(60)
print(b.getvalue(), f.closed); b.seek(0)
with gzip.GzipFile(fileobj=b) as f: print(f.read(5),f.tell(),f.readline(),f.seek(2),f.read(4),f.peek(3)[:3],f.read1(4),f.mtime,f.seek(-3,2),f.read(),f.rewind(),len(f.read()),f.mode)
for s in ['gzip.open("x","rtb")','gzip.open("x","rb",encoding="a")','gzip.open(5)','gzip.GzipFile("x","rt")','gzip.GzipFile(fileobj=io.BytesIO(),mode="q")','f.read()','gzip.GzipFile(fileobj=io.BytesIO(b""),mode="rb").write(b"")','gzip.BadGzipFile.__mro__','sorted(gzip.__all__)']:
    try: print(s,eval(s))
    except BaseException as e: print(s,type(e).__name__,e)
with tempfile.TemporaryDirectory() as d:
    p=os.path.join(d,'t.gz')
    with gzip.open(p,'wt',encoding='utf-8') as f: f.write('héllo\nworld\n')
    with gzip.open(p,'rt',encoding='utf-8') as f: print(f.readlines())
    with gzip.open(p,'ab') as f: pickle.dump({'a':[1,2,3]},f)
    with gzip.open(p) as f: print(f.readline(),f.readline(),pickle.load(f),f.read())
