"""Files that nobody closes: the ResourceWarning names the outermost layer, once, and only for descriptors that are ours."""
import gc
import io
import os
import warnings


class Own(io.FileIO):
    pass


def told(make):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        make()
        gc.collect()
    for w in caught:
        print(w.category.__name__, w.message, type(w.source).__name__)
    print("--", len(caught))


def layers():
    raw = io.FileIO("/dev/null")
    buffer = io.BufferedReader(raw)
    text = io.TextIOWrapper(buffer)
    assert text.buffer.raw is raw


def cycle():
    held = [open("/dev/null")]
    held.append(held)


def closed():
    with open("/dev/null"):
        pass
    file = open("/dev/null")
    file.close()


def borrowed():
    fd = os.open("/dev/null", 0)
    open(fd, closefd=False)
    os.close(fd)


for mode, buffering in [("r", -1), ("rb", -1), ("rb", 0), ("w", -1), ("r+b", -1), ("wb", 0)]:
    told(lambda: open("/dev/null", mode, buffering))
told(lambda: Own("/dev/null"))
told(layers)
told(closed)
told(borrowed)
told(lambda: io.TextIOWrapper(io.BytesIO()))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    cycle()
    gc.collect()
    print(len(caught) >= 1, {w.category.__name__ for w in caught})
