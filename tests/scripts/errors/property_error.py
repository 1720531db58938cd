class K:
    @property
    def p(self):
        return self._hidden

    def __repr__(self):
        return f"K({self.p})"


print([K()])
