"""Reads a model out of the npm package `nsfwjs`: scripts that hold its layers and its weights.

The weights are single bytes, each with the least value and the step of its group. Nothing of the
package is run. https://github.com/infinitered/nsfwjs
"""

import base64
import json
import re
import tarfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.conversion.layers import Unconvertible, to_onnx

# The scripts export one text or one object each.
_TEXT = re.compile(rb'exports="([A-Za-z0-9+/]+=*)"')
_OBJECT = b"exports="
# What JavaScript writes in another way than JSON: names without quotes, !0 for true, .5 for 0.5.
_NOT_JSON = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*")|(?P<flag>![01])|(?<![\w.])(?P<name>[A-Za-z_$][\w$]*)(?=:)"""
    r"""|(?<![\w.])(?P<point>\.)(?=\d)"""
)
# Scripts in the package, unpacked; the largest model has 30 MB of them.
_MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class _Group:
    """Some weights as they are stored."""

    name: str
    shape: tuple[int, ...]
    least: float
    step: float

    @property
    def count(self) -> int:
        return int(np.prod(self.shape))

    def unpack(self, levels: NDArray[np.uint8]) -> NDArray[np.float32]:
        # In double precision and rounded once, as JavaScript does it.
        values = levels.astype(np.float64) * self.step + self.least
        return values.astype(np.float32).reshape(self.shape)


def convert(package: bytes, model: str) -> bytes:
    """Return a model of the package as an ONNX file; the same package gives the same bytes.

    Args:
        package: The package as npm has it, a .tgz file.
        model: The folder of the model, such as inception_v3.

    Raises:
        Unconvertible: It is another package, or the model has a layer that is not known here.
    """
    try:
        scripts = _scripts(package, f"package/dist/models/{model}/")
        content = _read_object(scripts["model.min.js"])
        (manifest,) = content["weightsManifest"]
        packed = b"".join(_read_text(scripts[f"{path}.min.js"]) for path in manifest["paths"])
        weights = _unpack(packed, [_group(one) for one in manifest["weights"]])
        return to_onnx(model, content["modelTopology"]["model_config"]["config"], weights)
    except (LookupError, TypeError, ValueError) as error:
        # Of `json`, `base64`, NumPy, and what is not where it should be.
        reason = type(error).__name__
        raise Unconvertible(
            f"no model {model} can be read out of the package ({reason})"
        ) from error
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise Unconvertible(f"it is no whole package ({type(error).__name__})") from error


def _scripts(package: bytes, folder: str) -> dict[str, bytes]:
    """Return the scripts of a folder in memory; nothing is unpacked to the disk."""
    scripts: dict[str, bytes] = {}
    with tarfile.open(fileobj=BytesIO(package), mode="r:gz") as archive:
        for member in archive:
            if not member.isfile() or not member.name.startswith(folder):
                continue
            if member.size > _MOST_BYTES or (file := archive.extractfile(member)) is None:
                raise Unconvertible(f"{member.name} cannot be read")
            scripts[member.name.removeprefix(folder)] = file.read()
    return scripts


def _read_text(script: bytes) -> bytes:
    found = _TEXT.search(script)
    if found is None:
        raise Unconvertible("a script holds no weights")
    return base64.b64decode(found.group(1), validate=True)


def _read_object(script: bytes) -> Any:  # as `json` has it; `convert` turns what it lacks into ours
    """Return the object that a script exports. Only its notation is changed, none of it is run."""
    written = script[script.index(_OBJECT + b"{") + len(_OBJECT) :].decode("utf-8")
    return json.JSONDecoder().raw_decode(_NOT_JSON.sub(_as_json, written))[0]


def _as_json(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "flag":
            return "true" if found.group() == "!0" else "false"
        case "name":
            return f'"{found.group()}"'
        case "point":
            return "0."
        case _:
            return found.group()


def _group(table: dict[str, Any]) -> _Group:
    quantised = table["quantization"]
    if table["dtype"] != "float32" or quantised["dtype"] != "uint8":
        raise Unconvertible(f"the weights {table['name']} are not bytes")
    return _Group(
        table["name"], tuple(table["shape"]), float(quantised["min"]), float(quantised["scale"])
    )


def _unpack(packed: bytes, groups: list[_Group]) -> dict[str, NDArray[np.float32]]:
    levels = np.frombuffer(packed, dtype=np.uint8)
    ends = np.cumsum([group.count for group in groups])
    if ends[-1] != len(levels):
        raise Unconvertible(f"there are {len(levels)} weights where {ends[-1]} are described")
    return {
        group.name: group.unpack(part)
        for group, part in zip(groups, np.split(levels, ends[:-1]), strict=True)
    }
