"""Closing and throwing into the outermost of a long chain of generators that delegate must not use up the native stack."""
import sys

sys.setrecursionlimit(9000)


def wrap(inner):
    yield from inner


def guarded(inner, log):
    try:
        yield from inner
    finally:
        log.append(1)


def base():
    while True:
        yield 1


def chain(depth, make, *args):
    outer = base()
    for _ in range(depth):
        outer = make(outer, *args)
    next(outer)
    return outer


for depth in (100, 4000):
    chain(depth, wrap).close()
    log = []
    chain(depth, guarded, log).close()
    print(depth, len(log))
    try:
        chain(depth, wrap).throw(ValueError("thrown"))
    except ValueError as error:
        print(depth, error)
    outer = chain(depth, guarded, log)
    del outer
    print(depth, len(log))
