"""A further model as an operator would add one: a manifest with a small ONNX file beside it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from tests.unit.classifiers.tiny_onnx import tiny_model

# Two outputs: the share of red, and what is left.
RED = ((1.0, -1.0), (0.0, 0.0), (0.0, 0.0))

_TEXT = """
id = "reddish"
kind = "classifier"

[file]
name = "tiny.onnx"
bytes = {size}
sha256 = "{sha256}"

[origin]
url = "https://example.org/reddish"
licence = "CC0-1.0"

[input]
width = 8
height = 8
layout = "{layout}"
colour = "{colour}"
scale = 0.00392156862745098
mean = {mean}
std = {std}

[output]
values = "{values}"
labels = ["red", "rest"]
positive = ["red"]

[calibration]
a = {a}
b = 0.0
calibrated = {calibrated}
"""


def write_third_model(
    folder: Path,
    *,
    mix: Sequence[Sequence[float]] = RED,
    extra: str = "",
    **values: str,
) -> Path:
    """Write the model and its manifest; return the manifest's path."""
    weights = tiny_model(mix, channels_first=values.get("layout", "NCHW") == "NCHW")
    (folder / "tiny.onnx").write_bytes(weights)
    defaults = {
        "size": str(len(weights)),
        "sha256": hashlib.sha256(weights).hexdigest(),
        "layout": "NCHW",
        "colour": "RGB",
        "mean": "[0.0, 0.0, 0.0]",
        "std": "[1.0, 1.0, 1.0]",
        "values": "probabilities",
        "a": "1.0",
        "calibrated": "false",
    }
    path = folder / "reddish.toml"
    path.write_text(_TEXT.format(**(defaults | values)) + extra, encoding="utf-8")
    return path
