"""Test result object"""

import io
import sys
import traceback
from functools import wraps

from . import util

__unittest = True

STDOUT_LINE = '\nStdout:\n%s'
STDERR_LINE = '\nStderr:\n%s'


def _heed_failfast(result):
    if getattr(result, 'failfast', False):
        result.stop()


def failfast(method):
    """A method of a result that ends the run, if the first failure is to."""
    @wraps(method)
    def telling(self, /, *args, **kw):
        _heed_failfast(self)
        return method(self, *args, **kw)
    return telling


def _with_line_end(text):
    return text if text.endswith('\n') else text + '\n'


def _links(tb):
    while tb:
        yield tb
        tb = tb.tb_next


class TestResult(object):
    """Holder for test result information."""

    _previousTestClass = None
    _testRunEntered = False
    _moduleSetUpFailed = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = self.buffer = self.tb_locals = self.shouldStop = self._mirrorOutput = False
        self.testsRun = 0
        # Pairs of a test and a text, but for the last two.
        for outcome in ('failures', 'errors', 'skipped', 'expectedFailures', 'unexpectedSuccesses',
                        'collectedDurations'):
            setattr(self, outcome, [])
        self._stdout_buffer = self._stderr_buffer = None
        self._original_stdout, self._original_stderr = sys.stdout, sys.stderr

    def printErrors(self):
        "Called by TestRunner after test run"

    def startTest(self, test):
        "Called when the given test is about to be run"
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def _setupStdout(self):
        if not self.buffer:
            return
        if self._stderr_buffer is None:
            self._stdout_buffer, self._stderr_buffer = io.StringIO(), io.StringIO()
        sys.stdout, sys.stderr = self._stdout_buffer, self._stderr_buffer

    def startTestRun(self):
        """Called once before any tests are executed."""

    def stopTest(self, test):
        """Called when the given test has been run"""
        self._restoreStdout()
        self._mirrorOutput = False

    def _restoreStdout(self):
        if not self.buffer:
            return
        if self._mirrorOutput:
            for buffer, original, shape in ((sys.stdout, self._original_stdout, STDOUT_LINE),
                                            (sys.stderr, self._original_stderr, STDERR_LINE)):
                text = buffer.getvalue()
                if text:
                    original.write(shape % _with_line_end(text))
        sys.stdout, sys.stderr = self._original_stdout, self._original_stderr
        for buffer in (self._stdout_buffer, self._stderr_buffer):
            buffer.seek(0)
            buffer.truncate()

    def stopTestRun(self):
        """Called once after all tests are executed."""

    @failfast
    def addError(self, test, err):
        """The test raised something else than a failure; `err` is what sys.exc_info() gave."""
        self.errors.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    @failfast
    def addFailure(self, test, err):
        """An assertion of the test failed; `err` is what sys.exc_info() gave."""
        self.failures.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSubTest(self, test, subtest, err):
        """A subtest ended: well if `err` is None, else it is what sys.exc_info() gave."""
        if err is None:
            return
        _heed_failfast(self)
        kept = self.failures if issubclass(err[0], test.failureException) else self.errors
        kept.append((subtest, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSuccess(self, test):
        "Called when a test has completed successfully"

    def addSkip(self, test, reason):
        """Called when a test is skipped."""
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        """Called when an expected failure/error occurred."""
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        """Called when a test was expected to fail, but succeed."""
        self.unexpectedSuccesses.append(test)

    def addDuration(self, test, elapsed):
        """The test has ended and took so many seconds, its cleanups included."""
        # Not every result of a subclass has called our __init__.
        if hasattr(self, "collectedDurations"):
            self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        """Tells whether or not this result was a success."""
        return not self.failures and not self.errors and not getattr(self, 'unexpectedSuccesses', ())

    def stop(self):
        """Indicates that the tests should be aborted."""
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        """What is shown of an exception, given as sys.exc_info() gives it."""
        exctype, value, tb = err
        tb = self._clean_tracebacks(exctype, value, tb, test)
        shown = traceback.TracebackException(exctype, value, tb, capture_locals=self.tb_locals, compact=True)
        lines = list(shown.format())
        if self.buffer:
            for stream, shape in ((sys.stdout, STDOUT_LINE), (sys.stderr, STDERR_LINE)):
                text = stream.getvalue()
                if text:
                    lines.append(shape % _with_line_end(text))
        return ''.join(lines)

    def _clean_tracebacks(self, exctype, value, tb, test):
        """Takes the frames of this package off the traceback, and off those of its causes."""
        result, first = None, True
        excs, seen = [(exctype, value, tb)], {id(value)}
        while excs:
            exctype, value, tb = excs.pop()
            while tb and self._is_relevant_tb_level(tb):
                tb = tb.tb_next
            if exctype is test.failureException:
                self._remove_unittest_tb_frames(tb)
            if first:
                result, first = tb, False
            else:
                value.__traceback__ = tb
            if value is not None:
                for other in (value.__cause__, value.__context__):
                    if other is not None and id(other) not in seen:
                        excs.append((type(other), other, other.__traceback__))
                        seen.add(id(other))
        return result

    def _is_relevant_tb_level(self, tb):
        return '__unittest' in tb.tb_frame.f_globals

    def _remove_unittest_tb_frames(self, tb):
        """Cuts a traceback where the assertion method begins."""
        last = None
        for link in _links(tb):
            if self._is_relevant_tb_level(link):
                break
            last = link
        if last is not None:
            last.tb_next = None

    def __repr__(self):
        return "<%s run=%i errors=%i failures=%i>" % (
            util.strclass(self.__class__), self.testsRun, len(self.errors), len(self.failures))
