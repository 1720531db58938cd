#!/usr/bin/env python3
"""Remake or check the golden files of the behaviour tests.

    python3.13 tests/regen.py                      remake every golden with the running interpreter
    python3.13 tests/regen.py scripts/types        only below these folders or files
    python3.13 tests/regen.py --check              compare, change nothing, exit 1 on a difference
    python3.13 tests/regen.py --check --exe target/release/pyvm     the same for another interpreter

Goldens are made by CPython 3.13 and by nothing else. Beside `name.py` lie

    name.out    standard output
    name.err    only when standard error is not empty or the exit code is not 0:
                first line `exit: N`, then standard error

A script runs as `EXE /absolute/path/name.py`, in an empty temporary working directory, with standard input
empty and the environment of `environment()`. In both streams the folder of the script is replaced by `$DIR`
` at 0x7f…` by ` at 0x…` and the place of a module in `from 'm' (place)` by `(…)`; nothing else is touched. A file whose first line is `# helper` is a module
that other scripts import, not a test.
"""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FOLDERS = ["scripts", "pickle_exact", "main_job", "regression"]
ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]{4,}")
PLACE = re.compile(r"( from '[\w.]+') \((?:/[^()\n]*|unknown location)\)")


def environment(home):
    """The whole environment of a test run."""
    return {
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "PATH": os.defpath,
        "HOME": home,
        "TMPDIR": home,
    }


def normalise(data, folder):
    """Stream bytes to text without paths and addresses."""
    text = data.decode("utf-8", "backslashreplace")
    text = ADDRESS.sub(" at 0x\N{HORIZONTAL ELLIPSIS}", text.replace(str(folder), "$DIR"))
    return PLACE.sub("\\1 (\N{HORIZONTAL ELLIPSIS})", text)


def run(exe, script, timeout):
    """Run one script; the pair (stdout, err golden or None)."""
    with tempfile.TemporaryDirectory() as tmp:
        try:
            done = subprocess.run(
                [*exe, str(script)], cwd=tmp, env=environment(tmp), stdin=subprocess.DEVNULL,
                capture_output=True, timeout=timeout,
            )
        except subprocess.TimeoutExpired:
            return "", "exit: timeout\n"
    out, err = normalise(done.stdout, script.parent), normalise(done.stderr, script.parent)
    code = done.returncode if done.returncode >= 0 else 128 - done.returncode  # as a shell shows a signal
    return out, (f"exit: {code}\n{err}" if err or code else None)


def scripts(paths):
    """Every test script below `paths`, sorted."""
    found = set()
    for path in paths:
        path = (HERE / path) if not path.is_absolute() else path
        found.update([path] if path.is_file() else path.rglob("*.py"))
    for path in sorted(found):
        if path.stem in sys.stdlib_module_names:
            sys.exit(f"{path}: shadows a standard module")
        with path.open(encoding="utf-8") as file:
            if file.readline().strip() != "# helper":
                yield path


def read(path):
    return path.read_bytes().decode("utf-8") if path.exists() else None


def write(path, text):
    if text is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(text.encode("utf-8"))


def compare(script, got):
    """True when the goldens of `script` are `got`; else show the difference."""
    same = True
    for suffix, text in zip((".out", ".err"), got):
        want = read(script.with_suffix(suffix))
        if want != text:
            same = False
            lines = difflib.unified_diff(
                (want or "").splitlines(), (text or "").splitlines(), f"{script.stem}{suffix} golden",
                f"{script.stem}{suffix} got", lineterm="", n=1,
            )
            print(f"FAIL {script.relative_to(HERE)}", *list(lines)[:40], sep="\n")
    return same


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--exe", nargs=1, default=[sys.executable])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=60)
    args = parser.parse_args()
    if not args.check and args.exe == [sys.executable] and sys.version_info[:2] != (3, 13):
        sys.exit("goldens are made by CPython 3.13")
    args.exe[0] = str(pathlib.Path(args.exe[0]).absolute()) if "/" in args.exe[0] else args.exe[0]
    todo = list(scripts(args.paths or [pathlib.Path(f) for f in FOLDERS]))
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for script, got in zip(todo, pool.map(lambda s: run(args.exe, s, args.timeout), todo)):
            if args.check:
                bad += not compare(script, got)
            else:
                write(script.with_suffix(".out"), got[0])
                write(script.with_suffix(".err"), got[1])
    print(f"{len(todo)} scripts, {bad} different" if args.check else f"{len(todo)} goldens made")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
