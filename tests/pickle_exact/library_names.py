import ipaddress
import ntpath
import pathlib
import pickle
import posixpath
import string
import urllib.parse
import uuid
from pathlib import Path, PosixPath, PurePath, PurePosixPath, PureWindowsPath

from library_parts import done, survey


class Own(PurePosixPath):
    pass


class Local(Path):
    pass


for kind in PurePath, Path, PosixPath, PurePosixPath, PureWindowsPath, Own, Local:
    for args in (), ("a",), ("/a/b",), ("a", "b", "../c"), ("//net/x",), ("c:\\x\\y.z",), (".",), ("a//b/./c/",), ("",):
        survey(f"{kind.__name__} {args}", kind(*args))
joined = PurePosixPath("a") / "b" / "c"
survey("joined", joined)
survey("parent", joined.parent)
survey("parents", joined.parents, list)
str(joined), joined.parts
survey("used", joined)
survey("relative", PurePosixPath("/a/b/c").relative_to("/a"))
survey("with_suffix", PurePosixPath("/a/b.c").with_suffix(".d"))
survey("shared", [joined, joined, PurePosixPath("a/b")])
for kind in PurePath, Path, PosixPath, PurePosixPath, PureWindowsPath, pathlib.WindowsPath, pathlib.UnsupportedOperation:
    survey(f"class {kind.__name__}", kind)
survey("method", joined.joinpath)
survey("function", posixpath.join)
survey("ntpath", ntpath.split)

for value in (
    uuid.UUID(int=0), uuid.UUID(int=2**128 - 1), uuid.UUID("12345678-1234-5678-1234-567812345678"), uuid.uuid3(uuid.NAMESPACE_DNS, "a"),
    uuid.uuid5(uuid.NAMESPACE_URL, "b"), uuid.UUID(bytes=bytes(range(16))), uuid.UUID(int=5, is_safe=uuid.SafeUUID.safe), uuid.UUID(int=6, is_safe=uuid.SafeUUID.unsafe),
    uuid.SafeUUID.unknown, uuid.UUID(fields=(1, 2, 3, 4, 5, 6)), uuid.UUID(int=7, version=4),
):
    survey(f"uuid {value!r}", value, lambda v: f"{v!r} {getattr(v, 'is_safe', None)}")
print(uuid.UUID(int=5).__getstate__(), uuid.UUID(int=5, is_safe=uuid.SafeUUID.safe).__getstate__())

for text in "0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0", "2001:db8::ff", "::ffff:1.2.3.4":
    survey(f"address {text}", ipaddress.ip_address(text))
for text in "10.0.0.0/8", "0.0.0.0/0", "1.2.3.4/32", "::/0", "2001:db8::/32", "::1/128":
    network = ipaddress.ip_network(text)
    survey(f"network {text}", network, repr)
    network.broadcast_address, network.hostmask, network.num_addresses, network.with_netmask
    survey(f"used {text}", network, lambda n: f"{n!r} {list(n.__dict__)}")
for text in "10.1.2.3/8", "fe80::1%x/64", "1.2.3.4":
    survey(f"interface {text}", ipaddress.ip_interface(text), lambda i: f"{i!r} {i.network!r}")
for error in ipaddress.AddressValueError("m"), ipaddress.NetmaskValueError("n"):
    survey("error", error)

for value in (
    urllib.parse.urlsplit("http://u:p@h:80/p?q#f"), urllib.parse.urlparse("http://h/p;x?q"), urllib.parse.urldefrag("a#b"), urllib.parse.urlsplit(b"http://h/p"),
    urllib.parse.urlparse(b"//h"), urllib.parse.urldefrag(b"x"), string.Template("$a"), string.Formatter(),
):
    survey(f"{type(value).__name__}", value, lambda v: f"{type(v).__name__} {getattr(v, '__dict__', None) or (v if isinstance(v, tuple) else "")}")
survey("Template class", string.Template)
survey("quote", urllib.parse.quote)
done()
