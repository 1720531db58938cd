"""Priority queues in lists (mirrors Lib/heapq.py). The order of every comparison is CPython's: it shows in the heap."""
__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']


def _rise(heap, start, pos, less):
    # Move the item at `pos` up towards `start` until its parent is not larger.
    item = heap[pos]
    while pos > start:
        parent = (pos - 1) >> 1
        if not less(item, heap[parent]):
            break
        heap[pos] = heap[parent]
        pos = parent
    heap[pos] = item


def _sink(heap, pos, less):
    # Follow the smaller children to a leaf, then rise: fewer comparisons than stopping early.
    end, start, item = len(heap), pos, heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not less(heap[child], heap[right]):
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _rise(heap, start, pos, less)


def _lt(a, b):
    return a < b


def _gt(a, b):
    return b < a


def heappush(heap, item):
    """Push an item, keeping the heap invariant."""
    heap.append(item)
    _rise(heap, 0, len(heap) - 1, _lt)


def heappop(heap):
    """Pop the smallest item."""
    return _pop(heap, _lt)


def heapreplace(heap, item):
    """Pop the smallest item and push `item`; the heap keeps its size."""
    return _replace(heap, item, _lt)


def heappushpop(heap, item):
    """Push `item`, then pop the smallest, faster than the two calls."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0, _lt)
    return item


def heapify(x):
    """Make a heap of a list, in place, in linear time."""
    for i in reversed(range(len(x) // 2)):
        _sink(x, i, _lt)


def _pop(heap, less):
    last = heap.pop()
    if not heap:
        return last
    first, heap[0] = heap[0], last
    _sink(heap, 0, less)
    return first


def _replace(heap, item, less):
    first, heap[0] = heap[0], item
    _sink(heap, 0, less)
    return first


def _heappop_max(heap):
    return _pop(heap, _gt)


def _heapreplace_max(heap, item):
    return _replace(heap, item, _gt)


def _heapify_max(x):
    for i in reversed(range(len(x) // 2)):
        _sink(x, i, _gt)


try:
    from _heapq import *
    from _heapq import _heapreplace_max, _heapify_max, _heappop_max
except ImportError:
    pass


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
