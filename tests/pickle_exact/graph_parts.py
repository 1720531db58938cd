# helper
"""What tests of random and of damaged pickles share: text that tells equal graphs from others, and numbers from a seed."""


class Random:
    """A small generator of its own, so that what is made does not hang on a module."""

    def __init__(self, seed):
        self.state = seed * 2654435761 % 2**32 or 1

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 8) % n

    def pick(self, items):
        return items[self.below(len(items))]


def describe(value, seen):
    """Types, contents, attributes, and which objects are the same; `seen` starts as an empty dict and numbers what was met."""
    if isinstance(value, type) or callable(value) and hasattr(value, "__qualname__"):
        return f"<{value.__module__}.{value.__qualname__}>"
    if type(value) in (int, float, complex, bool, type(None), str, bytes, type(...), type(NotImplemented)):
        text = ascii(value)
        return text if len(text) < 100 else f"{text[:40]}~{len(text)}~{text[-20:]}"
    if id(value) in seen:
        return f"#{seen[id(value)][0]}"
    seen[id(value)] = len(seen), value
    parts = [type(value).__name__]
    for base in (str, int, float, bytes, bytearray):
        if isinstance(value, base):
            parts.append(ascii(base(value)))
    if isinstance(value, dict):
        parts.append("{%s}" % ", ".join([f"{describe(k, seen)}: {describe(v, seen)}" for k, v in value.items()]))
    elif isinstance(value, (set, frozenset)):
        parts.append("{%s}" % ", ".join(sorted([describe(v, seen) for v in value])))
    elif isinstance(value, (list, tuple)) or type(value).__name__ == "deque":
        parts.append("[%s]" % ", ".join([describe(v, seen) for v in value]))
    elif isinstance(value, BaseException):
        parts.append(describe(list(value.args), seen))
    elif type(value).__module__ in ("datetime", "builtins"):
        parts.append(repr(value).partition(" at 0x")[0])
    for name in ("default_factory", "maxlen"):
        if hasattr(value, name):
            parts.append(f"{name}={describe(getattr(value, name), seen)}")
    state = dict(getattr(value, "__dict__", {}))
    for cls in type(value).__mro__ if type(value).__module__ != "datetime" else ():
        slots = vars(cls).get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else slots:
            if hasattr(value, name) and name not in ("__dict__", "__weakref__"):
                state[name] = getattr(value, name)
    if state:
        parts.append("(%s)" % ", ".join([f"{ascii(k)}={describe(v, seen)}" for k, v in state.items()]))
    return " ".join(parts)
