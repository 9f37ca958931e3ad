"""When a question rests on one model alone, so that it may wait for others."""

import math

import pytest
from hypothesis import given

from bot.domain.policy import Policy, Preset, PresetName, Rule
from bot.domain.signal import Failure, OpaqueReason, Score, Signal
from bot.domain.verdict import Outcome, Verdict, decide, rests_on_one
from tests.unit.bot.domain.builders import TWO_MODELS, policy, scores
from tests.unit.bot.domain.drawn import policies, signals


@pytest.mark.parametrize(
    ("evidence", "alone"),
    [
        (scores(0.5, 0.0), True),
        (scores(0.89, 0.49), True),
        (scores(0.0, 0.5), True),
        # The same model twice is one voice, and what does not count is none.
        ((*scores(0.5), Score("one", "worse", 0.7)), True),
        ((*scores(0.5), Score("two", "harmless", 1.0)), True),
        # A second voice, also one of a part.
        (scores(0.5, 0.5), False),
        # What failed, or gave no answer, might have been one.
        ((*scores(0.5), Failure("two", OpaqueReason.MODEL_FAILED)), False),
        ((Score("one", "bad", 0.5),), False),
        (scores(0.5, math.nan), False),
        # No question of a model.
        (scores(0.0, 0.0), False),
        (scores(0.95, 0.0), False),
        ((), False),
    ],
)
def test_a_question_rests_on_one_model_where_all_others_looked_and_saw_nothing(
    evidence: tuple[Signal, ...], alone: bool
) -> None:
    assert rests_on_one(decide(evidence, policy()), TWO_MODELS) is alone


def test_a_second_voice_counts_from_where_it_would_help_to_remove() -> None:
    first = Rule("one", frozenset({"bad"}), review=0.5, remove=0.9, agree=0.6, source="test")
    second = Rule("two", frozenset({"bad"}), review=0.5, remove=0.9, agree=0.3, source="test")
    rules = policy(preset=Preset(PresetName.SCHOOL, (first, second)))
    for value, alone in ((0.29, True), (0.3, False)):
        asked = decide(scores(0.55, value), rules)
        assert asked.outcome is Outcome.REVIEW
        assert rests_on_one(asked, rules.preset) is alone


@pytest.mark.parametrize("reason", ["breaker", "report", "link:nudify model:one", "album"])
def test_a_question_of_another_kind_rests_on_no_model(reason: str) -> None:
    asked = Verdict(Outcome.REVIEW, reason, scores(0.5))
    assert not rests_on_one(asked, TWO_MODELS)


@given(signals, policies())
def test_nothing_but_a_question_ever_waits(evidence: tuple[Signal, ...], chosen: Policy) -> None:
    found = decide(evidence, chosen)
    if rests_on_one(found, chosen.preset):
        assert found.outcome is Outcome.REVIEW
        assert not any(isinstance(signal, Failure) for signal in evidence)
