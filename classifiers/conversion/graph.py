"""Builds an ONNX file: operators in the order in which they run, and their constants.

The field numbers are those of onnx.proto; operator set 13 is the oldest that has all that is used.
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from collections.abc import Sequence

from numpy import float32
from numpy.typing import NDArray

from classifiers.conversion.protobuf import block, number, real, reals, text

_IR_VERSION, _OPERATORS = 8, 13
_FLOAT = 1
_KIND_FLOAT, _KIND_INT, _KIND_TEXT, _KIND_INTS = 1, 2, 3, 7

Attribute = int | float | str | Sequence[int]


class Graph:
    """An ONNX file that grows; the names of values are the caller's."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, name: str, values: NDArray[float32]) -> str:
        """Add numbers that do not change; return their name."""
        sides = b"".join(number(1, side) for side in values.shape)
        self._constants.append(sides + number(2, _FLOAT) + text(8, name) + reals(9, values))
        return name

    def add(self, kind: str, inputs: Sequence[str], output: str, **attributes: Attribute) -> str:
        """Add an operator; return the name of its output."""
        self._nodes.append(
            b"".join(text(1, each) for each in inputs)
            + text(2, output)
            + text(4, kind)
            + b"".join(block(5, _attribute(*pair)) for pair in sorted(attributes.items()))
        )
        return output

    def to_onnx(
        self,
        inputs: tuple[str, Sequence[int | str]],
        outputs: tuple[str, Sequence[int | str]],
    ) -> bytes:
        """Return the file, with one input and one output by name and shape."""
        graph = (
            b"".join(block(1, node) for node in self._nodes)
            + text(2, self._name)
            + b"".join(block(5, constant) for constant in self._constants)
            + block(11, _value(*inputs))
            + block(12, _value(*outputs))
        )
        return number(1, _IR_VERSION) + block(7, graph) + block(8, number(2, _OPERATORS))


def _attribute(name: str, value: Attribute) -> bytes:
    match value:
        case int():
            return text(1, name) + number(3, value) + number(20, _KIND_INT)
        case float():
            return text(1, name) + real(2, value) + number(20, _KIND_FLOAT)
        case str():
            return text(1, name) + text(4, value) + number(20, _KIND_TEXT)
        case _:
            return (
                text(1, name) + b"".join(number(8, each) for each in value) + number(20, _KIND_INTS)
            )


def _value(name: str, shape: Sequence[int | str]) -> bytes:
    sides = b"".join(
        block(1, number(1, side) if isinstance(side, int) else text(2, side)) for side in shape
    )
    return text(1, name) + block(2, block(1, number(1, _FLOAT) + block(2, sides)))
