"""Read and write ZIP files."""

import io
import os
import shutil
import stat
import struct
import sys
import threading
import time

from ._info import (CENTRAL, CENTRAL_MARK, DEFAULT_VERSION, END, END64, END64_MARK, END_MARK, FLAG_DESCRIPTOR,
                    FLAG_ENCRYPTED, FLAG_PATCH, FLAG_STRONG, FLAG_UTF8, LOCAL, LOCAL_MARK, LOCATOR64, LOCATOR64_MARK,
                    MAX_EXTRACT_VERSION, ZIP64_LIMIT, ZIP64_VERSION, ZIP_BZIP2, ZIP_DEFLATED, ZIP_FILECOUNT_LIMIT,
                    ZIP_LZMA, ZIP_MAX_COMMENT, ZIP_STORED, BadZipFile, LargeZipFile, ZipInfo, sanitize)
from ._streams import ZipExtFile, _SharedFile, _Tellable, _ZipWriteFile, check_compression, crc32

__all__ = ["BadZipFile", "BadZipfile", "error", "ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2", "ZIP_LZMA",
           "is_zipfile", "ZipInfo", "ZipFile", "LargeZipFile", "Path"]

error = BadZipfile = BadZipFile


def _find_end(fpin):
    """The fields of the record at the end of an archive, its comment and its place; None where there is none."""
    fpin.seek(0, 2)
    filesize = fpin.tell()
    start = max(filesize - (1 << 16) - END.size, 0)
    fpin.seek(start, 0)
    data = fpin.read()
    if len(data) < END.size:
        return None
    at = len(data) - END.size
    if data[at:at + 4] != END_MARK or data[-2:] != b"\000\000":
        # A comment follows, so it must be searched for.
        at = data.rfind(END_MARK)
        if at < 0 or len(data) < at + END.size:
            return None
    fields = list(END.unpack_from(data, at))
    comment = data[at + END.size:at + END.size + fields[7]]
    return _end_of_large(fpin, start + at, fields) + (comment,)


def _end_of_large(fpin, place, fields):
    """(size of the directory, its offset, place of the end record): those of ZIP64 where they are given."""
    size, offset = fields[5], fields[6]
    if place < LOCATOR64.size + END64.size:
        return size, offset, place
    fpin.seek(place - LOCATOR64.size)
    data = fpin.read(LOCATOR64.size)
    if len(data) != LOCATOR64.size:
        return size, offset, place
    mark, disk, _, disks = LOCATOR64.unpack(data)
    if mark != LOCATOR64_MARK:
        return size, offset, place
    if disk != 0 or disks > 1:
        raise BadZipFile("zipfiles that span multiple disks are not supported")
    fpin.seek(place - LOCATOR64.size - END64.size)
    data = fpin.read(END64.size)
    if len(data) != END64.size or data[:4] != END64_MARK:
        return size, offset, place
    record = END64.unpack(data)
    return record[8], record[9], place - LOCATOR64.size - END64.size


def is_zipfile(filename):
    """Quickly see if a file is a ZIP file by checking the magic number."""
    try:
        if hasattr(filename, "read"):
            at = filename.tell()
            found = _find_end(filename)
            filename.seek(at)
            return bool(found)
        with open(filename, "rb") as fp:
            return bool(_find_end(fp))
    except (OSError, BadZipFile):
        return False


class ZipFile:
    """Class with methods to open, read, write, close, list zip files."""
    fp = None

    def __init__(self, file, mode="r", compression=ZIP_STORED, allowZip64=True, compresslevel=None, *,
                 strict_timestamps=True, metadata_encoding=None):
        """Mode 'r' reads, 'w' writes anew, 'x' does so only where there is no file, 'a' adds."""
        if mode not in ('r', 'w', 'x', 'a'):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        check_compression(compression)
        self._allowZip64 = allowZip64
        self._didModify = False
        self.debug = 0
        self.NameToInfo = {}
        self.filelist = []
        self.compression = compression
        self.compresslevel = compresslevel
        self.mode = mode
        self.pwd = None
        self._comment = b''
        self._strict_timestamps = strict_timestamps
        self.metadata_encoding = metadata_encoding
        if self.metadata_encoding and mode != 'r':
            raise ValueError("metadata_encoding is only supported for reading files")
        if isinstance(file, os.PathLike):
            file = os.fspath(file)
        if isinstance(file, str):
            self._filePassed = 0
            self.filename = file
            self.fp = self._open_file(file, mode)
        else:
            self._filePassed = 1
            self.fp = file
            self.filename = getattr(file, 'name', None)
        self._fileRefCnt = 1
        self._lock = threading.RLock()
        self._seekable = True
        self._writing = False
        try:
            self._start(mode)
        except:
            fp, self.fp = self.fp, None
            self._fpclose(fp)
            raise

    def _open_file(self, file, mode):
        wanted = {'r': ['rb'], 'w': ['w+b', 'wb'], 'x': ['x+b', 'xb'], 'a': ['r+b', 'w+b', 'wb']}[mode]
        for at, each in enumerate(wanted):
            try:
                return io.open(file, each)
            except OSError:
                if at + 1 == len(wanted):
                    raise

    def _start(self, mode):
        if mode == 'r':
            self._RealGetContents()
        elif mode in ('w', 'x'):
            # An archive without members is one too.
            self._didModify = True
            try:
                self.start_dir = self.fp.tell()
            except (AttributeError, OSError):
                self.fp = _Tellable(self.fp)
                self.start_dir = 0
                self._seekable = False
            else:
                try:
                    self.fp.seek(self.start_dir)
                except (AttributeError, OSError):
                    self._seekable = False
        else:
            try:
                self._RealGetContents()
                self.fp.seek(self.start_dir)
            except BadZipFile:
                # Not an archive: one is put behind it.
                self.fp.seek(0, 2)
                self._didModify = True
                self.start_dir = self.fp.tell()

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __repr__(self):
        words = [f'{self.__class__.__module__}.{self.__class__.__qualname__}']
        if self.fp is None:
            words.append('[closed]')
        else:
            if self._filePassed:
                words.append(f'file={self.fp!r}')
            elif self.filename is not None:
                words.append(f'filename={self.filename!r}')
            words.append(f'mode={self.mode!r}')
        return f"<{' '.join(words)}>"

    def _RealGetContents(self):
        """Read in the table of contents for the ZIP file."""
        fp = self.fp
        try:
            found = _find_end(fp)
        except OSError:
            raise BadZipFile("File is not a zip file")
        if not found:
            raise BadZipFile("File is not a zip file")
        size, offset, place, self._comment = found
        # What stands before the archive moves it.
        concat = place - size - offset
        self.start_dir = offset + concat
        if self.start_dir < 0:
            raise BadZipFile("Bad offset for central directory")
        fp.seek(self.start_dir, 0)
        data = io.BytesIO(fp.read(size))
        total = 0
        while total < size:
            record = data.read(CENTRAL.size)
            if len(record) != CENTRAL.size:
                raise BadZipFile("Truncated central directory")
            fields = CENTRAL.unpack(record)
            if fields[0] != CENTRAL_MARK:
                raise BadZipFile("Bad magic number for central directory")
            info = self._read_info(data, fields)
            info.header_offset += concat
            self.filelist.append(info)
            self.NameToInfo[info.filename] = info
            total += CENTRAL.size + fields[12] + fields[13] + fields[14]
        end = self.start_dir
        for info in sorted(self.filelist, key=lambda info: info.header_offset, reverse=True):
            info._end_offset = end
            end = info.header_offset

    def _read_info(self, data, fields):
        (_, create, system, extract, reserved, flags, method, when, date, crc, compressed, size, name_size,
         extra_size, comment_size, disk, internal, external, offset) = fields
        raw = data.read(name_size)
        filename = raw.decode('utf-8' if flags & FLAG_UTF8 else self.metadata_encoding or 'cp437')
        info = ZipInfo(filename)
        info.extra = data.read(extra_size)
        info.comment = data.read(comment_size)
        info.header_offset = offset
        info.create_version, info.create_system, info.extract_version, info.reserved = create, system, extract, reserved
        info.flag_bits, info.compress_type, info.CRC, info.compress_size, info.file_size = (flags, method, crc,
                                                                                            compressed, size)
        if info.extract_version > MAX_EXTRACT_VERSION:
            raise NotImplementedError("zip file version %.1f" % (info.extract_version / 10))
        info.volume, info.internal_attr, info.external_attr = disk, internal, external
        info._raw_time = when
        info.date_time = ((date >> 9) + 1980, date >> 5 & 0xF, date & 0x1F, when >> 11, when >> 5 & 0x3F,
                          (when & 0x1F) * 2)
        info._decodeExtra(crc32(raw))
        return info

    # -- asking

    def namelist(self):
        """Return a list of file names in the archive."""
        return [data.filename for data in self.filelist]

    def infolist(self):
        """Return a list of class ZipInfo instances for files in the
        archive."""
        return self.filelist

    def printdir(self, file=None):
        """Print a table of contents for the zip file."""
        rows = [("File Name", "Modified    ", "Size")]
        rows += [(info.filename, "%d-%02d-%02d %02d:%02d:%02d" % info.date_time[:6], info.file_size)
                 for info in self.filelist]
        for row in rows:
            print("%-46s %19s %12s" % row, file=file)

    def testzip(self):
        """Read all the files and check the CRC."""
        for info in self.filelist:
            try:
                with self.open(info.filename, "r") as file:
                    while file.read(1 << 20):
                        pass
            except BadZipFile:
                return info.filename

    def getinfo(self, name):
        """Return the instance of ZipInfo given 'name'."""
        info = self.NameToInfo.get(name)
        if info is None:
            raise KeyError('There is no item named %r in the archive' % name)
        return info

    def setpassword(self, pwd):
        """Set default password for encrypted files."""
        if pwd and not isinstance(pwd, bytes):
            raise TypeError("pwd: expected bytes, got %s" % type(pwd).__name__)
        self.pwd = pwd or None

    @property
    def comment(self):
        """The comment text associated with the ZIP file."""
        return self._comment

    @comment.setter
    def comment(self, comment):
        if not isinstance(comment, bytes):
            raise TypeError(f"comment: expected bytes, got {type(comment).__name__}")
        kept = comment[:ZIP_MAX_COMMENT]
        if len(kept) < len(comment):
            from warnings import warn
            warn(f'Archive comment is too long; truncating to {ZIP_MAX_COMMENT} bytes', stacklevel=2)
        self._comment, self._didModify = kept, True

    # -- reading

    def read(self, name, pwd=None):
        """The content of a member; `pwd` opens what is encrypted."""
        with self.open(name, "r", pwd) as fp:
            return fp.read()

    def open(self, name, mode="r", pwd=None, *, force_zip64=False):
        """Return file-like object for 'name'."""
        if mode not in {"r", "w"}:
            raise ValueError('open() requires mode "r" or "w"')
        if pwd and mode == "w":
            raise ValueError("pwd is only supported for reading files")
        if not self.fp:
            raise ValueError("Attempt to use ZIP archive that was already closed")
        if isinstance(name, ZipInfo):
            zinfo = name
        elif mode == 'w':
            zinfo = ZipInfo(name)
            zinfo.compress_type = self.compression
            zinfo.compress_level = self.compresslevel
        else:
            zinfo = self.getinfo(name)
        if mode == 'w':
            return self._open_to_write(zinfo, force_zip64=force_zip64)
        if self._writing:
            raise ValueError("Can't read from the ZIP file while there is an open writing handle on it. Close the "
                             "writing handle before trying to read.")
        self._fileRefCnt += 1
        file = _SharedFile(self.fp, zinfo.header_offset, self._fpclose, self._lock, lambda: self._writing)
        try:
            self._skip_header(file, zinfo)
            if zinfo.flag_bits & FLAG_ENCRYPTED:
                pwd = pwd or self.pwd
                if pwd and not isinstance(pwd, bytes):
                    raise TypeError("pwd: expected bytes, got %s" % type(pwd).__name__)
                if not pwd:
                    raise RuntimeError("File %r is encrypted, password required for extraction" % name)
            else:
                pwd = None
            return ZipExtFile(file, mode + 'b', zinfo, pwd, True)
        except:
            file.close()
            raise

    def _skip_header(self, file, zinfo):
        header = file.read(LOCAL.size)
        if len(header) != LOCAL.size:
            raise BadZipFile("Truncated file header")
        fields = LOCAL.unpack(header)
        if fields[0] != LOCAL_MARK:
            raise BadZipFile("Bad magic number for file header")
        raw = file.read(fields[10])
        if fields[11]:
            file.seek(fields[11], whence=1)
        if zinfo.flag_bits & FLAG_PATCH:
            raise NotImplementedError("compressed patched data (flag bit 5)")
        if zinfo.flag_bits & FLAG_STRONG:
            raise NotImplementedError("strong encryption (flag bit 6)")
        name = raw.decode("utf-8" if fields[3] & FLAG_UTF8 else self.metadata_encoding or "cp437")
        if name != zinfo.orig_filename:
            raise BadZipFile('File name in directory %r and header %r differ.' % (zinfo.orig_filename, raw))
        if zinfo._end_offset is not None and file.tell() + zinfo.compress_size > zinfo._end_offset:
            raise BadZipFile(f"Overlapped entries: {zinfo.orig_filename!r} (possible zip bomb)")

    def extract(self, member, path=None, pwd=None):
        """Write a member into a folder, the current one if none is said; the path it has there."""
        return self._extract_member(member, os.getcwd() if path is None else os.fspath(path), pwd)

    def extractall(self, path=None, members=None, pwd=None):
        """Extract all members from the archive to the current working directory."""
        path = os.getcwd() if path is None else os.fspath(path)
        for info in self.namelist() if members is None else members:
            self._extract_member(info, path, pwd)

    def _extract_member(self, member, targetpath, pwd):
        if not isinstance(member, ZipInfo):
            member = self.getinfo(member)
        # Names cannot lead out of the folder.
        name = member.filename.replace('/', os.path.sep)
        if os.path.altsep:
            name = name.replace(os.path.altsep, os.path.sep)
        name = os.path.splitdrive(name)[1]
        name = os.path.sep.join(part for part in name.split(os.path.sep)
                                if part not in ('', os.path.curdir, os.path.pardir))
        if not name and not member.is_dir():
            raise ValueError("Empty filename.")
        target = os.path.normpath(os.path.join(targetpath, name))
        upper = os.path.dirname(target)
        if upper and not os.path.exists(upper):
            os.makedirs(upper, exist_ok=True)
        if member.is_dir():
            if not os.path.isdir(target):
                try:
                    os.mkdir(target)
                except FileExistsError:
                    if not os.path.isdir(target):
                        raise
            return target
        with self.open(member, pwd=pwd) as source, open(target, "wb") as out:
            shutil.copyfileobj(source, out)
        return target

    # -- writing

    def _open_to_write(self, zinfo, force_zip64=False):
        if force_zip64 and not self._allowZip64:
            raise ValueError("force_zip64 is True, but allowZip64 was False when opening the ZIP file.")
        if self._writing:
            raise ValueError("Can't write to the ZIP file while there is another write handle open on it. Close the "
                             "first handle before opening another.")
        zinfo.compress_size, zinfo.CRC = 0, 0
        # Where there is no way back, sizes and sum stand behind the content.
        zinfo.flag_bits = 0 if self._seekable else FLAG_DESCRIPTOR
        zinfo.external_attr = zinfo.external_attr or 0o600 << 16
        # A little more than was said may come.
        zip64 = force_zip64 or zinfo.file_size * 1.05 > ZIP64_LIMIT
        if zip64 and not self._allowZip64:
            raise LargeZipFile("Filesize would require ZIP64 extensions")
        self._begin_member(zinfo, zip64)
        return _ZipWriteFile(self, zinfo, zip64)

    def _begin_member(self, zinfo, zip64):
        if self._seekable:
            self.fp.seek(self.start_dir)
        zinfo.header_offset = self.fp.tell()
        self._writecheck(zinfo)
        self._didModify = True
        self.fp.write(zinfo.FileHeader(zip64))
        self._writing = True

    def _writecheck(self, zinfo):
        """Check for errors before writing a file to the archive."""
        if zinfo.filename in self.NameToInfo:
            import warnings
            warnings.warn('Duplicate name: %r' % zinfo.filename, stacklevel=3)
        if self.mode not in ('w', 'x', 'a'):
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        if not self.fp:
            raise ValueError("Attempt to write ZIP archive that was already closed")
        check_compression(zinfo.compress_type)
        if not self._allowZip64:
            too_many = "Files count" if len(self.filelist) >= ZIP_FILECOUNT_LIMIT else None
            too_many = too_many or ("Filesize" if zinfo.file_size > ZIP64_LIMIT else None)
            too_many = too_many or ("Zipfile size" if zinfo.header_offset > ZIP64_LIMIT else None)
            if too_many:
                raise LargeZipFile(too_many + " would require ZIP64 extensions")

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        """Put the bytes from filename into the archive under the name
        arcname."""
        self._may_write("write to")
        zinfo = ZipInfo.from_file(filename, arcname, strict_timestamps=self._strict_timestamps)
        if zinfo.is_dir():
            zinfo.compress_size = zinfo.CRC = 0
            self.mkdir(zinfo)
            return
        zinfo.compress_type = self.compression if compress_type is None else compress_type
        zinfo.compress_level = self.compresslevel if compresslevel is None else compresslevel
        with open(filename, "rb") as source, self.open(zinfo, 'w') as out:
            shutil.copyfileobj(source, out, 1024 * 8)

    def _may_write(self, what):
        if not self.fp:
            raise ValueError(f"Attempt to {what} ZIP archive that was already closed")
        if self._writing:
            raise ValueError("Can't write to ZIP archive while an open writing handle exists.")

    def _info_named(self, name):
        """What is written of a member that is only named."""
        info = ZipInfo(filename=name, date_time=time.localtime(time.time())[:6])
        info.compress_type, info.compress_level = self.compression, self.compresslevel
        # A folder of the user and group, or a file of the user.
        info.external_attr = 0o40775 << 16 | 0x10 if info.filename.endswith('/') else 0o600 << 16
        return info

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        """Write a file into the archive."""
        content = data.encode("utf-8") if isinstance(data, str) else data
        given = isinstance(zinfo_or_arcname, ZipInfo)
        zinfo = zinfo_or_arcname if given else self._info_named(zinfo_or_arcname)
        if not self.fp:
            raise ValueError("Attempt to write to ZIP archive that was already closed")
        if self._writing:
            raise ValueError("Can't write to ZIP archive while an open writing handle exists.")
        for name, value in (('compress_type', compress_type), ('compress_level', compresslevel)):
            if value is not None:
                setattr(zinfo, name, value)
        zinfo.file_size = len(content)
        with self._lock:
            with self.open(zinfo, mode='w') as member:
                member.write(content)

    def mkdir(self, zinfo_or_directory_name, mode=511):
        """Creates a directory inside the zip archive."""
        if isinstance(zinfo_or_directory_name, ZipInfo):
            zinfo = zinfo_or_directory_name
            if not zinfo.is_dir():
                raise ValueError("The given ZipInfo does not describe a directory")
        elif isinstance(zinfo_or_directory_name, str):
            name = zinfo_or_directory_name
            zinfo = ZipInfo(name if name.endswith("/") else name + "/")
            zinfo.compress_size = zinfo.CRC = 0
            zinfo.external_attr = ((0o40000 | mode) & 0xFFFF) << 16 | 0x10
            zinfo.file_size = 0
        else:
            raise TypeError("Expected type str or ZipInfo")
        with self._lock:
            if self._seekable:
                self.fp.seek(self.start_dir)
            zinfo.header_offset = self.fp.tell()
            self._writecheck(zinfo)
            self._didModify = True
            self.filelist.append(zinfo)
            self.NameToInfo[zinfo.filename] = zinfo
            self.fp.write(zinfo.FileHeader(False))
            self.start_dir = self.fp.tell()

    def __del__(self):
        """Call the "close()" method in case the user forgot."""
        self.close()

    def _write_end(self):
        if self._didModify and self.mode != 'r':
            with self._lock:
                if self._seekable:
                    self.fp.seek(self.start_dir)
                self._write_end_record()

    def close(self):
        """Close the file; what was written is complete then."""
        if self.fp is None:
            return
        if self._writing:
            raise ValueError("Can't close the ZIP file while there is an open writing handle on it. Close the writing "
                             "handle before closing the zip.")
        try:
            self._write_end()
        finally:
            file, self.fp = self.fp, None
            self._fpclose(file)

    def _write_end_record(self):
        for zinfo in self.filelist:
            self.fp.write(zinfo.central_header())
        end = self.fp.tell()
        count, size, offset = len(self.filelist), end - self.start_dir, self.start_dir
        what = ("Files count" if count > ZIP_FILECOUNT_LIMIT else "Central directory offset" if offset > ZIP64_LIMIT
                else "Central directory size" if size > ZIP64_LIMIT else None)
        if what:
            if not self._allowZip64:
                raise LargeZipFile(what + " would require ZIP64 extensions")
            self.fp.write(END64.pack(END64_MARK, END64.size - 12, 45, 45, 0, 0, count, count, size, offset))
            self.fp.write(LOCATOR64.pack(LOCATOR64_MARK, 0, end, 1))
            count, size, offset = min(count, 0xFFFF), min(size, 0xFFFFFFFF), min(offset, 0xFFFFFFFF)
        self.fp.write(END.pack(END_MARK, 0, 0, count, count, size, offset, len(self._comment)) + self._comment)
        if self.mode == "a":
            self.fp.truncate()
        self.fp.flush()

    def _fpclose(self, fp):
        assert self._fileRefCnt > 0
        self._fileRefCnt -= 1
        if not self._fileRefCnt and not self._filePassed:
            fp.close()


def _add_tree(archive, path, inside):
    """Add a file, or a folder with all that is in it."""
    waiting = [(path, inside)]
    while waiting:
        path, inside = waiting.pop()
        is_folder = os.path.isdir(path)
        if is_folder and inside:
            archive.write(path, inside)
        elif os.path.isfile(path):
            archive.write(path, inside, ZIP_DEFLATED)
        if is_folder:
            names = sorted(os.listdir(path), reverse=True)
            waiting += [(os.path.join(path, name), os.path.join(inside, name)) for name in names]


def main(args=None):
    import argparse
    parser = argparse.ArgumentParser(description='A simple command-line interface for zipfile module.')
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument('-l', '--list', metavar='<zipfile>', help='Show listing of a zipfile')
    group.add_argument('-e', '--extract', nargs=2, metavar=('<zipfile>', '<output_dir>'),
                       help='Extract zipfile into target dir')
    group.add_argument('-c', '--create', nargs='+', metavar=('<name>', '<file>'), help='Create zipfile from sources')
    group.add_argument('-t', '--test', metavar='<zipfile>', help='Test if a zipfile is valid')
    parser.add_argument('--metadata-encoding', metavar='<encoding>',
                        help='Specify encoding of member names for -l, -e and -t')
    args = parser.parse_args(args)
    encoding = args.metadata_encoding
    if args.test is not None:
        with ZipFile(args.test, 'r', metadata_encoding=encoding) as zf:
            bad = zf.testzip()
        if bad:
            print("The following enclosed file is corrupted: {!r}".format(bad))
        print("Done testing")
    elif args.list is not None:
        with ZipFile(args.list, 'r', metadata_encoding=encoding) as zf:
            zf.printdir()
    elif args.extract is not None:
        source, target = args.extract
        with ZipFile(source, 'r', metadata_encoding=encoding) as zf:
            zf.extractall(target)
    elif args.create is not None:
        if encoding:
            print("Non-conforming encodings not supported with -c.", file=sys.stderr)
            sys.exit(1)
        name = args.create.pop(0)

        with ZipFile(name, 'w') as zf:
            for path in args.create:
                inside = os.path.basename(path) or os.path.basename(os.path.dirname(path))
                _add_tree(zf, path, '' if inside in ('', os.curdir, os.pardir) else inside)


from ._path import Path
