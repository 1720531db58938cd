# What gc.collect() returns for the garbage that various programs make.
import gc
import sys
import weakref
from collections import OrderedDict, defaultdict, deque
from functools import partial

gc.disable()


class Plain:
    pass


class Slotted:
    __slots__ = ("x", "__weakref__")


class Final:
    def __del__(self):
        pass


class List(list):
    pass


def own_list():
    x = []
    x.append(x)


def own_class():
    class A:
        pass


def class_and_instance():
    class A:
        pass

    a = A()
    a.a = a


def class_with_slots():
    class A:
        __slots__ = ("x",)

    a = A()
    a.x = a


def derived_classes():
    class A:
        pass

    class B(A):
        def method(self):
            pass


def class_with_finalizer():
    class A:
        def __del__(self):
            pass

    a = A()
    a.a = a


def list_class():
    class A(list):
        pass

    a = A()
    a.append(a)


def instances():
    a, b = Plain(), Plain()
    a.b, b.a = b, a


def slotted():
    s = Slotted()
    s.x = s


def finalized():
    d = Final()
    d.d = [d, d, (d,)]


def function():
    def f():
        return f


def generator():
    def g():
        yield h

    h = g()
    next(h)


def exception():
    try:
        raise ValueError
    except ValueError as e:
        kept = e


def bound():
    a = Plain()
    a.m = a.__init__


def partials():
    a = Plain()
    a.p = partial(print, a)


def callback_of_garbage():
    a = Plain()
    a.r = weakref.ref(a, lambda r: a)


def iterators():
    a = []
    a += [a, iter(a), map(str, a), zip(a, a), enumerate(a), filter(None, a), reversed(a)]


def containers():
    d = deque()
    d.append(d)
    o = OrderedDict()
    o["o"] = o
    q = defaultdict(list)
    q[1] = q


def tuples():
    t = ([], 1)
    t[0].append(t)
    t[0].append((1, (2, [3])))


def module():
    m = type(sys)("m")
    m.m = m


def namespace():
    p = Plain()
    p.__dict__["p"] = p.__dict__


def exception_args():
    e = ValueError()
    e.args = (e,)


def slices():
    x = [None]
    x[0] = slice(x)


for f in (
    own_list, own_class, class_and_instance, class_with_slots, derived_classes, class_with_finalizer, list_class,
    instances, slotted, finalized, function, generator, exception, bound, partials, callback_of_garbage, iterators,
    containers, tuples, module, namespace, exception_args, slices,
):
    gc.collect()
    f()
    print(f.__name__, gc.collect(), gc.collect())

print("# an entry of a weak dictionary goes with its callback")
table = weakref.WeakValueDictionary()
p = Plain()
p.p = p
table[1] = p
del p
print(gc.collect(), len(table))
