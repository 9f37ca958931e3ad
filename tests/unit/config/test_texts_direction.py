"""Texts from right to left keep their order with Latin words in them, and what is copied is clean.

The rules are those of the Unicode Bidirectional Algorithm (https://unicode.org/reports/tr9). A test
in `tests/browser` looks at the places of the letters in a real browser.
"""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from babel import Locale

from bot.domain.command_words import USAGE
from bot.domain.speech import Saying
from tests.unit.config.texts import LANGUAGES, PLAIN, phrasebook, read, samples

RIGHT_TO_LEFT = [one for one in LANGUAGES if Locale.parse(one).text_direction == "rtl"]
ISOLATED = re.compile("\u2068([^\u2066-\u2069]*)\u2069")
MARKS = re.compile("[\u2066-\u2069\u200e\u200f\u202a-\u202e\u061c]")
# Never wrapped: each begins with a Latin letter, which makes one run of it (rule W7).
COPIED = (str(PLAIN["number"]), str(PLAIN["reference"]))


def said(language: str) -> Iterator[tuple[str, str]]:
    """Yield every line of every text with the text's key."""
    for key, text in read(language).items():
        for values in samples(text):
            for line in phrasebook().write(language, Saying(key, values)).splitlines():
                yield key, line


def problems(line: str) -> list[str]:
    """Return what would be out of order, or out of sight, in one line from right to left."""
    rest = ISOLATED.sub("", line)
    for copied in COPIED:
        rest = re.sub(rf"(?<!\w){copied}(?!\w)", "", rest)
    classes = [unicodedata.bidirectional(char) for char in rest]
    own = {"R", "AL"} & set(classes)
    found = []
    if MARKS.search(rest):
        found.append("a mark without its other half")
    if own and "L" in classes:
        found.append("a Latin word that is not isolated")
    if own and next(one for one in classes if one in {"L", "R", "AL"}) == "L":
        found.append("begins with a Latin word")
    # Not every app skips what is isolated when it looks for a line's direction.
    if own and line.lstrip("• «")[0] in "\u2068/":
        found.append("begins with what is isolated")
    if any("٠" <= char <= "٩" or "۰" <= char <= "۹" for char in line):
        found.append("digits that cannot be typed as a case number")
    return found


def test_there_is_a_language_from_right_to_left() -> None:
    assert RIGHT_TO_LEFT == ["ar"]


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_every_line_keeps_its_order(language: str) -> None:
    lines = list(said(language))
    assert len(lines) > 150
    assert {(key, *wrong) for key, line in lines if (wrong := problems(line))} == set()
    assert sum("\u2068" in line for _, line in lines) > 20


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("الأمر \u2068/report\u2069 هنا", 0),
        ("رقمك هو C-0042.", 0),
        ("/mode shadow|alert|remove", 0),
        ("الأمر /report هنا", 1),
        ("\u2068/report\u2069 هنا", 1),
        ("الأمر \u2068/report هنا", 2),
        ("WhatsApp هنا", 2),
        ("رقمك هو ٤٢.", 1),
        ("رقمك هو 2C-0042.", 1),
    ],
)
def test_a_line_out_of_order_is_found(line: str, wrong: int) -> None:
    assert len(problems(line)) == wrong


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_a_command_is_isolated_with_its_slash_and_a_name_as_a_whole(language: str) -> None:
    lines = "\n".join(line for _, line in said(language))
    assert {"/report", "/hashhelp", "Report picture", "WhatsApp"} <= set(ISOLATED.findall(lines))
    assert not re.search("/\u2068", lines)


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_a_choice_is_taken_by_its_word_although_words_are_isolated(language: str) -> None:
    pages = {
        reporting: phrasebook().write(language, Saying("help-page", {"reporting": reporting}))
        for reporting in ("menu", "answer")
    }
    assert "Report picture" in pages["menu"]
    assert "/report" in pages["answer"]
    assert "/report" not in pages["menu"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_copy_holds_no_invisible_character(language: str) -> None:
    usage = phrasebook().write(language, Saying("command-misspelt", {"usage": USAGE["hashhelp"]}))
    # On a line of its own, which runs in its own direction.
    assert usage.splitlines()[-1] == USAGE["hashhelp"]
    values = {"number": PLAIN["number"], "time": PLAIN["time"]}
    notice = phrasebook().write(language, Saying("sender-notice", values))
    assert f" {PLAIN['number']}." in notice
    kept = {"reference": PLAIN["reference"], "until": PLAIN["until"]}
    assert f" {PLAIN['reference']}." in phrasebook().write(language, Saying("hash-ok", kept))
