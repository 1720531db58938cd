def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

err(ExceptionGroup)
err(ExceptionGroup, "m")
err(ExceptionGroup, "m", [])
err(ExceptionGroup, "m", 5)
err(ExceptionGroup, 5, [ValueError()])
err(ExceptionGroup, "m", [5])
err(ExceptionGroup, "m", [KeyboardInterrupt()])
err(ExceptionGroup, "m", {ValueError()})
err(BaseExceptionGroup, "m", [ValueError()])
err(BaseExceptionGroup, "m", [KeyboardInterrupt()])
err(ExceptionGroup, "m", (ValueError(),), 3)
g = ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError(2), ValueError(3)])])
print(str(g), repr(g), g.args, g.message, g.exceptions)
print(g.subgroup(ValueError), g.subgroup(KeyError), g.subgroup(lambda e: isinstance(e, TypeError)))
print(g.split(ValueError), g.split((TypeError, KeyError)))
print(g.subgroup(ExceptionGroup) is g, g.split(ExceptionGroup))
print(repr(g.derive([OSError()])))
err(g.subgroup, 5)
err(g.split, "x")
err(g.derive, [])
err(setattr, g, "message", "x")
err(setattr, g, "exceptions", ())


class Own(ExceptionGroup):
    def derive(self, excs):
        return Own(self.message + "!", excs)


o = Own("o", [ValueError(1), TypeError(2)])
o.__cause__ = KeyError("c")
o.add_note("note")
s = o.subgroup(ValueError)
print(repr(s), repr(s.__cause__), s.__notes__, s.__notes__ is o.__notes__)


class Plain(ExceptionGroup):
    pass


print(repr(Plain("p", [ValueError(1), TypeError()]).subgroup(ValueError)))


class E(ExceptionGroup, ValueError):
    def __new__(cls, *a):
        return ExceptionGroup.__new__(cls, "m", [KeyError()])


print(repr(E()), isinstance(E(), ValueError), ExceptionGroup[int])


class BadDerive(ExceptionGroup):
    def derive(self, excs):
        return 5


err(BadDerive("b", [ValueError(), TypeError()]).subgroup, ValueError)
