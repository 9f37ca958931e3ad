"""Every event is kept as it came, and none ends the connection."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.discord.session import KEPT, _hear
from adapters.discord.watching import _RIGHTS
from tests.discord.client import Class7B, until
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.live import Store, receiving

ODD: list[Any] = [None, [], 7, "words", {}, {"id": 7}, {"id": {"no": 1}, "guild_id": [], "d": None}]


async def test_no_event_of_any_kind_ends_the_connection_whatever_it_holds(
    server: FakeDiscord, group: Class7B, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
        client = adapter._api.client
        assert client is not None
        kinds = set(client._connection.parsers)
        assert kinds > KEPT | _RIGHTS
        # These two the library reads itself, before anybody else.
        for kind in sorted(kinds - {"READY", "RESUMED"}):
            for odd in ODD:
                server.gateway.emit(kind, odd)
        post = server.world.post(group.general, group.ana, "look")
        await until(lambda: any(str(post.id) in one.body for one in store.updates))
        assert (server.gateway.identifies, server.gateway.resumes) == (1, 0)
    assert "words" not in caplog.text


# A reaction that is none shows no picture, as most do not.
@pytest.mark.parametrize("kind", sorted(KEPT - {"MESSAGE_REACTION_ADD"}))
async def test_an_event_that_cannot_be_read_is_kept_for_a_person(
    server: FakeDiscord, group: Class7B, kind: str
) -> None:
    store = Store()
    async with receiving(server, store):
        await until(lambda: store.caught_up)
        store.updates.clear()
        server.gateway.emit(kind, [7])
        await until(lambda: bool(store.of(kind)))
        assert store.of(kind) == [[7]]


class Ear:
    """Notes what it hears."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []

    def heard(self, event: str, data: Mapping[str, Any]) -> None:
        self.events.append((event, data))


def _meddle(data: Any) -> None:
    data["content"] = "changed"
    data["member"]["user"] = "put in"
    del data["attachments"][0]["url"]


def test_an_event_is_kept_as_it_came_whatever_the_library_does_to_it() -> None:
    event = {"content": "was", "member": {}, "attachments": [{"url": "u"}]}
    was, ear = json.dumps(event), Ear()
    _hear(ear, "MESSAGE_CREATE", _meddle, event)
    ((name, kept),) = ear.events
    assert (name, json.dumps(kept)) == ("MESSAGE_CREATE", was)
    assert json.dumps(event) != was


def test_an_event_that_the_library_cannot_read_is_heard_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(data: Any) -> None:
        data.clear()
        raise KeyError("words of a pupil")

    ear = Ear()
    _hear(ear, "MESSAGE_CREATE", fail, {"id": "1"})
    _hear(ear, "CHANNEL_CREATE", fail, {"id": "2"})
    assert ear.events == [("MESSAGE_CREATE", {"id": "1"}), ("CHANNEL_CREATE", {"id": "2"})]
    assert "MESSAGE_CREATE cannot be read (KeyError)" in caplog.text
    assert "words" not in caplog.text


def test_our_picture_is_up_to_date_before_an_event_is_heard() -> None:
    order: list[str] = []

    class Last(Ear):
        def heard(self, event: str, data: Mapping[str, Any]) -> None:
            order.append("heard")

    _hear(Last(), "GUILD_CREATE", lambda _: order.append("read"), {})
    assert order == ["read", "heard"]


async def test_people_and_words_are_remembered_nowhere(server: FakeDiscord, group: Class7B) -> None:
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
        post = server.world.post(group.general, group.ana, "look")
        await until(lambda: str(post.id) in store.posts)
        client = adapter._api.client
        assert client is not None
        assert list(client.cached_messages) == []
        assert {one.id for one in client.get_all_members()} == {server.world.bot.id}
        assert client.intents.message_content
        assert not client.intents.presences
