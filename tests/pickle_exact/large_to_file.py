"""What a file gets of payloads of 64 KiB and more: the objects themselves where they are bytes, bytearray or PickleBuffer."""
import pickle

for p in (3,4,5):
  for n in (65535,65536,65537,100000):
    for o in (b"x"*n, bytearray(b"y")*n, "z"*n, "é"*(n//2), pickle.PickleBuffer(bytearray(b"q")*n),pickle.PickleBuffer(b"q"*n)):
        got=[]
        class F:
            def write(self,b):
                got.append((type(b).__name__, len(b), b is o))
        try:
            pickle.Pickler(F(),p).dump(o)
        except Exception as e: got.append(repr(e))
        print(p,n,type(o).__name__,got)
got=[]
class F:
    def write(self,b): got.append(b)
ba=bytearray(100000)
pickle.Pickler(F(),5).dump(ba)
m=got[1]
print(type(m), getattr(m,'readonly',None), getattr(m,'obj',None) is ba, getattr(m,'format',None), getattr(m,'ndim',None),getattr(m,'shape',None))
try: ba.append(1); print('grew')
except BufferError as e: print(e)
