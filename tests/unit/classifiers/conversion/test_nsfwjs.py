"""A converted model says the same as its layers, and what is not understood is refused."""

import hashlib
import io
import tarfile

import numpy as np
import pytest

from classifiers.conversion.layers import Unconvertible
from classifiers.conversion.nsfwjs import convert
from classifiers.models import Network
from tests.unit.classifiers.conversion.forward import forward
from tests.unit.classifiers.conversion.tiny_package import (
    SIDE,
    Layer,
    draw_weights,
    layers,
    package,
)


def changed(name: str, **config: object) -> dict[str, Layer]:
    (layer,) = [each for each in layers() if each["name"] == name]
    return {name: layer | {"config": layer["config"] | config}}


@pytest.mark.parametrize("seed", range(4))
def test_converted_model_says_what_its_layers_say(seed: int) -> None:
    picture = np.random.default_rng(seed).random((SIDE, SIDE, 3))
    expected = forward(layers(), draw_weights()[2], picture)

    found = Network(convert(package(), "tiny")).run(picture[None].astype(np.float32))

    assert found == pytest.approx(expected, abs=1e-5)
    assert found.sum() == pytest.approx(1, abs=1e-6)
    # Not all the same, or nothing was compared.
    assert expected.max() - expected.min() > 0.1


def test_same_package_gives_the_same_bytes() -> None:
    digest = hashlib.sha256(convert(package(), "tiny")).hexdigest()

    assert digest == hashlib.sha256(convert(package(), "tiny")).hexdigest()
    # Stated, because the manifests state those of real models: a change of the converter, of NumPy
    # or of Python that changes a byte would make every one of them wrong.
    assert digest == "1027b02c0963ae5069ccc08238157cf3708a65758f0eed07f193f7eb8fdc74f7"


def test_normalizations_are_folded_into_the_convolutions() -> None:
    assert b"BatchNormalization" not in convert(package(), "tiny")


def test_package_without_the_model_is_refused() -> None:
    with pytest.raises(Unconvertible, match="no model huge can be read"):
        convert(package(), "huge")


@pytest.mark.parametrize(
    "content", [b"", b"no archive", b"\x1f\x8b\x08" + bytes(40), package()[:700]]
)
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(Unconvertible):
        convert(content, "tiny")


@pytest.mark.parametrize(
    "scripts",
    [
        {"model": b"nothing"},
        {"model": b"n.exports={a:1"},
        {"model": b"n.exports={a:1}"},
        {"model": b"n.exports={a:\xff}"},
        {"part1of2": b"n.exports=3"},
        {"part1of2": b'n.exports="AAAA"'},
        {"part1of2": b'n.exports="AAA"'},
    ],
)
def test_scripts_that_hold_something_else_are_refused(scripts: dict[str, bytes]) -> None:
    with pytest.raises(Unconvertible):
        convert(package(files=scripts), "tiny")


@pytest.mark.parametrize(
    ("layer", "config", "complaint"),
    [
        ("relu1", {"activation": "gelu"}, "activation gelu is not known"),
        ("conv1", {"data_format": "channels_first"}, "convolution conv1 is of an unknown form"),
        ("conv1", {"dilation_rate": [2, 2]}, "convolution conv1 is of an unknown form"),
        ("conv1", {"activation": "relu"}, "normalization norm1 belongs to no convolution"),
        ("conv1", {"padding": "causal"}, "KeyError"),
        ("norm1", {"axis": 1}, "normalization norm1 is not one of channels"),
        ("all", {"axis": 1}, "all joins something else than channels"),
        ("most", {"data_format": "channels_first"}, "pooling most is of an unknown form"),
    ],
)
def test_layer_of_another_form_is_refused_and_not_guessed(
    layer: str, config: dict[str, object], complaint: str
) -> None:
    with pytest.raises(Unconvertible, match=complaint):
        convert(package(changed(layer, **config)), "tiny")


def test_unknown_layer_is_named() -> None:
    other = {"relu1": layers()[3] | {"class_name": "PReLU"}}

    with pytest.raises(Unconvertible, match="the layer relu1 is a PReLU"):
        convert(package(other), "tiny")


def test_layer_that_is_used_twice_is_refused() -> None:
    twice = layers()[3]
    twice["inbound_nodes"] *= 2

    with pytest.raises(Unconvertible, match="relu1 is used more than once"):
        convert(package({"relu1": twice}), "tiny")


def test_second_input_is_refused() -> None:
    second = layers()[0] | {"name": "drop"}

    with pytest.raises(Unconvertible, match="more than one input"):
        convert(package({"drop": second}), "tiny")


def test_weights_that_are_no_bytes_are_refused() -> None:
    with tarfile.open(fileobj=io.BytesIO(package())) as archive:
        file = archive.extractfile("package/dist/models/tiny/model.min.js")
        assert file is not None
        script = file.read()
    assert b'dtype:"uint8"' in script

    wider = script.replace(b'dtype:"uint8"', b'dtype:"uint16"')
    with pytest.raises(Unconvertible, match="conv1/kernel are not bytes"):
        convert(package(files={"model": wider}), "tiny")
