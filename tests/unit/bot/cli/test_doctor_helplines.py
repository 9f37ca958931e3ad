"""`doctor` says whether pupils are shown numbers, and whether somebody should check them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor_helplines import helplines_finding
from bot.domain.helpline import STAYS_FRESH
from config.schema import Settings

CHECKED = date(2026, 11, 26)


def settings(folder: Path, country: str) -> Settings:
    return Settings(data_dir=folder, country=country)


def test_fresh_numbers_of_the_own_country_need_no_word(tmp_path: Path) -> None:
    found = helplines_finding(settings(tmp_path, "es"), CHECKED + timedelta(days=30))
    assert (found.ok, found.fix) == (True, "")
    assert found.detail.startswith("for ES;")


@pytest.mark.parametrize(
    ("country", "after", "advice"),
    [
        ("", timedelta(0), "UPSTANDER_COUNTRY=ES"),
        ("XX", timedelta(0), "There is no number for XX."),
        ("PT", timedelta(0), "Nobody has checked SOS Criança"),
        ("ES", STAYS_FRESH + timedelta(days=1), "long ago that somebody checked ANAR"),
    ],
)
def test_what_a_person_should_look_at_is_said_and_is_no_failure(
    tmp_path: Path, country: str, after: timedelta, advice: str
) -> None:
    found = helplines_finding(settings(tmp_path, country), CHECKED + after)
    assert found.ok
    assert advice in found.fix


def test_a_file_that_cannot_be_used_is_a_failure_with_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "helplines"
    folder.mkdir()
    (folder / "es.toml").write_text("countries = []")
    found = helplines_finding(settings(tmp_path, "ES"), CHECKED)
    assert not found.ok
    assert "es.toml: countries: " in found.fix
