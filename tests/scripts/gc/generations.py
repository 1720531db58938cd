# Three generations: which one objects are in, what counts, what is due.
import gc


def where(obj):
    return [n for n in range(3) if any(o is obj for o in gc.get_objects(n))]


gc.disable()
gc.collect()
print("# growing old")
kept = [["kept"]]
print(where(kept), where(kept[0]))
gc.collect(0)
print(where(kept), where(kept[0]))
gc.collect(0)
print(where(kept))
gc.collect(1)
print(where(kept))
other = {1: []}
gc.collect(1)
print(where(other), where(other[1]), where(kept))
third = [[]]
gc.collect()
print(where(third))

print("# counts")
gc.collect()
print(gc.get_count()[1:])
for generation in (0, 0, 1, 0, 1, 2):
    gc.collect(generation)
    print(generation, gc.get_count()[1:])
before = gc.get_count()[0]
new = [[] for _ in range(500)]
print(490 < gc.get_count()[0] - before < 520)
gc.collect(0)
print(gc.get_count()[0] < 20)
del new
print(gc.get_count()[0] < 100)
before = gc.get_count()[0]
plain = [object() for _ in range(500)] + [range(i) for i in range(500)] + [3.5, "a", b"b"]
print(gc.get_count()[0] - before < 20)

print("# freezing")
fresh = [[]]
gc.freeze()
print(where(fresh), gc.get_count()[1:], any(o is fresh for o in gc.get_objects()), gc.get_freeze_count() > 100)
ring = []
ring.append(ring)
gc.freeze()
del ring
print(gc.collect())
gc.unfreeze()
print(where(fresh), gc.get_freeze_count(), gc.collect())

print("# statistics")
gc.collect()
stats = gc.get_stats()
for generation in (0, 1, 1, 2):
    ring = []
    ring.append(ring)
    del ring
    print(gc.collect(generation))
for old, new in zip(stats, gc.get_stats()):
    print({key: new[key] - old[key] for key in new})

print("# automatic")
log = []


def note(phase, info):
    if phase == "start":
        log.append(info["generation"])


gc.callbacks.append(note)
kept = []
gc.collect()
log.clear()
gc.set_threshold(200, 3, 1000)
gc.enable()
for i in range(4000):
    kept.append([])
gc.disable()
gc.callbacks.clear()
print(18 <= len(log) <= 20, log[:12])
gc.set_threshold(0)
gc.enable()
gc.callbacks.append(note)
log.clear()
for i in range(9000):
    kept.append([])
print(log)
gc.callbacks.clear()

print("# young garbage only")
gc.disable()
gc.set_threshold(2000, 10, 10)


class Node:
    pass


def ring():
    a, b = Node(), Node()
    a.b, b.a = b, a
    return a


old = ring()
gc.collect()
del old
ring()
print(gc.collect(0), gc.collect(1), gc.collect(2))

print("# arguments")
for args in [(3,), (-1,), ("a",), (1.5,), (True,), (1, 2)]:
    try:
        print(gc.collect(*args))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
for arg in (-1, None, 0):
    print(type(gc.get_objects(arg)).__name__)
for arg in (3, -2, "a", 1.5):
    try:
        print(len(gc.get_objects(arg)))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
