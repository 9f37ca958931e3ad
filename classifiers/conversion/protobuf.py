"""Writes protocol buffers: the five shapes of fields that an ONNX file needs.

An ONNX file is such a message; writing it takes less code than the package `onnx` takes lines to
install. Nothing depends on a version of anything, so the same model is always the same bytes.
"""

import struct

from numpy import float32
from numpy.typing import NDArray


def number(field: int, value: int) -> bytes:
    """Return a field that holds a whole number from 0 on."""
    return _varint(field << 3) + _varint(value)


def block(field: int, value: bytes) -> bytes:
    """Return a field that holds bytes or another message."""
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def text(field: int, value: str) -> bytes:
    """Return a field that holds a text."""
    return block(field, value.encode())


def real(field: int, value: float) -> bytes:
    """Return a field that holds a number of four bytes."""
    return _varint(field << 3 | 5) + struct.pack("<f", value)


def reals(field: int, values: NDArray[float32]) -> bytes:
    """Return a field that holds many numbers of four bytes, in the order of their last axis."""
    return block(field, values.astype("<f4").tobytes())


def _varint(value: int) -> bytes:
    groups = []
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    return bytes([*groups, value])
