"""All models are opened or refused together, and doctor hears of each."""

from pathlib import Path

import pytest

from bot.domain.errors import StartRefused
from classifiers.registry import open_cascade, verify_models
from tests.unit.classifiers.third_model import write_third_model

SEEING = ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0))


def test_further_models_join_the_built_in_ones(tmp_path: Path) -> None:
    path = write_third_model(tmp_path, mix=SEEING)

    assert [stage.first.id for stage in open_cascade([path]).stages] == [
        "open_nsfw",
        "nudenet",
        "reddish",
    ]


def test_two_models_with_one_id_are_refused(tmp_path: Path) -> None:
    path = write_third_model(tmp_path, mix=SEEING)
    path.write_text(path.read_text(encoding="utf-8").replace("reddish", "nudenet", 1), "utf-8")

    with pytest.raises(StartRefused, match="two model manifests have the id nudenet"):
        open_cascade([path])


def test_doctor_hears_of_every_model_and_not_only_of_the_first_fault(tmp_path: Path) -> None:
    good = tmp_path / "good"
    good.mkdir()
    missing = tmp_path / "missing.toml"

    checks = verify_models([missing, write_third_model(good, mix=SEEING)])

    assert [(check.id, check.ok) for check in checks] == [
        ("open_nsfw", True),
        ("nudenet", True),
        ("missing", False),
        ("reddish", True),
    ]
    assert "cannot be read" in checks[2].detail
    assert "CC0-1.0" in checks[3].detail
    assert not any(str(tmp_path) in check.file + check.detail for check in checks)
