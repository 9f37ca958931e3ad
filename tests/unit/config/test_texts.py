"""Every language has every text with the same variables, and each choice names real values."""

import re
from pathlib import Path

import pytest

from bot.domain.command import InfoPage
from bot.domain.signal import OpaqueReason
from bot.domain.speech import Saying
from tests.unit.config.texts import (
    CHOICES,
    COUNTS,
    DAYS,
    FILES,
    LANGUAGES,
    PLAIN,
    WHEN,
    Text,
    phrasebook,
    plural_complaints,
    pupils_keys,
    read,
    samples,
    wanted,
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
WHEN_SHOWN = ("22:04", *DAYS.values())


def test_the_bot_offers_these_languages_to_pupils_and_two_of_them_to_adults() -> None:
    book = phrasebook()
    assert book.gaps == {}
    assert set(LANGUAGES) == book.languages == {"ar", "ca", "de", "en", "es", "fr", "it", "pt"}
    assert {one for one in LANGUAGES if book.adults_read(one) == one} == {"en", "es"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_texts_for_pupils_and_those_for_adults_all_or_none(
    language: str,
) -> None:
    assert len(ENGLISH) > 90
    assert len(pupils_keys()) > 70
    there = {(text.file, key) for key, text in read(language).items()}
    must = set(wanted(language))
    # What has to be translated stands in the failure, by file.
    missing = sorted(must - there)
    assert missing == [], f"{language} lacks {missing}"
    assert sorted(there - must) == [], f"{language} has what English has not"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_keeps_each_text_in_the_same_file_and_order(language: str) -> None:
    assert [(text.file, text.key) for text in read(language).values()] == wanted(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_exactly_the_variables_of_english(language: str) -> None:
    ours = {key: text.variables for key, text in read(language).items()}
    assert len(ours) > 70
    assert ours == {key: ENGLISH[key].variables for key in ours}


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
                assert name in COUNTS, text.key
                assert plural_complaints(language, keys) == [], text.key
    every = {"band", "state", "outcome", "mode", "alerts"}
    assert seen >= (every if phrasebook().adults_read(language) == language else {"reporting"})


@pytest.mark.parametrize(
    ("language", "keys", "wrong"),
    [
        ("en", ("one", "other"), 0),
        ("en", ("0", "one", "other"), 0),
        ("en", ("other",), 1),
        ("en", ("one", "few", "other"), 1),
        ("fr", ("one", "other"), 0),
        ("fr", ("one", "many", "other"), 0),
        ("de", ("one", "many", "other"), 1),
        ("ar", ("zero", "one", "two", "few", "many", "other"), 0),
        ("ar", ("0", "one", "two", "few", "many", "other"), 0),
        ("ar", ("one", "other"), 4),
        ("ar", ("zero", "one", "two", "few", "other"), 1),
    ],
)
def test_the_plural_forms_of_a_text_are_those_of_its_language(
    language: str, keys: tuple[str, ...], wrong: int
) -> None:
    assert len(plural_complaints(language, keys)) == wrong


def test_every_opaque_reason_has_its_text_and_no_other_reason_exists() -> None:
    reasons = {key for key in ENGLISH if key.startswith("reason-")}
    assert reasons == {f"reason-{reason.replace('_', '-')}" for reason in OpaqueReason}


def test_every_page_has_its_text() -> None:
    assert {f"{page}-page" for page in InfoPage} <= ENGLISH.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_fits_after_a_colon(language: str) -> None:
    book = phrasebook()
    for reason in OpaqueReason:
        clause = book.write(language, Saying(f"reason-{reason.replace('_', '-')}"))
        # A capital would begin a new sentence.
        assert not clause[0].isupper() or clause.startswith("I "), clause
        assert clause[-1].isalpha(), clause


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_renders_with_every_choice_and_shows_all_its_values(language: str) -> None:
    book = phrasebook("Europe/Madrid")
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
    assert rendered > 70


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_choices_of_a_text_say_the_same(language: str) -> None:
    book = phrasebook()
    for text in read(language).values():
        enums = [name for name, _ in text.choices if name in CHOICES]
        if enums:
            said = [book.write(language, Saying(text.key, values)) for values in samples(text)]
            assert len(set(said)) == len(said), text.key


@pytest.mark.parametrize("name", FILES)
def test_text_files_use_plain_spaces_and_unix_line_ends(name: str) -> None:
    for language in LANGUAGES:
        path = Path(__file__).parents[3] / "config" / "texts" / language / name
        if language not in {"en", "es"} and not path.exists():
            continue
        data = path.read_bytes().decode("utf-8")
        assert "\r" not in data
        assert "\t" not in data
        assert "\u00a0" not in data
