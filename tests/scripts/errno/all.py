"""errno: every name and number."""
import errno

print(errno.errorcode)
print({n: getattr(errno, n) for n in sorted(vars(errno)) if n[0] == "E"})
print(errno.__doc__)
