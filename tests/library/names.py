#!/usr/bin/env python3
"""Compare the public names of the library's modules, and their signatures, with CPython's.

    pyvm tests/library/names.py                 the table: module by module the share that is there
    pyvm tests/library/names.py --differences   and every name, member and signature that differs
    pyvm tests/library/names.py --trim          take out of missing.txt what is there now
    python3.13 tests/library/names.py --write   remake names.txt (CPython 3.13 alone may)

`names.txt` was written by CPython. `missing.txt` lists the modules and names that are not there yet: the test
`scripts/library/names.py` fails for what is missing and not listed, and for what is listed and not missing.
"""

import importlib
import inspect
import os
import re
import sys
import types

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = """
abc argparse array ast atexit base64 binascii bisect calendar codecs collections collections.abc colorsys configparser
contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib enum errno fnmatch fractions functools gc
getopt getpass glob graphlib gzip hashlib heapq hmac html html.entities html.parser inspect io ipaddress itertools json
keyword linecache locale logging logging.config logging.handlers math numbers operator os os.path pathlib pickle
pickletools platform pprint queue random re reprlib sched secrets select selectors shelve shlex shutil signal socket
sqlite3 stat statistics string struct subprocess sys tempfile textwrap threading time timeit token tokenize traceback
types typing unittest unittest.mock urllib.parse uuid warnings weakref zipfile zlib zoneinfo
""".split()


def text(value):
    """How a value is written down: the signature of what can be called, else its type."""
    if not callable(value):
        return type(value).__name__
    try:
        found = str(inspect.signature(value))
    except Exception:  # ValueError, and what evaluating an odd default raises
        return "?"
    return re.sub(r" at 0x[0-9a-f]+", "", found)


def public(module):
    """The public names of a module: `__all__`, or what it has that was not made by another module."""
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return {name: getattr(module, name) for name in listed if hasattr(module, name)}
    found = {}
    for name, value in vars(module).items():
        home = getattr(value, "__module__", None)
        foreign = isinstance(home, str) and home != module.__name__ and home[:1] != "_" and home != "builtins"
        if name[:1] != "_" and not isinstance(value, types.ModuleType) and not foreign:
            found[name] = value
    return found


def members(kind):
    """The public attributes of a class that `object` has not, and its own special methods' signatures."""
    for name in dir(kind):
        if name[:1] != "_":
            yield name, inspect.getattr_static(kind, name)


def survey(module, names):
    """Rows (name, text) of a module, for `names` or for all its public names."""
    rows = {}
    for name in names:
        try:
            value = getattr(module, name)
        except (AttributeError, ImportError):
            continue
        rows[name] = text(value)
        if isinstance(value, type) and not isinstance(value, types.GenericAlias):
            for member, found in members(value):
                if isinstance(found, (staticmethod, classmethod)):
                    found = getattr(value, member)
                plain = inspect.isfunction(found) or inspect.ismethod(found) or inspect.isroutine(found)
                rows[f"{name}.{member}"] = text(found) if plain else "member"
    return rows


def write():
    if sys.implementation.name != "cpython" or sys.version_info[:2] != (3, 13):
        sys.exit("names.txt is made by CPython 3.13")
    with open(os.path.join(HERE, "names.txt"), "w", encoding="utf-8") as file:
        for name in MODULES:
            module = importlib.import_module(name)
            file.write(f"[{name}]\n")
            for row, found in sorted(survey(module, public(module)).items()):
                file.write(f"{row} {found}\n")


def golden():
    """{module: {name: text}} as CPython wrote it down."""
    modules = {}
    with open(os.path.join(HERE, "names.txt"), encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if line[:1] == "[":
                rows = modules[line[1:-1]] = {}
            else:
                name, _, found = line.partition(" ")
                rows[name] = found
    return modules


def listed():
    with open(os.path.join(HERE, "missing.txt"), encoding="utf-8") as file:
        return {line.strip() for line in file if line.strip() and line[:1] != "#"}


def compare(differences=None):
    """(rows of the table, names that are missing)."""
    table, missing = [], set()
    for name, expected in golden().items():
        names = [row for row in expected if "." not in row]
        try:
            module = importlib.import_module(name)
        except ImportError:
            missing.add(name)
            table.append((name, 0, len(names), 0, len(expected)))
            continue
        found = survey(module, names)
        absent = [row for row in names if row not in found]
        missing.update(f"{name}.{row}" for row in absent)
        equal = sum(found.get(row) == value for row, value in expected.items())
        table.append((name, len(names) - len(absent), len(names), equal, len(expected)))
        if differences is not None:
            for row, value in expected.items():
                if found.get(row) != value:
                    differences.append(f"{name}.{row}: {value} | {found.get(row, 'missing')}")
    return table, missing


def complaints():
    """What `missing.txt` does not tell, or tells wrongly."""
    _, missing = compare()
    known = listed() if sys.implementation.name == "pyvm" else set()
    for name in sorted(missing - known):
        yield f"missing: {name}"
    for name in sorted(known - missing):
        if name.rpartition(".")[0] in missing:
            # Known already, for the time when its module is there.
            continue
        yield f"no longer missing: {name} (pyvm tests/library/names.py --trim)"


def show(differences):
    table, missing = compare(differences)
    print(f"{'module':20} {'names':>12} {'signatures':>18}")
    for name, there, names, equal, rows in table:
        print(f"{name:20} {there:4}/{names:<4} {there / names:4.0%} {equal:6}/{rows:<5} {equal / rows:4.0%}")
    there, names, equal, rows = (sum(row[i] for row in table) for i in range(1, 5))
    enough = sum(row[1] >= 0.95 * row[2] for row in table)
    print(f"{'all':20} {there:4}/{names:<4} {there / names:4.0%} {equal:6}/{rows:<5} {equal / rows:4.0%}")
    print(f"{enough} of {len(table)} modules have at least 95 % of their names; {len(missing)} entries missing")
    for line in differences or ():
        print(line)


def trim():
    known = listed()
    _, missing = compare()
    gone = {name for name in known - missing if name.rpartition(".")[0] not in missing}
    path = os.path.join(HERE, "missing.txt")
    with open(path, encoding="utf-8") as file:
        lines = file.readlines()
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(line for line in lines if line.strip() not in gone)


def main(args):
    if args == ["--write"]:
        write()
    elif args == ["--trim"]:
        trim()
    elif args in ([], ["--differences"]):
        show([] if args else None)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
