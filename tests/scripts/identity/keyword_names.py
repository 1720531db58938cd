"""Keyword names of calls are interned."""
import sys


def f(**kw):
    return next(iter(kw))


name = sys.intern("keyword_name")
made = "".join(["keyword", "_name"])
print(f(keyword_name=1) is name, f(**{made: 1}) is name, f(**{made: 1}) is made, next(iter(dict(keyword_name=1))) is name, next(iter(dict(**{made: 1}))) is made)
