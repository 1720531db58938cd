"""Changed copies of code objects, their lines and positions."""


def f(a, b=2):
    x = a + b
    return x


code = f.__code__
other = code.replace(co_name="g", co_qualname="C.g", co_filename="there.py", co_firstlineno=100)
print(other.co_name, other.co_qualname, other.co_filename, other.co_firstlineno, other.co_consts == code.co_consts)
print([line for _, _, line in other.co_lines() if line][-2:], [line for _, _, line in code.co_lines() if line][-2:])
f.__code__ = other
print(f(1), f.__name__, code.replace().co_name, code.replace(co_argcount=2).co_argcount)
for change in ({"x": 1}, {"co_name": 1}, {"co_flags": "a"}, {"co_filename": b""}, {"co_firstlineno": -1}):
    try:
        code.replace(**change)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
positions = [p for p in code.co_positions() if p[0] == 5]
print((5, 5, 8, 13) in positions, all(len(p) == 4 for p in code.co_positions()))

print("anext with a default")


class Counter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as e:
        return e.value


async def main():
    c = Counter(2)
    return [await anext(c, "end") for _ in range(4)]


print(run(main()))
waiting = anext(Counter(0), "default")
print(type(waiting).__name__, waiting.__await__() is waiting)
try:
    next(waiting)
except StopIteration as e:
    print("stop", e.value)
waiting = anext(Counter(1), "default")
try:
    waiting.send(None)
except StopIteration as e:
    print("stop", e.value)
waiting = anext(Counter(1), "default")
try:
    waiting.throw(KeyError("thrown"))
except KeyError as e:
    print("thrown", e)
print(anext(Counter(1), 0).close())
