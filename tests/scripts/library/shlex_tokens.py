"""Lexers of random text, and quoting."""
import shlex,random
random.seed(2)
for i in range(150):
    s=''.join(random.choice(['a','b',' ','"',"'",'\\','#','\n','|','&&',';','-','.','é','$','  ','()','x=1']) for _ in range(random.randrange(10)))
    for posix in (0,1):
        for c in (0,1):
            try: print(shlex.split(s,c,posix))
            except ValueError as e: print(e)
        for pc in (False,True,'|'):
            for ws in (0,1):
                l=shlex.shlex(s,posix=posix,punctuation_chars=pc); l.whitespace_split=ws
                try: print(list(l),l.lineno,l.state)
                except ValueError as e: print(e,l.state,l.token)
    print(shlex.quote(s))
