x = 5
result = (
    x
    + 1
    + "abc"
    + len([1, 2])
)
