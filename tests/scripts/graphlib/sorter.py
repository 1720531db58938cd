# graphlib: orders, cycles, errors.
import graphlib
from graphlib import CycleError, TopologicalSorter


def t(f, *args):
    try:
        print(repr(f(*args)))
    except Exception as e:
        print(type(e).__name__, e, e.args)


t(lambda: list(TopologicalSorter({'d': {'b': 1, 'c': 1}, 'b': ['a'], 'c': ['a']}).static_order()))
t(lambda: list(TopologicalSorter({1: [2], 2: [3], 3: [1]}).static_order()))
t(lambda: list(TopologicalSorter({1: [1]}).static_order()))
t(lambda: list(TopologicalSorter().static_order()))
s = TopologicalSorter({3: [1, 2], 4: [3]})
t(s.get_ready)
t(s.is_active)
t(s.done, 1)
t(s.prepare)
t(s.prepare)
t(s.add, 9)
t(s.get_ready)
t(s.done, 4)
t(s.done, 77)
t(s.done, 1)
t(s.done, 1)
t(s.get_ready)
t(s.done, 2)
t(s.get_ready)
t(bool, s)
t(s.done, 3)
t(s.get_ready)
t(s.done, 4)
t(bool, s)
t(TopologicalSorter, {1: 5})
t(TopologicalSorter, {1: [[]]})
t(lambda: TopologicalSorter[int])
t(lambda: CycleError.__mro__)
