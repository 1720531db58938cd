"""Streams."""

from _io import DEFAULT_BUFFER_SIZE, BytesIO, StringIO, open

__all__ = ["open", "BytesIO", "StringIO", "DEFAULT_BUFFER_SIZE"]

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
