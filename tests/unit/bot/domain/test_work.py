"""What lies in the inbox starts undecided and is not tried for ever."""

from datetime import timedelta

from bot.domain.event import RawUpdate
from bot.domain.message import Actor, ActorKind, MediaItem
from bot.domain.signal import OpaqueReason
from bot.domain.work import LEASE, MOST_ATTEMPTS, SCREENING_PATIENCE, NewItem, Received
from tests.unit.bot.domain.builders import NOW, REF

ANA = Actor(ActorKind.USER, "ana")


def test_a_new_item_is_to_be_fetched_unless_it_cannot_be() -> None:
    item = NewItem(REF, ANA, MediaItem("photo", "key", "handle"), "0", NOW)
    assert item.opaque is None
    paid = NewItem(REF, ANA, item.media, "0", NOW, OpaqueReason.UNSUPPORTED)
    assert paid.opaque is OpaqueReason.UNSUPPORTED


def test_an_update_is_done_with_its_media_unless_it_says_more() -> None:
    received = Received(RawUpdate("sandbox", "1", "7b", "{}"), ())
    assert not received.handle_later
    assert received.parked is None


def test_a_poison_item_is_given_up_while_the_chat_still_remembers_it() -> None:
    assert 1 < MOST_ATTEMPTS <= 10
    assert LEASE * MOST_ATTEMPTS <= SCREENING_PATIENCE <= timedelta(hours=1)
