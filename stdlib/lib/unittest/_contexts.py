"""What assertRaises and assertWarns return."""

import re
import sys
import traceback
import warnings

# What is defined here belongs to `unittest.case`.
__name__ = 'unittest.case'
__unittest = True


class _BaseTestCaseContext:
    def __init__(self, test_case):
        self.test_case = test_case

    def _raiseFailure(self, standardMsg):
        raise self.test_case.failureException(self.test_case._formatMessage(self.msg, standardMsg))


def _is_subtype(expected, basetype):
    """Whether it is a type below the base, or a tuple of such, to any depth."""
    unseen = [expected]
    while unseen:
        item = unseen.pop()
        if isinstance(item, tuple):
            unseen.extend(item)
        elif not isinstance(item, type) or not issubclass(item, basetype):
            return False
    return True


def _name_of(obj):
    try:
        return obj.__name__
    except AttributeError:
        return str(obj)


class _AssertRaisesBaseContext(_BaseTestCaseContext):
    def __init__(self, expected, test_case, expected_regex=None):
        _BaseTestCaseContext.__init__(self, test_case)
        self.expected = expected
        self.expected_regex = re.compile(expected_regex) if expected_regex is not None else None
        self.obj_name = None
        self.msg = None

    def handle(self, name, args, kwargs):
        """Calls what was given; without anything to call it is the context manager itself."""
        try:
            if not _is_subtype(self.expected, self._base_type):
                raise TypeError('%s() arg 1 must be %s' % (name, self._base_type_str))
            if not args:
                return self._with_options(**kwargs)
            self.obj_name = _name_of(args[0])
            with self:
                args[0](*args[1:], **kwargs)
        finally:
            # A frame of a kept traceback would hold this.
            del self

    def _with_options(self, /, msg=None, **unknown):
        for name in unknown:
            raise TypeError('%r is an invalid keyword argument for this function' % (name,))
        self.msg = msg
        return self

    def _fail_without(self, verb):
        """Nothing of the kind was seen."""
        message = f"{_name_of(self.expected)} not {verb}"
        self._raiseFailure(f"{message} by {self.obj_name}" if self.obj_name else message)

    def _matches(self, value):
        return self.expected_regex is None or self.expected_regex.search(str(value))

    def _fail_unlike(self, value):
        self._raiseFailure('"{}" does not match "{}"'.format(self.expected_regex.pattern, str(value)))

class _AssertRaisesContext(_AssertRaisesBaseContext):
    """A context manager used to implement TestCase.assertRaises* methods."""

    _base_type = BaseException
    _base_type_str = 'an exception type or tuple of exception types'

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            self._fail_without("raised")
        traceback.clear_frames(tb)
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value.with_traceback(None)
        if not self._matches(exc_value):
            self._fail_unlike(exc_value)
        return True

    import types
    __class_getitem__ = classmethod(types.GenericAlias)
    del types


class _AssertWarnsContext(_AssertRaisesBaseContext):
    """A context manager used to implement TestCase.assertWarns* methods."""

    _base_type = Warning
    _base_type_str = 'a warning type or tuple of warning types'

    def __enter__(self):
        # A warning is shown once for each place: all modules forget what they have shown.
        for module in tuple(sys.modules.values()):
            if getattr(module, '__warningregistry__', None):
                module.__warningregistry__ = {}
        self.warnings_manager = warnings.catch_warnings(record=True, action="always", category=self.expected)
        self.warnings = self.warnings_manager.__enter__()
        return self

    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        candidates = [found for found in self.warnings if isinstance(found.message, self.expected)]
        for found in candidates:
            if self._matches(found.message):
                self.warning, self.filename, self.lineno = found.message, found.filename, found.lineno
                return
        if candidates:
            self._fail_unlike(candidates[0].message)
        self._fail_without("triggered")
