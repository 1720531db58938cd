"""Every opcode byte alone, and on small stacks."""
import pickle

STACKS = [b"", b"N", b"NN", b"(", b"(N", b"((", b"]N", b"}NN", b"](N", b"}(NN", b"}(N", b"\x8f(N", b"cbuiltins\nint\n)", b"cbuiltins\nlist\nN", b"I1\nI2\n"]
for op in range(256):
    if bytes([op]) in b"c\x93i":
        continue
    for stack in STACKS:
        try:
            value = pickle.loads(stack + bytes([op]) + b"\x00\x00\x00\x00\x00\x00\x00\x00.")
            result = repr(value)
        except Exception as e:
            result = f"{type(e).__name__}: {e}"
        print(op, stack, result)
