def a(n):
    b(n)


def b(n):
    if n:
        a(n - 1)
    else:
        raise KeyError("end")


a(5)
