import builtins


def tree(cls, depth=0):
    print("  " * depth + cls.__name__, cls.__module__ if cls.__module__ != "builtins" else "")
    for sub in sorted((c for c in cls.__subclasses__() if getattr(builtins, c.__name__, None) is c), key=lambda c: c.__name__):
        tree(sub, depth + 1)


tree(BaseException)
print(EnvironmentError is OSError, IOError is OSError)
for name in sorted(dir(builtins)):
    cls = getattr(builtins, name)
    if isinstance(cls, type) and issubclass(cls, BaseException) and not issubclass(cls, (UnicodeError, BaseExceptionGroup)):
        e = cls("message") if not issubclass(cls, OSError) else cls(5, "message")
        print(name, repr(e), "|", str(e), "|", e.args, cls(), repr(cls()), [b.__name__ for b in cls.__bases__])
