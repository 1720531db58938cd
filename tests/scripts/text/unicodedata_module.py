"""unicodedata: every function, errors, digests over many characters."""
import unicodedata as u
def t(f,*a):
    try: return repr(f(*a))
    except Exception as e: return type(e).__name__+': '+str(e)
for n in ('decimal','digit','numeric','category','bidirectional','combining','mirrored','east_asian_width','decomposition','name'):
    f=getattr(u,n)
    for a in [(),('a',),('ab',),('',),(1,),('a','b'),('a','b','c'),('\ud800',),('½',),('5',),('٣',),('²',),('\U0010ffff',),(b'a',),(None,)]:
        print(n,ascii(a),t(f,*a))
for a in [('LATIN SMALL LETTER A',),('latin small letter a',),('NOPE',),('',),(1,),('HANGUL SYLLABLE GA',),('CJK UNIFIED IDEOGRAPH-4E00',),('LATIN SMALL LETTER R WITH TILDE',),('KEYCAP DIGIT ONE',),('LINE FEED',),('NULL',),('BEL',),('ALERT',),('x'*300,),('LATIN CAPITAL LETTER GHA',),('WEIERSTRASS ELLIPTIC FUNCTION',),('É',),(b'a',),('CJK UNIFIED IDEOGRAPH-FFFF',),('TANGUT IDEOGRAPH-17000',),('NUSHU CHARACTER-1B170',)]: print(a,t(u.lookup,*a))
for form in ('NFC','NFD','NFKC','NFKD','nfc','X',1):
    for s in ('é','e\u0301','ﬁ½','가','\u1100\u1161\u11a8','Å','\ud800é','a\u0345\u0301','',1,'\U0001d15e','q\u0307\u0323', '\u2126'):
        print(form,ascii(s),t(u.normalize,form,s),t(u.is_normalized,form,s))
print(u.unidata_version, u.__doc__.splitlines()[0])


def digest(function):
    total = 0
    for code in [*range(0, 0x3000, 7), *range(0x3000, 0x30000, 211), *range(0x30000, 0x110000, 4999)]:
        for c in ascii(function(chr(code))):
            total = (total * 31 + ord(c)) % 1000003
    return total


for name in ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"):
    print(name, digest(getattr(u, name)))
for name in ("decimal", "digit", "numeric", "name"):
    print(name, digest(lambda c: getattr(u, name)(c, None)))
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    print(form, digest(lambda c: u.normalize(form, c)))
for method in (str.upper, str.lower, str.title, str.casefold, str.isalpha, str.isprintable, str.isidentifier):
    print(method.__name__, digest(method))
