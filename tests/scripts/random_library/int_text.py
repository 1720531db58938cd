"""Integers: text in all bases and back, arithmetic of all sizes, bits and bytes."""

from random_cases import attempt, main


def literal(r):
    text = r.pick("", "-", "+") + r.pick("", "0x", "0b", "0o", "0X", "00", "0") + r.text(r.pick(3, 20, 60), r.pick("0123456789", "01", "0123456789abcdefABCDEFzZ", "01234567_", "\u0660\u0661\uff11"))
    return r.pick(" ", "\n", "") + text + r.pick("", "_", " ", "L") if r.maybe(0.2) else text


def lines(r):
    for _ in range(80):
        n, m = r.integer(), r.integer()
        yield f"{n} {n:x} {n:#b} {n:o} {n:,} {n:_X} {hash(n)} {n.bit_length()} {n.bit_count()} {n == int(str(n))}"
        yield f"{n + m} {n - m} {n * m} {attempt(lambda: n // m)} {attempt(lambda: n % m)} {attempt(divmod, n, m)} {n & m} {n | m} {n ^ m} {~n}"
        shift = r.randrange(-2, 130)
        yield f"{attempt(lambda: n << shift)} {attempt(lambda: n >> shift)} {attempt(pow, n, abs(m) % 40)} {attempt(pow, n, m, r.integer())} {attempt(lambda: n / m)} {attempt(round, n, r.randrange(-30, 3))}"
        size, order, signed = r.randrange(20), r.pick("little", "big"), r.maybe()
        yield f"{attempt(n.to_bytes, size, order, signed=signed)} {int.from_bytes(r.randbytes(r.below(20)), order, signed=signed)}"
        text, base = literal(r), r.pick(0, 2, 8, 10, 16, 36, r.randrange(-1, 40))
        yield f"{text!r} {attempt(int, text)} {base} {attempt(int, text, base)} {attempt(int, text.encode(), base)}"
        yield f"{n < m} {n <= m} {n == m} {attempt(lambda: n if n.__index__() else m)} {attempt(float, n)} {n.as_integer_ratio()} {attempt(int, r.real())} {bin(n)} {oct(m)} {hex(n)}"
    for _ in range(6):
        n, m = r.integer(r.pick(1000, 3000, 9000)), r.integer(r.pick(64, 1000, 5000))
        yield f"{hash(n * m)} {hash(str(n))} {attempt(lambda: hash(divmod(n, m)))} {int(str(n)) == n} {hash(n & m)} {hash(n << 1001)} {attempt(pow, n, 5, m)}"
        yield f"{int(hex(n), 16) == n} {hash(f'{n:,}')} {n // 10**200} {attempt(lambda: n / m)}"


if __name__ == "__main__":
    main(lines)
