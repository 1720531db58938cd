"""Processes as objects (mirrors Lib/multiprocessing/process.py)."""

import itertools
import os
import sys
import threading
from _weakrefset import WeakSet

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None


def current_process():
    '''Return process object representing the current process'''
    return _current_process


def active_children():
    '''Return list of process objects corresponding to live child processes'''
    _cleanup()
    return list(_children)


def parent_process():
    '''Return process object representing the parent process'''
    return _parent_process


def _cleanup():
    """Waits for the children that ended."""
    for process in list(_children):
        if (child := process._popen) and child.poll() is not None:
            _children.discard(process)


class AuthenticationString(bytes):
    """A key that is not to get into a pickle by accident."""

    def __reduce__(self):
        from .context import get_spawning_popen
        if get_spawning_popen() is None:
            raise TypeError('Pickling an AuthenticationString object is disallowed for security reasons')
        return AuthenticationString, (bytes(self),)


class BaseProcess:
    '''Process objects represent activity that is run in a separate process'''

    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        maker = _current_process
        self._parent_pid, self._parent_name = os.getpid(), maker.name
        self._identity = (*maker._identity, next(_process_counter))
        self._config = dict(maker._config)
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs)
        self._popen, self._closed = None, False
        self._name = name or f"{type(self).__name__}-{':'.join(map(str, self._identity))}"
        if daemon is not None:
            self.daemon = daemon
        _dangling.add(self)

    def _check_closed(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        '''Method to be run in sub-process; can be overridden in sub-class'''
        if self._target:
            self._target(*self._args, **self._kwargs)

    def _refuse(self, *reasons):
        '''Raises where one of the pairs of a condition and a message is true.'''
        self._check_closed()
        for wrong, message in reasons:
            assert not wrong, message

    def start(self):
        '''Start child process'''
        self._refuse((self._popen is not None, 'cannot start a process twice'),
                     (self._parent_pid != os.getpid(), 'can only start a process object created by current process'),
                     (_current_process._config.get('daemon'), 'daemonic processes are not allowed to have children'))
        _cleanup()
        self._popen = self._Popen(self)
        self._sentinel = self._popen.sentinel
        for name in ('_target', '_args', '_kwargs'):
            # The child alone needs them from here on.
            delattr(self, name)
        _children.add(self)

    def terminate(self):
        '''Terminate process; sends SIGTERM signal or uses TerminateProcess()'''
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        '''Terminate process; sends SIGKILL signal or uses TerminateProcess()'''
        self._check_closed()
        self._popen.kill()

    def join(self, timeout=None):
        '''Wait until child process terminates'''
        self._refuse((self._parent_pid != os.getpid(), 'can only join a child process'),
                     (self._popen is None, 'can only join a started process'))
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        '''Return whether process is alive'''
        self._check_closed()
        if self is not _current_process:
            self._refuse((self._parent_pid != os.getpid(), 'can only test a child process'))
            if self._popen is None or self._popen.poll() is not None:
                _children.discard(self)
                return False
        return True

    def close(self):
        '''Close the Process object.'''
        child, self._popen = self._popen, None
        if child is not None:
            if child.poll() is None:
                self._popen = child
                raise ValueError("Cannot close a process while it is still running. "
                                 "You should first call join() or terminate().")
            child.close()
            vars(self).pop('_sentinel')
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        '''Return whether process is a daemon'''
        return self._config.get('daemon', False)

    @daemon.setter
    def daemon(self, daemonic):
        '''Set whether process is a daemon'''
        assert self._popen is None, 'process has already started'
        self._config['daemon'] = daemonic

    @property
    def authkey(self):
        return self._config['authkey']

    @authkey.setter
    def authkey(self, authkey):
        '''Set authorization key of process'''
        self._config['authkey'] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        '''Return exit code of process or `None` if it has yet to stop'''
        self._check_closed()
        if self is _current_process or self._popen is None:
            return self._popen
        return self._popen.poll()

    @property
    def ident(self):
        '''Return identifier (PID) of process or `None` if it has yet to start'''
        self._check_closed()
        return os.getpid() if self is _current_process else self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        '''A descriptor that can be read once the process has ended.'''
        self._check_closed()
        try:
            return self._sentinel
        except AttributeError:
            raise ValueError("process not started") from None

    def __repr__(self):
        exitcode = None
        if self is _current_process:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif self._parent_pid != os.getpid():
            status = 'unknown'
        elif self._popen is None:
            status = 'initial'
        else:
            exitcode = self._popen.poll()
            status = 'started' if exitcode is None else 'stopped'
        parts = [type(self).__name__, 'name=%r' % self._name]
        if self._popen is not None:
            parts.append('pid=%s' % self._popen.pid)
        parts += ['parent=%s' % self._parent_pid, status]
        if exitcode is not None:
            parts.append('exitcode=%s' % _exitcode_to_name.get(exitcode, exitcode))
        if self.daemon:
            parts.append('daemon')
        return '<%s>' % ' '.join(parts)

    def _bootstrap(self, parent_sentinel=None):
        """What the child does; its exit code."""
        from . import util
        global _current_process, _parent_process, _process_counter, _children
        try:
            _process_counter = itertools.count(1)
            _children = set()
            util._close_stdin()
            before, _current_process = _current_process, self
            _parent_process = _ParentProcess(self._parent_name, self._parent_pid, parent_sentinel)
            try:
                util._finalizer_registry.clear()
                util._run_after_forkers()
            finally:
                del before
            try:
                self.run()
                code = 0
            finally:
                util._exit_function()
        except SystemExit as error:
            if error.code is None:
                code = 0
            elif isinstance(error.code, int):
                code = error.code
            else:
                sys.stderr.write(str(error.code) + '\n')
                code = 1
        except:
            code = 1
            import traceback
            sys.stderr.write('Process %s:\n' % self.name)
            traceback.print_exc()
        finally:
            threading._shutdown()
            util._flush_std_streams()
        return code


class _ParentProcess(BaseProcess):
    """The process that started this one."""

    def __init__(self, name, pid, sentinel):
        self._identity, self._config = (), {}
        self._name, self._pid, self._sentinel = name, pid, sentinel
        self._parent_pid = self._popen = None
        self._closed = False

    def is_alive(self):
        from multiprocessing.connection import wait
        return not wait([self._sentinel], timeout=0)

    @property
    def ident(self):
        return self._pid

    def join(self, timeout=None):
        '''Wait until parent process terminates'''
        from multiprocessing.connection import wait
        wait([self._sentinel], timeout=timeout)

    pid = ident


class _MainProcess(BaseProcess):

    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = self._popen = None
        self._closed = False
        self._config = {'authkey': AuthenticationString(os.urandom(32)), 'semprefix': '/mp'}

    def close(self):
        pass


_parent_process = None
_current_process = _MainProcess()
_process_counter = itertools.count(1)
_children = set()
_dangling = WeakSet()


def _signal_names():
    import signal
    for name in dir(signal):
        if name[:3] == 'SIG' and '_' not in name:
            yield -getattr(signal, name), f'-{name}'


_exitcode_to_name = dict(_signal_names())
