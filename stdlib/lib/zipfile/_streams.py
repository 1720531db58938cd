"""Members of an archive as files: read and written piece by piece."""

import io
import struct
import threading

from ._info import (DESCRIPTOR_MARK, FLAG_DESCRIPTOR, FLAG_ENCRYPTED, METHODS, ZIP64_LIMIT, ZIP_BZIP2, ZIP_DEFLATED,
                    ZIP_LZMA, ZIP_STORED, BadZipFile)

try:
    import zlib
    crc32 = zlib.crc32
except ImportError:
    zlib = None
    from binascii import crc32

# What is defined here belongs to `zipfile`, for reprs and pickles.
__name__ = 'zipfile'


def check_compression(compression):
    if compression == ZIP_DEFLATED:
        if not zlib:
            raise RuntimeError("Compression requires the (missing) zlib module")
    elif compression == ZIP_BZIP2:
        import bz2
    elif compression == ZIP_LZMA:
        raise NotImplementedError("zipfile.ZIP_LZMA")
    elif compression != ZIP_STORED:
        raise NotImplementedError("That compression method is not supported")


def compressor(compress_type, level=None):
    if compress_type == ZIP_DEFLATED:
        return zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION if level is None else level, zlib.DEFLATED, -15)
    if compress_type == ZIP_BZIP2:
        import bz2
        return bz2.BZ2Compressor() if level is None else bz2.BZ2Compressor(level)
    return None


def decompressor(compress_type):
    if compress_type not in (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA):
        name = METHODS.get(compress_type)
        if name:
            raise NotImplementedError("compression type %d (%s)" % (compress_type, name))
        raise NotImplementedError("compression type %d" % (compress_type,))
    check_compression(compress_type)
    if compress_type == ZIP_DEFLATED:
        return zlib.decompressobj(-15)
    if compress_type == ZIP_BZIP2:
        import bz2
        return bz2.BZ2Decompressor()
    return None


_crctable = None


def decrypter(pwd):
    """The traditional cipher of archives: what turns bytes into plain ones."""
    global _crctable
    if _crctable is None:
        _crctable = []
        for crc in range(256):
            for _ in range(8):
                crc = crc >> 1 ^ 0xEDB88320 if crc & 1 else crc >> 1
            _crctable.append(crc)
    table = _crctable
    key0, key1, key2 = 305419896, 591751049, 878082192

    def update(c):
        nonlocal key0, key1, key2
        key0 = key0 >> 8 ^ table[(key0 ^ c) & 0xFF]
        key1 = (key1 + (key0 & 0xFF)) & 0xFFFFFFFF
        key1 = (key1 * 134775813 + 1) & 0xFFFFFFFF
        key2 = key2 >> 8 ^ table[(key2 ^ key1 >> 24) & 0xFF]

    for byte in pwd:
        update(byte)

    def decrypt(data):
        result = bytearray()
        for c in data:
            k = key2 | 2
            c ^= k * (k ^ 1) >> 8 & 0xFF
            update(c)
            result.append(c)
        return bytes(result)

    return decrypt


class _SharedFile:
    """A part of the archive's file, which others read at other places."""

    def __init__(self, file, pos, close, lock, writing):
        self._file, self._pos, self._close, self._lock, self._writing = file, pos, close, lock, writing
        self.seekable = file.seekable

    def tell(self):
        return self._pos

    def _check(self):
        if self._writing():
            raise ValueError("Can't read from the ZIP file while there is an open writing handle on it. Close the "
                             "writing handle before trying to read.")

    def seek(self, offset, whence=0):
        with self._lock:
            self._check()
            if whence == io.SEEK_CUR:
                self._file.seek(self._pos + offset)
            else:
                self._file.seek(offset, whence)
            self._pos = self._file.tell()
            return self._pos

    def read(self, n=-1):
        with self._lock:
            self._check()
            self._file.seek(self._pos)
            data = self._file.read(n)
            self._pos = self._file.tell()
            return data

    def close(self):
        if self._file is not None:
            file, self._file = self._file, None
            self._close(file)


class ZipExtFile(io.BufferedIOBase):
    """A member of an archive, to be read: what ZipFile.open() gives."""
    MAX_N = 1 << 31 - 1
    MIN_READ_SIZE = 4096
    MAX_SEEK_READ = 1 << 24

    def __init__(self, fileobj, mode, zipinfo, pwd=None, close_fileobj=False):
        self._fileobj = fileobj
        self._pwd = pwd
        self._close_fileobj = close_fileobj
        self._compress_type = zipinfo.compress_type
        self.newlines = None
        self.mode = mode
        self.name = zipinfo.filename
        self._expected_crc = getattr(zipinfo, 'CRC', None)
        self._seekable = False
        try:
            if fileobj.seekable():
                self._start = fileobj.tell(), zipinfo.compress_size, zipinfo.file_size
                self._seekable = True
        except AttributeError:
            pass
        self._encrypted = bool(zipinfo.flag_bits & FLAG_ENCRYPTED)
        if self._encrypted:
            if zipinfo.flag_bits & FLAG_DESCRIPTOR:
                # The checksum was not known when the header was written.
                self._check_byte = zipinfo._raw_time >> 8 & 0xff
            else:
                self._check_byte = zipinfo.CRC >> 24 & 0xff
        self._begin(zipinfo.compress_size, zipinfo.file_size)

    def _begin(self, compress_size, file_size):
        self._compress_left, self._left = compress_size, file_size
        self._decompressor = decompressor(self._compress_type)
        self._running_crc = crc32(b'')
        self._readbuffer, self._offset, self._eof = b'', 0, False
        self._decrypt = None
        if self._encrypted:
            self._decrypt = decrypter(self._pwd)
            header = self._fileobj.read(12)
            self._compress_left -= 12
            if self._decrypt(header)[11] != self._check_byte:
                raise RuntimeError("Bad password for file %r" % self.name)

    def __repr__(self):
        words = [f'{self.__class__.__module__}.{self.__class__.__qualname__}']
        if self.closed:
            words.append('[closed]')
        else:
            words.append(f'name={self.name!r}')
            kind = self._compress_type
            if kind != ZIP_STORED:
                words.append(f'compress_type={METHODS.get(kind, kind)}')
        return f"<{' '.join(words)}>"

    def _fill(self):
        """The next piece of plain data; empty at the end."""
        while not self._eof:
            data = b''
            if self._decompressor is None or not getattr(self._decompressor, 'unconsumed_tail', b''):
                size = min(max(self.MIN_READ_SIZE, 1 << 16), self._compress_left)
                if size > 0:
                    data = self._fileobj.read(size)
                    self._compress_left -= len(data)
                    if not data:
                        raise EOFError
                    if self._decrypt is not None:
                        data = self._decrypt(data)
            if self._decompressor is None:
                self._eof = self._compress_left <= 0
            elif self._compress_type == ZIP_DEFLATED:
                data = self._decompressor.decompress(self._decompressor.unconsumed_tail + data, 1 << 20)
                self._eof = self._decompressor.eof or (self._compress_left <= 0
                                                       and not self._decompressor.unconsumed_tail)
                if self._eof:
                    data += self._decompressor.flush()
            else:
                data = self._decompressor.decompress(data)
                self._eof = self._decompressor.eof or self._compress_left <= 0
            data = data[:self._left]
            self._left -= len(data)
            if self._left <= 0:
                self._eof = True
            self._update_crc(data)
            if data:
                return data
        return b''

    def _update_crc(self, data):
        expected = self._expected_crc
        if expected is not None:
            self._running_crc = crc32(data, self._running_crc)
            if self._eof and expected != self._running_crc:
                raise BadZipFile(f"Bad CRC-32 for file {self.name!r}")

    def _check_open(self, what):
        if self.closed:
            raise ValueError(what)

    def readable(self):
        self._check_open("I/O operation on closed file.")
        return True

    def read(self, n=-1):
        """Up to n bytes; all that is left if n is negative or None."""
        self._check_open("read from closed file.")
        if n is None or n < 0:
            parts = [self._readbuffer[self._offset:]]
            self._readbuffer, self._offset = b'', 0
            while part := self._fill():
                parts.append(part)
            return b''.join(parts)
        parts, wanted = [], n
        while wanted > 0:
            part = self._readbuffer[self._offset:self._offset + wanted]
            if not part:
                self._readbuffer, self._offset = self._fill(), 0
                if not self._readbuffer:
                    break
                continue
            self._offset += len(part)
            wanted -= len(part)
            parts.append(part)
        return b''.join(parts)

    def peek(self, n=1):
        """Returns buffered bytes without advancing the position."""
        if self._offset >= len(self._readbuffer):
            self._readbuffer, self._offset = self._fill(), 0
        return self._readbuffer[self._offset:self._offset + 512]

    def read1(self, n=-1):
        """Read up to n bytes with at most one read() system call."""
        if self._offset >= len(self._readbuffer):
            self._readbuffer, self._offset = self._fill(), 0
        if n is None or n < 0:
            n = len(self._readbuffer)
        return self.read(min(n, len(self._readbuffer) - self._offset))

    def readline(self, limit=-1):
        """Read and return a line from the stream."""
        at = self._readbuffer.find(b'\n', self._offset) + 1
        if at > 0 and limit < 0:
            line = self._readbuffer[self._offset:at]
            self._offset = at
            return line
        return io.BufferedIOBase.readline(self, limit)

    def close(self):
        try:
            if self._close_fileobj:
                self._fileobj.close()
        finally:
            super().close()

    def seekable(self):
        self._check_open("I/O operation on closed file.")
        return self._seekable

    def tell(self):
        self._check_open("tell on closed file.")
        if not self._seekable:
            raise io.UnsupportedOperation("underlying stream is not seekable")
        return self._start[2] - self._left - len(self._readbuffer) + self._offset

    def seek(self, offset, whence=io.SEEK_SET):
        self._check_open("seek on closed file.")
        if not self._seekable:
            raise io.UnsupportedOperation("underlying stream is not seekable")
        current = self.tell()
        if whence == io.SEEK_SET:
            target = offset
        elif whence == io.SEEK_CUR:
            target = current + offset
        elif whence == io.SEEK_END:
            target = self._start[2] + offset
        else:
            raise ValueError("whence must be os.SEEK_SET (0), os.SEEK_CUR (1), or os.SEEK_END (2)")
        target = max(0, min(target, self._start[2]))
        if target < current:
            # From the beginning once more.
            place, compress_size, size = self._start
            self._fileobj.seek(place)
            self._begin(compress_size, size)
            current = 0
        while current < target:
            data = self.read(min(self.MAX_SEEK_READ, target - current))
            if not data:
                break
            current += len(data)
        return self.tell()


class _ZipWriteFile(io.BufferedIOBase):
    def __init__(self, zf, zinfo, zip64):
        self._zinfo, self._zip64, self._zipfile = zinfo, zip64, zf
        self._compressor = compressor(zinfo.compress_type, zinfo.compress_level)
        self._file_size = self._compress_size = 0
        self._crc = 0

    @property
    def _fileobj(self):
        return self._zipfile.fp

    @property
    def name(self):
        return self._zinfo.filename

    @property
    def mode(self):
        return 'wb'

    def writable(self):
        return True

    def write(self, data):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        view = memoryview(data)
        count = view.nbytes
        self._file_size += count
        self._crc = crc32(data, self._crc)
        if self._compressor:
            data = self._compressor.compress(data)
            self._compress_size += len(data)
        self._fileobj.write(data)
        return count

    def close(self):
        if self.closed:
            return
        try:
            super().close()
            zinfo, file = self._zinfo, self._fileobj
            if self._compressor:
                rest = self._compressor.flush()
                self._compress_size += len(rest)
                file.write(rest)
                zinfo.compress_size = self._compress_size
            else:
                zinfo.compress_size = self._file_size
            zinfo.CRC, zinfo.file_size = self._crc, self._file_size
            if not self._zip64:
                if self._file_size > ZIP64_LIMIT:
                    raise RuntimeError("File size too large, try using force_zip64")
                if self._compress_size > ZIP64_LIMIT:
                    raise RuntimeError("Compressed size too large, try using force_zip64")
            if zinfo.flag_bits & FLAG_DESCRIPTOR:
                shape = '<4sLQQ' if self._zip64 else '<4sLLL'
                file.write(struct.pack(shape, DESCRIPTOR_MARK, zinfo.CRC, zinfo.compress_size, zinfo.file_size))
                self._zipfile.start_dir = file.tell()
            else:
                # Now the header can say what the data are.
                self._zipfile.start_dir = file.tell()
                file.seek(zinfo.header_offset)
                file.write(zinfo.FileHeader(self._zip64))
                file.seek(self._zipfile.start_dir)
            self._zipfile.filelist.append(zinfo)
            self._zipfile.NameToInfo[zinfo.filename] = zinfo
        finally:
            self._zipfile._writing = False


class _Tellable:
    """Counts what is written to a file that cannot tell."""

    def __init__(self, fp):
        self.fp = fp
        self.offset = 0

    def write(self, data):
        n = self.fp.write(data)
        self.offset += n
        return n

    def tell(self):
        return self.offset

    def flush(self):
        self.fp.flush()

    def close(self):
        self.fp.close()
