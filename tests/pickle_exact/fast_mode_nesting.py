"""Fast mode counts frozensets as nesting that never ends, over all dumps of a pickler."""
import io, pickle

def attempt(label, action):
    try:
        print(label, action())
    except Exception as e:
        print(label, type(e).__name__, str(e).partition(" at 0x")[0])

def pickler(protocol):
    p = pickle.Pickler(io.BytesIO(), protocol)
    p.fast = True
    return p

for protocol in (0, 2, 3, 4, 5):
    f = frozenset([1])
    for n in (0, 1, 47, 48, 49, 50, 60):
        sets = [frozenset([i]) for i in range(n)]
        p = pickler(protocol)
        attempt(f"{protocol} {n} then twice", lambda: p.dump((*sets, f, f)))
        attempt(f"{protocol} {n} again", lambda: p.dump((f, f)))
        attempt(f"{protocol} {n} third", lambda: p.dump((f,)))
        p.clear_memo()
        attempt(f"{protocol} {n} cleared", lambda: p.dump((f,)))
        l = []
        attempt(f"{protocol} {n} list", lambda: p.dump((l, l)))
        l = [[]]
        l.append(l)
        attempt(f"{protocol} {n} cycle", lambda: p.dump(l))
        attempt(f"{protocol} {n} after", lambda: p.dump((f, [])))
        p.fast = False
        attempt(f"{protocol} {n} slow", lambda: p.dump((f, f)))
        p.fast = True
        attempt(f"{protocol} {n} fast", lambda: p.dump((f, f)))
        p.__init__(io.BytesIO(), protocol)
        p.fast = True
        attempt(f"{protocol} {n} reinit", lambda: p.dump((f, f)))
    p = pickler(protocol)
    for i in range(60):
        try:
            p.dump([f, i, object])
        except Exception as e:
            print(protocol, i, type(e).__name__)
            break
    p = pickler(protocol)
    for i in range(60):
        try:
            p.dump([{1, 2}, {"k": i}])
        except Exception as e:
            print(protocol, i, type(e).__name__)
            break

class Bad:
    def __reduce__(self):
        raise KeyError("bad")

p = pickler(4)
for i in range(120):
    try:
        p.dump([[Bad()]])
    except KeyError:
        pass
    except Exception as e:
        print("errors", i, type(e).__name__)
        break
l = []
attempt("list twice after errors", lambda: p.dump((l, l)))
x = []
for i in range(60):
    x = [x]
attempt("deep", lambda: p.dump(x))
attempt("deep again", lambda: p.dump(x))
x = frozenset([(1, 2)])
for i in range(60):
    x = frozenset([x])
attempt("deep frozensets", lambda: p.dump(x))
attempt("deep frozensets again", lambda: p.dump(x))
