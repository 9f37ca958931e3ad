"""NudeNet gets the right pixels, and its boxes become scores."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from bot.domain.signal import Score
from classifiers.manifest import Manifest
from classifiers.models import Model, Network, load_network
from classifiers.nudenet import NOTHING, NudeNet
from tests.unit.classifiers.pictures import photo


class FixedNetwork(Network):
    """Answers with boxes that a test wrote down, and keeps what it was asked."""

    def __init__(self, boxes: dict[int, tuple[str, float]], labels: tuple[str, ...]) -> None:
        self.output = np.zeros((4 + len(labels), 40), dtype=np.float32)
        for anchor, (label, value) in boxes.items():
            self.output[:4, anchor] = (320, 320, 100, 100)
            self.output[4 + labels.index(label), anchor] = value
        self.asked: list[NDArray[np.float32]] = []

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked.append(batch)
        return self.output


def judged(manifest: Manifest, boxes: dict[int, tuple[str, float]]) -> set[Score]:
    model = NudeNet(manifest, FixedNetwork(boxes, manifest.output.labels))
    return set(model.judge(Image.new("RGB", (64, 64))))


@pytest.mark.parametrize(
    ("name", "label", "golden"),
    [
        ("astronaut", "FACE_FEMALE", 0.862),
        ("astronaut", "FEMALE_BREAST_COVERED", 0.128),
        ("coffee", "BUTTOCKS_COVERED", 0.347),
        ("chelsea", "FEMALE_BREAST_EXPOSED", 0.101),
    ],
)
def test_scores_are_the_ones_that_the_thresholds_were_measured_with(
    nudenet: Model, name: str, label: str, golden: float
) -> None:
    scores = {score.label: score.value for score in nudenet.judge(photo(name))}

    assert scores[label] == pytest.approx(golden, abs=0.01)


def test_same_weights_at_320_give_the_score_that_was_published_for_them(
    nudenet_manifest: Manifest,
) -> None:
    # The package's own resolution; ties the preparation to an independent measurement.
    small = replace(nudenet_manifest.input, width=320, height=320)
    network = load_network(nudenet_manifest)
    model = NudeNet(replace(nudenet_manifest, input=small), network)
    scores = {score.label: score.value for score in model.judge(photo("astronaut"))}

    assert scores["FACE_FEMALE"] == pytest.approx(0.826, abs=0.01)
    assert "MALE_GENITALIA_EXPOSED" not in scores  # 0.026, under what counts as a box


def test_picture_without_anything_still_gets_an_answer(nudenet: Model) -> None:
    # Without one the policy would have to take the model as silent, and the picture as opaque.
    assert nudenet.judge(Image.new("RGB", (300, 200), "white")) == (Score("nudenet", NOTHING, 0.0),)


def test_highest_box_of_each_label_counts(nudenet_manifest: Manifest) -> None:
    scores = judged(
        nudenet_manifest,
        {0: ("FACE_MALE", 0.5), 1: ("FACE_MALE", 0.75), 2: ("FEET_EXPOSED", 0.25)},
    )

    assert scores == {Score("nudenet", "FACE_MALE", 0.75), Score("nudenet", "FEET_EXPOSED", 0.25)}


def test_covered_part_never_hides_an_exposed_one_on_the_same_place(
    nudenet_manifest: Manifest,
) -> None:
    scores = judged(
        nudenet_manifest, {0: ("BUTTOCKS_COVERED", 0.75), 1: ("BUTTOCKS_EXPOSED", 0.625)}
    )

    assert Score("nudenet", "BUTTOCKS_EXPOSED", 0.625) in scores


def test_boxes_under_the_least_score_are_noise(nudenet_manifest: Manifest) -> None:
    assert judged(nudenet_manifest, {0: ("FACE_MALE", 0.049)}) == {Score("nudenet", NOTHING, 0.0)}
    assert judged(nudenet_manifest, {0: ("FACE_MALE", 0.0625)}) == {
        Score("nudenet", "FACE_MALE", 0.0625)
    }


def test_picture_is_filled_up_to_whole_strides_with_black_and_keeps_its_colours(
    nudenet_manifest: Manifest,
) -> None:
    network = FixedNetwork({}, nudenet_manifest.output.labels)
    NudeNet(nudenet_manifest, network).judge(Image.new("RGB", (1000, 460), (255, 51, 0)))

    (batch,) = network.asked
    assert batch.shape == (1, 3, 320, 640)
    assert batch[0, :, 0, 0] == pytest.approx([1.0, 0.2, 0.0])
    assert batch[0, :, 293, 639] == pytest.approx([1.0, 0.2, 0.0])
    assert batch[0, :, 294:, :].max() == 0


def test_shape_of_the_picture_does_not_matter_to_the_code(nudenet: Model) -> None:
    for size in [(1, 1), (1, 2000), (2000, 1)]:
        assert nudenet.judge(Image.new("RGB", size, "gray"))
