"""Unittest main program"""

import argparse
import functools
import os
import sys

from . import loader, runner
from .signals import installHandler

__unittest = True

_NO_TESTS_EXITCODE = 5

MAIN_EXAMPLES = """\
Examples:
  %(prog)s test_module               - run tests from test_module
  %(prog)s module.TestClass          - run tests from module.TestClass
  %(prog)s module.Class.test_method  - run specified test method
  %(prog)s path/to/test_file.py      - run tests from test_file.py
"""

MODULE_EXAMPLES = """\
Examples:
  %(prog)s                           - run default set of tests
  %(prog)s MyTestSuite               - run suite 'MyTestSuite'
  %(prog)s MyTestCase.testSomething  - run MyTestCase.testSomething
  %(prog)s MyTestCase                - run all 'test*' test methods
                                       in MyTestCase
"""

# The options that a program may fix for its users: attribute, its flags, what it does.
_FIXABLE = (
    ('failfast', ('-f', '--failfast'), 'Stop on first fail or error'),
    ('catchbreak', ('-c', '--catch'), 'Catch Ctrl-C and display results so far'),
    ('buffer', ('-b', '--buffer'), 'Buffer stdout and stderr during tests'),
)

# What discovery is told, by option or by place: attribute, its flags, what it is.
_DISCOVERY = (
    ('start', ('-s', '--start-directory'), "Directory to start discovery ('.' default)"),
    ('pattern', ('-p', '--pattern'), "Pattern to match tests ('test*.py' default)"),
    ('top', ('-t', '--top-level-directory'), 'Top level directory of project (defaults to start directory)'),
)


def _convert_name(name):
    """A path to a file of tests as the name of the module."""
    stem, ending = os.path.splitext(name)
    if ending.lower() != '.py' or not os.path.isfile(name):
        return name
    if os.path.isabs(stem):
        stem = os.path.relpath(stem)
        if stem.startswith(os.pardir) or os.path.isabs(stem):
            # No module of this folder has that file.
            return name
    return '.'.join(os.path.normpath(stem).replace('\\', '/').split('/'))


def _convert_select_pattern(pattern):
    return pattern if '*' in pattern else '*%s*' % pattern


class TestProgram(object):
    """What `python -m unittest` and `unittest.main()` run: reads the command line, loads the tests, runs them."""
    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None
    _discovery_parser = None

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None, catchbreak=None,
                 buffer=None, warnings=None, *, tb_locals=False, durations=None):
        argv = sys.argv if argv is None else argv
        if warnings is None:
            # Tests show warnings, unless the user said which to show.
            warnings = None if sys.warnoptions else 'default'
        self.module = self._resolve(module)
        # Options of the command line come over these.
        vars(self).update(
            exit=exit, failfast=failfast, catchbreak=catchbreak, verbosity=verbosity, buffer=buffer,
            tb_locals=tb_locals, durations=durations, warnings=warnings, defaultTest=defaultTest,
            testRunner=testRunner, testLoader=testLoader, progName=os.path.basename(argv[0]))
        self.parseArgs(argv)
        self.runTests()

    @staticmethod
    def _resolve(module):
        """A module by its name; other things are themselves."""
        if not isinstance(module, str):
            return module
        top, *inner = module.split('.')
        return functools.reduce(getattr, inner, __import__(module))

    # -- the command line

    def parseArgs(self, argv):
        self._initArgParsers()
        rest = argv[1:]
        by_name = self.module is None
        if by_name and rest and rest[0].lower() == 'discover':
            return self._do_discovery(rest[1:])
        self._main_parser.parse_args(rest, self)
        if not self.tests and by_name:
            # Without names, all that can be found.
            return self._do_discovery([])
        self.testNames = self._names_to_load()
        self.createTests()

    def _names_to_load(self):
        """The names asked for, or those of the program; None for all of its module."""
        if not self.tests:
            default = self.defaultTest
            if default is None:
                return None
            return (default,) if isinstance(default, str) else list(default)
        if __name__ == '__main__':
            self.module = None
        return [_convert_name(name) for name in self.tests]

    def _print_help(self, *args, **kwargs):
        names = {'prog': self.progName}
        print(self._main_parser.format_help())
        if self.module is not None:
            print(MODULE_EXAMPLES % names)
            return
        print(MAIN_EXAMPLES % names)
        self._discovery_parser.print_help()

    def _initArgParsers(self):
        shared = self._getParentArgParser()
        self._main_parser, self._discovery_parser = (
            build(shared) for build in (self._getMainArgParser, self._getDiscoveryArgParser))

    def _getParentArgParser(self):
        parser = argparse.ArgumentParser(add_help=False)
        parser.add_argument('-v', '--verbose', dest='verbosity', action='store_const', const=2,
                            help='Verbose output')
        parser.add_argument('-q', '--quiet', dest='verbosity', action='store_const', const=0, help='Quiet output')
        parser.add_argument('--locals', dest='tb_locals', action='store_true',
                            help='Show local variables in tracebacks')
        parser.add_argument('--durations', dest='durations', type=int, default=None, metavar="N",
                            help='Show the N slowest test cases (N=0 for all)')
        for value, flags, text in _FIXABLE:
            if getattr(self, value) is None:
                parser.add_argument(*flags, dest=value, action='store_true', help=text)
                setattr(self, value, False)
        if self.testNamePatterns is None:
            parser.add_argument('-k', dest='testNamePatterns', action='append', type=_convert_select_pattern,
                                help='Only run tests which match the given substring')
            self.testNamePatterns = []
        return parser

    def _getMainArgParser(self, parent):
        parser = argparse.ArgumentParser(prog=self.progName, parents=[parent])
        parser.add_argument('tests', nargs='*',
                            help='a list of any number of test modules, classes and test methods.')
        parser.print_help = self._print_help
        return parser

    def _getDiscoveryArgParser(self, parent):
        where = 'For test discovery all test modules must be importable from the top level directory of the project.'
        parser = argparse.ArgumentParser(prog=f'{self.progName} discover', epilog=where, parents=[parent])
        for value, flags, text in _DISCOVERY:
            parser.add_argument(*flags, dest=value, help=text)
        for value, _, _ in _DISCOVERY:
            parser.add_argument(value, nargs='?', default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return parser

    # -- loading and running

    def _do_discovery(self, argv, Loader=None):
        self.start, self.pattern, self.top = '.', 'test*.py', None
        if argv is not None:
            if self._discovery_parser is None:
                # Tests of this class call it on its own.
                self._initArgParsers()
            self._discovery_parser.parse_args(argv, self)
        self.createTests(True, Loader)

    def createTests(self, from_discovery=False, Loader=None):
        own = self.testLoader
        if self.testNamePatterns:
            own.testNamePatterns = self.testNamePatterns
        if from_discovery:
            self.test = (Loader() if Loader is not None else own).discover(self.start, self.pattern, self.top)
            return
        names = self.testNames
        self.test = own.loadTestsFromModule(self.module) if names is None else own.loadTestsFromNames(
            names, self.module)

    def runTests(self):
        if self.catchbreak:
            installHandler()
        if self.testRunner is None:
            self.testRunner = runner.TextTestRunner
        made = self._make_runner() if isinstance(self.testRunner, type) else self.testRunner
        self.result = made.run(self.test)
        if self.exit:
            sys.exit(self._exit_code())

    def _make_runner(self):
        options = dict(verbosity=self.verbosity, failfast=self.failfast, buffer=self.buffer, warnings=self.warnings)
        # Runners may know less than ours.
        for more in (dict(tb_locals=self.tb_locals, durations=self.durations), {}):
            try:
                return self.testRunner(**options, **more)
            except TypeError:
                continue
        return self.testRunner()

    def _exit_code(self):
        if not self.result.testsRun and not self.result.skipped:
            return _NO_TESTS_EXITCODE
        return 0 if self.result.wasSuccessful() else 1


main = TestProgram
