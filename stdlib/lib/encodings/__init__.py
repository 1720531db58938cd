"""Records of the codecs that come with the VM, and the search for them (mirrors Lib/encodings/__init__.py)."""
import _codecs
import codecs

from . import _transforms, aliases

# By module name: the codec's own name, and whether `decode` takes `final`.
_known = {
    'ascii': ('ascii', False), 'latin_1': ('iso8859-1', False), 'raw_unicode_escape': ('raw-unicode-escape', True),
    'unicode_escape': ('unicode-escape', True), 'utf_16': ('utf-16', True), 'utf_16_be': ('utf-16-be', True),
    'utf_16_le': ('utf-16-le', True), 'utf_32': ('utf-32', True), 'utf_32_be': ('utf-32-be', True),
    'utf_32_le': ('utf-32-le', True), 'utf_8': ('utf-8', True), 'utf_8_sig': ('utf-8-sig', False),
    **{name: (name.replace('_', '-'), False) for name in aliases.single_byte},
}
_marks = {'utf_16': ('utf_16_le', 'utf_16_be'), 'utf_32': ('utf_32_le', 'utf_32_be')}


class CodecRegistryError(LookupError, SystemError):
    pass


def normalize_encoding(encoding):
    """The name with single underscores in the place of all but letters, digits and dots."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, "ascii")
    words = ''.join(c if c.isalnum() or c == '.' else ' ' for c in encoding).split()
    return '_'.join(''.join(c for c in word if c.isascii()) for word in words)


def search_function(encoding):
    name = normalize_encoding(encoding)
    table = aliases.aliases
    name = table.get(name) or table.get(name.replace('.', '_')) or name
    return _record(name) if name in _known else _transforms.record(name)


def _functions(module, name):
    """The stateless encoder and decoder."""
    encode = getattr(_codecs, module + '_encode', None)
    decode = getattr(_codecs, module + '_decode', None)
    if encode is None:
        def encode(input, errors='strict'):
            return _codecs.encode(input, name, errors), len(input)

        def decode(input, errors='strict'):
            data = bytes(memoryview(input))
            return _codecs.decode(data, name, errors), len(data)
    elif _known[module][1] and 'escape' not in module:
        def decode(input, errors='strict', *, _chunk=decode):
            return _chunk(input, errors, True)
    return encode, decode


def _record(module):
    name, chunked = _known[module]
    encode, decode = _functions(module, name)
    namespace = {'__module__': 'encodings.' + module}

    def make(kind, bases, **members):
        return type(kind, bases, {**namespace, **members})

    if module in _marks or module == 'utf_8_sig':
        incremental = _marked(module, make)
    else:
        chunk = getattr(_codecs, module + '_decode', None) if chunked else None
        incremental = _plain(encode, decode, chunk, make)
    codec = make('Codec', (codecs.Codec,), encode=lambda self, input, errors='strict': encode(input, errors),
                 decode=lambda self, input, errors='strict': decode(input, errors))
    if module in _marks or module == 'utf_8_sig':
        writer, reader = _marked_streams(codec, *incremental, make)
    else:
        writer = make('StreamWriter', (codec, codecs.StreamWriter))
        members = {}
        if chunked:
            chunk = getattr(_codecs, module + '_decode')
            members['decode'] = lambda self, input, errors='strict': chunk(input, errors, False)
        reader = make('StreamReader', (codec, codecs.StreamReader), **members)
    return codecs.CodecInfo(encode, decode, reader, writer, *incremental, name=name)


def _plain(encode, decode, chunk, make):
    """Incremental classes of a codec without a byte order mark."""
    encoder = make('IncrementalEncoder', (codecs.IncrementalEncoder,),
                   encode=lambda self, input, final=False: encode(input, self.errors)[0])
    if chunk is None:
        decoder = make('IncrementalDecoder', (codecs.IncrementalDecoder,),
                       decode=lambda self, input, final=False: decode(input, self.errors)[0])
    else:
        decoder = make('IncrementalDecoder', (codecs.BufferedIncrementalDecoder,),
                       _buffer_decode=lambda self, input, errors, final: chunk(input, errors, final))
    return encoder, decoder


def _marked(module, make):
    """Incremental classes of a codec whose first text carries a byte order mark."""
    if module == 'utf_8_sig':
        marks = {codecs.BOM_UTF8: ('utf-8', 0)}
        plain, start, rest = ('utf-8', 0), 1, 'utf-8'
    else:
        little, big = (_known[other][0] for other in _marks[module])
        bom = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
        if module == 'utf_32':
            bom = codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE
        marks = {bom[0]: (little, 0), bom[1]: (big, 1)}
        plain, start, rest = (little, 0), 2, little
    name = _known[module][0]

    class Encoder(codecs.IncrementalEncoder):
        def __init__(self, errors='strict'):
            super().__init__(errors)
            self.started = False

        def encode(self, input, final=False):
            encoding = rest if self.started else name
            self.started = True
            return _codecs.encode(input, encoding, self.errors)

        def reset(self):
            self.started = False

        def getstate(self):
            return 0 if self.started else start

        def setstate(self, state):
            self.started = state == 0

    class Decoder(codecs.BufferedIncrementalDecoder):
        def __init__(self, errors='strict'):
            super().__init__(errors)
            self.found = None

        def _buffer_decode(self, input, errors, final):
            skip = 0
            if self.found is None:
                if not final and any(len(input) < len(m) and m.startswith(input) for m in marks):
                    return '', 0
                mark = next((m for m in marks if input.startswith(m)), b'')
                self.found, skip = marks.get(mark, plain), len(mark)
            chunk = getattr(_codecs, self.found[0].replace('-', '_') + '_decode')
            text, consumed = chunk(input[skip:], errors, final)
            return text, consumed + skip

        def reset(self):
            super().reset()
            self.found = None

        def getstate(self):
            return self.buffer, start if self.found is None else self.found[1]

        def setstate(self, state):
            super().setstate(state)
            self.found = next((found for found in marks.values() if found[1] == state[1]), None)

    return make('IncrementalEncoder', (Encoder,)), make('IncrementalDecoder', (Decoder,))


def _marked_streams(codec, encoder, decoder, make):
    """Stream classes that write the mark once and look for it once."""

    class Writer(codecs.StreamWriter):
        def __init__(self, stream, errors='strict'):
            super().__init__(stream, errors)
            self._encoder = encoder(errors)

        def encode(self, input, errors='strict'):
            self._encoder.errors = errors
            return self._encoder.encode(input), len(input)

        def reset(self):
            super().reset()
            self._encoder.reset()

    class Reader(codecs.StreamReader):
        def __init__(self, stream, errors='strict'):
            super().__init__(stream, errors)
            self._decoder = decoder(errors)

        def decode(self, input, errors='strict'):
            return self._decoder._buffer_decode(input, errors, False)

        def reset(self):
            super().reset()
            self._decoder.reset()

    return make('StreamWriter', (Writer, codec)), make('StreamReader', (Reader, codec))


codecs.register(search_function)
