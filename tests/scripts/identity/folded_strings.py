"""Constant folding and interning."""
def f():
    return "ab" + "cd", "ab" * 3, "a b" + "c", "abcd", "ababab", "a bc", "x" * 21, "x" * 21


r = f()
print(r[0] is r[3], r[1] is r[4], r[2] is r[5], r[6] is r[7])
