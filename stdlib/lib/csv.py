"""CSV parsing and writing."""

import io
import itertools
import re
import types
from collections import Counter
from _csv import (
    Error, writer, reader, register_dialect, unregister_dialect, get_dialect, list_dialects, field_size_limit,
    QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL,
)
from _csv import Dialect as _Dialect

__all__ = ['QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC', 'QUOTE_NONE', 'QUOTE_STRINGS', 'QUOTE_NOTNULL',
           'Error', 'Dialect', 'excel', 'excel_tab', 'field_size_limit', 'reader', 'writer', 'register_dialect',
           'get_dialect', 'list_dialects', 'Sniffer', 'unregister_dialect', 'DictReader', 'DictWriter',
           'unix_dialect']


class Dialect:
    """Describe a CSV dialect."""

    _name = ''
    _valid = False
    delimiter = None
    quotechar = None
    escapechar = None
    doublequote = None
    skipinitialspace = None
    lineterminator = None
    quoting = None

    def __init__(self):
        if self.__class__ != Dialect:
            self._valid = True
        self._validate()

    def _validate(self):
        try:
            _Dialect(self)
        except TypeError as e:
            raise Error(str(e)) from None


class excel(Dialect):
    """Describe the usual properties of Excel-generated CSV files."""

    delimiter = ','
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = '\r\n'
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """Describe the usual properties of Excel-generated TAB-delimited files."""

    delimiter = '\t'


class unix_dialect(Dialect):
    """Describe the usual properties of Unix-generated CSV files."""

    delimiter = ','
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = '\n'
    quoting = QUOTE_ALL


register_dialect('excel', excel)
register_dialect('excel-tab', excel_tab)
register_dialect('unix', unix_dialect)


def _names_to_keep(names):
    """An iterator would be used up by the first row."""
    return names if names is None or iter(names) is not names else list(names)


class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kwds):
        self._fieldnames, self.restkey, self.restval = _names_to_keep(fieldnames), restkey, restval
        self.reader, self.dialect = reader(f, dialect, *args, **kwds), dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            # Reads the names of the fields, if they are not known.
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:
            row = next(self.reader)
        names = self.fieldnames
        d = dict(zip(names, row))
        if len(row) > len(names):
            d[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            d[name] = self.restval
        return d

    __class_getitem__ = classmethod(types.GenericAlias)


class DictWriter:
    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kwds):
        self.fieldnames, self.restval = _names_to_keep(fieldnames), restval
        self.extrasaction = action = extrasaction.lower()
        if action != 'raise' and action != 'ignore':
            raise ValueError(f"extrasaction ({action}) must be 'raise' or 'ignore'")
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _dict_to_list(self, rowdict):
        if self.extrasaction == 'raise':
            wrong = rowdict.keys() - self.fieldnames
            if wrong:
                raise ValueError('dict contains fields not in fieldnames: ' + ', '.join(map(repr, wrong)))
        return (rowdict.get(key, self.restval) for key in self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._dict_to_list(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._dict_to_list, rowdicts))

    __class_getitem__ = classmethod(types.GenericAlias)


# A quoted field between delimiters, at the start of a line, at its end, and alone in its line.
_QUOTED = tuple(before + r'(?P<quote>["\']).*?(?P=quote)' + after for before, after in (
    (r'(?P<delim>[^\w\n"\'])(?P<space> ?)', r'(?P=delim)'),
    (r'(?:^|\n)', r'(?P<delim>[^\w\n"\'])(?P<space> ?)'),
    (r'(?P<delim>[^\w\n"\'])(?P<space> ?)', r'(?:$|\n)'),
    (r'(?:^|\n)', r'(?:$|\n)'),
))


def _quotes(sample, wanted):
    """The quote that fields are in, the delimiter beside them, whether it has a space behind it, whether quotes in
    fields are doubled; nothing where no field is quoted."""
    for pattern in _QUOTED:
        found = [match.groupdict() for match in re.finditer(pattern, sample, re.DOTALL | re.MULTILINE)]
        if found:
            break
    else:
        return '', '', 0, False
    quote = Counter(fields['quote'] for fields in found).most_common(1)[0][0]
    beside = Counter(delimiter for fields in found if (delimiter := fields.get('delim')) and
                     (wanted is None or delimiter in wanted))
    delimiter, spaced = '', 0
    if beside:
        delimiter, count = beside.most_common(1)[0]
        spaced = count == sum(bool(fields['space']) for fields in found)
        if delimiter == '\n':
            # A single column of quoted fields has none.
            delimiter = ''
    name, mark = re.escape(delimiter), quote
    doubled = re.search(rf'(({name})|^)\W*{mark}[^{name}\n]*{mark}[^{name}\n]*{mark}\W*(({name})|$)', sample,
                        re.MULTILINE)
    return quote, delimiter, spaced, bool(doubled)


def _usual_counts(tallies):
    """For each character how often a line has it most of the time, and how much more lines say so than do not."""
    for char, tally in tallies.items():
        if list(tally) != [0]:
            count = max(tally, key=tally.get)
            yield char, (count, 2 * tally[count] - tally.total() if len(tally) > 1 else tally[count])


def _candidates(usual, lines, wanted):
    """The characters that most lines have equally often, by the strictest measure that finds some."""
    consistency, found = 1.0, {}
    while not found and consistency >= 0.9:
        for char, (count, agreeing) in usual.items():
            if count > 0 and agreeing > 0 and agreeing / lines >= consistency and (wanted is None or char in wanted):
                found[char] = count, agreeing
        consistency -= 0.01
    return found


class Sniffer:
    """"Sniffs" the format of a CSV file (i.e. delimiter, quotechar)"""

    def __init__(self):
        # In case there is more than one possible delimiter.
        self.preferred = [',', '\t', ';', ' ', ':']

    def sniff(self, sample, delimiters=None):
        """Returns a dialect (or None) corresponding to the sample"""
        quote, mark, spaced, doubled = _quotes(sample, delimiters)
        if not mark:
            mark, spaced = self._by_counts(sample, delimiters)
        if not mark:
            raise Error("Could not determine delimiter")

        class dialect(Dialect):
            _name = "sniffed"
            lineterminator = '\r\n'
            quoting = QUOTE_MINIMAL
            doublequote = doubled
            delimiter = mark
            quotechar = quote or '"'
            skipinitialspace = spaced

        return dialect

    def _by_counts(self, sample, wanted):
        """The delimiter that lines have equally often, and whether a space follows it everywhere."""
        lines = [line for line in sample.split('\n') if line]
        tallies = {chr(code): Counter() for code in range(127)}
        step, usual = min(10, len(lines)), {}
        for start in range(0, len(lines), step or 1):
            for char, tally in tallies.items():
                tally.update(line.count(char) for line in lines[start:start + step])
            usual.update(_usual_counts(tallies))
            found = _candidates(usual, min(start + step, len(lines)), wanted)
            if len(found) == 1:
                break
        else:
            if not lines or not found:
                return '', 0
        favourites = [char for char in self.preferred if char in found]
        chosen = favourites[0] if favourites else max(found, key=lambda char: (found[char], char))
        return chosen, lines[0].count(chosen) == lines[0].count(chosen + ' ')

    def has_header(self, sample):
        """Whether the first row differs from the others in the kind or length of its fields."""
        rows = reader(io.StringIO(sample), self.sniff(sample))
        header = next(rows)
        kinds = dict.fromkeys(range(len(header)))
        for row in itertools.islice(rows, 21):
            if len(row) != len(header):
                continue
            for column, known in list(kinds.items()):
                kind = complex if _is_number(row[column]) else len(row[column])
                if known is None:
                    kinds[column] = kind
                elif kind != known:
                    # Columns that vary say nothing.
                    del kinds[column]
        votes = 0
        for column, kind in kinds.items():
            if isinstance(kind, int):
                differs = len(header[column]) != kind
            else:
                differs = kind is None or not _is_number(header[column])
            votes += 1 if differs else -1
        return votes > 0


def _is_number(text):
    try:
        complex(text)
    except (ValueError, OverflowError):
        return False
    return True
