# helper
"""The events of a call, those of its own file alone."""
import sys
def show(fn, *a):
    ev = []
    def tr(frame, event, arg):
        if frame.f_code.co_filename != fn.__code__.co_filename: return None
        if event == 'exception': arg = (arg[0].__name__, str(arg[1]), type(arg[2]).__name__)
        ev.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno if frame.f_lineno is not None else None, arg if isinstance(arg,(int,str,tuple,type(None))) else type(arg).__name__))
        return tr
    sys.settrace(tr)
    try:
        fn(*a)
    except BaseException as e:
        sys.settrace(None)
        print('raised', repr(e))
    finally:
        sys.settrace(None)
    print(fn.__name__)
    for e in ev: print('  ', *e)
