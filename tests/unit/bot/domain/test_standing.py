"""Trust in an entry grows by people and time, and nothing makes a reason to let something pass."""

from datetime import timedelta

import pytest

from bot.domain.bank import FIRST_HITS, KEEP_REMOVED, OWN_BANKS, BankKind, MatchRule, Standing
from bot.domain.signal import BankMatch
from bot.domain.standing import (
    FLOOD_HITS,
    FLOOD_SENDERS,
    KEEP_HITS,
    KEEP_REPORTED,
    after_deconfirming,
    effective_standing,
    first_standing,
    is_flood,
    kept_for,
    kind_of,
    may_be_doubted,
)

LIST, OWN, ALLOW, GUARD = BankKind.LIST, BankKind.OWN, BankKind.ALLOW, BankKind.GUARD
CONFIRMED, LISTED, UNSURE = Standing.CONFIRMED, Standing.LISTED, Standing.UNSURE
NEW, ALLOWED = Standing.NEW, Standing.ALLOWED


@pytest.mark.parametrize(
    ("bank", "kind", "wanted", "stored"),
    [
        ("known", LIST, LISTED, LISTED),
        ("known", LIST, CONFIRMED, CONFIRMED),
        ("known", LIST, UNSURE, UNSURE),
        ("known", LIST, ALLOWED, UNSURE),
        ("reported", OWN, UNSURE, NEW),
        ("reported", OWN, LISTED, NEW),
        ("reported", OWN, ALLOWED, NEW),
        ("school", OWN, UNSURE, NEW),
        ("school", OWN, CONFIRMED, CONFIRMED),
        ("removed", OWN, UNSURE, UNSURE),
        ("removed", OWN, ALLOWED, UNSURE),
        ("allowed", ALLOW, CONFIRMED, ALLOWED),
        ("memes", GUARD, CONFIRMED, LISTED),
    ],
)
def test_what_people_put_in_starts_as_new(
    bank: str, kind: BankKind, wanted: Standing, stored: Standing
) -> None:
    assert first_standing(bank, kind, wanted) is stored


@pytest.mark.parametrize(
    ("kind", "standing", "calm", "doubted"),
    [
        (LIST, LISTED, LISTED, UNSURE),
        (LIST, CONFIRMED, CONFIRMED, CONFIRMED),
        (LIST, UNSURE, UNSURE, UNSURE),
        (OWN, CONFIRMED, CONFIRMED, CONFIRMED),
        (OWN, UNSURE, UNSURE, UNSURE),
        (OWN, NEW, NEW, NEW),
        (OWN, LISTED, LISTED, UNSURE),
        # Only a bank for it can say that something is harmless.
        (OWN, ALLOWED, NEW, NEW),
        (LIST, ALLOWED, NEW, NEW),
        (ALLOW, ALLOWED, ALLOWED, ALLOWED),
        (ALLOW, CONFIRMED, ALLOWED, ALLOWED),
        (GUARD, LISTED, NEW, NEW),
        (GUARD, CONFIRMED, NEW, NEW),
    ],
)
def test_quarantine_takes_no_trust_but_that_of_a_list(
    kind: BankKind, standing: Standing, calm: Standing, doubted: Standing
) -> None:
    assert effective_standing(kind, standing, quarantined=False) is calm
    assert effective_standing(kind, standing, quarantined=True) is doubted


@pytest.mark.parametrize("rule", MatchRule)
@pytest.mark.parametrize("standing", [one for one in Standing if one is not ALLOWED])
@pytest.mark.parametrize("kind", [LIST, OWN])
def test_quarantine_lets_nothing_pass(kind: BankKind, standing: Standing, rule: MatchRule) -> None:
    doubted = effective_standing(kind, standing, quarantined=True)
    match = BankMatch("bank", "entry", 0, rule, standing=doubted)
    assert not match.allows
    assert doubted is not ALLOWED


@pytest.mark.parametrize(
    ("bank", "kind", "hits", "standing"),
    [
        ("known", LIST, 0, LISTED),
        ("known", LIST, 99, LISTED),
        ("reported", OWN, FIRST_HITS - 1, NEW),
        ("reported", OWN, FIRST_HITS, UNSURE),
        ("removed", OWN, 0, UNSURE),
    ],
)
def test_what_is_not_confirmed_any_more_is_what_it_would_have_been(
    bank: str, kind: BankKind, hits: int, standing: Standing
) -> None:
    assert after_deconfirming(bank, kind, hits) is standing


def test_one_sender_makes_no_flood_however_often_he_posts() -> None:
    assert is_flood(FLOOD_HITS, FLOOD_SENDERS)
    assert not is_flood(10 * FLOOD_HITS, FLOOD_SENDERS - 1)
    assert not is_flood(FLOOD_HITS - 1, FLOOD_HITS - 1)


def test_only_what_removes_and_nobody_here_vouches_for_may_be_doubted() -> None:
    doubted = {(kind, one) for kind in BankKind for one in Standing if may_be_doubted(kind, one)}
    assert doubted == {(kind, one) for kind in (LIST, OWN) for one in (LISTED, UNSURE, NEW)}


def test_what_people_report_and_nobody_confirms_has_an_end() -> None:
    assert kept_for("reported") == KEEP_REPORTED == timedelta(days=180)
    assert [kept_for(one) for one in ("removed", "school", "allowed")] == [None, None, None]
    # Else an entry that is still there would be new again.
    assert max(KEEP_REMOVED, KEEP_REPORTED) <= KEEP_HITS


def test_the_names_of_the_bots_own_banks_say_what_they_are_for() -> None:
    kinds = {name: kind_of(name) for name in OWN_BANKS - {"test-card"}}
    assert kinds == {"removed": OWN, "reported": OWN, "allowed": ALLOW}
    assert kind_of("any-other") is LIST
