import sys
import traceback


def f(n):
    if n:
        return f(n - 1)
    raise ValueError("deep")


try:
    f(2)
except ValueError as e:
    print(traceback.format_exc().replace(__file__, "FILE"))
    print([(s.name, s.lineno, s.line) for s in traceback.extract_tb(e.__traceback__)])
    print(traceback.format_exception_only(type(e), e))
    te = traceback.TracebackException.from_exception(e)
    print(str(te), te.exc_type_str, len(te.stack))
    traceback.print_exc(limit=1, file=sys.stdout)
    traceback.print_tb(e.__traceback__, limit=-1, file=sys.stdout)
    print(e.__traceback__.tb_next.tb_lineno)
traceback.print_stack(file=sys.stdout)
print(traceback.format_list([("f.py", 3, "name", "text"), ("g.py", 4, "other", None)]))
try:
    raise KeyError("a") from ValueError("cause")
except KeyError as e:
    print("".join(traceback.format_exception(e, chain=False)))
print(traceback.format_exception_only(None, None), traceback.format_exc())
