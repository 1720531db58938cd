"""The soft keyword match and the arguments of calls, right and wrong."""
import sys
import warnings

warnings.simplefilter("always")
SNIPPETS = r"""
match(x)
foo bar
###
match (x), y
foo bar
###
match [x]
foo bar
###
match -x
foo bar
###
match * x
foo bar
###
match
foo bar
###
match.x
foo bar
###
print(match)
match = 1
match x y
###
match x.y[1]
###
match not x
###
match lambda: 1
###
match x, *y
###
match x if y
###
match x = 1
###
match x; y
###
match x := 1
###
match (x := 1)
###
match x:
    case 1: pass
foo bar
###
match x
    case 1: pass
###
case x:
    pass
###
f(*a for a in b)
###
f(1, *a for a in b)
###
f(*a, *b for a in b)
###
f((a).b=1)
###
f((a.b)=1)
###
f( (a)  =1)
###
f(a, (b)=1, c=2)
###
r'\'
###
r"ab\"
###
'abc\'
###
x = "a\"b
###
b'abc\'
###
f'abc\'
###
f"{x}\"
###
'''abc\'''
###
def f[T=yield](): pass
###
def f[T: 1 2](): pass
###
def f[1](): pass
###
def f[T U](): pass
###
class A[1]: pass
###
class A[T U]: pass
###
type X[1] = 1
###
def f(x) -> (yield): pass
###
if 1: from __future__ import annotations
###
from __future__ import annotations
if 1: from __future__ import division
###
class A: from __future__ import annotations
###
import x; from __future__ import annotations
###
match x:
    case "a" f"b": pass
"""


def show(e, depth=0):
    """An exception with its place, notes, cause or context."""
    text = f"{type(e).__name__}: {e}"
    if isinstance(e, SyntaxError):
        text += f" {e.args[1:]!r}"
    if notes := getattr(e, "__notes__", None):
        text += f" notes={notes!r}"
    if e.__cause__ is not None and depth < 3:
        text += f" <cause {show(e.__cause__, depth + 1)}>"
    elif e.__context__ is not None and depth < 3:
        text += f" <context {show(e.__context__, depth + 1)}{' suppressed' if e.__suppress_context__ else ''}>"
    if isinstance(e, BaseExceptionGroup):
        text += f" [{'; '.join(show(x, depth + 1) for x in e.exceptions)}]"
    return text


def run(code):
    """Evaluates or executes one snippet in a namespace of its own."""
    names = {"__name__": "m"}
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(code, "s", "eval")
    except SyntaxError:
        mode = "exec"
    else:
        mode = "eval"
    if mode == "exec":
        exec(compile(code, "s", "exec"), names)
    else:
        print(repr(eval(compile(code, "s", "eval"), names))[:400])


sys.stderr = sys.stdout
for i, code in enumerate(SNIPPETS.strip("\n").split('\n###\n')):
    print("@@", i, code.split("\n")[0][:100])
    try:
        run(code)
    except BaseException as e:
        print("  !", show(e))
