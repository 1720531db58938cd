"""heapq and bisect: results, order of comparisons, errors, lists that change meanwhile."""
import bisect
import heapq
import _heapq
from operator import neg


def show(label, f, *args, **k):
    try:
        print(label, repr(f(*args, **k)))
    except Exception as e:
        print(label, type(e).__name__, e)


log = []


class Noisy:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        log.append((self.n, other.n))
        return self.n < other.n

    def __repr__(self):
        return f"N{self.n}"


def noisy(name, f, *args):
    log.clear()
    show(name, f, *args)
    print(args[0], log)


values = [5, 3, 8, 1, 9, 2, 7, 3, 6, 0, 4]
heap = [Noisy(n) for n in values]
noisy("heapify", heapq.heapify, heap)
noisy("push", heapq.heappush, heap, Noisy(1))
noisy("pop", heapq.heappop, heap)
noisy("replace", heapq.heapreplace, heap, Noisy(4))
noisy("pushpop", heapq.heappushpop, heap, Noisy(0))
noisy("pushpop", heapq.heappushpop, heap, Noisy(5))
heap = [Noisy(n) for n in values]
noisy("heapify_max", _heapq._heapify_max, heap)
noisy("pop_max", _heapq._heappop_max, heap)
noisy("replace_max", _heapq._heapreplace_max, heap, Noisy(4))
heap = []
for n in values:
    heapq.heappush(heap, n)
print(heap, [heapq.heappop(heap) for _ in range(len(heap))])
big = [(n * 7919) % 1000 for n in range(1000)]
heapq.heapify(big)
print(sum(i * n for i, n in enumerate(big)), [heapq.heappop(big) for _ in range(1000)] == sorted((n * 7919) % 1000 for n in range(1000)))
for f, args in [("heappush", ((1,), 2)), ("heappop", ((1,),)), ("heapify", (5,)), ("heapreplace", ([], 1)), ("heappop", ([],)), ("heappushpop", (5, 1)), ("heappushpop", ([], 1)),
                ("_heappop_max", ((1,),)), ("_heapreplace_max", ((), 1)), ("_heapify_max", (3,)), ("heappush", ([],)), ("heapify", ()), ("heappush", ([1], "x")), ("heapify", ([],)), ("heapify", ([1],)), ("_heappop_max", ([],))]:
    show(f"{f} {args}", getattr(_heapq, f), *args)
show("keyword", heapq.heappush, heap=[], item=1)


class Shrinks:
    def __lt__(self, other):
        heap.clear()
        return False


for f in (heapq.heapify, heapq.heappop, _heapq._heapify_max):
    heap = [Shrinks() for _ in range(5)]
    show("shrinks", f, heap)
heap = [Shrinks() for _ in range(5)]
show("shrinks", heapq.heappush, heap, Shrinks())
print(list(heapq.merge([1, 4], [2, 3], [0])), heapq.nsmallest(2, [3, 1, 2]), heapq.nlargest(2, [3, 1, 2], key=neg))
print("-- bisect")
for x in range(-1, 6):
    print(bisect.bisect_left([1, 2, 2, 4], x), bisect.bisect_right([1, 2, 2, 4], x), bisect.bisect([1, 2, 2, 4], x, 1, 3), bisect.bisect_left([4, 2, 2, 1], -x, key=neg))
a = [1, 3]
bisect.insort(a, 2)
bisect.insort_left(a, 2.0)
bisect.insort_right(a, 3.0, key=lambda v: v)
bisect.insort(a, -5, lo=0, hi=None)
print(a)
for f in (bisect.bisect_left, bisect.bisect_right, bisect.insort_left, bisect.insort_right):
    for args, k in [(([1, 2], 1, -1), {}), (([1, 2], 5, 0, -1), {}), (([1, 2], 5, 0, -2), {}), (([1, 2], 5, 0, 9), {}), ((5, 1), {}), (([1, 2], "x"), {}), (([1, 2], 1), {"hi": "x"}), (([1, 2], 1), {"lo": 2**70}), (([1],), {}),
                    (([1, 2], 1), {"bogus": 1}), (([1, 2], 1), {"key": 5}), (([1, 2], 1, 0, 2, None), {}), ((), {"a": [1], "x": 1})]:
        show(f"{f.__name__} {args} {k}", f, *args, **k)
noisy("order", bisect.bisect_left, [Noisy(n) for n in range(8)], Noisy(5))
noisy("order", bisect.bisect_right, [Noisy(n) for n in range(8)], Noisy(5))


class Custom:
    def __len__(self):
        return 4

    def __getitem__(self, i):
        print("get", i)
        return i

    def insert(self, i, x):
        print("insert", i, x)


bisect.insort(Custom(), 2)
