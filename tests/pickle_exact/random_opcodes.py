"""Streams of opcodes in random order with random arguments, most of which find on the stack what they need: what `loads`, an
Unpickler with hooks, `pickletools.dis` and `optimize` make of them.

`START STOP` runs any range of seeds (random_graphs.py --script random_opcodes compares them between interpreters).
"""
import copyreg
import io
import pickle
import pickletools
import sys
import warnings

from graph_parts import Random
from random_damage import CALLS, NAMES, Finding, Hooked, Refusing, argument, outcome

for code, names in enumerate([("builtins", "list"), ("objects_old", "Plain"), ("objects_old", "Slots")], 241):
    copyreg.add_extension(*names, code)
WHOLE = "--whole" in sys.argv
SEEDS = [int(sys.argv[2])] if WHOLE else range(*map(int, sys.argv[1:] or ("0", "300")))
ROWS = [row for row in pickletools.opcodes if row.name != "STOP"]
ATOMS = [row for row in ROWS if not row.stack_before and row.name not in ("PROTO", "FRAME", "MARK")]


# What opcodes need that the table calls any.
NEEDS = {
    "REDUCE": ("any", "tuple"), "NEWOBJ": ("any", "tuple"), "NEWOBJ_EX": ("any", "tuple", "dict"), "STACK_GLOBAL": ("str", "str"),
    "BUILD": ("any", "dict"), "READONLY_BUFFER": ("buffer",), "BINPERSID": ("str",),
}
SOUND = {
    "decimalnl_short": [b"0", b"1", b"-7", b"00", b"01", b"2147483648"], "decimalnl_long": [b"0L", b"12L", b"-123456789012345678901L"],
    "floatnl": [b"1.5", b"-0.0", b"inf"], "stringnl": [b"'text'", b'"a\\n"', b"'\\x41'"], "stringnl_noescape": [b"pid", b"7"],
    "unicodestringnl": [b"text", b"\\u20ac", b""],
}


class Stack:
    """The kinds of items above each mark, and in the memo."""

    def __init__(self):
        self.levels, self.memo = [[]], {}

    def serves(self, row):
        if row.name.endswith("GET") and not self.memo:
            return False
        before = [item.name for item in row.stack_before]
        if "mark" in before:
            at = before.index("mark")
            wanted, top = before[:at], self.levels[-1]
            pairs = row.name in ("DICT", "SETITEMS") and len(top) % 2
            return len(self.levels) > 1 and self.ends(self.levels[-2], wanted) and not pairs and (row.name != "OBJ" or bool(top))
        return self.ends(self.levels[-1], NEEDS.get(row.name, before))

    @staticmethod
    def ends(items, wanted):
        tail = items[len(items) - len(wanted) :]
        return len(tail) == len(wanted) and all(want in ("any", have) for want, have in zip(wanted, tail))

    def apply(self, row, index):
        before, after = [item.name for item in row.stack_before], [item.name for item in row.stack_after]
        if row.name == "MARK":
            self.levels.append([])
        elif "mark" in before:
            if len(self.levels) > 1:
                self.levels.pop()
            before = before[: before.index("mark")]
        top = self.levels[-1]
        if row.name == "DUP":
            after = top[-1:] * 2
        elif row.name.endswith("GET"):
            after = [self.memo.get(index, "any")]
        elif "PUT" in row.name or row.name == "MEMOIZE":
            self.memo[index if row.arg else len(self.memo)] = top[-1] if top else "any"
        del top[max(len(top) - len(before), 0) :]
        if row.name != "MARK":
            top.extend(after)


def memo(rng, row, stack):
    """An index that is there, for most, and the argument that says it."""
    index = rng.pick(list(stack.memo)) if stack.memo and rng.below(10) else rng.below(4)
    return index, b"%d\n" % index if row.arg.n == pickletools.UP_TO_NEWLINE else index.to_bytes(row.arg.n, "little")


def sound(rng, row):
    """An argument that will do."""
    name, n = row.arg.name, row.arg.n
    if name == "stringnl_noescape_pair":
        return b"%s\n%s\n" % rng.pick(NAMES[:9])
    if n == pickletools.UP_TO_NEWLINE:
        return rng.pick(SOUND[name]) + b"\n"
    if name == "float8":
        return rng.pick([b"?\xf8" + bytes(6), bytes(8), b"\x7f\xf0" + bytes(6)])
    if row.name.startswith("EXT"):
        return (241 + rng.below(3)).to_bytes(n, "little")
    if n > 0:
        return (1 + rng.below(3)).to_bytes(n, "little")
    body = bytes([rng.pick(b"ab9\x00") for _ in range(rng.below(5))])
    if name[-1] == "8" or name[-1] == "4":
        return len(body).to_bytes(int(name[-1]), "little") + body
    return bytes([len(body)]) + body


def stream(rng):
    stack, parts, ill = Stack(), [], rng.pick([1000000, 1000000, 30, 6])
    if rng.below(2):
        parts.append(b"\x80" + bytes([rng.pick([2, 3, 4, 5, 4])]))
    for _ in range(1 + rng.below(30)):
        row = rng.pick(ROWS if rng.below(3) else ATOMS)
        for _ in range(60):
            if stack.serves(row) and row.name not in ("PROTO", "FRAME") or rng.below(ill) == 0:
                break
            row = rng.pick(ROWS)
        index = None
        if row.name.endswith(("PUT", "GET")):
            index, arg = memo(rng, row, stack)
        elif row.arg:
            arg = sound(rng, row) if rng.below(ill) else argument(rng, row.arg)
        else:
            arg = b""
        stack.apply(row, index)
        parts.append(row.code.encode("latin-1") + arg)
    if rng.below(12) == 0:
        at = rng.below(len(parts) + 1)
        parts[at:at] = [b"\x95" + (len(b"".join(parts[at:])) + rng.pick([1, 1, 1, 0, 2])).to_bytes(8, "little", signed=True)]
    if rng.below(2):
        # All that is left in one tuple.
        parts = [b"("] + parts + [b"t" * len(stack.levels)]
    return b"".join(parts) + b"."


def disassembled(data, annotate):
    out = io.StringIO()
    try:
        pickletools.dis(data, out, annotate=annotate)
    except Exception as e:
        out.write(f"{type(e).__name__}: {e}")
    return out.getvalue()


def optimized(data):
    try:
        return pickletools.optimize(data).hex()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def run(seed):
    rng = Random(seed)
    for _ in range(3):
        rng.below(2)
    data = stream(rng)
    CALLS.clear()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        parts = [outcome(lambda: pickle.loads(data))]
        for cls in (Finding, rng.pick([Hooked, Refusing])):
            file = io.BytesIO(data + b"more")
            unpickler = cls(file, encoding=rng.pick(["ASCII", "latin1", "bytes"]), buffers=[b"buffer", bytearray(b"open")])
            parts.append(outcome(unpickler.load) + f" at {file.tell()}")
        parts += [str(CALLS), disassembled(data, rng.below(2) * 30), optimized(data)]
        parts += [f"warns {w.category.__name__} {w.message}" for w in warned]
    return data, parts


if __name__ == "__main__":
    for seed in SEEDS:
        data, parts = run(seed)
        text = " | ".join(parts).encode("ascii", "backslashreplace").decode().replace("\n", "\\n").replace("\r", "\\r")
        if WHOLE:
            print(data, "|", text)
        else:
            print(seed, text if len(text) < 300 else f"{text[:100]}~{len(text)}:{int.from_bytes(text.encode(), 'big') % (2**61 - 1):x}")
