"""A listed link ends as a verdict of its own, which no failure, policy or flood can hide."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.action import ActionKind, plan_actions
from bot.domain.policy import Mode, OpaqueHandling, Policy
from bot.domain.signal import Failure, LinkMatch, NothingShown, OpaqueReason, Signal
from bot.domain.verdict import ALBUM, Outcome, Verdict, apply_album, apply_breaker, decide
from tests.unit.bot.domain.builders import EVERYTHING, match, policy, scores
from tests.unit.bot.domain.drawn import failures, policies, signals

LISTED = LinkMatch("nudify", "tool")
AS_TEXT = (LISTED, Failure("platform", OpaqueReason.LINK))


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (AS_TEXT, "link:nudify"),
        ((LISTED, NothingShown("decode")), "link:nudify"),
        ((*scores(), LISTED), "link:nudify"),
        # What may be an intimate picture is not passed over because of a link in it.
        ((*scores(0.5), LISTED), "link:nudify model:one"),
        ((*scores(0.9), LISTED), "model:one"),
        ((match(), LISTED), "bank:known"),
        # The card vouches for nothing but itself.
        ((match(test=True), LISTED), "link:nudify"),
    ],
)
def test_a_listed_link_is_removed_for_the_gravest_reason_there_is(
    evidence: tuple[Signal, ...], reason: str
) -> None:
    decided = decide(evidence, policy())
    assert decided == Verdict(Outcome.REMOVE, reason, evidence)
    assert not decided.test


@given(signals, st.lists(failures).map(tuple), policies(), st.integers(0, 10_000))
def test_nothing_hides_a_listed_link(
    before: tuple[Signal, ...], after: tuple[Signal, ...], chosen: Policy, removals: int
) -> None:
    decided = apply_breaker(decide((*before, LISTED, *after), chosen), removals, quota=20)
    assert decided.outcome is Outcome.REMOVE


@pytest.mark.parametrize("links", OpaqueHandling)
@pytest.mark.parametrize("opaque", OpaqueHandling)
def test_a_listed_link_is_removed_whatever_the_policy_says_of_links(
    links: OpaqueHandling, opaque: OpaqueHandling
) -> None:
    chosen = policy(links=links, opaque=opaque)
    plan = plan_actions(decide(AS_TEXT, chosen), chosen, EVERYTHING)
    assert [action.kind for action in plan] == [
        ActionKind.TAKEDOWN,
        ActionKind.ALERT,
        ActionKind.NOTICE,
        ActionKind.GROUP_LINE,
    ]


@pytest.mark.parametrize(("mode", "kinds"), [(Mode.ALERT, [ActionKind.ALERT]), (Mode.SHADOW, [])])
def test_where_nothing_is_removed_a_listed_link_is_not_either(
    mode: Mode, kinds: list[ActionKind]
) -> None:
    chosen = policy(mode)
    plan = plan_actions(decide(AS_TEXT, chosen), chosen, EVERYTHING)
    assert [action.kind for action in plan] == kinds


@pytest.mark.parametrize("removals", [0, 20, 1000])
def test_the_breaker_never_touches_a_listed_link(removals: int) -> None:
    decided = decide(AS_TEXT, policy())
    assert apply_breaker(decided, removals, quota=20) == decided


def test_where_the_breaker_stops_a_model_the_link_still_counts() -> None:
    decided = apply_breaker(decide((*scores(0.9), LISTED), policy()), 20, quota=20)
    assert (decided.outcome, decided.reason) == (Outcome.REMOVE, "link:nudify model:one")


@pytest.mark.parametrize(
    ("evidence", "quiet"),
    [
        (AS_TEXT, True),
        ((*scores(), LISTED), True),
        ((*scores(0.5), LISTED), False),
        ((*scores(0.9), LISTED), False),
        ((match(), LISTED), False),
        (scores(0.9), False),
    ],
)
def test_only_what_is_nothing_but_a_listed_link_is_quiet(
    evidence: tuple[Signal, ...], quiet: bool
) -> None:
    assert decide(evidence, policy()).quiet is quiet


@pytest.mark.parametrize("change", [lambda one: apply_album(one, 7), lambda one: one])
def test_a_listed_link_in_an_album_keeps_its_reason(
    change: Callable[[Verdict], Verdict],
) -> None:
    found = change(decide(AS_TEXT, policy()))
    assert found.reason != ALBUM
    assert (found.by_link, found.by_list, found.by_bank) == (True, True, False)
