"""Write data.rs beside this file from the Unicode data of the running Python.

    python3.13 generate.py > data.rs && rustfmt data.rs
"""
import unicodedata

FLAGS = ["ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "PRINTABLE", "LOWER", "UPPER", "TITLE",
         "ID_START", "ID_CONTINUE", "ASSIGNED", "CASED", "CASE_IGNORABLE"]
SIGMA, FINAL = "\u03a3", "\u03c2"


def flags(char):
    final_through = ("A" + char + SIGMA).lower()[-1] == FINAL
    final_alone = (char + SIGMA).lower()[-1] == FINAL
    bits = [char.isalpha(), char.isdecimal(), char.isdigit(), char.isnumeric(), char.isspace(),
            char.isprintable(), char.islower(), char.isupper(), unicodedata.category(char) == "Lt",
            char.isidentifier(), ("a" + char).isidentifier(), unicodedata.category(char) != "Cn",
            final_alone, final_through and not final_alone]
    return sum(bit << index for index, bit in enumerate(bits))


def property_runs():
    records, runs, last = [], [], None
    for code in range(0x110000):
        value = flags(chr(code))
        if value not in records:
            records.append(value)
        if value != last:
            runs.append(code << 8 | records.index(value))
        last = value
    return records, runs


def case_table(function, base):
    """Runs (first, last, step, delta) of one-to-one mappings and the list of one-to-many ones."""
    runs, many = [], []
    for code in range(0x110000):
        char = chr(code)
        mapped = function(char)
        if mapped == base(char):
            continue
        if len(mapped) > 1:
            many.append((code, mapped))
            continue
        delta = ord(mapped) - code
        if runs and runs[-1][3] == delta:
            first, last, step, _ = runs[-1]
            gap = code - last
            if gap <= 2 and (first == last or gap == step):
                runs[-1] = (first, code, gap, delta)
                continue
        runs.append((code, code, 1, delta))
    return runs, many


def digit_runs():
    runs = []
    for code in range(0x110000):
        value = unicodedata.digit(chr(code), None)
        if value is None:
            continue
        if runs and runs[-1][1] == code - 1 and runs[-1][2] + code - runs[-1][0] == value:
            runs[-1] = (runs[-1][0], code, runs[-1][2])
        else:
            runs.append((code, code, value))
    return runs


def numeric_runs():
    runs = []
    for code in range(0x110000):
        value = unicodedata.numeric(chr(code), None)
        if value is None or unicodedata.digit(chr(code), None) is not None:
            continue
        if runs and runs[-1][1] == code - 1:
            first, last, start, step = runs[-1]
            step = value - start if first == last else step
            # The reader does the same arithmetic, which must not round.
            if start + step * (code - first) == value:
                runs[-1] = (first, code, start, step)
                continue
        runs.append((code, code, value, 0.0))
    return runs


def emit(name, kind, rows, doc):
    print(f"/// {doc}\npub(super) static {name}: &[{kind}] = &[")
    for row in rows:
        print(f"    {row},")
    print("];\n")


def rust(text):
    return '"' + "".join(f"\\u{{{ord(c):x}}}" for c in text) + '"'


def main():
    print(f"//! Tables of Unicode {unicodedata.unidata_version}, written by `generate.py`; do not edit.\n")
    for index, name in enumerate(FLAGS):
        print(f"pub(super) const {name}: u16 = 1 << {index};")
    print()
    records, runs = property_runs()
    emit("RECORDS", "u16", [hex(r) for r in records], "The distinct sets of property flags.")
    emit("RUNS", "u32", [hex(r) for r in runs], "First code point of each run (`<< 8`) and its record.")
    same = lambda char: char
    for name, function, base, doc in [
        ("LOWER", str.lower, same, "lower case"), ("UPPER", str.upper, same, "upper case"),
        ("TITLE", str.title, str.upper, "title case, where not upper case"),
        ("FOLD", str.casefold, str.lower, "case folding, where not lower case"),
    ]:
        single, many = case_table(function, base)
        suffix = {"TITLE": "TITLE_CASE", "FOLD": "FOLD_CASE", "LOWER": "LOWER_CASE", "UPPER": "UPPER_CASE"}[name]
        emit(suffix, "(u32, u32, u32, i32)", single, f"Runs (first, last, step, delta) of {doc}.")
        emit(suffix + "_MANY", "(u32, &str)", [f"({code:#x}, {rust(text)})" for code, text in many],
             f"One-to-many {doc}.")
    emit("DIGITS", "(u32, u32, u8)", digit_runs(), "Runs (first, last, value of first) of digits.")
    emit("NUMERIC_VALUES", "(u32, u32, f64, f64)", numeric_runs(),
         "Runs (first, last, value of first, step) of numbers that are not digits.")


main()
