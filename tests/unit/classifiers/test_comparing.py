"""Kept hashes are compared exactly, by the rules of the banks, and only where an entry counts."""

import random

import pytest

from bot.domain.bank import (
    KNOWN_DISTANCE,
    Bank,
    BankEntry,
    MatchRule,
    Standing,
    rule_for,
)
from bot.domain.message import ChatRef
from bot.domain.signal import ViewKind
from bot.domain.sweep import SeenItem, Sought
from classifiers.comparing import HashComparer
from tests.looks import digest, look, near

CLASS, OTHER = ChatRef("sandbox", "class"), ChatRef("sandbox", "other")
FLAT = b"\xff" * 32 + look(7)[32:]


def sought(
    number: int = 1,
    windows: bytes = b"",
    *,
    sha256: str | None = None,
    pdq: str | None = None,
    known: int = KNOWN_DISTANCE,
    chats: frozenset[ChatRef] | None = None,
    quality: int = 90,
) -> Sought:
    entry = BankEntry(
        "own", f"e{number}", sha256, pdq, quality, standing=Standing.CONFIRMED, windows=windows
    )
    return Sought(number, Bank("own"), entry, known, chats)


def seen(number: int, looks: bytes = b"", chat: ChatRef = CLASS) -> SeenItem:
    return SeenItem(number, 100 + number, chat, digest(str(number)), looks)


def rules(wanted: list[Sought], items: list[SeenItem]) -> dict[tuple[int, int], MatchRule]:
    found = HashComparer().against(wanted).find(items)
    return {(one.sought.id, one.seen.number): one.match.rule for one in found}


@pytest.mark.parametrize(
    ("pdq", "second", "rule"),
    [
        (0, 0, MatchRule.KNOWN),
        (31, 256, MatchRule.KNOWN),
        (32, 50, MatchRule.NEAR),
        (63, 50, MatchRule.NEAR),
        (63, 51, MatchRule.POSSIBLE),
        (64, 50, MatchRule.POSSIBLE),
        (75, 60, MatchRule.POSSIBLE),
        (75, 61, None),
        (76, 0, None),
        (32, 61, None),
    ],
)
def test_the_rules_are_those_of_the_banks(pdq: int, second: int, rule: MatchRule | None) -> None:
    found = HashComparer().against([sought(1, look(1))]).find([seen(1, near(look(1), pdq, second))])
    assert [one.match.rule for one in found] == ([] if rule is None else [rule])
    for one in found:
        assert (one.match.distance, one.match.second) == (pdq, second)
        assert (one.match.bank, one.match.entry) == ("own", "e1")
        assert one.match.standing is Standing.CONFIRMED


def test_any_look_of_an_item_and_any_window_of_an_entry_may_match() -> None:
    windows = b"".join(look(one) for one in range(10, 164))
    looks = [look(1) + look(2), look(3) + near(look(163), 40), look(4)]
    items = [seen(number, one) for number, one in enumerate(looks, start=1)]
    (found,) = HashComparer().against([sought(1, windows)]).find(items)
    assert (found.seen.number, found.match.rule) == (2, MatchRule.NEAR)
    # Which look it was says whether it is the picture, or a picture in it.
    assert found.match.view is ViewKind.RECT
    (whole,) = HashComparer().against([sought(1, windows)]).find([seen(5, look(10))])
    assert whole.match.view is ViewKind.WHOLE


@pytest.mark.parametrize(("bits", "found"), [(0, True), (31, True), (32, False)])
def test_where_only_a_pdq_hash_is_known_it_has_to_be_known(bits: int, found: bool) -> None:
    one = sought(1, pdq=look(1)[:32].hex())
    assert rules([one], [seen(1, near(look(1), bits))]) == (
        {(1, 1): MatchRule.KNOWN} if found else {}
    )


def test_a_long_list_is_compared_with_a_lower_limit() -> None:
    strict = sought(1, pdq=look(1)[:32].hex(), known=10)
    loose = sought(2, pdq=look(1)[:32].hex(), known=20)
    assert rules([strict, loose], [seen(1, near(look(1), 15))]) == {(2, 1): MatchRule.KNOWN}


def test_a_hash_of_poor_quality_is_not_compared() -> None:
    assert rules([sought(1, pdq=look(1)[:32].hex(), quality=49)], [seen(1, look(1))]) == {}


@pytest.mark.parametrize("flat", [FLAT, b"\x00" * 64])
def test_what_is_flat_matches_nothing(flat: bytes) -> None:
    assert rules([sought(1, flat + look(1))], [seen(1, flat), seen(2, flat + look(2))]) == {}


def test_the_same_file_is_the_surest_match() -> None:
    item = seen(1, look(1))
    one = sought(1, near(look(1), 20), sha256=item.sha256.upper())
    assert rules([one], [item, seen(2)]) == {(1, 1): MatchRule.FILE}


def test_the_surest_match_counts_not_the_nearest() -> None:
    possible, sure = near(look(1), 60, 55), near(look(1), 62, 10)
    assert rules([sought(1, look(1))], [seen(1, possible + sure)]) == {(1, 1): MatchRule.NEAR}


@pytest.mark.parametrize("by_file", [True, False])
def test_an_entry_of_one_chat_is_not_found_in_another(by_file: bool) -> None:
    items = [seen(1, look(1)), SeenItem(2, 102, OTHER, digest("1"), look(1))]
    one = sought(
        1,
        b"" if by_file else look(1),
        sha256=digest("1") if by_file else None,
        chats=frozenset({CLASS}),
    )
    assert list(rules([one], items)) == [(1, 1)]


def test_nothing_among_nothing() -> None:
    assert HashComparer().against([]).find([]) == []
    assert HashComparer().against([]).find([seen(1, look(1))]) == []
    assert HashComparer().against([sought(1, look(1))]).find([]) == []


def test_it_finds_what_comparing_every_bit_finds() -> None:
    chance = random.Random(4)  # noqa: S311 - not a secret
    bases = [look(one) for one in range(40)]
    wanted = [sought(n, bases[n] + bases[(n + 7) % 40], known=31) for n in range(1, 30)]
    items = [
        seen(n, near(bases[chance.randrange(40)], chance.randrange(90), chance.randrange(70)))
        for n in range(500)
    ]
    expected: dict[tuple[int, int], MatchRule] = {}
    for one in wanted:
        for item in items:
            for start in (0, 64):
                window = int.from_bytes(one.entry.windows[start : start + 64])
                apart = window ^ int.from_bytes(item.looks)
                pdq, second = (apart >> 256).bit_count(), (apart & (1 << 256) - 1).bit_count()
                rule = rule_for(pdq, second)
                order = list(MatchRule)
                known = expected.get((one.id, item.number))
                if rule and (known is None or order.index(rule) < order.index(known)):
                    expected[one.id, item.number] = rule
    assert len(expected) > 100
    assert rules(wanted, items) == expected
