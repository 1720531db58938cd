import argparse
import ast
import calendar
import configparser
import csv
import difflib
import graphlib
import html.parser
import inspect
import io
import json
import logging
import pprint
import reprlib
import sched
import shelve
import shlex
import string
import struct
import textwrap
import timeit
import token
import traceback
import types
import unittest
import zipfile

from library_parts import done, survey


def vars_of(value):
    return f"{type(value).__name__} {getattr(value, '__dict__', None) or repr(value)}"


parser = configparser.ConfigParser()
parser.read_string("[a]\nx = 1\n[b]\ny = %(x)s\n")
raw = configparser.RawConfigParser({"d": "1"}, allow_no_value=True)
raw.add_section("s")
buffer = io.StringIO("one\ntwo")
buffer.readline()
data = io.BytesIO(b"0123456789")
data.seek(4)


class OwnBuffer(io.BytesIO):
    pass


own = OwnBuffer(b"x")
own.tag = 1
graph = graphlib.TopologicalSorter({"a": ["b"]})
for label, value, how in (
    ("Namespace", argparse.Namespace(a=1, b=[2]), None), ("ArgumentParser", argparse.ArgumentParser(prog="p"), lambda p: p.format_help()), ("ConfigParser", parser, lambda p: str({s: dict(p.items(s, raw=True)) for s in p.sections()})),
    ("RawConfigParser", raw, lambda p: str(p.sections())), ("SectionProxy", parser["a"], lambda s: str(dict(s))), ("StringIO", buffer, lambda b: f"{b.getvalue()!r} {b.tell()} {b.read()!r}"), ("BytesIO", data, lambda b: f"{b.getvalue()} {b.tell()} {b.read()}"),
    ("StringIO empty", io.StringIO(), lambda b: repr(b.getvalue())), ("StringIO newline", io.StringIO("a\r\nb", newline=None), lambda b: f"{b.getvalue()!r} {b.newlines!r}"), ("StringIO newline ''", io.StringIO("a\r\n", newline=""), lambda b: repr(b.getvalue())), ("BytesIO subclass", own, lambda b: f"{b.getvalue()} {b.tag}"),
    ("memoryview", memoryview(b"abc"), None), ("Template", string.Template("$x"), vars_of), ("TextWrapper", textwrap.TextWrapper(40), vars_of), ("Repr", reprlib.Repr(), vars_of), ("PrettyPrinter", pprint.PrettyPrinter(), None), ("shlex", shlex.shlex("a b"), lambda s: str({**vars(s), "instream": s.instream.getvalue()})),
    ("Dialect", csv.excel(), vars_of), ("Dialect class", csv.excel_tab, None), ("Sniffer", csv.Sniffer(), vars_of), ("TopologicalSorter", graph, lambda g: str(list(g.static_order()))), ("Differ", difflib.Differ(), vars_of), ("Match", difflib.Match(1, 2, 3), None), ("Signature", inspect.signature(lambda a, *b, c=1, **d: 0), str),
    ("Parameter", inspect.Parameter("a", inspect.Parameter.KEYWORD_ONLY, default=[1], annotation=int), None), ("BoundArguments", inspect.signature(lambda a: 0).bind(1), lambda b: str(b.arguments)), ("ParameterKind", inspect.Parameter.VAR_KEYWORD, None), ("empty", inspect.Parameter.empty, None), ("FullArgSpec", inspect.getfullargspec(lambda a: 0), None),
    ("ArgInfo", inspect.ArgInfo([], None, None, {}), None), ("Traceback", inspect.Traceback("f", 1, "n", None, 0), None), ("Attribute", inspect.Attribute("n", "method", int, 5), None), ("FrameSummary", traceback.FrameSummary("f", 1, "n", line="x"), None),
    ("StackSummary", traceback.StackSummary.from_list([("f", 1, "n", "x")]), None), ("TracebackException", traceback.TracebackException.from_exception(ValueError("m")), lambda t: "".join(t.format())), ("ZipInfo", zipfile.ZipInfo("a.txt"), lambda z: f"{z!r} {z.filename} {z.date_time}"),
    ("LogRecord args", logging.makeLogRecord(dict.fromkeys("created msecs relativeCreated process thread threadName processName taskName".split(), 1)), lambda r: str(r.__dict__)), ("Logger", logging.getLogger("some.logger"), lambda v: str(v is logging.getLogger("some.logger"))), ("RootLogger", logging.getLogger(), lambda v: str(v is logging.getLogger())),
    ("Formatter", logging.Formatter("%(message)s", "%H"), vars_of), ("Filter", logging.Filter("n"), vars_of), ("LoggerAdapter", logging.LoggerAdapter(logging.getLogger("x"), {"a": 1}), lambda a: f"{a.extra} {a.logger}"), ("BufferingFormatter", logging.BufferingFormatter(), lambda b: type(b).__name__), ("NullHandler", logging.NullHandler(), None),
    ("PercentStyle", logging.PercentStyle("%(x)s"), vars_of), ("Event", sched.Event(1.0, 2, 3, print, (), {}), None), ("Timer", timeit.Timer(), None), ("HTMLParser", html.parser.HTMLParser(), vars_of), ("JSONEncoder", json.JSONEncoder(indent=1), lambda v: type(v).__name__), ("JSONDecoder", json.JSONDecoder(), None), ("TestCase", unittest.TestCase(), vars_of),
    ("FunctionTestCase", unittest.FunctionTestCase(print), vars_of), ("TestSuite", unittest.TestSuite(), vars_of), ("TestResult", unittest.TestResult(), vars_of), ("capture", types.CapsuleType, None), ("ast", ast.parse("x = 1 + f(y)\nfor i in z: pass"), lambda t: ast.dump(t, include_attributes=True)),
    ("ast node", ast.Name("n", ast.Load()), lambda t: ast.dump(t)), ("ast operator", ast.Add(), lambda t: ast.dump(t)), ("ast class", ast.BinOp, None), ("Struct", struct.Struct("i"), None), ("Calendar", calendar.TextCalendar(2), vars_of), ("range", range(1, 10, 3), None), ("range big", range(2**70, -(2**70), -5), None), ("slice", slice(1, None, [2]), None),
    ("range shared", [range(3)] * 2, None), ("slice class", slice, None), ("Shelf", shelve.Shelf, None), ("bool", True, None), ("frozenset", frozenset([frozenset()]), None), ("bytearray", bytearray(b"ab"), None), ("NotImplemented", NotImplemented, None), ("Ellipsis", Ellipsis, None), ("type", type, None), ("object", object(), lambda o: type(o).__name__),
):
    survey(label, value, how) if how else survey(label, value)
for name in "token calendar string json logging argparse textwrap difflib".split():
    module = __import__(name)
    for member in sorted(getattr(module, "__all__", ())):
        value = getattr(module, member)
        if callable(value) and member != "HtmlDiff":
            survey(f"{name}.{member}", value)
done()
