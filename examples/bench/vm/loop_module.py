"""A loop at module level: every name is a global."""
SOURCE = compile(
    "total = 0\n"
    "for i in range(300000):\n"
    "    if i % 3 == 0:\n"
    "        total += i\n"
    "    else:\n"
    "        total -= 1\n",
    "module_loop",
    "exec",
)


def main():
    names = {}
    exec(SOURCE, names)
    return names["total"]
