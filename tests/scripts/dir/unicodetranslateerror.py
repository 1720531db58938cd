kind = UnicodeTranslateError
# CPython's test hooks and platform corners that say nothing about behaviour
SKIP = {"__sizeof__", "__doc__"}
print(kind.__name__, kind.__qualname__, kind.__module__)
print([k.__name__ for k in kind.__mro__], kind.__basicsize__ >= 0)
print("own:", *sorted(set(vars(kind)) - SKIP))
print("all:", *[n for n in dir(kind) if n not in SKIP])
