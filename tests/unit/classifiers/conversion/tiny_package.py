"""An npm package as that of nsfwjs is, with a network of a few layers drawn by chance."""

import base64
import io
import json
import re
import tarfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Layer = dict[str, Any]
SIDE = 9
FOLDER = "package/dist/models/tiny/"
_CHANNELS_LAST = {"data_format": "channels_last"}


def _layer(kind: str, name: str, sources: list[str], **config: object) -> Layer:
    inbound = [[[source, 0, 0, {}] for source in sources]] if sources else []
    return {
        "name": name,
        "class_name": kind,
        "config": {"name": name, **config},
        "inbound_nodes": inbound,
    }


def _conv(name: str, source: str, side: int, stride: int, padding: str, **more: object) -> Layer:
    config: dict[str, object] = {
        "kernel_size": [side, side],
        "strides": [stride, stride],
        "padding": padding,
        "dilation_rate": [1, 1],
        "activation": "linear",
        "use_bias": False,
    }
    return _layer("Conv2D", name, [source], **(_CHANNELS_LAST | config | more))


def _norm(name: str, source: str, *, scale: bool, center: bool) -> Layer:
    return _layer(
        "BatchNormalization", name, [source], axis=3, epsilon=0.001, scale=scale, center=center
    )


def _pool(kind: str, name: str, source: str, stride: int, padding: str) -> Layer:
    return _layer(
        kind,
        name,
        [source],
        pool_size=[3, 3],
        strides=[stride, stride],
        padding=padding,
        **_CHANNELS_LAST,
    )


def layers() -> list[Layer]:
    """Return the layers: each kind that Inception has, and each way to pad it."""
    return [
        _layer("InputLayer", "in", [], batch_input_shape=[None, SIDE, SIDE, 3], sparse=False),
        _conv("conv1", "in", 3, 1, "valid"),
        _norm("norm1", "conv1", scale=False, center=True),
        _layer("Activation", "relu1", ["norm1"], activation="relu"),
        _conv("conv2", "relu1", 4, 2, "same", use_bias=True),
        _norm("norm2", "conv2", scale=True, center=False),
        _layer("Activation", "relu2", ["norm2"], activation="relu"),
        _pool("AveragePooling2D", "mean", "relu1", 2, "same"),
        _conv("conv3", "mean", 1, 1, "same", use_bias=True, activation="relu"),
        _pool("MaxPooling2D", "most", "relu1", 2, "same"),
        _layer("Concatenate", "all", ["relu2", "conv3", "most"], axis=3),
        _pool("AveragePooling2D", "small", "all", 1, "valid"),
        _layer("Flatten", "flat", ["small"]),
        _layer("Dropout", "drop", ["flat"], rate=0.5),
        _layer("Dense", "dense1", ["drop"], activation="relu", use_bias=True),
        _layer("Dense", "dense2", ["dense1"], activation="softmax", use_bias=True),
    ]


_SHAPES = {
    "conv1/kernel": (3, 3, 3, 4),
    "norm1/beta": (4,),
    "norm1/moving_mean": (4,),
    "norm1/moving_variance": (4,),
    "conv2/kernel": (4, 4, 4, 5),
    "conv2/bias": (5,),
    "norm2/gamma": (5,),
    "norm2/moving_mean": (5,),
    "norm2/moving_variance": (5,),
    "conv3/kernel": (1, 1, 4, 3),
    "conv3/bias": (3,),
    # 2 x 2 places with 5, 3 and 4 channels.
    "dense1/kernel": (48, 6),
    "dense1/bias": (6,),
    "dense2/kernel": (6, 5),
    "dense2/bias": (5,),
}


def draw_weights() -> tuple[list[Layer], bytes, dict[str, NDArray[np.float64]]]:
    """Return how the weights are described, their bytes, and what they mean."""
    chance = np.random.default_rng(5)
    groups: list[Layer] = []
    packed = b""
    meaning: dict[str, NDArray[np.float64]] = {}
    for name, shape in _SHAPES.items():
        least, step = (0.1, 0.01) if name.endswith("variance") else (-1.0, 0.00784)
        levels = chance.integers(0, 256, shape, dtype=np.uint8)
        quantised = {"min": least, "scale": step, "dtype": "uint8"}
        groups.append(
            {"name": name, "shape": list(shape), "dtype": "float32", "quantization": quantised}
        )
        packed += levels.tobytes()
        meaning[name] = levels.astype(np.float64) * step + least
    return groups, packed, meaning


def package(
    changed: Mapping[str, Layer] | None = None, files: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the package.

    Args:
        changed: Layers in place of those of the same name.
        files: Scripts in place of those of the same name.
    """
    groups, packed, _ = draw_weights()
    config = {
        "name": "tiny",
        "layers": [(changed or {}).get(layer["name"], layer) for layer in layers()],
        "output_layers": [["dense2", 0, 0]],
    }
    content = {
        "modelTopology": {"model_config": {"class_name": "Model", "config": config}},
        "weightsManifest": [{"paths": ["part1of2", "part2of2"], "weights": groups}],
    }
    half = len(packed) // 2
    scripts = {
        "model": _script(_as_javascript(content)),
        "part1of2": _script(f'"{base64.b64encode(packed[:half]).decode()}"'),
        "part2of2": _script(f'"{base64.b64encode(packed[half:]).decode()}"'),
        **(files or {}),
    }
    return _archive({f"{FOLDER}{name}.min.js": script for name, script in scripts.items()})


def _as_javascript(content: object) -> str:
    """Write as a minifier does: names without quotes, !0 for true, .5 for 0.5."""
    text = json.dumps(content, separators=(",", ":"))
    text = re.sub(r'"(\w+)":', r"\1:", text).replace("true", "!0").replace("false", "!1")
    return re.sub(r"(?<=[:,\[-])0\.", ".", text)


def _script(exported: str) -> bytes:
    before = '!function(a){"object"==typeof exports&&(module.exports=a())}(function(){var o;'
    return f"{before}({{1:[function(a,n,i){{n.exports={exported}}},{{}}]}},{{}},[1])}});".encode()


def _archive(files: Mapping[str, bytes]) -> bytes:
    with io.BytesIO() as buffer:
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for name, content in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        return buffer.getvalue()
