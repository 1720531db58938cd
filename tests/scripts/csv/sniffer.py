# csv.Sniffer: delimiters, quotes and headers of odd and of random samples.
import csv, random
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, str(e))
def show(s,d=None):
    x=csv.Sniffer().sniff(s,d); return (x._name,x.delimiter,x.quotechar,x.doublequote,x.skipinitialspace,x.lineterminator,x.quoting,x.__name__)
S=['a,b,c\n1,2,3\n','a;b;c\n1;2;3\n','a\tb\n1\t2\n','a b c\n1 2 3\n','"a","b"\n"1","2"\n',"'a';'b'\n'1';'2'\n",'"a"\n"b"\n','a, b, c\n1, 2, 3\n','abc','','\n\n','a,b\n1,2,3\n4\n','x|y|z\n1|2|3\n','"a""b",c\n"d",e\n','name,age,city\nBob,5,"New York, NY"\nAnn,7,"Paris"\n','a:b\nc:d\n','key=value\nk2=v2\n','2020-01-01 10:00,5\n2020-01-02 11:00,6\n','"x";"y"\n"p""q";"r"\n','a,"b, c",d\ne,"f, g",h\n','one\ntwo\nthree\n','é,ü\nà,ö\n','"a" , "b"\n',"it's,ok\nno'pe,x\n",'a,b\r\nc,d\r\n']
for s in S:
    t(lambda: show(s)); t(lambda: show(s,',;')); t(lambda: csv.Sniffer().has_header(s))
random.seed(5)
for i in range(40):
    n=random.randint(1,14); cols=random.randint(1,5); d=random.choice(',;\t |:#'); q=random.choice(['','"',"'"])
    rows=[]
    for r in range(n):
        rows.append(d.join(q+random.choice(['','abc','1','2.5','x y','a,b','q'*random.randint(0,6)])+q for _ in range(cols if random.random()<.93 else cols+1)))
    s='\n'.join(rows)+random.choice(['','\n'])
    t(lambda: show(s)); t(lambda: csv.Sniffer().has_header(s))
