"""tuple(t), t[:], t + () and t * 1 hand back t."""
class T(tuple):
    pass


t, u = tuple([1, 2]), T((1, 2))
print(tuple(t) is t, t[:] is t, t[::1] is t, t + () is t, () + t is t, t * 1 is t)
print(tuple(u) is u, u[:] is u, type(u[:]).__name__, type(u + ()).__name__)
