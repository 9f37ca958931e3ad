"""Lists of others are recognised by what stands in them, whole or not at all."""

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import bank_file, hash_json, hash_list
from bot.domain.bank import BankEntry, Standing
from bot.domain.bank_file import read_hash_list
from bot.domain.errors import BadBankFile
from bot.domain.hash_export import ListForm, write_hash_list
from bot.domain.hash_list import HashList, Kind, Unusable, entry_id

ONE = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6339c4e9c9b22"
TWO = "e64cc9d91c623882f8d1f1d9a398e78c9f199b3bd83924f2b7e11e0bf861b064"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MD5 = "d35bc6e9c9e7b2cf0b5e9b7c3a8f9f10"
SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
IN_BASE64 = base64.b64encode(bytes.fromhex(ONE)).decode()
NOW = 1_800_000_000.0
# What threatexchange 1.2.17 itself printed; tests/data/exchange/README.md says how.
GOLDEN = Path(__file__).parents[3] / "data" / "exchange"


def read(text: str) -> HashList:
    return read_hash_list("known", [text], NOW)


def looks(found: HashList) -> list[str | None]:
    return [entry.pdq for entry in found.entries]


def refused(text: str) -> str:
    with pytest.raises(BadBankFile) as error:
        read(text)
    assert "Nothing was imported" in str(error.value)
    return str(error.value)


# --- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        f"hash,quality,label\n{ONE},97,a note",
        f'quality,"tags",Hash,type\n97,"a, ""b""\nc",{ONE},pdq',
        f"\ufeffhash;quality\r\n{ONE};97\r\n",
        f"type\tHash Value\tquality\npdq\t{ONE.upper()}\t 97 ",
        f"# a note of ours\n\npdq,quality\n{ONE},97",
        f"signal_type,signal,quality\nHASH_PDQ,{IN_BASE64},97",
        f"hash,quality\npdq {ONE},97",
        f"hash,quality\n{ONE},97,a note,with commas",
    ],
)
def test_a_table_is_read_whatever_the_order_of_its_columns(table: str) -> None:
    (entry,) = read(table.replace("\r\n", "\n")).entries
    assert (entry.pdq, entry.quality) == (ONE, 97)


def test_kinds_in_a_table_come_from_headings_columns_and_lengths() -> None:
    found = read(f"hash,type\n{DIGEST},sha256\n{ONE},\n{MD5},\n{SHA1},\n{MD5},md5\nxyz,hologram\n")
    assert [entry.sha256 for entry in found.entries] == [DIGEST, None]
    assert found.unusable == {Unusable.MD5: 2, Unusable.SHA1: 1, Unusable.OTHER: 1}
    assert read(f"sha256\n{DIGEST}").entries[0].sha256 == DIGEST


def test_a_withdrawn_row_is_called_back() -> None:
    found = read(f"hash,status\n{ONE},active\n{TWO},withdrawn")
    assert looks(found) == [ONE]
    assert found.withdrawn == {entry_id(Kind.PDQ, TWO)}
    assert looks(read(f"hash,enabled\n{ONE},yes\n{TWO},no")) == [ONE]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (f"hash,quality\n{ONE},97\n{ONE[:-1]},97", "Line 3 is not a hash"),
        (f"hash,quality\n{ONE},lots", "Line 2 has a quality"),
        (f'hash,note\n{ONE},"a\n\nb"\n12,', "Line 5 is not a hash"),
        (f'hash,note\n{ONE},"never closed', "Line 2 is not a row"),
        (f"hash,note\n{ONE},x\n,y", "Line 3 holds no hash"),
        (f"hash,type\n{ONE},md5", "Line 2 is not a hash of 32"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken(table: str, said: str) -> None:
    assert said in refused(table)


# --- JSON ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'[{{"pdq": "{ONE}"}}, {{"pdq": "12"}}]', "Record 2 is not a hash"),
        (f'[{{"pdq": "{ONE}"}}', "Record 2 is missing"),
        (f'[{{"pdq": "{ONE}"}} {{"pdq": "{TWO}"}}]', "Record 2 is not parted"),
        (f'[{{"pdq": "{ONE}"}},]', "Record 2 is not JSON"),
        (f'[{{"pdq": "{ONE}"}}] x', "Record 2 stands after"),
        (f'{{"pdq": "{ONE}"}}\n{{"pdq": ', "Record 2 is not JSON"),
        (
            f'{{"hashRecords": [{{"pdq": "{ONE}"}}, {{"pdq": "x"}}]}}',
            "Record 1 has a part, number 2, that is",
        ),
        ('[{"name": "of a child"}]', "Record 1 holds no hash"),
        ("[12]", "Record 1 is neither a hash nor a record"),
        ("[" * 100_000, "Record 1 "),
        ('[{"data": ' * 8 + "[]" + "}]" * 8, "records within records"),
        (f'[{{"pdq": "{ONE}", "quality": true}}]', "Record 1 has a quality"),
        (f'[{{"pdq": "{ONE}", "quality": 9.5}}]', "Record 1 has a quality"),
        ("[]", "holds no hash"),
        ('{"hashRecords": []}', "holds no hash"),
        ("<html>", "a page of the web"),
        (" \n\n", "holds no hash"),
    ],
)
def test_a_bad_record_is_named_and_nothing_is_taken(text: str, said: str) -> None:
    message = refused(text)
    assert said in message
    assert "child" not in message


def test_a_record_or_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    def endless(start: str, part: str) -> Iterator[str]:
        yield start
        while True:
            yield part

    with pytest.raises(BadBankFile, match="Record 1 is not JSON, or is too long"):
        read_hash_list("known", endless('["', "a" * 100_000), NOW)
    with pytest.raises(BadBankFile, match="Line 1 is longer"):
        read_hash_list("known", endless("pdq ", "a" * 60_000), NOW)
    with pytest.raises(BadBankFile, match="Line 2 is longer"):
        read(ONE + "\n" + "y" * (bank_file.MOST_LINE + 1) + "\n")


def test_a_list_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hash_list, "MOST_ENTRIES", 1)
    assert "Line 2 is one too many" in refused(f"pdq {ONE}\npdq {TWO}")


def test_a_document_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hash_json, "MOST_DOCUMENT", 1_000)
    pieces = ['{"hashRecords": ['] + [f'"{ONE}", '] * 100
    with pytest.raises(BadBankFile, match="too long"):
        read_hash_list("known", pieces, NOW)


@given(st.integers(1, 50), st.sampled_from(["list", "lines", "document", "text", "table"]))
def test_it_does_not_matter_where_a_file_is_cut(size: int, form: str) -> None:
    text = {
        "list": f'\ufeff \n[{{"pdq": "{ONE}"}} , \n"{TWO}"]\n',
        "lines": f'{{"pdq": "{ONE}"}}\n\n{{"pdq": "{TWO}"}}',
        "document": f'{{"hashes": ["{ONE}", "{TWO}"]}}',
        "text": f"\n\n pdq {ONE},99\n# x\n{TWO}\n",
        "table": f"\n hash,quality\n{ONE},99\n{TWO},98\n",
    }[form]
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert looks(read_hash_list("known", pieces, NOW)) == [ONE, TWO]


@given(st.text())
@pytest.mark.parametrize("start", ["", "[", "{", "hash,quality\n", '[{"hash": '])
def test_no_file_makes_the_reader_fail_in_another_way(start: str, text: str) -> None:
    with suppress(BadBankFile):
        read(start + text)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from([ONE, MD5, "Withdrawn"]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                ["hash", "type", "pdq", "signals", "hashes", "hashStatus", "deleted", "quality"]
            )
            | st.text(),
            inner,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_json_makes_the_reader_fail_in_another_way(value: object) -> None:
    with suppress(BadBankFile):
        read(json.dumps([value]))


# --- and back ------------------------------------------------------------------------------------

ENTRIES = [
    BankEntry("known", entry_id(Kind.PDQ, ONE), pdq=ONE, quality=97),
    BankEntry("known", entry_id(Kind.PDQ, TWO), pdq=TWO, standing=Standing.UNSURE),
    BankEntry("known", entry_id(Kind.SHA256, DIGEST), sha256=DIGEST),
    BankEntry("known", entry_id(Kind.SHA256, ONE), sha256=ONE, standing=Standing.UNSURE),
]


@pytest.mark.parametrize("form", [ListForm.TEXT, ListForm.CSV])
def test_our_own_forms_come_back_whole(form: ListForm) -> None:
    text = "\n".join(write_hash_list(form, ENTRIES))
    assert read(text).entries == ENTRIES


@pytest.mark.parametrize("form", [ListForm.THREATEXCHANGE, ListForm.HMA])
def test_what_nobody_vouches_for_is_not_passed_on_to_other_programs(form: ListForm) -> None:
    text = "\n".join(write_hash_list(form, ENTRIES))
    assert looks(read(text)) == [ONE]
    assert TWO not in text
    assert DIGEST not in text


def test_the_forms_of_others_are_written_as_these_expect_them() -> None:
    (line,) = write_hash_list(ListForm.THREATEXCHANGE, ENTRIES)
    assert line == (GOLDEN / "local_file.txt").read_text().splitlines()[0]
    (body,) = write_hash_list(ListForm.HMA, ENTRIES)
    assert json.loads(body) == {"pdq": ONE}
