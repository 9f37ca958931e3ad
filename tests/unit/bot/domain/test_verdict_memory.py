"""What models removed before is half a reason: it asks, and together with a model it removes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.policy import OpaqueHandling, Policy, Preset, PresetName, Rule
from bot.domain.signal import (
    BankMatch,
    Extent,
    Failure,
    LinkMatch,
    NothingShown,
    OpaqueReason,
    Score,
    Signal,
)
from bot.domain.verdict import Outcome, Verdict, apply_breaker, asks, decide, rests_on_one
from tests.unit.bot.domain.builders import TWO_MODELS, likeness, match, policy, scores
from tests.unit.bot.domain.drawn import failures, good_scores, likenesses, policies, signals

RANK = {Outcome.ALLOW: 0, Outcome.OPAQUE: 1, Outcome.REVIEW: 2, Outcome.REMOVE: 3}
LIKE = likeness()
LINK = LinkMatch("nudify", "tool")
BROKEN = Failure("decode", OpaqueReason.TRUNCATED)
PARTS = Preset(
    PresetName.SCHOOL,
    (
        Rule(
            "one",
            frozenset({"bad"}),
            review=0.5,
            remove=0.9,
            agree=0.6,
            source="test",
            panel_review=0.3,
            panel_remove=0.8,
            detail_review=0.7,
        ),
    ),
)


@pytest.mark.parametrize(
    ("evidence", "outcome", "reason"),
    [
        ((LIKE,), Outcome.REVIEW, "like:removed"),
        ((LIKE, *scores()), Outcome.REVIEW, "like:removed"),
        ((LIKE, *scores(0.49, 0.49)), Outcome.REVIEW, "like:removed"),
        # The second key: from where a model alone would have asked.
        ((LIKE, *scores(0.5)), Outcome.REMOVE, "like:removed"),
        ((*scores(0.0, 0.5), LIKE), Outcome.REMOVE, "like:removed"),
        # What does not count is no key, whatever its score.
        ((LIKE, *scores(), Score("one", "harmless", 1.0)), Outcome.REVIEW, "like:removed"),
        ((LIKE, *scores(), Score("three", "bad", 1.0)), Outcome.REVIEW, "like:removed"),
        # Two of them are no two keys.
        ((LIKE, likeness(3, "C-0002-1")), Outcome.REVIEW, "like:removed"),
        # Models that remove by themselves do, and what a person vouches for needs nothing else.
        ((LIKE, *scores(0.9)), Outcome.REMOVE, "model:one"),
        ((LIKE, *scores(0.6, 0.6)), Outcome.REMOVE, "models agree"),
        ((LIKE, match(31)), Outcome.REMOVE, "bank:known"),
        ((LIKE, *scores(0.5), match(31)), Outcome.REMOVE, "bank:known"),
        # A test card beside it hides nothing.
        ((LIKE, match(bank="test-card", test=True)), Outcome.REMOVE, "bank:test-card"),
        ((LIKE, *scores(0.5), match(test=True)), Outcome.REMOVE, "like:removed"),
        # A failure elsewhere hides nothing either.
        ((LIKE, BROKEN), Outcome.REVIEW, "like:removed"),
        ((LIKE, NothingShown("decode")), Outcome.REVIEW, "like:removed"),
        # A listed link removes as before; what it was found with is told.
        ((LIKE, LINK, *scores()), Outcome.REMOVE, "link:nudify like:removed"),
        ((LINK, *scores()), Outcome.REMOVE, "link:nudify"),
    ],
)
def test_evidence_with_a_likeness_leads_to_its_verdict(
    evidence: tuple[Signal, ...], outcome: Outcome, reason: str
) -> None:
    assert decide(evidence, policy()) == Verdict(outcome, reason, evidence)


@pytest.mark.parametrize(
    ("extent", "value", "outcome"),
    [
        (Extent.WHOLE, 0.49, Outcome.REVIEW),
        (Extent.WHOLE, 0.5, Outcome.REMOVE),
        (Extent.PANEL, 0.29, Outcome.REVIEW),
        (Extent.PANEL, 0.3, Outcome.REMOVE),
        (Extent.DETAIL, 0.69, Outcome.REVIEW),
        (Extent.DETAIL, 0.7, Outcome.REMOVE),
    ],
)
def test_the_second_key_is_measured_by_its_extent(
    extent: Extent, value: float, outcome: Outcome
) -> None:
    evidence = (LIKE, Score("one", "bad", 0.0), Score("one", "bad", value, extent=extent))
    assert decide(evidence, policy(preset=PARTS)).outcome is outcome
    assert asks(evidence, PARTS.rules) is (outcome is Outcome.REMOVE)


@given(st.lists(likenesses, min_size=1), st.lists(failures), policies())
def test_a_likeness_alone_never_removes(
    found: list[BankMatch], broken: list[Failure], chosen: Policy
) -> None:
    assert decide((*found, *broken), chosen).outcome is Outcome.REVIEW


@given(st.lists(likenesses, min_size=1), st.lists(good_scores | failures), policies())
def test_a_likeness_removes_only_where_a_model_asks(
    found: list[BankMatch], others: list[Signal], chosen: Policy
) -> None:
    before = decide(tuple(others), chosen)
    after = decide((*others, *found), chosen)
    if before.outcome is Outcome.REVIEW:
        assert (after.outcome, after.reason) == (Outcome.REMOVE, "like:removed")
    elif before.outcome is not Outcome.REMOVE:
        assert (after.outcome, after.reason) == (Outcome.REVIEW, "like:removed")
    else:
        assert (after.outcome, after.reason) == (before.outcome, before.reason)


@given(signals, likenesses, policies())
def test_a_likeness_never_makes_a_verdict_weaker(
    evidence: tuple[Signal, ...], found: BankMatch, chosen: Policy
) -> None:
    without = decide(evidence, chosen).outcome
    assert RANK[decide((*evidence, found), chosen).outcome] >= RANK[without]
    assert RANK[decide((found, *evidence), chosen).outcome] >= RANK[without]


@pytest.mark.parametrize("beside", [(BROKEN,), ()])
def test_a_likeness_does_not_save_what_is_removed_unseen(beside: tuple[Signal, ...]) -> None:
    removing = policy(opaque=OpaqueHandling.REMOVE)
    evidence = (LIKE, *beside)
    assert decide(evidence, removing).outcome is Outcome.OPAQUE
    assert decide((*evidence, *scores(0.5)), removing).outcome is Outcome.REMOVE
    # A link, too, removes in any case.
    assert decide((*evidence, LINK), removing).outcome is Outcome.REMOVE


# --- what follows from it


def test_the_breaker_stops_what_rests_on_a_likeness() -> None:
    found = decide((LIKE, *scores(0.5)), policy())
    assert (found.likeness, found.by_bank, found.by_list, found.by_models) == (
        "removed",
        False,
        False,
        False,
    )
    assert apply_breaker(found, 19, quota=20) == found
    stopped = apply_breaker(found, 20, quota=20)
    assert (stopped.outcome, stopped.reason) == (Outcome.REVIEW, "breaker")


def test_the_breaker_leaves_a_listed_link_beside_a_likeness() -> None:
    for evidence in ((LIKE, LINK, *scores()), (LIKE, LINK, *scores(0.5))):
        found = apply_breaker(decide(evidence, policy()), 1000, quota=20)
        assert (found.outcome, found.by_link) == (Outcome.REMOVE, True)


def test_a_link_that_was_posted_with_a_likeness_is_no_quiet_one() -> None:
    assert not decide((LIKE, LINK, *scores()), policy()).quiet


@given(signals, likenesses, policies())
def test_a_question_with_a_match_never_waits(
    evidence: tuple[Signal, ...], found: BankMatch, chosen: Policy
) -> None:
    verdict = decide((*evidence, found), chosen)
    assert not rests_on_one(verdict, chosen.preset)
    assert not rests_on_one(apply_breaker(verdict, 1000, quota=1), chosen.preset)


def test_a_match_is_a_second_voice_whatever_the_reason_says() -> None:
    asked = Verdict(Outcome.REVIEW, "model:one", scores(0.5))
    assert rests_on_one(asked, TWO_MODELS)
    for beside in (LIKE, match(test=True)):
        question = Verdict(Outcome.REVIEW, "model:one", (*scores(0.5), beside))
        assert not rests_on_one(question, TWO_MODELS)


def test_a_verdict_knows_whether_models_alone_decided() -> None:
    for evidence in (scores(0.9), scores(0.6, 0.6), scores(0.5)):
        assert decide(evidence, policy()).by_models
    for evidence in (scores(), (match(),), (LIKE,), (LINK, *scores(0.5)), (BROKEN,)):
        assert not decide(evidence, policy()).by_models
