"""`python -m pickle` and `python -m pickletools`: all options, bad files and bad options."""
import collections
import os
import pickle
import sys
import tempfile

os.chdir(tempfile.mkdtemp())
os.environ["COLUMNS"] = "80"
for name, value, protocol in (("a", [1, {"a": (1, 2)}], 4), ("b", "x" * 5, 0), ("od", collections.OrderedDict(a=1), 4)):
    with open(name + ".pkl", "wb") as file:
        pickle.dump(value, file, protocol)
with open("m.pkl", "wb") as file:
    pickler = pickle.Pickler(file, 2)
    shared = [1]
    pickler.dump(shared)
    pickler.dump([shared])
with open("bad.pkl", "wb") as file:
    file.write(b"\x80\x04K")
open("empty", "wb").close()


def run(line):
    """What a command writes; of a traceback its last line."""
    status = os.system(f"{sys.executable} -m {line} >out 2>err")
    with open("out") as out, open("err") as err:
        print("##", line, os.waitstatus_to_exitcode(status), out.read(), sep="\n")
        errors = err.read()
        print(errors.splitlines()[-1] if errors.startswith("Traceback") else errors)


for line in ("", "a.pkl b.pkl od.pkl", "bad.pkl", "--zz", "a.pkl - <b.pkl"):
    run("pickle " + line)
for line in (
    "-h", "-a -p 'X {name}' a.pkl b.pkl", "-o text -l 2 a.pkl", "--memo m.pkl m.pkl", "m.pkl", "-l x a.pkl", "a.pkl - <b.pkl",
):
    run("pickletools " + line)
print(open("text").read())
