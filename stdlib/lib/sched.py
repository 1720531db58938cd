"""A generally useful event scheduler class (mirrors Lib/sched.py)."""

import threading
import time
from collections import namedtuple
from heapq import heapify, heappop, heappush
from itertools import count
from time import monotonic as _time

__all__ = ["scheduler"]

Event = namedtuple('Event', 'time, priority, sequence, action, argument, kwargs')
Event.time.__doc__ = ('''Numeric type compatible with the return value of the
timefunc function passed to the constructor.''')
_sentinel = object()


class scheduler:
    def __init__(self, timefunc=_time, delayfunc=time.sleep):
        """The functions that tell the time and that wait."""
        self.timefunc, self.delayfunc = timefunc, delayfunc
        self._queue, self._sequence_generator = [], count()
        self._lock = threading.RLock()

    def enterabs(self, time, priority, action, argument=(), kwargs=_sentinel):
        """Enter a new event in the queue at an absolute time."""
        kwargs = {} if kwargs is _sentinel else kwargs
        with self._lock:
            event = Event(time, priority, next(self._sequence_generator), action, argument, kwargs)
            heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_sentinel):
        """A variant that specifies the time as a relative time."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Remove an event from the queue."""
        with self._lock:
            self._queue.remove(event)
            heapify(self._queue)

    def empty(self):
        """Check whether the queue is empty."""
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Execute events until the queue is empty."""
        while True:
            with self._lock:
                if not self._queue:
                    return
                event = self._queue[0]
                now = self.timefunc()
                left = event.time - now
                if left <= 0:
                    heappop(self._queue)
            if left > 0:
                if not blocking:
                    return left
                self.delayfunc(left)
            else:
                event.action(*event.argument, **event.kwargs)
                # Other threads may run between two events.
                self.delayfunc(0)

    @property
    def queue(self):
        """An ordered list of upcoming events."""
        with self._lock:
            return sorted(self._queue)
