"""What lies in the inbox starts undecided and is not tried for ever."""

from datetime import timedelta

import pytest

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.event import RawUpdate
from bot.domain.message import Actor, ActorKind, MediaItem
from bot.domain.signal import OpaqueReason, Screening
from bot.domain.verdict import ALBUM, Outcome
from bot.domain.work import LEASE, MOST_ATTEMPTS, SCREENING_PATIENCE, Decision, NewItem, Received
from tests.unit.bot.domain.builders import NOW, REF, verdict

ALERT: ActionPlan = (Action(ActionKind.ALERT),)
ANA = Actor(ActorKind.USER, "ana")


def test_a_new_item_is_to_be_fetched_unless_it_cannot_be() -> None:
    item = NewItem(REF, ANA, MediaItem("photo", "key", "handle"), "0", NOW)
    assert item.opaque is None
    paid = NewItem(REF, ANA, item.media, "0", NOW, OpaqueReason.UNSUPPORTED)
    assert paid.opaque is OpaqueReason.UNSUPPORTED
    assert item.album == ""


def test_an_update_is_done_with_its_media_unless_it_says_more() -> None:
    received = Received(RawUpdate("sandbox", "1", "7b", "{}"), ())
    assert not received.handle_later
    assert received.parked is None


@pytest.mark.parametrize(
    ("outcome", "reason", "plan", "opens"),
    [
        (Outcome.ALLOW, "clean", (), False),
        (Outcome.OPAQUE, OpaqueReason.LINK, (), False),
        (Outcome.OPAQUE, OpaqueReason.LINK, ALERT, True),
        (Outcome.OPAQUE, OpaqueReason.TRUNCATED, (), True),
        (Outcome.REVIEW, "model:one", (), True),
        (Outcome.REMOVE, "model:one", (), True),
        (Outcome.REMOVE, ALBUM, (), True),
    ],
)
def test_a_case_is_opened_for_all_but_clean_items_and_links_that_are_only_counted(
    outcome: Outcome, reason: str, plan: ActionPlan, opens: bool
) -> None:
    assert Decision(Screening(()), verdict(outcome, reason), plan, 1).opens_case is opens


def test_a_poison_item_is_given_up_while_the_chat_still_remembers_it() -> None:
    assert 1 < MOST_ATTEMPTS <= 10
    assert LEASE * MOST_ATTEMPTS <= SCREENING_PATIENCE <= timedelta(hours=1)
