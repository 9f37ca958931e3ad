"""Turns a description of layers, as Keras writes it, into ONNX operators.

Only the layers that Inception has are known; any other, or one used in another way, is refused
rather than guessed. Keras keeps the colours last, ONNX the channels first, so the picture is turned
once when it comes in and once before the numbers stand in one row.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.conversion.graph import Graph

Weights = Mapping[str, NDArray[np.float32]]
# Read from JSON; `nsfwjs.convert` turns what is missing in one into `Unconvertible`.
_Config = dict[str, Any]

_INPUT, _OUTPUT = "picture", "scores"
_PADDING = {"same": "SAME_UPPER", "valid": "VALID"}
_ACTIVATIONS = {"relu": "Relu", "softmax": "Softmax"}
_CHANNELS = (3, -1)


class Unconvertible(Exception):
    """A model cannot be turned into an ONNX file; the text says why."""


def to_onnx(name: str, model: _Config, weights: Weights) -> bytes:
    """Return the ONNX file of a model with one input and one output.

    Raises:
        Unconvertible: It has a layer that is not known here.
    """
    return _Conversion(name, model, weights).run()


class _Conversion:
    """One model while it is converted."""

    def __init__(self, name: str, model: _Config, weights: Weights) -> None:
        self._model = model
        self._weights = weights
        self._graph = Graph(name)
        self._layers = {layer["name"]: layer for layer in model["layers"]}
        self._sources = {name: _inbound(layer) for name, layer in self._layers.items()}
        # The value in which the output of each layer stands.
        self._values: dict[str, str] = {}
        self._shape: tuple[int, ...] = ()
        self._units = 0
        self._kinds: dict[str, Callable[[str, _Config, list[str]], str]] = {
            "InputLayer": self._input,
            "Conv2D": self._convolution,
            "BatchNormalization": self._normalization,
            "Activation": self._activation,
            "MaxPooling2D": self._largest,
            "AveragePooling2D": self._average,
            "Concatenate": self._joined,
            "Flatten": self._flat,
            "Dropout": self._unchanged,
            "Dense": self._dense,
        }

    def run(self) -> bytes:
        for name, layer in self._layers.items():
            kind = layer["class_name"]
            if kind not in self._kinds:
                raise Unconvertible(f"the layer {name} is a {kind}, which is not known here")
            inputs = [self._values[source] for source in self._sources[name]]
            self._values[name] = self._kinds[kind](name, layer["config"], inputs)
        ((last, _, _),) = self._model["output_layers"]
        self._graph.add("Identity", [self._values[last]], _OUTPUT)
        return self._graph.to_onnx((_INPUT, ("n", *self._shape)), (_OUTPUT, ("n", self._units)))

    def _input(self, name: str, config: _Config, _inputs: list[str]) -> str:
        if self._shape:
            raise Unconvertible("there is more than one input")
        self._shape = tuple(config["batch_input_shape"][1:])
        return self._graph.add("Transpose", [_INPUT], name, perm=(0, 3, 1, 2))

    def _convolution(self, name: str, config: _Config, inputs: list[str]) -> str:
        if config["data_format"] != "channels_last" or set(config["dilation_rate"]) != {1}:
            raise Unconvertible(f"the convolution {name} is of an unknown form")
        kernel = self._weights[f"{name}/kernel"].astype(np.float64)
        bias = np.zeros(kernel.shape[3])
        if config["use_bias"]:
            bias = self._weights[f"{name}/bias"].astype(np.float64)
        follower = self._folded_into(name, config)
        if follower is not None:
            factor, offset = self._factors(follower)
            kernel, bias = kernel * factor, bias * factor + offset
        kernel = kernel.transpose(3, 2, 0, 1)
        values = self._graph.add(
            "Conv",
            [
                *inputs,
                self._constant(f"{name}/kernel", kernel),
                self._constant(f"{name}/bias", bias),
            ],
            f"{name}/linear",
            auto_pad=_PADDING[config["padding"]],
            kernel_shape=config["kernel_size"],
            strides=config["strides"],
        )
        return self._activated(values, config)

    def _folded_into(self, name: str, config: _Config) -> str | None:
        """Return the normalization that alone reads a convolution, whose weights can take it in."""
        followers = [each for each, sources in self._sources.items() if name in sources]
        if len(followers) != 1 or config["activation"] != "linear":
            return None
        kind = self._layers[followers[0]]["class_name"]
        return followers[0] if kind == "BatchNormalization" else None

    def _factors(self, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return by what a normalization multiplies and what it adds, in double precision."""
        config = self._layers[name]["config"]
        if config["axis"] not in _CHANNELS:
            raise Unconvertible(f"the normalization {name} is not one of channels")
        mean, variance = (
            self._weights[f"{name}/moving_{which}"].astype(np.float64)
            for which in ("mean", "variance")
        )
        factor = 1 / np.sqrt(variance + config["epsilon"])
        if config["scale"]:
            factor = factor * self._weights[f"{name}/gamma"]
        beta = self._weights[f"{name}/beta"] if config["center"] else 0.0
        return factor, beta - mean * factor

    def _normalization(self, name: str, _config: _Config, inputs: list[str]) -> str:
        (source,) = self._sources[name]
        layer = self._layers[source]
        if layer["class_name"] != "Conv2D" or self._folded_into(source, layer["config"]) != name:
            raise Unconvertible(f"the normalization {name} belongs to no convolution")
        return inputs[0]

    def _activation(self, _name: str, config: _Config, inputs: list[str]) -> str:
        return self._activated(inputs[0], config)

    def _largest(self, name: str, config: _Config, inputs: list[str]) -> str:
        return self._pool("MaxPool", name, config, inputs)

    def _average(self, name: str, config: _Config, inputs: list[str]) -> str:
        # What lies outside of the picture does not count; that is the default in ONNX too.
        return self._pool("AveragePool", name, config, inputs)

    def _pool(self, kind: str, name: str, config: _Config, inputs: list[str]) -> str:
        if config["data_format"] != "channels_last":
            raise Unconvertible(f"the pooling {name} is of an unknown form")
        return self._graph.add(
            kind,
            inputs,
            name,
            auto_pad=_PADDING[config["padding"]],
            kernel_shape=config["pool_size"],
            strides=config["strides"],
        )

    def _joined(self, name: str, config: _Config, inputs: list[str]) -> str:
        if config["axis"] not in _CHANNELS:
            raise Unconvertible(f"{name} joins something else than channels")
        return self._graph.add("Concat", inputs, name, axis=1)

    def _flat(self, name: str, _config: _Config, inputs: list[str]) -> str:
        rows = self._graph.add("Transpose", inputs, f"{name}/rows", perm=(0, 2, 3, 1))
        return self._graph.add("Flatten", [rows], name, axis=1)

    def _unchanged(self, _name: str, _config: _Config, inputs: list[str]) -> str:
        return inputs[0]

    def _dense(self, name: str, config: _Config, inputs: list[str]) -> str:
        kernel = self._weights[f"{name}/kernel"]
        self._units = int(kernel.shape[1])
        bias = self._weights[f"{name}/bias"] if config["use_bias"] else np.zeros(self._units)
        constants = [self._constant(f"{name}/kernel", kernel), self._constant(f"{name}/bias", bias)]
        return self._activated(
            self._graph.add("Gemm", [*inputs, *constants], f"{name}/linear"), config
        )

    def _activated(self, values: str, config: _Config) -> str:
        activation = config["activation"]
        if activation == "linear":
            return values
        if activation not in _ACTIVATIONS:
            raise Unconvertible(f"the activation {activation} is not known here")
        output = f"{config['name']}/{activation}"
        if activation == "softmax":
            return self._graph.add(_ACTIVATIONS[activation], [values], output, axis=1)
        return self._graph.add(_ACTIVATIONS[activation], [values], output)

    def _constant(self, name: str, values: NDArray[np.float32] | NDArray[np.float64]) -> str:
        return self._graph.constant(name, np.ascontiguousarray(values, dtype=np.float32))


def _inbound(layer: _Config) -> list[str]:
    """Return the layers that one reads; one that is used twice is refused."""
    nodes = layer["inbound_nodes"]
    if len(nodes) > 1:
        raise Unconvertible(f"the layer {layer['name']} is used more than once")
    return [source[0] for node in nodes for source in node]
