"""Base16, Base32, Base64 (RFC 3548), Base85 and Ascii85 data encodings"""

import struct
import binascii

__all__ = [
    'encode', 'decode', 'encodebytes', 'decodebytes',
    'b64encode', 'b64decode', 'b32encode', 'b32decode',
    'b32hexencode', 'b32hexdecode', 'b16encode', 'b16decode',
    'b85encode', 'b85decode', 'a85encode', 'a85decode', 'z85encode', 'z85decode',
    'standard_b64encode', 'standard_b64decode',
    'urlsafe_b64encode', 'urlsafe_b64decode',
]

bytes_types = (bytes, bytearray)

MAXLINESIZE = 76
MAXBINSIZE = MAXLINESIZE // 4 * 3


def _bytes_from_decode_data(s):
    if isinstance(s, str):
        if not s.isascii():
            raise ValueError('string argument should contain only ASCII characters')
        return s.encode('ascii')
    if isinstance(s, bytes_types):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        got = type(s).__name__
        raise TypeError(f'argument should be a bytes-like object or ASCII string, not {got!r}') from None


def _data(s):
    """What an encoder is given, as bytes."""
    return s if isinstance(s, bytes_types) else memoryview(s).tobytes()


def b64encode(s, altchars=None):
    """Encode the bytes-like object s using Base64 and return a bytes object."""
    text = binascii.b2a_base64(s, newline=False)
    if altchars is None:
        return text
    assert len(altchars) == 2, repr(altchars)
    return text.translate(bytes.maketrans(b'+/', altchars))


def b64decode(s, altchars=None, validate=False):
    """Decode the Base64 encoded bytes-like object or ASCII string s."""
    text = _bytes_from_decode_data(s)
    if altchars is not None:
        own = _bytes_from_decode_data(altchars)
        assert len(own) == 2, repr(own)
        text = text.translate(bytes.maketrans(own, b'+/'))
    return binascii.a2b_base64(text, strict_mode=validate)


def standard_b64encode(s):
    """Encode bytes-like object s using the standard Base64 alphabet."""
    return b64encode(s)


def standard_b64decode(s):
    """Decode bytes encoded with the standard Base64 alphabet."""
    return b64decode(s)


_urlsafe_encode_translation = bytes.maketrans(b'+/', b'-_')
_urlsafe_decode_translation = bytes.maketrans(b'-_', b'+/')


def urlsafe_b64encode(s):
    """Encode bytes using the URL- and filesystem-safe Base64 alphabet."""
    return b64encode(s).translate(_urlsafe_encode_translation)


def urlsafe_b64decode(s):
    """Decode bytes using the URL- and filesystem-safe Base64 alphabet."""
    return b64decode(_bytes_from_decode_data(s).translate(_urlsafe_decode_translation))


_b32alphabet = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
_b32hexalphabet = b'0123456789ABCDEFGHIJKLMNOPQRSTUV'
# Digits that hold the bytes of an unfinished group of five.
_B32_DIGITS = (0, 2, 4, 5, 7)


def _b32encode(alphabet, s):
    s = _data(s)
    whole, rest = divmod(len(s), 5)
    if rest:
        s = bytes(s).ljust((whole + 1) * 5, b'\0')
    digits = bytearray()
    for i in range(0, len(s), 5):
        group = int.from_bytes(s[i:i + 5])
        digits += bytes(alphabet[group >> shift & 31] for shift in range(35, -1, -5))
    if rest:
        pad = 8 - _B32_DIGITS[rest]
        digits[-pad:] = b'=' * pad
    return bytes(digits)


def _b32decode(alphabet, s, casefold=False, map01=None):
    s = _bytes_from_decode_data(s)
    if len(s) % 8:
        raise binascii.Error('Incorrect padding')
    if map01 is not None:
        map01 = _bytes_from_decode_data(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b'01', b'O' + map01))
    if casefold:
        s = s.upper()
    digits = s.rstrip(b'=')
    pad = len(s) - len(digits)
    values = {digit: value for value, digit in enumerate(alphabet)}
    data = bytearray()
    for i in range(0, len(digits), 8):
        group = 0
        try:
            for digit in digits[i:i + 8]:
                group = group << 5 | values[digit]
        except KeyError:
            raise binascii.Error('Non-base32 digit found') from None
        missing = 8 - len(digits[i:i + 8])
        data += (group << 5 * missing).to_bytes(5)
    if pad:
        if pad >= 8 or 8 - pad not in _B32_DIGITS:
            raise binascii.Error('Incorrect padding')
        del data[_B32_DIGITS.index(8 - pad) - 5:]
    return bytes(data)


def b32encode(s):
    return _b32encode(_b32alphabet, s)


def b32decode(s, casefold=False, map01=None):
    return _b32decode(_b32alphabet, s, casefold, map01)


def b32hexencode(s):
    return _b32encode(_b32hexalphabet, s)


def b32hexdecode(s, casefold=False):
    return _b32decode(_b32hexalphabet, s, casefold)


b32encode.__doc__ = 'Encode the bytes-like objects using base32 and return a bytes object.'
b32hexencode.__doc__ = 'Encode the bytes-like objects using base32hex and return a bytes object.'
b32decode.__doc__ = 'Decode the base32 encoded bytes-like object or ASCII string s.'
b32hexdecode.__doc__ = 'Decode the base32hex encoded bytes-like object or ASCII string s.'


def b16encode(s):
    """Encode the bytes-like object s using Base16 and return a bytes object."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """Decode the Base16 encoded bytes-like object or ASCII string s."""
    s = _bytes_from_decode_data(s)
    if casefold:
        s = s.upper()
    if s.translate(None, b'0123456789ABCDEF'):
        raise binascii.Error('Non-base16 digit found')
    return binascii.unhexlify(s)


_A85START = b'<~'
_A85END = b'~>'
_a85alphabet = bytes(range(33, 118))


def _85encode(b, alphabet, pad=False, zeros=None, spaces=None):
    """Groups of four bytes as five digits; `zeros` and `spaces` stand for whole groups of them."""
    b = _data(b)
    missing = -len(b) % 4
    if missing:
        b = bytes(b) + b'\0' * missing
    groups = []
    for (word,) in struct.iter_unpack('!I', b):
        if word == 0 and zeros:
            groups.append(zeros)
        elif word == 0x20202020 and spaces:
            groups.append(spaces)
        else:
            group = bytearray(5)
            for i in (4, 3, 2, 1, 0):
                word, digit = divmod(word, 85)
                group[i] = alphabet[digit]
            groups.append(group)
    if missing and not pad:
        if groups[-1] == zeros:
            groups[-1] = alphabet[:1] * 5
        groups[-1] = groups[-1][:-missing]
    return b''.join(groups)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Encode bytes-like object b using Ascii85 and return a bytes object."""
    text = _85encode(b, _a85alphabet, pad, b'z', b'y' if foldspaces else None)
    if adobe:
        text = _A85START + text
    if wrapcol:
        width = max(2 if adobe else 1, wrapcol)
        lines = [text[i:i + width] for i in range(0, len(text), width)]
        if adobe and len(lines[-1]) + 2 > width:
            lines.append(b'')
        text = b'\n'.join(lines)
    if adobe:
        text += _A85END
    return text


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v'):
    """Decode the Ascii85 encoded bytes-like object or ASCII string b."""
    b = _bytes_from_decode_data(b)
    if adobe:
        if not b.endswith(_A85END):
            raise ValueError(f'Ascii85 encoded byte sequences must end with {_A85END!r}')
        b = b[2:-2] if b.startswith(_A85START) else b[:-2]
    data, word, count = [], 0, 0
    for digit in b + b'u' * 4:
        if 33 <= digit <= 117:
            word = word * 85 + digit - 33
            count += 1
            if count == 5:
                if word > 0xffffffff:
                    raise ValueError('Ascii85 overflow') from None
                data.append(word.to_bytes(4))
                word = count = 0
        elif digit == 122 or foldspaces and digit == 121:
            if count:
                raise ValueError(f'{chr(digit)} inside Ascii85 5-tuple')
            data.append(b'    ' if digit == 121 else b'\0\0\0\0')
        elif digit not in ignorechars:
            raise ValueError(f'Non-Ascii85 digit found: {chr(digit)}')
    # The digits added at the end filled a group up, or are left over.
    missing = 4 - count
    data = b''.join(data)
    return data[:-missing] if missing else data


_b85alphabet = (b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
                b'!#$%&()*+-;<=>?@^_`{|}~')


def b85encode(b, pad=False):
    """Encode bytes-like object b in base85 format and return a bytes object."""
    return _85encode(b, _b85alphabet, pad)


def _85decode(b, alphabet, name):
    b = _bytes_from_decode_data(b)
    values = {digit: value for value, digit in enumerate(alphabet)}
    missing = -len(b) % 5
    b = b + alphabet[-1:] * missing
    data = []
    for start in range(0, len(b), 5):
        word = 0
        for i, digit in enumerate(b[start:start + 5], start):
            if digit not in values:
                raise ValueError(f'bad {name} character at position {i}') from None
            word = word * 85 + values[digit]
        if word > 0xffffffff:
            raise ValueError(f'{name} overflow in hunk starting at byte {start}') from None
        data.append(word.to_bytes(4))
    data = b''.join(data)
    return data[:-missing] if missing else data


def b85decode(b):
    """Decode the base85-encoded bytes-like object or ASCII string b"""
    return _85decode(b, _b85alphabet, 'base85')


_z85alphabet = (b'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
                b'.-:+=^!/*?&<>()[]{}@%$#')


def z85encode(s):
    """Encode bytes-like object b in z85 format and return a bytes object."""
    return _85encode(s, _z85alphabet)


def z85decode(s):
    """Decode the z85-encoded bytes-like object or ASCII string b"""
    return _85decode(s, _z85alphabet, 'z85')


def encode(input, output):
    """Encode a file; input and output are binary files."""
    while chunk := input.read(MAXBINSIZE):
        while len(chunk) < MAXBINSIZE and (more := input.read(MAXBINSIZE - len(chunk))):
            chunk += more
        output.write(binascii.b2a_base64(chunk))


def decode(input, output):
    """Decode a file; input and output are binary files."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _input_type_check(s):
    try:
        view = memoryview(s)
    except TypeError as err:
        raise TypeError(f'expected bytes-like object, not {s.__class__.__name__}') from err
    if view.format not in ('c', 'b', 'B'):
        raise TypeError(f'expected single byte elements, not {view.format!r} from {s.__class__.__name__}')
    if view.ndim != 1:
        raise TypeError(f'expected 1-D data, not {view.ndim}-D data from {s.__class__.__name__}')


def encodebytes(s):
    """The bytes as lines of base64, each with 76 characters at most."""
    _input_type_check(s)
    return b''.join(binascii.b2a_base64(s[i:i + MAXBINSIZE]) for i in range(0, len(s), MAXBINSIZE))


def decodebytes(s):
    """Decode a bytestring of base-64 data into a bytes object."""
    _input_type_check(s)
    return binascii.a2b_base64(s)


def main():
    """Small main program"""
    import getopt
    import sys
    usage = f"""usage: {sys.argv[0]} [-h|-d|-e|-u] [file|-]
        -h: print this help message and exit
        -d, -u: decode
        -e: encode (default)"""
    try:
        opts, args = getopt.getopt(sys.argv[1:], 'hdeu')
    except getopt.error as msg:
        sys.stdout = sys.stderr
        print(msg)
        print(usage)
        sys.exit(2)
    func = encode
    for option, _ in opts:
        if option == '-h':
            print(usage)
            return
        func = encode if option == '-e' else decode
    if args and args[0] != '-':
        with open(args[0], 'rb') as f:
            func(f, sys.stdout.buffer)
    else:
        func(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == '__main__':
    main()
