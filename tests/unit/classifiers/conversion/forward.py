"""Runs layers as Keras describes them, place by place and nothing folded: what must come out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.unit.classifiers.conversion.tiny_package import Layer

Values = NDArray[np.float64]


def forward(layers: list[Layer], weights: Mapping[str, Values], picture: Values) -> Values:
    """Return the output of the last layer for one picture, colours last."""
    seen: dict[str, Values] = {}
    for layer in layers:
        sources = [seen[each[0]] for node in layer["inbound_nodes"] for each in node]
        name, config = layer["name"], layer["config"]
        own = {key.split("/")[1]: value for key, value in weights.items() if key.startswith(name)}
        seen[name] = _KINDS[layer["class_name"]](sources or [picture], config, own)
    return seen[layers[-1]["name"]]


def _windows(
    values: Values, sides: list[int], strides: list[int], padding: str
) -> Iterator[tuple[int, int, Values]]:
    """Yield each place of the output with the part of the input under it, cut at the borders."""
    first = [0, 0]
    counts = [(values.shape[axis] - sides[axis]) // strides[axis] + 1 for axis in (0, 1)]
    if padding == "same":
        counts = [-(-values.shape[axis] // strides[axis]) for axis in (0, 1)]
        missing = [
            max(0, (counts[axis] - 1) * strides[axis] + sides[axis] - values.shape[axis])
            for axis in (0, 1)
        ]
        # TensorFlow puts the odd one behind.
        first = [-(each // 2) for each in missing]
    for row in range(counts[0]):
        for column in range(counts[1]):
            top, left = first[0] + row * strides[0], first[1] + column * strides[1]
            yield row, column, _cut(values, top, left, sides)


def _cut(values: Values, top: int, left: int, sides: list[int]) -> Values:
    """Return a window; what lies outside is not a number."""
    window = np.full((*sides, values.shape[2]), np.nan)
    for row in range(sides[0]):
        for column in range(sides[1]):
            if 0 <= top + row < values.shape[0] and 0 <= left + column < values.shape[1]:
                window[row, column] = values[top + row, left + column]
    return window


def _collect(places: dict[tuple[int, int], Values]) -> Values:
    rows, columns = (max(place[axis] for place in places) + 1 for axis in (0, 1))
    return np.array([[places[row, column] for column in range(columns)] for row in range(rows)])


def _conv(inputs: list[Values], config: dict[str, Any], own: dict[str, Values]) -> Values:
    windows = _windows(inputs[0], config["kernel_size"], config["strides"], config["padding"])
    places = {
        (row, column): np.tensordot(np.nan_to_num(window), own["kernel"], 3)
        for row, column, window in windows
    }
    return _activate(_collect(places) + own.get("bias", 0), config)


def _norm(inputs: list[Values], config: dict[str, Any], own: dict[str, Values]) -> Values:
    centred = (inputs[0] - own["moving_mean"]) / np.sqrt(own["moving_variance"] + config["epsilon"])
    return np.asarray(centred * own.get("gamma", 1) + own.get("beta", 0))


def _pool(reduce: Callable[..., Values], inputs: list[Values], config: dict[str, Any]) -> Values:
    windows = _windows(inputs[0], config["pool_size"], config["strides"], config["padding"])
    return _collect({(row, column): reduce(one, axis=(0, 1)) for row, column, one in windows})


def _dense(inputs: list[Values], config: dict[str, Any], own: dict[str, Values]) -> Values:
    return _activate(inputs[0] @ own["kernel"] + own["bias"], config)


def _activate(values: Values, config: dict[str, Any]) -> Values:
    match config["activation"]:
        case "relu":
            return np.maximum(values, 0)
        case "softmax":
            return np.asarray(np.exp(values) / np.exp(values).sum())
        case _:
            return values


_KINDS: dict[str, Callable[[list[Values], dict[str, Any], dict[str, Values]], Values]] = {
    "InputLayer": lambda inputs, _config, _own: inputs[0],
    "Conv2D": _conv,
    "BatchNormalization": _norm,
    "Activation": lambda inputs, config, _own: _activate(inputs[0], config),
    "MaxPooling2D": lambda inputs, config, _own: _pool(np.nanmax, inputs, config),
    "AveragePooling2D": lambda inputs, config, _own: _pool(np.nanmean, inputs, config),
    "Concatenate": lambda inputs, _config, _own: np.concatenate(inputs, axis=2),
    "Flatten": lambda inputs, _config, _own: inputs[0].reshape(-1),
    "Dropout": lambda inputs, _config, _own: inputs[0],
    "Dense": _dense,
}
