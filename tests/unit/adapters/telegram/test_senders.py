"""Every kind of sender is told apart, and none of them keeps a picture from being looked at."""

import pytest

from adapters.telegram.translate import translate
from bot.domain.event import Posted
from bot.domain.message import Actor, ActorKind
from tests.unit.adapters.telegram.payloads import SENDERS, message_with

CHAT, CHANNEL = "-1001234567890", "-1009876543210"
ANA = Actor(ActorKind.USER, "5001")
MEMES = Actor(ActorKind.CHANNEL, CHANNEL)
SOME_ADMIN = Actor(ActorKind.ANONYMOUS_ADMIN, CHAT)
NOBODY = Actor(ActorKind.CHANNEL, CHAT)

EXPECTED = {
    "user": ANA,
    "bot": Actor(ActorKind.BOT, "7001"),
    "anonymous admin": SOME_ADMIN,
    "anonymous admin without sender_chat": SOME_ADMIN,
    "channel as itself": MEMES,
    "linked channel": MEMES,
    "linked channel without sender_chat": NOBODY,
    "guest bot of a user": ANA,
    "guest bot of a channel": MEMES,
    "guest bot of an anonymous admin": SOME_ADMIN,
    "through a bot": ANA,
    "guest message": ANA,
    "channel post": MEMES,
    "edited channel post": MEMES,
    "nobody": NOBODY,
}


def test_every_kind_of_sender_is_in_the_table() -> None:
    assert set(EXPECTED) == set(SENDERS)


@pytest.mark.parametrize(("name", "actor"), EXPECTED.items(), ids=EXPECTED.keys())
def test_each_kind_of_sender_is_known_and_their_picture_is_looked_at(
    name: str, actor: Actor
) -> None:
    (event,) = translate(SENDERS[name])
    assert isinstance(event, Posted)
    assert event.actor == actor
    assert [item.slot for item in event.media] == ["photo"]


@pytest.mark.parametrize("sender", [None, "ana", {}, [], {"id": "5001"}, {"id": True}, {"id": 1.5}])
def test_a_sender_that_cannot_be_read_is_scanned_like_any_other(sender: object) -> None:
    (event,) = translate(message_with(**{"from": sender, "document": {"file_id": "f1"}}))
    assert isinstance(event, Posted)
    assert event.actor == NOBODY
    assert len(event.media) == 1


def test_a_foreign_chat_that_borrows_the_anonymous_admins_user_is_a_channel() -> None:
    sender = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    foreign = {"id": -1005550000000, "type": "supergroup"}
    (event,) = translate(
        message_with(**{"from": sender, "sender_chat": foreign, "sticker": {"file_id": "f1"}})
    )
    assert isinstance(event, Posted)
    assert event.actor == Actor(ActorKind.CHANNEL, "-1005550000000")
