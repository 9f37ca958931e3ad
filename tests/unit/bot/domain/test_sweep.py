"""What follows for something that was posted before its hash became known."""

import pytest

from bot.domain.action import Action, ActionKind, plan_actions
from bot.domain.bank import Bank, BankEntry, MatchRule, Standing
from bot.domain.message import Actor, ActorKind, ChatRef, MediaItem, MessageRef
from bot.domain.policy import OpaqueHandling
from bot.domain.signal import BankMatch, Fingerprint, Screening
from bot.domain.sweep import (
    Finding,
    SeenItem,
    Sought,
    Standee,
    below,
    evidence,
    is_news,
    judge,
    weigh,
    without_alert,
)
from bot.domain.verdict import Outcome, Verdict
from bot.domain.work import Decision, WorkItem
from tests.looks import look
from tests.unit.bot.domain.builders import EVERYTHING, NOW, REF, policy

WORK = WorkItem(1, REF, Actor(ActorKind.USER, "ana"), MediaItem("photo", "k", ""), "0", NOW, NOW, 1)
ALERT = (Action(ActionKind.ALERT),)
ESCALATE = (Action(ActionKind.ESCALATION), Action(ActionKind.ALERT))


def match(
    standing: Standing = Standing.CONFIRMED, rule: MatchRule = MatchRule.KNOWN, bank: str = "own"
) -> BankMatch:
    return BankMatch(bank, "e", 3, rule, standing=standing, second=4)


def sought(number: int = 1, message: MessageRef | None = None) -> Sought:
    return Sought(number, Bank("own"), BankEntry("own", "e"), 31, message=message)


def verdict(outcome: Outcome) -> Verdict:
    return Verdict(outcome, "bank:own", ())


@pytest.mark.parametrize("opaque", OpaqueHandling)
@pytest.mark.parametrize(
    ("found", "outcome", "reason"),
    [
        (match(), Outcome.REMOVE, "bank:own"),
        (match(Standing.LISTED), Outcome.REMOVE, "bank:own"),
        (match(rule=MatchRule.NEAR), Outcome.REMOVE, "bank:own"),
        (match(rule=MatchRule.POSSIBLE), Outcome.REVIEW, "like:own"),
        (match(Standing.LISTED, MatchRule.NEAR), Outcome.REVIEW, "like:own"),
        (match(Standing.UNSURE, MatchRule.FILE), Outcome.REVIEW, "like:own"),
        (match(Standing.NEW, MatchRule.FILE), Outcome.REVIEW, "like:own"),
        (match(Standing.ALLOWED), Outcome.ALLOW, "allowed"),
    ],
)
def test_a_match_is_judged_as_if_the_models_had_said_nothing(
    found: BankMatch, outcome: Outcome, reason: str, opaque: OpaqueHandling
) -> None:
    # Whatever a chat does with what cannot be judged: this was judged when it came.
    judged = judge((found,), policy(opaque=opaque))
    assert (judged.outcome, judged.reason, judged.signals) == (outcome, reason, (found,))


def test_what_adults_allowed_takes_weight_from_a_likeness_and_not_from_what_is_certain() -> None:
    fine = match(Standing.ALLOWED)
    assert judge((match(Standing.UNSURE), fine), policy()).outcome is Outcome.ALLOW
    assert judge((match(), fine), policy()).outcome is Outcome.REMOVE


@pytest.mark.parametrize(
    ("outcome", "harmless", "left"),
    [
        (Outcome.REMOVE, False, Outcome.REMOVE),
        (Outcome.REMOVE, True, Outcome.REVIEW),
        (Outcome.REVIEW, False, Outcome.REVIEW),
        (Outcome.REVIEW, True, None),
        (Outcome.ALLOW, False, None),
        (Outcome.OPAQUE, False, None),
    ],
)
def test_a_ruling_about_the_message_turns_a_removal_into_a_question(
    outcome: Outcome, harmless: bool, left: Outcome | None
) -> None:
    weighed = weigh(Standee(WORK, harmless=harmless), verdict(outcome))
    assert (weighed.outcome if weighed else None) is left


def test_nobody_is_asked_twice_about_one_item_and_picture() -> None:
    assert is_news(Standee(WORK), [sought()], ALERT)
    assert not is_news(Standee(WORK, frozenset({1})), [sought()], ALERT)
    assert is_news(Standee(WORK, frozenset({1})), [sought(), sought(2)], ALERT)
    # The message that was reported has its case and its alert.
    assert not is_news(Standee(WORK), [sought(message=REF)], ALERT)
    assert is_news(Standee(WORK), [sought(message=MessageRef("sandbox", "7b", "2"))], ALERT)


@pytest.mark.parametrize("kind", [ActionKind.TAKEDOWN, ActionKind.ESCALATION])
def test_a_removal_is_news_whatever_was_asked_before(kind: ActionKind) -> None:
    asked = Standee(WORK, frozenset({1}))
    assert is_news(asked, [sought(message=REF)], (Action(kind),))


def test_the_senders_of_further_copies_are_told_and_nobody_else_again() -> None:
    plan = plan_actions(verdict(Outcome.REMOVE), policy(), EVERYTHING)
    assert [one.kind for one in below(plan)] == [ActionKind.TAKEDOWN, ActionKind.NOTICE]
    assert below(ESCALATE) == (Action(ActionKind.ESCALATION),)
    assert below(ALERT) == ()
    assert without_alert(ALERT) == ()


def test_the_proof_is_the_file_and_the_whole_look() -> None:
    item = SeenItem(1, 2, ChatRef("p", "c"), "a" * 64, look(1) + look(2))
    assert evidence(item) == Fingerprint("a" * 64, look(1)[:32].hex(), 50, look(1)[32:].hex())
    bare = SeenItem(1, 2, ChatRef("p", "c"), "a" * 64, b"")
    assert evidence(bare) == Fingerprint("a" * 64)


def test_what_is_told_together_has_chat_picture_and_deed_in_common() -> None:
    def finding(outcome: Outcome, source: str, *kinds: ActionKind) -> Finding:
        plan = tuple(map(Action, kinds))
        return Finding(WORK, Decision(Screening(()), verdict(outcome), plan, 1), (1,), source)

    removal = finding(Outcome.REMOVE, "case:1", ActionKind.TAKEDOWN)
    assert removal.removes
    assert removal.together == finding(Outcome.REMOVE, "case:1", ActionKind.ESCALATION).together
    others = [
        finding(Outcome.REMOVE, "case:2", ActionKind.TAKEDOWN),
        finding(Outcome.REMOVE, "case:1", ActionKind.ALERT),
        finding(Outcome.REVIEW, "case:1", ActionKind.ALERT),
    ]
    assert removal.together not in [one.together for one in others]
