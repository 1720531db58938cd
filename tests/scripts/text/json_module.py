"""json: decoding, encoding, their errors and options."""
import json, _json
from json import JSONDecodeError
def t(f,*a,**k):
    try: print(ascii(f(*a,**k)))
    except Exception as e: print(type(e).__name__, ascii(str(e)), ascii(e.args), getattr(e,'pos',None), getattr(e,'__notes__',None), type(e.__cause__).__name__, type(e.__context__).__name__)
for s in ['','[','{','[1','[1,','[1,]','{"a"','{"a":','{"a":1','{"a":1,','{"a":1,}','{a:1}','{"a" 1}','"','"abc','"\\','"\\x"','"\\u12"','"\\ud800"','"\\ud800\\u"','"\\ud83d\\ude00"','"\n"','nul','null','true','tru','NaN','Infinity','-Infinity','-','-a','01','1.','1.5','1e','1e5','1E+5','-0','-0.0','1.5e-3x',' 1 ','1 2','[1 2]','{"a":1 "b":2}','[,1]','{,}','"a" b','\ufeff1','{"a":1,\n"b":]}','[1,\n2,\n x]','"\\u00e9"','"\\"\\\\\\/\\b\\f\\n\\r\\t"','{"a":{"b":[1,{"c":null}]}}','1'*30,'1.1'+'1'*30,'"\x7f"','"\x1f"','{"a":1, }','[1, ]','{1:2}','{"a":1,"a":2}','[[','é','-I','-Inf','N','Na','-Infinit','"\\u 123"','"\\u+123"','"\\uD834\\u0020"','"\\ud834x"','[1,2', '{"a":"b','{"a":[1,]}','.5','+1','0x1','1_0','--1','[-]','1.e5','0e0','00','-01','\t1','\x0b1','1\xa0']:
    t(json.loads,s); t(json.JSONDecoder(strict=False).raw_decode,s)
t(json.loads,1);t(json.loads,b'"a"');t(json.loads,'"\u00e9"'.encode('utf-16'));t(json.loads,bytearray(b'[1]'));t(json.loads,'1'.encode('utf-32'));t(json.loads,b'\xff');t(json.loads,None);t(json.loads,b'\xef\xbb\xbf1')
t(_json.scanstring,'"a"',1);t(_json.scanstring,'"a"',5);t(_json.scanstring,'"a"',-1);t(_json.scanstring,1,1);t(_json.scanstring,'a\tb"',0,False);t(_json.scanstring,'a\tb"',0);
t(_json.encode_basestring,'a"\\\n\x01é\u2028\x7f');t(_json.encode_basestring_ascii,'a"\\\n\x01é\u2028\U0001f600\ud800\x7f');t(_json.encode_basestring,1);t(_json.encode_basestring_ascii,1);t(_json.encode_basestring_ascii,b'')
class I(int):
    def __repr__(s): return 'I!'
    __str__=__repr__
class F(float):
    def __repr__(s): return 'F!'
class S(str): pass
import enum
class E(enum.IntEnum): A=1
class SE(enum.StrEnum): A='x'
for o in [None,True,1,1.5,-0.0,1e100,float('nan'),float('inf'),-float('inf'),'aé',[],{},(),[1,[2,(3,)]],{'a':1,1:2,None:3,True:4,1.5:5,'b':{}},{(1,):2},{b'a':1},b'x',set(),1j,object,I(5),F(1.5),S('q'),E.A,SE.A,{E.A:1,I(3):4,F(2.5):1,S('k'):2},{float('nan'):1},[1]*3,'\x00\x1f"\\/',10**30,{'z':1,'a':2}]:
    for k in [{},dict(indent=2),dict(indent='\t'),dict(sort_keys=True),dict(skipkeys=True),dict(allow_nan=False),dict(ensure_ascii=False),dict(separators=(',',':')),dict(default=lambda o:str(type(o))),dict(indent=0),dict(check_circular=False),dict(allow_nan=False,indent=1),dict(skipkeys=True,indent=1)]:
        t(json.dumps,o,**k)
l=[];l.append(l);t(json.dumps,l);t(json.dumps,l,indent=1); d={};d['a']=d;t(json.dumps,d); t(json.dumps,object(),default=lambda o:o); t(json.dumps,[object()],default=lambda o:[o])
l=[]
for i in range(100000): l=[l]
t(json.dumps,l); t(lambda:json.loads('['*100000)); t(lambda:json.loads('{"a":'*100000)); t(json.dumps,l,check_circular=False)
t(json.dumps,1,cls=json.JSONEncoder,indent=1); t(lambda:list(json.JSONEncoder().iterencode([1,{'a':2,'b':[]},'x']))); t(lambda:list(json.JSONEncoder(indent=1).iterencode([1,{'a':2,'b':[]},'x'])));t(lambda:list(json.JSONEncoder().iterencode(1)))
t(json.loads,'{"a":1,"b":[1.5,2]}',object_hook=lambda d:sorted(d.items()));t(json.loads,'{"a":1,"b":{}}',object_pairs_hook=tuple);t(json.loads,'[1.5,2,NaN,-Infinity,Infinity]',parse_float=lambda s:('f',s),parse_int=lambda s:('i',s),parse_constant=lambda s:('c',s)); t(json.loads,'1',cls=json.JSONDecoder); t(json.loads,'[1]',object_hook=1); t(json.loads,'{}',object_hook=1);t(json.loads,'{}',object_pairs_hook=list)
t(lambda:json.loads('1'*5000)); t(lambda:json.dumps({1:1,'1':2},sort_keys=True)); t(lambda:json.dumps([1,2],separators=(1,2))); t(lambda:json.dumps({'a':[1,{'b':2}]},indent=2,separators=(',','=')))
e=JSONDecodeError('msg','a\nbc',3); print(e, e.args, e.msg,e.doc,e.pos,e.lineno,e.colno, e.__reduce__())
s = json.JSONDecoder().scan_once; print(s.strict, s.object_hook, s.parse_float, s.parse_int, s.object_pairs_hook); t(s,'1',5);t(s,'1',-1);t(s,'[1]',0);t(s,1,0);t(s,'1'); t(s,string='1',idx=0)
enc=json.encoder.c_make_encoder; m=enc({},lambda o:o,json.encoder.encode_basestring_ascii,None,': ',', ',False,False,True); t(m,[1,'a',{'k':None}],0); t(m,1,0); t(m,{},0);t(m,'a',0); print(type(m)); t(enc,1,None,None,None,':',',',False,False,True); t(m,1); t(lambda:enc(None,None,lambda s:'<'+s+'>',None,':',',',False,False,True)(['a'],0));t(lambda:enc(None,None,lambda s:1,None,':',',',False,False,True)(['a'],0));t(lambda:enc(None,None,lambda s:1,None,':',',',False,False,True)({'a':1},0)); print(m.key_separator,m.item_separator,m.sort_keys,m.skipkeys,m.indent,m.markers)
import inspect
for n in ('load','loads','dump','dumps','detect_encoding'): print(n, inspect.signature(getattr(json,n)))
import io
f=io.StringIO(); json.dump({'a':[1]},f); print(f.getvalue()); print(json.load(io.StringIO('[1]'))); t(json.dump,object(),f)
class L(list): pass
class D(dict): pass
t(json.dumps,L([1])); t(json.dumps,D(a=1)); t(json.dumps,D(a=1),sort_keys=True)
class BadItems(dict):
    def items(s): return [1]
t(json.dumps,BadItems(a=1)); 
class BI2(dict):
    def items(s): return [('x',1),('y',2)]
t(json.dumps,BI2(a=1)); t(json.dumps,BI2()); t(json.dumps,BI2(a=1),indent=1)
