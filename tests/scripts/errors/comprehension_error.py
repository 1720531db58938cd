def half(x):
    return 1 / x


print([half(x) for x in (1, 2)])
print({x: half(x) for x in (1, 0)})
