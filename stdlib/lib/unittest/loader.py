"""Loading unittests."""

import contextlib
import functools
import os
import re
import sys
import traceback
import types
from fnmatch import fnmatch, fnmatchcase

from . import case, suite, util

__unittest = True

VALID_MODULE_NAME = re.compile(r'[_a-z]\w*\.py$', re.IGNORECASE)


class _FailedTest(case.TestCase):
    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super(_FailedTest, self).__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super(_FailedTest, self).__getattr__(name)

        def testFailure():
            raise self._exception
        return testFailure


def _failed(name, error, message, suiteClass):
    return suiteClass((_FailedTest(name, error),)), message


def _failed_import(name, suiteClass):
    message = 'Failed to import test module: %s\n%s' % (name, traceback.format_exc())
    return _failed(name, ImportError(message), message, suiteClass)


def _make_skipped_test(methodname, exception, suiteClass):
    @case.skip(str(exception))
    def testSkipped(self):
        pass
    return suiteClass((type("ModuleSkipped", (case.TestCase,), {methodname: testSkipped})(methodname),))


def _splitext(path):
    return os.path.splitext(path)[0]


def _is_test_class(obj):
    bases = case.TestCase, case.FunctionTestCase
    return isinstance(obj, type) and issubclass(obj, case.TestCase) and obj not in bases


class TestLoader(object):
    """Finds tests, by name or in folders, and makes suites of them."""
    testMethodPrefix = 'test'
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        super(TestLoader, self).__init__()
        self.errors = []
        # Packages that load_tests of theirs loads.
        self._loading_packages = set()

    def loadTestsFromTestCase(self, testCaseClass):
        """A suite of the tests of a class."""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. Maybe you meant to derive from "
                            "TestCase?")
        return self.suiteClass(map(testCaseClass, self._test_methods(testCaseClass)))

    def _test_methods(self, kind):
        if kind is case.TestCase or kind is case.FunctionTestCase:
            return ()
        alone = ['runTest'] if hasattr(kind, 'runTest') else []
        return self.getTestCaseNames(kind) or alone

    def loadTestsFromModule(self, module, *, pattern=None):
        """A suite of the tests of a module."""
        classes = filter(_is_test_class, [getattr(module, name) for name in dir(module)])
        found = self.suiteClass(list(map(self.loadTestsFromTestCase, classes)))
        choose = getattr(module, 'load_tests', None)
        if choose is None:
            return found
        try:
            return choose(self, found, pattern)
        except Exception as error:
            message = f'Failed to call load_tests:\n{traceback.format_exc()}'
            instead, told = _failed(module.__name__, error, message, self.suiteClass)
            self.errors.append(told)
            return instead

    def loadTestsFromName(self, name, module=None):
        """A suite of what a dotted name names, from the module on if one is given: a module, a class of tests, a method of
        one, a suite, or a function that makes a test or a suite."""
        parts = name.split('.')
        error_case = error_message = None
        if module is None:
            wanted = parts[:]
            while wanted:
                try:
                    module = __import__('.'.join(wanted))
                    break
                except ImportError:
                    last = wanted.pop()
                    error_case, error_message = _failed_import(last, self.suiteClass)
                    if not wanted:
                        self.errors.append(error_message)
                        return error_case
            parts = parts[1:]
        obj = module
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as e:
                if getattr(obj, '__path__', None) is not None and error_case is not None:
                    # What could not be imported says more.
                    self.errors.append(error_message)
                    return error_case
                message = 'Failed to access attribute:\n%s' % traceback.format_exc()
                error_case, error_message = _failed(part, e, message, self.suiteClass)
                self.errors.append(error_message)
                return error_case
        return self._from_object(obj, parent if parts else None, parts)

    def _from_object(self, obj, parent, parts):
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if _is_test_class(obj):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and isinstance(parent, type) and issubclass(parent, case.TestCase):
            name = parts[-1]
            inst = parent(name)
            # A static method gives no bound method.
            if not isinstance(getattr(inst, name), types.FunctionType):
                return self.suiteClass([inst])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if callable(obj):
            test = obj()
            if isinstance(test, suite.TestSuite):
                return test
            if isinstance(test, case.TestCase):
                return self.suiteClass([test])
            raise TypeError("calling %s returned %s, not a test" % (obj, test))
        raise TypeError("don't know how to make test from: %s" % obj)

    def loadTestsFromNames(self, names, module=None):
        """A suite of what loadTestsFromName() finds for each name."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """The names of the methods of a class that are tests, sorted."""
        def is_test(name):
            if not name.startswith(self.testMethodPrefix) or not callable(getattr(testCaseClass, name)):
                return False
            full = f'{testCaseClass.__module__}.{testCaseClass.__qualname__}.{name}'
            return self.testNamePatterns is None or any(fnmatchcase(full, p) for p in self.testNamePatterns)

        names = list(filter(is_test, dir(testCaseClass)))
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    # -- discovery

    def discover(self, start_dir, pattern='test*.py', top_level_dir=None):
        """A suite of the tests in the modules below a folder whose files' names match the pattern."""
        original = self._top_level_dir
        implicit = False
        if top_level_dir is None and self._top_level_dir is not None:
            top_level_dir = self._top_level_dir
        elif top_level_dir is None:
            implicit = True
            top_level_dir = start_dir
        top_level_dir = os.path.abspath(top_level_dir)
        if top_level_dir not in sys.path:
            # Modules are named from here on.
            sys.path.insert(0, top_level_dir)
        self._top_level_dir = top_level_dir
        not_importable = False
        if os.path.isdir(os.path.abspath(start_dir)):
            start_dir = os.path.abspath(start_dir)
            if start_dir != top_level_dir:
                not_importable = not os.path.isfile(os.path.join(start_dir, '__init__.py'))
        else:
            try:
                __import__(start_dir)
            except ImportError:
                not_importable = True
            else:
                package = start_dir.partition('.')[0]
                start_dir = self._folder_of(start_dir)
                if implicit:
                    self._top_level_dir = self._get_directory_containing_module(package)
                    sys.path.remove(top_level_dir)
        if not_importable:
            raise ImportError('Start directory is not importable: %r' % start_dir)
        tests = list(self._find_tests(start_dir, pattern))
        self._top_level_dir = original
        return self.suiteClass(tests)

    def _folder_of(self, name):
        module = sys.modules[name]
        if getattr(module, '__file__', None) is None:
            if module.__name__ in sys.builtin_module_names:
                raise TypeError('Can not use builtin modules as dotted module names') from None
            raise TypeError(f"don't know how to discover from {module!r}") from None
        return os.path.abspath(os.path.dirname(module.__file__))

    def _get_directory_containing_module(self, module_name):
        path = os.path.abspath(sys.modules[module_name].__file__)
        folder = os.path.dirname(path)
        return os.path.dirname(folder) if os.path.basename(path).lower().startswith('__init__.py') else folder

    def _get_name_from_path(self, path):
        if path == self._top_level_dir:
            return '.'
        relative = os.path.relpath(_splitext(os.path.normpath(path)), self._top_level_dir)
        assert not os.path.isabs(relative), "Path must be within the project"
        assert not relative.startswith('..'), "Path must be within the project"
        return relative.replace(os.path.sep, '.')

    def _get_module_from_name(self, name):
        __import__(name)
        return sys.modules[name]

    def _match_path(self, path, full_path, pattern):
        return fnmatch(path, pattern)

    def _find_tests(self, start_dir, pattern):
        """Used by discovery. Yields test suites it loads."""
        name = self._get_name_from_path(start_dir)
        if name != '.' and name not in self._loading_packages:
            tests, recurse = self._find_test_path(start_dir, pattern)
            yield from self._some(tests)
            if not recurse:
                # load_tests of the package has looked further.
                return
        for entry in sorted(os.listdir(start_dir)):
            yield from self._find_below(os.path.join(start_dir, entry), pattern)

    def _find_below(self, path, pattern):
        tests, recurse = self._find_test_path(path, pattern)
        yield from self._some(tests)
        if recurse:
            with self._loading(self._get_name_from_path(path)):
                yield from self._find_tests(path, pattern)

    @staticmethod
    def _some(tests):
        return () if tests is None else (tests,)

    @contextlib.contextmanager
    def _loading(self, name):
        self._loading_packages.add(name)
        try:
            yield
        finally:
            self._loading_packages.discard(name)

    def _find_test_path(self, full_path, pattern):
        """The tests of a file or package, and whether to look inside."""
        basename = os.path.basename(full_path)
        if os.path.isfile(full_path):
            if not VALID_MODULE_NAME.match(basename) or not self._match_path(basename, full_path, pattern):
                return None, False
            return self._load_file(full_path, pattern)
        if os.path.isdir(full_path):
            if not os.path.isfile(os.path.join(full_path, '__init__.py')):
                return None, False
            return self._load_package(full_path, pattern)
        return None, False

    def _load(self, name):
        """The module, or the tests that tell why there is none."""
        try:
            return self._get_module_from_name(name), None
        except case.SkipTest as e:
            return None, _make_skipped_test(name, e, self.suiteClass)
        except:
            error_case, error_message = _failed_import(name, self.suiteClass)
            self.errors.append(error_message)
            return None, error_case

    def _load_file(self, full_path, pattern):
        name = self._get_name_from_path(full_path)
        module, instead = self._load(name)
        if module is None:
            return instead, False
        mod_file = os.path.abspath(getattr(module, '__file__', full_path))
        realpath = _splitext(os.path.realpath(mod_file))
        if realpath.lower() != _splitext(os.path.realpath(full_path)).lower():
            raise ImportError("%r module incorrectly imported from %r. Expected %r. Is this module globally "
                              "installed?" % (_splitext(os.path.basename(full_path)), os.path.dirname(realpath),
                                              os.path.dirname(full_path)))
        return self.loadTestsFromModule(module, pattern=pattern), False

    def _load_package(self, full_path, pattern):
        name = self._get_name_from_path(full_path)
        package, instead = self._load(name)
        if package is None:
            return instead, False
        looks_itself = getattr(package, 'load_tests', None) is not None
        with self._loading(name):
            return self.loadTestsFromModule(package, pattern=pattern), not looks_itself


defaultTestLoader = TestLoader()
