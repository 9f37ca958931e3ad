"""A model is added whole, after every check, or nothing changes."""

import hashlib
from pathlib import Path

import pytest

from bot.cli import models as module
from bot.cli.assemble import further_models, model_digests, presets_for
from bot.cli.download import download
from bot.cli.models import Choice, add_model
from bot.domain.policy import PresetName
from classifiers.offers import OfferRefused, read_offers
from config.schema import ScreeningSettings
from config.settings import Settings
from tests.secure_server import content, serving
from tests.unit.classifiers.offered import write_offer
from tests.unit.classifiers.third_model import write_third_model
from tests.unit.classifiers.tiny_onnx import tiny_model

# Red against what is left, as two numbers of which a softmax makes shares.
SEEING = ((3.0, 0.0), (0.0, 3.0), (0.0, 0.0))
BLIND = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
ZEROS = "0" * 64


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def choice(folder: Path, name: str | None, sha256: str | None, registry: str | None) -> Choice:
    """Return what an operator says who exported a model."""
    weights = tiny_model(SEEING)
    (folder / "export.onnx").write_bytes(weights)
    if sha256 == "right":
        sha256 = hashlib.sha256(weights).hexdigest()
    return Choice(folder / name if name else None, sha256, registry)


@pytest.mark.parametrize(
    ("model", "file", "sha256", "registry", "said"),
    [
        ("huge", None, None, None, "There is no model huge"),
        ("marqo384", None, None, None, "Nobody has stated the sha256"),
        ("marqo384", "export.onnx", None, None, "Nobody has stated the sha256"),
        ("marqo384", None, "right", None, "it has no address. Export it yourself"),
        ("marqo384", "export.onnx", ZEROS, None, "expected 000"),
        ("marqo384", "export.onnx", "00", None, "64 hex digits"),
        ("marqo384", "none.onnx", "right", None, r"none\.onnx cannot be read: No such file"),
        ("vit384", "export.onnx", "right", None, "no other file is taken"),
        ("vit384", "export.onnx", None, None, "bytes, expected 344569044"),
        ("vit384", None, None, "https://localhost", "comes from no npm registry"),
        ("inception", None, None, None, "Name your npm registry"),
        ("inception", None, None, "http://localhost", "does not start with https://"),
        ("inception", "export.onnx", None, None, "bytes, expected 24973068"),
    ],
)
def test_what_is_not_what_it_must_be_is_refused(
    settings: Settings,
    tmp_path: Path,
    model: str,
    file: str | None,
    sha256: str | None,
    registry: str | None,
    said: str,
) -> None:
    with pytest.raises(OfferRefused, match=said):
        add_model(settings, model, choice(tmp_path, file, sha256, registry))

    assert not settings.data_dir.exists()


def test_file_that_is_too_large_is_not_read(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = write_offer(tmp_path)
    monkeypatch.setattr(module, "read_offers", lambda: read_offers(tmp_path))
    (tmp_path / "more.onnx").write_bytes(weights + b"x")

    with pytest.raises(OfferRefused, match=f"more than {len(weights)} bytes"):
        add_model(settings, "reddish", Choice(tmp_path / "more.onnx"))


def test_blind_model_is_refused_although_its_sha256_is_right(
    settings: Settings, tmp_path: Path
) -> None:
    weights = tiny_model(BLIND)
    (tmp_path / "blind.onnx").write_bytes(weights)
    digest = hashlib.sha256(weights).hexdigest()

    with pytest.raises(OfferRefused, match="blank picture"):
        add_model(settings, "marqo384", Choice(tmp_path / "blind.onnx", digest))

    assert list((settings.data_dir / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("status", "headers", "cut", "said"),
    [
        (200, {}, 0, None),
        (200, {}, 1, "bytes, expected"),
        (200, {"Content_Length": "9999"}, 0, "cut off"),
        (404, {}, 0, "the answer was 404"),
        (302, {"Location": "https://example.org/x"}, 0, "other hosts are not followed"),
    ],
)
def test_what_was_fetched_is_added_if_it_is_what_it_must_be(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    headers: dict[str, str],
    cut: int,
    said: str | None,
) -> None:
    monkeypatch.setenv("no_proxy", "localhost")
    weights = write_offer(tmp_path)
    with serving(tmp_path, content(weights[cut:], status, **headers)) as server:
        write_offer(tmp_path, download=f'url = "{server.address}/x.onnx"')
        monkeypatch.setattr(module, "read_offers", lambda: read_offers(tmp_path))
        monkeypatch.setattr(
            module, "download", lambda url, most: download(url, most, trust=server.trust)
        )
        if said is None:
            add_model(settings, "reddish", Choice())
        else:
            with pytest.raises(OfferRefused, match=said):
                add_model(settings, "reddish", Choice())

    assert [path.name for path in further_models(settings)] == ([] if said else ["reddish.toml"])


def test_added_models_join_those_that_the_settings_name(tmp_path: Path) -> None:
    named = tmp_path / "named"
    named.mkdir()
    rule = '\n[rule]\nlabels = ["red"]\nreview = 0.5\nsource = "drawn"\n'
    third = write_third_model(named, mix=((1, 0), (0, 1), (0, 0)), extra=rule)
    settings = Settings(
        data_dir=tmp_path / "data", screening=ScreeningSettings(extra_models=(third,))
    )
    add_model(settings, "marqo384", choice(tmp_path, "export.onnx", "right", None))

    assert list(model_digests(settings)) == ["open_nsfw", "nudenet", "marqo384", "reddish"]
    school = presets_for(settings)[PresetName.SCHOOL]
    assert {rule.model for rule in school.rules} == {"open_nsfw", "nudenet", "marqo384", "reddish"}
    # A model that is asked only about what is not clear cannot be needed for what is.
    assert "marqo384" not in school.models
