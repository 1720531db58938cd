"""Where iterators over sequences are when they are pickled: at the end, behind it, put there, over a list that shrank."""
for src in ([], [1], [1,2,3], (), (1,2)):
    it=reversed(src)
    print(it.__reduce__())
    for k in range(len(src)):
        next(it); print(it.__reduce__())
    print(it.__reduce__()); print(next(it,None)); print(it.__reduce__())
l=[1,2,3]; it=reversed(l); next(it); l.clear(); print(it.__reduce__()); print(next(it,None)); print(it.__reduce__())
l=[1,2,3]; it=reversed(l); next(it); next(it);next(it); print(it.__reduce__()); 
l=[]; it=reversed(l); l.append(5); print(it.__reduce__(), next(it,None), it.__reduce__())
l=[1]; it=iter(l); next(it); print(it.__reduce__(), next(it,None), it.__reduce__())
l=[1]; it=iter(l); next(it); l.clear(); print(it.__reduce__(), next(it,None), it.__reduce__())
class S:
    def __len__(self): return 2
    def __getitem__(self,i): 
        if i>1: raise IndexError
        return i
it=reversed(S()); print(it.__reduce__()[1:]==(), next(it), next(it), it.__reduce__()[0], it.__reduce__()[2:], next(it,None), it.__reduce__())
it=iter(S()); next(it); next(it); print(it.__reduce__()[2:], next(it,None), it.__reduce__())
for n in (-5,-1,0,1,7):
    it=reversed([1,2,3]); it.__setstate__(n); print(n,it.__reduce__(), list(it))
    it=iter([1,2,3]); it.__setstate__(n); print(n,it.__reduce__(), list(it))
    it=iter((1,2,3)); it.__setstate__(n); print(n,it.__reduce__(), list(it))
    it=reversed((1,2,3)); it.__setstate__(n); print(n,it.__reduce__(), list(it))
