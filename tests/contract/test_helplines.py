"""What every `Helplines` promises, on the files and on the fake of the tests."""

from pathlib import Path

import pytest

from bot.domain.helpline import Purpose
from bot.help_ports import Helplines
from config.helplines import load_helplines
from tests.helplines import FakeHelplines


def files(folder: Path) -> Helplines:
    return load_helplines(folder, "ES")


@pytest.fixture(params=[files, lambda _: FakeHelplines()], ids=["files", "fake"])
def helplines(request: pytest.FixtureRequest, tmp_path: Path) -> Helplines:
    found: Helplines = request.param(tmp_path)
    return found


def test_without_a_country_it_is_that_of_the_installation(helplines: Helplines) -> None:
    assert helplines.of() == helplines.of("ES")
    assert helplines.of().country == "ES"
    assert helplines.of().emergency


def test_the_countries_are_those_with_somebody_who_was_checked(helplines: Helplines) -> None:
    assert "ES" in helplines.countries
    for country in helplines.countries:
        assert any(line.checked_on for line in helplines.of(country).lines), country


def test_a_country_that_nobody_knows_has_no_number_and_what_helps_everywhere(
    helplines: Helplines,
) -> None:
    unknown = helplines.of("XX")
    assert (unknown.country, unknown.emergency) == ("XX", "")
    assert unknown.lines
    assert {line.purpose for line in unknown.lines} == {Purpose.REMOVAL}


def test_who_listens_has_a_phone_and_what_removes_has_none(helplines: Helplines) -> None:
    lines = [line for country in helplines.countries for line in helplines.of(country).lines]
    assert len(lines) > 2
    for line in lines:
        assert line.name
        assert line.languages
        assert bool(line.phone) is (line.purpose is not Purpose.REMOVAL)
