"""s[:] and str(s) hand back s; a subclass is copied."""
class S(str):
    pass


s, t = "".join(["some", "text"]), S("sub")
print(s[:] is s, s[0:] is s, s[::1] is s, s[0:99] is s, str(s) is s, s[::-1][::-1] is s)
print(t[:] is t, str(t) is t, type(t[:]).__name__, type(str(t)).__name__)
