"""The assertion methods of TestCase."""

import collections
import difflib
import pprint
import re
import warnings

from ._contexts import _AssertRaisesContext, _AssertWarnsContext
from .util import _common_shorten_repr, _count_diff_all_purpose, _count_diff_hashable, safe_repr

# What is defined here belongs to `unittest.case`.
__name__ = 'unittest.case'
__unittest = True

DIFF_OMITTED = '\nDiff is %s characters long. Set self.maxDiff to None to see it.'


class _Assertions:
    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8

    def fail(self, msg=None):
        """The test fails, with this message."""
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        """What is said on failure: the message of the assertion, and the one of the test's writer."""
        if msg is None or not self.longMessage:
            return standardMsg if msg is None else msg or standardMsg
        parts = standardMsg, msg
        try:
            return '%s : %s' % parts
        except UnicodeDecodeError:
            return '%s : %s' % tuple(map(safe_repr, parts))

    def _check(self, holds, msg, shape, *values):
        """Fails, if it does not hold, with what is made of the shape and the values."""
        if not holds:
            self.fail(self._formatMessage(msg, shape % tuple(map(safe_repr, values))))

    def _fail_with_diff(self, msg, message, first, second):
        shown = [pprint.pformat(value).splitlines() for value in (first, second)]
        diff = '\n' + '\n'.join(difflib.ndiff(*shown))
        self.fail(self._formatMessage(msg, self._truncateMessage(message, diff)))

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + (DIFF_OMITTED % len(diff))

    # -- truth and identity

    def assertFalse(self, expr, msg=None):
        """The expression is false."""
        if expr:
            raise self.failureException(self._formatMessage(msg, "%s is not false" % safe_repr(expr)))

    def assertTrue(self, expr, msg=None):
        """The expression is true."""
        if not expr:
            raise self.failureException(self._formatMessage(msg, "%s is not true" % safe_repr(expr)))

    def assertIs(self, expr1, expr2, msg=None):
        """The two are one object."""
        self._check(expr1 is expr2, msg, '%s is not %s', expr1, expr2)

    def assertIsNot(self, expr1, expr2, msg=None):
        """The two are not one object."""
        self._check(expr1 is not expr2, msg, 'unexpectedly identical: %s', expr1)

    def assertIsNone(self, obj, msg=None):
        """The object is None."""
        self._check(obj is None, msg, '%s is not None', obj)

    def assertIsNotNone(self, obj, msg=None):
        """The object is not None."""
        self._check(obj is not None, msg, 'unexpectedly None')

    def assertIsInstance(self, obj, cls, msg=None):
        """The object is an instance of the class."""
        if not isinstance(obj, cls):
            self.fail(self._formatMessage(msg, f'{safe_repr(obj)} is not an instance of {cls!r}'))

    def assertNotIsInstance(self, obj, cls, msg=None):
        """The object is no instance of the class."""
        if isinstance(obj, cls):
            self.fail(self._formatMessage(msg, '%s is an instance of %r' % (safe_repr(obj), cls)))

    # -- exceptions, warnings and logs

    def assertRaises(self, expected_exception, *args, **kwargs):
        """A call raises such an exception: the one given, or the block that the result is the context manager of."""
        context = _AssertRaisesContext(expected_exception, self)
        try:
            return context.handle('assertRaises', args, kwargs)
        finally:
            # A frame of a kept traceback would hold it.
            del context

    def assertWarns(self, expected_warning, *args, **kwargs):
        """A call triggers such a warning: the one given, or the block that the result is the context manager of."""
        return _AssertWarnsContext(expected_warning, self).handle('assertWarns', args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """The block logs something of the level or above; without more said, INFO and the root logger."""
        from ._log import _AssertLogsContext
        return _AssertLogsContext(self, logger, level, no_logs=False)

    def assertNoLogs(self, logger=None, level=None):
        """The block logs nothing of the level or above."""
        from ._log import _AssertLogsContext
        return _AssertLogsContext(self, logger, level, no_logs=True)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """As assertRaises(), and the exception's text has a match of the pattern."""
        return _AssertRaisesContext(expected_exception, self, expected_regex).handle(
            'assertRaisesRegex', args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """As assertWarns(), and the warning's text has a match of the pattern."""
        return _AssertWarnsContext(expected_warning, self, expected_regex).handle('assertWarnsRegex', args, kwargs)

    # -- equality

    def _getAssertEqualityFunc(self, first, second):
        """The method for two values of one type."""
        kind = type(first)
        found = self._type_equality_funcs.get(kind) if kind is type(second) else None
        if found is None:
            return self._baseAssertEqual
        return getattr(self, found) if isinstance(found, str) else found

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            message = '%s != %s' % _common_shorten_repr(first, second)
            raise self.failureException(self._formatMessage(msg, message))

    def assertEqual(self, first, second, msg=None):
        """The two are equal, as `==` has it."""
        self._getAssertEqualityFunc(first, second)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        """The two differ, as `!=` has it."""
        if not first != second:
            message = '%s == %s' % (safe_repr(first), safe_repr(second))
            raise self.failureException(self._formatMessage(msg, message))

    def _places(self, delta, places):
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        return 7 if places is None else places

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """The two are equal, or differ by no more than the delta, or by nothing when rounded to so many places (7)."""
        if first == second:
            return
        places = self._places(delta, places)
        diff = abs(first - second)
        if diff <= delta if delta is not None else round(diff, places) == 0:
            return
        within = '%s delta' % safe_repr(delta) if delta is not None else '%r places' % places
        message = '%s != %s within %s (%s difference)' % (safe_repr(first), safe_repr(second), within,
                                                          safe_repr(diff))
        raise self.failureException(self._formatMessage(msg, message))

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """The two differ by more than the delta, or when their difference is rounded to so many places (7)."""
        places = self._places(delta, places)
        if delta is not None:
            diff = abs(first - second)
            if not first == second and diff > delta:
                return
            message = '%s == %s within %s delta (%s difference)' % (safe_repr(first), safe_repr(second),
                                                                    safe_repr(delta), safe_repr(diff))
        else:
            if not first == second and round(abs(second - first), places) != 0:
                return
            message = '%s == %s within %r places' % (safe_repr(first), safe_repr(second), places)
        raise self.failureException(self._formatMessage(msg, message))

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """The two have the same items in the same order, and are of the type given if there is one."""
        if seq_type is not None:
            name = seq_type.__name__
            for place, seq in (('First', seq1), ('Second', seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException('%s sequence is not a %s: %s' % (place, name, safe_repr(seq)))
        else:
            name = "sequence"
        message = None
        lengths = []
        for place, seq in (('First', seq1), ('Second', seq2)):
            try:
                lengths.append(len(seq))
            except (TypeError, NotImplementedError):
                message = '%s %s has no length.    Non-sequence?' % (place, name)
                break
        if message is None:
            if seq1 == seq2:
                return
            message = self._first_difference(seq1, seq2, name, *lengths)
            if message is None:
                return
        self._fail_with_diff(msg, message, seq1, seq2)

    def _first_difference(self, seq1, seq2, name, len1, len2):
        message = '%ss differ: %s != %s\n' % ((name.capitalize(),) + _common_shorten_repr(seq1, seq2))
        for i in range(min(len1, len2)):
            items = []
            for place, seq in (('first', seq1), ('second', seq2)):
                try:
                    items.append(seq[i])
                except (TypeError, IndexError, NotImplementedError):
                    message += '\nUnable to index element %d of %s %s\n' % (i, place, name)
                    break
            if len(items) < 2:
                break
            if items[0] != items[1]:
                message += '\nFirst differing element %d:\n%s\n%s\n' % ((i,) + _common_shorten_repr(*items))
                break
        else:
            if len1 == len2 and type(seq1) != type(seq2):
                # The sequences are the same, but have differing types.
                return None
        if len1 != len2:
            place, longer, short, size = (('First', seq1, len2, len1 - len2) if len1 > len2 else
                                          ('Second', seq2, len1, len2 - len1))
            message += '\n%s %s contains %d additional elements.\n' % (place, name, size)
            try:
                message += 'First extra element %d:\n%s\n' % (short, safe_repr(longer[short]))
            except (TypeError, IndexError, NotImplementedError):
                message += 'Unable to index element %d of %s %s\n' % (short, place.lower(), name)
        return message

    def assertListEqual(self, list1, list2, msg=None):
        """The two are equal lists."""
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        """The two are equal tuples."""
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """The two are sets with the same items."""
        differences = []
        for place, one, other in (('first', set1, set2), ('second', set2, set1)):
            try:
                differences.append(one.difference(other))
            except TypeError as e:
                self.fail('invalid type when attempting set difference: %s' % e)
            except AttributeError as e:
                self.fail('%s argument does not support set difference: %s' % (place, e))
        if not any(differences):
            return
        lines = []
        for text, found in zip(('Items in the first set but not the second:',
                                'Items in the second set but not the first:'), differences):
            if found:
                lines.append(text)
                lines += [repr(item) for item in found]
        self.fail(self._formatMessage(msg, '\n'.join(lines)))

    def assertDictEqual(self, d1, d2, msg=None):
        for place, value in (('First', d1), ('Second', d2)):
            self.assertIsInstance(value, dict, f'{place} argument is not a dictionary')
        if d1 != d2:
            shortened = _common_shorten_repr(d1, d2)
            self._fail_with_diff(msg, ' != '.join(shortened), d1, d2)

    def assertCountEqual(self, first, second, msg=None):
        """The two have the same items, each as often, in any order."""
        first_seq, second_seq = list(first), list(second)
        try:
            counts = collections.Counter(first_seq), collections.Counter(second_seq)
        except TypeError:
            differences = _count_diff_all_purpose(first_seq, second_seq)
        else:
            if counts[0] == counts[1]:
                return
            differences = _count_diff_hashable(first_seq, second_seq)
        if differences:
            lines = ['First has %d, Second has %d:  %r' % diff for diff in differences]
            message = self._truncateMessage('Element counts were not equal:\n', '\n'.join(lines))
            self.fail(self._formatMessage(msg, message))

    def assertMultiLineEqual(self, first, second, msg=None):
        """The two are equal strings; lines that differ are shown."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        # Long lines in a diff help nobody.
        if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
            self._baseAssertEqual(first, second, msg)
        lines = [first, second]
        if any(text[-1:] not in ('', '\n') for text in lines):
            # A line end that only one of them has is seen then.
            lines = [text and text + '\n' for text in lines]
        lines = [text.splitlines(keepends=True) for text in lines]
        diff = '\n' + ''.join(difflib.ndiff(*lines))
        message = self._truncateMessage('%s != %s' % _common_shorten_repr(first, second), diff.rstrip('\n') + '\n')
        self.fail(self._formatMessage(msg, message))

    # -- membership, order and patterns

    def assertIn(self, member, container, msg=None):
        """The container has the member."""
        self._check(member in container, msg, '%s not found in %s', member, container)

    def assertNotIn(self, member, container, msg=None):
        """The container has not the member."""
        self._check(member not in container, msg, '%s unexpectedly found in %s', member, container)

    def assertLess(self, a, b, msg=None):
        """The first is less than the second."""
        self._check(a < b, msg, '%s not less than %s', a, b)

    def assertLessEqual(self, a, b, msg=None):
        """The first is less than the second, or equal."""
        self._check(a <= b, msg, '%s not less than or equal to %s', a, b)

    def assertGreater(self, a, b, msg=None):
        """The first is greater than the second."""
        self._check(a > b, msg, '%s not greater than %s', a, b)

    def assertGreaterEqual(self, a, b, msg=None):
        """The first is greater than the second, or equal."""
        self._check(a >= b, msg, '%s not greater than or equal to %s', a, b)

    def assertRegex(self, text, expected_regex, msg=None):
        """The text has a match of the pattern."""
        if isinstance(expected_regex, (str, bytes)):
            assert expected_regex, "expected_regex must not be empty."
            expected_regex = re.compile(expected_regex)
        if not expected_regex.search(text):
            message = "Regex didn't match: %r not found in %r" % (expected_regex.pattern, text)
            raise self.failureException(self._formatMessage(msg, message))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """The text has no match of the pattern."""
        pattern = re.compile(unexpected_regex) if isinstance(unexpected_regex, (str, bytes)) else unexpected_regex
        found = pattern.search(text)
        if found:
            start, end = found.span()
            raise self.failureException(self._formatMessage(
                msg, f'Regex matched: {text[start:end]!r} matches {pattern.pattern!r} in {text!r}'))
