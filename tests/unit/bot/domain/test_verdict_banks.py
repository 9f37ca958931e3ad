"""What a match may do follows from how far its entry is trusted and how close the picture is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bank import MatchRule, Standing
from bot.domain.policy import OpaqueHandling, Policy
from bot.domain.signal import (
    BankMatch,
    Failure,
    LinkMatch,
    NothingShown,
    OpaqueReason,
    Signal,
    ViewKind,
)
from bot.domain.verdict import Outcome, decide
from tests.unit.bot.domain.builders import match, policy, scores
from tests.unit.bot.domain.drawn import failures, good_scores, policies

NEW, UNSURE, LISTED = Standing.NEW, Standing.UNSURE, Standing.LISTED
CONFIRMED, ALLOWED = Standing.CONFIRMED, Standing.ALLOWED
FILE, KNOWN = MatchRule.FILE, MatchRule.KNOWN
NEAR, POSSIBLE = MatchRule.NEAR, MatchRule.POSSIBLE
CLEAN, ASKS, REMOVES = scores(), scores(0.5), scores(0.9)
BROKEN = Failure("decode", OpaqueReason.TRUNCATED)


def found(standing: Standing, rule: MatchRule, bank: str = "some", distance: int = 3) -> BankMatch:
    """Return a match with an entry of this standing by this rule."""
    return BankMatch(bank, "entry", distance, rule, standing=standing)


@pytest.mark.parametrize(
    ("standing", "rule", "alone", "with_a_sign"),
    [
        (CONFIRMED, FILE, Outcome.REMOVE, Outcome.REMOVE),
        (CONFIRMED, KNOWN, Outcome.REMOVE, Outcome.REMOVE),
        (CONFIRMED, NEAR, Outcome.REMOVE, Outcome.REMOVE),
        (CONFIRMED, POSSIBLE, Outcome.REVIEW, Outcome.REVIEW),
        (LISTED, FILE, Outcome.REMOVE, Outcome.REMOVE),
        (LISTED, KNOWN, Outcome.REMOVE, Outcome.REMOVE),
        (LISTED, NEAR, Outcome.REVIEW, Outcome.REMOVE),
        (LISTED, POSSIBLE, Outcome.REVIEW, Outcome.REVIEW),
        (UNSURE, FILE, Outcome.REVIEW, Outcome.REMOVE),
        (UNSURE, KNOWN, Outcome.REVIEW, Outcome.REMOVE),
        (UNSURE, NEAR, Outcome.REVIEW, Outcome.REMOVE),
        (UNSURE, POSSIBLE, Outcome.REVIEW, Outcome.REVIEW),
        (NEW, FILE, Outcome.REVIEW, Outcome.REVIEW),
        (NEW, KNOWN, Outcome.REVIEW, Outcome.REVIEW),
        (NEW, NEAR, Outcome.REVIEW, Outcome.REVIEW),
        (NEW, POSSIBLE, Outcome.REVIEW, Outcome.REVIEW),
        (ALLOWED, FILE, Outcome.ALLOW, Outcome.ALLOW),
        (ALLOWED, KNOWN, Outcome.ALLOW, Outcome.ALLOW),
        (ALLOWED, NEAR, Outcome.ALLOW, Outcome.REVIEW),
        (ALLOWED, POSSIBLE, Outcome.ALLOW, Outcome.REVIEW),
    ],
)
def test_trust_and_closeness_decide_what_a_match_may_do(
    standing: Standing, rule: MatchRule, alone: Outcome, with_a_sign: Outcome
) -> None:
    one = found(standing, rule)
    assert decide((one, *CLEAN), policy()).outcome is alone
    assert decide((one, *ASKS), policy()).outcome is with_a_sign


def test_the_reason_says_whether_the_match_was_enough() -> None:
    assert decide((found(CONFIRMED, NEAR), *CLEAN), policy()).reason == "bank:some"
    assert decide((found(UNSURE, KNOWN), *CLEAN), policy()).reason == "like:some"
    assert decide((found(UNSURE, KNOWN), *ASKS), policy()).reason == "like:some"
    # A model that asks already is no less a reason because of a far likeness.
    assert decide((found(UNSURE, POSSIBLE), *ASKS), policy()).reason == "model:one"


def test_of_several_likenesses_the_one_that_can_be_a_key_counts() -> None:
    evidence = (found(NEW, FILE, "new", 0), found(UNSURE, NEAR, "old", 60))
    for signals in (evidence, evidence[::-1]):
        verdict = decide((*signals, *ASKS), policy())
        assert (verdict.outcome, verdict.reason) == (Outcome.REMOVE, "like:old")


@given(
    st.sampled_from([NEW, UNSURE]),
    st.sampled_from(MatchRule),
    st.lists(failures),
    policies(),
)
def test_what_nobody_vouches_for_never_removes_alone(
    standing: Standing, rule: MatchRule, broken: list[Failure], chosen: Policy
) -> None:
    verdict = decide((found(standing, rule), *broken), chosen)
    assert verdict.outcome in (Outcome.REVIEW, Outcome.OPAQUE)


@given(st.lists(good_scores | failures), st.sampled_from(MatchRule), policies())
def test_what_is_new_never_adds_a_removal(
    others: list[Signal], rule: MatchRule, chosen: Policy
) -> None:
    before, after = decide(tuple(others), chosen), decide((*others, found(NEW, rule)), chosen)
    assert (after.outcome is Outcome.REMOVE) == (before.outcome is Outcome.REMOVE)


# --- what adults ruled to be harmless

SAME_FILE, SAME_LOOK = found(ALLOWED, FILE), found(ALLOWED, KNOWN)
LINK = LinkMatch("nudify", "tool")


@pytest.mark.parametrize(
    ("evidence", "outcome", "reason"),
    [
        # The same file is harmless, whatever models say; what only looks like it may be changed.
        ((SAME_FILE, *REMOVES), Outcome.ALLOW, "allowed"),
        ((SAME_LOOK, *REMOVES), Outcome.REVIEW, "model:one"),
        ((SAME_LOOK, *ASKS), Outcome.ALLOW, "allowed"),
        ((SAME_LOOK, *CLEAN), Outcome.ALLOW, "allowed"),
        # Likenesses count like models; two keys that agree still ask.
        ((SAME_LOOK, found(UNSURE, KNOWN), *CLEAN), Outcome.ALLOW, "allowed"),
        ((SAME_LOOK, found(UNSURE, KNOWN), *ASKS), Outcome.REVIEW, "like:some"),
        # Nothing else is taken back.
        ((SAME_FILE, match(31), *CLEAN), Outcome.REMOVE, "bank:known"),
        ((SAME_FILE, match(test=True), *CLEAN), Outcome.REMOVE, "bank:known"),
        ((SAME_FILE, LINK, *ASKS), Outcome.REMOVE, "link:nudify"),
        ((SAME_FILE, BROKEN), Outcome.OPAQUE, OpaqueReason.TRUNCATED),
        ((SAME_FILE, BROKEN, *ASKS), Outcome.OPAQUE, OpaqueReason.TRUNCATED),
        ((SAME_FILE,), Outcome.OPAQUE, OpaqueReason.NOT_JUDGED),
        ((NothingShown("decode"),), Outcome.ALLOW, "clean"),
    ],
)
def test_a_ruling_takes_weight_from_models_and_from_nothing_else(
    evidence: tuple[Signal, ...], outcome: Outcome, reason: str
) -> None:
    verdict = decide(evidence, policy())
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


@pytest.mark.parametrize(
    "shown",
    [
        BankMatch("allowed", "e", 3, KNOWN, standing=ALLOWED, view=ViewKind.RECT),
        BankMatch("allowed", "e", 3, KNOWN, standing=ALLOWED, second=51),
        BankMatch("allowed", "e", 40, NEAR, standing=ALLOWED, second=3),
    ],
)
def test_a_harmless_picture_in_another_one_licenses_nothing(shown: BankMatch) -> None:
    assert decide((shown, *REMOVES), policy()).outcome is Outcome.REMOVE
    assert decide((shown, *ASKS), policy()).outcome is Outcome.REVIEW
    assert not shown.allows


def test_a_close_look_of_a_harmless_picture_is_one() -> None:
    assert BankMatch("allowed", "e", 3, KNOWN, standing=ALLOWED, second=50).allows
    assert not found(LISTED, FILE).allows


def test_a_ruling_does_not_keep_what_this_chat_removes_unseen() -> None:
    removing = policy(opaque=OpaqueHandling.REMOVE)
    assert decide((SAME_FILE, BROKEN, *ASKS), removing).outcome is Outcome.OPAQUE


def test_a_match_knows_whether_it_is_a_first_key() -> None:
    assert [found(one, KNOWN).first_key for one in Standing] == [True, True, True, False, False]
    assert not found(UNSURE, POSSIBLE).first_key
