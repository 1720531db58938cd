"""TestSuite"""

import sys

from . import case, util

__unittest = True


def _call_if_exists(parent, attr):
    getattr(parent, attr, lambda: None)()


def _isnotsuite(test):
    "A crude way to tell apart testcases and suites with duck-typing"
    try:
        iter(test)
    except TypeError:
        return True
    return False


class BaseTestSuite(object):
    """Tests that are run one after the other, with nothing done for their classes and modules."""
    _cleanup = True

    def __init__(self, tests=()):
        self._tests = []
        self._removed_tests = 0
        self.addTests(tests)

    def __repr__(self):
        return "<%s tests=%s>" % (util.strclass(self.__class__), list(self))

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return list(self) == list(other)

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return self._removed_tests + sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f"{test!r} is not callable")
        kinds = case.TestCase, TestSuite
        if isinstance(test, type) and any(issubclass(test, kind) for kind in kinds):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def _ready(self, test, result):
        """Whether a test can be run, when what it needs has been prepared."""
        return True

    def _run_each(self, result, call):
        """Calls it for the tests, until the result says stop; a test that has run is let go."""
        for index, test in enumerate(self):
            if result.shouldStop:
                return
            if self._ready(test, result):
                call(test)
                if self._cleanup:
                    self._removeTestAtIndex(index)

    def run(self, result):
        self._run_each(result, lambda test: test(result))
        return result

    def _removeTestAtIndex(self, index):
        """Stop holding a reference to the TestCase at index."""
        try:
            test = self._tests[index]
        except TypeError:
            # Only a list of ours can be changed.
            return
        if hasattr(test, 'countTestCases'):
            self._removed_tests += test.countTestCases()
        self._tests[index] = None

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Runs the tests without a result: what they raise comes out."""
        for test in self:
            test.debug()


class TestSuite(BaseTestSuite):
    """Tests and suites of tests that run in the order they were added in, with what their classes and modules set up."""

    def run(self, result, debug=False):
        is_top = not getattr(result, '_testRunEntered', False)
        if is_top:
            result._testRunEntered = True
        self._run_each(result, (lambda test: test.debug()) if debug else (lambda test: test(result)))
        if is_top:
            self._tearDownPreviousClass(None, result)
            self._handleModuleTearDown(result)
            result._testRunEntered = False
        return result

    def _ready(self, test, result):
        if not _isnotsuite(test):
            return True
        kind = test.__class__
        self._tearDownPreviousClass(test, result)
        self._handleModuleFixture(test, result)
        self._handleClassSetUp(test, result)
        result._previousTestClass = kind
        return not (getattr(kind, '_classSetupFailed', False) or getattr(result, '_moduleSetUpFailed', False))

    def debug(self):
        """Runs the tests without a result: what they raise comes out."""
        self.run(_DebugResult(), True)

    # -- fixtures of classes and modules

    def _handleClassSetUp(self, test, result):
        current = test.__class__
        if (current == getattr(result, '_previousTestClass', None) or result._moduleSetUpFailed
                or getattr(current, "__unittest_skip__", False)):
            return
        failed = False
        try:
            current._classSetupFailed = False
        except TypeError:
            # Not every test is of a class that can be written to.
            pass
        set_up = getattr(current, 'setUpClass', None)
        if set_up is None:
            return
        _call_if_exists(result, '_setupStdout')
        try:
            try:
                set_up()
            except Exception as error:
                if isinstance(result, _DebugResult):
                    raise
                failed = True
                try:
                    current._classSetupFailed = True
                except TypeError:
                    pass
                self._createClassOrModuleLevelException(result, error, 'setUpClass', util.strclass(current))
            if failed:
                self._class_cleanups(current, result, 'setUpClass')
        finally:
            _call_if_exists(result, '_restoreStdout')

    def _class_cleanups(self, kind, result, method):
        do = getattr(kind, 'doClassCleanups', None)
        if do is None:
            return
        kind.doClassCleanups()
        for info in kind.tearDown_exceptions:
            if isinstance(result, _DebugResult):
                raise info[1]
            self._createClassOrModuleLevelException(result, info[1], method, util.strclass(kind), info=info)

    def _get_previous_module(self, result):
        kind = getattr(result, '_previousTestClass', None)
        return kind.__module__ if kind is not None else None

    def _handleModuleFixture(self, test, result):
        current = test.__class__.__module__
        if current == self._get_previous_module(result):
            return
        self._handleModuleTearDown(result)
        result._moduleSetUpFailed = False
        try:
            module = sys.modules[current]
        except KeyError:
            return
        set_up = getattr(module, 'setUpModule', None)
        if set_up is None:
            return
        _call_if_exists(result, '_setupStdout')
        try:
            try:
                set_up()
            except Exception as error:
                if isinstance(result, _DebugResult):
                    raise
                result._moduleSetUpFailed = True
                self._createClassOrModuleLevelException(result, error, 'setUpModule', current)
            if result._moduleSetUpFailed:
                self._module_cleanups(result, 'setUpModule', current)
        finally:
            _call_if_exists(result, '_restoreStdout')

    def _module_cleanups(self, result, method, name):
        try:
            case.doModuleCleanups()
        except Exception as error:
            if isinstance(result, _DebugResult):
                raise
            self._createClassOrModuleLevelException(result, error, method, name)

    def _createClassOrModuleLevelException(self, result, exc, method_name, parent, info=None):
        self._addClassOrModuleLevelException(result, exc, f'{method_name} ({parent})', info)

    def _addClassOrModuleLevelException(self, result, exception, errorName, info=None):
        holder = _ErrorHolder(errorName)
        if isinstance(exception, case.SkipTest):
            skip = getattr(result, 'addSkip', None)
            if skip is not None:
                skip(holder, str(exception))
                return
        result.addError(holder, info or sys.exc_info())

    def _handleModuleTearDown(self, result):
        previous = self._get_previous_module(result)
        if previous is None or result._moduleSetUpFailed:
            return
        try:
            module = sys.modules[previous]
        except KeyError:
            return
        _call_if_exists(result, '_setupStdout')
        try:
            tear_down = getattr(module, 'tearDownModule', None)
            if tear_down is not None:
                try:
                    tear_down()
                except Exception as error:
                    if isinstance(result, _DebugResult):
                        raise
                    self._createClassOrModuleLevelException(result, error, 'tearDownModule', previous)
            self._module_cleanups(result, 'tearDownModule', previous)
        finally:
            _call_if_exists(result, '_restoreStdout')

    def _tearDownPreviousClass(self, test, result):
        previous = getattr(result, '_previousTestClass', None)
        current = test.__class__
        if (current == previous or previous is None or getattr(previous, '_classSetupFailed', False)
                or getattr(result, '_moduleSetUpFailed', False) or getattr(previous, "__unittest_skip__", False)):
            return
        tear_down = getattr(previous, 'tearDownClass', None)
        if tear_down is None and getattr(previous, 'doClassCleanups', None) is None:
            return
        _call_if_exists(result, '_setupStdout')
        try:
            if tear_down is not None:
                try:
                    tear_down()
                except Exception as error:
                    if isinstance(result, _DebugResult):
                        raise
                    self._createClassOrModuleLevelException(result, error, 'tearDownClass', util.strclass(previous))
            self._class_cleanups(previous, result, 'tearDownClass')
        finally:
            _call_if_exists(result, '_restoreStdout')


class _ErrorHolder(object):
    """Stands in a result for the test, where what failed is a fixture of a class or module."""
    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __repr__(self):
        return "<ErrorHolder description=%r>" % (self.description,)

    def __str__(self):
        return self.id()

    def run(self, result):
        pass

    def __call__(self, result):
        return self.run(result)

    def countTestCases(self):
        return 0


class _DebugResult(object):
    "Used by the TestSuite to hold previous class when running in debug."
    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False
