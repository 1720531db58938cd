"""`json`: values to text with all options and back, and texts that are damaged."""

import json

from random_cases import attempt, main


def value(r, depth=0):
    kind = r.below(10 if depth < 4 else 7)
    if kind == 0:
        return r.pick(None, True, False)
    if kind == 1:
        return r.integer(100)
    if kind == 2:
        return r.real()
    if kind < 7:
        return r.text(10, 'ab"\\/\b\f\n\r\t\x01\x7f\xe9\u2028\u4e2d\U0001f600\ud800\udc00<')
    if kind == 7:
        return {r.pick(r.text(4), r.text(4), r.below(9), r.real(), None, True, (1,), b"k") if r.maybe(0.3) else r.text(3): value(r, depth + 1) for _ in range(r.below(5))}
    return r.pick(list, tuple)(value(r, depth + 1) for _ in range(r.below(5)))


def options(r):
    found = {}
    for name, choices in (("ensure_ascii", (True, False)), ("allow_nan", (True, False)), ("indent", (None, 0, 2, "\t", -1)), ("separators", (None, (",", ":"), (" , ", " : "))), ("sort_keys", (True, False)), ("skipkeys", (True, False)), ("default", (None, repr))):
        if r.maybe(0.3):
            found[name] = r.pick(*choices)
    return found


def literal(r):
    return r.pick("", "-", "--", "+") + r.text(4, "0123456789") + r.pick("", ".", ".5", ".05e3", "e", "e+5", "E-3", "e400", "x")


def lines(r):
    for _ in range(180):
        v, more = value(r), options(r)
        text = attempt(json.dumps, v, **more)
        yield f"{v!r} {more!r} {text}"
        try:
            text = json.dumps(v, skipkeys=True, **{k: more[k] for k in ("indent", "ensure_ascii") if k in more})
        except Exception:
            continue
        yield f"{attempt(json.loads, text)} {attempt(json.loads, text, parse_float=str, parse_int=hex, parse_constant=repr)} {attempt(json.loads, text, object_pairs_hook=list)}"
        for _ in range(3):
            at = r.below(len(text) + 1)
            bad = text[:at] + r.pick("", "x", ",", "]", "}", "[", "{", '"', "\\", "\n", "\x00", ":", "1", "\\u12", "\\ud834", "nul", "NaN", "-", "\ufeff") + text[at + r.below(3) :]
            bad = text[:at] if r.maybe(0.2) else bad
            try:
                got = repr(json.loads(bad, strict=r.maybe()))
            except json.JSONDecodeError as error:
                got = f"{error} {error.msg} {error.pos} {error.lineno} {error.colno}"
            except Exception as error:
                got = f"{type(error).__name__} {error}"
            yield f"{bad!r} {got}"
        data = text.encode(r.pick("utf-8", "utf-16", "utf-32", "utf-16-le", "utf-32-be", "utf-8-sig"), "surrogatepass")
        yield f"{attempt(json.loads, data)} {attempt(json.detect_encoding if hasattr(json, 'detect_encoding') else len, data)}"
    for _ in range(60):
        text = literal(r)
        yield f"{text!r} {attempt(json.loads, text)} {attempt(json.loads, '[' + text + ']')} {attempt(json.JSONDecoder().raw_decode, text + ' tail')}"


if __name__ == "__main__":
    main(lines, 0, 2)
