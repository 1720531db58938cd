"""A lexical analyzer class for simple shell-like syntaxes."""

import re
import sys
from collections import deque
from io import StringIO

__all__ = ["shlex", "split", "quote", "join"]


class shlex:
    "A lexical analyzer class for simple shell-like syntaxes."

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if isinstance(instream, str):
            instream = StringIO(instream)
        if instream is not None:
            self.instream, self.infile = instream, infile
        else:
            self.instream, self.infile = sys.stdin, None
        self.posix = posix
        self.eof = None if posix else ''
        self.commenters = '#'
        self.wordchars = 'abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'
        if self.posix:
            self.wordchars += 'ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ'
        self.whitespace = ' \t\r\n'
        self.whitespace_split = False
        self.quotes = '\'"'
        self.escape = '\\'
        self.escapedquotes = '"'
        self.state = ' '
        self.pushback = deque()
        self.lineno = 1
        self.debug = 0
        self.token = ''
        self.filestack = deque()
        self.source = None
        if not punctuation_chars:
            punctuation_chars = ''
        elif punctuation_chars is True:
            punctuation_chars = '();<>|&'
        self._punctuation_chars = punctuation_chars
        if punctuation_chars:
            # Characters looked at and not taken.
            self._pushback_chars = deque()
            # Paths and options are words then.
            self.wordchars += '~-./*?='
            self.wordchars = self.wordchars.translate(dict.fromkeys(map(ord, punctuation_chars)))

    @property
    def punctuation_chars(self):
        return self._punctuation_chars

    def push_token(self, tok):
        "Push a token onto the stack popped by the get_token method"
        if self.debug >= 1:
            print("shlex: pushing token " + repr(tok))
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        "Push an input source onto the lexer's input source stack."
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile, self.lineno = newfile, 1
        self.instream = StringIO(newstream) if isinstance(newstream, str) else newstream
        if self.debug:
            kind, source = ('stream', self.instream) if newfile is None else ('file', newfile)
            print(f'shlex: pushing to {kind} {source}')

    def pop_source(self):
        "Pop the input source stack."
        self.instream.close()
        outer = self.filestack.popleft()
        self.infile, self.instream, self.lineno = outer
        if self.debug:
            print(f'shlex: popping to {self.instream}, line {self.lineno}')
        self.state = ' '

    def get_token(self):
        "Get a token from the input stream (or from stack if it's nonempty)"
        if self.pushback:
            tok = self.pushback.popleft()
            if self.debug >= 1:
                print("shlex: popping token " + repr(tok))
            return tok
        raw = self.read_token()
        if self.source is not None:
            while raw == self.source:
                found = self.sourcehook(self.read_token())
                if found:
                    self.push_source(found[1], found[0])
                raw = self.get_token()
        while raw == self.eof:
            if not self.filestack:
                return self.eof
            self.pop_source()
            raw = self.get_token()
        if self.debug >= 1:
            print("shlex: token=" + (repr(raw) if raw != self.eof else "EOF"))
        return raw

    def _read_char(self):
        if self._punctuation_chars and self._pushback_chars:
            char = self._pushback_chars.pop()
        else:
            char = self.instream.read(1)
        if char == '\n':
            self.lineno += 1
        if self.debug >= 3:
            print("shlex: in state %r I see character: %r" % (self.state, char))
        return char

    def _ends_word(self, quoted):
        """Whether there is a word so far; an empty one counts where it was quoted."""
        return self.token or (self.posix and quoted)

    def _skip_comment(self):
        self.instream.readline()
        self.lineno += 1

    def read_token(self):
        quoted = False
        # What follows a backslash belongs to the state before it.
        escaped_state = ' '
        while True:
            char = self._read_char()
            state = self.state
            if state is None:
                # Past the end of the input.
                self.token = ''
                break
            if state == ' ':
                if self._begin(char, quoted):
                    break
                escaped_state = 'a'
            elif state in self.quotes:
                quoted = True
                if not char:
                    raise ValueError("No closing quotation")
                if char == state:
                    if not self.posix:
                        self.token += char
                        self.state = ' '
                        break
                    self.state = 'a'
                elif self.posix and char in self.escape and state in self.escapedquotes:
                    escaped_state = state
                    self.state = char
                else:
                    self.token += char
            elif state in self.escape:
                if not char:
                    raise ValueError("No escaped character")
                # In quotes a backslash only hides the quote and itself.
                if escaped_state in self.quotes and char != state and char != escaped_state:
                    self.token += state
                self.token += char
                self.state = escaped_state
            elif state in ('a', 'c'):
                if self._inside(char, quoted):
                    break
                escaped_state = 'a'
        result, self.token = self.token, ''
        if self.posix and not quoted and result == '':
            result = None
        if self.debug > 1:
            if result:
                print("shlex: raw token=" + repr(result))
            else:
                print("shlex: raw token=EOF")
        return result

    def _begin(self, char, quoted):
        """The first character of what may be a token; true when the token is whole."""
        if not char:
            self.state = None
            return True
        if char in self.whitespace:
            return self._ends_word(quoted)
        if char in self.commenters:
            self._skip_comment()
        elif self.posix and char in self.escape:
            self.state = char
        elif char in self.wordchars:
            self.token, self.state = char, 'a'
        elif char in self._punctuation_chars:
            self.token, self.state = char, 'c'
        elif char in self.quotes:
            if not self.posix:
                self.token = char
            self.state = char
        elif self.whitespace_split:
            self.token, self.state = char, 'a'
        else:
            # A character that is a token.
            self.token = char
            return True
        return False

    def _inside(self, char, quoted):
        """A character behind others; true when the token ends before it."""
        if not char:
            self.state = None
            return True
        if char in self.whitespace:
            self.state = ' '
            return self._ends_word(quoted)
        if char in self.commenters:
            self._skip_comment()
            if self.posix:
                self.state = ' '
                return self._ends_word(quoted)
        elif self.state == 'c':
            if char in self._punctuation_chars:
                self.token += char
            else:
                self._pushback_chars.append(char)
                self.state = ' '
                return True
        elif self.posix and (char in self.quotes or char in self.escape):
            self.state = char
        elif char in self.wordchars or char in self.quotes or (
                self.whitespace_split and char not in self._punctuation_chars):
            self.token += char
        else:
            if self._punctuation_chars:
                self._pushback_chars.append(char)
            else:
                self.pushback.appendleft(char)
            self.state = ' '
            return self._ends_word(quoted)
        return False

    def sourcehook(self, newfile):
        "Hook called on a filename to be sourced."
        from os import path
        name = newfile[1:-1] if newfile[0] == '"' else newfile
        if isinstance(self.infile, str) and not path.isabs(name):
            # Relative to the file that names it.
            name = path.join(path.dirname(self.infile), name)
        return name, open(name, "r")

    def error_leader(self, infile=None, lineno=None):
        "Emit a C-compiler-like, Emacs-friendly error-message leader."
        if infile is None:
            infile = self.infile
        if lineno is None:
            lineno = self.lineno
        return "\"%s\", line %d: " % (infile, lineno)

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token


def split(s, comments=False, posix=True):
    """Split the string *s* using shell-like syntax."""
    if s is None:
        raise ValueError("s argument must not be None")
    words = shlex(s, posix=posix)
    words.whitespace_split = True
    words.commenters = words.commenters if comments else ''
    return list(words)


def join(split_command):
    """Return a shell-escaped string from *split_command*."""
    return ' '.join(quote(arg) for arg in split_command)


_find_unsafe = re.compile(r'[^\w@%+=:,./-]', re.ASCII).search


def quote(s):
    """Return a shell-escaped version of the string *s*."""
    if not s:
        return "''"
    if _find_unsafe(s) is None:
        return s
    # Single quotes hide everything but themselves.
    return "'" + s.replace("'", "'\"'\"'") + "'"
