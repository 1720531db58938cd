"""Writes properties_data.rs and decomposition.txt with the running interpreter's unicodedata (CPython 3.13)."""
import pathlib
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
HEAD = f"""//! General properties of characters in Unicode {unicodedata.unidata_version}, written by `generate_properties.py`.

/// Category, bidirectional class, canonical combining class, East Asian width, whether it is mirrored.
pub(super) type Properties = (&'static str, &'static str, u8, &'static str, bool);
"""


def properties(char):
    u = unicodedata
    return u.category(char), u.bidirectional(char), u.combining(char), u.east_asian_width(char), u.mirrored(char)


def emit(name, kind, doc, entries):
    lines, line = [], ""
    for entry in entries:
        if len(line) + len(entry) > 112:
            lines.append(line.rstrip())
            line = ""
        line += entry + ", "
    lines.append(line.rstrip())
    body = "\n".join("    " + line for line in lines)
    return f"\n/// {doc}\n#[rustfmt::skip]\npub(super) static {name}: &[{kind}] = &[\n{body}\n];\n"


def main():
    numbers, runs, before = {}, [], None
    for code in range(0x110000):
        now = properties(chr(code))
        if now != before:
            runs.append(code << 9 | numbers.setdefault(now, len(numbers)))
            before = now
    records = ['("%s", "%s", %d, "%s", %s)' % (*r[:4], "true" if r[4] else "false") for r in numbers]
    text = HEAD + emit("PROPERTIES", "Properties", "The combinations that occur.", records)
    doc = "First code points of runs with the same properties, the number of their combination in the lowest 9 bits."
    text += emit("PROPERTY_RUNS", "u32", doc, [f"{run:#x}" for run in runs])
    (HERE / "properties_data.rs").write_text(text)
    lines = [f"{code:x};{unicodedata.decomposition(chr(code))}\n" for code in range(0x110000)
             if unicodedata.decomposition(chr(code))]
    (HERE / "decomposition.txt").write_text("".join(lines))


main()
