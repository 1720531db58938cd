sorted([3, 1, 2], key=lambda v: v.name)
