# helper
"""Random object graphs under two interpreters: pickles compared byte for byte, what loading makes of them, hooks and buffers.

    python3.13 tests/random_graphs.py --exe target/release/pyvm 0 100000
    python3.13 tests/random_graphs.py --exe target/release/pyvm --show 1172
    python3.13 tests/random_graphs.py --exe target/release/pyvm --script random_damage 0 200000

The first runs a range of seeds, prints every seed that differs and ends with a count; the second shows the first
difference of a seed as disassemblies. The graphs and what is done to them are in `pickle_exact/random_reducers.py`: each
seed is one graph, written in all six protocols, through subclasses of Pickler with persistent ids, a dispatch table and a
reducer_override, in fast mode, and with buffers out of band; each pickle is loaded and written again. Equal bytes are what
makes the two loads cross-loads: each interpreter reads what the other wrote, and says the same of it. `random_damage.py` has
damaged pickles, one a seed.
"""

import argparse
import difflib
import io
import os
import pathlib
import pickletools
import resource
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / "pickle_exact"


def output(exe, script, *arguments):
    """The lines that an interpreter prints, and how it ended."""
    command = [exe, FOLDER / f"{script}.py", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment(), timeout=300, preexec_fn=bound)
    except subprocess.TimeoutExpired as e:
        return (e.stdout or b"").decode(errors="replace").splitlines(), ("timeout", "")
    return done.stdout.splitlines(), (done.returncode, done.stderr[-500:])


def bound():
    """Damaged pickles may ask for much memory."""
    resource.setrlimit(resource.RLIMIT_AS, (1 << 34, 1 << 34))


def environment():
    return dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")


def disassembled(text):
    """The disassembly of a pickle given in hex, without positions; other text as it is."""
    try:
        out = io.StringIO()
        pickletools.dis(bytes.fromhex(text), out)
    except ValueError:
        return [text]
    return [line.partition(":")[2] or line for line in out.getvalue().splitlines()]


def show(exe, script, seed):
    (ours, _), (theirs, _) = output(exe, script, "--whole", seed), output(sys.executable, script, "--whole", seed)
    for step, (mine, want) in enumerate(zip(" | ".join(ours).split(" | "), " | ".join(theirs).split(" | "))):
        for one, other in zip(mine.split(" "), want.split(" ")):
            if one != other:
                print("step", step)
                print(*difflib.unified_diff(disassembled(other), disassembled(one), "CPython", exe, lineterm=""), sep="\n")
                return 1
    return 0


def compare(exe, script, batch, start, stop):
    """Prints the seeds that differ; the number of them."""
    differing = []
    for first in range(start, stop, batch):
        last = min(first + batch, stop)
        span = str(first), str(last)
        (ours, ending), (theirs, _) = output(exe, script, *span), output(sys.executable, script, *span)
        seeds = [first + i for i, (mine, want) in enumerate(zip(ours, theirs)) if mine != want]
        if len(ours) != len(theirs):
            seeds.append(first + len(ours))
            print("ended early at seed", first + len(ours), *ending, flush=True)
        for seed in seeds:
            print("differs: seed", seed, flush=True)
        differing += seeds
    print(f"{stop - start} seeds of {script} from {start}: {len(differing)} differ", flush=True)
    return len(differing)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exe", required=True, help="the interpreter to compare with the running one")
    parser.add_argument("--script", default="random_reducers", help="a script of pickle_exact that takes seeds")
    parser.add_argument("--show", metavar="SEED")
    parser.add_argument("--batch", type=int, default=1000, help="seeds in one process")
    parser.add_argument("range", nargs="*", type=int, default=[0, 1000])
    arguments = parser.parse_args()
    if arguments.show:
        return show(arguments.exe, arguments.script, arguments.show)
    return min(compare(arguments.exe, arguments.script, arguments.batch, *arguments.range), 1)


if __name__ == "__main__":
    sys.exit(main())
