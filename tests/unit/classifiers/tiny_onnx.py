"""A whole ONNX model in a few bytes, written by hand: it averages each colour and mixes the three.

The format is protocol buffers; the field numbers are those of onnx.proto. No package is needed.
"""

import struct
from collections.abc import Sequence

_FLOAT = 1


def tiny_model(mix: Sequence[Sequence[float]], *, channels_first: bool = True) -> bytes:
    """Return a model whose output is the colours' averages times `mix`, three rows of numbers."""
    outputs = len(mix[0])
    axes = (2, 3) if channels_first else (1, 2)
    shape: Sequence[int | str] = ("n", 3, "h", "w") if channels_first else ("n", "h", "w", 3)
    reduce = _node(["picture"], "means", "ReduceMean", _ints("axes", axes) + _int("keepdims", 0))
    multiply = _node(["means", "mix"], "scores", "MatMul", b"")
    weights = (
        b"".join(_number(1, side) for side in (3, outputs))
        + _number(2, _FLOAT)
        + _bytes(8, b"mix")
        + _bytes(9, b"".join(struct.pack("<f", value) for row in mix for value in row))
    )
    graph = (
        _bytes(1, reduce)
        + _bytes(1, multiply)
        + _bytes(2, b"tiny")
        + _bytes(5, weights)
        + _bytes(11, _tensor("picture", shape))
        + _bytes(12, _tensor("scores", ("n", outputs)))
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _number(2, 13))


def _node(inputs: Sequence[str], output: str, kind: str, attributes: bytes) -> bytes:
    named = b"".join(_bytes(1, name.encode()) for name in inputs)
    return named + _bytes(2, output.encode()) + _bytes(4, kind.encode()) + attributes


def _int(name: str, value: int) -> bytes:
    return _bytes(5, _bytes(1, name.encode()) + _number(3, value) + _number(20, 2))


def _ints(name: str, values: Sequence[int]) -> bytes:
    numbers = b"".join(_number(8, value) for value in values)
    return _bytes(5, _bytes(1, name.encode()) + numbers + _number(20, 7))


def _tensor(name: str, shape: Sequence[int | str]) -> bytes:
    sides = b"".join(
        _bytes(1, _number(1, side) if isinstance(side, int) else _bytes(2, side.encode()))
        for side in shape
    )
    tensor = _number(1, _FLOAT) + _bytes(2, sides)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, tensor))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    groups = []
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    return bytes([*groups, value])
