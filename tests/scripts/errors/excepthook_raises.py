import sys


def hook(kind, value, tb):
    raise KeyError("in hook")


sys.excepthook = hook
raise ValueError("original")
