"""What is known of a member of an archive, and the records that say it."""

import os
import stat
import struct
import sys
import time

# What is defined here belongs to `zipfile`, for reprs and pickles.
__name__ = 'zipfile'

ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA = 0, 8, 12, 14
ZIP64_LIMIT = (1 << 31) - 1
ZIP_FILECOUNT_LIMIT = (1 << 16) - 1
ZIP_MAX_COMMENT = (1 << 16) - 1
DEFAULT_VERSION, ZIP64_VERSION, BZIP2_VERSION, LZMA_VERSION, MAX_EXTRACT_VERSION = 20, 45, 46, 63, 63
FLAG_ENCRYPTED, FLAG_DESCRIPTOR, FLAG_PATCH, FLAG_STRONG, FLAG_UTF8 = 0x1, 0x8, 0x20, 0x40, 0x800
FLAG_LZMA_EOS = 0x2
LOCAL = struct.Struct("<4s2B4HL2L2H")
CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
END = struct.Struct("<4s4H2LH")
END64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR64 = struct.Struct("<4sLQL")
LOCAL_MARK, CENTRAL_MARK, END_MARK, END64_MARK, LOCATOR64_MARK, DESCRIPTOR_MARK = (
    b"PK\003\004", b"PK\001\002", b"PK\005\006", b"PK\x06\x06", b"PK\x06\x07", b"PK\x07\x08")
METHODS = {0: 'store', 1: 'shrink', 2: 'reduce', 3: 'reduce', 4: 'reduce', 5: 'reduce', 6: 'implode', 7: 'tokenize',
           8: 'deflate', 9: 'deflate64', 10: 'implode', 12: 'bzip2', 14: 'lzma', 18: 'terse', 19: 'lz77', 97: 'wavpack',
           98: 'ppmd'}


class BadZipFile(Exception):
    pass


class LargeZipFile(Exception):
    """A file is too large for an archive without ZIP64, which was not allowed."""


def _strip_extra(extra, xids):
    """The extra fields without those of the given kinds."""
    kept, at, found = [], 0, False
    while at + 4 <= len(extra):
        xid, size = struct.unpack_from("<HH", extra, at)
        if xid in xids:
            found = True
        else:
            kept.append(extra[at:at + 4 + size])
        at += 4 + size
    return b"".join(kept) + extra[at:] if found else extra


def sanitize(filename):
    """A name as archives have it: up to a NUL, with slashes."""
    filename = filename.partition(chr(0))[0]
    if os.sep != "/" and os.sep in filename:
        filename = filename.replace(os.sep, "/")
    if os.altsep and os.altsep != "/" and os.altsep in filename:
        filename = filename.replace(os.altsep, "/")
    return filename


class ZipInfo:
    """Class with attributes describing each file in the ZIP archive."""

    __slots__ = ('orig_filename', 'filename', 'date_time', 'compress_type', 'compress_level', 'comment', 'extra',
                 'create_system', 'create_version', 'extract_version', 'reserved', 'flag_bits', 'volume',
                 'internal_attr', 'external_attr', 'header_offset', 'CRC', 'compress_size', 'file_size', '_raw_time',
                 '_end_offset')

    def __init__(self, filename="NoName", date_time=(1980, 1, 1, 0, 0, 0)):
        self.orig_filename = filename
        self.filename = sanitize(filename)
        self.date_time = date_time
        if date_time[0] < 1980:
            raise ValueError('ZIP does not support timestamps before 1980')
        self.compress_type = ZIP_STORED
        self.compress_level = None
        self.comment = self.extra = b""
        self.create_system = 0 if sys.platform == 'win32' else 3
        self.create_version = self.extract_version = DEFAULT_VERSION
        self.reserved = self.flag_bits = self.volume = self.internal_attr = self.external_attr = 0
        self.compress_size = self.file_size = 0
        self._end_offset = None

    @property
    def _compresslevel(self):
        return self.compress_level

    @_compresslevel.setter
    def _compresslevel(self, value):
        self.compress_level = value

    def __repr__(self):
        mode, attributes = divmod(self.external_attr, 0x10000)
        is_dir, is_stored = self.is_dir(), self.compress_type == ZIP_STORED
        has_sizes = not is_dir or self.compress_size
        words = [f'{self.__class__.__name__} filename={self.filename!r}']
        for is_shown, word in (
                (not is_stored, lambda: f'compress_type={METHODS.get(self.compress_type, self.compress_type)}'),
                (mode, lambda: f'filemode={stat.filemode(mode)!r}'),
                (attributes, lambda: f'external_attr={attributes:#x}'),
                (not is_dir or self.file_size, lambda: f'file_size={self.file_size!r}'),
                (has_sizes and not (is_stored and self.file_size == self.compress_size),
                 lambda: f'compress_size={self.compress_size!r}')):
            if is_shown:
                words.append(word())
        return f"<{' '.join(words)}>"

    def dos_time(self):
        """Date and time in sixteen bits each."""
        year, month, day, hour, minute, second = self.date_time[:6]
        return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day

    def FileHeader(self, zip64=None):
        """Return the per-file header as a bytes object."""
        when, date = self.dos_time()
        if self.flag_bits & FLAG_DESCRIPTOR:
            # They follow the data.
            crc = compressed = size = 0
        else:
            crc, compressed, size = self.CRC, self.compress_size, self.file_size
        extra, version = self.extra, 0
        if zip64 is None:
            zip64 = size > ZIP64_LIMIT or compressed > ZIP64_LIMIT
        if zip64:
            extra += struct.pack('<HHQQ', 1, 16, size, compressed)
            size = compressed = 0xffffffff
            version = ZIP64_VERSION
        self.need_version(version)
        name, flags = self._encodeFilenameFlags()
        return LOCAL.pack(LOCAL_MARK, self.extract_version, self.reserved, flags, self.compress_type, when, date, crc,
                          compressed, size, len(name), len(extra)) + name + extra

    def need_version(self, version):
        version = max({ZIP_BZIP2: BZIP2_VERSION, ZIP_LZMA: LZMA_VERSION}.get(self.compress_type, 0), version)
        self.extract_version = max(version, self.extract_version)
        self.create_version = max(version, self.create_version)

    def central_header(self):
        """The record of the directory at the end."""
        when, date = self.dos_time()
        large = []
        size, compressed, offset = self.file_size, self.compress_size, self.header_offset
        if size > ZIP64_LIMIT or compressed > ZIP64_LIMIT:
            large += [size, compressed]
            size = compressed = 0xffffffff
        if offset > ZIP64_LIMIT:
            large.append(offset)
            offset = 0xffffffff
        extra, version = self.extra, 0
        if large:
            extra = struct.pack('<HH' + 'Q' * len(large), 1, 8 * len(large), *large) + _strip_extra(extra, (1,))
            version = ZIP64_VERSION
        version = max({ZIP_BZIP2: BZIP2_VERSION, ZIP_LZMA: LZMA_VERSION}.get(self.compress_type, 0), version)
        extract, create = max(version, self.extract_version), max(version, self.create_version)
        name, flags = self._encodeFilenameFlags()
        return CENTRAL.pack(CENTRAL_MARK, create, self.create_system, extract, self.reserved, flags,
                            self.compress_type, when, date, self.CRC, compressed, size, len(name), len(extra),
                            len(self.comment), 0, self.internal_attr, self.external_attr,
                            offset) + name + extra + self.comment

    def _encodeFilenameFlags(self):
        try:
            return self.filename.encode('ascii'), self.flag_bits
        except UnicodeEncodeError:
            return self.filename.encode('utf-8'), self.flag_bits | FLAG_UTF8

    def _decodeExtra(self, filename_crc):
        """Sizes that fill 32 bits stand in an extra field."""
        extra = self.extra
        while len(extra) >= 4:
            kind, size = struct.unpack('<HH', extra[:4])
            if kind + 4 > len(extra) and size + 4 > len(extra):
                raise BadZipFile("Corrupt extra field %04x (size=%d)" % (kind, size))
            if size + 4 > len(extra):
                raise BadZipFile("Corrupt extra field %04x (size=%d)" % (kind, size))
            if kind == 0x0001:
                data, what = extra[4:size + 4], None
                try:
                    for what, name, full in (("File size", 'file_size', (0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF)),
                                             ("Compress size", 'compress_size', (0xFFFF_FFFF,)),
                                             ("Header offset", 'header_offset', (0xFFFF_FFFF,))):
                        if getattr(self, name) in full:
                            value, = struct.unpack('<Q', data[:8])
                            setattr(self, name, value)
                            data = data[8:]
                except struct.error:
                    raise BadZipFile(f"Corrupt zip64 extra field. {what} not found.") from None
            elif kind == 0x7075:
                # A name in UTF-8 beside one that is not.
                data = extra[4:size + 4]
                try:
                    version, crc = struct.unpack('<BL', data[:5])
                    if version == 1 and crc == filename_crc:
                        name = data[5:].decode('utf-8')
                        if name:
                            self.filename = sanitize(name)
                        else:
                            import warnings
                            warnings.warn("Empty unicode path extra field (0x7075)", stacklevel=2)
                except struct.error as e:
                    raise BadZipFile("Corrupt unicode path extra field (0x7075)") from e
                except UnicodeDecodeError as e:
                    raise BadZipFile('Corrupt unicode path extra field (0x7075): invalid utf-8 bytes') from e
            extra = extra[size + 4:]

    @classmethod
    def from_file(cls, filename, arcname=None, *, strict_timestamps=True):
        """Construct an appropriate ZipInfo for a file on the filesystem."""
        if isinstance(filename, os.PathLike):
            filename = os.fspath(filename)
        st = os.stat(filename)
        isdir = stat.S_ISDIR(st.st_mode)
        date_time = time.localtime(st.st_mtime)[0:6]
        if not strict_timestamps and date_time[0] < 1980:
            date_time = (1980, 1, 1, 0, 0, 0)
        elif not strict_timestamps and date_time[0] > 2107:
            date_time = (2107, 12, 31, 23, 59, 59)
        if arcname is None:
            arcname = filename
        arcname = os.path.normpath(os.path.splitdrive(arcname)[1])
        while arcname[0] in (os.sep, os.altsep):
            arcname = arcname[1:]
        if isdir:
            arcname += '/'
        info = cls(arcname, date_time)
        info.external_attr = (st.st_mode & 0xFFFF) << 16
        if isdir:
            info.file_size = 0
            info.external_attr |= 0x10
        else:
            info.file_size = st.st_size
        return info

    def is_dir(self):
        """Return True if this archive member is a directory."""
        return self.filename.endswith('/') or bool(os.path.altsep and self.filename.endswith(('/', os.path.altsep)))
