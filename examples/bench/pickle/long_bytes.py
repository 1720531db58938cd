"""A few long byte strings."""


def data():
    return [bytes([i]) * 1000000 for i in range(20)]
