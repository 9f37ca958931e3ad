"""Who may appeal, what the second look says, and who has to agree."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.appeal import (
    APPEAL_WITHIN,
    Appeal,
    AppealState,
    Filing,
    Footing,
    Heard,
    Voice,
    adults_for_mistake,
    can_be_appealed,
    ends_at,
    file,
    hear,
    is_late,
    may_post_again,
    second_look,
)
from bot.domain.bank import MatchRule, Standing
from bot.domain.case import Case, CaseOrigin, CaseState, Removal
from bot.domain.message import Actor, ActorKind, MessageRef
from bot.domain.policy import PresetName
from bot.domain.signal import (
    BankMatch,
    Failure,
    Fingerprint,
    LinkMatch,
    OpaqueReason,
    Score,
    Signal,
)
from bot.domain.verdict import Outcome, Verdict
from config.presets import load_presets
from tests.fakes import START

ANA, BEN, LEAD = (Actor(ActorKind.USER, name) for name in ("ana", "ben", "lead"))
RULES = load_presets()[PresetName.SCHOOL].rules
MODELS = sorted({rule.model for rule in RULES})
LABEL = {rule.model: next(iter(sorted(rule.labels))) for rule in RULES}
SECOND = timedelta(seconds=1)


def sign(model: str, value: float = 0.999) -> Score:
    return Score(model, LABEL[model], value)


def match(
    standing: Standing, rule: MatchRule = MatchRule.KNOWN, *, test: bool = False
) -> BankMatch:
    return BankMatch("bank", "entry", 1, rule, standing=standing, test=test)


def verdict(*signals: Signal, outcome: Outcome = Outcome.REMOVE, reason: str = "model") -> Verdict:
    return Verdict(outcome, reason, signals)


def case(*signals: Signal, **changes: object) -> Case:
    one = Case(
        id=1,
        origin=CaseOrigin.SCREENING,
        state=CaseState.OPEN,
        ref=MessageRef("sandbox", "class", "m"),
        actor=ANA,
        slot="photo",
        verdict=verdict(*(signals or (sign(MODELS[0]),))),
        fingerprint=Fingerprint("a" * 64),
        facts=None,
        policy_revision=1,
        posted_at=START,
        decided_at=START,
        removal=Removal.REMOVED,
    )
    return replace(one, **changes)  # type: ignore[arg-type]  # named by each test


def appeal(footing: Footing = Footing.WEAK, **changes: object) -> Appeal:
    due = START + timedelta(days=3)
    one = Appeal(1, footing, AppealState.ASKED, START, due, START + timedelta(days=1))
    return replace(one, **changes)  # type: ignore[arg-type]  # named by each test


# --- who may appeal


def test_the_sender_may_appeal_until_the_last_moment_and_not_after() -> None:
    last = ends_at(case(), APPEAL_WITHIN)
    assert last == START + timedelta(days=7)
    assert file(case(), ANA, last, APPEAL_WITHIN) is Filing.RECEIVED
    assert file(case(), ANA, last + SECOND, APPEAL_WITHIN) is Filing.TOO_LATE


def test_nobody_else_learns_that_there_is_a_case() -> None:
    assert file(case(), BEN, START, APPEAL_WITHIN) is Filing.UNKNOWN
    other_kind = Actor(ActorKind.BOT, ANA.id)
    assert file(case(), other_kind, START, APPEAL_WITHIN) is Filing.UNKNOWN


def test_an_appeal_is_made_once_also_when_the_time_is_over() -> None:
    late = START + timedelta(days=8)
    assert file(case(), ANA, START, APPEAL_WITHIN, appealed=True) is Filing.ALREADY
    assert file(case(), ANA, late, APPEAL_WITHIN, appealed=True) is Filing.ALREADY


def test_a_mistake_needs_no_appeal() -> None:
    ruled = case(state=CaseState.FALSE_ALARM)
    assert file(ruled, ANA, START, APPEAL_WITHIN, appealed=True) is Filing.DECIDED


@pytest.mark.parametrize("removal", [one for one in Removal if one is not Removal.REMOVED])
def test_what_was_not_taken_down_cannot_be_appealed(removal: Removal) -> None:
    assert not can_be_appealed(case(removal=removal))
    assert file(case(removal=removal), ANA, START, APPEAL_WITHIN) is Filing.UNKNOWN


def test_a_test_card_cannot_be_appealed() -> None:
    assert not can_be_appealed(case(match(Standing.LISTED, test=True)))


# --- the second look


@pytest.mark.parametrize("standing", [Standing.LISTED, Standing.CONFIRMED])
def test_a_known_hash_is_what_a_case_stands_on(standing: Standing) -> None:
    assert second_look(verdict(match(standing), sign(MODELS[0])), RULES) is Footing.LISTED


def test_a_listed_link_is_what_a_case_stands_on() -> None:
    assert second_look(verdict(LinkMatch("nudify", "one")), RULES) is Footing.LISTED


def test_what_nobody_could_judge_is_unseen() -> None:
    failed = verdict(Failure("fetch", OpaqueReason.TOO_BIG), outcome=Outcome.OPAQUE)
    assert second_look(failed, RULES) is Footing.UNSEEN


def test_one_model_alone_is_weak_however_sure_it_is() -> None:
    assert second_look(verdict(sign(MODELS[0])), RULES) is Footing.WEAK
    assert second_look(verdict(sign(MODELS[0]), sign(MODELS[0])), RULES) is Footing.WEAK


def test_models_that_disagree_are_weak_and_models_that_agree_are_strong() -> None:
    assert len(MODELS) > 1
    quiet = sign(MODELS[1], 0.0)
    assert second_look(verdict(sign(MODELS[0]), quiet), RULES) is Footing.WEAK
    assert second_look(verdict(sign(MODELS[0]), sign(MODELS[1])), RULES) is Footing.STRONG


def test_a_likeness_alone_is_weak_and_strong_beside_a_model() -> None:
    like = match(Standing.UNSURE)
    assert second_look(verdict(like), RULES) is Footing.WEAK
    assert second_look(verdict(like, sign(MODELS[0])), RULES) is Footing.STRONG


@pytest.mark.parametrize("standing", [Standing.NEW, Standing.ALLOWED])
def test_what_nobody_vouches_for_is_no_voice(standing: Standing) -> None:
    assert second_look(verdict(match(standing), sign(MODELS[0])), RULES) is Footing.WEAK


def test_a_test_card_beside_a_picture_makes_nothing_listed() -> None:
    card = match(Standing.LISTED, test=True)
    assert second_look(verdict(card, sign(MODELS[0])), RULES) is Footing.WEAK


# --- who has to agree


@pytest.mark.parametrize("footing", Footing)
def test_two_adults_are_needed_only_against_what_is_listed(footing: Footing) -> None:
    assert adults_for_mistake(footing) == (2 if footing is Footing.LISTED else 1)


@pytest.mark.parametrize("footing", [Footing.STRONG, Footing.WEAK, Footing.UNSEEN])
def test_one_adult_accepts_what_no_list_speaks_against(footing: Footing) -> None:
    assert hear(appeal(footing), Voice.MISTAKE, LEAD, ANA) is Heard.ACCEPTED


def test_two_different_adults_accept_what_is_listed() -> None:
    assert hear(appeal(Footing.LISTED), Voice.MISTAKE, LEAD, ANA) is Heard.SECOND
    once = appeal(Footing.LISTED, first_by=LEAD.id)
    assert hear(once, Voice.MISTAKE, LEAD, ANA) is Heard.SAME
    assert hear(once, Voice.MISTAKE, BEN, ANA) is Heard.ACCEPTED


@pytest.mark.parametrize("footing", Footing)
def test_one_adult_lets_it_stand(footing: Footing) -> None:
    assert hear(appeal(footing), Voice.STANDS, LEAD, ANA) is Heard.REFUSED
    assert hear(appeal(footing, first_by="x"), Voice.STANDS, LEAD, ANA) is Heard.REFUSED


@pytest.mark.parametrize("voice", Voice)
def test_who_posted_it_does_not_decide_about_it(voice: Voice) -> None:
    assert hear(appeal(), voice, ANA, ANA) is Heard.OWN


@pytest.mark.parametrize("voice", Voice)
@pytest.mark.parametrize("state", [AppealState.ACCEPTED, AppealState.REFUSED, None])
def test_what_is_decided_is_not_decided_again(voice: Voice, state: AppealState | None) -> None:
    asked = None if state is None else appeal(state=state)
    assert hear(asked, voice, LEAD, ANA) is Heard.OVER


def test_it_is_late_from_the_promised_moment_on() -> None:
    assert not is_late(appeal(), appeal().due_at - SECOND)
    assert is_late(appeal(), appeal().due_at)


# --- posting again


def test_what_a_false_alarm_allows_may_be_posted_again_and_nothing_else() -> None:
    assert may_post_again(case())
    assert may_post_again(case(match(Standing.UNSURE), sign(MODELS[0])))
    assert not may_post_again(case(match(Standing.CONFIRMED)))
    assert not may_post_again(case(LinkMatch("nudify", "one"), sign(MODELS[0])))
    assert not may_post_again(case(fingerprint=None))
    failed = verdict(Failure("fetch", OpaqueReason.TOO_BIG), outcome=Outcome.OPAQUE)
    assert not may_post_again(case(verdict=failed))
