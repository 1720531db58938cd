"""In which order the hooks of an object are asked."""
import copyreg
import io
import pickle

LOG = []


class Meta(type):
    def __getattribute__(cls, name):
        LOG.append(("meta", name))
        return type.__getattribute__(cls, name)


class Traced:
    def __init__(self):
        self.v = 1

    def __getattribute__(self, name):
        LOG.append(name)
        return object.__getattribute__(self, name)


class Both(metaclass=Meta):
    pass


class P(pickle.Pickler):
    def persistent_id(self, obj):
        LOG.append(("persistent_id", type(obj).__name__))

    def reducer_override(self, obj):
        LOG.append(("reducer_override", type(obj).__name__))
        return NotImplemented


t = Traced()
b = Both()
for protocol in range(6):
    LOG.clear()
    pickle.dumps(t, protocol)
    print(protocol, LOG)
    LOG.clear()
    pickle.dumps(b, protocol)
    print(protocol, LOG)
    LOG.clear()
    P(io.BytesIO(), protocol).dump([Traced(), 5, "s", len, (1,), {2: b"b"}])
    print(protocol, LOG)
    data = pickle.dumps(t, protocol)
    LOG.clear()
    pickle.loads(data)
    print(protocol, LOG)
