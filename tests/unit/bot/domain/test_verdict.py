"""How evidence becomes a verdict: unknown is never clean, and nothing hides a match."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.policy import OpaqueHandling, Policy, Preset, PresetName, Rule
from bot.domain.signal import BankMatch, Extent, Failure, NothingShown, OpaqueReason, Score, Signal
from bot.domain.verdict import (
    ALBUM,
    Outcome,
    Verdict,
    apply_album,
    apply_breaker,
    decide,
)
from tests.unit.bot.domain.builders import TWO_MODELS, match, policy, scores, verdict
from tests.unit.bot.domain.drawn import (
    broken_values,
    failures,
    good_scores,
    labels,
    matches,
    policies,
    signals,
)

RANK = {Outcome.ALLOW: 0, Outcome.OPAQUE: 1, Outcome.REVIEW: 2, Outcome.REMOVE: 3}


@pytest.mark.parametrize(
    ("evidence", "outcome", "reason"),
    [
        (scores(0.0, 0.0), Outcome.ALLOW, "clean"),
        (scores(0.49, 0.49), Outcome.ALLOW, "clean"),
        (scores(0.5, 0.0), Outcome.REVIEW, "model:one"),
        (scores(0.0, 0.5), Outcome.REVIEW, "model:two"),
        (scores(0.9, 0.0), Outcome.REMOVE, "model:one"),
        (scores(0.0, 1.0), Outcome.REMOVE, "model:two"),
        (scores(0.6, 0.6), Outcome.REMOVE, "models agree"),
        (scores(0.6, 0.59), Outcome.REVIEW, "model:one"),
        # The same model twice is one voice.
        ((Score("one", "bad", 0.7), Score("one", "worse", 0.7)), Outcome.REVIEW, "model:one"),
        # A label that does not count never counts, whatever its score.
        ((*scores(), Score("one", "harmless", 1.0)), Outcome.ALLOW, "clean"),
        ((*scores(), Score("three", "bad", 1.0)), Outcome.ALLOW, "clean"),
        ((match(),), Outcome.REMOVE, "bank:known"),
        ((*scores(1.0), match(31)), Outcome.REMOVE, "bank:known"),
        ((match(9, "far"), match(3, "near")), Outcome.REMOVE, "bank:near"),
        ((Failure("decode", OpaqueReason.TRUNCATED),), Outcome.OPAQUE, "truncated"),
        ((*scores(), Failure("x", OpaqueReason.TIMED_OUT)), Outcome.OPAQUE, "timed_out"),
        ((*scores(0.9), Failure("x", OpaqueReason.CRASHED)), Outcome.REMOVE, "model:one"),
        ((*scores(0.5), Failure("x", OpaqueReason.CRASHED)), Outcome.REVIEW, "model:one"),
        ((Score("one", "bad", 0.0),), Outcome.OPAQUE, "not_judged"),
        ((), Outcome.OPAQUE, "not_judged"),
    ],
)
def test_evidence_leads_to_its_verdict(
    evidence: tuple[Signal, ...], outcome: Outcome, reason: str
) -> None:
    assert decide(evidence, policy()) == Verdict(outcome, reason, evidence)


@pytest.mark.parametrize("handling", [OpaqueHandling.ALERT, OpaqueHandling.REMOVE])
def test_what_is_only_counted_for_one_reason_hides_no_other(handling: OpaqueHandling) -> None:
    by_reason = (
        (OpaqueReason.ENCRYPTED, OpaqueHandling.COUNT),
        (OpaqueReason.TOO_MUCH, handling),
    )
    locked = Failure("a", OpaqueReason.ENCRYPTED)
    endless = Failure("b", OpaqueReason.TOO_MUCH)
    for evidence in ((locked, endless), (endless, locked)):
        assert decide(evidence, policy(by_reason=by_reason)).reason == OpaqueReason.TOO_MUCH
    assert decide((locked, locked), policy(by_reason=by_reason)).reason == OpaqueReason.ENCRYPTED
    assert decide((locked, endless), policy()).reason == OpaqueReason.ENCRYPTED


def test_without_an_agree_threshold_models_never_remove_together() -> None:
    silent = Preset(
        PresetName.SCHOOL,
        tuple(
            Rule(model, frozenset({"bad"}), review=0.5, remove=0.9, agree=None, source="test")
            for model in ("one", "two")
        ),
    )
    assert decide(scores(0.8, 0.8), policy(preset=silent)).outcome is Outcome.REVIEW


@given(
    st.lists(failures).map(tuple), matches, st.lists(failures | good_scores).map(tuple), policies()
)
def test_failure_never_hides_a_match(
    before: tuple[Signal, ...], found: BankMatch, after: tuple[Signal, ...], chosen: Policy
) -> None:
    decided = decide((*before, found, *after), chosen)
    assert decided.outcome is Outcome.REMOVE
    assert decided.by_bank


@given(signals, st.lists(failures, min_size=1).map(tuple), policies())
def test_failure_never_makes_a_verdict_weaker(
    evidence: tuple[Signal, ...], more: tuple[Signal, ...], chosen: Policy
) -> None:
    without = decide(evidence, chosen).outcome
    assert RANK[decide((*evidence, *more), chosen).outcome] >= RANK[without]


@given(signals.filter(lambda found: any(isinstance(one, Failure) for one in found)), policies())
def test_failure_is_never_clean(evidence: tuple[Signal, ...], chosen: Policy) -> None:
    assert decide(evidence, chosen).outcome is not Outcome.ALLOW


@given(policies())
def test_no_evidence_is_never_clean(chosen: Policy) -> None:
    assert decide((), chosen).outcome is Outcome.OPAQUE


@given(signals, policies())
def test_a_missing_model_is_never_clean(evidence: tuple[Signal, ...], chosen: Policy) -> None:
    for missing in chosen.preset.models:
        rest = tuple(
            signal
            for signal in evidence
            if not (isinstance(signal, Score) and signal.model == missing)
        )
        assert decide(rest, chosen).outcome is not Outcome.ALLOW


@given(
    st.lists(good_scores).map(tuple),
    st.sampled_from(sorted(TWO_MODELS.models)),
    labels,
    broken_values,
)
def test_a_score_that_is_no_share_is_never_clean(
    others: tuple[Signal, ...], model: str, label: str, value: float
) -> None:
    evidence = (*scores(), *others, Score(model, label, value))
    assert decide(evidence, policy()).outcome is not Outcome.ALLOW


@given(st.lists(good_scores, min_size=1), st.data(), policies())
def test_a_higher_score_never_leads_to_a_weaker_verdict(
    evidence: list[Score], data: st.DataObject, chosen: Policy
) -> None:
    place = data.draw(st.integers(0, len(evidence) - 1))
    old = evidence[place]
    raised = list(evidence)
    raised[place] = Score(old.model, old.label, data.draw(st.floats(old.value, 1)))
    before = decide(tuple(evidence), chosen).outcome
    assert RANK[decide(tuple(raised), chosen).outcome] >= RANK[before]


@given(signals, policies())
def test_the_order_of_the_evidence_does_not_change_the_outcome(
    evidence: tuple[Signal, ...], chosen: Policy
) -> None:
    assert decide(evidence, chosen).outcome is decide(evidence[::-1], chosen).outcome


@given(signals, policies())
def test_a_verdict_keeps_all_its_evidence(evidence: tuple[Signal, ...], chosen: Policy) -> None:
    assert decide(evidence, chosen).signals == evidence


# --- the breaker -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "reason", "removals", "expected"),
    [
        (Outcome.REMOVE, "model:one", 19, Outcome.REMOVE),
        (Outcome.REMOVE, "model:one", 20, Outcome.REVIEW),
        (Outcome.REMOVE, "models agree", 21, Outcome.REVIEW),
        (Outcome.REMOVE, "bank:known", 1000, Outcome.REMOVE),
        (Outcome.REVIEW, "model:one", 1000, Outcome.REVIEW),
        (Outcome.OPAQUE, "truncated", 1000, Outcome.OPAQUE),
        (Outcome.ALLOW, "clean", 1000, Outcome.ALLOW),
    ],
)
def test_breaker_stops_only_the_classifiers_removals(
    outcome: Outcome, reason: str, removals: int, expected: Outcome
) -> None:
    decided = apply_breaker(verdict(outcome, reason), removals, quota=20)
    assert decided.outcome is expected
    assert (decided.reason == "breaker") is (decided.outcome is not outcome)


@given(signals, policies(), st.integers(0, 10_000), st.integers(0, 100))
def test_breaker_never_touches_a_bank_match_and_never_makes_clean(
    evidence: tuple[Signal, ...], chosen: Policy, removals: int, quota: int
) -> None:
    before = decide(evidence, chosen)
    after = apply_breaker(before, removals, quota)
    assert after.signals == before.signals
    if before.by_bank or before.outcome is not Outcome.REMOVE:
        assert after == before
    else:
        assert after.outcome in (Outcome.REMOVE, Outcome.REVIEW)


# --- albums ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "reason", "after"),
    [
        (Outcome.ALLOW, "clean", ALBUM),
        (Outcome.OPAQUE, "truncated", ALBUM),
        (Outcome.REVIEW, "model:one", ALBUM),
        (Outcome.REVIEW, "breaker", ALBUM),
        (Outcome.REMOVE, "model:one", "model:one"),
        (Outcome.REMOVE, "bank:known", "bank:known"),
    ],
)
def test_what_stands_in_an_album_that_was_hit_is_removed(
    outcome: Outcome, reason: str, after: str
) -> None:
    found = apply_album(verdict(outcome, reason), album_case=7)
    assert (found.outcome, found.reason) == (Outcome.REMOVE, after)


@given(signals, policies())
def test_without_a_hit_an_album_changes_nothing(
    evidence: tuple[Signal, ...], chosen: Policy
) -> None:
    decided = decide(evidence, chosen)
    assert apply_album(decided, None) == decided
    assert apply_album(decided, 7).signals == evidence


# --- what a verdict knows of itself ------------------------------------------------------------


def test_a_verdict_knows_a_test_card() -> None:
    assert decide((match(test=True),), policy()).test
    assert not decide((match(),), policy()).test
    assert not decide(scores(1.0), policy()).test


# --- what shows nothing, moves, or is only a part


def test_what_is_known_to_show_nothing_is_clean() -> None:
    assert decide((NothingShown("decode"),), policy()).outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    "beside", [Failure("decode", OpaqueReason.TRUNCATED), Score("one", "bad", 0.0), match()]
)
def test_nothing_shown_vouches_for_nothing_beside_it(beside: Signal) -> None:
    assert decide((NothingShown("decode"), beside), policy()).outcome is not Outcome.ALLOW


def test_without_any_evidence_nothing_is_clean() -> None:
    assert decide((), policy()).outcome is Outcome.OPAQUE


@pytest.mark.parametrize(
    ("value", "agreed", "outcome"),
    [
        (1.0, 0.0, Outcome.REVIEW),
        (1.0, 0.89, Outcome.REVIEW),
        (1.0, 0.9, Outcome.REMOVE),
        (0.5, 0.0, Outcome.REVIEW),
        (0.49, 0.49, Outcome.ALLOW),
        # Answers that cannot be.
        (0.2, 0.3, Outcome.OPAQUE),
        (0.2, math.nan, Outcome.OPAQUE),
    ],
)
def test_a_film_is_removed_only_by_what_two_frames_show(
    value: float, agreed: float, outcome: Outcome
) -> None:
    one, two = scores(0.0, 0.0)
    assert isinstance(one, Score)
    evidence = (Score(one.model, one.label, value, agreed), two)
    assert decide(evidence, policy()).outcome is outcome


def test_two_models_agree_about_a_film_only_where_two_frames_do() -> None:
    one, two = scores(0.6, 0.6)
    assert isinstance(one, Score)
    assert isinstance(two, Score)
    assert decide((one, two), policy()).reason == "models agree"
    once = Score(one.model, one.label, 0.6, agreed=0.1)
    assert decide((once, two), policy()).outcome is Outcome.REVIEW


PARTS = Preset(
    PresetName.SCHOOL,
    (
        Rule(
            "one",
            frozenset({"bad"}),
            0.5,
            0.9,
            0.6,
            "drawn",
            panel_review=0.6,
            panel_remove=0.8,
            detail_review=0.7,
            detail_remove=0.95,
        ),
        Rule("two", frozenset({"bad"}), 0.5, 0.9, 0.6, "drawn", detail_review=0.8),
        Rule("extra", frozenset({"bad"}), 0.5, 0.9, 0.6, "drawn", needed=False),
    ),
)
CLEAR = (Score("one", "bad", 0.0), Score("two", "bad", 0.0))


@pytest.mark.parametrize(
    ("model", "extent", "value", "outcome"),
    [
        ("one", Extent.PANEL, 0.59, Outcome.ALLOW),
        ("one", Extent.PANEL, 0.6, Outcome.REVIEW),
        ("one", Extent.PANEL, 0.79, Outcome.REVIEW),
        ("one", Extent.PANEL, 0.8, Outcome.REMOVE),
        ("one", Extent.DETAIL, 0.69, Outcome.ALLOW),
        ("one", Extent.DETAIL, 0.7, Outcome.REVIEW),
        ("one", Extent.DETAIL, 0.94, Outcome.REVIEW),
        ("one", Extent.DETAIL, 0.95, Outcome.REMOVE),
        ("two", Extent.PANEL, 1.0, Outcome.ALLOW),
        ("two", Extent.DETAIL, 0.8, Outcome.REVIEW),
        ("two", Extent.DETAIL, 1.0, Outcome.REVIEW),
        ("extra", Extent.DETAIL, 1.0, Outcome.ALLOW),
    ],
)
def test_a_part_has_limits_of_its_own(
    model: str, extent: Extent, value: float, outcome: Outcome
) -> None:
    evidence = (*CLEAR, Score(model, "bad", value, extent=extent))
    assert decide(evidence, policy(preset=PARTS)).outcome is outcome


@pytest.mark.parametrize("extent", [Extent.PANEL, Extent.DETAIL])
def test_a_part_is_no_second_voice(extent: Extent) -> None:
    evidence = (*CLEAR, Score("one", "bad", 0.59, extent=extent), Score("extra", "bad", 0.6))
    assert decide(evidence, policy(preset=PARTS)).outcome is Outcome.REVIEW


@pytest.mark.parametrize("extent", [Extent.PANEL, Extent.DETAIL])
def test_a_part_is_no_answer_about_the_whole(extent: Extent) -> None:
    evidence = (CLEAR[0], Score("two", "bad", 0.0, extent=extent))
    assert decide(evidence, policy(preset=PARTS)).outcome is Outcome.OPAQUE


def test_a_model_that_is_not_needed_counts_where_it_answers_and_only_there() -> None:
    assert decide(CLEAR, policy(preset=PARTS)).outcome is Outcome.ALLOW
    evidence = (Score("one", "bad", 0.6), CLEAR[1], Score("extra", "bad", 0.6))
    verdict = decide(evidence, policy(preset=PARTS))
    assert (verdict.outcome, verdict.reason) == (Outcome.REMOVE, "models agree")
    failed = (*CLEAR, Failure("extra", OpaqueReason.MODEL_FAILED))
    assert decide(failed, policy(preset=PARTS)).outcome is Outcome.OPAQUE
