# argparse: what becomes of "--" and of rests.
import argparse, io, contextlib
def run(p, *argv):
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            r = p.parse_args(list(argv))
        print(argv, r)
    except SystemExit as e:
        print(argv, 'exit', e.code, repr(out.getvalue()), repr(err.getvalue()))
    except Exception as e:
        print(argv, type(e).__name__, e)
def mk(*specs):
    p=argparse.ArgumentParser(prog='p')
    for names,kw in specs: p.add_argument(*names,**kw)
    return p
for p in (mk((['x'],{}),(['y'],{'nargs':'*'})), mk((['x'],{'nargs':'+'}),(['-o'],{'nargs':'?'})), mk((['-a'],{'nargs':'*'}),(['b'],{'nargs':'?'})), mk((['r'],{'nargs':'...'})), mk((['a'],{}),(['r'],{'nargs':'...'})), mk((['p'],{'nargs':'A...'})), mk((['-n'],{'type':int}),(['v'],{'nargs':2})), mk((['x'],{'nargs':'*','default':['d']})), mk((['x'],{'nargs':'?','default':'d'}),(['y'],{'nargs':'?'}))):
    for argv in ([],['--'],['--','a'],['a','--','b'],['a','--','--','b'],['--','--'],['-a','--','x'],['-a','1','--','x'],['a','b','--'],['-o','--','x'],['-o=--','x'],['-n','1','--','-2','3'],['-n','--','5'],['a','-b'],['--','-a','-b'],['a','b','c']):
        run(p,*argv)
