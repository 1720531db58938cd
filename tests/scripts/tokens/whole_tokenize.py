# tokenize: tokens of odd sources, encodings, and sources made of tokens.
import tokenize, io
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e.args)
srcs=['x = 1\n','def f(a, b=2):\n    """doc"""\n    return a+b  # comment\n\nclass C: pass\n','','\n\n','# only comment','x = f"a{b!r:>{w}}c{{}}"\n','if x:\n\ty\n\tz\nelse:\n  q\n','a = (1,\n     2)\n','s = """multi\nline"""\n','x = 1 \\\n  + 2\n','é = "ü"\n','async def f(): await x\n','x: int = 0o17 + 0xff + 1_000 + 1e5j\n','a @= b; c //= d ** e\n','lambda x: (yield)\n','x','    indented\n','if a:\n        b\n    c\n','x = (\n','"unclosed\n','$x\n','a = 1\r\nb = 2\r\n','@dec\ndef g() -> None: ...\n','x = [i for i in y if z]\n','match x:\n    case 1: pass\n', 'type X = int\n', "f'''a\n{x}\nb'''\n", 'x = 1;;\n', '0777\n', '1_\n', "rb'x' Rb'y' u'z'\n", 'a<>b\n', 'print(f"{x=}")\n', "'''unterminated", 'x = 5 if y else\\\n 6\n', '\tx\n', 'a\x0cb\n', '!x\n', 'a != b -> c := d ... e\n', 'if 1:\n  # c\n\n  x\n# d\ny\n']
for s in srcs:
    print(repr(s))
    def g():
        for tok in tokenize.generate_tokens(io.StringIO(s).readline): print('  ',tok)
    t(g)
    t(lambda: tokenize.untokenize(tokenize.generate_tokens(io.StringIO(s).readline)))
    t(lambda: tokenize.untokenize([x[:2] for x in tokenize.generate_tokens(io.StringIO(s).readline)]))
for b in (b'# -*- coding: latin-1 -*-\nx\n', b'\xef\xbb\xbfx\n', b'x\n# coding: utf8\n', b'# coding: nope\n', b'\xff\n', b'\xef\xbb\xbf# coding: latin-1\n', b'', b'#!/x\n# vim: set fileencoding=ascii :\n', b'x=1\n#coding:latin1\n'):
    t(lambda: tokenize.detect_encoding(io.BytesIO(b).readline)); t(lambda: list(tokenize.tokenize(io.BytesIO(b).readline))[:2])
    t(lambda: tokenize.untokenize(tokenize.tokenize(io.BytesIO(b).readline)))
x=next(tokenize.generate_tokens(io.StringIO('+').readline)); print(x, x.exact_type, x.string, x.start, x.end, x.line, x._fields); 
t(lambda: tokenize.untokenize([(1,'a'),(1,'b'),(54,'+'),(2,'1')])); t(lambda: tokenize.untokenize([(1,'a',(1,5),(1,6),''),(1,'b',(1,0),(1,1),'')])); t(lambda: tokenize.tok_name[54]); t(lambda: tokenize.TokenError('x',(1,2))); t(lambda: tokenize.TokenInfo(1,'a',(1,0),(1,1),'a')); t(lambda: tokenize.open('/nope')); t(lambda: list(tokenize.generate_tokens(lambda: b'x'))); t(lambda: list(tokenize.tokenize(lambda: 'x'))); t(lambda: list(tokenize.generate_tokens(5)))
import os, tempfile
name = tempfile.mktemp('.py'); open(name,'w').write('x=1\n'); f=tokenize.open(name); print(f.encoding, f.mode, f.read(), f.line_buffering)
print(sorted(tokenize.__all__)); import token; print(tokenize.EXACT_TOKEN_TYPES is token.EXACT_TOKEN_TYPES)
