"""A further classifier is run as its manifest says."""

import math
from pathlib import Path

import pytest
from PIL import Image

from classifiers.generic import Classifier
from classifiers.manifest import read_manifest
from classifiers.models import BrokenOutput, Model, load_network
from tests.unit.classifiers.third_model import RED, write_third_model

PINK = Image.new("RGB", (50, 30), (204, 51, 102))


def opened(path: Path) -> Model:
    manifest = read_manifest(path)
    return Classifier(manifest, load_network(manifest))


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
def test_positive_labels_get_a_score_in_either_layout(tmp_path: Path, layout: str) -> None:
    model = opened(write_third_model(tmp_path, layout=layout, mix=((1, 0), (0, 1), (0, 0))))

    (score,) = model.judge(PINK)

    assert (score.model, score.label) == ("reddish", "red")
    assert score.value == pytest.approx(0.8)


def test_colours_come_in_the_order_of_the_manifest(tmp_path: Path) -> None:
    model = opened(write_third_model(tmp_path, colour="BGR", mix=((1, 0), (0, 1), (0, 0))))

    assert model.judge(PINK)[0].value == pytest.approx(0.4)


def test_mean_and_deviation_are_applied(tmp_path: Path) -> None:
    path = write_third_model(
        tmp_path, mean="[0.5, 0.5, 0.5]", std="[0.5, 0.5, 0.5]", mix=((1, 0), (0, 1), (0, 0))
    )

    assert opened(path).judge(PINK)[0].value == pytest.approx((0.8 - 0.5) / 0.5)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("softmax", math.exp(0.8) / (math.exp(0.8) + math.exp(-0.8))),
        ("sigmoid", 1 / (1 + math.exp(-0.8))),
    ],
)
def test_raw_outputs_become_probabilities(tmp_path: Path, values: str, expected: float) -> None:
    assert opened(write_third_model(tmp_path, values=values)).judge(PINK)[0].value == pytest.approx(
        expected
    )


def test_extreme_outputs_do_not_overflow(tmp_path: Path) -> None:
    huge = ((1e6, -1e6), (0, 0), (0, 0))

    for values in ("softmax", "sigmoid"):
        model = opened(write_third_model(tmp_path, values=values, mix=huge))
        assert model.judge(PINK)[0].value == pytest.approx(1.0)


def test_calibration_is_applied_only_where_it_was_measured(tmp_path: Path) -> None:
    mix = ((1, 0), (0, 1), (0, 0))
    raw = opened(write_third_model(tmp_path, a="2.0", mix=mix)).judge(PINK)[0].value
    measured = write_third_model(tmp_path, a="2.0", calibrated="true", mix=mix)

    assert raw == pytest.approx(0.8)
    # A doubled logit of 0.8 is 16 to 1.
    assert opened(measured).judge(PINK)[0].value == pytest.approx(16 / 17)


def test_calibrated_score_at_the_very_end_stays_a_score(tmp_path: Path) -> None:
    path = write_third_model(tmp_path, calibrated="true", mix=((1.25, 0), (0, 1), (0, 0)))

    assert opened(path).judge(PINK)[0].value == pytest.approx(1.0, abs=1e-5)


def test_logits_that_are_called_probabilities_are_no_answer(tmp_path: Path) -> None:
    model = opened(write_third_model(tmp_path, mix=((5, 0), (0, 0), (0, 0))))

    with pytest.raises(BrokenOutput):
        model.judge(PINK)


def test_output_of_another_length_than_the_labels_is_no_answer(tmp_path: Path) -> None:
    model = opened(write_third_model(tmp_path, mix=((1, 0, 0), (0, 1, 0), (0, 0, 0))))

    with pytest.raises(BrokenOutput):
        model.judge(PINK)


def test_classifier_with_boxes_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(BrokenOutput):
        opened(write_third_model(tmp_path, values="boxes", mix=RED)).judge(PINK)
