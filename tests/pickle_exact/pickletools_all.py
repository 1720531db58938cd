"""pickletools: the table, dis, genops and optimize, and their errors."""
import pickletools, pickle, io, copyreg
print(pickletools.__all__, len(pickletools.opcodes))
for o in pickletools.opcodes: print(o.name, o.code, o.arg and (o.arg.name,o.arg.n), o.stack_before, o.stack_after, o.proto, o.doc.split('\n')[0])
class A: pass
a=A(); a.x=[1,2.5,"s",b"b",(1,2,3,4),{1:2,3:[a]},{1},frozenset([2]),None,True,1<<70,-1,bytearray(b"z"),len,A,"é\n'\""]
for p in range(6):
    d=pickle.dumps([a,a.x,a],p)
    pickletools.dis(d); pickletools.dis(d,annotate=40); pickletools.dis(d,indentlevel=1)
    o=pickletools.optimize(d); print(o); pickletools.dis(o)
    print([(x[0].name,x[1],x[2]) for x in pickletools.genops(d)])
f=io.BytesIO(b'zzK\x01.N.rest'); f.read(2)
pickletools.dis(f); pickletools.dis(f); print(f.read())
f=io.BytesIO(b'zzK\x01.N.rest'); f.read(2); print([x[1:] for x in pickletools.genops(f)], f.read())
memo={}
s=io.BytesIO(); P=pickle.Pickler(s,1); l=[1]; P.dump(l); P.dump([l]); s.seek(0)
pickletools.dis(s,None,memo); pickletools.dis(s,None,memo); print(memo)

def e(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as x: print(type(x).__name__, x)
for d in (b'',b'\xff',b'K',b'Sabc\n.',b'N',b'0.',b'(N.',b'q\x00.',b'(q\x00.',b'h\x01.',b'Nq\x01q\x01.',b't.',b'\x80\x03\x95\x05\x00',b'X\xff\xff\xff\xff',b'I1',b'Ixx\n.',b'Fx\n.',b'L1\n.',b'I01\n.',b"S'a\\x4'\n.",b'X\x01\x00\x00\x00\xff.',b'U\x01\xff.', b'\x8b\xff\xff\xff\xff.', b'\x8e'+b'\xff'*8, b'Va\\u12\n.',b'P\xff\n.',b'c\xff\na\n.',b'N)R0.'):
    for f in (lambda d: [x[1:] for x in pickletools.genops(d)], pickletools.optimize, lambda d: pickletools.dis(d)):
        print(d,end=' '); e(f,d)
e(pickletools.dis, 5); e(pickletools.optimize,5); e(pickletools.genops,5); e(list,pickletools.genops(5)); e(pickletools.dis,"x")
