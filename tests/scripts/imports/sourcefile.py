# What importlib knows of files of bytecode and of extension modules.
import importlib.machinery as m
import sys
from importlib._bootstrap_external import _get_sourcefile as g

open("x.py", "w").close()
tag = sys.implementation.cache_tag
for p in ["", "a", "a.pyc", "x.pyc", f"__pycache__/x.{tag}.pyc", "x.PYC", "x.pyo", "x.bad", "x.py", ".pyc", "x.pyx"]:
    print(repr(p.replace(tag, "TAG")), g(p))
l = m.ExtensionFileLoader("a", "/tmp/a.so")
print(vars(l), l.is_package("a"), l.get_code("a"), l.get_source("a"), l.get_filename("a"))
print(hash(l) == hash("a") ^ hash("/tmp/a.so"), l == m.ExtensionFileLoader("a", "/tmp/a.so"), l == m.AppleFrameworkLoader("a", "/tmp/a.so"))
print([c.__name__ for c in m.AppleFrameworkLoader.__mro__][:2], m.ExtensionFileLoader.__module__)
