# attrs: classes, slots, validators, pickles.
import os
import pickle
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
import attr
from attrs import asdict, define, evolve, field, frozen


@define
class Point:
    x: int = field(validator=attr.validators.instance_of(int))
    y: int = 2
    rest: list = field(factory=list, repr=False)


@frozen(order=True)
class Version:
    major: int
    minor: int = 0


@attr.s(auto_attribs=True)
class Old:
    a: int
    b: str = attr.ib(default="b", converter=str)


print(Point(1), asdict(Point(1, 3)), evolve(Point(1), y=5), Point(1) == Point(1))
print(Version(1) < Version(1, 2), hash(Version(1)) == hash(Version(1)), Old(1, 2))
for make in (lambda: Point("a"), lambda: Version(), lambda: setattr(Version(1), "major", 2)):
    try:
        make()
    except Exception as error:
        print(type(error).__name__, str(error)[:60])
for thing in (Point(1, 2, [3]), Version(4, 5), Old(6)):
    for protocol in range(2, 6):
        data = pickle.dumps(thing, protocol)
        print(data, pickle.loads(data) == thing)
