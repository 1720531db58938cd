"""Pieces cut from a text are new unless they are all of it."""
text = "".join(["one", "word"])
print(text.split()[0] is text, text.split(",")[0] is text, text.partition(",")[0] is text, text.rpartition(",")[2] is text, text.splitlines()[0] is text, text.rsplit()[0] is text, text.strip() is text)
two = "aa bb aa"
parts = two.split()
print(parts[0] is parts[2], "a b a".split()[0] is "a b a".split()[2])
