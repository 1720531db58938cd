"""textwrap, difflib, csv, shlex, fnmatch, urllib.parse, base64, binascii, string, html, pprint and others over random texts."""

import base64
import binascii
import bisect
import csv
import difflib
import fnmatch
import heapq
import html
import io
import pprint
import reprlib
import shlex
import string
import textwrap
import urllib.parse

from random_cases import attempt, main


def words(r, most=20):
    return "".join(r.pick("a", "word", "longer-word", "x", "hyphen-ated--dash", "\u4e2d\u6587", "end.", "Next", "3.14", "(a)", "--opt") + r.pick(" ", " ", "  ", "\n", "\t", "\n\n", "\xa0") for _ in range(r.below(most)))


def wrapping(r):
    names = "expand_tabs replace_whitespace fix_sentence_endings break_long_words break_on_hyphens drop_whitespace".split()
    found = {name: r.maybe() for name in names if r.maybe(0.3)}
    if r.maybe(0.3):
        found["initial_indent"], found["subsequent_indent"] = r.pick("", "* ", "    "), r.pick("", "  ", ">>>>>>>>")
    if r.maybe(0.3):
        found["max_lines"], found["placeholder"] = r.below(4), r.pick(" [...]", "...", " etc etc etc")
    return found


def dialect(r):
    found = {}
    for name, choices in (("delimiter", ",;\t|"), ("quotechar", "\"'"), ("quoting", range(6)), ("doublequote", (True, False)), ("escapechar", (None, "\\")), ("skipinitialspace", (True, False)), ("lineterminator", ("\r\n", "\n")), ("strict", (True, False))):
        if r.maybe(0.35):
            found[name] = r.pick(*choices)
    return found


def url(r):
    return r.pick("http", "HTTPS", "", "file", "mailto", "a+b", "1x") + r.pick(":", "", "://", "//") + r.pick("", "user:pw@", "@", "u@") + r.pick("host", "EXAMPLE.com", "[::1]", "[x", "", "h\u2100") + r.pick("", ":80", ":x", ":99999", ":") + r.pick("", "/", "/a/b/../c", "p;x", "//q", "a b") + r.pick("", "?", "?a=1&b=2&a=", "?q;r", "?%41+b=%zz") + r.pick("", "#", "#frag", "#a#b")


def value(r, depth=0):
    if depth > 3 or r.maybe(0.4):
        return r.pick(r.integer(20), r.text(5, "ab'\"\\\n"), None, r.pick(1.5, -0.0), b"by", "word " * r.below(30))
    return r.pick(lambda: [value(r, depth + 1) for _ in range(r.below(7))], lambda: {r.text(2, "abc"): value(r, depth + 1) for _ in range(r.below(6))}, lambda: tuple(value(r, depth + 1) for _ in range(r.below(4))), lambda: {r.below(9) for _ in range(r.below(4))})()


def lines(r):
    for _ in range(60):
        text, width, more = words(r), r.randrange(0, 30), wrapping(r)
        yield f"{text!r} {width} {more} {attempt(textwrap.wrap, text, width, **more)} {attempt(textwrap.shorten, text, width)} {textwrap.dedent(text)!r} {textwrap.indent(text, '> ')!r}"
        a, b = r.text(12, "abcd "), r.text(12, "abcd ")
        m = difflib.SequenceMatcher(r.pick(None, str.isspace), a, b, r.maybe())
        yield f"{a!r} {b!r} {m.get_opcodes()} {m.ratio()} {m.quick_ratio()} {m.real_quick_ratio()} {m.get_matching_blocks()} {list(m.get_grouped_opcodes(r.below(4)))}"
        x, y = [r.pick("a\n", "b\n", "cc d\n", "\n", "cc e\n", "d") for _ in range(r.below(7))], [r.pick("a\n", "b\n", "cc d\n", "cc\n", "ce d\n") for _ in range(r.below(7))]
        yield f"{list(difflib.unified_diff(x, y, 'f', 't', n=r.below(4)))} {list(difflib.context_diff(x, y, n=r.below(3)))} {list(difflib.ndiff(x, y))} {attempt(difflib.get_close_matches, a, ['abc', 'abcd', 'dcba', b], r.below(4), r.random())}"
        rows = [[r.pick(r.text(5, "ab,;\"'\\ \n\r\t"), r.below(99), r.real(), None, "") for _ in range(r.below(4))] for _ in range(r.below(4))]
        options = dialect(r)
        out = io.StringIO(newline="")
        done = attempt(lambda: csv.writer(out, **options).writerows(rows))
        yield f"{rows!r} {options} {done} {out.getvalue()!r}"
        given = r.pick(out.getvalue(), r.text(20, "ab,;\"'\\ \n\r\t1"))
        yield f"{given!r} {attempt(lambda: list(csv.reader(io.StringIO(given, newline=''), **options)))} {attempt(lambda: list(csv.DictReader(given.splitlines(), restkey='rest')))}"
        t = r.text(14, "ab c'\"\\#$;|&<>()\n\t*?~=")
        yield f"{t!r} {attempt(shlex.split, t, comments=r.maybe(), posix=r.maybe())} {shlex.quote(t)!r} {attempt(lambda: list(shlex.shlex(t, posix=r.maybe(), punctuation_chars=r.maybe())))} {shlex.join([t, a])!r}"
        p, name = r.text(7, "ab*?[]!-.^"), r.text(6, "abAB.-[")
        yield f"{p!r} {name!r} {fnmatch.translate(p)} {fnmatch.fnmatch(name, p)} {fnmatch.fnmatchcase(name, p)} {fnmatch.filter([name, a, 'ab'], p)}"
        u, v = url(r), url(r)
        yield f"{u!r} {attempt(urllib.parse.urlsplit, u)} {attempt(urllib.parse.urlparse, u)} {attempt(lambda: urllib.parse.urlsplit(u).port)} {attempt(lambda: urllib.parse.urlsplit(u).hostname)} {attempt(lambda: urllib.parse.urlsplit(u).netloc)} {attempt(urllib.parse.urljoin, u, v)} {attempt(urllib.parse.urldefrag, u)} {attempt(lambda: urllib.parse.urlunsplit(urllib.parse.urlsplit(u)))}"
        q = r.text(12, "ab=&;%+ 4\xe9\u4e2d/~")
        yield f"{q!r} {urllib.parse.quote(q)} {urllib.parse.quote_plus(q, safe='/~')} {urllib.parse.unquote(q + '%e9%41%')!r} {urllib.parse.unquote_plus(q)!r} {urllib.parse.unquote_to_bytes(q)} {attempt(urllib.parse.parse_qs, q, keep_blank_values=r.maybe(), strict_parsing=r.maybe(0.2))} {attempt(urllib.parse.parse_qsl, q, separator=r.pick('&', ';'))} {urllib.parse.urlencode({'k': q, 'l': [1, a]}, doseq=r.maybe())}"
        data = r.randbytes(r.below(24))
        yield f"{data!r} {base64.b64encode(data)} {base64.b32encode(data)} {base64.b16encode(data)} {base64.b85encode(data)} {base64.a85encode(data, wrapcol=r.below(9), adobe=r.maybe(), foldspaces=r.maybe(), pad=r.maybe())} {base64.b32hexencode(data)} {base64.urlsafe_b64encode(data)} {base64.encodebytes(data)} {binascii.crc32(data)} {binascii.crc_hqx(data, 5)} {binascii.b2a_uu(data)} {binascii.b2a_qp(data, r.maybe(), r.maybe(), r.maybe())} {attempt(binascii.hexlify, data, r.pick(':', '-'), r.randrange(-3, 4))} {base64.z85encode(data) if hasattr(base64, 'z85encode') else ''}"
        bad = r.text(14, "ABCDab01+/=-_ \n!~z<>")
        yield f"{bad!r} {attempt(base64.b64decode, bad, validate=r.maybe())} {attempt(base64.b32decode, bad, r.maybe())} {attempt(base64.b16decode, bad, r.maybe())} {attempt(base64.b85decode, bad)} {attempt(base64.a85decode, bad)} {attempt(binascii.a2b_base64, bad, strict_mode=r.maybe())} {attempt(binascii.a2b_qp, bad)} {attempt(binascii.a2b_uu, bad)} {attempt(binascii.unhexlify, bad)} {attempt(bytes.fromhex, bad)}"
        template = string.Template(r.text(12, "$$${}ab_1 "))
        yield f"{template.template!r} {attempt(template.substitute, a=1, b='x')} {attempt(template.safe_substitute, ab=2)} {attempt(template.is_valid)} {attempt(template.get_identifiers)} {string.capwords(text)[:60]!r}"
        h = r.text(12, "<>&;'\"#x39alt") + r.pick("&lt;", "&#x41;", "&#99999999;", "&notin", "&NotEqualTilde;", "&#0;", "&copy", "&#x80;")
        yield f"{h!r} {html.escape(h, r.maybe())!r} {html.unescape(h)!r}"
        thing = value(r)
        yield f"{attempt(pprint.pformat, thing, indent=r.randrange(1, 4), width=r.randrange(1, 60), compact=r.maybe(), sort_dicts=r.maybe(), depth=r.pick(None, None, 2), underscore_numbers=r.maybe())} {reprlib.repr(thing)}"
        s = sorted(r.below(20) for _ in range(r.below(9)))
        yield f"{s} {bisect.bisect_left(s, 7)} {bisect.bisect(s, 7, key=lambda n: -n)} {heapq.nsmallest(3, s, key=lambda n: n % 5)} {heapq.nlargest(3, s)} {list(heapq.merge(s, [3, 9], reverse=r.maybe()))}"
    for _ in range(60):
        t = r.text(20)
        name, args = r.pick(("center", (r.below(30), r.pick("*", "\u4e2d"))), ("expandtabs", (r.below(9),)), ("split", (r.pick(None, "a", "ab", ""), r.randrange(-1, 3))), ("rsplit", (None, r.below(3))), ("splitlines", (r.maybe(),)), ("title", ()), ("swapcase", ()), ("casefold", ()), ("upper", ()), ("zfill", (r.below(30),)), ("partition", (r.pick("a", ""),)), ("replace", (r.pick("a", "", "x"), "yy", r.randrange(-1, 4))), ("strip", (r.pick(None, "a1 \n", "\xe9"),)), ("find", (r.pick("a", "", "x"), r.randrange(-9, 9), r.randrange(-9, 20))), ("rindex", ("a",)), ("count", (r.pick("a", ""), r.below(9))), ("translate", ({97: "Z", 98: None, 120: 0x4e2d},)), ("encode", (r.pick("ascii", "latin-1", "utf-16", "raw_unicode_escape", "unicode_escape"), r.pick("strict", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "ignore"))), ("isidentifier", ()), ("isprintable", ()), ("removeprefix", ("a",)), ("startswith", (("a", "b"), r.below(4))))
        yield f"{t!r} {name} {args} {attempt(getattr(t, name), *args)}"


if __name__ == "__main__":
    main(lines, 0, 2)
