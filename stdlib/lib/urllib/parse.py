"""Parse (absolute and relative) URLs (mirrors Lib/urllib/parse.py)."""

import functools
import re
import types
import warnings
from collections import namedtuple

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode", "parse_qs",
           "parse_qsl", "quote", "quote_plus", "quote_from_bytes", "unquote", "unquote_plus", "unquote_to_bytes",
           "DefragResult", "ParseResult", "SplitResult", "DefragResultBytes", "ParseResultBytes",
           "SplitResultBytes"]

uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp', 'mms', 'prospero',
                 'rtsp', 'rtsps', 'rtspu', 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms', 'https', 'shttp',
               'snews', 'prospero', 'rtsp', 'rtsps', 'rtspu', 'rsync', 'svn', 'svn+ssh', 'sftp', 'nfs', 'git',
               'git+ssh', 'ws', 'wss', 'itms-services']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtsps', 'rtspu', 'sip',
               'sips', 'mms', 'sftp', 'tel']
non_hierarchical = ['gopher', 'hdl', 'mailto', 'news', 'telnet', 'wais', 'imap', 'snews', 'sip', 'sips']
uses_query = ['', 'http', 'wais', 'imap', 'https', 'shttp', 'mms', 'gopher', 'rtsp', 'rtsps', 'rtspu', 'sip', 'sips']
uses_fragment = ['', 'ftp', 'hdl', 'http', 'gopher', 'news', 'nntp', 'wais', 'https', 'shttp', 'snews', 'file',
                 'prospero']
scheme_chars = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.'
MAX_CACHE_SIZE = 100
# Browsers leave these out wherever they stand, and the others at both ends.
_UNSAFE_URL_BYTES_TO_REMOVE = ['\t', '\r', '\n']
_WHATWG_C0_CONTROL_OR_SPACE = ''.join(map(chr, range(33)))


def clear_cache():
    """Clear internal performance caches. Undocumented; some tests want it."""
    urlsplit.cache_clear()
    _byte_quoter_factory.cache_clear()


def _coerce_args(*args):
    """The arguments as text, and what turns a result into the type they had."""
    is_text = isinstance(args[0], str)
    for arg in args[1:]:
        # An empty default fits both.
        if arg and isinstance(arg, str) != is_text:
            raise TypeError("Cannot mix str and non-str arguments")
    if is_text:
        return args + (lambda result: result,)
    return tuple(arg.decode('ascii', 'strict') if arg else '' for arg in args) + (
        lambda result: result.encode('ascii', 'strict'),)


# -- results --------------------------------------------------------------------

class _ResultMixinStr:
    __slots__ = ()

    def encode(self, encoding='ascii', errors='strict'):
        return self._encoded_counterpart(*(part.encode(encoding, errors) for part in self))


class _ResultMixinBytes:
    __slots__ = ()

    def decode(self, encoding='ascii', errors='strict'):
        return self._decoded_counterpart(*(part.decode(encoding, errors) for part in self))


class _NetlocResultMixinBase:
    """What the network location says."""

    __slots__ = ()

    @property
    def _marks(self):
        is_text = isinstance(self.netloc, str)
        return '@:[]%' if is_text else [b'@', b':', b'[', b']', b'%']

    @property
    def _userinfo(self):
        at, colon, *_ = self._marks
        info, found, _ = self.netloc.rpartition(at)
        if not found:
            return None, None
        username, found, password = info.partition(colon)
        return username, password if found else None

    @property
    def _hostinfo(self):
        at, colon, opening, closing, _ = self._marks
        host = self.netloc.rpartition(at)[2]
        _, bracketed, inner = host.partition(opening)
        if bracketed:
            hostname, _, port = inner.partition(closing)
            port = port.partition(colon)[2]
        else:
            hostname, _, port = host.partition(colon)
        return hostname, port or None

    @property
    def username(self):
        return self._userinfo[0]

    @property
    def password(self):
        return self._userinfo[1]

    @property
    def hostname(self):
        hostname = self._hostinfo[0]
        if not hostname:
            return None
        # The zone of an IPv6 address keeps its case.
        hostname, percent, zone = hostname.partition(self._marks[4])
        return hostname.lower() + percent + zone

    @property
    def port(self):
        port = self._hostinfo[1]
        if port is not None:
            text = port if isinstance(port, str) else port.decode('ascii', 'replace')
            if not (text.isdigit() and text.isascii()):
                raise ValueError(f"Port could not be cast to integer value as {port!r}")
            port = int(port)
            if not 0 <= port <= 65535:
                raise ValueError("Port out of range 0-65535")
        return port

    __class_getitem__ = classmethod(types.GenericAlias)


class _NetlocResultMixinStr(_NetlocResultMixinBase, _ResultMixinStr):
    __slots__ = ()


class _NetlocResultMixinBytes(_NetlocResultMixinBase, _ResultMixinBytes):
    __slots__ = ()


_DefragResultBase = namedtuple('DefragResult', 'url fragment')
_SplitResultBase = namedtuple('SplitResult', 'scheme netloc path query fragment')
_ParseResultBase = namedtuple('ParseResult', 'scheme netloc path params query fragment')
ResultBase = _NetlocResultMixinStr


class DefragResult(_DefragResultBase, _ResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return self.url + '#' + self.fragment if self.fragment else self.url


class SplitResult(_SplitResultBase, _NetlocResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_ParseResultBase, _NetlocResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_DefragResultBase, _ResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return self.url + b'#' + self.fragment if self.fragment else self.url


class SplitResultBytes(_SplitResultBase, _NetlocResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResultBytes(_ParseResultBase, _NetlocResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


for _text, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                      (ParseResult, ParseResultBytes)):
    _text._encoded_counterpart, _bytes._decoded_counterpart = _bytes, _text
    _bytes._encoded_counterpart = _text._decoded_counterpart = None
del _text, _bytes


# -- taking apart and putting together --------------------------------------------

def urlparse(url, scheme='', allow_fragments=True):
    """The parts of a URL: scheme, netloc, path, params, query and fragment."""
    url, scheme, coerce = _coerce_args(url, scheme)
    scheme, netloc, url, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in uses_params and ';' in url:
        url, params = _splitparams(url)
    return coerce(ParseResult(scheme, netloc, url, params, query, fragment))


def _splitparams(url):
    """The params of the last part of a path."""
    folder, slash, last = url.rpartition('/')
    name, _, params = last.partition(';')
    return f'{folder}{slash}{name}', params


def _checknetloc(netloc):
    """Refuses what becomes a separator when its characters are normalised."""
    if not netloc or netloc.isascii():
        return
    import unicodedata
    plain = netloc
    for mark in '@:#?':
        plain = plain.replace(mark, '')
    normal = unicodedata.normalize('NFKC', plain)
    if plain != normal:
        for mark in '/?#@:':
            if mark in normal:
                raise ValueError("netloc '" + netloc + "' contains invalid characters under NFKC normalization")


def _check_bracketed_netloc(netloc):
    host = netloc.rpartition('@')[2]
    before, bracketed, inner = host.partition('[')
    if bracketed:
        if before:
            raise ValueError("Invalid IPv6 URL")
        hostname, _, port = inner.partition(']')
        if port and not port.startswith(":"):
            raise ValueError("Invalid IPv6 URL")
    else:
        hostname = host.partition(':')[0]
    _check_bracketed_host(hostname)


def _check_bracketed_host(hostname):
    if hostname.startswith('v'):
        if not re.match(r"\Av[a-fA-F0-9]+\..+\Z", hostname):
            raise ValueError("IPvFuture address is invalid")
        return
    import ipaddress
    if isinstance(ipaddress.ip_address(hostname), ipaddress.IPv4Address):
        raise ValueError("An IPv4 address cannot be in brackets")


@functools.lru_cache(typed=True)
def urlsplit(url, scheme='', allow_fragments=True):
    """The parts of a URL: scheme, netloc, path, query and fragment."""
    url, scheme, coerce = _coerce_args(url, scheme)
    url = url.lstrip(_WHATWG_C0_CONTROL_OR_SPACE)
    scheme = scheme.strip(_WHATWG_C0_CONTROL_OR_SPACE)
    for char in _UNSAFE_URL_BYTES_TO_REMOVE:
        url = url.replace(char, "")
        scheme = scheme.replace(char, "")
    netloc = query = fragment = ''
    at = url.find(':')
    if at > 0 and url[0].isascii() and url[0].isalpha() and all(char in scheme_chars for char in url[:at]):
        scheme, url = url[:at].lower(), url[at + 1:]
    if url[:2] == '//':
        end = min((found for found in (url.find(mark, 2) for mark in '/?#') if found >= 0), default=len(url))
        netloc, url = url[2:end], url[end:]
        if ('[' in netloc) != (']' in netloc):
            raise ValueError("Invalid IPv6 URL")
        if '[' in netloc:
            _check_bracketed_netloc(netloc)
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    _checknetloc(netloc)
    return coerce(SplitResult(scheme, netloc, url, query, fragment))


def urlunparse(components):
    """Put a parsed URL back together again."""
    scheme, netloc, path, params, query, fragment, coerce = _coerce_args(*components)
    whole = urlunsplit((scheme, netloc, f"{path};{params}" if params else path, query, fragment))
    return coerce(whole)


def urlunsplit(components):
    """The URL that the parts of urlsplit() are of."""
    scheme, netloc, path, query, fragment, coerce = _coerce_args(*components)
    may_have_host = scheme and scheme in uses_netloc and path[:1] in ('', '/')
    if netloc or may_have_host or path[:2] == '//':
        # Else the path would be taken for a host.
        slash = '/' if netloc and path and path[:1] != '/' else ''
        path = f"//{netloc or ''}{slash}{path}"
    if scheme:
        path = f'{scheme}:{path}'
    for mark, part in (('?', query), ('#', fragment)):
        if part:
            path += mark + part
    return coerce(path)


def _without_dots(segments):
    """The segments of a path, with `.` and `..` carried out; they end with a folder if the last was one of these."""
    kept = []
    for segment in segments:
        if segment not in ('.', '..'):
            kept.append(segment)
        elif segment == '..' and kept:
            kept.pop()
    return [*kept, ''] if segments[-1] in ('.', '..') else kept


def _joined_path(base, path):
    segments = path.split('/')
    if not path.startswith('/'):
        *folder, last = base.split('/')
        if not last:
            folder.append(last)
        segments = folder + segments
        segments[1:-1] = filter(None, segments[1:-1])
    return '/'.join(_without_dots(segments)) or '/'


def urljoin(base, url, allow_fragments=True):
    """The URL that a relative one is, seen from a page at the base."""
    if not base or not url:
        return base or url
    base, url, coerce = _coerce_args(base, url)
    origin = urlparse(base, '', allow_fragments)
    target = urlparse(url, origin.scheme, allow_fragments)
    if target.scheme not in uses_relative or target.scheme != origin.scheme:
        return coerce(url)
    has_host = target.scheme in uses_netloc
    if has_host and target.netloc:
        return coerce(urlunparse(target))
    if has_host:
        target = target._replace(netloc=origin.netloc)
    if target.path or target.params:
        target = target._replace(path=_joined_path(origin.path, target.path))
    else:
        target = target._replace(path=origin.path, params=origin.params, query=target.query or origin.query)
    return coerce(urlunparse(target))


def urldefrag(url):
    """Removes any existing fragment from URL."""
    url, coerce = _coerce_args(url)
    fragment = ''
    if '#' in url:
        scheme, netloc, path, params, query, fragment = urlparse(url)
        url = urlunparse((scheme, netloc, path, params, query, ''))
    return coerce(DefragResult(url, fragment))


# -- quoting ------------------------------------------------------------------------

_hexdig = '0123456789ABCDEFabcdef'
_hextobyte = {(a + b).encode(): bytes.fromhex(a + b) for a in _hexdig for b in _hexdig}
_asciire = re.compile('([\x00-\x7f]+)')


def unquote_to_bytes(string):
    """unquote_to_bytes('abc%20def') -> b'abc def'."""
    if not string:
        # What is neither text nor bytes is told by its missing method.
        string.split
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    first, *rest = string.split(b'%')
    found = [first]
    for item in rest:
        byte = _hextobyte.get(item[:2])
        found += (b'%', item) if byte is None else (byte, item[2:])
    return b''.join(found)


def unquote(string, encoding='utf-8', errors='replace'):
    """Replace %xx escapes by their single-character equivalent."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode('utf-8' if encoding is None else encoding,
                                               'replace' if errors is None else errors)
    if '%' not in string:
        string.split
        return string
    encoding = 'utf-8' if encoding is None else encoding
    errors = 'replace' if errors is None else errors
    return ''.join(unquote_to_bytes(part).decode(encoding, errors) if at % 2 else part
                   for at, part in enumerate(_asciire.split(string)))


def unquote_plus(string, encoding='utf-8', errors='replace'):
    """As unquote(), with spaces for plus signs."""
    return unquote(string.replace('+', ' '), encoding, errors)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace',
             max_num_fields=None, separator='&'):
    """Parse a query given as a string argument."""
    found = {}
    pairs = parse_qsl(qs, keep_blank_values, strict_parsing, encoding=encoding, errors=errors,
                      max_num_fields=max_num_fields, separator=separator)
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace',
              max_num_fields=None, separator='&'):
    """Parse a query given as a string argument."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    if isinstance(qs, str):
        if not isinstance(separator, str):
            separator = str(separator, 'ascii')
        equals, plus, space = '=', '+', ' '

        def read(text):
            return unquote(text.replace(plus, space), encoding=encoding, errors=errors)
    else:
        if not qs:
            return []
        # Also memoryviews and the like.
        qs = bytes(memoryview(qs))
        if isinstance(separator, str):
            separator = bytes(separator, 'ascii')
        equals, plus, space = b'=', b'+', b' '

        def read(text):
            return unquote_to_bytes(text.replace(plus, space))
    if not qs:
        return []
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError('Max number of fields exceeded')
    found = []
    for pair in qs.split(separator):
        if pair or strict_parsing:
            name, has_value, value = pair.partition(equals)
            if not has_value and strict_parsing:
                raise ValueError("bad query field: %r" % (pair,))
            if value or keep_blank_values:
                found.append((read(name), read(value)))
    return found


_ALWAYS_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')
_ALWAYS_SAFE_BYTES = bytes(_ALWAYS_SAFE)


class _Quoter(dict):
    """Bytes to what stands for them in a URL."""

    def __init__(self, safe):
        self.safe = _ALWAYS_SAFE.union(safe)

    def __repr__(self):
        return f"<Quoter {dict(self)!r}>"

    def __missing__(self, b):
        self[b] = text = chr(b) if b in self.safe else '%{:02X}'.format(b)
        return text


def quote(string, safe='/', encoding=None, errors=None):
    """quote('abc def') -> 'abc%20def'"""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode('utf-8' if encoding is None else encoding, 'strict' if errors is None else errors)
    elif encoding is not None:
        raise TypeError("quote() doesn't support 'encoding' for bytes")
    elif errors is not None:
        raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    """As quote(), with plus signs for spaces."""
    if isinstance(string, str) and ' ' not in string or isinstance(string, bytes) and b' ' not in string:
        return quote(string, safe, encoding, errors)
    space = ' ' if isinstance(safe, str) else b' '
    return quote(string, safe + space, encoding, errors).replace(' ', '+')


@functools.lru_cache
def _byte_quoter_factory(safe):
    return _Quoter(safe).__getitem__


def quote_from_bytes(bs, safe='/'):
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ''
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    else:
        safe = bytes([c for c in safe if c < 128])
    if not bs.rstrip(_ALWAYS_SAFE_BYTES + safe):
        return bs.decode()
    return ''.join(map(_byte_quoter_factory(safe), bs))


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    """Encode a dict or sequence of two-element tuples into a URL query string."""
    if hasattr(query, "items"):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError as error:
            raise TypeError("not a valid non-string sequence or mapping object") from error

    def shown(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(value if isinstance(value, str) else str(value), safe, encoding, errors)

    found = []
    for name, value in query:
        values = [value]
        if doseq and not isinstance(value, (str, bytes)):
            try:
                len(value)
            except TypeError:
                pass
            else:
                values = value
        found += [shown(name) + '=' + shown(each) for each in values]
    return '&'.join(found)
