"""Iterators nested so deeply that drawing from them would exhaust the native stack are refused, not fatal."""
import itertools as it

for make in (it.chain, lambda x: it.islice(x, None), it.accumulate, it.cycle, it.pairwise, it.zip_longest, lambda x: map(abs, x), enumerate, zip):
    x = iter([1, 2, 3])
    for _ in range(400):
        x = make(x)
    next(x, None)
    print(type(x).__name__)
