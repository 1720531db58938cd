"""Test case implementation"""

import contextlib
import functools
import sys
import time
import types
import warnings

from . import result
from ._assertions import DIFF_OMITTED, _Assertions
from ._contexts import _AssertRaisesContext, _AssertWarnsContext, _BaseTestCaseContext
from .util import strclass

__unittest = True

_subtest_msg_sentinel = object()


class SkipTest(Exception):
    """Ends a test, which counts as skipped: what skipTest() and the decorators raise."""


class _ShouldStop(Exception):
    """Ends a test of which all has been said."""


class _Part:
    """A stretch of a test: what it raises is told to the result and goes no further."""

    def __init__(self, outcome, test, is_subtest):
        self.outcome, self.test, self.is_subtest = outcome, test, is_subtest

    def __enter__(self):
        self.before = self.outcome.success
        self.outcome.success = True

    def __exit__(self, kind, error, tb):
        try:
            if kind is None:
                if self.is_subtest and self.outcome.success:
                    self._tell(None)
                return False
            if issubclass(kind, KeyboardInterrupt):
                return False
            # A subtest has said already what failed, when it is to stop.
            if not issubclass(kind, _ShouldStop):
                self._failed(kind, error, tb)
            return True
        finally:
            self.outcome.success = self.outcome.success and self.before

    def _failed(self, kind, error, tb):
        outcome = self.outcome
        skipped = issubclass(kind, SkipTest)
        if outcome.expecting_failure and not skipped:
            outcome.expectedFailure = kind, error, tb
            return
        outcome.success = False
        if skipped:
            _addSkip(outcome.result, self.test, str(error))
        else:
            self._tell((kind, error, tb))

    def _tell(self, exc_info):
        result = self.outcome.result
        if self.is_subtest:
            result.addSubTest(self.test.test_case, self.test, exc_info)
        else:
            _addError(result, self.test, exc_info)


class _Outcome(object):
    def __init__(self, result=None):
        self.result = result
        self.result_supports_subtests = hasattr(result, "addSubTest")
        self.success = True
        self.expecting_failure = False
        self.expectedFailure = None

    def testPartExecutor(self, test_case, subTest=False):
        return _Part(self, test_case, subTest)


def _offer(result, name, otherwise, *args):
    """Calls a method that results may lack, and warns of those that do; whether it is there."""
    method = getattr(result, name, None)
    if method is None:
        warnings.warn(f"TestResult has no {name} method{otherwise}", RuntimeWarning, 3)
        return False
    method(*args)
    return True


def _addSkip(result, test_case, reason):
    if not _offer(result, 'addSkip', ', skips not reported', test_case, reason):
        result.addSuccess(test_case)


def _addError(result, test, exc_info):
    if result is None or exc_info is None:
        return
    is_failure = issubclass(exc_info[0], test.failureException)
    tell = result.addFailure if is_failure else result.addError
    tell(test, exc_info)


def _id(obj):
    return obj


def _enter_context(cm, addcleanup):
    """Enters a context manager, to be left by a cleanup."""
    kind = type(cm)
    enter, leave = (getattr(kind, name, None) for name in ('__enter__', '__exit__'))
    if enter is None or leave is None:
        raise TypeError(f"'{kind.__module__}.{kind.__qualname__}' object does not support the context manager "
                        "protocol")
    entered = enter(cm)
    addcleanup(leave, cm, None, None, None)
    return entered


def _drain(cleanups):
    """What is to be cleaned up, the last first; a cleanup may ask for more."""
    while cleanups:
        yield cleanups.pop()


def _clean_up(cleanups, failed):
    """Calls the cleanups and adds what those that fail raise."""
    for function, args, kwargs in _drain(cleanups):
        try:
            function(*args, **kwargs)
        except Exception:
            failed.append(sys.exc_info())


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """A function to be called after tearDownModule, also when setUpModule fails."""
    _module_cleanups.append((function, args, kwargs))


def enterModuleContext(cm):
    """Same as enterContext, but module-wide."""
    return _enter_context(cm, addModuleCleanup)


def doModuleCleanups():
    """Calls the cleanups of the module, as is done after its tearDownModule."""
    failed = []
    _clean_up(_module_cleanups, failed)
    if failed:
        # The first to fail is shown.
        raise failed[0][1]


def _skipped(test_item, reason):
    """The class, marked; or a function that raises SkipTest in the place of the one given."""
    marked = test_item
    if not isinstance(test_item, type):
        @functools.wraps(test_item)
        def marked(*args, **kwargs):
            raise SkipTest(reason)
    marked.__unittest_skip__, marked.__unittest_skip_why__ = True, reason
    return marked


def skip(reason):
    """
    Unconditionally skip a test.
    """
    if isinstance(reason, types.FunctionType):
        # `@skip` without a reason.
        return _skipped(reason, '')
    return lambda test_item: _skipped(test_item, reason)


def _first_line(doc):
    return doc.partition("\n")[0].strip()


def skipIf(condition, reason):
    """
    Skip a test if the condition is true.
    """
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    """
    Skip a test unless the condition is true.
    """
    return _id if condition else skip(reason)


def expectedFailure(test_item):
    test_item.__unittest_expecting_failure__ = True
    return test_item


class TestCase(_Assertions):
    """Tests of one thing: each method whose name begins with `test` is one, with the same preparation."""
    _diffThreshold = 2 ** 16

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed = False
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName='runTest'):
        """A test of the method of that name; ValueError if there is none."""
        self._testMethodName = methodName
        self._outcome = None
        self._testMethodDoc = 'No test'
        try:
            method = getattr(self, methodName)
        except AttributeError:
            if methodName != 'runTest':
                # Without a test an instance can still be used for its assertions.
                raise ValueError("no such test method in %s: %s" % (self.__class__, methodName))
        else:
            self._testMethodDoc = method.__doc__
        self._cleanups = []
        self._subtest = None
        self._type_equality_funcs = {}
        for kind, name in ((dict, 'assertDictEqual'), (list, 'assertListEqual'), (tuple, 'assertTupleEqual'),
                           (set, 'assertSetEqual'), (frozenset, 'assertSetEqual'), (str, 'assertMultiLineEqual')):
            self.addTypeEqualityFunc(kind, name)

    def addTypeEqualityFunc(self, typeobj, function):
        """What assertEqual() calls for two values of exactly this type."""
        self._type_equality_funcs[typeobj] = function

    # -- fixtures

    def addCleanup(self, function, /, *args, **kwargs):
        """A function to be called when the test has ended, after tearDown and also when setUp fails; the last added is called first."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enters a context manager, to be left when the test has ended; what it gives."""
        return _enter_context(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """A function to be called after tearDownClass, also when setUpClass fails."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        """Same as enterContext, but class-wide."""
        return _enter_context(cm, cls.addClassCleanup)

    def setUp(self):
        "Called before the test, to prepare what it needs."

    def tearDown(self):
        "Called after the test, to put away what setUp has prepared."

    @classmethod
    def setUpClass(cls):
        "Called before the first test of the class."

    @classmethod
    def tearDownClass(cls):
        "Called after the last test of the class."

    # -- what it is

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return result.TestResult()

    def shortDescription(self):
        """The first line of the docstring of the test's method, None if it has no docstring."""
        return _first_line(self._testMethodDoc.strip()) if self._testMethodDoc else None

    def id(self):
        return "%s.%s" % (strclass(self.__class__), self._testMethodName)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return "%s (%s.%s)" % (self._testMethodName, strclass(self.__class__), self._testMethodName)

    def __repr__(self):
        return "<%s testMethod=%s>" % (strclass(self.__class__), self._testMethodName)

    # -- running

    @contextlib.contextmanager
    def subTest(self, msg=_subtest_msg_sentinel, **params):
        """A context manager: what fails in its block is told with the message and parameters, and the test goes on after it."""
        if self._outcome is None or not self._outcome.result_supports_subtests:
            yield
            return
        parent = self._subtest
        outer = parent.params if parent is not None else {}
        all_params = params | {name: value for name, value in outer.items() if name not in params}
        self._subtest = _SubTest(self, msg, all_params)
        try:
            with self._outcome.testPartExecutor(self._subtest, subTest=True):
                yield
            if not self._outcome.success:
                failed = self._outcome.result
                if failed is not None and failed.failfast:
                    raise _ShouldStop
            elif self._outcome.expectedFailure:
                # An expected failure ends the test.
                raise _ShouldStop
        finally:
            self._subtest = parent

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        if method() is not None:
            warnings.warn(f'It is deprecated to return a value that is not None from a test case ({method})',
                          DeprecationWarning, stacklevel=3)

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def _addDuration(self, result, elapsed):
        _offer(result, 'addDuration', '', self, elapsed)

    def _skip_reason(self, method):
        """Why the class or the method is to be skipped, None if it is not."""
        places = self.__class__, method
        if not any(getattr(place, "__unittest_skip__", False) for place in places):
            return None
        reason = ''
        for place in places:
            reason = reason or getattr(place, '__unittest_skip_why__', '')
        return reason

    def run(self, result=None):
        stop = None
        if result is None:
            result = self.defaultTestResult()
            stop = getattr(result, 'stopTestRun', None)
            start = getattr(result, 'startTestRun', None)
            if start is not None:
                start()
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            reason = self._skip_reason(method)
            if reason is not None:
                _addSkip(result, self, reason)
                return result
            expecting = any(getattr(place, "__unittest_expecting_failure__", False) for place in (self, method))
            self._outcome = outcome = _Outcome(result)
            began = time.perf_counter()
            try:
                with outcome.testPartExecutor(self):
                    self._callSetUp()
                if outcome.success:
                    outcome.expecting_failure = expecting
                    with outcome.testPartExecutor(self):
                        self._callTestMethod(method)
                    outcome.expecting_failure = False
                    with outcome.testPartExecutor(self):
                        self._callTearDown()
                self.doCleanups()
                self._addDuration(result, time.perf_counter() - began)
                if outcome.success:
                    self._report_success(result, outcome, expecting)
                return result
            finally:
                # No cycle: the outcome may hold a traceback.
                outcome.expectedFailure = None
                self._outcome = outcome = None
        finally:
            result.stopTest(self)
            if stop is not None:
                stop()

    def _report_success(self, result, outcome, expecting):
        if not expecting:
            result.addSuccess(self)
        elif outcome.expectedFailure:
            self._addExpectedFailure(result, outcome.expectedFailure)
        else:
            self._addUnexpectedSuccess(result)

    def _addExpectedFailure(self, result, exc_info):
        if not _offer(result, 'addExpectedFailure', ', reporting as passes', self, exc_info):
            result.addSuccess(self)

    def _addUnexpectedSuccess(self, result):
        if not _offer(result, 'addUnexpectedSuccess', ', reporting as failure', self):
            # A failure needs something that was raised.
            try:
                raise _ShouldStop from None
            except _ShouldStop:
                result.addFailure(self, sys.exc_info())

    def doCleanups(self):
        """Calls the cleanups, as is done after tearDown; whether all went well."""
        outcome = self._outcome or _Outcome()
        for function, args, kwargs in _drain(self._cleanups):
            with outcome.testPartExecutor(self):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Calls the cleanups of the class, as is done after tearDownClass; what failed is in `tearDown_exceptions`."""
        cls.tearDown_exceptions = failed = []
        _clean_up(cls._class_cleanups, failed)

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Runs the test without a result: what it raises comes out."""
        method = getattr(self, self._testMethodName)
        reason = self._skip_reason(method)
        if reason is not None:
            self.skipTest(reason)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        for function, args, kwargs in _drain(self._cleanups):
            self._callCleanup(function, *args, **kwargs)

    def skipTest(self, reason):
        """Skip this test."""
        raise SkipTest(reason)


class FunctionTestCase(TestCase):
    """A test case of functions: the test, and what goes before and after it."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._setUpFunc, self._tearDownFunc = setUp, tearDown
        self._testFunc, self._description = testFunc, description

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def id(self):
        return self._testFunc.__name__

    def _key(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        return hash((type(self), *self._key()))

    def __str__(self):
        return "%s (%s)" % (strclass(self.__class__), self._testFunc.__name__)

    def __repr__(self):
        return "<%s tec=%s>" % (strclass(self.__class__), self._testFunc)

    def shortDescription(self):
        given, doc = self._description, self._testFunc.__doc__
        return given if given is not None else (doc and _first_line(doc)) or None


class _SubTest(TestCase):
    def __init__(self, test_case, message, params):
        super().__init__()
        self._message = message
        self.test_case = test_case
        self.params = params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        parts = []
        if self._message is not _subtest_msg_sentinel:
            parts.append("[{}]".format(self._message))
        if self.params:
            parts.append("({})".format(', '.join("{}={!r}".format(k, v) for k, v in self.params.items())))
        return " ".join(parts) or '(<subtest>)'

    def id(self):
        return "{} {}".format(self.test_case.id(), self._subDescription())

    def shortDescription(self):
        """That of the test it is a part of."""
        return self.test_case.shortDescription()

    def __str__(self):
        return "{} {}".format(self.test_case, self._subDescription())
