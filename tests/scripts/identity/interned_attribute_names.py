"""The name in the instance dict is the interned one."""
import sys

made = "".join(["dyn", "_attr"])


class C:
    pass


c = C()
setattr(c, made, 1)
name = next(iter(vars(c)))
print(name is made, name is sys.intern("dyn" + "_attr"))
c.__dict__["".join(["by", "_item"])] = 1
name = list(vars(c))[1]
print(name is sys.intern("by_item"))
d = C()
d.dyn_attr = 2
print(next(iter(vars(d))) is next(iter(vars(c))))
