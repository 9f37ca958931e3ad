"""The files of helplines: what may stand in them, what is shown, and what the bot refuses."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.domain.helpline import CountryHelp, Days, Hours, Purpose
from bot.services.answers import Answers
from bot.services.helplines import HelplineWriter
from config.helplines import EVERYWHERE, SHIPPED, BadHelplines, load_helplines
from config.phrasebook import Phrasebook
from tests.fakes import MovableClock
from tests.unit.config.message_lint import complaints
from tests.unit.config.texts import LANGUAGES

LINE = """
[[line]]
name = "Listeners"
purpose = "talk"
phone = "0808 157 0001"
hours = "08:00-20:00"
days = "mon_sat"
languages = ["en"]
source = "https://help.example/contact"
checked_on = 2026-11-01
"""
FILE = f'countries = ["XA"]\n{LINE}'


def _dialled(found: CountryHelp) -> set[str]:
    """Return every number that may stand in a page."""
    values = {found.emergency}
    for line in found.lines:
        values |= {line.name, line.phone, line.text}
        values |= {line.hours.opens, line.hours.closes} if line.hours else set()
        values |= {str(line.youngest)} if line.youngest is not None else set()
        # "under 19" is up to 18.
        values |= {str(line.oldest), str(line.oldest + 1)} if line.oldest is not None else set()
    return values - {""}


def write(folder: Path, content: str, name: str = "xa.toml") -> Path:
    place = folder / "helplines"
    place.mkdir(exist_ok=True)
    (place / name).write_text(content, encoding="utf-8")
    return folder


def test_the_shipped_files_can_be_read_and_name_their_sources(tmp_path: Path) -> None:
    found = load_helplines(tmp_path, "")
    assert found.countries >= {"ES", "GB", "US", "FR", "AU", "DE", "IT", "IE", "CA"}
    assert len(found.all_lines()) > 12
    for path in SHIPPED.glob("*.toml"):
        content = path.read_text(encoding="utf-8")
        assert content.count("source = ") == content.count("[[line]]") + content.count(
            "[emergency]"
        ), path.name


def test_what_was_not_confirmed_is_carried_along_unchecked(tmp_path: Path) -> None:
    found = load_helplines(tmp_path, "PT")
    assert "PT" not in found.countries
    assert [line.checked_on for line in found.of().lines if line.phone] == [None]
    # What holds in all of the European Union was confirmed.
    assert found.of().emergency == "112"
    assert found.of("CA").emergency == ""


def test_the_country_comes_before_what_helps_everywhere(tmp_path: Path) -> None:
    lines = load_helplines(tmp_path, "ES").of().lines
    assert [line.name for line in lines] == [
        "ANAR",
        "Incibe 017",
        "Canal prioritario (AEPD)",
        "Take It Down",
    ]
    assert load_helplines(tmp_path, "").of().lines == lines[-1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_with_real_numbers_keeps_the_rules_for_pupils(
    tmp_path: Path, language: str
) -> None:
    files = load_helplines(tmp_path, "ES")
    writer = HelplineWriter(files, Answers(Phrasebook("UTC", strict=True)), MovableClock())
    for country in ("", "PT", "XX", *sorted(files.countries)):
        said = writer.page(country, language)
        wrong = [one for one in complaints(said, language, "pupils") if "words long" not in one]
        assert wrong == [], said
        # Nothing but what the files hold is dialled.
        rest = said
        for value in sorted(_dialled(files.of(country)), key=len, reverse=True):
            rest = rest.replace(value, "")
        assert not re.search(r"\d", rest), rest


def test_a_file_of_the_operator_adds_a_country_or_replaces_one(tmp_path: Path) -> None:
    write(tmp_path, FILE)
    write(tmp_path, FILE.replace("XA", "ES"), "es.toml")
    found = load_helplines(tmp_path, "XA")
    (own,) = [line for line in found.of().lines if line.phone]
    assert own.hours == Hours(Days.MON_SAT, "08:00", "20:00")
    assert (own.purpose, own.checked_on) == (Purpose.TALK, date(2026, 11, 1))
    assert "ANAR" not in [line.name for line in found.of("ES").lines]


def test_an_emergency_number_that_nobody_checked_is_not_said(tmp_path: Path) -> None:
    number = '[emergency]\nphone = "112"\nsource = "https://help.example"\n'
    write(tmp_path, f'countries = ["XA"]\n{number}')
    assert load_helplines(tmp_path, "XA").of().emergency == ""
    write(tmp_path, f'countries = ["XA"]\n{number}checked_on = 2026-11-01\n')
    assert load_helplines(tmp_path, "XA").of().emergency == "112"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("", "countries"),
        ("countries = []", "countries"),
        ('countries = ["Spain"]', "countries.1"),
        (FILE + "\nnumber = 1", "line.1.number"),
        (FILE.replace('"0808 157 0001"', '"call me"'), "line.1.phone"),
        (FILE.replace('"0808 157 0001"', "112"), "line.1.phone"),
        (FILE.replace('phone = "0808 157 0001"\n', ""), "line.1"),
        (FILE.replace('"talk"', '"removal"'), "line.1"),
        (FILE.replace('"talk"', '"shouting"'), "line.1.purpose"),
        (FILE.replace("08:00-20:00", "8-20"), "line.1.hours"),
        (FILE.replace("https://help.example/contact", "I remember"), "line.1.source"),
        (FILE.replace('["en"]', "[]"), "line.1.languages"),
        (FILE.replace("2026-11-01", '"soon"'), "line.1.checked_on"),
        (FILE + "youngest = 30\noldest = 20", "line.1"),
        (FILE + "youngest = 100", "line.1.youngest"),
        (FILE + 'free = "yes"', "line.1.free"),
        ('countries = ["XA"]\n[emergency]\nphone = "112"', "emergency.source"),
    ],
)
def test_a_wrong_file_stops_the_start_and_is_named_with_its_key(
    tmp_path: Path, content: str, key: str
) -> None:
    write(tmp_path, content)
    with pytest.raises(BadHelplines, match=rf"xa\.toml: {re.escape(key)}: "):
        load_helplines(tmp_path, "XA")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path, "countries = [")
    with pytest.raises(BadHelplines, match="is not TOML"):
        load_helplines(tmp_path, "XA")
    (tmp_path / "helplines" / "xa.toml").unlink()
    (tmp_path / "helplines" / "xa.toml").mkdir()
    with pytest.raises(BadHelplines, match="cannot be read"):
        load_helplines(tmp_path, "XA")


def test_everywhere_is_no_country(tmp_path: Path) -> None:
    assert EVERYWHERE not in load_helplines(tmp_path, "").countries
