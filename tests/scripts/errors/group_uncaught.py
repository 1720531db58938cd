def make(n):
    try:
        raise ValueError(f"member {n}")
    except ValueError as e:
        return e


inner = ExceptionGroup("inner", [make(3), TypeError("never raised")])
inner.add_note("note on inner")
try:
    1 / 0
except ZeroDivisionError:
    raise ExceptionGroup("outer", [make(1), make(2), inner])
