"""textwrap: wrapping, shortening, indenting."""
import textwrap as t
x="Hello there -- you goof-ball, use the -b option! This is a well-known, long-winded (and) some_very_long_identifier_that_is_long test. End. next one."
for w in range(1,90,3):
    for k in ({}, dict(break_on_hyphens=False), dict(break_long_words=False), dict(fix_sentence_endings=True), dict(max_lines=2), dict(drop_whitespace=False), dict(initial_indent='> ',subsequent_indent='  ')):
        try: print(w,k,t.wrap(x,w,**k))
        except ValueError as e: print(w,k,e)
    try: print(t.shorten(x,w), t.shorten(x,w,placeholder='...'))
    except ValueError as e: print(e)
print(repr(t.dedent("   a\n     b\n\n  \t\n   c")), repr(t.dedent("\ta\n  b")), repr(t.indent("a\n\nb\n","> ")), repr(t.indent("a\n\nb\n","> ",lambda l:True)))
print(t.wrap("a\tb\n\nc  d   e", 5), t.wrap("a\tb\n\nc", 5, expand_tabs=False, replace_whitespace=False), t.wrap(""), t.wrap("  "))
