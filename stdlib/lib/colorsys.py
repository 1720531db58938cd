"""Conversion functions between RGB and other color systems (mirrors Lib/colorsys.py)."""

__all__ = ["rgb_to_yiq", "yiq_to_rgb", "rgb_to_hls", "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb"]

ONE_THIRD = 1.0 / 3.0
ONE_SIXTH = 1.0 / 6.0
TWO_THIRD = 2.0 / 3.0


def rgb_to_yiq(r, g, b):
    y = 0.30 * r + 0.59 * g + 0.11 * b
    red, blue = r - y, b - y
    return y, 0.74 * red - 0.27 * blue, 0.48 * red + 0.41 * blue


def yiq_to_rgb(y, i, q):
    r = y + 0.9468822170900693 * i + 0.6235565819861433 * q
    g = y - 0.27478764629897834 * i - 0.6356910791873801 * q
    b = y - 1.1085450346420322 * i + 1.7090069284064666 * q
    return tuple(min(max(part, 0.0), 1.0) for part in (r, g, b))


def _hue(r, g, b, least, most):
    """The place on the circle of colours, from how far each part is from the strongest."""
    spread = most - least
    rc, gc, bc = (most - r) / spread, (most - g) / spread, (most - b) / spread
    if r == most:
        hue = bc - gc
    elif g == most:
        hue = 2.0 + rc - bc
    else:
        hue = 4.0 + gc - rc
    return (hue / 6.0) % 1.0


def rgb_to_hls(r, g, b):
    most, least = max(r, g, b), min(r, g, b)
    total, spread = most + least, most - least
    light = total / 2.0
    if least == most:
        return 0.0, light, 0.0
    if light <= 0.5:
        saturation = spread / total
    else:
        saturation = spread / (2.0 - most - least)
    return _hue(r, g, b, least, most), light, saturation


def hls_to_rgb(h, l, s):
    if s == 0.0:
        return l, l, l
    high = l + s - (l * s) if l > 0.5 else l * (1.0 + s)
    low = 2.0 * l - high
    return tuple(_v(low, high, h + shift) for shift in (ONE_THIRD, 0.0, -ONE_THIRD))


def _v(m1, m2, hue):
    """A colour's part: it rises for a sixth of the circle, stays for a third, and falls again."""
    hue %= 1.0
    if hue >= TWO_THIRD:
        return m1
    if ONE_SIXTH <= hue < 0.5:
        return m2
    part = hue if hue < ONE_SIXTH else TWO_THIRD - hue
    return m1 + (m2 - m1) * part * 6.0


def rgb_to_hsv(r, g, b):
    most, least = max(r, g, b), min(r, g, b)
    if least == most:
        return 0.0, 0.0, most
    return _hue(r, g, b, least, most), (most - least) / most, most


def hsv_to_rgb(h, s, v):
    if s == 0.0:
        return v, v, v
    i = int(h * 6.0)
    f = (h * 6.0) - i
    p, q, t = v * (1.0 - s), v * (1.0 - s * f), v * (1.0 - s * (1.0 - f))
    return ((v, t, p), (q, v, p), (p, v, t), (p, q, v), (t, p, v), (v, p, q))[i % 6]
