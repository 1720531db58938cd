class M:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        raise KeyError("exit failed")


with M():
    raise ValueError("body failed")
