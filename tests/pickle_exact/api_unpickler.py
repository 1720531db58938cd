"""Unpickler, loads and PickleBuffer: arguments, attributes, file objects of all kinds, hooks, in CPython's words."""
import io
import pickle
import warnings

warnings.simplefilter("ignore")

def t(label,f):
    try: r=f(); print(str(label).partition(' at 0x')[0], repr(r).partition(' at 0x')[0])
    except BaseException as e: print(str(label).partition(' at 0x')[0], type(e).__name__, str(e).partition(' at 0x')[0], repr(e.__cause__), repr(e.__context__).partition(' at 0x')[0])
P,U,B=pickle.Pickler,pickle.Unpickler,pickle.PickleBuffer
class V(U): pass
t('u0',lambda:U())
t('u1',lambda:U(5))
t('u2',lambda:U(io.BytesIO(),1))
t('u3',lambda:U(io.BytesIO(),encoding=5))
t('u4',lambda:U(io.BytesIO(),errors=None))
t('u5',lambda:U(io.BytesIO(),buffers=5))
t('u6',lambda:U(io.BytesIO(),zz=5))
t('u7',lambda:U(io.BytesIO(),encoding='a\0b'))
t('u8',lambda:U(file=io.BytesIO(b'N.')).load())
u=U(io.BytesIO(b'N.N.'))
t('load1',lambda:u.load(1))
t('load',lambda:u.load())
t('load',lambda:u.load())
t('load',lambda:u.load())
t('attr',lambda:setattr(u,'x',1))
t('memo',lambda:u.memo)
t('memo',lambda:u.memo.copy())
t('red',lambda:u.memo.__reduce__())
t('setmemo',lambda:setattr(u,'memo',{0:'a',5:'b'}))
t('memo',lambda:u.memo.copy())
t('setmemo',lambda:setattr(u,'memo',{-1:1}))
t('setmemo',lambda:setattr(u,'memo',{'a':1}))
t('setmemo',lambda:setattr(u,'memo',[]))
t('del',lambda:delattr(u,'memo'))
t('clear',lambda:u.memo.clear())
t('memo',lambda:u.memo.copy())
t('setmemo',lambda:setattr(u,'memo',U(io.BytesIO()).memo))
t('setmemo',lambda:setattr(u,'memo',P(io.BytesIO()).memo))
t('big',lambda:setattr(u,'memo',{2**70:1}))
t('hash',lambda:hash(u.memo))
t('len',lambda:len(u.memo))
class Sub(U):
    def __init__(self): pass
t('noinit',lambda:Sub().load())
t('noinit',lambda:Sub().find_class('sys','path') is not None)
t('new',lambda:U.__new__(U).load())
t('fc',lambda:u.find_class())
t('fc',lambda:u.find_class(1,2))
t('fc',lambda:u.find_class('sys',2))
t('fc',lambda:u.find_class('sys','nope'))
t('fc',lambda:u.find_class('nomod','x'))
t('fc',lambda:u.find_class('sys','a.b'))
t('fc',lambda:u.find_class('os','path.join').__name__)
t('fc',lambda:u.find_class('','x'))
t('fc',lambda:u.find_class('__builtin__','xrange'))
t('fc',lambda:u.find_class(module_name='sys',global_name='path'))
t('fc',lambda:u.find_class('a\0b','x'))
t('fc',lambda:u.find_class('\ud800','x'))
t('pl',lambda:u.persistent_load(5))
t('setpl',lambda:setattr(u,'persistent_load',lambda p:('P',p)))
t('pl',lambda:u.persistent_load(5))
u=U(io.BytesIO(b'Pabc\n.'))
t('nopl',lambda:u.load())
u=V(io.BytesIO(b'Pabc\n.'))
u.persistent_load=lambda p:['got',p]
t('pl',lambda:u.load())
t('delpl',lambda:delattr(u,'persistent_load'))
t('delpl',lambda:delattr(u,'persistent_load'))
t('pl',lambda:u.persistent_load)
for data in (b'Pab\xff\n.', b'NQ.', b'Q.', b'P\n.', b'P'):
    u=V(io.BytesIO(data)); u.persistent_load=lambda p:['got',p]; t(data,lambda:u.load())
class F: pass
t('f',lambda:U(F()))
class F:
    def read(self,n): return b''
t('f',lambda:U(F()))
class F:
    def __init__(s,d): s.d=io.BytesIO(d)
    def read(self,n): return self.d.read(n)
    def readline(self): return self.d.readline()
t('f',lambda:U(F(b'N.')).load())
t('f',lambda:U(F(b'')).load())
t('f',lambda:U(F(b'I12\n.')).load())
t('f',lambda:U(F(b'X\5\0\0\0ab')).load())
class G(F):
    def read(self,n): return 'str'
t('g',lambda:U(G(b'')).load())
class G(F):
    def read(self,n): return b'abc'*n
t('g',lambda:U(G(b'')).load())
class G(F):
    def read(self,n): return bytearray(self.d.read(n))
t('g',lambda:U(G(b'N.')).load())
class G(F):
    def readline(self): return 'x'
t('g',lambda:U(G(b'I12\n.')).load())
class G(F):
    def readline(self): return b''
t('g',lambda:U(G(b'I12\n.')).load())
class G(F):
    def readinto(self,b): return self.d.readinto(b)
t('g',lambda:U(G(b'\x96\5\0\0\0\0\0\0\0abcde.')).load())
t('g',lambda:U(G(b'B\5\0\0\0abcde.')).load())
t('g',lambda:U(G(b'B\5\0\0\0abc')).load())
class G(F):
    def readinto(self,b): return None
t('g',lambda:U(G(b'B\5\0\0\0abcde.')).load())
t('g',lambda:U(G(b'\x96\5\0\0\0\0\0\0\0abcde.')).load())
class G(F):
    def readinto(self,b): return 10**6
t('g',lambda:U(G(b'\x96\5\0\0\0\0\0\0\0abcde.')).load())
class G(F):
    def readinto(self,b): return -1
t('g',lambda:U(G(b'\x96\5\0\0\0\0\0\0\0abcde.')).load())
class G(F):
    def peek(self,n): return b'xx'
t('g',lambda:U(G(b'N.')).load())
class G(F):
    def peek(self,n): raise NotImplementedError
t('g',lambda:U(G(b'N.')).load())
class G(F):
    def peek(self,n): raise KeyError
t('g',lambda:U(G(b'N.')).load())
class G(F):
    def peek(self,n): return b''
t('g',lambda:U(G(b'N.')).load())
t('loads',lambda:pickle.loads())
t('loads',lambda:pickle.loads('x'))
t('loads',lambda:pickle.loads(5))
t('loads',lambda:pickle.loads(b'N.',1))
t('loads',lambda:pickle.loads(data=b'N.'))
t('loads',lambda:pickle.loads(b'N.',encoding=None))
t('loads',lambda:pickle.loads(b'N.',buffers=5))
t('loads',lambda:pickle.loads(bytearray(b'N.')))
t('loads',lambda:pickle.loads(memoryview(b'xN.x')[1:]))
t('loads',lambda:pickle.loads(memoryview(b'N.N.')[::2]))
t('loads',lambda:pickle.loads(B(b'N.')))
t('load',lambda:pickle.load())
t('load',lambda:pickle.load(5))
t('load',lambda:pickle.load(io.StringIO('N.')))
t('load',lambda:pickle.load(io.BytesIO(b'N.'),encoding=5))
for o in (b'x',bytearray(b'x'),memoryview(b'abcd')[::2],memoryview(b'abcd')[1:],memoryview(bytearray(6)).cast('B',(2,3)),5,'s',B(b'q')):
    t(('B',),lambda:B(o)); t('raw',lambda:B(o).raw().tobytes()); t('d5',lambda:pickle.dumps(B(o),5)); t('d4',lambda:pickle.dumps(B(o),4)); t('oob',lambda:pickle.dumps(B(o),5,buffer_callback=lambda b:None)); t('mv',lambda:memoryview(B(o)).tobytes())
b=B(b'x')
b.release()
t('rel',lambda:b.raw())
t('rel',lambda:b.release())
t('rel',lambda:memoryview(b))
t('rel',lambda:pickle.dumps(b,5))
t('hash',lambda:hash(B(b'x'))!=0)
t('eq',lambda:B(b'x')==B(b'x'))
t('new',lambda:B())
t('new',lambda:B(b'x',1))
t('new',lambda:B(object=b'x'))
t('sub',lambda:type('Q',(B,),{}))
t('attr',lambda:setattr(B(b''),'x',1))
import weakref
t('wr',lambda:weakref.ref(B(b'x')))
t('bytes',lambda:bytes(B(b'xy')))
t('fc0',lambda:pickle.loads(b'c__main__\nnope\n.'))
t('fc0',lambda:pickle.loads(b'\x80\x04\x8c\x08__main__\x8c\x04nope\x93.'))
t('fc0',lambda:pickle.loads(b'\x80\x04\x8c\x08__main__K\x05\x93.'))
t('fc0',lambda:pickle.loads(b'c__main__\n\xff\n.'))
t('fc0',lambda:pickle.loads(b'c\n\n.'))
class FC(U):
    def find_class(self,m,n): return (m,n)
for d in (b'ca\nb\n.',b'\x80\x04\x8c\x01a\x8c\x01b\x93.',b'(ia\nb\n.',b'(cA\nB\no.', b'ccopy_reg\n_reconstructor\n.', b'\x80\x03c__builtin__\nset\n.',b'\x82\x01.'): t(d,lambda:FC(io.BytesIO(d)).load())
