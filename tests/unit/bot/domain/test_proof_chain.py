"""The chain of the installation knows of each line: no record is cut off or taken out unseen."""

from dataclasses import replace

import pytest

from bot.domain.audit import AuditEntry, describe
from bot.domain.proof import Line
from bot.domain.proof_chain import Noted, bad_records, noted
from bot.storage.signing import holds
from tests.records import SIGNER, START, lines_of


def entry(event: str, **facts: str | int) -> AuditEntry:
    return AuditEntry(1, START, describe(event, dict(facts)), "", "")


def bad(records: dict[int, list[Line]], chain: Noted) -> list[str]:
    return bad_records(SIGNER.public, records, chain, holds)


def whole() -> tuple[dict[int, list[Line]], Noted]:
    records = {1: lines_of(1), 2: lines_of(2)}
    return records, Noted({case: lines[-1].hash for case, lines in records.items()}, frozenset())


def test_the_last_line_of_each_case_is_the_one_that_counts() -> None:
    entries = [
        entry("decided", case=1, line="a"),
        entry("decided", case=0),
        entry("effect", case=1, line="b"),
        entry("decided", case=2, line="c"),
        entry("erased", cases="2,7", lines=4),
    ]
    assert noted(entries) == Noted({1: "b", 2: "c"}, frozenset({2, 7}))


def test_whole_records_fit_the_chain() -> None:
    assert bad(*whole()) == []


@pytest.mark.parametrize("kept", [1, 3, 6])
def test_a_record_whose_end_was_cut_off_is_found(kept: int) -> None:
    records, chain = whole()
    records[2] = records[2][:kept]
    assert bad(records, chain) == ["C-0002 at its end"]


def test_a_record_that_was_taken_out_is_found() -> None:
    records, chain = whole()
    del records[1]
    assert bad(records, chain) == ["C-0001 is gone"]


def test_an_altered_line_is_found() -> None:
    records, chain = whole()
    records[1][2] = replace(records[1][2], what="{}")
    assert bad(records, chain) == ["C-0001 at line 3"]


def test_a_line_is_empty_only_where_that_was_noted() -> None:
    records, chain = whole()
    records[1][2] = replace(records[1][2], what=None)
    assert bad(records, chain) == ["C-0001 has lines that somebody emptied"]
    assert bad(records, replace(chain, erased=frozenset({1}))) == []


def test_a_record_of_which_the_chain_knows_nothing_is_found() -> None:
    records, _ = whole()
    assert bad(records, Noted({}, frozenset())) == ["C-0001 at its end", "C-0002 at its end"]
