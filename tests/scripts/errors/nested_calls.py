def inner(x):
    return x / 0


def middle(x):
    y = [inner(i) for i in (x,)]
    return y


class K:
    def method(self, *, key):
        return middle(key)


print("before", flush=True)
K().method(key=5)
print("never")
