"""Thresholds that make sense, and which way a change moves a chat's protection."""

import math
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.policy import (
    Digest,
    Direction,
    Mode,
    OpaqueHandling,
    PolicyChange,
    PolicySettings,
    Preset,
    PresetName,
    ReasonChange,
    Rule,
    direction,
    starts_at,
    strictest,
)
from bot.domain.signal import OpaqueReason
from tests.unit.bot.domain.builders import NOW, TWO_MODELS
from tests.unit.bot.domain.builders import policy as policy_with

MIDDLE = PolicySettings(Mode.ALERT, PresetName.SCHOOL, OpaqueHandling.ALERT, "en", "adults")
own_reasons = st.sampled_from(sorted(set(OpaqueReason) - {OpaqueReason.LINK}))
settings = st.builds(
    PolicySettings,
    st.sampled_from(Mode),
    st.sampled_from(PresetName),
    st.sampled_from(OpaqueHandling),
    st.sampled_from(["en", "es"]),
    st.sampled_from([None, "adults", "others"]),
    st.sampled_from(OpaqueHandling),
    st.dictionaries(own_reasons, st.sampled_from(OpaqueHandling)).map(
        lambda chosen: tuple(sorted(chosen.items()))
    ),
    st.sampled_from(Digest),
)
changes = st.builds(
    PolicyChange,
    st.none() | st.sampled_from(Mode),
    st.none() | st.sampled_from(PresetName),
    st.none() | st.sampled_from(OpaqueHandling),
    st.none() | st.sampled_from(["en", "es"]),
    st.none() | st.just("others"),
    st.none() | st.sampled_from(OpaqueHandling),
    st.none() | st.builds(ReasonChange, own_reasons, st.none() | st.sampled_from(OpaqueHandling)),
    st.none() | st.sampled_from(Digest),
)


def _rule(review: float, remove: float) -> Rule:
    return Rule("one", frozenset({"bad"}), review, remove, agree=None, source="test")


@pytest.mark.parametrize(("review", "remove"), [(0.01, 0.01), (0.5, 0.9), (1.0, 1.0)])
def test_thresholds_in_order_are_taken(review: float, remove: float) -> None:
    assert _rule(review, remove).remove == remove


@pytest.mark.parametrize(
    ("review", "remove"),
    [(0.0, 0.5), (-0.1, 0.5), (0.9, 0.5), (0.5, 1.1), (math.nan, 0.5), (0.5, math.nan)],
)
def test_thresholds_that_could_not_work_are_refused_with_their_model(
    review: float, remove: float
) -> None:
    with pytest.raises(ValueError, match="rule for one: need 0 < review <= remove <= 1"):
        _rule(review, remove)


def test_a_preset_knows_the_models_it_needs() -> None:
    assert TWO_MODELS.models == {"one", "two"}
    assert Preset(PresetName.STRICT, (_rule(0.1, 0.2), _rule(0.3, 0.4))).models == {"one"}


# --- changes -----------------------------------------------------------------------------------


def test_a_change_replaces_what_it_names_and_nothing_else() -> None:
    assert MIDDLE.with_change(PolicyChange()) == MIDDLE
    for name, value in {
        "mode": Mode.REMOVE,
        "preset": PresetName.STRICT,
        "opaque": OpaqueHandling.REMOVE,
        "links": OpaqueHandling.REMOVE,
        "digest": Digest.ON,
        "language": "es",
        "alerts_chat": "others",
    }.items():
        changed = MIDDLE.with_change(PolicyChange(**{name: value}))  # type: ignore[arg-type]  # one field at a time
        assert changed == replace(MIDDLE, **{name: value})  # type: ignore[arg-type]  # one field at a time


@given(settings, changes)
def test_a_change_made_twice_is_the_same_as_once(
    before: PolicySettings, change: PolicyChange
) -> None:
    once = before.with_change(change)
    assert once.with_change(change) == once


def _order(kind: type[StrEnum]) -> list[StrEnum]:
    return list(kind)


@pytest.mark.parametrize(
    ("name", "kind", "weakest_first"),
    [
        ("mode", Mode, ["shadow", "alert", "remove"]),
        ("opaque", OpaqueHandling, ["count", "alert", "remove"]),
        ("links", OpaqueHandling, ["count", "alert", "remove"]),
        ("preset", PresetName, ["lenient", "school", "strict"]),
        ("digest", Digest, ["on", "off"]),
    ],
)
def test_a_step_down_is_weaker_and_a_step_up_is_stronger(
    name: str, kind: type[StrEnum], weakest_first: list[str]
) -> None:
    assert _order(kind) == weakest_first
    for (low, old), (high, new) in product(enumerate(kind), repeat=2):
        before = replace(MIDDLE, **{name: old})  # type: ignore[arg-type]  # one field at a time
        after = replace(MIDDLE, **{name: new})  # type: ignore[arg-type]  # one field at a time
        assert direction(before, after) == (high > low) - (high < low)


def test_a_mixed_change_counts_as_weaker() -> None:
    mixed = replace(MIDDLE, mode=Mode.REMOVE, preset=PresetName.LENIENT)
    assert direction(MIDDLE, mixed) is Direction.WEAKER


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (None, "adults", Direction.STRONGER),
        ("adults", "others", Direction.WEAKER),
        ("adults", None, Direction.WEAKER),
        ("adults", "adults", Direction.SAME),
    ],
)
def test_taking_the_alerts_from_the_adults_who_get_them_is_weaker(
    before: str | None, after: str | None, way: Direction
) -> None:
    assert direction(replace(MIDDLE, alerts_chat=before), replace(MIDDLE, alerts_chat=after)) is way


def test_the_language_changes_no_protection() -> None:
    assert direction(MIDDLE, replace(MIDDLE, language="es")) is Direction.SAME


@given(settings, settings)
def test_the_way_back_from_stronger_is_weaker(
    before: PolicySettings, after: PolicySettings
) -> None:
    if direction(before, after) is Direction.STRONGER:
        assert direction(after, before) is Direction.WEAKER


@given(settings, settings, settings)
def test_no_chain_of_immediate_changes_weakens(
    one: PolicySettings, two: PolicySettings, three: PolicySettings
) -> None:
    if Direction.WEAKER not in (direction(one, two), direction(two, three)):
        assert direction(one, three) is not Direction.WEAKER


COUNT, ALERT, REMOVE = OpaqueHandling
TOO_BIG, ENCRYPTED = OpaqueReason.TOO_BIG, OpaqueReason.ENCRYPTED


@pytest.mark.parametrize("name", PresetName)
def test_alerts_wait_only_where_it_was_chosen_and_never_with_the_strictest_preset(
    name: PresetName,
) -> None:
    chosen = policy_with(preset=Preset(name, (_rule(0.1, 0.2),)), digest=Digest.ON)
    assert chosen.lets_wait is (name is not PresetName.STRICT)
    assert not replace(chosen, digest=Digest.OFF).lets_wait
    assert chosen.settings.digest is Digest.ON


def test_an_exception_holds_for_its_reason_and_no_other() -> None:
    chosen = policy_with(opaque=ALERT, links=COUNT, by_reason=((TOO_BIG, REMOVE),))
    assert chosen.on_opaque(TOO_BIG) is REMOVE
    for reason in set(OpaqueReason) - {TOO_BIG, OpaqueReason.LINK}:
        assert chosen.on_opaque(reason) is ALERT
    assert chosen.on_opaque(OpaqueReason.LINK) is COUNT
    assert chosen.settings.by_reason == chosen.by_reason


def test_an_exception_is_replaced_and_taken_away_by_itself() -> None:
    one = MIDDLE.with_change(PolicyChange(reason=ReasonChange(TOO_BIG, REMOVE)))
    two = one.with_change(PolicyChange(reason=ReasonChange(ENCRYPTED, COUNT)))
    assert two.by_reason == ((ENCRYPTED, COUNT), (TOO_BIG, REMOVE))
    replaced = two.with_change(PolicyChange(reason=ReasonChange(TOO_BIG, COUNT)))
    assert replaced.by_reason == ((ENCRYPTED, COUNT), (TOO_BIG, COUNT))
    assert two.with_change(PolicyChange(reason=ReasonChange(ENCRYPTED, None))) == one
    assert one.with_change(PolicyChange(reason=ReasonChange(TOO_BIG, None))) == MIDDLE
    # The value for all others leaves the exceptions as they are.
    assert one.with_change(PolicyChange(opaque=COUNT)).on_opaque(TOO_BIG) is REMOVE


@pytest.mark.parametrize(
    ("before", "wanted", "way"),
    [
        (None, REMOVE, Direction.STRONGER),
        (None, ALERT, Direction.SAME),
        (None, COUNT, Direction.WEAKER),
        (REMOVE, None, Direction.WEAKER),
        (REMOVE, ALERT, Direction.WEAKER),
        (COUNT, None, Direction.STRONGER),
    ],
)
def test_weakening_one_reason_is_weaker(
    before: OpaqueHandling | None, wanted: OpaqueHandling | None, way: Direction
) -> None:
    old = MIDDLE.with_change(PolicyChange(reason=ReasonChange(TOO_BIG, before)))
    assert (
        direction(old, old.with_change(PolicyChange(reason=ReasonChange(TOO_BIG, wanted)))) is way
    )


def test_weakening_one_reason_while_all_others_get_stronger_is_weaker() -> None:
    mixed = replace(MIDDLE, opaque=REMOVE, by_reason=((TOO_BIG, COUNT),))
    assert direction(MIDDLE, mixed) is Direction.WEAKER


def test_links_are_only_counted_until_somebody_says_otherwise() -> None:
    assert MIDDLE.links is OpaqueHandling.COUNT


@given(settings, settings)
def test_the_strictest_of_two_policies_weakens_neither(
    known: PolicySettings, other: PolicySettings
) -> None:
    both = strictest(known, other)
    assert direction(known, both) is not Direction.WEAKER
    same_adults = replace(other, alerts_chat=both.alerts_chat)
    assert direction(same_adults, both) is not Direction.WEAKER
    assert both.language == known.language
    assert both.alerts_chat == (known.alerts_chat or other.alerts_chat)


@given(settings, settings)
def test_the_strictest_of_two_policies_takes_each_field_from_one_of_them(
    known: PolicySettings, other: PolicySettings
) -> None:
    both = strictest(known, other)
    for name in ("mode", "preset", "opaque", "links", "digest"):
        assert getattr(both, name) in (getattr(known, name), getattr(other, name))
    for reason in OpaqueReason:
        assert both.on_opaque(reason) in (known.on_opaque(reason), other.on_opaque(reason))
    assert strictest(known, known) == known


def test_only_a_weaker_policy_waits() -> None:
    day = timedelta(hours=24)
    assert starts_at(Direction.WEAKER, NOW, day) == NOW + day
    assert starts_at(Direction.SAME, NOW, day) == NOW
    assert starts_at(Direction.STRONGER, NOW, day) == NOW


def test_an_agreement_that_could_never_come_is_refused() -> None:
    with pytest.raises(ValueError, match="agree"):
        Rule("model", frozenset({"label"}), 0.2, 0.6, 0.0, "test")


@pytest.mark.parametrize("part", ["panel", "detail"])
@pytest.mark.parametrize(
    ("review", "remove"), [(0.9, 0.5), (0.0, 0.5), (0.5, 1.1), (None, 0.5), (math.nan, 0.5)]
)
def test_thresholds_of_parts_that_could_not_work_are_refused(
    part: str, review: float | None, remove: float
) -> None:
    limits: dict[str, Any] = {f"{part}_review": review, f"{part}_remove": remove}
    with pytest.raises(ValueError, match=f"rule for one: need 0 < {part}_review"):
        replace(_rule(0.2, 0.6), **limits)


def test_a_preset_without_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="no rules"):
        Preset(PresetName.SCHOOL, ())
