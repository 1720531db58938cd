"""Reading, interpolating, changing and writing configurations."""
import configparser
import io
import pickle


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, repr(str(error)))


TEXT = """
[DEFAULT]
base = /srv
Level: 3
[one]
path = %(base)s/x
multi = a
  b

  c
flag = yes
num = 0x10
; comment
# another
empty =
half = 50%%
bad = %(nope)s
worse = %x
[two words]
key=v=w:x
loop = %(loop)s
f = 1.5
"""
parser = configparser.ConfigParser()
parser.read_string(TEXT)
print(parser.sections(), parser.options("one"), parser.defaults(), list(parser), len(parser), "one" in parser, parser["one"])
for section, option in (("one", "path"), ("one", "multi"), ("one", "half"), ("one", "bad"), ("one", "worse"), ("two words", "KEY"), ("two words", "loop"), ("one", "none"),
                        ("none", "x"), ("DEFAULT", "base"), ("one", "empty"), ("one", "level")):
    attempt(lambda: parser.get(section, option))
    attempt(lambda: parser.get(section, option, raw=True, fallback="fell"))
attempt(lambda: parser.getint("one", "level"))
attempt(lambda: parser.getint("one", "num"))
attempt(lambda: parser.getfloat("two words", "f"))
attempt(lambda: parser.getboolean("one", "flag"))
attempt(lambda: parser.getboolean("one", "path"))
attempt(lambda: parser.getboolean("one", "zip", fallback=None))
attempt(lambda: parser.items("two words", raw=True))
attempt(lambda: parser["one"].get("zip", "fell"))
attempt(lambda: parser["one"].getint("level"))
attempt(lambda: parser["none"])
attempt(lambda: parser.get("one", "path", vars={"base": "/var"}))
attempt(lambda: parser.set("one", "x", 3))
attempt(lambda: parser.set("one", "x", "50%"))
attempt(lambda: parser.set("none", "x", "y"))
attempt(lambda: parser.add_section("one"))
attempt(lambda: parser.add_section("DEFAULT"))
attempt(lambda: parser.add_section(3))
parser["new"] = {"a": 1, "B": "two\nlines"}
parser["one"]["path"] = "changed"
del parser["two words"]
print(parser.remove_option("one", "bad"), parser.remove_option("one", "bad"), parser.remove_section("none"), parser.has_option("one", "Flag"))
out = io.StringIO()
parser.write(out)
parser.write(out, space_around_delimiters=False)
print(out.getvalue())
for text in ("x = 1", "[a]\n[a]", "[a]\nx=1\nx=2", "[a]\nnovalue\n=x", "[a]\n x = 1\n  more", "[a]\nx\n  more", "[]\n", "[a] ; c\nk = v ; c"):
    attempt(lambda: {s: dict(p.items(s)) for p in [configparser.ConfigParser()] if p.read_string(text, "src") is None for s in p.sections()})
    attempt(lambda: {s: dict(p.items(s)) for p in [configparser.ConfigParser(allow_no_value=True, strict=False, inline_comment_prefixes=";", empty_lines_in_values=False)]
                     if p.read_string(text, "src") is None for s in p.sections()})
extended = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(), delimiters=("->",), comment_prefixes="!", converters={"list": str.split})
extended.read_string("[a]\nx -> ${b:y}!\nz -> ${x} $$ ${q:r:s}\n! comment\nl -> p q\n[b]\ny -> deep\nm -> ${none}\nd -> ${")
for section, option in (("a", "x"), ("a", "z"), ("b", "m"), ("b", "d")):
    attempt(lambda: extended.get(section, option))
print(extended.getlist("a", "l"), extended["a"].getlist("l"), dict(extended.converters))
plain = configparser.RawConfigParser({"d": "1"}, allow_unnamed_section=True)
plain.read_string("top = %(x)s\n[s]\n")
print(plain[configparser.UNNAMED_SECTION]["top"], plain.sections(), dict(plain["s"]))
plain.read_dict({"s": {"k": None, 3: 4}})
print(dict(plain["s"]), plain.read(["missing.ini"]))
attempt(lambda: configparser.ConfigParser(interpolation=3))
for error in (configparser.NoOptionError("o", "s"), configparser.DuplicateOptionError("s", "o", "src", 3), configparser.InterpolationDepthError("o", "s", "r")):
    print(repr(error), error.args, pickle.loads(pickle.dumps(error)).args, pickle.dumps(error, 2))
