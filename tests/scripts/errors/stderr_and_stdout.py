import sys

print("to stdout")
print("to stderr", file=sys.stderr)
sys.stderr.write("more \u4e2d \ud800\n")
