"""Pickling twice gives the same bytes and loading gives an equal value."""
import collections
import pickle

values = [
    list(range(3000)), {i: str(i) for i in range(2500)}, {i * 3 for i in range(1500)}, [[[]]] * 5, "x" * 100000, b"y" * 100000,
    (1, (2, (3, (4, (5, ()))))), {"a": {"b": {"c": [1, 2, {"d": (1.5, None, True)}]}}}, collections.OrderedDict.fromkeys("hello"),
    [i / 7 for i in range(2000)], [2**i for i in range(0, 3000, 37)], ["\u4e2d" * (i % 300) for i in range(700)],
]
for protocol in range(6):
    for value in values:
        data = pickle.dumps(value, protocol)
        back = pickle.loads(data)
        assert back == value and type(back) is type(value)
        again = pickle.dumps(back, protocol)
        print(protocol, type(value).__name__, len(data), int.from_bytes(data, "big") % (2**61 - 1), len(again), again == data)
