"""Addresses, networks and interfaces of IPv4 and IPv6."""

import functools
import re

IPV4LENGTH, IPV6LENGTH = 32, 128


class AddressValueError(ValueError):
    pass


class NetmaskValueError(ValueError):
    pass


def _first_of(value, kinds, what, *rest):
    """Whatever takes the value, IPv4's first."""
    for kind in kinds:
        try:
            return kind(value, *rest)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{value!r} does not appear to be an IPv4 or IPv6 {what}")


def ip_address(address):
    """An IPv4Address or an IPv6Address from text, a number or bytes."""
    return _first_of(address, (IPv4Address, IPv6Address), "address")


def ip_network(address, strict=True):
    """An IPv4Network or an IPv6Network from text, a number, bytes or a pair."""
    return _first_of(address, (IPv4Network, IPv6Network), "network", strict)


def ip_interface(address):
    """An IPv4Interface or an IPv6Interface from text, a number, bytes or a pair."""
    return _first_of(address, (IPv4Interface, IPv6Interface), "interface")


def v4_int_to_packed(address):
    """The four bytes of a number."""
    try:
        return address.to_bytes(4)
    except OverflowError:
        raise ValueError("Address negative or too large for IPv4")


def v6_int_to_packed(address):
    """The sixteen bytes of a number."""
    try:
        return address.to_bytes(16)
    except OverflowError:
        raise ValueError("Address negative or too large for IPv6")


def _ranges(addresses):
    """Runs of neighbours in sorted addresses, first and last."""
    first = last = None
    for address in addresses:
        if last is not None and address._ip == last._ip + 1:
            last = address
            continue
        if first is not None:
            yield first, last
        first = last = address
    if first is not None:
        yield first, last


def summarize_address_range(first, last):
    """The networks that together are the addresses from *first* to *last*."""
    if not (isinstance(first, _BaseAddress) and isinstance(last, _BaseAddress)):
        raise TypeError("first and last must be IP addresses, not networks")
    if first.version != last.version:
        raise TypeError(f"{first} and {last} are not of the same version")
    if first > last:
        raise ValueError("last IP address must be greater than first")
    network, width = first._network_class(), first.max_prefixlen
    at, end = int(first), int(last)
    while at <= end:
        # As many low bits as are 0, and as fit before the end.
        free = (at & -at).bit_length() - 1 if at else width
        bits = min(free, (end - at + 1).bit_length() - 1)
        yield network((at, width - bits))
        at += 1 << bits


def _merged(networks):
    """Networks without those within others, and with halves put together."""
    waiting, found = list(networks), {}
    while waiting:
        network = waiting.pop()
        parent = network.supernet()
        other = found.setdefault(parent, network)
        if other is not network and other != network:
            del found[parent]
            waiting.append(parent)
    last = None
    for network in sorted(found.values()):
        if last is None or last.broadcast_address < network.broadcast_address:
            yield network
            last = network


def collapse_addresses(addresses):
    """As few networks as have the same addresses as the given addresses and networks."""
    singles, networks = [], []
    for one in addresses:
        known = networks[-1:] or singles[-1:]
        if isinstance(one, _BaseAddress):
            known, place = singles[-1:], singles
            value = one if not isinstance(one, (IPv4Interface, IPv6Interface)) else one.ip
        elif one._prefixlen == one.max_prefixlen:
            known, place, value = singles[-1:], singles, one.network_address
        else:
            known, place, value = networks[-1:], networks, one
        if known and known[0].version != one.version:
            raise TypeError(f"{one} and {known[0]} are not of the same version")
        place.append(value)
    for first, last in _ranges(sorted(set(singles))):
        networks.extend(summarize_address_range(first, last))
    return _merged(networks)


def get_mixed_type_key(obj):
    """A key to sort addresses and networks by, together."""
    if isinstance(obj, _BaseNetwork):
        return obj._get_networks_key()
    if isinstance(obj, _BaseAddress):
        return obj._get_address_key()
    return NotImplemented


def _split(address):
    """Address and mask of an argument; the mask may be missing."""
    if isinstance(address, (bytes, int)):
        return address, None
    if not isinstance(address, tuple):
        address = str(address).split("/")
        if len(address) > 2:
            raise AddressValueError(f"Only one '/' permitted in {'/'.join(address)!r}")
    return (address[0], address[1]) if len(address) > 1 else (address[0], None)


class _IPAddressBase:
    """What is IPv4's or IPv6's: the width, and how an address is read and written."""

    __slots__ = ()

    # Orders and equality of subclasses lead to these.

    def __le__(self, other):
        less = self.__lt__(other)
        return less if less is NotImplemented else less or self == other

    def __gt__(self, other):
        less = self.__lt__(other)
        return less if less is NotImplemented else not less and self != other

    def __ge__(self, other):
        less = self.__lt__(other)
        return less if less is NotImplemented else not less

    @property
    def max_prefixlen(self):
        return self._width

    @property
    def version(self):
        return self._version

    @property
    def exploded(self):
        """The longest form."""
        return self._explode()

    @property
    def compressed(self):
        """The shortest form."""
        return str(self)

    @property
    def reverse_pointer(self):
        """The name of the address, or the network, in the domain name system."""
        return self._reverse()

    def __reduce__(self):
        return type(self), (str(self),)

    @classmethod
    def _prefix_of_mask(cls, mask, text):
        """How many bits at the front of a mask are 1, if all others are 0."""
        inverse = mask ^ cls._all
        if inverse & (inverse + 1):
            raise ValueError(f"Netmask pattern {mask.to_bytes(cls._width // 8)!r} mixes zeroes & ones")
        return cls._width - inverse.bit_length()

    @classmethod
    def _refuse_mask(cls, text):
        raise NetmaskValueError(f"{text!r} is not a valid netmask") from None

    @classmethod
    def _prefix(cls, given):
        """The length of the prefix that a number or a mask says."""
        if isinstance(given, int):
            if not 0 <= given <= cls._width:
                cls._refuse_mask(given)
            return given
        given = str(given) if not isinstance(given, str) else given
        if given.isascii() and given.isdigit():
            if int(given) > cls._width:
                cls._refuse_mask(given)
            return int(given)
        if cls._version == 6:
            cls._refuse_mask(given)
        try:
            mask = cls._read(given)
        except AddressValueError:
            cls._refuse_mask(given)
        for candidate in (mask, mask ^ cls._all):
            try:
                return cls._prefix_of_mask(candidate, given)
            except ValueError:
                pass
        cls._refuse_mask(given)


class _BaseV4(_IPAddressBase):
    __slots__ = ()
    _version, _width, _all = 4, IPV4LENGTH, (1 << IPV4LENGTH) - 1

    @staticmethod
    def _octet(text):
        if not text:
            raise ValueError("Empty octet not permitted")
        if not (text.isascii() and text.isdigit()):
            raise ValueError(f"Only decimal digits permitted in {text!r}")
        if len(text) > 3:
            raise ValueError(f"At most 3 characters permitted in {text!r}")
        if text != "0" and text[0] == "0":
            raise ValueError(f"Leading zeros are not permitted in {text!r}")
        if int(text) > 255:
            raise ValueError(f"Octet {int(text)} (> 255) not permitted")
        return int(text)

    @classmethod
    def _read(cls, text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        octets = text.split(".")
        if len(octets) != 4:
            raise AddressValueError(f"Expected 4 octets in {text!r}")
        try:
            return int.from_bytes(map(cls._octet, octets))
        except ValueError as error:
            raise AddressValueError(f"{error} in {text!r}") from None

    @classmethod
    def _write(cls, number):
        return ".".join(map(str, number.to_bytes(4)))

    def _explode(self):
        return str(self)

    def _reverse(self):
        return ".".join(str(self).split(".")[::-1]) + ".in-addr.arpa"


class _BaseV6(_IPAddressBase):
    __slots__ = ()
    _version, _width, _all = 6, IPV6LENGTH, (1 << IPV6LENGTH) - 1
    _groups = 8

    @staticmethod
    def _group(text):
        if not text or not re.fullmatch("[0-9a-fA-F]*", text):
            raise ValueError(f"Only hex digits permitted in {text!r}")
        if len(text) > 4:
            raise ValueError(f"At most 4 characters permitted in {text!r}")
        return int(text, 16)

    @classmethod
    def _read(cls, text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        parts = text.split(":")
        if len(parts) < 3:
            raise AddressValueError(f"At least 3 parts expected in {text!r}")
        if "." in parts[-1]:
            try:
                last = _BaseV4._read(parts[-1])
            except AddressValueError as error:
                raise AddressValueError(f"{error} in {text!r}") from None
            parts[-1:] = [f"{last >> 16:x}", f"{last & 0xFFFF:x}"]
        if len(parts) > cls._groups + 1:
            raise AddressValueError(f"At most {cls._groups} colons permitted in {text!r}")
        try:
            groups = cls._filled(parts, text)
        except ValueError as error:
            if isinstance(error, AddressValueError):
                raise
            raise AddressValueError(f"{error} in {text!r}") from None
        return int.from_bytes(b"".join(group.to_bytes(2) for group in groups))

    @classmethod
    def _filled(cls, parts, text):
        """The groups, with 0 for those that `::` leaves out."""
        inner = [at for at in range(1, len(parts) - 1) if not parts[at]]
        if len(inner) > 1:
            raise AddressValueError(f"At most one '::' permitted in {text!r}")
        if not inner:
            if len(parts) != cls._groups:
                raise AddressValueError(f"Exactly {cls._groups} parts expected without '::' in {text!r}")
            for at, side in ((0, "Leading"), (-1, "Trailing")):
                if not parts[at]:
                    only = "at start" if at == 0 else "at end"
                    raise AddressValueError(f"{side} ':' only permitted as part of '::' in {text!r}")
            return [cls._group(part) for part in parts]
        before, after = parts[: inner[0]], parts[inner[0] + 1 :]
        for side, name in ((before, "Leading"), (after[::-1], "Trailing")):
            if not side[0]:
                if len(side) > 1:
                    raise AddressValueError(f"{name} ':' only permitted as part of '::' in {text!r}")
                side.pop()
        if len(after) == 1 and not after[0]:
            after = []
        missing = cls._groups - len(before) - len(after)
        if missing < 1:
            raise AddressValueError(f"Expected at most {cls._groups - 1} other parts with '::' in {text!r}")
        return [cls._group(part) for part in before] + [0] * missing + [cls._group(part) for part in after]

    @classmethod
    def _write(cls, number):
        digits = f"{number:032x}"
        groups = [digits[at : at + 4].lstrip("0") or "0" for at in range(0, 32, 4)]
        # The first longest run of two or more groups of 0 is left out.
        start, longest, at = 0, 1, 0
        while at < 8:
            end = at
            while end < 8 and groups[end] == "0":
                end += 1
            if end - at > longest:
                start, longest = at, end - at
            at = end + 1
        if longest < 2:
            return ":".join(groups)
        return ":".join(groups[:start]) + "::" + ":".join(groups[start + longest :])

    def _explode(self):
        number = self._own_number()
        digits = f"{number:032x}"
        text = ":".join(digits[at : at + 4] for at in range(0, 32, 4))
        if number >> 32 == 0xFFFF:
            text = f"{text[:30]}{_BaseV4._write(number & _BaseV4._all)}"
        return text if self._own_prefix() is None else f"{text}/{self._own_prefix()}"

    def _reverse(self):
        text = f"{self._own_number():032x}" if self._own_prefix() is None else self.exploded.replace(":", "")
        return ".".join(text[::-1]) + ".ip6.arpa"


class _BaseAddress(_IPAddressBase):
    __slots__ = ()

    def _own_number(self):
        return self._ip

    def _own_prefix(self):
        return None

    def __reduce__(self):
        return type(self), (self._ip,)

    @classmethod
    def _number_of(cls, address):
        """The number of an argument."""
        width = cls._width
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError(f"{address} (< 0) is not permitted as an IPv{cls._version} address")
            if address > cls._all:
                raise AddressValueError(f"{address} (>= 2**{width}) is not permitted as an IPv{cls._version} address")
            return address
        if isinstance(address, bytes):
            if len(address) != width // 8:
                size = f"(len {len(address)} != {width // 8})"
                raise AddressValueError(f"{address!r} {size} is not permitted as an IPv{cls._version} address")
            return int.from_bytes(address)
        return None

    @classmethod
    def _text_of(cls, address):
        address = str(address)
        if "/" in address:
            raise AddressValueError(f"Unexpected '/' in {address!r}")
        return address

    def __int__(self):
        return self._ip

    def __eq__(self, other):
        try:
            return self._ip == other._ip and self.version == other.version
        except AttributeError:
            return NotImplemented

    def __lt__(self, other):
        if not isinstance(other, _BaseAddress):
            return NotImplemented
        if self.version != other.version:
            raise TypeError(f"{self} and {other} are not of the same version")
        return self._ip < other._ip

    def __add__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(int(self) + other)

    def __sub__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(int(self) - other)

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __str__(self):
        return self._write(self._ip)

    def __hash__(self):
        return hash(hex(int(self._ip)))

    def _get_address_key(self):
        return self.version, self

    def __format__(self, spec):
        if not spec or spec[-1] == "s":
            return format(str(self), spec)
        found = re.fullmatch("(#?)(_?)([xbnX])", spec)
        if not found:
            return super().__format__(spec)
        prefix, grouping, kind = found.groups()
        if kind == "n":
            kind = "b" if self.version == 4 else "x"
        digits = self._width if kind == "b" else self._width // 4
        if grouping:
            digits += digits // 4 - 1
        return format(int(self), f"{prefix}0{digits + 2 * len(prefix)}{grouping}{kind}")

    @property
    def packed(self):
        """The bytes of the address."""
        return self._ip.to_bytes(self._width // 8)

    @property
    def is_reserved(self):
        return any(self in network for network in self._special["reserved"])

    @property
    def is_multicast(self):
        return self in self._special["multicast"]

    @property
    def is_private(self):
        special = self._special
        return any(self in network for network in special["private"]) and not any(
            self in network for network in special["not private"]
        )

    @property
    def is_global(self):
        return not self.is_private

    @property
    def is_unspecified(self):
        return not self._ip

    @property
    def is_loopback(self):
        return self in self._special["loopback"]

    @property
    def is_link_local(self):
        return self in self._special["link local"]


class _BaseNetwork(_IPAddressBase):
    """A network: an address and how many bits of it all addresses in it share."""

    def __init__(self, address, strict=True):
        address, mask = _split(address)
        self.network_address = self._address_class(address)
        prefix = self._width if mask is None else self._prefix(mask)
        # In this order, which pickles show.
        self.netmask, self._prefixlen = self._address_class(self._all ^ (self._all >> prefix)), prefix
        number = int(self.network_address)
        if number & int(self.netmask) != number:
            if strict:
                raise ValueError(f"{self} has host bits set")
            self.network_address = self._address_class(number & int(self.netmask))
        if self._prefixlen == self._width - 1:
            self.hosts = self.__iter__
        elif self._prefixlen == self._width:
            self.hosts = lambda: [self._address_class(address if mask is None else self.network_address)]

    def _own_number(self):
        return int(self.network_address)

    def _own_prefix(self):
        return self._prefixlen

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __str__(self):
        return f"{self.network_address}/{self._prefixlen}"

    def _span(self):
        return int(self.network_address), int(self.broadcast_address)

    def hosts(self):
        """The addresses that hosts may have."""
        first, last = self._span()
        for number in range(first + 1, last + (self.version == 6)):
            yield self._address_class(number)

    def __iter__(self):
        first, last = self._span()
        return (self._address_class(number) for number in range(first, last + 1))

    def __getitem__(self, n):
        first, last = self._span()
        if n >= 0:
            if first + n > last:
                raise IndexError("address out of range")
            return self._address_class(first + n)
        if last + n + 1 < first:
            raise IndexError("address out of range")
        return self._address_class(last + n + 1)

    def _same_version(self, other):
        if self._version != other._version:
            raise TypeError(f"{self} and {other} are not of the same version")

    def __lt__(self, other):
        if not isinstance(other, _BaseNetwork):
            return NotImplemented
        self._same_version(other)
        if self.network_address != other.network_address:
            return self.network_address < other.network_address
        return self.netmask < other.netmask

    def __eq__(self, other):
        try:
            return (self.version, self.network_address, int(self.netmask)) == (
                other.version, other.network_address, int(other.netmask),
            )
        except AttributeError:
            return NotImplemented

    def __hash__(self):
        return hash(int(self.network_address) ^ int(self.netmask))

    def __contains__(self, other):
        if self._version != other._version or isinstance(other, _BaseNetwork):
            return False
        return other._ip & int(self.netmask) == int(self.network_address)

    def overlaps(self, other):
        """Whether some address is in both."""
        return (
            self.network_address in other or self.broadcast_address in other
            or other.network_address in self or other.broadcast_address in self
        )

    @functools.cached_property
    def broadcast_address(self):
        return self._address_class(int(self.network_address) | int(self.hostmask))

    @functools.cached_property
    def hostmask(self):
        return self._address_class(int(self.netmask) ^ self._all)

    @property
    def with_prefixlen(self):
        return f"{self.network_address}/{self._prefixlen}"

    @property
    def with_netmask(self):
        return f"{self.network_address}/{self.netmask}"

    @property
    def with_hostmask(self):
        return f"{self.network_address}/{self.hostmask}"

    @property
    def num_addresses(self):
        first, last = self._span()
        return last - first + 1

    @property
    def prefixlen(self):
        return self._prefixlen

    def _made(self, number, prefix):
        return type(self)((number, prefix))

    def address_exclude(self, other):
        """What is left of this network without another one that is in it."""
        self._same_version(other)
        if not isinstance(other, _BaseNetwork):
            raise TypeError(f"{other} is not a network object")
        if not other.subnet_of(self):
            raise ValueError(f"{other} not contained in {self}")
        here = self
        while here != other:
            low, high = here.subnets()
            kept, here = (high, low) if other.subnet_of(low) else (low, high)
            yield kept

    def compare_networks(self, other):
        """-1, 0 or 1, as this network is less, equal or greater."""
        if self._version != other._version:
            raise TypeError(f"{self} and {other} are not of the same type")
        own, others = self._get_networks_key()[1:], other._get_networks_key()[1:]
        return (own > others) - (own < others)

    def _get_networks_key(self):
        return self.version, self.network_address, self.netmask

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        """The networks that this one is made of, with a longer prefix."""
        if self._prefixlen == self._width:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError("new prefix must be longer")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError("prefix length diff must be > 0")
        prefix = self._prefixlen + prefixlen_diff
        if prefix > self._width:
            raise ValueError(f"prefix length diff {prefix} is invalid for netblock {self}")
        first, last = self._span()
        for number in range(first, last + 1, 1 << self._width - prefix):
            yield self._made(number, prefix)

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        """The network with a shorter prefix that this one is in."""
        if not self._prefixlen:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError("new prefix must be shorter")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = self._prefixlen - new_prefix
        prefix = self._prefixlen - prefixlen_diff
        if prefix < 0:
            raise ValueError(f"current prefixlen is {self._prefixlen}, cannot have a prefixlen_diff of {prefixlen_diff}")
        mask = self._all ^ (self._all >> prefix)
        return self._made(int(self.network_address) & mask, prefix)

    def _within(self, other, inner, outer):
        try:
            if self.version != other.version:
                raise TypeError(f"{inner} and {outer} are not of the same version")
            return (
                outer.network_address <= inner.network_address and outer.broadcast_address >= inner.broadcast_address
            )
        except AttributeError:
            raise TypeError(f"Unable to test subnet containment between {inner} and {outer}")

    def subnet_of(self, other):
        """Whether this network is in another one."""
        return self._within(other, self, other)

    def supernet_of(self, other):
        """Whether another network is in this one."""
        return self._within(other, other, self)

    def _both(self, name):
        return getattr(self.network_address, name) and getattr(self.broadcast_address, name)

    is_multicast, is_reserved, is_link_local, is_unspecified, is_loopback = (
        property(lambda self, name=name: self._both(name))
        for name in ("is_multicast", "is_reserved", "is_link_local", "is_unspecified", "is_loopback")
    )

    @property
    def is_private(self):
        ends = self.network_address, self.broadcast_address
        special = self.network_address._special
        if not any(ends[0] in network and ends[1] in network for network in special["private"]):
            return False
        return not any(end in network for end in ends for network in special["not private"])

    @property
    def is_global(self):
        return not self.is_private


class IPv4Address(_BaseV4, _BaseAddress):
    """One address of IPv4."""

    __slots__ = ("_ip", "__weakref__")

    def __init__(self, address):
        number = self._number_of(address)
        self._ip = self._read(self._text_of(address)) if number is None else number

    @staticmethod
    def _network_class():
        return IPv4Network

    @property
    def is_global(self):
        return self not in self._special["shared"] and not self.is_private

    @property
    def ipv6_mapped(self):
        """The address of IPv6 that stands for this one."""
        return IPv6Address(0xFFFF << 32 | self._ip)


class IPv6Address(_BaseV6, _BaseAddress):
    """One address of IPv6."""

    __slots__ = ("_ip", "_scope_id", "__weakref__")

    def __init__(self, address):
        number, self._scope_id = self._number_of(address), None
        if number is None:
            text, self._scope_id = self._without_scope(self._text_of(address))
            number = self._read(text)
        self._ip = number

    @staticmethod
    def _without_scope(text):
        address, percent, scope = text.partition("%")
        if percent and (not scope or "%" in scope):
            raise AddressValueError(f'Invalid IPv6 address: "{text!r}"')
        return address, scope if percent else None

    @staticmethod
    def _network_class():
        return IPv6Network

    def __reduce__(self):
        return type(self), (str(self),)

    def __str__(self):
        text = f"::ffff:{_BaseV4._write(self._ip & _BaseV4._all)}" if self._ip >> 32 == 0xFFFF else super().__str__()
        return f"{text}%{self._scope_id}" if self._scope_id else text

    def _explode(self):
        if self._scope_id:
            # What CPython says of it.
            self._read(str(self))
        return super()._explode()

    def __hash__(self):
        return hash((self._ip, self._scope_id))

    def __eq__(self, other):
        equal = super().__eq__(other)
        if equal is NotImplemented or not equal:
            return equal
        return self._scope_id == getattr(other, "_scope_id", None)

    def _of_mapped(self, name):
        mapped = self.ipv4_mapped
        return None if mapped is None else getattr(mapped, name)

    @property
    def scope_id(self):
        """What follows `%`."""
        return self._scope_id

    def _mapped_first(name):
        plain = getattr(_BaseAddress, name)

        def ask(self):
            answer = self._of_mapped(name)
            return plain.fget(self) if answer is None else answer

        return property(ask)

    is_multicast, is_link_local, is_private, is_global, is_unspecified, is_loopback = map(
        _mapped_first,
        ("is_multicast", "is_link_local", "is_private", "is_global", "is_unspecified", "is_loopback"),
    )
    del _mapped_first

    @property
    def is_site_local(self):
        return self in self._special["site local"]

    @property
    def ipv4_mapped(self):
        """The address of IPv4 that this one stands for, or None."""
        return IPv4Address(self._ip & 0xFFFFFFFF) if self._ip >> 32 == 0xFFFF else None

    @property
    def teredo(self):
        """The addresses of server and client in a tunnel of that kind, or None."""
        prefix, server = divmod(self._ip >> 64, 1 << 32)
        return (IPv4Address(server), IPv4Address(~self._ip & 0xFFFFFFFF)) if prefix == 0x20010000 else None

    @property
    def sixtofour(self):
        """The address of IPv4 within one of 6to4, or None."""
        return IPv4Address(self._ip >> 80 & 0xFFFFFFFF) if self._ip >> 112 == 0x2002 else None


class IPv4Network(_BaseV4, _BaseNetwork):
    """A network of IPv4."""

    _address_class = IPv4Address

    def _get_address_class(self):
        return self._address_class

    @property
    def is_global(self):
        shared = self.network_address._special["shared"]
        return not (self.network_address in shared and self.broadcast_address in shared) and not self.is_private


class IPv6Network(_BaseV6, _BaseNetwork):
    """A network of IPv6."""

    _address_class = IPv6Address

    @property
    def is_site_local(self):
        return self._both("is_site_local")


class _Interface:
    """An address together with its network."""

    __slots__ = ()

    def _fill(self, address):
        address, mask = _split(address)
        super().__init__(address)
        self.network = self._network_class()((address, self._width if mask is None else mask), strict=False)
        self.netmask, self._prefixlen = self.network.netmask, self.network._prefixlen

    def _own_prefix(self):
        return self._prefixlen

    def __reduce__(self):
        return type(self), (str(self),)

    def __str__(self):
        return f"{super().__str__()}/{self._prefixlen}"

    def __eq__(self, other):
        equal = super().__eq__(other)
        if equal is NotImplemented or not equal:
            return equal
        try:
            return self.network == other.network
        except AttributeError:
            # An address without a network is no interface.
            return False

    def __lt__(self, other):
        less = super().__lt__(other)
        if less is NotImplemented:
            return less
        try:
            return self.network < other.network or self.network == other.network and less
        except AttributeError:
            return False

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    @property
    def with_prefixlen(self):
        return f"{self.ip}/{self._prefixlen}"

    @property
    def with_netmask(self):
        return f"{self.ip}/{self.netmask}"

    @property
    def with_hostmask(self):
        return f"{self.ip}/{self.hostmask}"


class IPv4Interface(_Interface, IPv4Address):
    """An address of IPv4 together with its network."""

    def __init__(self, address):
        self._fill(address)

    @functools.cached_property
    def hostmask(self):
        return self.network.hostmask

    @property
    def ip(self):
        return IPv4Address(self._ip)


class IPv6Interface(_Interface, IPv6Address):
    """An address of IPv6 together with its network."""

    def __init__(self, address):
        self._fill(address)

    @functools.cached_property
    def hostmask(self):
        return self.network.hostmask

    @property
    def ip(self):
        return IPv6Address(self._ip)

    @property
    def is_unspecified(self):
        return super().is_unspecified and self.network.is_unspecified

    @property
    def is_loopback(self):
        return super().is_loopback and self.network.is_loopback


def _networks(kind, text):
    return [kind(one) for one in text.split()]


# What the registries of special addresses say.
IPv4Address._special = {
    "reserved": _networks(IPv4Network, "240.0.0.0/4"),
    "shared": IPv4Network("100.64.0.0/10"),
    "multicast": IPv4Network("224.0.0.0/4"),
    "loopback": IPv4Network("127.0.0.0/8"),
    "link local": IPv4Network("169.254.0.0/16"),
    "private": _networks(
        IPv4Network,
        "0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.0.170/31 192.0.2.0/24"
        " 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 255.255.255.255/32",
    ),
    "not private": _networks(IPv4Network, "192.0.0.9/32 192.0.0.10/32"),
}
IPv6Address._special = {
    "reserved": _networks(
        IPv6Network,
        "::/8 100::/8 200::/7 400::/6 800::/5 1000::/4 4000::/3 6000::/3 8000::/3 a000::/3 c000::/3 e000::/4 f000::/5"
        " f800::/6 fe00::/9",
    ),
    "multicast": IPv6Network("ff00::/8"),
    "loopback": IPv6Network("::1/128"),
    "link local": IPv6Network("fe80::/10"),
    "site local": IPv6Network("fec0::/10"),
    "private": _networks(
        IPv6Network,
        "::1/128 ::/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 fc00::/7"
        " fe80::/10",
    ),
    "not private": _networks(
        IPv6Network, "2001:1::1/128 2001:1::2/128 2001:3::/32 2001:4:112::/48 2001:20::/28 2001:30::/28"
    ),
}
