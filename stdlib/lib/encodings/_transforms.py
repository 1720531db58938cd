"""Codecs that turn bytes into bytes, or text into text (mirrors hex_codec, base64_codec and rot_13 of `encodings`)."""
import codecs


def _hex_encode(data):
    import binascii
    return binascii.b2a_hex(data)


def _hex_decode(data):
    import binascii
    return binascii.a2b_hex(data)


def _base64_encode(data):
    import binascii
    lines = [binascii.b2a_base64(data[i:i + 57]) for i in range(0, len(data), 57)]
    return b''.join(lines)


def _base64_decode(data):
    import binascii
    return binascii.a2b_base64(data)


def _rotations():
    import string
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    return str.maketrans(lower + upper, lower[13:] + lower[:13] + upper[13:] + upper[:13])


def _rotate(text):
    return str.translate(text, _rotations())


_coders = {
    'hex_codec': ('hex', _hex_encode, _hex_decode),
    'base64_codec': ('base64', _base64_encode, _base64_decode),
    'rot_13': ('rot-13', _rotate, _rotate),
}


def record(module):
    """The CodecInfo of a module of that name; None for an unknown one."""
    if module not in _coders:
        return None
    name, to, back = _coders[module]
    is_text = module == 'rot_13'

    def strictly(errors):
        assert is_text or errors == 'strict'

    def encode(input, errors='strict'):
        strictly(errors)
        return to(input), len(input)

    def decode(input, errors='strict'):
        strictly(errors)
        return back(input), len(input)

    class Codec(codecs.Codec):
        def encode(self, input, errors='strict'):
            return encode(input, errors)

        def decode(self, input, errors='strict'):
            return decode(input, errors)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    class StreamWriter(Codec, codecs.StreamWriter):
        charbuffertype = bytes

    class StreamReader(Codec, codecs.StreamReader):
        charbuffertype = bytes

    return codecs.CodecInfo(
        encode, decode, StreamReader, StreamWriter, IncrementalEncoder, IncrementalDecoder, name=name,
        _is_text_encoding=False,
    )
