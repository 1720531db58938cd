"""The functions of pickletools that read arguments, on data of all kinds; the table of opcodes."""
import pickletools as T, io, inspect
def t(n,d,**k):
    try: print(n, d, repr(getattr(T,n)(io.BytesIO(d),**k)))
    except Exception as e: print(n, d, type(e).__name__, e)
for n in sorted(x for x in dir(T) if x.startswith('read_')):
    for d in (b'',b'\x01',b'\x05\0',b'\x02\0\0\0ab',b'\xff\xff\xff\xff',b'\x03\0\0\0\0\0\0\0abcd',b'\xff\xff\xff\xff\xff\xff\xff\xff',b'\x02\xc3\xa9',b'\x02\xff\xfe',b"'abc'\nd",b'"a"\n',b'abc\nd e\nx',b'12\n',b'12L\n',b'00\n',b'01\n',b'1.5\n',b'zz\n',b"'x\n",b"''\n",b'\\u00e9\n',b'abc',b'\x01\xff',b'\x01\0\0\0\x80',b'\n',b'"\'\n',b'\xfe\xff\xff\xff',b'\xe9\n\xe8\n',b"'\xe9'\n",b"'\\x41'\n", b'  12\n', b'inf\n', b'12l\n', b'-5L\n',b'\x04\xed\xa0\x80\x00'):
        t(n,d)
t('read_stringnl',b'"abc"\n',decode=False); t('read_stringnl',b'abc\n',stripquotes=False); t('read_stringnl',b'a\\nb\n',decode=False,stripquotes=False)
if 'encoding' in inspect.signature(T.read_stringnl).parameters: t('read_stringnl',b'"abc"\n',encoding='ascii')
for op in T.opcodes:
    print(op.name, op.arg and (op.arg.name, op.arg.n, op.arg.reader.__name__), op.stack_before, op.stack_after, op.proto)
for r in ('read_uint1','read_decimalnl_short','read_stringnl','read_unicodestring4'): print(r, inspect.signature(getattr(T,r)))
