"""Every empty tuple is one object."""
pair = (1, 2)
print([made is tuple() for made in (pair[:0], pair[9:], tuple([]), tuple(""), pair * 0, (lambda *a: a)(), tuple(iter([])), ().__getitem__(slice(None)), ValueError().args)])
