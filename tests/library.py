# helper
"""The library at one look: names, pickles, numbers and texts, peers, packages.

    python3.13 tests/library.py --exe target/release/pyvm
    python3.13 tests/library.py --exe target/release/pyvm --packages /tmp/packages

Prints the share of public names and signatures of each module; how many pickles of library types are CPython's byte for byte
and load the same; how many random cases give CPython's results (the goldens, of CPython 3.13, hold both); the exchanges with a
CPython peer in both directions; and, with a folder to keep them in, what packages from PyPI do. Exits with 1 when anything
differs. Run by anything but CPython 3.13 there is no peer, which is said.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import regen

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples/transfer.py"
EXCHANGES = 8


def names(exe):
    print("## Names and signatures", flush=True)
    return subprocess.run([exe, HERE / "library/names.py"]).returncode != 0


def goldens(exe, scripts):
    """Each script, the last line of its golden, and how many lines of its output are others."""
    for script in scripts:
        wanted = script.with_suffix(".out").read_text(encoding="utf-8").splitlines()
        got, error = regen.run([exe], script, 300)
        got = got.splitlines()
        differing = sum(a != b for a, b in zip(wanted, got)) + abs(len(wanted) - len(got)) + bool(error)
        yield script, wanted, differing


def pickles(exe):
    print("\n## Pickles of library types, protocols 0 to 5\n| family | objects | pickles | refusals | lines that differ |\n|---|---|---|---|---|")
    sums, bad = [0, 0, 0], 0
    scripts = sorted(p for p in (HERE / "pickle_exact").glob("library_*.py") if p.stem != "library_parts")
    for script, wanted, differing in goldens(exe, scripts):
        counts = [int(part.split()[0]) for part in next(filter(None, reversed(wanted))).split(", ")]
        sums = [a + b for a, b in zip(sums, counts)]
        bad += differing
        print(f"| {script.stem.removeprefix('library_')} | {counts[0]} | {counts[1]} | {counts[2]} | {differing} |", flush=True)
    print(f"| all | {sums[0]} | {sums[1]} | {sums[2]} | {bad} |")
    return bad


def cases(exe):
    print("\n## Random cases\n| script | cases | seeds that differ |\n|---|---|---|")
    bad = 0
    scripts = sorted(p for p in (HERE / "scripts/random_library").glob("*.py") if p.stem != "random_cases")
    for script, wanted, differing in goldens(exe, scripts):
        bad += differing
        print(f"| {script.stem} | {sum(int(line.split()[1]) for line in wanted)} | {differing} |", flush=True)
    return bad


def exchanged(interpreter, peer):
    with tempfile.TemporaryDirectory() as folder:
        command = [interpreter, EXAMPLE, peer]
        try:
            done = subprocess.run(command, cwd=folder, env=dict(os.environ, TMPDIR=folder), capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            return 0
    return sum(line.endswith(" ok") for line in done.stdout.splitlines())


def peers(exe):
    print("\n## Peers: sockets, servers, connections, pipes, shelves, gzip, atomic files\n| who | with whom | exchanges |\n|---|---|---|")
    pairs = [(exe, exe)]
    cpython = sys.implementation.name == "cpython" and sys.version_info[:2] == (3, 13)
    if cpython:
        pairs += [(exe, sys.executable), (sys.executable, exe)]
    bad = 0
    for interpreter, peer in pairs:
        count = exchanged(interpreter, peer)
        bad += count != EXCHANGES
        who, whom = ("pyvm" if each == exe else "CPython" for each in (interpreter, peer))
        print(f"| {who} | {whom} | {count} of {EXCHANGES} |", flush=True)
    if not cpython:
        print("skipped: CPython 3.13 as the peer, which this is not run by")
    return bad


def packages(exe, folder):
    print("\n## Packages", flush=True)
    return subprocess.run([sys.executable, HERE / "packages/run.py", exe, folder]).returncode != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exe", required=True, help="pyvm's binary")
    parser.add_argument("--packages", metavar="FOLDER", help="where packages from PyPI are, or are put")
    arguments = parser.parse_args()
    exe = os.path.abspath(arguments.exe)
    bad = [part(exe) for part in (names, pickles, cases, peers)]
    if arguments.packages:
        bad.append(packages(exe, os.path.abspath(arguments.packages)))
    return int(any(bad))


if __name__ == "__main__":
    sys.exit(main())
