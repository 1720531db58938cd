# A module that one thread is importing is waited for by the others; threads that wait for each other go on.
import _thread
import os
import sys
import tempfile
import time

folder = tempfile.mkdtemp()
sys.path.insert(0, folder)


def write(name, text):
    with open(os.path.join(folder, name + ".py"), "w") as f:
        f.write(text)


def together(*functions):
    handles = [_thread.start_joinable_thread(function) for function in functions]
    for handle in handles:
        handle.join()


write("slow_module", "import time\nhalf = 1\ntime.sleep(0.02)\nwhole = 2\n")
seen = []


def use():
    import slow_module

    seen.append(slow_module.whole)


together(use, use, use)
print(seen)

write("failing", "import time\ntime.sleep(0.01)\nattempts.append(1)\nif len(attempts) < 3: raise ValueError(len(attempts))\n")
import builtins

builtins.attempts = []
results = []


def fail():
    try:
        import failing

        results.append("imported")
    except ValueError as e:
        results.append(e.args)


together(fail, fail, fail)
print(sorted(map(str, results)), len(builtins.attempts))

write("left", "import time\ntime.sleep(0.01)\nimport right\nname = 'left'\n")
write("right", "import time\ntime.sleep(0.01)\nimport left\nname = 'right'\n")
names = []
together(lambda: names.append(__import__("left").__name__), lambda: names.append(__import__("right").__name__))
print(sorted(names), sys.modules["left"].name, sys.modules["right"].name)

started = []


def beside():
    started.append(1)
    import slow_too


write("slow_too", "import time\nfor i in range(20): time.sleep(0.001)\n")
handle = _thread.start_joinable_thread(beside)
time.sleep(0.005)
import slow_too

print(started, slow_too.i)
handle.join()
