"""A parser of HTML as it is found, which calls a method for each tag, piece of text, comment and declaration.

It takes text in pieces. What could still go on is kept until more comes; `close` takes it as it is.
"""

import re

from html import unescape

__all__ = ["HTMLParser"]

_TAG_NAME = re.compile(r"([a-zA-Z][^\t\n\r\f />\x00]*)(?:\s|/(?!>))*")
_ATTRIBUTE = re.compile(
    r"((?<=['\"\s/])[^\s/>][^\s/=>]*)(\s*=+\s*('[^']*'|\"[^\"]*\"|(?!['\"])[^>\s]*))?(?:\s|/(?!>))*"
)
_WHOLE_START = re.compile(
    r"<[a-zA-Z][^\t\n\r\f />\x00]*(?:[\s/]*(?:(?<=['\"\s/])[^\s/>][^\s/=>]*"
    r"(?:\s*=+\s*(?:'[^']*'|\"[^\"]*\"|(?!['\"])[^>\s]*)\s*)?(?:\s|/(?!>))*)*)?\s*"
)
_END = re.compile(r"</\s*([a-zA-Z][-.a-zA-Z0-9:_]*)\s*>")
_CHARACTER = re.compile(r"&#(?:[0-9]+|[xX][0-9a-fA-F]+)[^0-9a-fA-F]")
_ENTITY = re.compile(r"&([a-zA-Z][-.a-zA-Z0-9]*)[^a-zA-Z0-9]")
_UNFINISHED = re.compile(r"&[a-zA-Z#]")
_SECTION = re.compile(r"<!\[\s*([a-zA-Z][-_.a-zA-Z0-9]*)")
_COMMENT_END = re.compile(r"--\s*>")
_SECTION_END = {
    **dict.fromkeys(("temp", "cdata", "ignore", "include", "rcdata"), re.compile(r"]\s*]\s*>")),
    **dict.fromkeys(("if", "else", "endif"), re.compile(r"]\s*>")),
}
_TEXT_ALONE = re.compile("[&<]")


class _Positions:
    """Where in the text the parser is."""

    def reset(self):
        self.lineno, self.offset = 1, 0

    def getpos(self):
        """Return current line number and offset."""
        return self.lineno, self.offset

    def updatepos(self, i, j):
        """Go over the text from i to j."""
        if i < j:
            passed = self.rawdata[i:j]
            lines = passed.count("\n")
            if lines:
                self.lineno += lines
                self.offset = len(passed) - passed.rindex("\n") - 1
            else:
                self.offset += len(passed)
        return max(i, j)


class HTMLParser(_Positions):
    """Find tags and other markup and call handler functions.

    A subclass has the handlers. With *convert_charrefs* references to characters become characters, but in scripts
    and styles."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")
    __starttag_text = None

    def __init__(self, *, convert_charrefs=True):
        super().__init__()
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        """Forget everything that came."""
        self.rawdata, self.lasttag = "", "???"
        self.clear_cdata_mode()
        super().reset()

    def feed(self, data):
        """Take a piece of text."""
        self.rawdata += data
        self.goahead(0)

    def close(self):
        """Take what is left as it is."""
        self.goahead(1)

    def get_starttag_text(self):
        """The text of the last start tag."""
        return self.__starttag_text

    def set_cdata_mode(self, elem):
        """From here to the end tag of the element all is text."""
        self.cdata_elem = elem.lower()
        self.interesting = re.compile(rf"</{re.escape(self.cdata_elem)}\s*>", re.I)

    def clear_cdata_mode(self):
        self.interesting, self.cdata_elem = _TEXT_ALONE, None

    def goahead(self, end):
        """Handle what can be handled; with *end* all."""
        at, size = 0, len(self.rawdata)
        while at < size:
            stop = self._end_of_text(at, end)
            if stop is None:
                break
            if at < stop:
                text = self.rawdata[at:stop]
                self.handle_data(unescape(text) if self.convert_charrefs and not self.cdata_elem else text)
            at = self.updatepos(at, stop)
            if at == size:
                break
            step = self._markup if self.rawdata[at] == "<" else self._reference
            after = step(at, end)
            if after is None:
                break
            at = self.updatepos(at, after)
        if end and at < size and not self.cdata_elem:
            rest = self.rawdata[at:]
            self.handle_data(unescape(rest) if self.convert_charrefs else rest)
            at = self.updatepos(at, size)
        self.rawdata = self.rawdata[at:]

    def _end_of_text(self, at, end):
        """Where text ends that begins here; None where that cannot be known yet."""
        data, size = self.rawdata, len(self.rawdata)
        if self.convert_charrefs and not self.cdata_elem:
            stop = data.find("<", at)
            if stop >= 0:
                return stop
            # A reference near the end may go on.
            ampersand = data.rfind("&", max(at, size - 34))
            if ampersand >= 0 and not re.search(r"[\s;]", data[ampersand:]):
                return None
            return size
        found = self.interesting.search(data, at)
        if found:
            return found.start()
        return None if self.cdata_elem else size

    def _markup(self, at, end):
        """Handle what begins with `<`; where it ends, or None."""
        data = self.rawdata
        if re.match("<[a-zA-Z]", data[at : at + 2]):
            after = self.parse_starttag(at)
        elif data.startswith("</", at):
            after = self.parse_endtag(at)
        elif data.startswith("<!--", at):
            after = self.parse_comment(at)
        elif data.startswith("<?", at):
            after = self.parse_pi(at)
        elif data.startswith("<!", at):
            after = self.parse_html_declaration(at)
        elif at + 1 < len(data) or end and not self.cdata_elem:
            self.handle_data("<")
            return at + 1
        else:
            return None
        if after >= 0:
            return after
        return self._as_text(at) if end else None

    def _as_text(self, at):
        """Markup without an end is text up to the next sign that could begin some."""
        data = self.rawdata
        stop = data.find(">", at + 1)
        if stop >= 0:
            stop += 1
        else:
            stop = data.find("<", at + 1)
            stop = at + 1 if stop < 0 else stop
        text = data[at:stop]
        self.handle_data(unescape(text) if self.convert_charrefs and not self.cdata_elem else text)
        return stop

    def _reference(self, at, end):
        """Handle what begins with `&`; where it ends, or None."""
        data = self.rawdata
        if data.startswith("&#", at):
            found = _CHARACTER.match(data, at)
            if found:
                self.handle_charref(found.group()[2:-1])
                return found.end() - (not found.group().endswith(";"))
            if ";" in data[at:]:
                self.handle_data("&#")
                return at + 2
            return None
        found = _ENTITY.match(data, at)
        if found:
            self.handle_entityref(found[1])
            return found.end() - (not found.group().endswith(";"))
        if _UNFINISHED.match(data, at):
            # A name to the very end may go on.
            whole = re.compile("&[a-zA-Z][a-zA-Z0-9]*").match(data, at)
            if whole and whole.end() == len(data):
                if end:
                    self.handle_data(whole.group())
                    return whole.end()
                return None
        elif at + 1 >= len(data) and not end:
            return None
        self.handle_data("&")
        return at + 1

    def parse_html_declaration(self, i):
        """Handle what begins with `<!`; where it ends, or -1."""
        data = self.rawdata
        if data.startswith("<!--", i):
            return self.parse_comment(i)
        if data.startswith("<![", i):
            return self.parse_marked_section(i)
        if data[i : i + 9].lower() != "<!doctype":
            return self.parse_bogus_comment(i)
        end = data.find(">", i + 9)
        if end < 0:
            return -1
        self.handle_decl(data[i + 2 : end])
        return end + 1

    def parse_declaration(self, i):
        return self.parse_html_declaration(i)

    def parse_bogus_comment(self, i, report=1):
        """Handle what is no declaration and no end tag; where it ends, or -1."""
        end = self.rawdata.find(">", i + 2)
        if end < 0:
            return -1
        if report:
            self.handle_comment(self.rawdata[i + 2 : end])
        return end + 1

    def parse_comment(self, i, report=1):
        """Handle a comment; where it ends, or -1."""
        end = _COMMENT_END.search(self.rawdata, i + 4)
        if not end:
            return -1
        if report:
            self.handle_comment(self.rawdata[i + 4 : end.start()])
        return end.end()

    def parse_marked_section(self, i, report=1):
        """Handle what begins with `<![`; where it ends, or -1."""
        name = _SECTION.match(self.rawdata, i)
        if not name or name.end() == len(self.rawdata):
            if name or len(self.rawdata) <= i + 3:
                return -1
            raise AssertionError("expected name token")
        end = _SECTION_END.get(name[1].lower())
        if end is None:
            raise AssertionError(f"unknown status keyword {self.rawdata[i + 3 : name.end()]!r} in marked section")
        found = end.search(self.rawdata, i + 3)
        if not found:
            return -1
        if report:
            self.unknown_decl(self.rawdata[i + 3 : found.start()])
        return found.end()

    def parse_pi(self, i):
        """Handle what begins with `<?`; where it ends, or -1."""
        end = self.rawdata.find(">", i + 2)
        if end < 0:
            return -1
        self.handle_pi(self.rawdata[i + 2 : end])
        return end + 1

    def check_for_whole_start_tag(self, i):
        """Where a start tag ends, or -1."""
        data, found = self.rawdata, _WHOLE_START.match(self.rawdata, i)
        if not found:
            raise AssertionError("we should not get here!")
        end = found.end()
        follows = data[end : end + 1]
        if follows == ">":
            return end + 1
        if follows == "/":
            if data.startswith("/>", end):
                return end + 2
            if end + 1 == len(data):
                return -1
            return end if end > i else i + 1
        if not follows or follows in "abcdefghijklmnopqrstuvwxyz=/ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            return -1
        return end if end > i else i + 1

    def parse_starttag(self, i):
        """Handle a start tag; where it ends, or -1."""
        self.__starttag_text = None
        end = self.check_for_whole_start_tag(i)
        if end < 0:
            return end
        data = self.rawdata
        self.__starttag_text = data[i:end]
        name = _TAG_NAME.match(data, i + 1)
        tag = self.lasttag = name[1].lower()
        at, attributes = name.end(), []
        while at < end and (found := _ATTRIBUTE.match(data, at)):
            value = None
            if found[2]:
                value = found[3]
                if value[:1] in ("'", '"') and value[:1] == value[-1:]:
                    value = value[1:-1]
                value = unescape(value) if value else value
            attributes.append((found[1].lower(), value))
            at = found.end()
        ending = data[at:end].strip()
        if ending not in (">", "/>"):
            self.handle_data(data[i:end])
        elif ending == "/>":
            self.handle_startendtag(tag, attributes)
        else:
            self.handle_starttag(tag, attributes)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return end

    def parse_endtag(self, i):
        """Handle an end tag; where it ends, or -1."""
        data = self.rawdata
        end = data.find(">", i + 1) + 1
        if not end:
            return -1
        whole = _END.match(data, i)
        if whole:
            tag = whole[1].lower()
            if self.cdata_elem not in (None, tag):
                self.handle_data(data[i:end])
                return end
            self.handle_endtag(tag)
            self.clear_cdata_mode()
            return end
        if self.cdata_elem is not None:
            self.handle_data(data[i:end])
            return end
        name = _TAG_NAME.match(data, i + 2)
        if not name:
            return i + 3 if data.startswith("</>", i) else self.parse_bogus_comment(i)
        # Attributes of an end tag are passed over.
        self.handle_endtag(name[1].lower())
        return data.find(">", name.end()) + 1

    def handle_startendtag(self, tag, attrs):
        """A tag such as <br/>: both of the other two, unless a subclass knows better."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        pass

    def handle_charref(self, name):
        pass

    def handle_entityref(self, name):
        pass

    def handle_data(self, data):
        pass

    def handle_comment(self, data):
        pass

    def handle_decl(self, decl):
        pass

    def handle_pi(self, data):
        pass

    def unknown_decl(self, data):
        pass
