"""The built-in models, loaded once for all tests."""

from pathlib import Path

import pytest

from classifiers.manifest import Manifest, read_manifest
from classifiers.models import Model
from classifiers.registry import open_model

_MANIFESTS = Path(__file__).parents[3] / "classifiers" / "manifests"


@pytest.fixture(scope="session")
def open_nsfw_manifest() -> Manifest:
    return read_manifest(_MANIFESTS / "open_nsfw.toml")


@pytest.fixture(scope="session")
def nudenet_manifest() -> Manifest:
    return read_manifest(_MANIFESTS / "nudenet.toml")


@pytest.fixture(scope="session")
def open_nsfw(open_nsfw_manifest: Manifest) -> Model:
    return open_model(open_nsfw_manifest)


@pytest.fixture(scope="session")
def nudenet(nudenet_manifest: Manifest) -> Model:
    return open_model(nudenet_manifest)
