"""Handlers that rotate, buffer and queue; configurations by dictionary and file."""
import io
import logging
import logging.config
import logging.handlers
import os
import queue


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error, "|", error.__cause__)


log = logging.getLogger("rotating")
log.propagate = False
handler = logging.handlers.RotatingFileHandler("rot.log", maxBytes=30, backupCount=2)
log.addHandler(handler)
for i in range(8):
    log.warning("message %d", i)
handler.close()
log.removeHandler(handler)
print([(name, open(name).read()) for name in sorted(os.listdir()) if name.startswith("rot")])
timed = logging.handlers.TimedRotatingFileHandler("timed.log", when="midnight", backupCount=1, utc=True)
print(timed.computeRollover(1_000_000_000), timed.suffix, timed.interval)
timed.rolloverAt = 86400
timed.emit(logging.makeLogRecord({"msg": "new day"}))
timed.close()
print(sorted(name for name in os.listdir() if name.startswith("timed")))
weekly = logging.handlers.TimedRotatingFileHandler("timed.log", when="W3", utc=True)
print(weekly.computeRollover(1_000_000_000))
weekly.close()
attempt(lambda: logging.handlers.TimedRotatingFileHandler("timed.log", when="W9"))
attempt(lambda: logging.handlers.TimedRotatingFileHandler("timed.log", when="fortnight"))
watched = logging.handlers.WatchedFileHandler("watched.log")
watched.emit(logging.makeLogRecord({"msg": "one"}))
os.rename("watched.log", "moved.log")
watched.emit(logging.makeLogRecord({"msg": "two"}))
watched.close()
print(open("watched.log").read(), open("moved.log").read())
out = io.StringIO()
memory = logging.handlers.MemoryHandler(3, target=logging.StreamHandler(out))
log.addHandler(memory)
log.warning("a")
log.warning("b")
print(len(memory.buffer), repr(out.getvalue()))
log.error("c")
print(len(memory.buffer), repr(out.getvalue()))
log.removeHandler(memory)
jobs = queue.Queue()
listener = logging.handlers.QueueListener(jobs, logging.StreamHandler(out), respect_handler_level=True)
log.addHandler(logging.handlers.QueueHandler(jobs))
listener.start()
log.warning("by %s", "queue")
listener.stop()
print(repr(out.getvalue()))
log.handlers.clear()
logging.config.dictConfig({
    "version": 1, "disable_existing_loggers": False, "own": {"stream": "ext://sys.stdout"},
    "formatters": {"plain": {"format": "{levelname}-{name}-{message}", "style": "{"}, "made": {"()": "logging.Formatter", "format": "made %(message)s"}},
    "filters": {"no_x": {"()": lambda: lambda record: "x" not in record.getMessage()}, "named": {"name": "app"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": "cfg://own.stream", "formatter": "plain", "filters": ["no_x"]},
                 "buffered": {"class": "logging.handlers.MemoryHandler", "capacity": 2, "target": "zconsole"},
                 "zconsole": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "made", "level": "ERROR"}},
    "loggers": {"app": {"level": "DEBUG", "handlers": ["console", "buffered"], "propagate": False}},
    "root": {"level": "ERROR", "handlers": ["console"]},
})
app = logging.getLogger("app.part")
app.debug("seen")
app.error("twice")
app.info("x hidden")
logging.warning("too low")
logging.error("root")
print(logging.getHandlerNames() == {"console", "buffered", "zconsole"}, logging.getHandlerByName("console"))
for config in ({}, {"version": 2}, {"version": 1, "handlers": {"h": {"class": "nope.Nope"}}}, {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f"}}},
               {"version": 1, "root": {"handlers": ["nope"]}}, {"version": 1, "root": {"level": "NOPE"}}, {"version": 1, "formatters": {"f": {"format": "no field"}}},
               {"version": 1, "incremental": True, "handlers": {"q": {"level": "INFO"}}}, {"version": 1, "filters": {"f": {"()": "os.nope"}}}):
    attempt(lambda: logging.config.dictConfig(config))
with open("log.ini", "w") as file:
    file.write("[loggers]\nkeys=root,lib\n[handlers]\nkeys=out\n[formatters]\nkeys=short\n[logger_root]\nlevel=WARNING\nhandlers=out\n"
               "[logger_lib]\nlevel=DEBUG\nhandlers=\nqualname=lib\n[handler_out]\nclass=StreamHandler\nargs=(sys.stdout,)\nformatter=short\n"
               "[formatter_short]\nformat=%(levelname).1s %(message)s\n")
logging.config.fileConfig("log.ini")
logging.getLogger("lib").debug("from a file")
print(app.disabled)
attempt(lambda: logging.config.fileConfig("missing.ini"))
attempt(lambda: logging.config.valid_ident("not valid"))
