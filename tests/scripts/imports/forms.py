from helper_prelude import make

make({
    "pk/__init__.py": "print('init', __name__, __package__)\nvalue = 1\n",
    "pk/a.py": "print('a', __name__, __package__)\nx = 'ax'\n",
    "pk/sub/__init__.py": "from .. import value\nfrom ..a import x\nfrom . import c\nprint('sub', value, x, c.y)\n",
    "pk/sub/c.py": "y = 'cy'\nfrom ...pk import a as other\n" if False else "y = 'cy'\nfrom ..a import x as renamed\n",
    "mod.py": "_private = 1\npublic = 2\n__dunder__ = 3\n",
    "withall.py": "__all__ = ['_p', 'q']\n_p = 1\nq = 2\nr = 3\n",
    "badall.py": "__all__ = ['missing']\n",
    "badall2.py": "__all__ = [5]\n",
})
import pk.a
import pk.sub.c as pc
from pk import a as pa, value
from pk.sub import c, c as again
import pk.sub

print(pk.a is pa, pc is c is again, value, pk.sub.c.renamed, pk.__path__ is not None, pk.__name__, pa.__spec__.name, pa.__spec__.parent, pa.__package__, pk.__spec__.submodule_search_locations == pk.__path__)
ns = {}
exec("from mod import *", ns)
print(sorted(k for k in ns if k != "__builtins__"))
ns = {}
exec("from withall import *", ns)
print(sorted(k for k in ns if k != "__builtins__"))
for source in ("from badall import *", "from badall2 import *", "import pk.nothing", "from pk import nothing", "from pk.a import z", "import pk.a.deeper", "import mod.x", "from mod import x.y", "from pk.missing import x", "import nothing.at.all"):
    try:
        exec(source, {})
    except Exception as e:
        print(source, type(e).__name__, str(e).split(" (")[0], getattr(e, "name", None))
import sys

print(sorted(k for k in sys.modules if k.startswith("pk")))
