def f():
    try:
        {}["missing"]
    except KeyError as e:
        print("handled", e)
        raise


def g():
    try:
        f()
    except KeyError as e:
        raise e


g()
