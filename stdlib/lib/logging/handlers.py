"""Additional handlers for the logging package for Python."""

import copy
import io
import logging
import os
import pickle
import queue
import re
import struct
import threading
import time
from stat import ST_DEV, ST_INO, ST_MTIME

DEFAULT_TCP_LOGGING_PORT = 9020
DEFAULT_UDP_LOGGING_PORT = 9021
DEFAULT_HTTP_LOGGING_PORT = 9022
DEFAULT_SOAP_LOGGING_PORT = 9023
SYSLOG_UDP_PORT = 514
SYSLOG_TCP_PORT = 514
_MIDNIGHT = 24 * 60 * 60


class BaseRotatingHandler(logging.FileHandler):
    """Base class for handlers that rotate log files at a certain point."""
    namer = None
    rotator = None

    def __init__(self, filename, mode, encoding=None, delay=False, errors=None):
        """The file that is logged to, and how it is opened."""
        logging.FileHandler.__init__(self, filename, mode, encoding, delay, errors)
        self.mode, self.encoding, self.errors = mode, encoding, errors

    def emit(self, record):
        """
        Emit a record.
        """
        try:
            if self.shouldRollover(record):
                self.doRollover()
            logging.FileHandler.emit(self, record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        """
        Modify the filename of a log file when rotating.
        """
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        """
        When rotating, rotate the current log.
        """
        if callable(self.rotator):
            self.rotator(source, dest)
        elif os.path.exists(source):
            os.rename(source, dest)

    def _leave_stream(self):
        if self.stream:
            self.stream.close()
            self.stream = None


class RotatingFileHandler(BaseRotatingHandler):

    def __init__(self, filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        """The file that is logged to, how large it may get, and how many older ones are kept."""
        # Writing anew would lose what rotation keeps.
        mode = mode if maxBytes <= 0 else 'a'
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        BaseRotatingHandler.__init__(self, filename, mode, encoding, delay, errors)
        self.maxBytes, self.backupCount = maxBytes, backupCount

    def _numbered(self, number):
        return self.rotation_filename(f"{self.baseFilename}.{number}")

    def _make_room(self, path):
        if os.path.exists(path):
            os.remove(path)

    def doRollover(self):
        """Number the kept files one higher, and begin a new one."""
        self._leave_stream()
        if self.backupCount > 0:
            for number in range(self.backupCount - 1, 0, -1):
                newer, older = self._numbered(number), self._numbered(number + 1)
                if os.path.exists(newer):
                    self._make_room(older)
                    os.rename(newer, older)
            newest = self._numbered(1)
            self._make_room(newest)
            self.rotate(self.baseFilename, newest)
        if not self.delay:
            self.stream = self._open()

    def shouldRollover(self, record):
        """
        Determine if rollover should occur.
        """
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes > 0:
            place = self.stream.tell()
            if not place:
                # A record that is too large for an empty file is too large for every one.
                return False
            if place + len("%s\n" % self.format(record)) >= self.maxBytes:
                # What is no regular file cannot be moved away.
                return not os.path.exists(self.baseFilename) or os.path.isfile(self.baseFilename)
        return False


class TimedRotatingFileHandler(BaseRotatingHandler):
    """Logs to a file, and begins a new one at certain times."""

    def __init__(self, filename, when='h', interval=1, backupCount=0, encoding=None, delay=False, utc=False,
                 atTime=None, errors=None):
        encoding = io.text_encoding(encoding)
        BaseRotatingHandler.__init__(self, filename, 'a', encoding=encoding, delay=delay, errors=errors)
        self.when = when.upper()
        self.backupCount = backupCount
        self.utc = utc
        self.atTime = atTime
        day = r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"
        kinds = {'S': (1, "%Y-%m-%d_%H-%M-%S", r"(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}(?!\d)"),
                 'M': (60, "%Y-%m-%d_%H-%M", r"(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}-\d{2}(?!\d)"),
                 'H': (60 * 60, "%Y-%m-%d_%H", r"(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}(?!\d)"),
                 'D': (_MIDNIGHT, "%Y-%m-%d", day), 'MIDNIGHT': (_MIDNIGHT, "%Y-%m-%d", day)}
        if self.when in kinds:
            self.interval, self.suffix, match = kinds[self.when]
        elif self.when.startswith('W'):
            self.interval, self.suffix, match = _MIDNIGHT * 7, "%Y-%m-%d", day
            if len(self.when) != 2:
                raise ValueError("You must specify a day for weekly rollover from 0 to 6 (0 is Monday): %s" % self.when)
            if self.when[1] < '0' or self.when[1] > '6':
                raise ValueError("Invalid day specified for weekly rollover: %s" % self.when)
            self.dayOfWeek = int(self.when[1])
        else:
            raise ValueError("Invalid rollover interval specified: %s" % self.when)
        self.extMatch = re.compile(match, re.ASCII)
        self.interval = self.interval * interval
        filename = self.baseFilename
        start = os.stat(filename)[ST_MTIME] if os.path.exists(filename) else int(time.time())
        self.rolloverAt = self.computeRollover(start)

    def _split_time(self, moment):
        return time.gmtime(moment) if self.utc else time.localtime(moment)

    def computeRollover(self, currentTime):
        """
        Work out the rollover time based on the specified time.
        """
        result = currentTime + self.interval
        if self.when != 'MIDNIGHT' and not self.when.startswith('W'):
            return result
        now = self._split_time(currentTime)
        at = _MIDNIGHT
        if self.atTime is not None:
            at = (self.atTime.hour * 60 + self.atTime.minute) * 60 + self.atTime.second
        left = at - ((now.tm_hour * 60 + now.tm_min) * 60 + now.tm_sec)
        today = now.tm_wday
        if left <= 0:
            # The time of the day is over: tomorrow's.
            left += _MIDNIGHT
            today = (today + 1) % 7
        result = currentTime + left
        if self.when.startswith('W'):
            days = (self.dayOfWeek - today) % 7
            result += days * _MIDNIGHT + self.interval - _MIDNIGHT * 7
        else:
            result += self.interval - _MIDNIGHT
        if not self.utc:
            summer = now.tm_isdst
            then = time.localtime(result).tm_isdst
            if summer != then:
                if not summer:
                    # The clock will be put forward until then.
                    change = -3600
                    if not time.localtime(result - 3600).tm_isdst:
                        change = 0
                else:
                    change = 3600
                result += change
        return result

    def shouldRollover(self, record):
        """Whether it is time; what is no regular file stays."""
        now = int(time.time())
        is_time = now >= self.rolloverAt
        if is_time and os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename):
            # It cannot be moved away: not to be asked for each record.
            self.rolloverAt = self.computeRollover(now)
            return False
        return is_time

    def getFilesToDelete(self):
        """
        Determine the files to delete when rolling over.
        """
        folder, base = os.path.split(self.baseFilename)
        found = []
        for name in os.listdir(folder):
            if self.namer is None:
                prefix = base + "."
                if name.startswith(prefix) and self.extMatch.fullmatch(name[len(prefix):]):
                    found.append(os.path.join(folder, name))
            else:
                # A namer may put the time anywhere.
                match = self.extMatch.search(name)
                while match:
                    if os.path.basename(self.namer(self.baseFilename + "." + match[0])) == name:
                        found.append(os.path.join(folder, name))
                        break
                    match = self.extMatch.search(name, match.start() + 1)
        if len(found) < self.backupCount:
            return []
        found.sort()
        return found[:len(found) - self.backupCount]

    def doRollover(self):
        """Give the file a name with its date, begin a new one, and remove the oldest."""
        now = int(time.time())
        start = self.rolloverAt - self.interval
        if self.utc:
            moment = time.gmtime(start)
        else:
            moment = time.localtime(start)
            summer = time.localtime(now)[-1]
            if summer != moment[-1]:
                moment = time.localtime(start + (3600 if summer else -3600))
        target = self.rotation_filename(self.baseFilename + "." + time.strftime(self.suffix, moment))
        if os.path.exists(target):
            # Already rolled over.
            return
        self._leave_stream()
        self.rotate(self.baseFilename, target)
        if self.backupCount > 0:
            for path in self.getFilesToDelete():
                os.remove(path)
        if not self.delay:
            self.stream = self._open()
        self.rolloverAt = self.computeRollover(now)


class WatchedFileHandler(logging.FileHandler):
    """Logs to a file, and opens it anew when another has come in its place."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        chosen = encoding if "b" in mode else io.text_encoding(encoding)
        logging.FileHandler.__init__(self, filename, mode, chosen, delay, errors)
        self.dev = self.ino = -1
        self._statstream()

    def _statstream(self):
        if self.stream is None:
            return
        found = os.fstat(self.stream.fileno())
        self.dev, self.ino = found[ST_DEV], found[ST_INO]

    def reopenIfNeeded(self):
        """
        Reopen log file if needed.
        """
        if self.stream is None:
            return
        try:
            found = os.stat(self.baseFilename)
            same = found[ST_DEV] == self.dev and found[ST_INO] == self.ino
        except FileNotFoundError:
            same = False
        if not same:
            self.stream.flush()
            self.stream.close()
            # Should opening fail, nobody writes to the closed one.
            self.stream = None
            self.stream = self._open()
            self._statstream()

    def emit(self, record):
        """
        Emit a record.
        """
        self.reopenIfNeeded()
        logging.FileHandler.emit(self, record)


class SocketHandler(logging.Handler):
    """Sends records, pickled, through a connection."""

    def __init__(self, host, port):
        """The host and the port; a path of the system without a port."""
        logging.Handler.__init__(self)
        self.host, self.port = host, port
        self.address = (host, port) if port is not None else host
        self.sock, self.closeOnError = None, False
        # When to try again, and how long to wait: at first, at most, and how it grows.
        self.retryTime, self.retryStart, self.retryMax, self.retryFactor = None, 1.0, 30.0, 2.0

    def makeSocket(self, timeout=1):
        """Connect; a subclass may use another kind of socket."""
        import socket
        if self.port is not None:
            return socket.create_connection(self.address, timeout=timeout)
        result = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        result.settimeout(timeout)
        try:
            result.connect(self.address)
        except OSError:
            result.close()
            raise
        return result

    def createSocket(self):
        """Connect, unless it failed a short time ago; each failure doubles that time."""
        now = time.time()
        if self.retryTime is not None and now < self.retryTime:
            return
        try:
            self.sock = self.makeSocket()
            self.retryTime = None
        except OSError:
            if self.retryTime is None:
                self.retryPeriod = self.retryStart
            else:
                self.retryPeriod = min(self.retryPeriod * self.retryFactor, self.retryMax)
            self.retryTime = now + self.retryPeriod

    def send(self, s):
        """Send what makePickle() made, if there is a connection or one can be had."""
        if self.sock is None:
            self.createSocket()
        sock = self.sock
        if sock:
            try:
                sock.sendall(s)
            except OSError:
                # The next record finds a new one.
                sock.close()
                self.sock = None

    def makePickle(self, record):
        if record.exc_info:
            # The traceback as text stays in exc_text.
            self.format(record)
        state = dict(record.__dict__)
        state['msg'] = record.getMessage()
        state['args'] = None
        state['exc_info'] = None
        state.pop('message', None)
        data = pickle.dumps(state, 1)
        return struct.pack(">L", len(data)) + data

    def handleError(self, record):
        """
        Handle an error during logging.
        """
        if self.closeOnError and self.sock:
            self.sock.close()
            self.sock = None
        else:
            logging.Handler.handleError(self, record)

    def emit(self, record):
        """
        Emit a record.
        """
        try:
            self.send(self.makePickle(record))
        except Exception:
            self.handleError(record)

    def close(self):
        """
        Closes the socket.
        """
        with self.lock:
            sock = self.sock
            if sock:
                self.sock = None
                sock.close()
            logging.Handler.close(self)


class DatagramHandler(SocketHandler):
    """Sends records, pickled, as datagrams."""

    def __init__(self, host, port):
        """
        Initializes the handler with a specific host address and port.
        """
        SocketHandler.__init__(self, host, port)
        self.closeOnError = False

    def makeSocket(self):
        """A socket of datagrams."""
        import socket
        return socket.socket(socket.AF_UNIX if self.port is None else socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, s):
        """
        Send a pickled string to a socket.
        """
        if self.sock is None:
            self.createSocket()
        self.sock.sendto(s, self.address)


class BufferingHandler(logging.Handler):
    """A handler class which buffers logging records in memory."""

    def __init__(self, capacity):
        """
        Initialize the handler with the buffer size.
        """
        logging.Handler.__init__(self)
        self.capacity = capacity
        self.buffer = []

    def shouldFlush(self, record):
        """
        Should the handler flush its buffer?
        """
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        """
        Emit a record.
        """
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        """
        Override to implement custom flushing behaviour.
        """
        with self.lock:
            self.buffer.clear()

    def close(self):
        """
        Close the handler.
        """
        try:
            self.flush()
        finally:
            logging.Handler.close(self)


class MemoryHandler(BufferingHandler):

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        BufferingHandler.__init__(self, capacity)
        self.flushLevel = flushLevel
        self.target = target
        self.flushOnClose = flushOnClose

    def shouldFlush(self, record):
        """
        Check for buffer full or a record at the flushLevel or higher.
        """
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def setTarget(self, target):
        """
        Set the target handler for this handler.
        """
        with self.lock:
            self.target = target

    def flush(self):
        with self.lock:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()

    def close(self):
        """Flush, unless told not to, and let go of the target and what is left."""
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            with self.lock:
                self.target = None
                BufferingHandler.close(self)


class QueueHandler(logging.Handler):
    """This handler sends events to a queue."""

    def __init__(self, queue):
        """
        Initialise an instance, using the passed queue.
        """
        logging.Handler.__init__(self)
        self.queue = queue
        self.listener = None

    def enqueue(self, record):
        """
        Enqueue a record.
        """
        self.queue.put_nowait(record)

    def prepare(self, record):
        """What is put into the queue for a record."""
        # What cannot be pickled becomes text, in a copy: other handlers see the record too.
        text = self.format(record)
        record = copy.copy(record)
        record.message = record.msg = text
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record

    def emit(self, record):
        """
        Emit a record.
        """
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener(object):
    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        """
        Initialise an instance with the specified queue and
        handlers.
        """
        self.queue = queue
        self.handlers = handlers
        self._thread = None
        self.respect_handler_level = respect_handler_level

    def dequeue(self, block):
        """
        Dequeue a record and return it, optionally blocking.
        """
        return self.queue.get(block)

    def start(self):
        """
        Start the listener.
        """
        self._thread = thread = threading.Thread(target=self._monitor)
        thread.daemon = True
        thread.start()

    def prepare(self, record):
        """
        Prepare a record for handling.
        """
        return record

    def handle(self, record):
        """
        Handle a record.
        """
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def _monitor(self):
        """Handles what comes, in a thread of its own, until the sentinel comes."""
        done = getattr(self.queue, 'task_done', lambda: None)
        while True:
            try:
                record = self.dequeue(True)
                if record is self._sentinel:
                    done()
                    break
                self.handle(record)
                done()
            except queue.Empty:
                break

    def enqueue_sentinel(self):
        """
        This is used to enqueue the sentinel record.
        """
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """
        Stop the listener.
        """
        if self._thread:
            self.enqueue_sentinel()
            self._thread.join()
            self._thread = None


from _logging_network import HTTPHandler, NTEventLogHandler, SMTPHandler, SysLogHandler
