"""This module tries to retrieve as much platform-identifying data as possible (mirrors Lib/platform.py)."""

import collections
import functools
import itertools
import os
import re
import sys

__version__ = '1.0.9'


def _get_machine_win32():
    return ''


class _Processor:
    @classmethod
    def get(cls):
        """What `uname -p` says; Linux says nothing of use."""
        return ''


# -- what the system is -----------------------------------------------------------

class uname_result(collections.namedtuple("uname_result_base", "system node release version machine")):
    _fields = ('system', 'node', 'release', 'version', 'machine', 'processor')

    @functools.cached_property
    def processor(self):
        return _unknown_as_blank(_Processor.get())

    def __iter__(self):
        return itertools.chain(super().__iter__(), (self.processor,))

    @classmethod
    def _make(cls, iterable):
        # The processor is found, not given.
        count = len(cls._fields) - 1
        result = cls.__new__(cls, *itertools.islice(iterable, count + 1))
        if len(result) != count + 1:
            raise TypeError(f'Expected {count} arguments, got {len(result)}')
        return result

    def __getitem__(self, key):
        return tuple(self)[key]

    def __len__(self):
        return len(tuple(iter(self)))

    def __reduce__(self):
        return uname_result, tuple(self)[:len(self._fields) - 1]


def _unknown_as_blank(text):
    return '' if text == 'unknown' else text


_uname_cache = None


def uname():
    """Fairly portable uname interface."""
    global _uname_cache
    if _uname_cache is None:
        _uname_cache = uname_result(*map(_unknown_as_blank, os.uname()))
    return _uname_cache


def system():
    """Returns the system/OS name, e.g."""
    return uname().system


def node():
    """Returns the computer's network name (which may not be fully qualified)"""
    return uname().node


def release():
    """Returns the system's release, e.g."""
    return uname().release


def version():
    """Returns the system's release version, e.g."""
    return uname().version


def machine():
    """Returns the machine type, e.g."""
    return uname().machine


def processor():
    """Returns the (true) processor name, e.g."""
    return uname().processor


def system_alias(system, release, version):
    """The system, release and version under the names they are sold by."""
    if system == 'SunOS':
        if release < '5':
            return system, release, version
        parts = release.split('.')
        try:
            major = int(parts[0])
        except ValueError:
            pass
        else:
            parts[0] = str(major - 3)
            release = '.'.join(parts)
        # Solaris 2.x numbers its releases by the second part.
        system = 'Solaris' if release < '6' else 'Solaris'
    elif system in ('win32', 'win16'):
        system = 'Windows'
    return system, release, version


def architecture(executable=sys.executable, bits='', linkage=''):
    if not bits:
        bits = '64bit' if sys.maxsize > 2**32 else '32bit'
    if executable:
        try:
            with open(executable, 'rb') as file:
                header = file.read(5)
        except OSError:
            header = b''
        if header[:4] == b'\x7fELF':
            return {1: '32bit', 2: '64bit'}.get(header[4] if len(header) > 4 else 0, bits), linkage or 'ELF'
    return bits, linkage


def _places(data, mark):
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _loaded_glibc():
    """The version of the C library that this process has loaded, from its own words."""
    try:
        with open('/proc/self/maps') as maps:
            path = next((line.split()[-1] for line in maps if line.rstrip().endswith('/libc.so.6')), None)
        if path is None:
            return None
        with open(path, 'rb') as file:
            data = file.read()
    except OSError:
        return None
    at = data.find(b'stable release version ')
    return data[at + 23:at + 40].split(b'\n')[0].rstrip(b'.').decode() if at >= 0 else None


def libc_ver(executable=None, lib='', version='', chunksize=16384):
    if not executable:
        if hasattr(os, 'confstr'):
            try:
                parts = os.confstr('CS_GNU_LIBC_VERSION').split(maxsplit=1)
                if len(parts) == 2:
                    return tuple(parts)
            except (AttributeError, ValueError, OSError):
                # Not every libc tells.
                pass
        elif found := _loaded_glibc():
            return 'glibc', found
        executable = sys.executable
        if not executable:
            return lib, version
    marks = re.compile(rb'(__libc_init)|(GLIBC_([0-9.]+))|(libc(_\w+)?\.so(?:\.(\d[0-9.]*))?)', re.ASCII)

    def number(text):
        return [int(part) for part in text.split('.') if part.isdigit()]

    try:
        with open(executable, 'rb') as file:
            data = file.read()
    except OSError:
        return lib, version
    places = {at for mark in (b'__libc_init', b'GLIBC_', b'libc') for at in _places(data, mark)}
    for found in filter(None, (marks.match(data, at) for at in sorted(places))):
        init, glibc, glibc_version, so, threads, so_version = (
            part.decode('latin1') if part is not None else part for part in found.groups())
        if init and not lib:
            lib = 'libc'
        elif glibc:
            if lib != 'glibc':
                lib, version = 'glibc', glibc_version
            elif number(glibc_version) > number(version):
                version = glibc_version
        elif so and lib != 'glibc':
            lib = 'libc'
            if so_version and (not version or number(so_version) > number(version)):
                version = so_version
            if threads and version[-len(threads):] != threads:
                version += threads
    return lib, version


_platform_cache = {}


def platform(aliased=False, terse=False):
    if (aliased, terse) in _platform_cache:
        return _platform_cache[aliased, terse]
    system, node, release, version, machine, processor = uname()
    if machine == processor:
        processor = ''
    if aliased:
        system, release, version = system_alias(system, release, version)
    if system == 'Linux':
        libname, libversion = libc_ver()
        found = _platform(system, release, machine, processor, 'with', libname + libversion)
    elif terse:
        found = _platform(system, release)
    else:
        found = _platform(system, release, machine, processor, *architecture(sys.executable))
    _platform_cache[aliased, terse] = found
    return found


def _platform(*args):
    text = '-'.join(part.strip() for part in filter(len, args)).replace(' ', '_')
    for mark in '/\\:;"()':
        text = text.replace(mark, '-')
    text = text.replace('unknown', '')
    while '--' in text:
        text = text.replace('--', '-')
    return text.rstrip('-')


# -- other systems ------------------------------------------------------------------

def mac_ver(release='', versioninfo=('', '', ''), machine=''):
    return release, versioninfo, machine


IOSVersionInfo = collections.namedtuple("IOSVersionInfo", ["system", "release", "model", "is_simulator"])


def ios_ver(system="", release="", model="", is_simulator=False):
    """What iOS says of itself and the device."""
    return IOSVersionInfo(system, release, model, is_simulator)


AndroidVer = collections.namedtuple("AndroidVer", "release api_level manufacturer model device is_emulator")


def android_ver(release="", api_level=0, manufacturer="", model="", device="", is_emulator=False):
    return AndroidVer(release, api_level, manufacturer, model, device, is_emulator)


def win32_ver(release='', version='', csd='', ptype=''):
    return release, version, csd, ptype


def win32_edition():
    return None


def win32_is_iot():
    return win32_edition() in ('IoTUAP', 'NanoServer', 'WindowsCoreHeadless', 'IoTEdgeOS')


def java_ver(release='', vendor='', vminfo=('', '', ''), osinfo=('', '', '')):
    """ Version interface for Jython.
    """
    import warnings
    warnings._deprecated('java_ver', remove=(3, 15))
    return release, vendor, vminfo, osinfo


# -- what runs here -----------------------------------------------------------------

_version_parser = re.compile(
    r'([\w.+]+)\s*'  # "version<space>"
    r'\(#?([^,]+)'  # "(#buildno"
    r'(?:,\s*([\w ]*)'  # ", builddate"
    r'(?:,\s*([\w :]*))?)?\)\s*'  # ", buildtime)<space>"
    r'\[([^\]]+)\]?', re.ASCII)
_sys_version_cache = {}


def _sys_version(sys_version=None):
    """What sys.version says, in its parts."""
    if sys_version is None:
        sys_version = sys.version
    if sys_version in _sys_version_cache:
        return _sys_version_cache[sys_version]
    if sys.implementation.name == 'pyvm' and sys_version == sys.version:
        # It names neither a build nor a compiler.
        return 'pyvm', sys_version.split()[0], '', '', '', '', ''
    found = _version_parser.match(sys_version)
    if not found:
        raise ValueError('failed to parse CPython sys.version: %s' % repr(sys_version))
    version, buildno, builddate, buildtime, compiler = found.groups()
    builddate = builddate or ''
    if buildtime:
        builddate = builddate + ' ' + buildtime
    name = 'CPython' if sys.implementation.name == 'cpython' else sys.implementation.name
    _, branch, revision = getattr(sys, '_git', ('', '', ''))
    parts = version.split('.')
    if len(parts) == 2:
        version = '.'.join(parts + ['0'])
    result = name, version, branch, revision, buildno, builddate, compiler
    _sys_version_cache[sys_version] = result
    return result


def python_implementation():
    """ Returns a string identifying the Python implementation.
    """
    return _sys_version()[0]


def python_version():
    """ Returns the Python version as string 'major.minor.patchlevel'
    """
    return _sys_version()[1]


def python_version_tuple():
    """The version in its three parts, as text."""
    return tuple(_sys_version()[1].split('.'))


def python_branch():
    """ Returns a string identifying the Python implementation
        branch.
    """
    return _sys_version()[2]


def python_revision():
    """ Returns a string identifying the Python implementation
        revision.
    """
    return _sys_version()[3]


def python_build():
    """The number and the date of the build, as text."""
    return _sys_version()[4:6]


def python_compiler():
    """ Returns a string identifying the compiler used for compiling
        Python.
    """
    return _sys_version()[6]


_os_release_line = re.compile("^(?P<name>[a-zA-Z0-9_]+)=(?P<quote>[\"']?)(?P<value>.*)(?P=quote)$")
_os_release_unescape = re.compile(r"\\([\\\$\"\'`])")
_os_release_candidates = ("/etc/os-release", "/usr/lib/os-release")
_os_release_cache = None


def freedesktop_os_release():
    """Return operation system identification from freedesktop.org os-release
    """
    global _os_release_cache
    if _os_release_cache is None:
        error = None
        for candidate in _os_release_candidates:
            try:
                with open(candidate, encoding="utf-8") as file:
                    found = dict(NAME="Linux", ID="linux", PRETTY_NAME="Linux")
                    for line in file:
                        match = _os_release_line.match(line)
                        if match is not None:
                            found[match.group('name')] = _os_release_unescape.sub(r"\1", match.group('value'))
                    _os_release_cache = found
                    break
            except OSError as e:
                error = e
        else:
            raise OSError(error.errno, f"Unable to read files {', '.join(_os_release_candidates)}")
    return _os_release_cache.copy()


if __name__ == '__main__':
    terse = 'terse' in sys.argv or '--terse' in sys.argv
    aliased = 'nonaliased' not in sys.argv and '--nonaliased' not in sys.argv
    print(platform(aliased, terse))
    sys.exit(0)
