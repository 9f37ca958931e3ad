"""Every kind of sender is told apart, and none of them keeps a picture from being looked at."""

import pytest

from adapters.discord.senders import sender_of, user_of
from bot.domain.message import UNKNOWN_SENDER, Actor, ActorKind
from tests.unit.adapters.discord.payloads import (
    ANA,
    BEN,
    FILE,
    SENDERS,
    SOMEBODY,
    message_with,
    only_posted,
)

APP, HOOK, QUIZ = (f"118000000000000{number:04d}" for number in (902, 903, 904))
NEWS_HOOK = Actor(ActorKind.WEBHOOK, HOOK)
EXPECTED = {
    "user": SOMEBODY,
    "bot": Actor(ActorKind.BOT, QUIZ),
    "webhook": NEWS_HOOK,
    "webhook of an app": NEWS_HOOK,
    "crosspost": NEWS_HOOK,
    "app that a user brought": SOMEBODY,
    "bot that answers a command": SOMEBODY,
    "bot that answers, as it was before": Actor(ActorKind.USER, BEN),
    "app without a caller": Actor(ActorKind.BOT, APP),
    "nobody": UNKNOWN_SENDER,
}


def test_every_kind_of_sender_is_in_the_table() -> None:
    assert set(EXPECTED) == set(SENDERS)


@pytest.mark.parametrize(("name", "actor"), EXPECTED.items(), ids=EXPECTED.keys())
def test_each_kind_of_sender_is_known_and_their_picture_is_looked_at(
    name: str, actor: Actor
) -> None:
    event = only_posted(SENDERS[name])
    assert event.actor == actor
    assert [item.slot for item in event.media] == ["attachments.0"]


@pytest.mark.parametrize(
    "author", [None, "ana", {}, [], 5, {"id": 5}, {"id": "x"}, {"id": True}, {"id": "9" * 5000}]
)
def test_a_sender_that_cannot_be_read_is_looked_at_like_any_other(author: object) -> None:
    event = only_posted(message_with(author=author, attachments=[FILE]))
    assert event.actor == UNKNOWN_SENDER
    assert len(event.media) == 1


@pytest.mark.parametrize("odd", [None, {}, [], "x", {"user": None}, {"user": {"id": 5}}])
def test_a_caller_that_cannot_be_read_is_not_the_sender(odd: object) -> None:
    author = {"id": APP, "bot": True}
    found = sender_of({"author": author, "interaction_metadata": odd, "interaction": odd})
    assert found == Actor(ActorKind.BOT, APP)


def test_the_newer_name_of_the_caller_goes_first() -> None:
    raw = {"interaction_metadata": {"user": {"id": ANA}}, "interaction": {"user": {"id": BEN}}}
    assert sender_of(raw) == SOMEBODY


@pytest.mark.parametrize("bot", [None, False, 1, "true", []])
def test_only_who_is_marked_as_a_bot_is_one(bot: object) -> None:
    assert user_of({"id": ANA, "bot": bot}) == SOMEBODY
    assert user_of({"id": ANA, "bot": True}) == Actor(ActorKind.BOT, ANA)
    assert user_of({"bot": True}) is None
