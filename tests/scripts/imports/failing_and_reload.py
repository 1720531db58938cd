import importlib
import os
import sys

from helper_prelude import make

folder = make({
    "fails.py": "print('running')\nx = 1\nraise ValueError('in module')\n",
    "syntax.py": "def f(:\n",
    "changes.py": "import helper_prelude\nv = 1\nkept = 'old'\n",
    "pkg/__init__.py": "",
    "pkg/bad.py": "import nothing_such\n",
    "removes.py": "import sys\ndel sys.modules[__name__]\n",
    "replaces.py": "import sys\nsys.modules[__name__] = 'a string'\n",
})
for _ in range(2):
    try:
        import fails
    except ValueError as e:
        print(e, "fails" in sys.modules)
try:
    import syntax
except SyntaxError as e:
    print(e.msg, os.path.basename(e.filename), e.lineno)
import changes

first = changes
with open(os.path.join(folder, "changes.py"), "w") as file:
    file.write("v = 'changed' * 2\n")
os.utime(os.path.join(folder, "changes.py"), (1, 1))
print(importlib.reload(changes) is first, changes.v, changes.kept)
try:
    import pkg.bad
except ModuleNotFoundError as e:
    print(e, e.name, "pkg" in sys.modules, "pkg.bad" in sys.modules)
try:
    import removes
except (ImportError, KeyError) as e:
    print(type(e).__name__, e)
import replaces

print(replaces)
for bad in (5, "text"):
    try:
        importlib.reload(bad)
    except TypeError as e:
        print(e)
print(importlib.import_module("pkg").__name__, importlib.import_module(".bad2", "pkg") if False else "")
try:
    importlib.import_module(".x")
except TypeError as e:
    print(e)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as e:
    print(type(e).__name__, e)
sys.modules["fake"] = type(sys)("fake")
import fake

print(fake)
try:
    from fake import thing
except ImportError as e:
    print(e)
