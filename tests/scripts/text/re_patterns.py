"""re: which patterns compile, what they match, errors and their places."""
import re
import warnings

warnings.simplefilter("ignore")
def t(*a, **k):
    f=a[0]; a=a[1:]
    try: r=f(*a,**k)
    except BaseException as e: r=(type(e).__name__, str(e))
    print(a, r)
    return r
print(re.I|re.M, repr(re.I), list(re.RegexFlag), re.RegexFlag(0), re.compile('a').flags)
for p in [r'a+b*', r'(a)(b)?', r'(?P<x>a)(?P=x)', r'[a-z]+\d', r'(?i)straße', r'(?:ab|ac|ad)', r'a|b|c', r'(?<=a)b', r'(?<!a)b', r'^a$', r'\bfoo\b', r'(a)|b', r'(?(1)a|b)', r'(a)?(?(1)b|c)', r'(?>a+)b', r'a++b', r'(?:ab)*+c', r'a{2,3}?', r'[^\d\s]', r'.*?x', r'(?s:.)\n', r'(?x) a b # c', r'\N{LATIN SMALL LETTER A}', r'\x41\u0042', r'\0\01\101', r'[]a]', r'[^]a]', r'[a\]b-]', 'a{', 'a{,2}','a{2','x{3}y','(?#hi)a']:
    c=t(re.compile,p)
    for s in ['', 'a','ab','aab','aaab','aa','b','c','foo bar','STRASSE','STRAßE','a1','abc12','\n','AB','{','a{2','aaa','xxxy','abababc','a\nb','日本a1語']:
        for m in ('match','search','fullmatch','findall'):
            try: r=getattr(c,m)(s)
            except Exception as e: r=repr(e)
            if r: print(p, repr(s), m, r, r.groups() if hasattr(r,'groups') else '')
for p in ['(', ')', 'a)', '(?', '(?P', '(?P<', '(?P<a', '(?P<a>', '(?P<1>a)','(?P<a>x)(?P<a>y)', '(?P=b)', '(?P=b', '(?Px)', '(?<x)', '(?z)', '(?i', '(?i-', '(?i-z:a)', '(?-i:a)', '(?i-i:a)', '(?a-u:a)', '(?L)a', '(?au)a','(?-a:x)', '*a', 'a**', 'a{3,2}', '[', '[]', '[a', '[z-a]', r'[\d-z]', r'[a-\d]', '\\', r'\q', r'[\q]', r'\1', r'(a\1)', r'\x1', r'\u12', r'\U00110000', r'\N', r'\N{', r'\N{foo}', r'\N{}', r'\777', r'\400', '(?(1)a', '(?(0)a)', '(?(2)a)','(?(x)a)', '(?(1x)a)', '(a)(?(1)a|b|c)', '(?#', 'a(?i)b', '(?<=a+)b', '(?<=(a))\\1','(?<=(a)\\1)b', '^*', 'a{99999999999}', '(?P<\u00e9>a)', '(?P>a)', '[a-', 'a\n(', 'x\ny\n[', '(?:', '(?=', '(?!)', '(?i:', '(?ii)', '(?is)a','(?P<a.b>c)', '|*', '(?', '(?<', '(?<=', '[[a]','[a--b]','[a&&b]','[a||b]','[a~~b]', '[-a]', '[a-]']:
    try: r=re.compile(p); print(repr(p), r)
    except re.error as e: print(repr(p), e.msg, e.pos, e.lineno, e.colno, str(e), e.pattern)
    except BaseException as e: print(repr(p), type(e), e)
for p in [b'a', b'(?L)a', b'(?u)a', b'(?P<\xe9>a)', rb'\u1234', rb'\N{x}', b'[\xff]', rb'\w']:
    try: r=re.compile(p); print(repr(p), r, r.findall(b'a\xff_ \xe9'))
    except re.error as e: print(repr(p), e.msg, e.pos, e)
t(re.compile,'a',re.L); t(re.compile,'a',re.A|re.U); t(re.compile,b'a',re.U); t(re.compile,b'a',re.A|re.L); t(re.compile,3); t(re.compile,re.compile('a'),re.I)
t(re.match,'a',b'a'); t(re.match,b'a','a'); t(re.match,'a',3); t(re.match, 'a', bytearray(b'a')); t(re.match,b'a',bytearray(b'a'))
