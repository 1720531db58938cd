"""n-body over lists of floats."""


def advance(bodies, dt, steps):
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1 :]]
    for _ in range(steps):
        for (p1, v1, m1), (p2, v2, m2) in pairs:
            dx = p1[0] - p2[0]
            dy = p1[1] - p2[1]
            dz = p1[2] - p2[2]
            mag = dt * ((dx * dx + dy * dy + dz * dz) ** (-1.5))
            b1m = m1 * mag
            b2m = m2 * mag
            v1[0] -= dx * b2m
            v1[1] -= dy * b2m
            v1[2] -= dz * b2m
            v2[0] += dx * b1m
            v2[1] += dy * b1m
            v2[2] += dz * b1m
        for r, (vx, vy, vz), _m in bodies:
            r[0] += dt * vx
            r[1] += dt * vy
            r[2] += dt * vz


def main():
    bodies = [
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 39.4),
        ([4.84, -1.16, -0.10], [0.6, 2.8, -0.02], 0.037),
        ([8.34, 4.12, -0.4], [-1.01, 1.82, 0.008], 0.011),
        ([12.8, -15.1, -0.22], [1.08, 0.86, -0.01], 0.0017),
        ([15.3, -25.9, 0.179], [0.97, 0.59, -0.03], 0.002),
    ]
    advance(bodies, 0.01, 2000)
    return bodies[0][0][0]
