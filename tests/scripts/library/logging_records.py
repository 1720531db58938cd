"""Loggers, handlers, formatters and what they write."""
import io
import logging
import pickle
import sys
import warnings


def attempt(function):
    try:
        print(repr(function()))
    except BaseException as error:
        print(type(error).__name__, error)


stream = io.StringIO()
logging.basicConfig(stream=stream, format="%(levelname)-8s|%(name)s|%(message)s|%(funcName)s|%(lineno)d|%(filename)s")
logging.warning("first %s", "message")
logging.info("unseen")
logger = logging.getLogger("a.b")
logger.setLevel("DEBUG")
child = logging.getLogger("a.b.c")
child.debug("%(x)d of a mapping", {"x": 3})


def outer():
    logger.error("caller", stacklevel=2)
    try:
        1 / 0
    except ZeroDivisionError:
        logger.exception("failing")


outer()
logger.info("stack", stack_info=True)
logger.log(25, "own level")
logging.addLevelName(25, "NOTICE")
logger.log(25, "named level")
print(stream.getvalue())
for thing in (logger, child, logging.root, logging.getLogger("a"), logging.StreamHandler(stream), logging.NullHandler(),
              logging.StreamHandler(sys.stdout), logging.getLogger("a").getChildren(), logger.getChild("d")):
    print(thing)
print(child.parent is logger, logger.parent is logging.root, logging.getLogger("a").parent)
print(pickle.loads(pickle.dumps(child)) is child, pickle.dumps(child, 0))
attempt(lambda: logger.log("x", "y"))
attempt(lambda: logger.setLevel("NOPE"))
attempt(lambda: logger.setLevel(3.5))
attempt(lambda: logging.getLogger(3))
attempt(lambda: logging.basicConfig(level=3, nope=1, force=True))
attempt(lambda: logging.basicConfig(stream=stream, filename="x", force=True))
attempt(lambda: logging.Formatter("x", style="?"))
attempt(lambda: logging.Formatter("no fields"))
attempt(lambda: logging.Formatter("{x!z}", style="{"))
attempt(lambda: logging.Formatter("{}", style="{"))
attempt(lambda: logging.Formatter("$", style="$"))
attempt(lambda: logger.info("x", extra={"message": 1}))
attempt(lambda: logging.getLevelName(7))
attempt(lambda: logging.getLevelName("INFO"))
attempt(logging.getLevelNamesMapping)
record = logging.makeLogRecord({"name": "made", "levelno": 20, "levelname": "INFO", "msg": "%d%%", "args": (5,), "created": 0.5, "msecs": 500.0})
print(record, record.getMessage())
formatter = logging.Formatter("{asctime} {levelname:>6} {message} {extra}", style="{", defaults={"extra": "+"})
formatter.converter = __import__("time").gmtime
print(formatter.format(record))
formatter.datefmt = "%H:%M"
print(formatter.format(record))
print(logging.Formatter("$name: ${message}", style="$").format(record))
print(logging.BufferingFormatter().format([record, record]))
print(logging.Filter("a.b").filter(record), logging.Filter("made").filter(record))


class Count(logging.Handler):
    def emit(self, record):
        print("emit", record.levelname, record.getMessage(), getattr(record, "who", None))


handler = Count(logging.WARNING)
handler.set_name("counting")
other = logging.getLogger("other")
other.propagate = False
other.addHandler(handler)
other.addFilter(lambda record: "secret" not in record.getMessage())
other.warning("shown")
other.warning("secret")
other.info("too low")
adapter = logging.LoggerAdapter(other, {"who": "me"})
adapter.error("adapted")
print(adapter, handler, logging.getHandlerByName("counting") is handler, logging.getHandlerNames())
logging.disable(logging.ERROR)
other.error("disabled")
other.critical("enabled")
logging.disable(logging.NOTSET)
logging.captureWarnings(True)
logging.getLogger("py.warnings").addHandler(handler)
warnings.warn("captured", UserWarning, 1)
logging.captureWarnings(False)
broken = logging.StreamHandler(io.StringIO())
sys.stderr = io.StringIO()
other.filters.clear()
other.addHandler(broken)
other.removeHandler(handler)
other.error("%d", "not a number")
written = sys.stderr.getvalue()
sys.stderr = sys.__stderr__
print([line for line in written.splitlines() if not line.startswith(" ")])
with_file = logging.FileHandler("log.txt", "w", delay=True)
print(with_file.stream)
with_file.handle(record)
with_file.close()
print(open("log.txt").read(), logging.lastResort)
