import traceback


def show(f):
    try:
        f()
    except Exception as e:
        print(traceback.format_exception(e)[-1].strip())


length_of_thing = 5


def local():
    my_variable = 1
    return my_varible


class K:
    attribute = 1

    def __init__(self):
        self.instance_value = 2

    def m(self):
        return attribute

    def n(self):
        return instance_value


def imp():
    from math import sqr


def imp2():
    from collections import namedtupel


def imp3():
    import colections


def imp4():
    from os import nothing_like_this_at_all


show(lambda: lenght_of_thing)
show(lambda: pritn)
show(local)
show(lambda: K.atribute)
show(lambda: K().instance_valeu)
show(K().m)
show(K().n)
show(imp)
show(imp2)
show(imp3)
show(imp4)
show(lambda: [].apend)
show(lambda: "".uper)
show(lambda: (1).bit_lenght)
show(lambda: None.x)
show(lambda: zzzzzzz)
show(lambda: x)
show(lambda: sys.path)
show(lambda: math)
show(lambda: True_)
show(lambda: prinT)
show(lambda: rangee)
show(lambda: dict().keyz)
show(lambda: traceback.format_exec)
show(lambda: K().zz)
show(lambda: sorted([1], revrese=True))
show(lambda: print(1, ned=""))
show(lambda: "".split(maxsplt=1))
show(lambda: int("1", bse=3))


def kw(*, keyword_argument=1, other=2):
    pass


show(lambda: kw(keyword_argumnt=1))
show(lambda: kw(zzz=1))
show(lambda: kw(othr=1))


class Slots:
    __slots__ = ("slot_name",)


show(lambda: Slots().slot_nam)
show(lambda: setattr(Slots(), "slot_nmae", 1))
