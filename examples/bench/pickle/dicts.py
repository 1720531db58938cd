"""Dicts of mixed values."""


def data():
    return [{"id": i, "name": "user%d" % i, "score": i / 3, "tags": ["a", "b"], "active": i % 2 == 0} for i in range(15000)]
