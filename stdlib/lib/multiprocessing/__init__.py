"""What programs need to talk to each other: `multiprocessing.connection`. Processes of Python are not there."""

from multiprocessing.context import AuthenticationError, BufferTooShort, ProcessError, TimeoutError

__all__ = ["AuthenticationError", "BufferTooShort", "Pipe", "ProcessError", "TimeoutError", "cpu_count"]


def Pipe(duplex=True):
    """Returns two connection object connected by a pipe"""
    from multiprocessing.connection import Pipe

    return Pipe(duplex)


def cpu_count():
    """Returns the number of CPUs in the system"""
    import os

    count = os.cpu_count()
    if count is None:
        raise NotImplementedError("cannot determine number of cpus")
    return count
