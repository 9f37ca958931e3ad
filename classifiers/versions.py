"""Which versions of the codecs are bundled with the libraries, and which of them are unsafe.

Wheels carry their own copies of the codecs, so the system's security updates do not reach them.
"""

import re
from collections.abc import Mapping
from importlib.metadata import version

import numpy as np
import onnxruntime
from PIL import features

# CVE-2023-4863: a heap overflow in the WebP decoder, exploited in the wild.
LEAST_SAFE = {"libwebp": "1.3.2"}

# Our name of each codec and Pillow's.
_CODECS = {
    "libjpeg-turbo": "libjpeg_turbo",
    "libwebp": "webp",
    "libtiff": "libtiff",
    "zlib": "zlib",
    "zlib-ng": "zlib_ng",
    "FreeType": "freetype2",
}


def bundled_versions() -> dict[str, str]:
    """Return the versions of everything that touches a stranger's bytes."""
    versions = {
        "Pillow": version("pillow"),
        "NumPy": np.__version__,
        "ONNX Runtime": onnxruntime.__version__,
        "ImageHash": version("ImageHash"),
    }
    for name, feature in _CODECS.items():
        found = features.version(feature)
        if found is not None:
            versions[name] = found
    return versions


def unsafe_versions(versions: Mapping[str, str]) -> list[str]:
    """Return a sentence for each library that has a known hole; a missing one counts as unsafe."""
    return [
        f"{name} {versions.get(name, '(version unknown)')} is older than {least}, which closed a "
        "hole that is used in attacks: update Pillow"
        for name, least in LEAST_SAFE.items()
        if _numbers(versions.get(name, "")) < _numbers(least)
    ]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])
