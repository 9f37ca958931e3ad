"""The phrasebook writes times, numbers and strangers' words safely, and never fails to speak."""

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Visitor

from bot.domain.command_words import USAGE
from bot.domain.errors import StartRefused
from bot.domain.speech import Saying, Value
from bot.ports import Texts
from config.phrasebook import TEXTS, MissingText, Phrasebook
from tests.unit.config.texts import FILES, phrasebook, read, samples, texts_folder

WHEN = datetime(2026, 7, 3, 20, 4, tzinfo=UTC)
# The shortest message limit of the platforms that we know of (Discord).
SHORTEST_LIMIT = 2000


@pytest.fixture
def book() -> Phrasebook:
    return phrasebook("Europe/Madrid")


def _head(chat: str) -> Saying:
    return Saying("alert-head", {"number": "C-0042", "chat": chat, "time": WHEN})


def test_phrasebook_is_what_the_port_asks_for(book: Phrasebook) -> None:
    texts: Texts = book
    assert texts.languages >= {"en", "es"}


@pytest.mark.parametrize(
    ("zone", "language", "written"),
    [
        ("UTC", "en", "3 Jul 2026, 20:04"),
        ("Europe/Madrid", "en", "3 Jul 2026, 22:04"),
        ("Europe/Madrid", "es", "3 jul 2026, 22:04"),
        ("Asia/Tokyo", "es", "4 jul 2026, 5:04"),
        # Adults read these in English, and so are they written.
        ("UTC", "fr", "3 Jul 2026, 20:04"),
    ],
)
def test_times_are_written_in_the_zone_and_the_languages_way(
    zone: str, language: str, written: str
) -> None:
    assert written in Phrasebook(zone, strict=True).write(language, _head("7B"))


def test_a_time_follows_summer_time(book: Phrasebook) -> None:
    winter = Saying("sender-notice", {"number": "C-1", "time": WHEN.replace(month=1)})
    assert "21:04" in book.write("en", winter)


@pytest.mark.parametrize(
    ("language", "seconds", "written"),
    [
        ("en", 0.94, "0.9 seconds"),
        ("es", 0.94, "0,9 segundos"),
        ("en", 1, "1 second after"),
        ("en", 1.04, "1 second after"),
        ("es", 1.04, "1 segundo después"),
        ("en", 4213.0, "4,213 seconds"),
    ],
)
def test_numbers_are_written_the_languages_way_and_agree_with_their_noun(
    book: Phrasebook, language: str, seconds: float, written: str
) -> None:
    assert written in book.write(language, Saying("alert-what-removed", {"seconds": seconds}))


@pytest.mark.parametrize("language", ["es", "ES", "es-MX", "es_419"])
def test_a_regional_language_is_served_by_its_language(book: Phrasebook, language: str) -> None:
    assert book.write(language, Saying("button-why")) == "¿Por qué?"


@pytest.mark.parametrize("language", ["", "nl", "xx-YY", "../es", "english"])
def test_an_unknown_language_is_answered_in_english(book: Phrasebook, language: str) -> None:
    assert book.write(language, Saying("button-why")) == "Why?"


def test_strict_phrasebook_raises_on_a_missing_text(book: Phrasebook) -> None:
    with pytest.raises(MissingText, match="no-such-text"):
        book.write("en", Saying("no-such-text"))


def test_strict_phrasebook_raises_on_a_missing_variable(book: Phrasebook) -> None:
    with pytest.raises(MissingText, match="alert-head"):
        book.write("en", Saying("alert-head", {"number": "C-0042"}))


def test_strict_phrasebook_raises_on_a_missing_choice(book: Phrasebook) -> None:
    with pytest.raises(MissingText):
        book.write("en", Saying("alert-why-model"))


def test_a_text_missing_in_one_language_is_said_in_english(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = Phrasebook("UTC", texts_folder(tmp_path, es="other = Otra\n"))
    assert book.write("es", Saying("hello", {"name": "Zoe"})) == "Hello Zoe"
    assert book.languages == {"en"}
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "hello" in caplog.text


def test_a_text_with_another_variable_in_one_language_is_said_in_english(tmp_path: Path) -> None:
    book = Phrasebook("UTC", texts_folder(tmp_path, es="hello = Hola { $nombre }\n"))
    assert book.write("es", Saying("hello", {"name": "Zoe"})) == "Hello Zoe"


def test_a_text_that_exists_nowhere_is_said_by_its_key_and_never_raises(tmp_path: Path) -> None:
    book = Phrasebook("UTC", texts_folder(tmp_path))
    assert book.write("en", Saying("alert-head", {"chat": "7B"})) == "alert-head"


def test_what_is_missing_is_logged_without_its_values(caplog: pytest.LogCaptureFixture) -> None:
    Phrasebook("UTC").write("es", Saying("alert-head", {"chat": "secret-title", "number": "C-7"}))
    assert "alert-head" in caplog.text
    assert "secret-title" not in caplog.text
    assert "C-7" not in caplog.text


def test_a_text_that_has_only_attributes_counts_as_missing(tmp_path: Path) -> None:
    source = "hello = Hello { $name }\nodd =\n    .title = Only a title\n"
    book = Phrasebook("UTC", texts_folder(tmp_path, en=source), strict=True)
    with pytest.raises(MissingText):
        book.write("en", Saying("odd"))


# --- words of strangers ------------------------------------------------------------------------


def test_a_title_in_another_direction_is_isolated(book: Phrasebook) -> None:
    assert "in \u2068כיתה 7\u2069, 3 Jul" in book.write("en", _head("כיתה 7"))


def test_a_title_in_our_own_direction_stays_as_it_is(book: Phrasebook) -> None:
    assert "in Klasse Ä 7, 3 Jul" in book.write("en", _head("Klasse Ä 7"))


def test_in_a_language_from_right_to_left_latin_titles_are_isolated(tmp_path: Path) -> None:
    book = Phrasebook("UTC", texts_folder(tmp_path, ar="hello = مرحبا { $name }\n"), strict=True)
    assert book.write("ar", Saying("hello", {"name": "7B"})) == "مرحبا \u20687B\u2069"


@pytest.mark.parametrize(
    "hostile", ["\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\x00", "\x1b"]
)
def test_a_title_cannot_turn_the_text_round_or_hide_characters(
    book: Phrasebook, hostile: str
) -> None:
    assert hostile not in book.write("en", _head(f"7{hostile}B"))
    assert "7B" in book.write("en", _head(f"7{hostile}B"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\u2029", "\x0b", "\x85"])
def test_a_title_cannot_forge_a_line_of_an_alert(book: Phrasebook, end: str) -> None:
    said = book.write("en", _head(f"7B{end}Nothing to do."))
    assert len(said.splitlines()) == 1


def test_a_title_with_half_a_character_can_still_be_sent(book: Phrasebook) -> None:
    assert "7B" in book.write("en", _head("7\ud800B")).encode().decode()


def test_a_title_cannot_call_fluent(book: Phrasebook) -> None:
    assert '{ $number } { "x" }' in book.write("en", _head('{ $number } { "x" }'))


def test_joiners_inside_persian_words_and_emoji_stay(book: Phrasebook) -> None:
    assert "می\u200cخواهم" in book.write("en", _head("می\u200cخواهم"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_codes_commands_and_numbers_hold_no_invisible_characters(
    book: Phrasebook, language: str
) -> None:
    said = [
        book.write(language, Saying("alerts-code", {"code": "K7QF\u2068-2M", "minutes": 15})),
        book.write(language, Saying("command-misspelt", {"usage": USAGE["policy"]})),
        book.write(language, Saying("case-hash", {"sha256": "0123456789abcdef"})),
        book.write(language, Saying("ack-done", {"number": "C-0042"})),
    ]
    assert "/alerts K7QF-2M" in said[0]
    assert USAGE["policy"] in said[1]
    assert not any(char in text for text in said for char in "\u2066\u2067\u2068\u2069\u202f")


def test_a_code_is_not_isolated_even_in_a_language_from_right_to_left(tmp_path: Path) -> None:
    source = "hello = قل { $code }\n"
    book = Phrasebook("UTC", texts_folder(tmp_path, ar=source), strict=True)
    assert book.write("ar", Saying("hello", {"code": "K7QF"})) == "قل K7QF"


def test_the_latin_words_of_a_text_from_right_to_left_are_isolated_where_others_stand_beside_them(
    tmp_path: Path,
) -> None:
    source = "hello =\n    قل /report now { $name }\n    /report only\n"
    book = Phrasebook("UTC", texts_folder(tmp_path, ar=source), strict=True)
    first, second = book.write("ar", Saying("hello", {"name": "x"})).splitlines()
    assert first == "قل \u2068/report now\u2069 \u2068x\u2069"
    assert second == "/report only"


ARABIC_COUNTS = """hello =
    { $name ->
        [zero] صفر
        [one] واحد
        [two] اثنان
        [few] { $name } قليل
        [many] { $name } كثير
       *[other] { $name } آخر
    }
"""


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "صفر"),
        (1, "واحد"),
        (2, "اثنان"),
        (3, "3 قليل"),
        (11, "11 كثير"),
        (100, "100 آخر"),
        (2.5, "2.5 آخر"),
    ],
)
def test_arabic_counts_in_its_six_forms_and_in_digits_that_can_be_typed(
    tmp_path: Path, count: float, written: str
) -> None:
    book = Phrasebook("UTC", texts_folder(tmp_path, ar=ARABIC_COUNTS), strict=True)
    assert book.write("ar", Saying("hello", {"name": count})) == written


def test_a_choice_by_a_word_works_from_right_to_left(tmp_path: Path) -> None:
    source = "hello =\n    { $name ->\n        [menu] قائمة\n       *[answer] جواب\n    }\n"
    book = Phrasebook("UTC", texts_folder(tmp_path, ar=source), strict=True)
    assert book.write("ar", Saying("hello", {"name": "menu"})) == "قائمة"


# --- files that an operator may have edited ----------------------------------------------------


def test_an_unreadable_text_stops_the_start_and_is_named_by_its_line(tmp_path: Path) -> None:
    folder = texts_folder(tmp_path, es="hola = Hola\nthis is no text\nadios = Adiós\n")
    with pytest.raises(StartRefused, match=r"es/texts\.ftl, line 2"):
        Phrasebook("UTC", folder)


@pytest.mark.parametrize("where", ["texts.ftl", "more.ftl"])
def test_a_text_that_stands_twice_stops_the_start(tmp_path: Path, where: str) -> None:
    folder = texts_folder(tmp_path)
    with (folder / "en" / where).open("a", encoding="utf-8") as file:
        file.write("hello = Hello again { $name }\n")
    with pytest.raises(StartRefused, match="hello stands twice"):
        Phrasebook("UTC", folder)


def test_a_file_that_is_not_utf8_stops_the_start(tmp_path: Path) -> None:
    folder = texts_folder(tmp_path)
    (folder / "en" / "latin.ftl").write_bytes("adios = Adiós\n".encode("latin-1"))
    with pytest.raises(StartRefused, match=r"en/latin\.ftl"):
        Phrasebook("UTC", folder)


def test_a_missing_folder_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="English texts are missing"):
        Phrasebook("UTC", tmp_path / "nowhere")


def test_a_folder_that_is_no_language_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="notalanguage is no language"):
        Phrasebook("UTC", texts_folder(tmp_path, notalanguage="hello = x\n"))


@pytest.mark.parametrize("zone", ["", "Europe/Nowhere", "../etc/passwd", "Europe", "Madrid time"])
def test_an_unknown_time_zone_stops_the_start(zone: str) -> None:
    with pytest.raises(StartRefused, match="is no time zone"):
        Phrasebook(zone)


# --- a longer language -------------------------------------------------------------------------


class _Stretch(Visitor):
    """Accents every letter of a text and makes it 40 % longer, as translations are."""

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802  # Fluent's name
        accented = node.value.translate(str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ"))
        words = accented.split(" ")
        node.value = " ".join(word + "ñ" * round(0.4 * len(word)) for word in words)


def _pseudo(tmp_path: Path) -> Phrasebook:
    shutil.copytree(TEXTS / "en", tmp_path / "en")
    (tmp_path / "pl").mkdir()
    for name in FILES:
        resource = FluentParser().parse((TEXTS / "en" / name).read_text(encoding="utf-8"))
        _Stretch().visit(resource)
        (tmp_path / "pl" / name).write_text(FluentSerializer().serialize(resource), "utf-8")
    return Phrasebook("UTC", tmp_path, strict=True)


def test_a_language_that_is_accented_and_40_percent_longer_renders(tmp_path: Path) -> None:
    pseudo = _pseudo(tmp_path)
    assert pseudo.languages == {"en", "pl"}
    for key, text in read("en").items():
        for values in samples(text):
            long = pseudo.write("pl", Saying(key, values))
            assert len(long) > len(pseudo.write("en", Saying(key, values)))
            assert len(long) < SHORTEST_LIMIT


def test_the_longest_alert_fits_into_one_message_even_when_40_percent_longer(
    tmp_path: Path,
) -> None:
    pseudo = _pseudo(tmp_path)
    values: dict[str, Value] = {
        "number": "C-0042",
        "chat": "x" * 128,
        "time": WHEN,
        "band": "low",
        "seconds": 4213.5,
    }
    keys = (
        "alert-head",
        "alert-test",
        "alert-what-trying",
        "alert-not-verified",
        "alert-why-breaker",
        "alert-steps",
        "alert-no-copy",
    )
    assert len("\n".join(pseudo.write("pl", Saying(key, values)) for key in keys)) < SHORTEST_LIMIT
