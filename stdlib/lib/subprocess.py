"""Programs run by this one, with pipes to them and from them."""

import contextlib
import io
import os
import selectors
import signal
import sys
import threading
import time
import types
import warnings

from _posixsubprocess import fork_exec as _fork_exec

__all__ = [
    "Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput", "getoutput", "check_output", "run",
    "CalledProcessError", "DEVNULL", "SubprocessError", "TimeoutExpired", "CompletedProcess",
]

PIPE, STDOUT, DEVNULL = -1, -2, -3
_USE_VFORK = _USE_POSIX_SPAWN = False
_PIPE_BUF = 512
# Children whose Popen is gone while they run, to be waited for later.
_active = []


class SubprocessError(Exception):
    pass


class _Ended:
    """`stdout` is another name of `output`."""

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CalledProcessError(_Ended, SubprocessError):
    """A program did not end with 0. Has cmd, returncode, output (stdout) and stderr."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode, self.cmd = returncode, cmd
        self.output, self.stderr = output, stderr

    def __str__(self):
        code = self.returncode
        if not code or code > 0:
            return f"Command '{self.cmd}' returned non-zero exit status {code}."
        try:
            return f"Command '{self.cmd}' died with {signal.Signals(-code)!r}."
        except ValueError:
            return f"Command '{self.cmd}' died with unknown signal {-code}."


class TimeoutExpired(_Ended, SubprocessError):
    """A program did not end in time. Has cmd, timeout, output (stdout) and stderr."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd, self.timeout = cmd, timeout
        self.output, self.stderr = output, stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"


class CompletedProcess:
    """A program that has ended: args, returncode, stdout and stderr where they were captured."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode = args, returncode
        self.stdout, self.stderr = stdout, stderr

    def __repr__(self):
        shown = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        shown += [f"{name}={value!r}" for name, value in (("stdout", self.stdout), ("stderr", self.stderr)) if value is not None]
        return f"{type(self).__name__}({', '.join(shown)})"

    __class_getitem__ = classmethod(types.GenericAlias)

    def check_returncode(self):
        """Raise CalledProcessError if the program did not end with 0."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def _patient(process, timeout):
    """Wait; a program that is interrupted or late ends with it."""
    try:
        return process.wait(timeout=timeout)
    except:
        process.kill()
        raise


def call(*popenargs, timeout=None, **kwargs):
    """Run a program and return its exit status."""
    with Popen(*popenargs, **kwargs) as process:
        return _patient(process, timeout)


def check_call(*popenargs, **kwargs):
    """Run a program; raise CalledProcessError if it does not end with 0."""
    status = call(*popenargs, **kwargs)
    if status:
        command = kwargs.get("args")
        raise CalledProcessError(status, popenargs[0] if command is None else command)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a program and return its output; raise CalledProcessError if it does not end with 0."""
    for taken in ("stdout", "check"):
        if taken in kwargs:
            raise ValueError(f"{taken} argument not allowed, it will be overridden.")
    if kwargs.get("input", b"") is None:
        # Nothing at all, as text or as bytes.
        as_text = any(kwargs.get(name) for name in ("universal_newlines", "text", "encoding", "errors"))
        kwargs["input"] = "" if as_text else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run a program to its end and return a CompletedProcess.

    *input* goes to its standard input. With *check*, CalledProcessError is raised if it does not end with 0; after
    *timeout* seconds it is killed and TimeoutExpired raised."""
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs.update(stdout=PIPE, stderr=PIPE)
    with Popen(*popenargs, **kwargs) as process:
        try:
            out, err = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        status = process.poll()
        if check and status:
            raise CalledProcessError(status, process.args, output=out, stderr=err)
    return CompletedProcess(process.args, status, out, err)


def list2cmdline(seq):
    """Arguments as one line, by the rules of Microsoft's C runtime."""
    words = []
    for argument in map(os.fsdecode, seq):
        quoted = not argument or " " in argument or "\t" in argument
        word, backslashes = '"' if quoted else "", 0
        for character in argument:
            if character == "\\":
                backslashes += 1
                continue
            # Backslashes count as themselves unless a quote follows.
            word += "\\" * (backslashes * 2 + 1 if character == '"' else backslashes) + character
            backslashes = 0
        word += "\\" * (backslashes * 2 if quoted else backslashes)
        words.append(word + '"' if quoted else word)
    return " ".join(words)


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """(exit status, output) of a command line, errors among its output, without the last line end."""
    done = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT, encoding=encoding, errors=errors)
    return done.returncode, done.stdout.removesuffix("\n")


def getoutput(cmd, *, encoding=None, errors=None):
    """The output of a command line, errors among it, without the last line end."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def _cleanup():
    for process in list(_active or ()):
        if process._internal_poll(sys.maxsize) is not None:
            with contextlib.suppress(ValueError):
                _active.remove(process)


def _text_encoding():
    import locale

    return "utf-8" if sys.flags.utf8_mode else locale.getencoding()


def _number(value, kind, look_up):
    """A user or group by number or name."""
    if value is None or isinstance(value, int):
        if value is not None and value < 0:
            raise ValueError(f"{kind} ID cannot be negative, got {value}")
        return value
    if isinstance(value, str):
        return look_up(value)
    names = {"User": "user", "Group": "group"}
    raise TypeError(f"{names[kind]} must be a string or an integer, not {type(value)}")


def _user(name):
    import pwd

    return pwd.getpwnam(name).pw_uid


def _group(name):
    import grp

    return grp.getgrnam(name).gr_gid


class Popen:
    """A program under way.

    *args* is a list of its name and arguments, or with *shell* a line for /bin/sh. *stdin*, *stdout* and *stderr* are
    None, PIPE, DEVNULL, a descriptor or a file; *stderr* may be STDOUT."""

    _child_created = False

    def __init__(
        self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True,
        shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0,
        restore_signals=True, start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None,
        encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None,
    ):
        """Create new Popen instance."""
        _cleanup()
        self._input = None
        self._communication_started = False
        self._waitpid_lock = threading.Lock()
        bufsize = -1 if bufsize is None else bufsize
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if not isinstance(-1 if pipesize is None else pipesize, int):
            raise TypeError("pipesize must be an integer")
        if pass_fds and not close_fds:
            warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
            close_fds = True
        for name, given in (("startupinfo", startupinfo is not None), ("creationflags", creationflags != 0)):
            if given:
                raise ValueError(f"{name} is only supported on Windows platforms")
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = self.returncode = None
        self.encoding, self.errors, self.pipesize = encoding, errors, pipesize
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError(
                "Cannot disambiguate when both text and universal_newlines are supplied but different. "
                "Pass one or the other."
            )
        self.text_mode = encoding or errors or text or universal_newlines
        if self.text_mode and encoding is None:
            self.encoding = _text_encoding()
        if process_group is None:
            process_group = -1
        elif not isinstance(process_group, int):
            raise TypeError(f"process_group must be an integer, not {type(process_group)}")
        ids = self._identities(user, group, extra_groups)
        line_by_line = bufsize == 1 and self.text_mode
        ours, theirs, opened = self._make_pipes(stdin, stdout, stderr)
        try:
            for place, (name, fd) in enumerate(zip(("stdin", "stdout", "stderr"), ours)):
                if fd == -1:
                    continue
                file = io.open(fd, "rb" if place else "wb", -1 if line_by_line else bufsize)
                if self.text_mode:
                    file = io.TextIOWrapper(
                        file, encoding=self.encoding, errors=errors, line_buffering=line_by_line and not place,
                        write_through=bufsize == 0 and not place,
                    )
                setattr(self, name, file)
            self._start(
                args, executable, preexec_fn, close_fds, tuple(sorted(map(int, pass_fds))), cwd, env, shell, ours, theirs,
                restore_signals, start_new_session, process_group, ids, umask,
            )
        except:
            for file in (self.stdin, self.stdout, self.stderr):
                if file is not None:
                    with contextlib.suppress(OSError):
                        file.close()
            raise
        finally:
            for fd in opened:
                with contextlib.suppress(OSError):
                    os.close(fd)

    def _identities(self, user, group, extra_groups):
        gid = _number(group, "Group", _group)
        gids = None
        if extra_groups is not None:
            if isinstance(extra_groups, str):
                raise TypeError("Groups must be a list, not a string")
            gids = [_number(one, "Group", _group) for one in extra_groups]
        return gid, gids, _number(user, "User", _user)

    def _make_pipes(self, stdin, stdout, stderr):
        """The parent's ends, the child's ends, and those of the latter that are to be closed here."""
        ours, theirs, opened = [-1] * 3, [-1] * 3, []
        try:
            for place, wanted in enumerate((stdin, stdout, stderr)):
                if wanted is None:
                    continue
                if wanted == PIPE:
                    read, write = os.pipe()
                    ours[place], theirs[place] = (read, write) if place else (write, read)
                    opened.append(theirs[place])
                    if self.pipesize > 0 and hasattr(os, "F_SETPIPE_SZ"):
                        raise NotImplementedError("pyvm does not implement pipesize yet")
                elif wanted == DEVNULL:
                    theirs[place] = os.open(os.devnull, os.O_RDWR)
                    opened.append(theirs[place])
                elif wanted == STDOUT and place == 2:
                    theirs[2] = theirs[1] if theirs[1] != -1 else sys.__stdout__.fileno()
                else:
                    theirs[place] = wanted if isinstance(wanted, int) else wanted.fileno()
                    if theirs[place] < 0:
                        raise OSError(9, os.strerror(9))
        except:
            for fd in opened + [fd for fd in ours if fd != -1]:
                os.close(fd)
            raise
        return ours, theirs, opened

    def _start(
        self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, ours, theirs, restore_signals,
        start_new_session, process_group, ids, umask,
    ):
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError("path-like args is not allowed when shell is true")
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ["/bin/sh", "-c", *args]
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        sys.audit("subprocess.Popen", executable, args, cwd, env)
        variables = None
        if env is not None:
            variables = []
            for name, value in env.items():
                name = os.fsencode(name)
                if b"=" in name:
                    raise ValueError("illegal environment variable name")
                variables.append(name + b"=" + os.fsencode(value))
        name = os.fsencode(executable)
        if os.path.dirname(name):
            candidates = (name,)
        else:
            candidates = tuple(os.path.join(os.fsencode(folder), name) for folder in os.get_exec_path(env))
        report_read, report_write = os.pipe()
        try:
            try:
                # It must not be among the standard streams of the child.
                low = []
                while report_write < 3:
                    low.append(report_write)
                    report_write = os.dup(report_write)
                for fd in low:
                    os.close(fd)
                gid, gids, uid = ids
                self.pid = _fork_exec(
                    args, candidates, close_fds, tuple(sorted({*pass_fds, report_write})), cwd, variables,
                    theirs[0], ours[0], ours[1], theirs[1], ours[2], theirs[2], report_read, report_write,
                    restore_signals, start_new_session, process_group, gid, gids, uid, umask, preexec_fn, _USE_VFORK,
                )
                self._child_created = True
            finally:
                os.close(report_write)
            said = b""
            while len(said) < 50000:
                piece = os.read(report_read, 50000)
                if not piece:
                    break
                said += piece
        finally:
            os.close(report_read)
        if said:
            self._raise_of_child(said, name, cwd)

    def _raise_of_child(self, said, executable, cwd):
        """Raise what kept the child from becoming the program."""
        try:
            pid, status = os.waitpid(self.pid, 0)
            self._handle_exitstatus(status) if pid == self.pid else None
        except ChildProcessError:
            self.returncode = sys.maxsize
        kind, _, rest = said.partition(b":")
        number, _, text = rest.partition(b":")
        if not text and not number:
            raise SubprocessError(f"Bad exception data from child: {bytes(said)!r}")
        text = text.decode("utf-8", "surrogatepass")
        if kind != b"OSError" or int(number, 16) == 0:
            raise SubprocessError(text)
        number = int(number, 16)
        named = cwd if text == "noexec:chdir" else os.fsdecode(executable)
        if text.startswith("noexec") and text != "noexec:chdir":
            raise OSError(number, os.strerror(number))
        raise OSError(number, os.strerror(number), named)

    def __repr__(self):
        shown = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        return shown[:76] + "...>" if len(shown) > 80 else shown

    __class_getitem__ = classmethod(types.GenericAlias)

    @property
    def universal_newlines(self):
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, value):
        self.text_mode = bool(value)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        for file in (self.stdout, self.stderr):
            if file:
                file.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if kind is not KeyboardInterrupt:
                self.wait()

    def __del__(self, _maxsize=sys.maxsize, _warn=warnings.warn):
        if not self._child_created or self.returncode is not None:
            return
        _warn(f"subprocess {self.pid} is still running", ResourceWarning, source=self)
        self._internal_poll(_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)

    def communicate(self, input=None, timeout=None):
        """Send *input*, read until the outputs end, wait for the program; (stdout, stderr)."""
        if self._communication_started and input:
            raise ValueError("Cannot send input after starting communication")
        files = [file for file in (self.stdin, self.stdout, self.stderr) if file]
        if timeout is None and not self._communication_started and len(files) <= 1:
            found = [None, None]
            if self.stdin:
                self._stdin_write(input)
            for place, file in enumerate((self.stdout, self.stderr)):
                if file:
                    found[place] = file.read()
                    file.close()
            self.wait()
            return tuple(found)
        end = None if timeout is None else time.monotonic() + timeout
        try:
            return self._communicate(input, end, timeout)
        finally:
            self._communication_started = True

    def _stdin_write(self, input):
        """Write all of it and close; a program that does not want it is not told off."""
        with contextlib.suppress(BrokenPipeError):
            if input:
                self.stdin.write(input)
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()

    def _communicate(self, input, end, timeout):
        if self.stdin and not self._communication_started:
            with contextlib.suppress(BrokenPipeError):
                self.stdin.flush()
            if not input:
                with contextlib.suppress(BrokenPipeError):
                    self.stdin.close()
        if not self._communication_started:
            self._read = {file: [] for file in (self.stdout, self.stderr) if file}
            self._offset = 0
        if self.stdin and self._input is None and input is not None:
            self._input = input.encode(self.stdin.encoding, self.stdin.errors) if self.text_mode else input
        with selectors.PollSelector() as selector, memoryview(self._input or b"") as view, view.cast("b") as data:
            if self.stdin and not self.stdin.closed and self._input:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for file in self._read:
                if not file.closed:
                    selector.register(file, selectors.EVENT_READ)
            while selector.get_map():
                self._check_time(end, timeout)
                left = None if end is None else max(0, end - time.monotonic())
                for key, _ in selector.select(left):
                    self._move(selector, key.fileobj, data)
            self._check_time(end, timeout)
        self.wait(timeout=None if end is None else max(0, end - time.monotonic()))
        found = [None, None]
        for place, file in enumerate((self.stdout, self.stderr)):
            if file in self._read:
                found[place] = self._decoded(file)
        return tuple(found)

    def _move(self, selector, file, data):
        """What a file is ready for: a piece of the input or of an output."""
        if file is self.stdin:
            try:
                self._offset += os.write(file.fileno(), data[self._offset : self._offset + _PIPE_BUF])
                done = self._offset >= len(data)
            except BrokenPipeError:
                done = True
        else:
            piece = os.read(file.fileno(), 32768)
            self._read[file].append(piece)
            done = not piece
        if done:
            selector.unregister(file)
            with contextlib.suppress(BrokenPipeError):
                file.close()

    def _decoded(self, file):
        found = b"".join(self._read[file])
        if not self.text_mode:
            return found
        return found.decode(file.encoding, file.errors).replace("\r\n", "\n").replace("\r", "\n")

    def _check_time(self, end, timeout):
        if end is not None and time.monotonic() > end:
            read = [b"".join(self._read[file]) or None if file in self._read else None for file in (self.stdout, self.stderr)]
            raise TimeoutExpired(self.args, timeout, *read)

    def poll(self):
        """The exit status, or None while the program runs."""
        return self._internal_poll()

    def _internal_poll(self, _deadstate=None):
        if self.returncode is None and self._waitpid_lock.acquire(False):
            try:
                self._try_wait(os.WNOHANG, _deadstate)
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def _try_wait(self, how, status_if_gone):
        if self.returncode is not None:
            return
        try:
            pid, status = os.waitpid(self.pid, how)
        except ChildProcessError:
            # Somebody else waited for it, or nobody could.
            self.returncode = status_if_gone
            return
        if pid == self.pid:
            self._handle_exitstatus(status)

    def _handle_exitstatus(self, status):
        self.returncode = -os.WSTOPSIG(status) if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)

    def wait(self, timeout=None):
        """The exit status, waited for."""
        end = None if timeout is None else time.monotonic() + timeout
        nap = 0.0005
        while self.returncode is None:
            with self._waitpid_lock:
                # Other threads of the program run on while this one waits, so it looks again and again.
                self._try_wait(0 if end is None and threading.active_count() == 1 else os.WNOHANG, 0)
            if self.returncode is None:
                left = None if end is None else end - time.monotonic()
                if left is not None and left <= 0:
                    raise TimeoutExpired(self.args, timeout)
                nap = min(nap * 2, 0.05 if left is None else left, 0.05)
                time.sleep(nap)
        return self.returncode

    def send_signal(self, sig):
        """Send a signal to the program if it runs."""
        self.poll()
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sig)

    def terminate(self):
        """Ask the program to end (SIGTERM)."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """End the program (SIGKILL)."""
        self.send_signal(signal.SIGKILL)


def _args_from_interpreter_flags():
    """Options that start another interpreter like this one."""
    options = []
    for letter, flag in (
        ("d", "debug"), ("B", "dont_write_bytecode"), ("i", "interactive"), ("b", "bytes_warning"), ("O", "optimize"),
        ("v", "verbose"), ("q", "quiet"),
    ):
        count = getattr(sys.flags, flag)
        if count > 0:
            options.append("-" + letter * count)
    if sys.flags.isolated:
        options.append("-I")
    else:
        for letter, flag in (("E", "ignore_environment"), ("s", "no_user_site"), ("P", "safe_path")):
            if getattr(sys.flags, flag):
                options.append("-" + letter)
    options += [f"-W{option}" for option in sys.warnoptions]
    for name, value in sorted(getattr(sys, "_xoptions", {}).items()):
        options += ["-X", name if value is True else f"{name}={value}"]
    return options
