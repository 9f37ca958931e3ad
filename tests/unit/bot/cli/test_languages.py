"""A language that pupils could not read whole is not offered, and whoever runs the bot is told."""

import logging
import shutil
from pathlib import Path

import pytest

from bot.cli.languages import gap_line, language_finding, phrasebook_for
from bot.domain.errors import StartRefused
from bot.domain.speech import Saying
from config.phrasebook import TEXTS
from config.schema import PolicySettings, Settings


def speaking(language: str) -> Settings:
    return Settings(policy=PolicySettings(language=language))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """English and French, and an Italian that lacks one text."""
    for language in ("en", "fr", "it"):
        shutil.copytree(TEXTS / language, tmp_path / language)
    (tmp_path / "it" / "coverage.ftl").unlink()
    return tmp_path


def test_doctor_names_the_languages_and_those_in_which_adults_do_not_read_theirs() -> None:
    found = language_finding(Settings())
    assert found.ok
    assert found.detail == (
        "ar, ca, de, en, es, fr, it, pt; of these only what pupils read: ar, ca, de, fr, it, pt"
    )


def test_doctor_names_each_text_that_a_folder_lacks(folder: Path) -> None:
    found = language_finding(Settings(), folder)
    assert not found.ok
    assert found.detail.startswith("en, fr;")
    assert found.fix == gap_line("it", frozenset({"reason-link"}))
    assert "config/texts/it" in found.fix


@pytest.mark.parametrize(
    ("language", "why"), [("it", "reason-link"), ("pl", "has no folder pl"), ("zz", "no folder")]
)
def test_a_language_that_is_not_offered_stops_the_start(
    folder: Path, language: str, why: str
) -> None:
    with pytest.raises(StartRefused, match=f"UPSTANDER_POLICY__LANGUAGE.*{why}.*: en, fr"):
        phrasebook_for(speaking(language), folder)
    assert not language_finding(speaking(language), folder).ok


def test_every_offered_language_may_be_the_installations(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = phrasebook_for(speaking("fr"), folder)
    with caplog.at_level(logging.DEBUG):
        assert book.write("fr", Saying("button-why")) == "Pourquoi ?"
        assert book.write("fr", Saying("status-can-delete")).startswith("The bot can")
    assert caplog.records == []
