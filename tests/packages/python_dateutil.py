# python-dateutil: relative deltas, rules, parsing, zones and their pickles.
import os
import pickle
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
from datetime import datetime

from dateutil import easter, relativedelta, rrule
from dateutil.parser import isoparse, parse
from dateutil.tz import gettz, tzoffset, tzutc

print(datetime(2024, 1, 31) + relativedelta.relativedelta(months=1, weekday=relativedelta.FR(1)), easter.easter(2025))
print(list(rrule.rrule(rrule.WEEKLY, count=3, dtstart=datetime(2024, 1, 1))))
print(parse("3 March 2021 5:06pm"), parse("2021-03-04T05:06:07+02:00"), isoparse("2021-W05-3"), tzutc(), tzoffset("x", 3600))
for thing in (relativedelta.relativedelta(days=3), tzutc(), tzoffset("x", 3600), datetime(2020, 1, 2, tzinfo=tzutc())):
    for protocol in range(2, 6):
        print(pickle.dumps(thing, protocol), pickle.loads(pickle.dumps(thing, protocol)) == thing)
