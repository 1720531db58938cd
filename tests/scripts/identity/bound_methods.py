"""Bound methods are made anew, functions are not."""
class K:
    def m(self):
        pass

    @classmethod
    def c(cls):
        pass

    @staticmethod
    def s():
        pass


k = K()
print(k.m is k.m, K.m is K.m, k.c is k.c, k.s is k.s, k.m == k.m, [].append is [].append, len is len, k.__init__ is k.__init__, dict.fromkeys is dict.fromkeys, object.__new__ is object.__new__, K.__new__ is object.__new__)
