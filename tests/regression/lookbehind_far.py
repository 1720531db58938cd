# A lookbehind that reaches before the beginning is refused without walking there, at every start anew.
import re

text = "x" * 300_000
print(re.search(r"(?<=((.{64}){64}){64})", text).span())
print(re.search(r"(?<!((.{64}){64}){64})", text).span())
wide = "é" * 30_000
print(re.search(r"(?<=.{20000}).", wide).span())
print(re.search(rb"(?<=(?:.{100}){100}).", wide.encode()).span())
