class A:
    pass


a = A()
a.b = A()
a.b.c = None
a.b.c.d.e = 5
