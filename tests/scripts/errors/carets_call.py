def g(x):
    raise TypeError("from g")


def f():
    return print(g(1), g(
        2,
        3,
    ))


f()
