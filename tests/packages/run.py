#!/usr/bin/env python3
"""Real packages from PyPI, unmodified, on pyvm: python3.13 tests/packages/run.py PYVM FOLDER

Fetches the packages into FOLDER with this Python's pip, unless they are there, runs a script of our own for each under
this Python and under pyvm, with and without its library (`PYVMHOME`), and prints a table of whose output is the same.
"""

import os
import subprocess
import sys

PACKAGES = [
    "attrs", "jsonpickle", "more-itertools", "sortedcontainers", "toolz", "python-dateutil", "pyrsistent", "cloudpickle",
]
HERE = os.path.dirname(os.path.abspath(__file__))


def fetch(folder):
    if not os.path.isdir(folder):
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", folder, *PACKAGES], check=True)


def run(interpreter, script, folder, home=None):
    variables = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "PYTHONPATH": folder, "PYVMPATH": folder}
    if home:
        variables["PYVMHOME"] = home
    try:
        done = subprocess.run([interpreter, script], env=variables, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "", "did not end"
    lines = done.stderr.strip().splitlines()
    return done.stdout, lines[-1] if done.returncode and lines else ""


def main(pyvm, folder):
    fetch(folder)
    print("| package | alone | with CPython's library |\n|---|---|---|")
    for package in PACKAGES:
        script = os.path.join(HERE, package.replace("-", "_") + ".py")
        wanted, problem = run(sys.executable, script, folder)
        row = []
        for home in (None, sys.prefix):
            got, error = run(pyvm, script, folder, home)
            row.append(problem and f"CPython: {problem}" or error or ("the same" if got == wanted else "another output"))
        print(f"| {package} | {row[0]} | {row[1]} |")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*map(os.path.abspath, sys.argv[1:]))
