# helper
"""What the surveys of the library's pickles share: `survey(label, object)` shows an object's pickles in all protocols
and what they load as. The golden is CPython's, so equal output says that either side loads what the other writes."""

import hashlib
import os
import pickle
import re

counts = {"objects": 0, "pickles": 0, "refusals": 0}
FULL = os.environ.get("SURVEY") == "full"


def told(error):
    return f"{type(error).__name__}: {error}"


def describe(value):
    state = getattr(value, "__dict__", None)
    if isinstance(state, dict):
        state = {name: part for name, part in state.items() if name != "__doc__"}
    shown = repr(value)
    if isinstance(state, dict) and state and not isinstance(value, type) and repr(state) not in shown:
        shown = f"{shown} {state!r}"
    return re.sub(r" at 0x\w+", "", shown)


def survey(label, value, describe=describe):
    """One line: the pickle in protocol 4, a digest of those in all six, what each loads as where they differ."""
    counts["objects"] += 1
    digest, shown, written, loaded = hashlib.sha256(), "", {}, {}
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            data = pickle.dumps(value, protocol)
        except Exception as error:
            counts["refusals"] += 1
            written.setdefault(told(error), []).append(protocol)
            continue
        counts["pickles"] += 1
        digest.update(data)
        if FULL:
            print(label, protocol, data)
        if protocol == 4:
            shown = data.hex() if len(data) <= 120 else f"{len(data)} bytes"
        try:
            result = str(describe(pickle.loads(data)))
        except Exception as error:
            result = told(error)
        loaded.setdefault(result, []).append(protocol)
    print(f"{label}: {shown} {digest.hexdigest()[:16]}")
    for kind, results in (("refused", written), ("loads", loaded)):
        for result, protocols in results.items():
            which = "" if len(protocols) == 6 else f" in {protocols}"
            print(f"    {kind}{which}: {result}")


def done():
    print(*(f"{count} {what}" for what, count in counts.items()), sep=", ")
