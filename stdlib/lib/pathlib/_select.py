"""Finds the paths below a folder that match the parts of a pattern."""

import functools
import os
import re
from glob import translate


@functools.lru_cache(maxsize=512)
def compile_pattern(pattern, sep, case_sensitive, recursive=True):
    """What tells whether a path matches: `match` of a compiled regular expression."""
    flags = re.NOFLAG if case_sensitive else re.IGNORECASE
    return re.compile(translate(pattern, recursive=recursive, include_hidden=True, seps=sep), flags).match


class Select:
    def __init__(self, sep, case_sensitive, pedantic, follow):
        self.sep, self.case_sensitive, self.pedantic, self.follow = sep, case_sensitive, pedantic, follow

    def matcher(self, pattern):
        return compile_pattern(pattern, self.sep, self.case_sensitive)

    def paths(self, folder, parts, exists=False):
        """Paths for the parts of a pattern. `folder` is empty or ends with a separator when parts are left."""
        if not parts:
            if exists or os.path.lexists(folder or '.'):
                yield folder
            return
        part, rest = parts[0], parts[1:]
        if part == '**':
            yield from self.recursive(folder, rest, exists)
        elif part in ('', '..'):
            yield from self.paths(self.joined(folder, part, rest), rest, exists)
        elif not self.pedantic and not any(mark in part for mark in '*?['):
            yield from self.paths(self.joined(folder, part, rest), rest)
        else:
            yield from self.wild(folder, part, rest)

    def joined(self, folder, part, rest):
        return folder + part + (self.sep if rest and part else '')

    def wild(self, folder, part, rest):
        match = None if part == '*' else self.matcher(part)
        for entry in self.entries(folder):
            if match is not None and not match(entry.name):
                continue
            if rest:
                try:
                    if not entry.is_dir():
                        continue
                except OSError:
                    continue
            yield from self.paths(self.joined(folder, entry.name, rest), rest, True)

    def entries(self, folder):
        try:
            with os.scandir(folder or '.') as entries:
                return list(entries)
        except OSError:
            return []

    def recursive(self, folder, rest, exists):
        while rest and rest[0] == '**':
            rest = rest[1:]
        pattern = '**'
        if self.follow:
            # Folders may be met again through links: what follows is matched here, once for each path.
            while rest and rest[0] not in ('', '..'):
                pattern += self.sep + rest[0]
                rest = rest[1:]
        match = None if pattern == '**' else self.matcher(pattern)
        start = len(folder)
        if match is None or match(''):
            yield from self.paths(folder, rest, exists)
        stack = [folder]
        while stack:
            inside = stack.pop()
            for entry in self.entries(inside):
                try:
                    is_dir = entry.is_dir(follow_symlinks=self.follow)
                except OSError:
                    is_dir = False
                if not is_dir and rest:
                    continue
                path = inside + entry.name
                if match is None or match(path[start:]):
                    if rest:
                        yield from self.paths(path + self.sep, rest, True)
                    else:
                        yield path
                if is_dir:
                    stack.append(path + self.sep)
