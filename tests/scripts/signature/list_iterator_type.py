kind = type(iter([]))
for name in sorted(vars(kind)):
    member = vars(kind)[name]
    if name == "__sizeof__" or not hasattr(member, "__name__") or isinstance(member, type):
        continue
    member = getattr(member, "__func__", member)
    owner = getattr(getattr(member, "__objclass__", None), "__name__", None)
    print(name, type(member).__name__, member.__name__, member.__qualname__, owner, getattr(member, "__text_signature__", None))
