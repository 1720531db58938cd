import ast
import builtins
import collections
import contextlib
import contextvars
import csv
import difflib
import fnmatch
import gzip
import hashlib
import hmac
import io
import itertools
import json
import logging
import os
import queue
import select
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time
import types
import warnings
import weakref
import zipfile
import zlib

from library_parts import done, survey


def generator():
    yield


async def coroutine():
    pass


async def agen():
    yield


class Thing:
    __slots__ = ("a",)


class Manager:
    @contextlib.contextmanager
    def open(self):
        yield


warnings.simplefilter("ignore")
archive = zipfile.ZipFile(io.BytesIO(), "w")
archive.close()
co = coroutine()
left, right = socket.socketpair()
reader, writer = os.pipe()
variable = contextvars.ContextVar("v")
token = variable.set(1)
with open("file.txt", "w") as file:
    file.write("x")
for label, value in (
    ("text file", open("file.txt")), ("binary file", open("file.txt", "rb")), ("raw file", open("file.txt", "rb", 0)), ("writer", open("out", "wb")), ("random", open("file.txt", "r+b")), ("closed", file), ("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr),
    ("StringIO", io.StringIO("a\nb")), ("BytesIO", io.BytesIO(b"ab")), ("TextIOWrapper", io.TextIOWrapper(io.BytesIO())), ("BufferedReader", io.BufferedReader(io.BytesIO())), 
    ("socket", left), ("lock", threading.Lock()), ("RLock", threading.RLock()), ("Event", threading.Event()), ("Condition", threading.Condition()), ("Semaphore", threading.Semaphore()), ("Barrier", threading.Barrier(1)), ("Thread", threading.Thread(target=print)), ("local", threading.local()), ("Queue", queue.Queue()),
    ("SimpleQueue", queue.SimpleQueue()), ("memoryview", memoryview(b"a")), ("mappingproxy", types.MappingProxyType({})), ("module", sys), ("module io", io), ("generator", generator()), ("coroutine", co), ("async generator", agen()), ("frame", sys._getframe()), ("code", generator.__code__), ("cell", types.CellType(1)),
    ("ref", weakref.ref(collections.OrderedDict())), ("context var", variable), ("token", token), ("context", contextvars.copy_context()), ("md5", hashlib.md5()), ("sha256", hashlib.sha256()), ("blake2b", hashlib.blake2b()), ("sha3", hashlib.sha3_256()), ("hmac", hmac.new(b"k", b"m", "sha256")), ("compressobj", zlib.compressobj()),
    ("decompressobj", zlib.decompressobj()), ("csv reader", csv.reader([])), ("csv writer", csv.writer(io.StringIO())), ("dialect", csv.get_dialect("excel")), ("DictReader", csv.DictReader(["a"])), ("GzipFile", gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(b"")))),
    ("ZipFile", archive), ("selector", selectors.DefaultSelector()), ("epoll", select.epoll()), ("poll", select.poll()), ("DirEntry", next(os.scandir("."))), ("scandir", os.scandir(".")), ("temporary", tempfile.TemporaryFile()), ("contextmanager", Manager().open()), ("suppress", contextlib.suppress(ValueError)),
    ("nullcontext", contextlib.nullcontext(1)), ("ExitStack", contextlib.ExitStack()), ("closing", contextlib.closing(io.StringIO())), ("redirect", contextlib.redirect_stdout(io.StringIO())), ("logger", logging.getLogger("a.b")), ("root logger", logging.getLogger()), ("handler", logging.StreamHandler()), ("formatter", logging.Formatter("%(message)s")),
    ("LogRecord", logging.makeLogRecord({"msg": "m", "created": 0.0, "msecs": 0.0, "relativeCreated": 0.0, "process": 1, "thread": 1, "threadName": "t"})), ("encoder", json.JSONEncoder()), ("decoder", json.JSONDecoder()), ("ast", ast.parse("a = [1]\nb(c)", mode="exec")), ("constant", ast.Constant(5)), ("SequenceMatcher", difflib.SequenceMatcher(None, "ab", "ac")),
    ("slots without state", Thing()), ("super", super(Thing, Thing())), ("property", property()), ("staticmethod", staticmethod(len)), ("classmethod", classmethod(len)), ("NotImplemented", NotImplemented), ("Ellipsis", ...), ("None type", type(None)), ("NotImplementedType", type(NotImplemented)), ("ellipsis type", type(...)),
    ("GzipFile class", gzip.GzipFile), ("Popen class", subprocess.Popen), ("CompletedProcess", subprocess.CompletedProcess(["a"], 0, b"o")), ("sys.flags", sys.flags), ("sys.float_info", sys.float_info), ("sys.int_info", sys.int_info), ("sys.hash_info", sys.hash_info), ("sys.version_info", sys.version_info), ("sys.thread_info", sys.thread_info),
    ("sys.implementation", sys.implementation), ("traceback type", types.TracebackType), ("builtins", builtins), ("exit", getattr(builtins, "exit", None)), ("print", print), ("open", open), ("__import__", __import__), ("method-wrapper", [].__len__), ("async_generator_asend", agen().__anext__()), ("count", itertools.count()), ("terminal_size", os.terminal_size((80, 24))),
    ("stat_result long", os.stat_result(range(16))), ("struct_time", time.gmtime(0)), ("clock info", time.get_clock_info("time")), ("environ", type(os.environ)), ("_Environ", lambda: os.environ),
    ("nothing", None),
):
    survey(label, value, lambda v: type(v).__name__)
co.close()
for value in os.stat_result(range(19)), time.gmtime(0), sys.version_info, os.terminal_size((1, 2)), sys.float_info:
    for method, args in ("__reduce__", ()), ("__reduce_ex__", (2,)), ("__reduce_ex__", (4,)):
        try:
            print(type(value).__name__, method, getattr(value, method)(*args))
        except Exception as error:
            print(type(value).__name__, method, type(error).__name__, error)
done()
