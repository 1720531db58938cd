"""Sets and frozensets."""


def data():
    return [{i, i + 1, i + 2} for i in range(20000)] + [frozenset((i, str(i))) for i in range(5000)]
