"""Attributes of types that are kept, and those made anew."""
class K:
    """doc"""


print(K.__dict__ is K.__dict__, K.__mro__ is K.__mro__, K.__bases__ is K.__bases__, K.__doc__ is K.__doc__, K.__subclasses__() is K.__subclasses__(), K.__name__ is K.__name__, K.__annotations__ is K.__annotations__, list[int] is list[int], (int | str) is (int | str), int.__dict__ == int.__dict__)
