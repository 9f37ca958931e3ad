"""The file of a case: every byte counts, and whatever a stranger hands in is answered in words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UnreadableRecord
from bot.domain.proof import file_text, make_document, signed_of_file
from bot.domain.proof_check import MOST_BYTES, Examined, examine
from bot.storage.signing import holds
from tests.records import ABOUT, OTHER, SIGNER, document_of, lines_of, written

WHOLE = written(document_of())
Change = Callable[[dict[str, Any]], object]


def found(data: bytes, expected: str | None = None) -> Examined:
    return examine(data, holds, expected)


def is_found(data: bytes) -> bool:
    """Say whether it is not taken for a whole record of the right key."""
    try:
        return found(data, SIGNER.public).problems != ()
    except UnreadableRecord:
        return True


def test_a_whole_file_has_no_problems() -> None:
    seen = found(WHOLE, SIGNER.public)
    assert (seen.problems, seen.number, seen.lines, seen.forgotten) == ((), "C-0042", 7, 0)
    assert seen.key == SIGNER.public
    assert seen.installation == document_of()["installation"]
    assert not seen.begun_late
    assert seen.last["event"] == "exported"


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_every_byte_counts(place: int, mask: int) -> None:
    changed = bytearray(WHOLE)
    changed[place] ^= mask
    assert is_found(bytes(changed))


@given(st.integers(0, len(WHOLE)), st.binary(min_size=1, max_size=3))
def test_a_byte_that_was_added_is_found(place: int, more: bytes) -> None:
    assert is_found(WHOLE[:place] + more + WHOLE[place:])


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 400))
def test_a_byte_that_was_taken_out_is_found(place: int, count: int) -> None:
    assert is_found(WHOLE[:place] + WHOLE[place + count :])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"share": 0.5', b'"share": 0.50'),
        (b'"share": 0.5', b'"share": 5e-1'),
        (b'"case": 42', b'"case": 42.0'),
        (b"\\u00f1-1", "ñ-1".encode()),
        (b"\\u00f1-1", b"\\u00F1-1"),
        (b"\\u00f1-1", b"n\\u0303-1"),
        (b"Qu\\u00e9", "Qué".encode()),
        (b'"number": "C-0042"', b'"number": "C-0042",\n "number": "C-0042"'),
        (b"\n", b"\r\n"),
        (b"}\n", b"}\n\n"),
        (b"{", b"\xef\xbb\xbf{"),
        (b'"yes": true', b'"yes": 1'),
    ],
)
def test_another_spelling_of_the_same_is_found(old: bytes, new: bytes) -> None:
    assert old in WHOLE
    assert is_found(WHOLE.replace(old, new, 1))


def _drop_export(document: dict[str, Any]) -> None:
    del document["lines"][-1]


def _swap_signatures(document: dict[str, Any]) -> None:
    other = document_of(43)
    document["lines"][1]["signature"] = other["lines"][1]["signature"]


def _take_other_line(document: dict[str, Any]) -> None:
    document["lines"][2] = document_of(43)["lines"][2]


CHANGES: list[tuple[str, Change]] = [
    ("about", lambda document: document["about"].append("More.")),
    ("other case", lambda document: document.update(case=43)),
    ("other number", lambda document: document.update(number="C-0043")),
    ("other installation", lambda document: document.update(installation="0" * 16)),
    ("line dropped", lambda document: document["lines"].pop(3)),
    ("cut off", _drop_export),
    ("line doubled", lambda document: document["lines"].insert(1, document["lines"][1])),
    ("order", lambda document: document["lines"].reverse()),
    ("words", lambda document: document["lines"][2]["what"].update(number=9)),
    ("emptied", lambda document: document["lines"][2].update(what=None)),
    ("signature of another case", _swap_signatures),
    ("line of another case", _take_other_line),
    ("other key", lambda document: document.update(key=OTHER.public)),
]


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_what_was_altered_is_found(name: str, change: Change) -> None:
    document = document_of()
    change(document)
    assert is_found(written(document)), name


@pytest.mark.parametrize(
    ("name", "change"), [one for one in CHANGES if one[0] not in ("about", "emptied")]
)
def test_it_is_found_in_the_lines_too_if_the_file_is_signed_anew(name: str, change: Change) -> None:
    """Not even the installation's own key hides an altered line under a new signature."""
    document = document_of()
    change(document)
    document["signature"] = SIGNER.sign(signed_of_file(document))
    assert is_found(written(document)), name


def test_who_signs_it_all_anew_is_found_by_the_expected_key_alone() -> None:
    forged = written(document_of(signer=OTHER))
    assert found(forged).problems == ()
    (problem,) = found(forged, SIGNER.public).problems
    assert "another key" in problem


def test_a_case_that_was_opened_before_signing_says_so() -> None:
    lines = lines_of(events=("effect", "exported"))
    assert found(written(document_of(lines=lines))).begun_late


def test_forgotten_lines_are_counted() -> None:
    document = document_of()
    document["lines"][0]["what"] = document["lines"][1]["what"] = None
    document["signature"] = SIGNER.sign(signed_of_file(document))
    seen = found(written(document))
    assert (seen.problems, seen.forgotten, seen.begun_late) == ((), 2, True)


def test_a_record_all_of_which_was_forgotten_is_no_export() -> None:
    document = document_of()
    for line in document["lines"]:
        line["what"] = None
    document["signature"] = SIGNER.sign(signed_of_file(document))
    assert "cut off" in " ".join(found(written(document)).problems)


def _with(**more: Any) -> bytes:
    return written(document_of() | more)


def _line(**more: Any) -> bytes:
    document = document_of()
    document["lines"][0] |= more
    return written(document)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cut off"),
        (b"\xff\xd8\xff", "no text"),
        (b"Dear school,", "no JSON"),
        (b"[]", "not the record"),
        (b"{}", "not the record"),
        (b'"upstander case record"', "not the record"),
        (WHOLE[:200], "cut off"),
        (WHOLE[:-3], "cut off"),
        (b" " * (MOST_BYTES + 1), "more than 16 MB"),
        (b"[" * 200_000, "nested"),
        (b"[" * 500 + b"]" * 500, "nested"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested"),
        (b'{"a": NaN}', "no JSON"),
        (b'{"a": 1e999}', "no JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "no JSON"),
        (_with(version=2), "version '2'"),
        (_with(version=None), "version 'None'"),
        (_with(format="something else"), "not the record"),
        (_with(more=1), "'more'"),
        (_with(case=True), "'case'"),
        (_with(case="42"), "'case'"),
        (_with(key="AB" * 32), "'key'"),
        (_with(signature="0"), "'signature'"),
        (_with(about=[1]), "no words"),
        (_with(lines=[]), "no line"),
        (_with(lines=[1]), "Line 1"),
        (_with(lines={}), "'lines'"),
        (_line(what="words"), "Line 1 says nothing"),
        (_line(seq="1"), "'seq'"),
        (_line(hash="0"), "'hash'"),
        (_line(more=1), "'more'"),
    ],
)
def test_what_is_no_record_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableRecord, match=words):
        found(data)


def test_a_missing_part_is_named() -> None:
    document = document_of()
    del document["lines"][1]["what"]
    with pytest.raises(UnreadableRecord, match="Line 2 says nothing"):
        found(written(document))
    document = document_of()
    del document["about"]
    with pytest.raises(UnreadableRecord, match="'about'"):
        found(written(document))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_json_at_all_breaks_the_check(value: Any) -> None:
    assert is_found(json.dumps(value).encode())
    assert is_found(json.dumps({"format": "upstander case record", "version": value}).encode())


def test_a_lone_surrogate_is_carried_and_checked() -> None:
    document = make_document(1, SIGNER.public, lines_of(1), [*ABOUT, "\ud800"], SIGNER.sign)
    assert found(file_text(document).encode()).problems == ()
