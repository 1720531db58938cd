from helper_prelude import make

folder = make({
    "one.py": "print('one starts')\nimport two\nx = 1\nprint('one ends', two.y)\n",
    "two.py": "print('two starts')\nimport one\nprint(hasattr(one, 'x'))\ny = 2\n",
    "three.py": "from four import b\na = 1\n",
    "four.py": "from three import a\nb = 2\n",
    "five.py": "import six_\nsix_.z\n",
    "six_.py": "import five\nfive.w\n",
    "p/__init__.py": "from . import m\nfrom .n import q\n",
    "p/m.py": "from . import n\n",
    "p/n.py": "from . import m\nq = m.__name__\n",
})
import one

for name in ("three", "five"):
    try:
        __import__(name)
    except Exception as e:
        print(type(e).__name__, str(e).replace(folder, "$TMP").split(" (/")[0].split(" (most likely")[0].split(" (consider")[0])
import p
import sys

print(p.q, "three" in sys.modules, "four" in sys.modules)
