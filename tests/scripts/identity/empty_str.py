"""Every empty str is one object."""
text = "text"
print([made is str() for made in (text[:0], text[9:], "".join([]), text.strip("ext"), text * 0, "".lower(), text.replace("text", ""), b"".decode(), format(str()), f"{str()}", text.partition("z")[1], ",".split(",")[0])])
