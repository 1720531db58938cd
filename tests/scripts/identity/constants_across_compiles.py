"""Only identifier-like strings are shared between two compilations."""
source = "made = ('identifier_x', 'not ident x', (7, 8), b'bx')"
one, two = {}, {}
exec(source, one)
exec(source, two)
print([a is b for a, b in zip(one["made"], two["made"])])
