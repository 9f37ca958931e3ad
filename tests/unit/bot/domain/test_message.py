"""How a log names a chat: never by the id of the person with whom the bot talks alone."""

import pytest

from bot.domain.message import Actor, ActorKind, ChatRef, name_in_logs

ANA = Actor(ActorKind.USER, "5001")


@pytest.mark.parametrize("chat", ["5001", "@5001", "private:5001"])
def test_a_private_chat_is_named_by_no_id(chat: str) -> None:
    assert name_in_logs(ChatRef("x", chat), ANA) == "in private"


@pytest.mark.parametrize("actor", [ANA, Actor(ActorKind.CHANNEL, "")])
def test_any_other_chat_is_named_by_its_id(actor: Actor) -> None:
    assert name_in_logs(ChatRef("x", "-1007"), actor) == "chat -1007"
