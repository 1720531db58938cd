"""Pools of workers (mirrors Lib/multiprocessing/pool.py)."""

import collections
import itertools
import os
import queue
import threading
import time
import traceback
import types
import warnings

from . import TimeoutError, get_context, util

__all__ = ['Pool', 'ThreadPool']

INIT, RUN, CLOSE, TERMINATE = "INIT", "RUN", "CLOSE", "TERMINATE"
_job_counter = itertools.count()


def mapstar(args):
    return list(map(*args))


def starmapstar(args):
    return list(itertools.starmap(args[0], args[1]))


# -- errors that come from a worker ----------------------------------------------------------------

class RemoteTraceback(Exception):
    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


def rebuild_exc(exc, tb):
    exc.__cause__ = RemoteTraceback(tb)
    return exc


class ExceptionWithTraceback:
    def __init__(self, exc, tb):
        text = ''.join(traceback.format_exception(type(exc), exc, tb))
        self.exc, self.tb = exc, '\n"""\n%s"""' % text

    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


class MaybeEncodingError(Exception):
    """Tells of a result that has no pickle."""

    def __init__(self, exc, value):
        self.exc, self.value = repr(exc), repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)


# -- what a worker does ----------------------------------------------------------------------------

def worker(inqueue, outqueue, initializer=None, initargs=(), maxtasks=None, wrap_exception=False):
    if maxtasks is not None and not (isinstance(maxtasks, int) and maxtasks >= 1):
        raise AssertionError("Maxtasks {!r} is not valid".format(maxtasks))
    if hasattr(inqueue, '_writer'):
        inqueue._writer.close()
        outqueue._reader.close()
    if initializer is not None:
        initializer(*initargs)
    completed = 0
    while maxtasks is None or completed < maxtasks:
        try:
            task = inqueue.get()
        except (EOFError, OSError):
            util.debug('worker got EOFError or OSError -- exiting')
            break
        if task is None:
            util.debug('worker got sentinel -- exiting')
            break
        job, i, func, args, kwds = task
        try:
            result = True, func(*args, **kwds)
        except Exception as error:
            if wrap_exception and func is not _helper_reraises_exception:
                error = ExceptionWithTraceback(error, error.__traceback__)
            result = False, error
        try:
            outqueue.put((job, i, result))
        except Exception as error:
            wrapped = MaybeEncodingError(error, result[1])
            util.debug("Possible encoding error while sending result: %s", wrapped)
            outqueue.put((job, i, (False, wrapped)))
        task = job = result = func = args = kwds = None
        completed += 1
    util.debug('worker exiting after %d tasks' % completed)


def _helper_reraises_exception(ex):
    raise ex


# -- the pool --------------------------------------------------------------------------------------

class Pool:
    '''Workers to which functions and their arguments are given, to wait for what comes of them or not.'''

    _wrap_exception = True

    @staticmethod
    def Process(ctx, *args, **kwds):
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._pool = []
        self._state = INIT
        self._ctx = context or get_context()
        self._setup_queues()
        self._taskqueue = queue.SimpleQueue()
        self._cache = {}
        self._maxtasksperchild = maxtasksperchild
        self._initializer, self._initargs = initializer, initargs
        if processes is None:
            processes = os.process_cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if maxtasksperchild is not None and not (isinstance(maxtasksperchild, int) and maxtasksperchild > 0):
            raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        try:
            self._repopulate_pool()
        except Exception:
            for each in self._pool:
                if each.exitcode is None:
                    each.terminate()
            for each in self._pool:
                each.join()
            raise
        # The threads know the pool's parts, not the pool: one that is let go ends.
        self._worker_handler = self._thread(self._handle_workers)
        self._task_handler = self._thread(self._handle_tasks)
        self._result_handler = self._thread(self._handle_results)
        self._terminate = util.Finalize(self, self._terminate_pool, (self._parts(),), exitpriority=15)
        self._state = RUN

    def _parts(self):
        """All that the handlers work on."""
        parts = types.SimpleNamespace(**self.__dict__)
        parts.process, parts.wrap = self.Process, self._wrap_exception
        return parts

    def _thread(self, target):
        if not hasattr(self, '_shared'):
            self._shared = self._parts()
            self._shared._state = RUN
        thread = threading.Thread(target=target, args=(self._shared,), daemon=True)
        thread._state = RUN
        thread.start()
        return thread

    def __del__(self, _warn=warnings.warn, RUN=RUN):
        if self._state == RUN:
            _warn(f"unclosed running multiprocessing pool {self!r}", ResourceWarning, source=self)

    def __repr__(self):
        cls = type(self)
        return (f'<{cls.__module__}.{cls.__qualname__} state={self._state} pool_size={len(self._pool)}>')

    def _setup_queues(self):
        self._inqueue, self._outqueue = self._ctx.SimpleQueue(), self._ctx.SimpleQueue()
        self._quick_put, self._quick_get = self._inqueue._writer.send, self._outqueue._reader.recv

    def _check_running(self):
        if self._state != RUN:
            raise ValueError("Pool not running")

    def _repopulate_pool(self):
        parts = self._parts()
        _repopulate(parts)

    # -- the threads

    @staticmethod
    def _handle_workers(parts):
        while parts._state == RUN or parts._cache and parts._state != TERMINATE:
            if _reap(parts._pool):
                _repopulate(parts)
            time.sleep(0.02)
        parts._taskqueue.put(None)

    @staticmethod
    def _handle_tasks(parts):
        for sequence, set_length in iter(parts._taskqueue.get, None):
            task = None
            try:
                for task in sequence:
                    if parts._state == TERMINATE:
                        break
                    try:
                        parts._quick_put(task)
                    except Exception as error:
                        job, i = task[:2]
                        if job in parts._cache:
                            parts._cache[job]._set(i, (False, error))
                else:
                    if set_length:
                        set_length(task[1] + 1 if task else 0)
                    continue
                break
            finally:
                task = sequence = None
        try:
            parts._outqueue.put(None)
            for _ in parts._pool:
                parts._quick_put(None)
        except OSError:
            util.debug('task handler got OSError when sending sentinels')

    @staticmethod
    def _handle_results(parts):
        ending = False
        while not ending or parts._cache and parts._state != TERMINATE:
            try:
                task = parts._quick_get()
            except (OSError, EOFError):
                return
            if task is None:
                ending = True
                continue
            job, i, result = task
            if job in parts._cache:
                parts._cache[job]._set(i, result)
            task = job = result = None

    # -- what is asked of it

    def apply(self, func, args=(), kwds={}):
        '''Equivalent of `func(*args, **kwds)`.'''
        return self.apply_async(func, args, kwds).get()

    def map(self, func, iterable, chunksize=None):
        '''The list of what `func` makes of the elements of `iterable`.'''
        return self._map_async(func, iterable, mapstar, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        '''Like `map()` method but the elements of the `iterable` are expected to be iterables as well.'''
        return self._map_async(func, iterable, starmapstar, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        '''Asynchronous version of `starmap()` method.'''
        return self._map_async(func, iterable, starmapstar, chunksize, callback, error_callback)

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        '''Asynchronous version of `map()` method.'''
        return self._map_async(func, iterable, mapstar, chunksize, callback, error_callback)

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        '''Asynchronous version of `apply()` method.'''
        self._check_running()
        waiting = ApplyResult(self, callback, error_callback)
        only = waiting._job, 0, func, args, kwds
        self._taskqueue.put(((only,), None))
        return waiting

    def _chunks(self, job, func, iterable, size):
        """Tasks of a map, one for each chunk. What the iterable raises is the result of its task."""
        i = -1
        try:
            for i, chunk in enumerate(itertools.batched(iterable, size)):
                yield job, i, mapstar, ((func, chunk),), {}
        except Exception as error:
            yield job, i + 1, _helper_reraises_exception, (error,), {}

    def _single(self, job, func, iterable):
        i = -1
        try:
            for i, item in enumerate(iterable):
                yield job, i, func, (item,), {}
        except Exception as error:
            yield job, i + 1, _helper_reraises_exception, (error,), {}

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        result = kind(self)
        if chunksize == 1:
            tasks = self._single(result._job, func, iterable)
        elif chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        else:
            tasks = self._chunks(result._job, func, iterable, chunksize)
        self._taskqueue.put((tasks, result._set_length))
        return result if chunksize == 1 else (item for chunk in result for item in chunk)

    def imap(self, func, iterable, chunksize=1):
        '''Equivalent of `map()` -- can be MUCH slower than `Pool.map()`.'''
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        '''Like `imap()` method but ordering of results is arbitrary.'''
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        if not hasattr(iterable, '__len__'):
            iterable = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(iterable), len(self._pool) * 4)
            if extra:
                chunksize += 1
        if len(iterable) == 0:
            chunksize = 0
        result = MapResult(self, chunksize, len(iterable), callback, error_callback=error_callback)
        batches = itertools.batched(iterable, chunksize) if chunksize > 0 else ()
        tasks = ((result._job, i, mapper, ((func, batch),), {}) for i, batch in enumerate(batches))
        self._taskqueue.put((tasks, None))
        return result

    # -- its end

    def close(self):
        util.debug('closing pool')
        if self._state == RUN:
            self._state = self._shared._state = CLOSE

    def terminate(self):
        util.debug('terminating pool')
        self._state = TERMINATE
        self._terminate()

    def join(self):
        util.debug('joining pool')
        if self._state == RUN:
            raise ValueError("Pool is still running")
        if self._state not in (CLOSE, TERMINATE):
            raise ValueError("In unknown state")
        for thread in (self._worker_handler, self._task_handler, self._result_handler):
            thread.join()
        for each in self._pool:
            each.join()

    @staticmethod
    def _terminate_pool(parts):
        parts._shared._state = TERMINATE
        parts._taskqueue.put(None)
        # Whoever waits for a task or a result is not to wait on.
        if parts._pool and hasattr(parts._pool[0], 'terminate'):
            for each in parts._pool:
                if each.exitcode is None:
                    each.terminate()
        else:
            for _ in parts._pool:
                parts._inqueue.put(None)
        try:
            parts._outqueue.put(None)
        except OSError:
            pass
        if parts._pool and hasattr(parts._pool[0], 'terminate'):
            for each in parts._pool:
                if each.is_alive():
                    each.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')


def _reap(pool):
    """Takes workers that ended out of the pool; whether there were some."""
    ended = [i for i, each in enumerate(pool) if each.exitcode is not None]
    for i in reversed(ended):
        pool.pop(i).join()
    return bool(ended)


def _repopulate(parts):
    for _ in range(parts._processes - len(parts._pool)):
        args = (parts._inqueue, parts._outqueue, parts._initializer, parts._initargs, parts._maxtasksperchild,
                parts.wrap)
        each = parts.process(parts._ctx, target=worker, args=args)
        each.name = each.name.replace('Process', 'PoolWorker')
        each.daemon = True
        each.start()
        parts._pool.append(each)


# -- results ---------------------------------------------------------------------------------------

class ApplyResult:

    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._event = threading.Event()
        self._job = next(_job_counter)
        self._cache = pool._cache
        self._callback, self._error_callback = callback, error_callback
        self._cache[self._job] = self

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError("{0!r} not ready".format(self))
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _finish(self):
        call = self._callback if self._success else self._error_callback
        if call:
            call(self._value)
        self._event.set()
        del self._cache[self._job]
        self._pool = None

    def _set(self, i, obj):
        self._success, self._value = obj
        self._finish()

    __class_getitem__ = classmethod(types.GenericAlias)


AsyncResult = ApplyResult


class MapResult(ApplyResult):

    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._success, self._value, self._chunksize = True, [None] * length, chunksize
        # The last chunk may be a part of one.
        self._number_left = -(-length // chunksize) if chunksize > 0 else 0
        if not self._number_left:
            self._cache.pop(self._job)
            self._event.set()

    def _set(self, i, success_result):
        self._number_left -= 1
        success, result = success_result
        if success and self._success:
            self._value[i * self._chunksize:(i + 1) * self._chunksize] = result
        elif not success and self._success:
            # Of several errors the first is told, once all chunks are done.
            self._success, self._value = False, result
        if self._number_left == 0:
            self._finish()


class IMapIterator:

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = next(_job_counter)
        self._cache = pool._cache
        self._items = collections.deque()
        self._index, self._length, self._unsorted = 0, None, {}
        self._cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            if not self._items:
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration from None
                self._cond.wait(timeout)
                if not self._items:
                    if self._index == self._length:
                        self._pool = None
                        raise StopIteration from None
                    raise TimeoutError from None
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    __next__ = next

    def _ended(self):
        if self._index == self._length:
            self._cache.pop(self._job, None)
            self._pool = None

    def _set(self, i, obj):
        with self._cond:
            self._unsorted[i] = obj
            while self._index in self._unsorted:
                self._items.append(self._unsorted.pop(self._index))
                self._index += 1
                self._cond.notify()
            self._ended()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            if self._index == length:
                self._cond.notify()
            self._ended()


class IMapUnorderedIterator(IMapIterator):

    def _set(self, i, obj):
        with self._cond:
            self._items.append(obj)
            self._index += 1
            self._cond.notify()
            self._ended()


# -- threads in the place of processes ---------------------------------------------------------------

class _ThreadWorker(threading.Thread):
    """A thread that looks like a process to the pool."""

    def __init__(self, *args, **kwds):
        super().__init__(*args, **kwds)
        self._began = False

    def start(self):
        self._began = True
        super().start()

    @property
    def exitcode(self):
        return 0 if self._began and not self.is_alive() else None


class ThreadPool(Pool):
    _wrap_exception = False

    @staticmethod
    def Process(ctx, *args, **kwds):
        return _ThreadWorker(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=()):
        Pool.__init__(self, processes, initializer, initargs)

    def _setup_queues(self):
        self._inqueue, self._outqueue = queue.SimpleQueue(), queue.SimpleQueue()
        self._quick_put, self._quick_get = self._inqueue.put, self._outqueue.get
