"""Natives leave no frame: the line that calls them is the last."""
import functools


def reducer(a, b):
    return a + b.missing


functools.reduce(reducer, [1, 2, 3])
