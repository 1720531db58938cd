"""Times `dumps` and `loads` of what a program's `data()` makes: prints both best times in seconds and the peak memory in KiB."""

import pickle
import sys
import time

with open(sys.argv[1]) as file:
    exec(compile(file.read(), sys.argv[1], "exec"))


def best(rounds, function, *args):
    least = None
    for _ in range(rounds):
        start = time.perf_counter()
        function(*args)
        took = time.perf_counter() - start
        least = took if least is None else min(least, took)
    return least


def peak():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return 0


made = data()
text = pickle.dumps(made, 4)
rounds = int(sys.argv[2])
print("%.9f %.9f" % (best(rounds, pickle.dumps, made, 4), best(rounds, pickle.loads, text)), peak())
