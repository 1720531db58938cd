# shutil.rmtree of links and files; zipfile.Path.glob.
import os,shutil,tempfile,zipfile,io
d=tempfile.mkdtemp(); J=lambda *a: os.path.join(d,*a)
os.mkdir(J('dir')); open(J('file'),'w').close(); os.symlink('dir',J('ld')); os.symlink('file',J('lf')); os.symlink('nope',J('ln'))
def t(f):
    try: print(repr(f()).replace(d,'D'))
    except BaseException as e: print(type(e).__name__, str(e).replace(d,'D'), e.args, getattr(e,'filename',0) and e.filename.replace(d,'D'))
for n in ('ld','lf','ln','file','nope'):
    t(lambda: shutil.rmtree(J(n)))
    log=[]; t(lambda: shutil.rmtree(J(n),onexc=lambda f,p,e: log.append((f.__name__,p.replace(d,'D'),repr(e).replace(d,'D'))))); print(log)
z=zipfile.ZipFile(io.BytesIO(),'w')
for n in ('a.txt','d/b.txt','d/e/c.txt','x/y.py'): z.writestr(n,'')
p=zipfile.Path(z)
for g in ('*.txt','**/*.txt','d/*','**','**/*','d/**','d/**/*.txt','*','[ab].txt','?.txt','*/b.txt','**/b.txt','d/*/'): t(lambda: (g,list(map(str,p.glob(g)))))
t(lambda: list(map(str,p.rglob('*.txt')))); t(lambda: list(p.glob('a**'))); t(lambda: list(p.glob('')));  t(lambda: list(map(str,(p/'d').glob('*')))); t(lambda: list(map(str,(p/'d').rglob('*'))))
z.close()
