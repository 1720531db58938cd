"""str() of a number is a new object each time, digits below ten excepted."""
for n in (0, 9, 10, 123, -1):
    print(n, str(n) is str(n), repr(n) is repr(n), f"{n}" is f"{n}", "%d" % n is "%d" % n)
print(str(1.5) is str(1.5), str(None) is str(None), str(True) is str(True))
