"""Priority queues in lists: `_heapq`, and functions over it (mirrors Lib/heapq.py)."""
__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']

from _heapq import *
from _heapq import __doc__, _heapify_max, _heappop_max, _heapreplace_max


def merge(*iterables, key=None, reverse=False):
    """Merge sorted inputs into one sorted iterator."""
    heapify_, pop, replace = ((_heapify_max, _heappop_max, _heapreplace_max) if reverse
                              else (heapify, heappop, heapreplace))
    direction = -1 if reverse else 1
    heap = []
    for order, iterable in enumerate(iterables):
        step = iter(iterable).__next__
        try:
            value = step()
        except StopIteration:
            continue
        heap.append([value if key is None else key(value), order * direction, step, value])
    heapify_(heap)
    while heap:
        entry = heap[0]
        yield entry[3]
        try:
            entry[3] = value = entry[2]()
        except StopIteration:
            pop(heap)
            continue
        entry[0] = value if key is None else key(value)
        replace(heap, entry)


def nsmallest(n, iterable, key=None):
    """The `n` smallest items, in order."""
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    """The `n` largest items, largest first."""
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]
