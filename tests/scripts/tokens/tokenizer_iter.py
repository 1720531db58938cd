# The tokens of a source as tokenize has them.
import io, _tokenize, tokenize
def show(src, extra=True, **k):
    print('==', repr(src), extra)
    it = iter(src.splitlines(True))
    try:
        for t in _tokenize.TokenizerIter(lambda: next(it), extra_tokens=extra, **k): print(t)
    except BaseException as e: print(type(e).__name__, e.args)
show('x = 1  # c\n')
show('if x:\n    y\n\n    # c\n  # d\nz')
show('')
show('\n')
show('# only')
show('a = (1,\n # k\n 2)\n')
show('a \\\n + b\n')
show('"""a\nb"""\n')
show("f'a{x!r:>{w}}b{{c}}' rf'\\d{y}'\n")
show("f'''a\n{x}\n b'''\n")
show('x = $\n'); show('x = "abc\n'); show('x = """abc\n'); show('(1\n'); show(')\n'); show('if x:\n  a\n b\n'); show("f'{a'\n"); show("f'abc\n"); show('0777\n'); show('1a\n'); show('é = "ü" + b\n'); show('a\r\nb\r\n');  show('\tx\n'); show('a;b->c...:=**=\n'); show('async def f(): await x\n'); show('if 1:\n  if 2:\n    3\n'); show("f'{x=}{y:%H}'\n"); show("f'{a:{b}c{d}}'")
show('1.5e3 0x1F 1_0 3j 07\n')
show("\n\n  \n\tx")
it=iter([b'x = 1\n', 'é\n'.encode()])
for t in _tokenize.TokenizerIter(lambda: next(it), extra_tokens=True, encoding='utf-8'): print(t)
T=_tokenize.TokenizerIter
def e(f):
    try: print(f())
    except BaseException as x: print(type(x).__name__, x)
e(lambda:T()); e(lambda:T(1)); e(lambda:next(T(1,extra_tokens=True))); e(lambda:T(print,True))
e(lambda:next(T(lambda:1/0,extra_tokens=True)))
