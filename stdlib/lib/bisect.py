"""Binary search in sorted lists: `_bisect` under its public names (mirrors Lib/bisect.py)."""
from _bisect import *

bisect = bisect_right
insort = insort_right
