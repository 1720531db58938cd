"""Utilities to get a password and/or the current user name (mirrors Lib/getpass.py)."""

import io
import os
import sys
import warnings

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    pass


def getpass(prompt='Password: ', stream=None):
    """Prompt for a password, with echo turned off."""
    try:
        import termios
    except ImportError:
        warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
        return _ask_aloud(prompt, stream)
    try:
        terminal = io.TextIOWrapper(io.FileIO(os.open('/dev/tty', os.O_RDWR | os.O_NOCTTY), 'w+'))
        fd, source = terminal.fileno(), terminal
        stream = stream or terminal
    except OSError:
        terminal = None
        try:
            fd, source = sys.stdin.fileno(), sys.stdin
            termios.tcgetattr(fd)
        except (AttributeError, ValueError, termios.error):
            warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
            return _ask_aloud(prompt, stream)
        stream = stream or sys.stderr
    old = termios.tcgetattr(fd)
    new = old[:]
    new[3] &= ~termios.ECHO
    when = termios.TCSAFLUSH | getattr(termios, 'TCSASOFT', 0)
    try:
        termios.tcsetattr(fd, when, new)
        answer = _raw_input(prompt, stream, input=source)
    finally:
        termios.tcsetattr(fd, when, old)
        stream.flush()
    stream.write('\n')
    if terminal is not None:
        terminal.close()
    return answer


def _ask_aloud(prompt, stream):
    if not stream:
        stream = sys.stderr
    print("Warning: Password input may be echoed.", file=stream)
    return _raw_input(prompt, stream)


def _raw_input(prompt="", stream=None, input=None):
    """Asks without the history of the line editor."""
    if not stream:
        stream = sys.stderr
    if not input:
        input = sys.stdin
    prompt = str(prompt)
    if prompt:
        try:
            stream.write(prompt)
        except UnicodeEncodeError:
            prompt = prompt.encode(stream.encoding, 'replace').decode(stream.encoding)
            stream.write(prompt)
        stream.flush()
    line = input.readline()
    if not line:
        raise EOFError
    return line.removesuffix('\n')


def getuser():
    """Get the username from the environment or password database."""
    for user in map(os.environ.get, ('LOGNAME', 'USER', 'LNAME', 'USERNAME')):
        if user:
            return user
    try:
        from pwd import getpwuid
        return getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError) as unknown:
        raise OSError('No username set in the environment') from unknown
