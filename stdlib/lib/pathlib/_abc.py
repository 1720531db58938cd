"""What a path cannot do."""

__all__ = ['UnsupportedOperation']


class UnsupportedOperation(NotImplementedError):
    """What a path cannot do, on this system at least."""
    pass
