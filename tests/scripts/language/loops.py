for i in range(3):
    for j in range(3):
        if j == 1:
            break
    else:
        print("no break")
    if i == 1:
        continue
    print(i, j)
else:
    print("for else")
n = 3
while n:
    n -= 1
    if n == 1:
        continue
    print("n", n)
else:
    print("while else", n)
while True:
    break
else:
    print("never")
for x in "ab", "cd":
    print(x)
for x, *y in [(1, 2, 3), "xy"]:
    print(x, y)
for i in range(2): print(i); print("same line")
for i in []:
    pass
else:
    print("empty", i)
l = [1, 2]
for l[0] in (5, 6):
    pass
print(l)
for i in range(3):
    i = 10
print(i)


def first(it):
    for v in it:
        return v
    else:
        return "none"


print(first([]), first([7]))
for i in (j for j in range(10) if j % 2):
    if i > 5:
        break
print(i)
for i in *range(2), *"z":
    print(i)
r = range(3)
for i in r:
    r = None
    print(i)
if 0:
    pass
elif 1:
    print("elif")
else:
    print("else")
print("yes" if not 0 else "no", [1, 2][not 0], 1 if 0 else 2 if 0 else 3)
pass; pass
