"""Codecs with a known hole are named."""

import pytest

from classifiers.versions import LEAST_SAFE, bundled_versions, unsafe_versions


def test_every_codec_that_sees_a_strangers_bytes_is_named() -> None:
    versions = bundled_versions()

    assert {"Pillow", "libjpeg-turbo", "libwebp", "libtiff", "ONNX Runtime", "NumPy"} <= set(
        versions
    )
    assert {"FFmpeg", "libheif", "libde265", "PDFium", "rlottie"} <= set(versions)
    assert all(version[0].isdigit() for version in versions.values())


def test_installed_versions_are_safe() -> None:
    assert unsafe_versions(bundled_versions()) == []


@pytest.mark.parametrize(
    ("name", "version", "safe"),
    [
        ("libwebp", "1.3.1", False),
        ("libwebp", "1.2.10", False),
        ("libwebp", "1.3.2", True),
        ("libwebp", "1.10.0", True),
        ("pillow-heif", "1.6.9", False),
        ("libheif", "1.21.9", False),
        ("libde265", "1.1.0", False),
        ("FFmpeg", "8.1.1", False),
        ("FFmpeg", "9.0", True),
    ],
)
def test_a_codec_with_a_known_hole_is_named(name: str, version: str, safe: bool) -> None:
    assert (unsafe_versions(bundled_versions() | {name: version}) == []) is safe


def test_unknown_version_counts_as_unsafe() -> None:
    sentences = unsafe_versions({})

    assert len(sentences) == len(LEAST_SAFE)
    assert sentences[0].startswith("libwebp (version unknown) is older than 1.3.2")
    assert sentences[0].endswith("update Pillow")
