"""Measured thresholds move between removing and asking, and never hide what was shown before."""

from pathlib import Path

import pytest

from bot.domain.errors import StartRefused
from bot.domain.policy import PresetName
from config.calibration import FILE_NAME, Calibration, Threshold, apply, read_calibration
from config.presets import load_presets

PRESETS = load_presets()
NSFW = frozenset({"nsfw"})
HEAD = "pictures = 5\ntarget = 0.1\nmodels = {}\n"
MODELS = {"open_nsfw": "aa", "nudenet": "bb"}


def calibration(*thresholds: Threshold) -> Calibration:
    return Calibration(400, 0.002, MODELS, thresholds)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    written = calibration(
        Threshold("open_nsfw", NSFW, 0.72, 0.81, 0.9),
        Threshold("nudenet", frozenset({"A", "B"}), 0.5),
    )
    (tmp_path / FILE_NAME).write_text(written.to_toml())
    assert read_calibration(tmp_path) == written


def test_without_a_file_there_is_none(tmp_path: Path) -> None:
    assert read_calibration(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pictures = 0",
        "no toml at all [",
        f"{HEAD}threshold = []\nmore = 1",
        f'{HEAD}[[threshold]]\nmodel = "a"\nlabels = []\nremove = 1.0',
        f'{HEAD}[[threshold]]\nmodel = "a"\nlabels = ["b"]\nremove = 2.0',
    ],
)
def test_a_file_that_cannot_be_used_refuses_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(StartRefused, match="calibrate again"):
        read_calibration(tmp_path)


@pytest.mark.parametrize(
    ("models", "fits"),
    [
        (MODELS, True),
        ({**MODELS, "third": "cc"}, True),
        ({**MODELS, "nudenet": "xx"}, False),
        ({"open_nsfw": "aa"}, False),
    ],
)
def test_it_belongs_to_the_models_it_was_measured_with(models: dict[str, str], fits: bool) -> None:
    assert calibration().fits(models) is fits


def test_what_was_measured_here_takes_the_place_of_the_presets_share() -> None:
    (before, other), (after, same) = (
        presets[PresetName.SCHOOL].rules
        for presets in (PRESETS, apply(PRESETS, [Threshold("open_nsfw", NSFW, 0.7)], 0.002))
    )
    assert (before.remove_rate, after.remove_rate) == (0.0055, 0.002)
    assert before.review_rate == after.review_rate
    assert other == same


@pytest.mark.parametrize("remove", [0.01, 0.3, 0.72, 0.95])
def test_only_the_thresholds_for_removing_move_and_never_below_asking(remove: float) -> None:
    applied = apply(PRESETS, [Threshold("open_nsfw", NSFW, remove, remove, remove)])
    for name in PresetName:
        for before, after in zip(PRESETS[name].rules, applied[name].rules, strict=True):
            for asking in ("review", "panel_review", "detail_review", "agree", "labels"):
                assert getattr(before, asking) == getattr(after, asking)
            if before.model != "open_nsfw":
                assert before == after
                continue
            assert after.remove == max(before.review, remove)
            assert after.panel_remove == max(before.panel_review or 0, remove)
            if before.detail_remove is None:
                assert after.detail_remove is None
            else:
                assert after.detail_remove == max(before.detail_review or 0, remove)


def test_a_rule_about_other_labels_stays() -> None:
    applied = apply(PRESETS, [Threshold("nudenet", frozenset({"FACE"}), 0.9)])
    assert applied == PRESETS
