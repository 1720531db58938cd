"""Building, joining, splitting and searching strings."""


def main():
    parts = []
    for i in range(30000):
        parts.append(f"{i}:{i * 2:>6}")
    text = ",".join(parts)
    total = 0
    for piece in text.split(","):
        name, value = piece.split(":")
        total += len(name) + len(value.strip())
    grown = ""
    for i in range(30000):
        grown += "x"
    return total + len(grown) + text.count("1") + len(text.upper().replace("1", "one"))
