"""Object-oriented filesystem paths."""

from ._abc import UnsupportedOperation
from ._local import Path, PosixPath, PurePath, PurePosixPath, PureWindowsPath, WindowsPath

__all__ = ['UnsupportedOperation', 'PurePath', 'PurePosixPath', 'PureWindowsPath', 'Path', 'PosixPath',
           'WindowsPath']
