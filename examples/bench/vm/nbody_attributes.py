"""n-body over instances with float attributes."""


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx, vy, vz
        self.mass = mass


def advance(bodies, dt, steps):
    for _ in range(steps):
        for i, a in enumerate(bodies):
            for b in bodies[i + 1 :]:
                dx = a.x - b.x
                dy = a.y - b.y
                dz = a.z - b.z
                mag = dt / ((dx * dx + dy * dy + dz * dz) ** 1.5)
                am = a.mass * mag
                bm = b.mass * mag
                a.vx -= dx * bm
                a.vy -= dy * bm
                a.vz -= dz * bm
                b.vx += dx * am
                b.vy += dy * am
                b.vz += dz * am
        for body in bodies:
            body.x += dt * body.vx
            body.y += dt * body.vy
            body.z += dt * body.vz


def main():
    bodies = [
        Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.4),
        Body(4.84, -1.16, -0.10, 0.6, 2.8, -0.02, 0.037),
        Body(8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011),
        Body(12.8, -15.1, -0.22, 1.08, 0.86, -0.01, 0.0017),
        Body(15.3, -25.9, 0.179, 0.97, 0.59, -0.03, 0.002),
    ]
    advance(bodies, 0.01, 2000)
    return bodies[0].x
