"""__name__ and __qualname__ of classes and functions."""
class K:
    class Inner:
        pass

    def m(self):
        pass


def f():
    pass


print(K.__name__ is K.__qualname__, K.__name__ is K.__name__, f.__name__ is f.__qualname__, f.__name__ is f.__code__.co_name, K.m.__qualname__ is K.m.__qualname__, K.m.__name__ is K.m.__code__.co_name, K.Inner.__qualname__ is K.Inner.__qualname__, int.__name__ is int.__name__, len.__name__ is len.__name__, len.__qualname__ is len.__qualname__, str.join.__name__ is str.join.__name__)
