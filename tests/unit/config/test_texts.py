"""Every language has every text with the same variables, and each choice names real values."""

import re
from pathlib import Path

import pytest

from bot.domain.command import InfoPage
from bot.domain.signal import OpaqueReason
from bot.domain.speech import Saying
from config.phrasebook import Phrasebook
from tests.unit.config.texts import (
    CHOICES,
    COUNTS,
    FILES,
    LANGUAGES,
    PLAIN,
    WHEN,
    Text,
    read,
    samples,
)

ENGLISH = read("en")
HELPLINE = {
    "helpline",
    "phone",
    "days",
    "opens",
    "closes",
    "youngest",
    "oldest",
    "age",
    "country",
}
WHEN_SHOWN = ("22:04", "3 March 2026", "3 de marzo de 2026")


def test_the_bot_speaks_english_and_spanish() -> None:
    assert {"en", "es"} <= set(LANGUAGES)
    assert Phrasebook("UTC").languages == frozenset(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_exactly_the_texts_of_english(language: str) -> None:
    assert len(ENGLISH) > 90
    assert read(language).keys() == ENGLISH.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_keeps_each_text_in_the_same_file_and_order(language: str) -> None:
    assert [(text.file, text.key) for text in read(language).values()] == [
        (text.file, text.key) for text in ENGLISH.values()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_exactly_the_variables_of_english(language: str) -> None:
    ours = {key: text.variables for key, text in read(language).items()}
    assert ours == {key: text.variables for key, text in ENGLISH.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_variables_are_the_known_ones_so_no_name_or_score_can_be_said(language: str) -> None:
    known = PLAIN.keys() | CHOICES.keys() | COUNTS.keys()
    for text in read(language).values():
        assert text.variables <= known, text.key


def test_what_a_pupil_reads_takes_no_chat_title_bank_or_state() -> None:
    pupils = [text for text in ENGLISH.values() if text.audience != "adults"]
    assert len(pupils) > 25
    for text in pupils:
        allowed = {"number", "time", "why", "usage", "reporting", "reference", "until"}
        # What is known of a helpline comes from data files that people check.
        allowed |= HELPLINE if text.file == "helplines.ftl" else set()
        assert text.variables <= allowed, text.key


@pytest.mark.parametrize("text", ENGLISH.values(), ids=lambda text: text.key)
def test_every_comment_names_the_audience_and_exactly_the_variables(text: Text) -> None:
    assert text.audience in {"pupils", "anyone", "adults"}
    assert set(re.findall(r"\$(\w+)", text.comment)) == text.variables


def test_everything_in_the_pupils_file_is_for_pupils() -> None:
    for text in ENGLISH.values():
        if text.file == "pupils.ftl":
            assert text.audience in {"pupils", "anyone"}, text.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_name_every_value_of_their_enum_and_no_other(language: str) -> None:
    seen = set()
    for text in read(language).values():
        for name, keys in text.choices:
            seen.add(name)
            if name in CHOICES:
                assert set(keys) == CHOICES[name], text.key
            else:
                assert {"one", "other"} <= set(keys) <= {"0", "one", "other"}, text.key
                assert name in COUNTS, text.key
    assert seen >= {"band", "state", "outcome", "mode", "alerts"}


def test_every_opaque_reason_has_its_text_and_no_other_reason_exists() -> None:
    reasons = {key for key in ENGLISH if key.startswith("reason-")}
    assert reasons == {f"reason-{reason.replace('_', '-')}" for reason in OpaqueReason}


def test_every_page_has_its_text() -> None:
    assert {f"{page}-page" for page in InfoPage} <= ENGLISH.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_fits_after_a_colon(language: str) -> None:
    book = Phrasebook("UTC", strict=True)
    for reason in OpaqueReason:
        clause = book.write(language, Saying(f"reason-{reason.replace('_', '-')}"))
        assert clause[0].islower() or clause.startswith("I "), clause
        assert clause[-1].isalpha(), clause


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_renders_with_every_choice_and_shows_all_its_values(language: str) -> None:
    book = Phrasebook("Europe/Madrid", strict=True)
    rendered = 0
    for text in read(language).values():
        for values in samples(text):
            said = book.write(language, Saying(text.key, values))
            rendered += 1
            for leftover in ("{", "}", "$", "???", "  "):
                assert leftover not in said, said
            for name in text.variables & PLAIN.keys():
                # A time is the local time of day, with or without its date, or the date alone.
                shown = WHEN_SHOWN if PLAIN[name] is WHEN else (str(values[name]),)
                assert any(one in said for one in shown), said
    assert rendered > 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_choices_of_a_text_say_the_same(language: str) -> None:
    book = Phrasebook("UTC", strict=True)
    for text in read(language).values():
        enums = [name for name, _ in text.choices if name in CHOICES]
        if enums:
            said = [book.write(language, Saying(text.key, values)) for values in samples(text)]
            assert len(set(said)) == len(said), text.key


@pytest.mark.parametrize("name", FILES)
def test_text_files_use_plain_spaces_and_unix_line_ends(name: str) -> None:
    for language in LANGUAGES:
        path = Path(__file__).parents[3] / "config" / "texts" / language / name
        data = path.read_bytes().decode("utf-8")
        assert "\r" not in data
        assert "\t" not in data
        assert "\u00a0" not in data
