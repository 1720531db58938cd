# helper
"""Random cases of the library under two interpreters, seed by seed: what differs is shown.

    python3.13 tests/random_library.py --exe target/release/pyvm              all scripts, seeds 100 to 120
    python3.13 tests/random_library.py --exe target/release/pyvm float_text mathematics --seeds 0 500

The scripts are in `scripts/random_library/`, where the goldens hold a few seeds; each takes the two ends of a range.
"""

import argparse
import os
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / "scripts/random_library"


def output(exe, script, *arguments):
    variables = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    try:
        done = subprocess.run([exe, script, *map(str, arguments)], capture_output=True, text=True, errors="replace", env=variables, timeout=1200)
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode(errors="replace").splitlines() + ["did not end"]
    return done.stdout.splitlines() + done.stderr.splitlines()[-1:]


def compare(exe, script, seeds, most):
    """How many cases of a script differ; the first of them are printed."""
    lines = cases = differing = 0
    for seed in range(*seeds):
        wanted, got = (output(one, script, seed, seed + 1) for one in (sys.executable, exe))
        cases += int(wanted[0].split()[1]) if len(wanted) == 1 else 0
        if wanted == got:
            continue
        wanted, got = (output(one, script, seed, seed + 1, "--whole") for one in (sys.executable, exe))
        pairs = [(a, b) for a, b in zip(wanted, got) if a != b] or [(f"{len(wanted)} lines", f"{len(got)} lines")]
        differing += len(pairs)
        for one, other in pairs[: max(0, most - lines)]:
            lines += 1
            print(f"  seed {seed}\n    {one}\n    {other}", flush=True)
    print(f"{script.stem}: {cases} cases, {differing} differ", flush=True)
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exe", required=True, help="the interpreter to compare with the running one")
    parser.add_argument("--seeds", nargs=2, type=int, default=[100, 120], metavar=("FIRST", "LAST"))
    parser.add_argument("--show", type=int, default=20, help="how many differences to show of a script")
    parser.add_argument("scripts", nargs="*")
    arguments = parser.parse_args()
    names = arguments.scripts or sorted(p.stem for p in FOLDER.glob("*.py") if p.stem != "random_cases")
    exe = os.path.abspath(arguments.exe)
    return min(1, sum(compare(exe, FOLDER / f"{name}.py", arguments.seeds, arguments.show) for name in names))


if __name__ == "__main__":
    sys.exit(main())
