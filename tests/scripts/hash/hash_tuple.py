"""Hashes of tuple values under PYTHONHASHSEED=0."""
for v in ((), (0,), (1,), (1, 2), (2, 1), ((),), ((1, 2), 3), ("a", "b"), (1.5, None is None), tuple(range(10)), (-1,), (-1, -2), ((((1,),),),)):
    print("tuple", v, hash(v))
