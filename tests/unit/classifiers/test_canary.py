"""A model that is blind, swapped or wrongly fed does not start."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.domain.errors import StartRefused
from bot.domain.signal import Score
from classifiers.canary import check_canary, draw_canary
from classifiers.manifest import Colour, Golden, Manifest, read_manifest
from classifiers.models import Model, load_network
from classifiers.nudenet import NudeNet
from classifiers.open_nsfw import OpenNsfw
from classifiers.registry import open_model
from tests.unit.classifiers.third_model import write_third_model


@dataclass(frozen=True)
class StuckModel:
    """Says the same of every picture."""

    value: float
    id: str = "stuck"

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        return (Score(self.id, "nsfw", self.value),)


class FailingModel:
    id = "failing"

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        raise KeyError(3)


def test_canary_is_the_same_to_the_last_bit_everywhere() -> None:
    digest = hashlib.sha256(np.asarray(draw_canary()).tobytes()).hexdigest()

    assert digest == "577e0c9ba1786ed45222d0ca2b1afd376fbc19ba1d414a0209b01e8be03b71bf"


@pytest.mark.parametrize("value", [0.0, 1.0, float("nan")])
def test_model_that_is_stuck_is_refused(open_nsfw_manifest: Manifest, value: float) -> None:
    with pytest.raises(StartRefused, match=r"nsfw scores .* where 0\.706 is expected"):
        check_canary(StuckModel(value), open_nsfw_manifest)


def test_model_without_the_golden_label_is_refused(nudenet_manifest: Manifest) -> None:
    with pytest.raises(StartRefused, match=r"BUTTOCKS_EXPOSED scores 0\.000"):
        check_canary(StuckModel(0.0), nudenet_manifest)


def test_model_with_a_score_that_nobody_expects_is_refused(nudenet_manifest: Manifest) -> None:
    golden = replace(nudenet_manifest, golden=Golden("BUTTOCKS_EXPOSED", 0.01, 0.05))

    with pytest.raises(StartRefused, match=r"nsfw scores 0\.703 where 0\.000 is expected"):
        check_canary(StuckModel(0.703), golden)


@pytest.mark.parametrize("kind", [OpenNsfw, NudeNet])
def test_exchanged_colours_are_refused(
    open_nsfw_manifest: Manifest,
    nudenet_manifest: Manifest,
    kind: type[OpenNsfw] | type[NudeNet],
) -> None:
    manifest = open_nsfw_manifest if kind is OpenNsfw else nudenet_manifest
    other = Colour.RGB if manifest.input.colour is Colour.BGR else Colour.BGR
    mean = tuple(reversed(manifest.input.mean))
    wrong = replace(manifest, input=replace(manifest.input, colour=other, mean=mean))

    with pytest.raises(StartRefused, match="on the drawn test picture"):
        open_model(wrong)


@pytest.mark.parametrize("change", [{"scale": 1.0}, {"mean": (0.5, 0.5, 0.5)}])
def test_wrong_scaling_is_refused(
    nudenet_manifest: Manifest, change: dict[str, float | tuple[float, ...]]
) -> None:
    wrong = replace(nudenet_manifest.input, **change)  # type: ignore[arg-type]  # by field name

    with pytest.raises(StartRefused):
        open_model(replace(nudenet_manifest, input=wrong))


def test_model_that_fails_is_refused_with_what_to_do(open_nsfw_manifest: Manifest) -> None:
    with pytest.raises(StartRefused, match=r"it fails \(KeyError\).*reinstall"):
        check_canary(FailingModel(), open_nsfw_manifest)


def test_built_in_models_pass_with_room_to_spare(
    open_nsfw: Model,
    nudenet: Model,
    open_nsfw_manifest: Manifest,
    nudenet_manifest: Manifest,
) -> None:
    for model, manifest in ((open_nsfw, open_nsfw_manifest), (nudenet, nudenet_manifest)):
        golden = manifest.golden
        assert golden is not None
        scores = {score.label: score.value for score in model.judge(draw_canary())}
        assert scores[golden.label] == pytest.approx(golden.score, abs=golden.tolerance / 5)


def test_further_model_without_a_golden_score_must_tell_the_canary_from_a_blank(
    tmp_path: Path,
) -> None:
    blind = read_manifest(write_third_model(tmp_path, mix=((0, 0), (0, 0), (0, 0))))
    with pytest.raises(StartRefused, match="does not tell it from a blank picture"):
        open_model(blind)

    seeing = read_manifest(write_third_model(tmp_path, mix=((1, 0), (0, 1), (0, 0))))
    assert open_model(seeing).id == "reddish"


def test_further_model_may_bring_a_golden_score_of_its_own(tmp_path: Path) -> None:
    golden = '\n[canary]\nlabel = "red"\nscore = 0.9\ntolerance = 0.05\n'
    path = write_third_model(tmp_path, mix=((1, 0), (0, 1), (0, 0)), extra=golden)
    manifest = read_manifest(path)

    assert manifest.golden == Golden("red", 0.9, 0.05)
    with pytest.raises(StartRefused, match=r"red scores 0\.\d+ where 0\.900 is expected"):
        open_model(manifest)
    # The loaded file itself is whole: it is the answer that is refused.
    load_network(manifest)


def test_further_model_may_bring_a_canary_of_its_own(tmp_path: Path) -> None:
    red = "ground = [51, 0, 0]\ndiscs = [[128, 128, 60, 255, 0, 0]]\n"
    golden = '\n[canary]\nlabel = "red"\nscore = {}\ntolerance = 0.02\n'
    seeing = ((1, 0), (0, 1), (0, 0))
    path = write_third_model(tmp_path, mix=seeing, extra=golden.format(0.27) + red)

    assert open_model(read_manifest(path)).id == "reddish"
    # The usual one is as red as this.
    path = write_third_model(tmp_path, mix=seeing, extra=golden.format(0.6) + red)
    with pytest.raises(StartRefused, match=r"red scores 0\.268 where 0\.600 is expected"):
        open_model(read_manifest(path))
