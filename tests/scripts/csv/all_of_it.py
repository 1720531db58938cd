"""csv: reading, writing, dialects."""
import csv,_csv,io,pickle,re
def t(s):
    try: print(s,'->',re.sub('0x[0-9a-f]{6,}', '0x', repr(eval(s))))
    except BaseException as e: print(s,'!!',type(e).__module__,type(e).__name__,e)
def w(rows,**k):
    f=io.StringIO()
    try:
        wr=csv.writer(f,**k)
        for r in rows: n=wr.writerow(r)
        return f.getvalue(),n
    except BaseException as e: return type(e).__name__,str(e)
def r(lines,**k):
    try: return list(csv.reader(lines,**k))
    except BaseException as e: return type(e).__name__,str(e)
rows=[['a','b'],['a,b','c"d'],['a\nb',''],[''],[],[None,1,1.5,True],['  x '],["it's"],['a\rb'],[None],['é\0'],[b'x'],['-'],["\\"]]
for q in range(6):
    for row in rows: print(q,row,w([row],quoting=q),w([row],quoting=q,escapechar='\\'),w([row],quoting=q,doublequote=False,escapechar='\\'),w([row],quoting=q,quotechar="'"),w([row],quoting=q,quotechar=None),w([row],delimiter=';',lineterminator='!',quoting=q))
L=['a,b','"a","b"','"a,b",c','"a""b",c','a"b,c','"a"b,c','"a\nb",c','','  a, b','a\\,b,c','"a\\"b",c','1,2.5,"3"',',','"",','"a','a\nb','a\rb','a\r\n','x\0y','"a"\n','a\n\n',"'a,b',c",'a,','"a" ,b','1,x,"y"',',"",1']
for l in L:
    for k in [{},dict(quoting=1),dict(quoting=2),dict(quoting=3),dict(quoting=4),dict(quoting=5),dict(skipinitialspace=True),dict(escapechar='\\'),dict(doublequote=False),dict(doublequote=False,escapechar='\\'),dict(strict=True),dict(delimiter=';'),dict(quotechar="'"),dict(quoting=3,escapechar='\\'),dict(strict=True,doublequote=False)]: print(repr(l),k,r([l],**k),r([l,'z,y'],**k))
for s in ['csv.reader()','csv.reader(5)','csv.reader([b"a"])','next(csv.reader([b"a"]))','next(csv.reader([5]))','csv.reader([],delimiter="ab")','csv.reader([],delimiter="")','csv.reader([],delimiter=5)','csv.reader([],delimiter=None)','csv.reader([],delimiter="\\n")','csv.reader([],quotechar="ab")','csv.reader([],quotechar="")','csv.reader([],quotechar=5)','csv.reader([],escapechar="ab")','csv.reader([],escapechar=5)','csv.reader([],lineterminator=5)','csv.reader([],lineterminator=None)','csv.reader([],quoting=9)','csv.reader([],quoting="x")','csv.reader([],foo=1)','csv.reader([],"nope")','csv.reader([],5)','csv.reader([],None)','csv.reader([],"excel",delimiter=";").dialect.delimiter','csv.reader([],delimiter=" ",skipinitialspace=True)','csv.reader([],quotechar=None)','csv.reader([],quoting=3,quotechar=None).dialect.quotechar','csv.reader([],delimiter="\\"")','csv.reader([],escapechar=",")','csv.reader([],lineterminator=",")','csv.reader([],escapechar=" ",skipinitialspace=True)','csv.writer()','csv.writer(5)','csv.writer(io.StringIO()).writerow(5)','csv.writer(io.StringIO()).writerow("abc")','csv.writer(io.StringIO()).writerows([[1],[2]])','csv.writer(io.StringIO()).writerows(5)','csv.writer(io.StringIO()).dialect','csv.list_dialects()','csv.get_dialect("excel")','csv.get_dialect("x")','csv.register_dialect("x",delimiter=";")','csv.get_dialect("x").delimiter','csv.register_dialect(5)','csv.register_dialect("y",5)','csv.unregister_dialect("x")','csv.unregister_dialect("x")','csv.field_size_limit()','csv.field_size_limit(100)','csv.field_size_limit("x")','list(csv.reader(["a"*200]))','csv.field_size_limit(131072)','csv.field_size_limit(new_limit=131072)','csv.reader(["a","b"]).line_num','_csv.Dialect()','_csv.Dialect(delimiter="ab")','_csv.Dialect().delimiter','_csv.Dialect().lineterminator','_csv.Dialect().quoting','_csv.Dialect().strict','_csv.Dialect(strict=5).strict','_csv.Dialect("excel-tab").delimiter','setattr(_csv.Dialect(),"delimiter",",")','setattr(_csv.Dialect(),"strict",True)','delattr(_csv.Dialect(),"quoting")','pickle.dumps(_csv.Dialect())','__import__("copy").copy(_csv.Dialect())','type(csv.reader([]))','type(csv.writer(io.StringIO()))','_csv.Reader()','_csv.Writer()','csv.Error.__mro__','csv.excel().delimiter','csv.Dialect()','sorted(csv.__all__)','list(csv.DictReader(["a,b","1,2","3"]))','list(csv.DictReader(["1,2,3"],fieldnames=["a"],restkey="k"))','csv.QUOTE_STRINGS','iter(csv.reader([])) is not None','csv.reader(open("/dev/null")).line_num']: t(s)
f=io.StringIO(); d=csv.DictWriter(f,['a','b'],restval='-',extrasaction='raise'); print(d.writeheader(),d.writerow({'a':1}),d.writerows([{'a':1,'b':2}])); t('d.writerow({"c":1})'); print(repr(f.getvalue()))
class D(csv.Dialect):
    delimiter=';'; quoting=csv.QUOTE_ALL; quotechar="'"; lineterminator='\n'
print(w([['a','b']],dialect=D), w([['a','b']],dialect=D()))
class B(csv.Dialect): pass
t('B()')
it=csv.reader(['a','"b','c"','d']); 
for row in it: print(row,it.line_num)
