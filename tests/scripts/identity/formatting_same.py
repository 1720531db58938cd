"""Formatting one str without a spec hands it back."""
text = "".join(["form", "at"])
print(f"{text}" is text, f"{text!s}" is text, "%s" % text is text, "{}".format(text) is text, format(text) is text, format(text, "") is text, str(text) is text, "".join([text]) is text, "%s" % (text,) is text, f"{text:s}" is text, f"{text:}" is text)
