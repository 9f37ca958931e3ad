"""Only the model file that is described is loaded, and only scores come out."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from PIL import Image

from bot.domain.errors import StartRefused
from classifiers.manifest import Colour, Layout, ModelInput, read_manifest
from classifiers.models import (
    Accelerator,
    BrokenOutput,
    Network,
    NoAccelerator,
    Preparation,
    load_network,
    to_score,
)
from tests.unit.classifiers.third_model import write_third_model
from tests.unit.classifiers.tiny_onnx import tiny_model

INPUT = ModelInput(2, 1, Layout.NHWC, Colour.RGB, 1.0, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


def test_network_runs_on_one_thread_on_the_processor() -> None:
    network = Network(tiny_model([[1.0], [0.0], [0.0]]))
    options = network._session.get_session_options()

    assert options.intra_op_num_threads == 1
    assert options.inter_op_num_threads == 1
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert network._session.get_providers() == ["CPUExecutionProvider"]


@pytest.mark.parametrize("accelerator", [Accelerator.OPENVINO, Accelerator.CUDA])
def test_accelerator_that_is_not_installed_is_refused_with_what_to_install(
    tmp_path: Path, accelerator: Accelerator
) -> None:
    manifest = read_manifest(write_third_model(tmp_path))

    with pytest.raises(StartRefused, match=rf"ACCELERATOR is {accelerator}.*\[{accelerator}\]"):
        load_network(manifest, accelerator)


def test_provider_that_is_there_but_not_in_use_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # As when OpenVINO does not like its options: ONNX Runtime then takes the plain one.
    session = onnxruntime.InferenceSession

    def other(weights: bytes, options: object, providers: object) -> object:
        return session(weights, options, providers=["CPUExecutionProvider"])

    monkeypatch.setattr(onnxruntime, "InferenceSession", other)
    monkeypatch.setattr(
        onnxruntime, "get_available_providers", lambda: ["OpenVINOExecutionProvider"]
    )

    with pytest.raises(NoAccelerator):
        Network(tiny_model([[1.0], [0.0], [0.0]]), Accelerator.OPENVINO)


@pytest.mark.parametrize("broken", [float("nan"), float("inf")])
def test_output_that_is_not_finite_is_no_answer(broken: float) -> None:
    network = Network(tiny_model([[broken], [0.0], [0.0]]))

    with pytest.raises(BrokenOutput):
        network.run(np.ones((1, 3, 2, 2), dtype=np.float32))


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan")])
def test_score_outside_its_range_is_no_answer(value: float) -> None:
    with pytest.raises(BrokenOutput):
        to_score("model", "label", value)


def test_rounding_is_not_taken_for_a_broken_model() -> None:
    assert to_score("model", "label", 1.000001).value == 1.0
    assert to_score("model", "label", -0.000001).value == 0.0


def test_preparation_follows_the_manifest() -> None:
    picture = Image.new("RGB", (2, 1), (10, 20, 30))
    model_input = replace(INPUT, mean=(1.0, 2.0, 3.0), std=(2.0, 2.0, 2.0), scale=0.5)

    plain = Preparation(INPUT).to_batch(picture)
    scaled = Preparation(model_input).to_batch(picture)
    swapped = Preparation(replace(model_input, colour=Colour.BGR)).to_batch(picture)
    first = Preparation(replace(INPUT, layout=Layout.NCHW)).to_batch(picture)

    assert plain[0, 0, 0].tolist() == [10, 20, 30]
    assert scaled[0, 0, 0].tolist() == [2.0, 4.0, 6.0]
    # Mean and deviation are given in the model's own order of colours.
    assert swapped[0, 0, 0].tolist() == [7.0, 4.0, 1.0]
    assert first.shape == (1, 3, 1, 2)
    assert first[0, :, 0, 1].tolist() == [10, 20, 30]


def test_altered_file_is_refused_with_both_digests_and_a_way_out(tmp_path: Path) -> None:
    manifest = read_manifest(write_third_model(tmp_path))
    weights = bytearray(manifest.file.path.read_bytes())
    weights[-20] ^= 1
    manifest.file.path.write_bytes(weights)

    with pytest.raises(
        StartRefused, match=r"model reddish: tiny\.onnx has sha256 .* expected"
    ) as e:
        load_network(manifest)

    assert manifest.file.sha256 in str(e.value)
    assert "beside the manifest" in str(e.value)


def test_file_of_another_size_is_refused(tmp_path: Path) -> None:
    manifest = read_manifest(write_third_model(tmp_path))
    manifest.file.path.write_bytes(b"short")

    with pytest.raises(StartRefused, match="has 5 bytes, expected"):
        load_network(manifest)


def test_missing_file_is_refused_without_its_whole_path(tmp_path: Path) -> None:
    manifest = read_manifest(write_third_model(tmp_path))
    manifest.file.path.unlink()

    with pytest.raises(StartRefused, match=r"tiny\.onnx cannot be read") as refused:
        load_network(manifest)

    assert str(tmp_path) not in str(refused.value)


def test_file_that_onnx_runtime_cannot_load_is_refused(tmp_path: Path) -> None:
    # Its digest is right, so it is what the operator wanted, but it is no model.
    manifest = read_manifest(write_third_model(tmp_path))
    manifest.file.path.write_bytes(b"no model")
    digest = hashlib.sha256(b"no model").hexdigest()

    with pytest.raises(StartRefused, match="ONNX Runtime cannot load it"):
        load_network(replace(manifest, file=replace(manifest.file, size=8, sha256=digest)))


def test_fix_for_a_packaged_model_is_to_reinstall_the_package(tmp_path: Path) -> None:
    manifest = read_manifest(write_third_model(tmp_path))
    packaged = replace(manifest.file, package="nudenet", size=1)

    with pytest.raises(StartRefused, match="reinstall the package nudenet"):
        load_network(replace(manifest, file=packaged))
