"""The audit chain finds what was altered, moved or taken out, and says what it cannot find."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audit import GENESIS, AuditEntry, AuditFacts, describe, first_break, seal
from tests.unit.bot.domain.builders import NOW

KEY = b"k" * 32


def _chain(length: int, key: bytes = KEY) -> list[AuditEntry]:
    chain: list[AuditEntry] = []
    prev = GENESIS
    for seq in range(1, length + 1):
        at, what = NOW + timedelta(seconds=seq), describe("decided", {"case": seq})
        chain.append(AuditEntry(seq, at, what, prev, seal(key, prev, seq, at, what)))
        prev = chain[-1].seal
    return chain


@pytest.mark.parametrize("length", [0, 1, 2, 50])
def test_an_untouched_chain_is_whole(length: int) -> None:
    assert first_break(KEY, _chain(length)) is None


@given(st.integers(1, 12), st.data())
def test_an_altered_entry_is_found_whatever_was_altered(length: int, data: st.DataObject) -> None:
    chain = _chain(length)
    place = data.draw(st.integers(0, length - 1))
    old = chain[place]
    chain[place] = data.draw(
        st.sampled_from(
            [
                replace(old, what=describe("decided", {"case": 999})),
                replace(old, at=old.at + timedelta(microseconds=1)),
                replace(old, seq=old.seq + 1),
                replace(old, prev="1" * 64),
                replace(old, seal="1" * 64),
                replace(old, seal=""),
            ]
        )
    )
    assert first_break(KEY, chain) == place + 1


@given(st.integers(2, 12), st.data())
def test_a_removed_entry_is_found(length: int, data: st.DataObject) -> None:
    chain = _chain(length)
    place = data.draw(st.integers(0, length - 2))  # The last one is another matter, see below.
    del chain[place]
    assert first_break(KEY, chain) == place + 1


@given(st.integers(2, 12), st.data())
def test_entries_in_another_order_are_found(length: int, data: st.DataObject) -> None:
    chain = _chain(length)
    moved = data.draw(st.permutations(chain).filter(lambda order: order != chain))
    place = next(index for index, entry in enumerate(moved) if entry != chain[index])
    assert first_break(KEY, moved) == place + 1


def test_an_entry_told_twice_is_found() -> None:
    chain = _chain(3)
    assert first_break(KEY, [chain[0], chain[0], *chain[1:]]) == 2


def test_an_entry_resealed_without_the_rest_is_found() -> None:
    chain = _chain(3)
    what = describe("decided", {"case": 999})
    chain[0] = replace(chain[0], what=what, seal=seal(KEY, GENESIS, 1, chain[0].at, what))
    assert first_break(KEY, chain) == 2


def test_a_hole_in_the_numbers_is_found_even_if_it_was_sealed() -> None:
    chain = _chain(1)
    at, what = NOW, describe("decided", {"case": 3})
    chain.append(AuditEntry(3, at, what, chain[0].seal, seal(KEY, chain[0].seal, 3, at, what)))
    assert first_break(KEY, chain) == 2


def test_a_chain_sealed_with_another_key_is_found() -> None:
    assert first_break(KEY, _chain(3, key=b"x" * 32)) == 1


def test_a_cut_tail_is_not_found_without_a_head_noted_elsewhere() -> None:
    assert first_break(KEY, _chain(5)[:3]) is None


@given(
    st.dictionaries(
        st.text().filter(lambda name: name != "event"),
        st.none() | st.booleans() | st.integers() | st.text(),
    )
)
def test_facts_are_described_in_one_canonical_line(facts: AuditFacts) -> None:
    what = describe("decided", facts)
    assert describe("decided", dict(reversed(facts.items()))) == what
    # One line: a value can never forge the next line of what is sealed.
    assert what.isascii()
    assert len(what.splitlines()) == 1
    assert json.loads(what) == {"event": "decided"} | facts


def test_the_seal_covers_every_part() -> None:
    base = (KEY, GENESIS, 1, NOW, "what")
    others = [
        (b"x", GENESIS, 1, NOW, "what"),
        (KEY, "1" * 64, 1, NOW, "what"),
        (KEY, GENESIS, 2, NOW, "what"),
        (KEY, GENESIS, 1, NOW + timedelta(seconds=1), "what"),
        (KEY, GENESIS, 1, NOW, "other"),
    ]
    assert len({seal(*parts) for parts in [base, *others]}) == 6
