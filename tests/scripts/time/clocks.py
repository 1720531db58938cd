"""time: clocks, gmtime, struct_time, sleep, errors."""
import pickle
import time


def show(label, f, *a):
    try:
        print(label, f(*a))
    except Exception as e:
        print(label, type(e).__name__, e)


for v in (0, -1, 1.5, -1.5, 10**11, 2**63, 2**62, 1e30, float("nan"), "x", 951782400, 4107542399, True, -62135596801, -10**12, 1709164800, 1735689599):
    show(f"gmtime {v}", time.gmtime, v)
for v in (-1, "x", 1e30, 2**70, float("nan"), 2**62, -0.5, 0, 0.0, None):
    show(f"sleep {v}", time.sleep, v)
for v in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "x", None):
    show(f"info {v}", time.get_clock_info, v)
for p in range(6):
    print(pickle.dumps(time.gmtime(0), p))
t = pickle.loads(pickle.dumps(time.gmtime(5)))
print(t == time.gmtime(5), type(t), t.tm_zone, t.tm_gmtoff, len(t), t[:3], t.n_fields, t.n_sequence_fields)
show("gmtime two", time.gmtime, 1, 2)
show("sleep none", time.sleep)
show("time one", time.time, 1)
show("struct", time.struct_time, (1,) * 9)
show("struct few", time.struct_time, (1,) * 5)
show("struct 11", lambda: time.struct_time(range(11)).tm_gmtoff)
for float_clock, int_clock in [("time", "time_ns"), ("monotonic", "monotonic_ns"), ("perf_counter", "perf_counter_ns"), ("process_time", "process_time_ns"), ("thread_time", "thread_time_ns")]:
    a = getattr(time, float_clock)()
    b = getattr(time, int_clock)()
    print(float_clock, type(a).__name__, type(b).__name__, abs(b / 1e9 - a) < 1, getattr(time, float_clock).__text_signature__)
start = time.monotonic()
time.sleep(0.02)
print(0.02 <= time.monotonic() - start < 5, time.gmtime().tm_year >= 2024, time.gmtime(None).tm_year >= 2024)
