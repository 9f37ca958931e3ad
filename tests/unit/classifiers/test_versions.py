"""Codecs with a known hole are named."""

import pytest

from classifiers.versions import bundled_versions, unsafe_versions


def test_every_codec_that_sees_a_strangers_bytes_is_named() -> None:
    versions = bundled_versions()

    assert {"Pillow", "libjpeg-turbo", "libwebp", "libtiff", "ONNX Runtime", "NumPy"} <= set(
        versions
    )
    assert all(version[0].isdigit() for version in versions.values())


def test_installed_versions_are_safe() -> None:
    assert unsafe_versions(bundled_versions()) == []


@pytest.mark.parametrize(
    ("version", "safe"), [("1.3.1", False), ("1.2.10", False), ("1.3.2", True), ("1.10.0", True)]
)
def test_webp_with_the_known_hole_is_named(version: str, safe: bool) -> None:
    assert (unsafe_versions({"libwebp": version}) == []) is safe


def test_unknown_version_counts_as_unsafe() -> None:
    (sentence,) = unsafe_versions({})

    assert sentence.startswith("libwebp (version unknown) is older than 1.3.2")
