"""Find functions of our library that are CPython's, node for node: python3.13 tests/originality.py [--write]

The library is written from documentation and behaviour, so a function that has the same syntax tree as one of CPython's is
to be written anew, unless it is too short to be written otherwise. `originality.txt` names those that are known; what is
found and not named, and what is named and no longer found, is an error. Docstrings do not count.
"""

import ast
import os
import sys
import sysconfig

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = os.path.join(HERE, os.pardir, "stdlib", "lib")
KNOWN = os.path.join(HERE, "originality.txt")
# Nodes of a function below which there is hardly another way to write it.
SMALL = 40


def functions(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        try:
            tree = ast.parse(file.read())
        except SyntaxError:
            return
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[ast.get_docstring(node, clean=False) is not None :]
            whole = ast.Module(body, [])
            if sum(1 for _ in ast.walk(whole)) >= SMALL:
                yield node.name, ast.dump(whole)


def sources(folder, leave_out=()):
    for place, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if f not in leave_out]
        for file in files:
            if file.endswith(".py"):
                yield os.path.join(place, file)


def main():
    theirs = set()
    for path in sources(sysconfig.get_path("stdlib"), ("test", "tests", "site-packages", "idlelib")):
        theirs.update(dump for _, dump in functions(path))
    count, found = 0, set()
    for path in sources(OURS):
        for name, dump in functions(path):
            count += 1
            if dump in theirs:
                found.add(f"{os.path.relpath(path, OURS)} {name}")
    if "--write" in sys.argv:
        with open(KNOWN, "w", encoding="utf-8") as file:
            file.write("# Functions of stdlib/lib that are CPython's, node for node: to be written anew.\n")
            file.writelines(f"{line}\n" for line in sorted(found))
    with open(KNOWN, encoding="utf-8") as file:
        known = {line.strip() for line in file if not line.startswith("#")}
    for line in sorted(found - known):
        print("CPython's, and not known to be:", line)
    for line in sorted(known - found):
        print("no longer CPython's, take it off originality.txt:", line)
    print(f"{len(found)} of {count} functions are CPython's")
    return found != known


if __name__ == "__main__":
    sys.exit(main())
