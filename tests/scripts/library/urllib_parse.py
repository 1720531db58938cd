"""URLs taken apart, joined and quoted."""
import pickle
from urllib.parse import *
import urllib.parse


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


for url in ("http://u:p@Host.Example:80/a;p/b;q?x=1&y=2#frag", "", "a", "//x/y", "http:a", "mailto:a@b", "x+y.z-1://q",
            "1x://y", "http://a:b", "http://a:99999", "path;params?q", " http://a\nb/", "file:///x", "urn:a:b:c", "http://a?b#c?d", "http://@/", "//",
            "sip:a;b", "http://a/b;c=d", "HTTP://X/%7e"):
    print(url)
    attempt(lambda: urlsplit(url))
    attempt(lambda: urlparse(url))
    attempt(lambda: (urlparse(url).geturl(), urlunsplit(urlsplit(url)), urldefrag(url)))
    attempt(lambda: (urlsplit(url).hostname, urlsplit(url).username, urlsplit(url).password))
    attempt(lambda: urlsplit(url).port)
    attempt(lambda: urlsplit(url.encode()))
for base, url in (("http://a/b/c/d;p?q", u) for u in ("g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g#s", ";x", "g;x", "", ".", "./", "..", "../",
                                                      "../g", "../..", "../../g", "../../../g", "/./g", "g.", ".g", "g..", "./../g", "g/./h", "http:g", "x:y")):
    print(url, urljoin(base, url), urljoin(base.encode(), url.encode()))
print(urljoin("", "a"), urljoin("a", ""), urljoin("mailto:a", "b"), urljoin("http://a", "b"), urljoin("http://a/b/", "c/../d"))
for function in (
    lambda: quote("a b/ü?"), lambda: quote("a/b", safe=""), lambda: quote_plus("a b+c"), lambda: quote(b"\xff\x00"), lambda: quote("ü", encoding="latin-1"),
    lambda: quote(b"x", encoding="utf-8"), lambda: quote("\ud800"), lambda: quote(3), lambda: quote_plus("a b", safe=" "), lambda: quote_from_bytes("x"),
    lambda: unquote("a%20b%zz%C3%BC%ff%"), lambda: unquote(b"%41"), lambda: unquote_plus("a+b%2B"), lambda: unquote_to_bytes("%41ü"), lambda: unquote("%fc", "latin-1"),
    lambda: unquote(3), lambda: unquote_to_bytes(3), lambda: parse_qs("a=1&a=2&b=&c"), lambda: parse_qs("a=1&b=", keep_blank_values=True),
    lambda: parse_qsl("a=1;b=2", separator=";"), lambda: parse_qsl("a", strict_parsing=True), lambda: parse_qsl("a=1&b=2", max_num_fields=1),
    lambda: parse_qsl(b"a=%ff+b"), lambda: parse_qsl("a=1", separator=""), lambda: urlencode({"a": 1, "b": "x y"}), lambda: urlencode([("a", [1, 2])], doseq=True),
    lambda: urlencode([("a", (1, "x"))]), lambda: urlencode("ab"), lambda: urlencode(3), lambda: urlencode({"a": b"\xff"}, quote_via=quote),
    lambda: urlsplit("http://[::1"), lambda: urlsplit(b"x", "y"), lambda: urljoin("a", b"b"), lambda: urlunsplit(("a", "b", "c", "d", "e")),
    lambda: urlsplit("a", allow_fragments=False), lambda: urlsplit("http://a\u2100b"), lambda: SplitResult("a", "b", "c", "d", "e").encode(),
    lambda: urlsplit(b"http://a/b").decode(), lambda: DefragResult("a", "b").geturl(), lambda: urlsplit("http://a/b")._replace(scheme="x").geturl(),
):
    attempt(function)
for protocol in range(6):
    data = pickle.dumps(urlsplit("http://a/b"), protocol)
    print(data, pickle.loads(data))
