"""Hash lists are read whole or not at all, and a hash that would match everything is refused."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String

from bot.domain.bank import REMOVED_BANK, TEST_BANK, BankEntry
from bot.domain.bank_file import check_bank_name, read_bank, read_hash_list
from bot.domain.errors import BadBankFile
from bot.domain.hash_export import write_bank
from bot.domain.hash_list import Unusable
from bot.storage.tables_banks import bank_entry

PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6339c4e9c9b22"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
hashes = st.text("0123456789abcdef", min_size=64, max_size=64).filter(lambda h: len(set(h)) > 1)


@pytest.mark.parametrize(
    ("line", "pdq", "sha256", "quality"),
    [
        (PDQ, PDQ, None, 100),
        (f"pdq {PDQ}", PDQ, None, 100),
        (f"  PDQ   {PDQ.upper()}\r\n", PDQ, None, 100),
        (f"sha256 {SHA256}", None, SHA256, 100),
        (f"sha256 {SHA256},ignored", None, SHA256, 100),
        (f"{PDQ},97", PDQ, None, 97),
        (f"{PDQ}, 50 , a note, with commas", PDQ, None, 50),
        (f"{PDQ},", PDQ, None, 100),
        (f"{PDQ},,only a note", PDQ, None, 100),
    ],
)
def test_every_form_of_a_line_is_read(
    line: str, pdq: str | None, sha256: str | None, quality: int
) -> None:
    (entry,) = read_bank("known", [line])
    assert (entry.bank, entry.pdq, entry.sha256, entry.quality) == ("known", pdq, sha256, quality)
    assert entry.entry.startswith("pdq-" if pdq else "sha256-")
    assert not entry.test


def test_empty_lines_comments_and_a_header_are_passed_over() -> None:
    lines = ["hash,quality,note", "", "   ", "# from the partner school", PDQ, "\n"]
    assert len(read_bank("known", lines)) == 1


@pytest.mark.parametrize("lines", [[], [""], ["# nothing"], ["hash,quality"]])
def test_a_list_without_a_hash_is_refused(lines: list[str]) -> None:
    with pytest.raises(BadBankFile, match="holds no hash"):
        read_bank("known", lines)


@pytest.mark.parametrize(
    "line",
    [
        PDQ[:-1],
        PDQ + "0",
        "g" * 64,
        f"md5 {PDQ}",
        f"pdq{PDQ}",
        f"pdq {PDQ} {SHA256}",
        "hash,quality",
        "<html>",
        "\x00" * 64,
        "०" * 64,
    ],
)
def test_a_line_that_is_no_hash_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(BadBankFile, match=r"^Line 3 .* Nothing was imported\.$"):
        read_bank("known", [PDQ, "", line, PDQ])


@pytest.mark.parametrize("digit", "0f8")
@pytest.mark.parametrize("kind", ["", "pdq ", "sha256 "])
def test_a_hash_that_would_match_every_flat_picture_is_left_out_and_counted(
    kind: str, digit: str
) -> None:
    found = read_hash_list("known", [f"{kind}{digit * 64}\n", PDQ], 0)
    assert [entry.pdq for entry in found.entries] == [PDQ]
    assert found.unusable == {Unusable.EMPTY: 1}


@pytest.mark.parametrize("quality", ["101", "-1", "1000", "9.5", "high", "०", "²"])
def test_a_quality_that_is_no_share_of_a_hundred_is_refused(quality: str) -> None:
    with pytest.raises(BadBankFile, match="Line 1 has a quality that is not a number from 0 to"):
        read_bank("known", [f"{PDQ},{quality}"])


@pytest.mark.parametrize("quality", [0, 49])
def test_a_hash_of_a_picture_that_is_too_flat_is_left_out_and_counted(quality: int) -> None:
    with pytest.raises(BadBankFile, match=r"no hash that can be used \(1 that cannot\)"):
        read_bank("known", [f"{PDQ},{quality}"])
    found = read_hash_list("known", [f"{PDQ},{quality}\nsha256 {SHA256}"], 0)
    assert [entry.sha256 for entry in found.entries] == [SHA256]
    assert found.unusable == {Unusable.FLAT: 1}


def test_no_message_repeats_what_stands_in_the_file() -> None:
    with pytest.raises(BadBankFile) as refused:
        read_bank("known", ["name of a child,12"])
    assert "child" not in str(refused.value)


@given(st.lists(hashes, min_size=1, unique=True), st.lists(hashes, unique=True))
def test_what_is_written_is_read_back(pdqs: list[str], digests: list[str]) -> None:
    entries = [BankEntry("known", "any", pdq=each) for each in pdqs]
    entries += [BankEntry("known", "any", sha256=each) for each in digests]
    back = read_bank("known", write_bank(entries))
    assert [replace(entry, entry="any") for entry in back] == entries


@pytest.mark.parametrize("kind", ["pdq", "sha256"])
@pytest.mark.parametrize("place", range(64))
def test_two_hashes_never_share_an_id_and_every_id_fits(kind: str, place: int) -> None:
    other = PDQ[:place] + ("1" if PDQ[place] == "0" else "0") + PDQ[place + 1 :]
    one, two = read_bank("known", [f"{kind} {PDQ}", f"{kind} {other}"])
    assert one.entry != two.entry
    width = bank_entry.c.entry.type
    assert isinstance(width, String)
    assert width.length is not None
    assert len(one.entry) <= width.length


def test_a_pdq_and_a_sha256_of_the_same_digits_are_two_entries() -> None:
    one, two = read_bank("known", [f"pdq {PDQ}", f"sha256 {PDQ}"])
    assert one.entry != two.entry


def test_an_entry_with_both_hashes_is_written_as_two_lines() -> None:
    both = BankEntry("known", "1", sha256=SHA256, pdq=PDQ)
    assert list(write_bank([both])) == [f"pdq {PDQ},100", f"sha256 {SHA256}"]


@given(st.lists(st.text()))
def test_no_file_makes_the_reader_fail_in_another_way(lines: list[str]) -> None:
    with suppress(BadBankFile):
        assert read_bank("known", lines)


@pytest.mark.parametrize("name", ["known", "a", "7b", "school-2026.v1_x", "x" * 64])
def test_a_plain_name_is_fit_for_a_bank(name: str) -> None:
    assert check_bank_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "A", "-x", ".hidden", "a b", "a/b", "../a", "ñ", "a\n", "x" * 65]
)
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(BadBankFile, match="cannot be the name of a bank"):
        check_bank_name(name)


def test_the_name_of_the_built_in_bank_is_taken() -> None:
    with pytest.raises(BadBankFile, match="built-in"):
        check_bank_name(TEST_BANK)


def test_the_name_of_the_bank_that_the_bot_fills_is_taken() -> None:
    with pytest.raises(BadBankFile, match="the bot itself fills"):
        check_bank_name(REMOVED_BANK)


def test_a_first_line_with_a_hash_is_no_header() -> None:
    entries = read_bank("known", [f"pdq {PDQ},97", f"sha256 {SHA256}"])
    assert [entry.quality for entry in entries] == [97, 100]


def test_a_header_that_holds_a_hash_is_refused_and_not_passed_over() -> None:
    with pytest.raises(BadBankFile, match="Line 1"):
        read_bank("known", [f"sha256,{SHA256}", f"pdq {PDQ}"])
