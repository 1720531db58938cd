"""INST and OBJ, copy_reg._reconstructor, __getinitargs__ style streams."""
import pickle


class K:
    def __init__(self, *args):
        self.args = args


class NoArgs:
    pass


for data in (b"(i__main__\nK\n.", b"(I1\nI2\ni__main__\nK\n.", b"(c__main__\nK\no.", b"(c__main__\nK\nI1\no.", b"(i__main__\nNoArgs\np0\n(dp1\nS'a'\nI1\nsb.", b"(i__main__\nK\n(dS'x'\nI1\nsb.",
             b"(I1\ni__main__\nNoArgs\n.", b"ccopy_reg\n_reconstructor\n(c__main__\nK\nc__builtin__\nobject\nNtR(dS'x'\nI1\nsb.", b"ccopy_reg\n_reconstructor\n(c__main__\nK\nc__builtin__\nint\nI5\ntR."):
    try:
        o = pickle.loads(data)
        print(data, type(o).__name__, sorted(vars(o).items()))
    except Exception as e:
        print(data, type(e).__name__, e)
