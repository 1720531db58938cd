"""A digest for each of many random graphs of `random_reducers.py`; `random_graphs.py` compares any number of them."""
import random_reducers

for seed in range(10_000, 10_040):
    text = " | ".join(random_reducers.steps(seed))
    print(seed, len(text), f"{int.from_bytes(text.encode(), 'big') % (2**61 - 1):x}")
