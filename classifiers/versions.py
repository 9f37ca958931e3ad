"""Which versions of the codecs are bundled with the libraries, and which of them are unsafe.

Wheels carry their own copies of the codecs, so the system's security updates do not reach them.
"""

import re
from collections.abc import Mapping
from importlib.metadata import version

import av
import numpy as np
import onnxruntime
import pillow_heif
import pypdfium2
from PIL import features

# Each closed holes that are used in attacks, or that a crafted file reaches: CVE-2023-4863
# (libwebp), CVE-2026-32741 and CVE-2026-84383 (libheif, and the release of its wheel),
# CVE-2026-33165 (libde265), CVE-2026-8461 (FFmpeg).
LEAST_SAFE = {
    "libwebp": "1.3.2",
    "libheif": "1.22.0",
    "pillow-heif": "1.7.0",
    "libde265": "1.1.1",
    "FFmpeg": "8.1.2",
}
# Which package of ours carries a library in its wheel.
_CARRIERS = {"libwebp": "Pillow", "FFmpeg": "av"}

# Our name of each codec and Pillow's.
_CODECS = {
    "libjpeg-turbo": "libjpeg_turbo",
    "libwebp": "webp",
    "libtiff": "libtiff",
    "zlib": "zlib",
    "zlib-ng": "zlib_ng",
    "FreeType": "freetype2",
    "libavif": "avif",
    "OpenJPEG": "jpg_2000",
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
    heif = pillow_heif.libheif_info()
    return versions | {
        "pillow-heif": pillow_heif.__version__,
        "libheif": heif["libheif"],
        "libde265": _last_word(heif["decoders"].get("libde265", "")),
        "FFmpeg": av.ffmpeg_version_info,
        "PDFium": str(pypdfium2.PYPDFIUM_INFO),
        "rlottie": version("rlottie-python"),
    }


def unsafe_versions(versions: Mapping[str, str]) -> list[str]:
    """Return a sentence for each library that has a known hole; a missing one counts as unsafe."""
    return [
        f"{name} {versions.get(name, '(version unknown)')} is older than {least}, which closed a "
        f"hole that is used in attacks: update {_CARRIERS.get(name, 'pillow-heif')}"
        for name, least in LEAST_SAFE.items()
        if _numbers(versions.get(name, "")) < _numbers(least)
    ]


def _last_word(text: str) -> str:
    return text.rpartition(" ")[2]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])
