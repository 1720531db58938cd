"""Events of sys.setprofile, hooks that raise, hooks that change the frame, call_tracing, threads."""
import sys
import _thread

def profiled(fn, *a):
    events = []
    def hook(frame, event, arg):
        if frame.f_code.co_filename == __file__:
            shown = getattr(arg, '__qualname__', arg) if event.startswith('c_') else type(arg).__name__
            events.append((frame.f_code.co_name, event, shown))
    sys.setprofile(hook)
    try:
        fn(*a)
    except Exception as e:
        sys.setprofile(None)
        print('raised', type(e).__name__, e)
    finally:
        sys.setprofile(None)
    print(fn.__name__)
    for e in events:
        print('  ', *e)

class A:
    f = classmethod(repr)
    def __enter__(self): return self
    def __exit__(self, *a): pass

def natives():
    x = []
    x.append(1)
    x.append(*[2])
    list.append(x, 3)
    list.append(*(x, 4))
    a = x.append
    a(5)
    len(x)
    int('3')
    str(5).upper()
    sorted([3, 1], key=lambda v: -v)
    print(*[1], sep='')
    max(x, key=int)
    dict.fromkeys([1])
    {}.get(1)
    'a'.join(['b'])
    A().f()
    with A() as b:
        pass
    int.__add__(1, 2)
    (1).__add__(2)
    type(x)
    isinstance(x, list)

def raising():
    try:
        int('x')
    except ValueError:
        pass
    try:
        [].pop()
    except IndexError:
        pass
    {}['x']

def generators():
    def g():
        yield 1
        yield len('x')
    for i in g():
        pass
    list(g())
    sum(x for x in (1, 2))
    class C:
        y = len('abc')

def recursion(n=3):
    return n and recursion(n - 1)

for f in natives, raising, generators, recursion:
    profiled(f)

print('# hooks that raise')
def bad(event):
    def hook(frame, what, arg):
        if what == event:
            raise ValueError(what)
        return hook
    return hook
def victim():
    try:
        len('x')
        int('y')
    except ValueError as e:
        print('caught', e)
    return 1
for event in 'call', 'line', 'exception', 'return':
    sys.settrace(bad(event))
    try:
        print(victim())
    except ValueError as e:
        print('raised', e, sys.gettrace())
    print(sys.gettrace())
    sys.settrace(None)
for event in 'call', 'c_call', 'c_return', 'c_exception', 'return':
    sys.setprofile(bad(event))
    try:
        print(victim())
    except ValueError as e:
        print('raised', e, sys.getprofile())
    sys.setprofile(None)

print('# the frame')
seen = []
def hook(frame, event, arg):
    seen.append((event, frame.f_lineno - frame.f_code.co_firstlineno, frame.f_trace is not None))
    if event == 'line' and 'a' in frame.f_locals:
        frame.f_locals['a'] = 10
    return hook
def target():
    a = 1
    b = a
    return a + b
sys.settrace(hook)
r = target()
sys.settrace(None)
print(r, seen)
seen.clear()
def no_lines(frame, event, arg):
    frame.f_trace_lines = False
    seen.append(event)
    return no_lines
sys.settrace(no_lines)
target()
sys.settrace(None)
print(seen)
seen.clear()
def opcodes(frame, event, arg):
    frame.f_trace_opcodes = True
    if event not in seen: seen.append(event)
    return opcodes
sys.settrace(opcodes)
target()
sys.settrace(None)
print(seen)

print('# a frame that runs already')
seen.clear()
def late():
    x = 1
    frame = sys._getframe()
    frame.f_trace = lambda *a: seen.append((a[1], a[0].f_lineno - frame.f_code.co_firstlineno))
    sys.settrace(lambda *a: None)
    y = 2
    z = [1,
         2]
    sys.settrace(None)
    w = 3
late()
print(seen)
seen.clear()
def inner_late():
    f = sys._getframe(1)
    f.f_trace = lambda *a: seen.append((a[1], a[0].f_lineno - f.f_code.co_firstlineno))
    sys.settrace(lambda *a: None)
def outer_late():
    inner_late()
    a = 1
    return a
outer_late()
sys.settrace(None)
print(seen)

print('# local hooks')
def first(frame, event, arg):
    seen.append(('first', event))
    return second
def second(frame, event, arg):
    seen.append(('second', event))
    return third if event == 'line' else None
def third(frame, event, arg):
    seen.append(('third', event))
    frame.f_trace = None
def many():
    a = 1
    b = 2
    c = 3
    return c
seen.clear()
sys.settrace(first)
many()
sys.settrace(None)
print(seen)

print('# call_tracing')
seen.clear()
def nested(frame, event, arg):
    if event == 'line' and frame.f_code is many.__code__ and not seen:
        seen.append('again')
        sys.call_tracing(recursion, (1,))
        recursion(1)
    elif frame.f_code is recursion.__code__:
        seen.append(event)
    return nested
sys.settrace(nested)
many()
sys.settrace(None)
print(seen)
for bad_args in ((len,), (len, [1]), (len, (1, 2))):
    try:
        sys.call_tracing(*bad_args)
    except TypeError as e:
        print(e)

print('# both hooks')
seen.clear()
def both(kind):
    def hook(frame, event, arg):
        if frame.f_code is recursion.__code__:
            seen.append((kind, event))
        return hook
    return hook
sys.settrace(both('trace'))
sys.setprofile(both('profile'))
recursion(0)
sys.setprofile(None)
sys.settrace(None)
print(seen)

print('# threads')
seen.clear()
def in_thread():
    seen.append(('gettrace', sys.gettrace() is not None))
    many()
def thread_hook(frame, event, arg):
    if frame.f_code is many.__code__:
        seen.append(event)
    return thread_hook
def begin():
    in_thread()
    done.release()
def traced_thread():
    sys.settrace(thread_hook)
    in_thread()
    done.release()
done = _thread.allocate_lock()
done.acquire()
sys.settrace(thread_hook)
_thread.start_new_thread(begin, ())
done.acquire()
sys.settrace(None)
print(seen)
seen.clear()
_thread.start_new_thread(traced_thread, ())
done.acquire()
print(seen, sys.gettrace())
print(sys.settrace.__text_signature__, sys.setprofile.__text_signature__)
for f in sys.settrace, sys.setprofile, sys.gettrace:
    try:
        f(1, 2)
    except TypeError as e:
        print(e)
sys.settrace(5)
try:
    many()
except TypeError as e:
    print(e)
print(sys.gettrace())
