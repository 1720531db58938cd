"""
General functions for HTML manipulation.
"""

import re

__all__ = ['escape', 'unescape']


def escape(s, quote=True):
    """Replace special characters "&", "<" and ">" to HTML-safe sequences."""
    # The ampersand first: the others bring their own.
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace('\'', "&#x27;")
    return s


# Numbers of Windows-1252 mean what they mean there.
_invalid_charrefs = {0x00: '\ufffd', 0x0d: '\r'}
for _number in range(0x80, 0xa0):
    _invalid_charrefs[_number] = bytes([_number]).decode('cp1252', 'ignore') or chr(_number)
del _number
_invalid_codepoints = {*range(0x1, 0x9), 0xb, *range(0xe, 0x20), *range(0x7f, 0xa0), *range(0xfdd0, 0xfdf0),
                       *(plane * 0x10000 + last for plane in range(17) for last in (0xfffe, 0xffff))}


def _char_of(digits):
    """What a reference by number stands for."""
    number = int(digits[1:], 16) if digits[0] in 'xX' else int(digits)
    known = _invalid_charrefs.get(number)
    if known is not None:
        return known
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return '\uFFFD'
    return '' if number in _invalid_codepoints else chr(number)


def _replace_charref(s):
    name = s.group(1)
    if name.startswith('#'):
        return _char_of(name[1:].rstrip(';'))
    from html.entities import html5
    # The longest beginning that is a name.
    for end in (len(name), *range(len(name) - 1, 1, -1)):
        if name[:end] in html5:
            return html5[name[:end]] + name[end:]
    return f'&{name}'


_charref = re.compile(r'&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)')


def unescape(s):
    """Convert all named and numeric character references (e.g."""
    return _charref.sub(_replace_charref, s) if '&' in s else s
