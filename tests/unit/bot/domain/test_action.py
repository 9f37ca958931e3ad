"""What a policy does about a verdict, and in which order."""

from itertools import product

import pytest

from bot.domain.action import (
    Action,
    ActionKind,
    only_removal,
    plan_actions,
    without_words_to_pupils,
)
from bot.domain.capability import Capability
from bot.domain.policy import Digest, Mode, OpaqueHandling
from bot.domain.signal import OpaqueReason
from bot.domain.verdict import Outcome, decide
from tests.unit.bot.domain.builders import EVERYTHING, policy, scores, verdict

NOTHING: tuple[Action, ...] = ()
ALERT = (Action(ActionKind.ALERT),)
REMOVE = (
    Action(ActionKind.TAKEDOWN),
    Action(ActionKind.ALERT, waits=True),
    Action(ActionKind.NOTICE, waits=True),
    Action(ActionKind.GROUP_LINE, waits=True),
)
ESCALATE = (Action(ActionKind.ESCALATION), Action(ActionKind.ALERT))
WITHOUT_DELETE = EVERYTHING - {Capability.DELETE}

EVERY_CASE = list(product(Outcome, Mode, OpaqueHandling))


@pytest.mark.parametrize(
    ("outcome", "mode", "opaque", "plan"),
    [
        (Outcome.ALLOW, Mode.REMOVE, OpaqueHandling.REMOVE, NOTHING),
        (Outcome.REVIEW, Mode.REMOVE, OpaqueHandling.COUNT, ALERT),
        (Outcome.REVIEW, Mode.ALERT, OpaqueHandling.COUNT, ALERT),
        (Outcome.REMOVE, Mode.REMOVE, OpaqueHandling.COUNT, REMOVE),
        (Outcome.REMOVE, Mode.ALERT, OpaqueHandling.REMOVE, ALERT),
        (Outcome.OPAQUE, Mode.REMOVE, OpaqueHandling.COUNT, NOTHING),
        (Outcome.OPAQUE, Mode.REMOVE, OpaqueHandling.ALERT, ALERT),
        (Outcome.OPAQUE, Mode.REMOVE, OpaqueHandling.REMOVE, REMOVE),
        (Outcome.OPAQUE, Mode.ALERT, OpaqueHandling.REMOVE, ALERT),
        (Outcome.OPAQUE, Mode.ALERT, OpaqueHandling.COUNT, NOTHING),
    ],
)
def test_the_plan_is_what_the_policy_says(
    outcome: Outcome, mode: Mode, opaque: OpaqueHandling, plan: tuple[Action, ...]
) -> None:
    assert plan_actions(verdict(outcome), policy(mode, opaque), EVERYTHING) == plan


@pytest.mark.parametrize(
    ("links", "plan"),
    [
        (OpaqueHandling.COUNT, NOTHING),
        (OpaqueHandling.ALERT, ALERT),
        (OpaqueHandling.REMOVE, REMOVE),
    ],
)
@pytest.mark.parametrize("opaque", OpaqueHandling)
def test_a_link_is_handled_as_links_are_and_not_as_other_opaque_items(
    links: OpaqueHandling, plan: tuple[Action, ...], opaque: OpaqueHandling
) -> None:
    chosen = policy(opaque=opaque, links=links)
    link = verdict(Outcome.OPAQUE, OpaqueReason.LINK)
    assert plan_actions(link, chosen, EVERYTHING) == plan


@pytest.mark.parametrize("links", OpaqueHandling)
def test_other_opaque_items_are_not_handled_as_links_are(links: OpaqueHandling) -> None:
    for reason in set(OpaqueReason) - {OpaqueReason.LINK}:
        plan = plan_actions(verdict(Outcome.OPAQUE, reason), policy(links=links), EVERYTHING)
        assert plan == ALERT


@pytest.mark.parametrize(
    ("handling", "plan"),
    [
        (OpaqueHandling.COUNT, NOTHING),
        (OpaqueHandling.ALERT, ALERT),
        (OpaqueHandling.REMOVE, REMOVE),
    ],
)
def test_a_reason_is_handled_as_its_exception_says_and_the_others_are_not(
    handling: OpaqueHandling, plan: tuple[Action, ...]
) -> None:
    chosen = policy(by_reason=((OpaqueReason.TOO_BIG, handling),))
    for reason in OpaqueReason:
        expected = {OpaqueReason.TOO_BIG: plan, OpaqueReason.LINK: NOTHING}.get(reason, ALERT)
        assert plan_actions(verdict(Outcome.OPAQUE, reason), chosen, EVERYTHING) == expected


@pytest.mark.parametrize(
    ("plan", "left"),
    [
        (NOTHING, NOTHING),
        (ALERT, NOTHING),
        (REMOVE, (Action(ActionKind.TAKEDOWN),)),
        (ESCALATE, (Action(ActionKind.ESCALATION),)),
    ],
)
def test_below_the_case_of_an_album_there_is_a_removal_and_no_words(
    plan: tuple[Action, ...], left: tuple[Action, ...]
) -> None:
    assert only_removal(plan) == left


@pytest.mark.parametrize(
    ("plan", "left"),
    [
        (ALERT, ALERT),
        (REMOVE, (Action(ActionKind.TAKEDOWN), Action(ActionKind.ALERT, waits=True))),
        (ESCALATE, ESCALATE),
    ],
)
def test_a_further_bad_picture_of_an_album_is_told_to_the_adults_alone(
    plan: tuple[Action, ...], left: tuple[Action, ...]
) -> None:
    assert without_words_to_pupils(plan) == left


@pytest.mark.parametrize("mode", [Mode.ALERT, Mode.REMOVE])
def test_one_models_weak_sign_waits_for_others_where_the_policy_lets_it(mode: Mode) -> None:
    waiting, at_once = policy(mode, digest=Digest.ON), policy(mode)
    for signals, waits in ((scores(0.5), True), (scores(0.5, 0.5), False)):
        found = decide(signals, waiting)
        wanted = ActionKind.ALERT_DIGEST if waits else ActionKind.ALERT
        assert plan_actions(found, waiting, EVERYTHING) == (Action(wanted),)
        assert plan_actions(found, at_once, EVERYTHING) == ALERT
    for reason in OpaqueReason:
        told = plan_actions(verdict(Outcome.OPAQUE, reason), waiting, EVERYTHING)
        assert Action(ActionKind.ALERT_DIGEST) not in told


@pytest.mark.parametrize(("outcome", "opaque"), list(product(Outcome, OpaqueHandling)))
def test_shadow_does_nothing(outcome: Outcome, opaque: OpaqueHandling) -> None:
    assert plan_actions(verdict(outcome), policy(Mode.SHADOW, opaque), EVERYTHING) == ()


@pytest.mark.parametrize(("outcome", "mode", "opaque"), EVERY_CASE)
def test_without_the_right_to_delete_a_person_is_asked_and_the_chat_is_not_told(
    outcome: Outcome, mode: Mode, opaque: OpaqueHandling
) -> None:
    chosen = policy(mode, opaque)
    able = plan_actions(verdict(outcome), chosen, EVERYTHING)
    unable = plan_actions(verdict(outcome), chosen, WITHOUT_DELETE)
    assert unable == (ESCALATE if able == REMOVE else able)


@pytest.mark.parametrize(("outcome", "mode", "opaque"), EVERY_CASE)
def test_removal_comes_first_and_all_else_waits_for_it(
    outcome: Outcome, mode: Mode, opaque: OpaqueHandling
) -> None:
    plan = plan_actions(verdict(outcome), policy(mode, opaque), EVERYTHING)
    kinds = [action.kind for action in plan]
    assert len(set(kinds)) == len(kinds)
    if ActionKind.TAKEDOWN in kinds:
        assert kinds[0] is ActionKind.TAKEDOWN
        assert [action.waits for action in plan] == [False] + [True] * (len(plan) - 1)
    else:
        assert not any(action.waits for action in plan)


@pytest.mark.parametrize(("outcome", "mode", "opaque"), EVERY_CASE)
def test_whatever_is_done_the_adults_are_told(
    outcome: Outcome, mode: Mode, opaque: OpaqueHandling
) -> None:
    for capabilities in (EVERYTHING, WITHOUT_DELETE, frozenset[Capability]()):
        plan = plan_actions(verdict(outcome), policy(mode, opaque), capabilities)
        assert not plan or ActionKind.ALERT in {action.kind for action in plan}


def test_software_only_removes_and_tells() -> None:
    # No kind of action can mute, kick or ban anybody (promise 4).
    assert set(ActionKind) == {
        "takedown",
        "escalation",
        "alert",
        "alert_digest",
        "flood",
        "notice",
        "group_line",
        "apology",
        "appeal",
        "appeal_refused",
        "appeal_late",
    }
