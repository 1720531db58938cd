"""Every public name of the library's modules is there, or listed in tests/library/missing.txt."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "library"))
import names

for line in names.complaints():
    print(line)
print("compared", len(names.golden()), "modules")
