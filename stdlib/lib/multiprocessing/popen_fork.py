"""Child processes made by fork (mirrors Lib/multiprocessing/popen_fork.py)."""

import os
import signal
from contextlib import suppress

from . import util
from .connection import wait

__all__ = ['Popen']


class Popen:
    method = 'fork'

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = None
        self.finalizer = None
        self._launch(process_obj)

    def duplicate_for_child(self, fd):
        return fd

    def poll(self, flag=os.WNOHANG):
        """The exit code, None while the child runs."""
        ended = 0
        if self.returncode is None:
            # Where somebody else waited for it the code will never be known.
            with suppress(OSError):
                ended, status = os.waitpid(self.pid, flag)
        if ended:
            self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout=None):
        options = 0
        if timeout is not None and self.returncode is None:
            if not wait([self.sentinel], timeout):
                return None
            # The child closed its end of the pipe: it has ended, or will at once.
            options = 0 if timeout else os.WNOHANG
        return self.poll(options)

    def _tell(self, number):
        """Sends a signal to the child, unless it is known to have ended."""
        if self.returncode is not None:
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def terminate(self):
        self._tell(signal.SIGTERM)

    def kill(self):
        self._tell(signal.SIGKILL)

    def _launch(self, process_obj):
        code = 1
        # Each waits for the other at the end of a pipe that closes when the other ends.
        parent_r, child_w = os.pipe()
        child_r, parent_w = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(parent_r)
                os.close(parent_w)
                code = process_obj._bootstrap(parent_sentinel=child_r)
            finally:
                os._exit(code)
        os.close(child_w)
        os.close(child_r)
        self.finalizer = util.Finalize(self, util.close_fds, (parent_r, parent_w))
        self.sentinel = parent_r

    def close(self):
        if self.finalizer is not None:
            self.finalizer()
