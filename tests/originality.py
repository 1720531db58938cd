"""Find functions of our library that are CPython's, or nearly so: python3.13 tests/originality.py [--list] [WORD]

The library is written from documentation and behaviour, so a function that reads like one of CPython's is to be written
anew. Two measures, both blind to docstrings and to the names of locals: a function of 40 nodes or more that has the tree of
one of CPython's, and one of 60 or more whose sequence of nodes (with the names of attributes and globals, and constants) is
nine tenths that of one of CPython's. Docstrings longer than a line are found when CPython has them, alone or as part of one.
`originality.txt` names what there is hardly another way to write, with a word on why; what is found and not named, and what
is named and no longer found, is an error. `--list` prints the functions found, the likest first, with their twins; WORD:
only those that have it in their names.
"""

import ast
import collections
import difflib
import os
import sys
import sysconfig

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = os.path.join(HERE, os.pardir, "stdlib", "lib")
KNOWN = os.path.join(HERE, "originality.txt")
# Nodes below which there is hardly another way to write a function, and below which likeness says nothing.
SMALL, NEAR_SMALL = 40, 60
NEAR = 0.9
# Nodes in a row that make a shingle. Functions with a good part of their shingles in common are compared in full.
RUN, SHARED = 5, 0.4
# A docstring up to this length may be the only way to say it.
SHORT = 72
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Function:
    """A function's body as tokens: a node each, in the order of the text, locals as numbers in the order of their use."""

    def __init__(self, node, where):
        self.where, self.name, self.line = where, node.name, node.lineno
        self.locals, self.tokens = {}, []
        for part in ast.walk(node):
            if isinstance(part, ast.arg):
                self.locals[part.arg] = None
            elif isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
                self.locals[part.id] = None
            elif isinstance(part, (ast.ExceptHandler, *FUNCTIONS)) and part is not node:
                self.locals[part.name] = None
        body = ast.Module(node.body[ast.get_docstring(node, clean=False) is not None :], [])
        self.add(body)
        self.size = sum(1 for _ in ast.walk(body))

    def add(self, node):
        token = [type(node).__name__]
        for field, value in ast.iter_fields(node):
            if isinstance(value, list):
                token.append(len(value))
            elif not isinstance(value, ast.AST):
                token.append(self.called(value) if field in ("id", "arg", "name") else repr(value))
        self.tokens.append(sys.intern(" ".join(map(str, token))))
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.expr_context):
                self.add(child)

    def called(self, name):
        if name not in self.locals:
            return name
        if self.locals[name] is None:
            self.locals[name] = f"local{sum(value is not None for value in self.locals.values())}"
        return self.locals[name]

    def shingles(self):
        return {hash(tuple(self.tokens[i : i + RUN])) for i in range(len(self.tokens) - RUN + 1)}

    def likeness(self, other):
        shorter, longer = sorted((len(self.tokens), len(other.tokens)))
        if 2 * shorter < NEAR * (shorter + longer):
            return 0.0
        matcher = difflib.SequenceMatcher(None, self.tokens, other.tokens, autojunk=False)
        return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0

    def __str__(self):
        return f"{self.where} {self.name}"


def read(path, where):
    """The functions of a file, and its docstrings as (where, name, text)."""
    with open(path, encoding="utf-8", errors="replace") as file:
        try:
            tree = ast.parse(file.read())
        except SyntaxError:
            return [], []
    functions, texts = [], []
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            functions.append(Function(node, where))
        if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Module)) and (text := ast.get_docstring(node)):
            texts.append((where, getattr(node, "name", "module"), " ".join(text.split())))
    return functions, texts


def library(folder, leave_out=()):
    functions, texts = [], []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in leave_out)
        for file in sorted(files):
            if file.endswith(".py"):
                path = os.path.join(place, file)
                for whole, part in zip((functions, texts), read(path, os.path.relpath(path, folder))):
                    whole.extend(part)
    return functions, texts


def twins(ours, theirs):
    """(likeness, ours, theirs) for each function of ours that has one."""
    same = {}
    index = collections.defaultdict(list)
    for other in theirs:
        if other.size >= SMALL:
            same.setdefault(tuple(other.tokens), other)
        if other.size >= NEAR_SMALL * NEAR:
            for shingle in other.shingles():
                index[shingle].append(other)
    for function in ours:
        if function.size < SMALL:
            continue
        if other := same.get(tuple(function.tokens)):
            yield 1.0, function, other
        elif function.size >= NEAR_SMALL:
            shingles = function.shingles()
            common = collections.Counter(other for shingle in shingles for other in index.get(shingle, ()))
            near = [other for other, count in common.items() if count >= SHARED * len(shingles)]
            best = max(((function.likeness(other), other) for other in near), key=lambda pair: pair[0], default=(0.0, None))
            if best[0] >= NEAR:
                yield best[0], function, best[1]


def main(arguments):
    ours, texts = library(OURS)
    theirs, their_texts = library(sysconfig.get_path("stdlib"), ("test", "tests", "site-packages", "idlelib"))
    words = [word for word in arguments if not word.startswith("-")]
    found = sorted(twins(ours, theirs), key=lambda twin: (-twin[0], str(twin[1])))
    theirs = "\n".join(text for _, _, text in their_texts)
    copied = {f"{where} docstring of {name}" for where, name, text in texts if len(text) > SHORT and text in theirs}
    if "--list" in arguments:
        for likeness, function, other in found:
            if all(word in str(function) for word in words):
                print(f"{likeness:.2f} {function.size:4} {function}:{function.line} = {other}:{other.line}")
    with open(KNOWN, encoding="utf-8") as file:
        known = {line.strip() for line in file if line.strip() and not line.startswith("#")}
    names = copied.union(str(function) for _, function, _ in found)
    for line in sorted(names - known):
        print("CPython's, and not known to be:", line)
    for line in sorted(known - names):
        print("no longer CPython's, take it off originality.txt:", line)
    print(f"{len(found)} of {sum(function.size >= SMALL for function in ours)} functions are CPython's")
    return names != known


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
