"""Filename matching with shell patterns (mirrors Lib/fnmatch.py)."""
import functools
import os
import posixpath
import re

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Test whether FILENAME matches PATTERN."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


@functools.lru_cache(maxsize=32768, typed=True)
def _compile_pattern(pat):
    if isinstance(pat, bytes):
        pattern = translate(str(pat, 'ISO-8859-1')).encode('ISO-8859-1')
    else:
        pattern = translate(pat)
    return re.compile(pattern).match


def filter(names, pat):
    """The names that match the pattern."""
    match = _compile_pattern(os.path.normcase(pat))
    return [name for name in names if match(os.path.normcase(name) if os.path is not posixpath else name)]


def fnmatchcase(name, pat):
    """Test whether FILENAME matches PATTERN, including case."""
    return _compile_pattern(pat)(name) is not None


def translate(pat):
    """Translate a shell PATTERN to a regular expression."""
    star = object()
    return _join(_translate(pat, star, '.'), star)


def _translate(pat, star, question):
    """The pieces of a regular expression for a pattern."""
    parts = []
    i = 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == '*':
            if not parts or parts[-1] is not star:
                parts.append(star)
        elif c == '?':
            parts.append(question)
        elif c == '[':
            text, i = _bracket(pat, i)
            parts.append(text)
        else:
            parts.append(re.escape(c))
    return parts


def _bracket(pat, i):
    """The class that begins behind a bracket, and where the pattern goes on."""
    start = i + (pat[i:i + 1] == '!')
    end = pat.find(']', start + (pat[start:start + 1] == ']'))
    if end < 0:
        return '\\[', i
    stuff = pat[i:end]
    if '-' not in stuff:
        stuff = stuff.replace('\\', r'\\')
    else:
        chunks = []
        at, seek = i, i + (2 if pat[i] == '!' else 1)
        while (dash := pat.find('-', seek, end)) >= 0:
            chunks.append(pat[at:dash])
            at = dash + 1
            seek = dash + 3
        if pat[at:end]:
            chunks.append(pat[at:end])
        elif chunks:
            chunks[-1] += '-'
        # Ranges that run backwards are empty.
        for k in range(len(chunks) - 1, 0, -1):
            if chunks[k - 1][-1] > chunks[k][0]:
                chunks[k - 1:k + 1] = [chunks[k - 1][:-1] + chunks[k][1:]]
        stuff = '-'.join(s.replace('\\', r'\\').replace('-', r'\-') for s in chunks)
    stuff = re.sub(r'([&~|])', r'\\\1', stuff)
    if not stuff:
        return '(?!)', end + 1
    if stuff == '!':
        return '.', end + 1
    if stuff[0] == '!':
        stuff = '^' + stuff[1:]
    elif stuff[0] in ('^', '['):
        stuff = '\\' + stuff
    return f'[{stuff}]', end + 1


def _join(parts, star):
    """Each star but the last takes as little as it can, and never gives it back."""
    fixed = [[]]
    for part in parts:
        if part is star:
            fixed.append([])
        else:
            fixed[-1].append(part)
    first, *rest = map(''.join, fixed)
    if not rest:
        return fr'(?s:{first})\Z'
    *middle, last = rest
    text = first + ''.join(f'(?>.*?{m})' for m in middle) + '.*' + last
    return fr'(?s:{text})\Z'
