"""Running tests"""

import functools
import operator
import sys
import time
import warnings

from . import result
from .case import _SubTest
from .signals import registerResult

__unittest = True


class _WritelnDecorator(object):
    """Used to decorate file-like objects with a handy 'writeln' method"""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, attr):
        if attr in ('stream', '__getstate__'):
            raise AttributeError(attr)
        return getattr(self.stream, attr)

    def writeln(self, arg=None):
        if arg:
            self.write(arg)
        self.write('\n')


class TextTestResult(result.TestResult):
    """A result that tells its stream of each test as it goes, and of the failures at the end."""
    separator1 = '=' * 70
    separator2 = '-' * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        """A subclass does well to take other keywords too: there may be more of them one day."""
        super().__init__(stream, descriptions, verbosity)
        self.stream, self.descriptions, self.durations = stream, descriptions, durations
        self.dots, self.showAll = verbosity == 1, verbosity > 1
        self._newline = True

    def getDescription(self, test):
        first = test.shortDescription()
        return '\n'.join((str(test), first)) if self.descriptions and first else str(test)

    def startTest(self, test):
        super(TextTestResult, self).startTest(test)
        if self.showAll:
            self._announce(test)

    def _announce(self, test):
        self.stream.write(self.getDescription(test))
        self.stream.write(" ... ")
        self.stream.flush()
        self._newline = False

    def _write_status(self, test, status):
        is_subtest = isinstance(test, _SubTest)
        line = [status]
        if is_subtest or self._newline:
            indent = "  " if is_subtest else ""
            line.insert(0, f"{indent}{self.getDescription(test)} ... ")
            if not self._newline:
                # The test has announced itself.
                line.insert(0, "\n")
        self.stream.writeln("".join(line))
        self.stream.flush()
        self._newline = True

    def _say(self, test, status, dot):
        if self.showAll:
            self._write_status(test, status)
        elif self.dots:
            self.stream.write(dot)
            self.stream.flush()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            if issubclass(err[0], subtest.failureException):
                self._say(subtest, "FAIL", 'F')
            else:
                self._say(subtest, "ERROR", 'E')
        super(TextTestResult, self).addSubTest(test, subtest, err)

    def addSuccess(self, test):
        super(TextTestResult, self).addSuccess(test)
        self._say(test, "ok", '.')

    def addError(self, test, err):
        super(TextTestResult, self).addError(test, err)
        self._say(test, "ERROR", 'E')

    def addFailure(self, test, err):
        super(TextTestResult, self).addFailure(test, err)
        self._say(test, "FAIL", 'F')

    def addSkip(self, test, reason):
        super(TextTestResult, self).addSkip(test, reason)
        self._say(test, "skipped {0!r}".format(reason), "s")

    def addExpectedFailure(self, test, err):
        super(TextTestResult, self).addExpectedFailure(test, err)
        self._plain(test, "expected failure", "x")

    def addUnexpectedSuccess(self, test):
        super(TextTestResult, self).addUnexpectedSuccess(test)
        self._plain(test, "unexpected success", "u")

    def _plain(self, test, status, dot):
        if self.showAll:
            self.stream.writeln(status)
            self.stream.flush()
            self._newline = True
        elif self.dots:
            self.stream.write(dot)
            self.stream.flush()

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.writeln()
            self.stream.flush()
        for flavour, rows in (('ERROR', self.errors), ('FAIL', self.failures)):
            self.printErrorList(flavour, rows)
        surprises = [f"UNEXPECTED SUCCESS: {self.getDescription(test)}"
                     for test in getattr(self, 'unexpectedSuccesses', ())]
        if surprises:
            self._write_lines(self.separator1, *surprises)

    def _write_lines(self, *lines):
        for line in lines:
            self.stream.writeln(line)
        self.stream.flush()

    def printErrorList(self, flavour, errors):
        for test, text in errors:
            title = f"{flavour}: {self.getDescription(test)}"
            self._write_lines(self.separator1, title, self.separator2, str(text))


class TextTestRunner(object):
    """Runs tests and tells a stream, as lines of text, of their names, their failures and what came of it all."""
    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None,
                 warnings=None, *, tb_locals=False, durations=None):
        """A subclass does well to take other keywords too: there may be more of them one day."""
        self.stream = _WritelnDecorator(sys.stderr if stream is None else stream)
        self.descriptions, self.verbosity, self.warnings = descriptions, verbosity, warnings
        self.failfast, self.buffer, self.tb_locals, self.durations = failfast, buffer, tb_locals, durations
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        build = functools.partial(self.resultclass, self.stream, self.descriptions, self.verbosity)
        try:
            return build(durations=self.durations)
        except TypeError:
            # A class that knows no durations.
            return build()

    def _printDurations(self, result):
        slowest = sorted(result.collectedDurations, key=operator.itemgetter(1), reverse=True)
        slowest = slowest[:self.durations if self.durations > 0 else None]
        if not slowest:
            return
        say = self.stream.writeln
        say("Slowest test durations")
        if hasattr(result, 'separator2'):
            say(result.separator2)
        shown = [row for row in slowest if self.verbosity >= 2 or row[1] >= 0.001]
        for test, elapsed in shown:
            say(f"{f'{elapsed:.3f}s':<10} {test}")
        is_all = len(shown) == len(slowest)
        say("" if is_all else "\n(durations < 0.001s were hidden; use -v to show these durations)")

    def run(self, test):
        "Run the given test case or test suite."
        result = self._makeResult()
        registerResult(result)
        result.failfast = self.failfast
        result.buffer = self.buffer
        result.tb_locals = self.tb_locals
        with warnings.catch_warnings():
            if self.warnings:
                warnings.simplefilter(self.warnings)
            start = time.perf_counter()
            getattr(result, 'startTestRun', lambda: None)()
            try:
                test(result)
            finally:
                getattr(result, 'stopTestRun', lambda: None)()
            taken = time.perf_counter() - start
        result.printErrors()
        if self.durations is not None:
            self._printDurations(result)
        if hasattr(result, 'separator2'):
            self.stream.writeln(result.separator2)
        run = result.testsRun
        self.stream.writeln("Ran %d test%s in %.3fs" % (run, run != 1 and "s" or "", taken))
        self.stream.writeln()
        self._print_verdict(result, run)
        self.stream.flush()
        return result

    def _print_verdict(self, result, run):
        expected, unexpected, skipped = (len(getattr(result, name, ())) for name in (
            'expectedFailures', 'unexpectedSuccesses', 'skipped'))
        infos = []
        if not result.wasSuccessful():
            self.stream.write("FAILED")
            infos += [f"{name}={len(found)}" for name, found in (("failures", result.failures),
                                                                 ("errors", result.errors)) if found]
        elif run == 0 and not skipped:
            self.stream.write("NO TESTS RAN")
        else:
            self.stream.write("OK")
        infos += [f"{name}={count}" for name, count in (
            ("skipped", skipped), ("expected failures", expected), ("unexpected successes", unexpected)) if count]
        if infos:
            self.stream.writeln(" (%s)" % (", ".join(infos),))
        else:
            self.stream.write("\n")
