"""Functions that read and write gzipped files."""

import builtins
import io
import os
import struct
import time
import zlib

__all__ = ['BadGzipFile', 'GzipFile', 'open', 'compress', 'decompress']

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16

READ = 'rb'
WRITE = 'wb'

_COMPRESS_LEVEL_FAST = 1
_COMPRESS_LEVEL_TRADEOFF = 6
_COMPRESS_LEVEL_BEST = 9

READ_BUFFER_SIZE = 128 * 1024
_WRITE_BUFFER_SIZE = 4 * io.DEFAULT_BUFFER_SIZE


def open(filename, mode='rb', compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None, newline=None):
    """Open a gzip-compressed file in binary or text mode."""
    if 't' in mode:
        if 'b' in mode:
            raise ValueError(f'Invalid mode: {mode!r}')
    else:
        for name, given in (('encoding', encoding), ('errors', errors), ('newline', newline)):
            if given is not None:
                raise ValueError(f"Argument '{name}' not supported in binary mode")
    raw_mode = mode.replace('t', '')
    if isinstance(filename, (str, bytes, os.PathLike)):
        binary = GzipFile(filename, raw_mode, compresslevel)
    elif hasattr(filename, 'read') or hasattr(filename, 'write'):
        binary = GzipFile(None, raw_mode, compresslevel, filename)
    else:
        raise TypeError('filename must be a str or bytes object, or a file')
    if 't' in mode:
        return io.TextIOWrapper(binary, io.text_encoding(encoding), errors, newline)
    return binary


class BadGzipFile(OSError):
    """Exception raised in some cases for invalid gzip files."""


class _WriteBufferStream(io.RawIOBase):
    """What the buffer of a file that is written writes to: the file's own compressor."""

    def __init__(self, gzip_file):
        self.gzip_file = gzip_file

    def write(self, data):
        return self.gzip_file._write_raw(data)

    def seekable(self):
        return False

    def writable(self):
        return True


def _level_flag(compresslevel):
    return {_COMPRESS_LEVEL_BEST: b'\002', _COMPRESS_LEVEL_FAST: b'\004'}.get(compresslevel, b'\000')


class GzipFile(io.BufferedIOBase):

    # A file opened here, closed with this one.
    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None, mtime=None):
        """Constructor for the GzipFile class."""
        if mode and ('t' in mode or 'U' in mode):
            raise ValueError(f'Invalid mode: {mode!r}')
        if mode and 'b' not in mode:
            mode += 'b'
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or 'rb')
        if filename is None:
            filename = getattr(fileobj, 'name', '')
            if not isinstance(filename, (str, bytes)):
                filename = ''
        else:
            filename = os.fspath(filename)
        given_mode = mode
        if mode is None:
            mode = getattr(fileobj, 'mode', 'rb')
        if mode.startswith('r'):
            self.mode = READ
            self._buffer = io.BufferedReader(_GzipReader(fileobj), READ_BUFFER_SIZE)
            self.name = filename
        elif mode.startswith(('w', 'a', 'x')):
            if given_mode is None:
                import warnings
                warnings.warn('GzipFile was opened for writing, but this will '
                              'change in future Python releases.  '
                              'Specify the mode argument for opening it for writing.', FutureWarning, 2)
            self.mode = WRITE
            self.name = filename
            self.crc = zlib.crc32(b'')
            self.size = 0
            self.writebuf = []
            self.bufsize = 0
            self.offset = 0
            self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, 0)
            self._write_mtime = mtime
            self._buffer_size = _WRITE_BUFFER_SIZE
            self._buffer = io.BufferedWriter(_WriteBufferStream(self), buffer_size=self._buffer_size)
        else:
            raise ValueError(f'Invalid mode: {mode!r}')
        self.fileobj = fileobj
        if self.mode == WRITE:
            self._write_gzip_header(compresslevel)

    @property
    def mtime(self):
        """Last modification time read from stream, or None"""
        return self._buffer.raw._last_mtime

    def __repr__(self):
        s = repr(self.fileobj)
        return f'<gzip {s[1:-1]} {hex(id(self))}>'

    def _write_gzip_header(self, compresslevel):
        self.fileobj.write(b'\037\213\010')
        try:
            name = os.path.basename(self.name)
            if not isinstance(name, bytes):
                name = name.encode('latin-1')
            name = name.removesuffix(b'.gz')
        except UnicodeEncodeError:
            name = b''
        self.fileobj.write(bytes([FNAME if name else 0]))
        mtime = self._write_mtime
        if mtime is None:
            mtime = time.time()
        self.fileobj.write(struct.pack('<L', int(mtime)))
        self.fileobj.write(_level_flag(compresslevel) + b'\377')
        if name:
            self.fileobj.write(name + b'\000')

    def _check_can_write(self):
        self._check_not_closed()
        if self.mode != WRITE:
            from errno import EBADF
            raise OSError(EBADF, 'write() on read-only GzipFile object')
        if self.fileobj is None:
            raise ValueError('write() on closed GzipFile object')

    def write(self, data):
        self._check_can_write()
        return self._buffer.write(data)

    def _write_raw(self, data):
        length = data.nbytes if isinstance(data, memoryview) else len(data)
        if length > 0:
            self.fileobj.write(self.compress.compress(data))
            self.size += length
            self.crc = zlib.crc32(data, self.crc)
            self.offset += length
        return length

    def _check_read(self, caller):
        self._check_not_closed()
        if self.mode != READ:
            import errno
            raise OSError(errno.EBADF, f'{caller}() on write-only GzipFile object')

    def read(self, size=-1):
        self._check_read('read')
        return self._buffer.read(size)

    def read1(self, size=-1):
        """Implements BufferedIOBase.read1()"""
        self._check_read('read1')
        return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def peek(self, n):
        self._check_read('peek')
        return self._buffer.peek(n)

    @property
    def closed(self):
        return self.fileobj is None

    def _finish(self, fileobj):
        if self.mode != WRITE:
            self._buffer.close()
            return
        self._buffer.flush()
        fileobj.write(self.compress.flush())
        fileobj.write(struct.pack('<LL', self.crc, self.size & 0xffffffff))

    def close(self):
        if self.fileobj is None or self._buffer.closed:
            return
        try:
            self._finish(self.fileobj)
        finally:
            own, self.fileobj, self.myfileobj = self.myfileobj, None, None
            if own:
                own.close()

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        self._check_not_closed()
        if self.mode != WRITE:
            return
        self._buffer.flush()
        rest = self.compress.flush(zlib_mode)
        self.fileobj.write(rest)
        self.fileobj.flush()

    def fileno(self):
        """Invoke the underlying file object's fileno() method."""
        return self.fileobj.fileno()

    def rewind(self):
        """Go back to the beginning of what the file holds."""
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self._buffer.seek(0)

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        if self.mode == WRITE:
            self._check_not_closed()
            self._buffer.flush()
            if whence != io.SEEK_SET:
                if whence != io.SEEK_CUR:
                    raise ValueError('Seek from end not supported')
                offset += self.offset
            if offset < self.offset:
                raise OSError('Negative seek in write mode')
            missing = offset - self.offset
            while missing > 0:
                missing -= self.write(bytes(min(missing, self._buffer_size)))
            self._buffer.flush()
            return self.offset
        self._check_not_closed()
        return self._buffer.seek(offset, whence)

    def tell(self):
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            return self.offset
        return self._buffer.tell()

    def readline(self, size=-1):
        self._check_not_closed()
        return self._buffer.readline(size)

    def _check_not_closed(self):
        if self.closed:
            raise ValueError('I/O operation on closed file')


def _read_exact(fp, n):
    pieces, left = [], n
    while left > 0:
        piece = fp.read(left)
        if not piece:
            raise EOFError('Compressed file ended before the end-of-stream marker was reached')
        pieces.append(piece)
        left -= len(piece)
    return b''.join(pieces)


def _read_gzip_header(fp):
    """Read a gzip header from fp: the modification time, or None at the end of the file."""
    magic = fp.read(2)
    if magic == b'':
        return None
    if magic != b'\037\213':
        raise BadGzipFile(f'Not a gzipped file ({magic!r})')
    method, flag, last_mtime = struct.unpack('<BBIxx', _read_exact(fp, 8))
    if method != 8:
        raise BadGzipFile('Unknown compression method')
    if flag & FEXTRA:
        extra_len, = struct.unpack('<H', _read_exact(fp, 2))
        _read_exact(fp, extra_len)
    for text in (FNAME, FCOMMENT):
        if flag & text:
            while fp.read(1) not in (b'', b'\000'):
                pass
    if flag & FHCRC:
        _read_exact(fp, 2)
    return last_mtime


class _PrependedFile:
    """A file in front of which bytes can be put back."""

    def __init__(self, file):
        self.file = file
        self.pending = b''

    def read(self, size):
        if not self.pending:
            return self.file.read(size)
        data, self.pending = self.pending[:size], self.pending[size:]
        if len(data) < size:
            data += self.file.read(size - len(data))
        return data

    def prepend(self, data):
        self.pending = data + self.pending

    def seek(self, offset):
        self.pending = b''
        return self.file.seek(offset)

    def seekable(self):
        return self.file.seekable()


class _GzipReader(io.RawIOBase):
    """The decompressed contents of all members of a file, one after the other."""

    def __init__(self, fp):
        self._fp = _PrependedFile(fp)
        self._start = fp.tell() if hasattr(fp, 'tell') and hasattr(fp, 'seekable') and fp.seekable() else None
        self._last_mtime = None
        self._reset()

    def _reset(self):
        self._decompressor = None
        self._eof = False
        self._pos = 0
        self._size = -1

    def readable(self):
        return True

    def seekable(self):
        return self._start is not None

    def tell(self):
        return self._pos

    def _begin_member(self):
        self._crc = zlib.crc32(b'')
        self._stream_size = 0
        mtime = _read_gzip_header(self._fp)
        if mtime is None:
            return False
        self._last_mtime = mtime
        self._decompressor = zlib._ZlibDecompressor(wbits=-zlib.MAX_WBITS)
        return True

    def _end_member(self):
        self._fp.prepend(self._decompressor.unused_data)
        self._decompressor = None
        crc32, isize = struct.unpack('<II', _read_exact(self._fp, 8))
        if crc32 != self._crc:
            raise BadGzipFile(f'CRC check failed {hex(crc32)} != {hex(self._crc)}')
        if isize != self._stream_size & 0xffffffff:
            raise BadGzipFile('Incorrect length of data produced')
        # Members may be padded with zeros.
        byte = b'\x00'
        while byte == b'\x00':
            byte = self._fp.read(1)
        self._fp.prepend(byte)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size:
            return b''
        while not self._eof:
            if self._decompressor is None and not self._begin_member():
                self._eof = True
                self._size = self._pos
                break
            decompressor = self._decompressor
            data = self._fp.read(READ_BUFFER_SIZE) if decompressor.needs_input else b''
            if not data and decompressor.needs_input:
                raise EOFError('Compressed file ended before the end-of-stream marker was reached')
            data = decompressor.decompress(data, size)
            if data:
                self._crc = zlib.crc32(data, self._crc)
                self._stream_size += len(data)
            if decompressor.eof:
                self._end_member()
            if data:
                self._pos += len(data)
                return data
        return b''

    def readinto(self, b):
        with memoryview(b) as target:
            data = self.read(target.nbytes)
            with target.cast('B') as octets:
                octets[:len(data)] = data
        return len(data)

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_CUR:
            offset += self._pos
        elif whence == io.SEEK_END:
            while self._size < 0 and self.read(io.DEFAULT_BUFFER_SIZE):
                pass
            offset += self._size
        elif whence != io.SEEK_SET:
            raise ValueError(f'Invalid value for whence: {whence}')
        if offset < self._pos:
            if self._start is None:
                raise io.UnsupportedOperation('seek')
            self._fp.seek(self._start)
            self._reset()
        while offset > self._pos:
            if not self.read(min(io.DEFAULT_BUFFER_SIZE, offset - self._pos)):
                break
        return self._pos


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=None):
    """Compress data in one shot and return the compressed string."""
    if mtime is None:
        mtime = time.time()
    # zlib's own header, but for the time and the system, which is unknown.
    stream = zlib.compress(data, level=compresslevel, wbits=31)
    return stream[:4] + struct.pack('<L', int(mtime)) + stream[8:9] + b'\377' + stream[10:]


def _decompress_member(content):
    """The data of a member, and what is behind it."""
    decoder = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    data = decoder.decompress(content)
    trailer, rest = decoder.unused_data[:8], decoder.unused_data[8:]
    if len(trailer) < 8 or not decoder.eof:
        raise EOFError('Compressed file ended before the end-of-stream marker was reached')
    crc, size = struct.unpack('<II', trailer)
    if zlib.crc32(data) != crc:
        raise BadGzipFile('CRC check failed')
    if len(data) & 0xffffffff != size:
        raise BadGzipFile('Incorrect length of data produced')
    return data, rest


def decompress(data):
    """Decompress a gzip compressed string in one shot."""
    members, source = [], io.BytesIO(data)
    while _read_gzip_header(source) is not None:
        member, rest = _decompress_member(source.read())
        members.append(member)
        # Zeros may stand between members.
        source = io.BytesIO(rest.lstrip(b'\x00'))
    return b''.join(members)
