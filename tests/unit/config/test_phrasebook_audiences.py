"""Pupils read their own language; adults one that has their texts; no text is in two of them."""

from pathlib import Path

import pytest

from bot.domain.speech import Saying
from config.phrasebook import Phrasebook
from tests.unit.config.texts import texts_folder

AUDIENCES = """
# For: pupils.
hello = Hello { $name }
# For: anyone.
reason = too big
# For: adults.
alert = Alert: { $why }
# For: adults.
steps = Do this
"""
PUPILS_FRENCH = "hello = Salut { $name }\nreason = trop gros\n"
SPANISH = (
    "hello = Hola { $name }\nreason = demasiado grande\nalert = Aviso: { $why }\nsteps = Haz\n"
)


def _audiences(tmp_path: Path, default: str = "en", **files: str) -> Phrasebook:
    return Phrasebook("UTC", texts_folder(tmp_path, en=AUDIENCES, **files), default=default)


def test_a_language_is_offered_when_pupils_can_read_all_of_it(tmp_path: Path) -> None:
    book = _audiences(tmp_path, fr=PUPILS_FRENCH, de="hello = Hallo { $name }\n")
    assert book.languages == {"en", "fr"}
    assert book.gaps == {"de": {"reason"}}


def test_adults_read_english_where_their_texts_are_not_translated_and_nothing_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = _audiences(tmp_path, fr=PUPILS_FRENCH)
    assert book.write("fr", Saying("hello", {"name": "Zoe"})) == "Salut Zoe"
    assert book.write("fr", Saying("steps")) == "Do this"
    assert book.adults_read("fr") == "en"
    assert caplog.records == []


def test_adults_read_the_installations_language_before_english(tmp_path: Path) -> None:
    book = _audiences(tmp_path, "es", fr=PUPILS_FRENCH, es=SPANISH)
    assert book.write("fr", Saying("steps")) == "Haz"
    assert [book.adults_read(one) for one in ("fr", "es", "en", "xx")] == ["es", "es", "en", "en"]


def test_an_installation_whose_language_has_no_texts_for_adults_speaks_english_to_them(
    tmp_path: Path,
) -> None:
    book = _audiences(tmp_path, "fr", fr=PUPILS_FRENCH, es=SPANISH)
    assert book.write("fr", Saying("steps")) == "Do this"
    assert book.adults_read("fr") == "en"
    assert book.adults_read("es") == "es"


def test_an_adults_text_that_is_missing_among_others_is_a_mistake(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = _audiences(tmp_path, es=SPANISH.replace("steps = Haz\n", ""))
    assert book.write("es", Saying("steps")) == "Do this"
    assert "steps" in caplog.text
    # What pupils read is whole.
    assert book.languages == {"en", "es"}


def test_a_pupils_text_never_falls_back_to_the_installations_language(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = _audiences(tmp_path, "es", fr="hello = Salut { $name }\n", es=SPANISH)
    assert book.write("fr", Saying("reason")) == "too big"
    assert "reason" in caplog.text


def test_a_text_in_a_text_is_written_in_the_language_of_the_outer_one(tmp_path: Path) -> None:
    book = _audiences(tmp_path, fr=PUPILS_FRENCH, es=SPANISH)
    inner = Saying("reason")
    said = [book.write(one, Saying("alert", {"why": inner})) for one in ("en", "es", "fr")]
    assert said == ["Alert: too big", "Aviso: demasiado grande", "Alert: too big"]
    assert book.write("fr", Saying("hello", {"name": inner})) == "Salut trop gros"


def test_a_text_whose_inner_text_is_missing_is_missing_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = _audiences(tmp_path, fr="hello = Salut { $name }\n")
    assert book.write("fr", Saying("hello", {"name": Saying("reason")})) == "Hello too big"
    assert "hello" in caplog.text


def test_a_text_that_does_not_say_for_whom_it_is_is_for_pupils_too(tmp_path: Path) -> None:
    book = Phrasebook("UTC", texts_folder(tmp_path, es="other = Otra\n"))
    assert book.gaps == {"es": {"hello"}}
