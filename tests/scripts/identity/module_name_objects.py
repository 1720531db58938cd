"""K.__module__ is the module's __name__ object."""
class K:
    pass


def f():
    pass


print(K.__module__ is __name__, f.__module__ is __name__, K.__dict__["__module__"] is __name__, K().__module__ is __name__)
