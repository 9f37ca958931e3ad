"""What each event leads to: kept, asked for in full, joined, or known to be nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.errors import Forbidden
from adapters.discord.ids import moment_of
from bot.domain.event import Asset, Membership, Posted
from tests.discord.client import BOT_PERMISSIONS, Class7B, until
from tests.discord.faults import Kind
from tests.discord.server import FakeDiscord
from tests.discord.state import Message
from tests.discord.world import World
from tests.unit.adapters.discord.live import ONE, PICTURE, Store, receiving


@dataclass(frozen=True)
class Heard:
    """A class, a bot that listens, and what it stored."""

    fake: FakeDiscord
    group: Class7B
    adapter: DiscordAdapter
    store: Store

    @property
    def world(self) -> World:
        return self.fake.world

    async def all(self) -> None:
        """Wait until everything that happened so far was heard and stored."""
        mark = self.world.post(self.group.guild.system, self.group.cleo, "end of the news")
        await until(lambda: str(mark.id) in self.store.posts)

    def memberships(self) -> list[Membership]:
        events = [one for raw in self.store.updates for one in self.adapter.translate(raw)]
        return [one for one in events if isinstance(one, Membership)]


@asynccontextmanager
async def hearing(server: FakeDiscord, group: Class7B) -> AsyncIterator[Heard]:
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
        store.updates.clear()
        server.log.clear()
        yield Heard(server, group, adapter, store)


@pytest.fixture
async def heard(server: FakeDiscord, group: Class7B) -> AsyncIterator[Heard]:
    async with hearing(server, group) as opened:
        yield opened


def emit(heard: Heard, event: str, **fields: Any) -> None:
    guild, channel = str(heard.group.guild.id), str(heard.group.general.id)
    heard.fake.gateway.emit(event, {"guild_id": guild, "channel_id": channel, **fields})


def picture(heard: Heard) -> Message:
    return heard.world.post(heard.group.general, heard.group.ana, "", files=[("a.png", PICTURE)])


# --- messages


async def test_the_bots_own_words_are_no_posts(heard: Heard) -> None:
    me = {"id": str(heard.world.bot.id), "username": "Upstander", "discriminator": "0"}
    emit(heard, "MESSAGE_CREATE", id="5", content="mine", author=me)
    emit(heard, "MESSAGE_UPDATE", id="5", content="mine", author=me)
    await heard.all()
    assert "5" not in heard.store.posts
    assert heard.store.of("MESSAGE_UPDATE") == []
    assert heard.fake.calls("GET", ONE) == []


async def test_a_part_of_a_message_is_asked_for_in_full(heard: Heard) -> None:
    post = picture(heard)
    image = heard.world.external(PICTURE)
    heard.world.unfurl(post, [{"type": "rich", "image": image}], partial=True)
    await until(lambda: bool(heard.store.of("MESSAGE_UPDATE")))
    (whole,) = heard.store.of("MESSAGE_UPDATE")
    assert whole["author"]["id"] == str(heard.group.ana.id)
    assert whole["guild_id"] == str(heard.group.guild.id)
    assert len(whole["attachments"]) == 1


@pytest.mark.parametrize("kind", [Kind.REFUSE, Kind.RESET])
async def test_a_part_that_cannot_be_completed_is_looked_at_all_the_same(
    heard: Heard, kind: Kind
) -> None:
    post = picture(heard)
    heard.fake.faults.fail("GET", ONE, kind, every=True, status=403)
    image = heard.world.external(PICTURE)
    emit(heard, "MESSAGE_UPDATE", id=str(post.id), embeds=[{"type": "rich", "image": image}])
    await until(lambda: bool(heard.store.of("MESSAGE_UPDATE")))
    raw = next(one for one in heard.store.updates if "MESSAGE_UPDATE" in one.body)
    (event,) = heard.adapter.translate(raw)
    assert isinstance(event, Posted)
    assert event.media or event.opaque
    heard.fake.faults.heal()


@pytest.mark.parametrize("missing", ["id", "channel_id", "guild_id"])
async def test_a_part_that_belongs_nowhere_is_not_asked_for(heard: Heard, missing: str) -> None:
    emit(heard, "MESSAGE_UPDATE", **{"id": "5", "embeds": [], missing: None})
    await heard.all()
    assert heard.store.of("MESSAGE_UPDATE") == []
    assert heard.fake.calls("GET", ONE) == []


async def test_only_what_shows_a_picture_is_kept_of_members_and_reactions(heard: Heard) -> None:
    world, group = heard.world, heard.group
    post = picture(heard)
    world.react(post, group.ben, "\N{THUMBS UP SIGN}")
    emoji = world.new_emoji(group.guild, "wow", PICTURE)
    world.react(post, group.ben, emoji)
    world.join(group.guild, world.new_user("Dora"))
    faced = world.new_user("Emil")
    world.set_avatar(faced, PICTURE)
    world.join(group.guild, faced)
    world.give_role(group.ben, world.new_role(group.guild, "singers", []))
    world.set_guild_avatar(group.guild, group.ben, PICTURE)
    await heard.all()
    (reaction,) = heard.store.of("MESSAGE_REACTION_ADD")
    assert reaction["emoji"]["id"] == str(emoji.id)
    (joined,) = heard.store.of("GUILD_MEMBER_ADD")
    assert joined["user"]["id"] == str(faced.id)
    (changed,) = heard.store.of("GUILD_MEMBER_UPDATE")
    assert changed["user"]["id"] == str(group.ben.id)


async def test_what_is_deleted_is_kept_and_known_to_the_removing_hand(heard: Heard) -> None:
    one, two, three = picture(heard), picture(heard), picture(heard)
    heard.world.delete(one, heard.group.ana)
    ids = [two.id, three.id]
    heard.world.backend.bulk_delete_messages(heard.group.general.id, ids)
    await heard.all()
    assert [raw["id"] for raw in heard.store.of("MESSAGE_DELETE")] == [str(one.id)]
    (bulk,) = heard.store.of("MESSAGE_DELETE_BULK")
    assert {int(number) for number in bulk["ids"]} == set(ids)
    assert {one.id, *ids} <= set(heard.adapter._deletions._deleted)


# --- threads


async def test_a_new_thread_is_joined_and_an_old_one_is_not(heard: Heard) -> None:
    heard.world.new_thread(heard.group.general, heard.group.ana, "about maths")
    await until(lambda: bool(heard.fake.calls("PUT", "/channels/*/thread-members/@me")))
    emit(heard, "THREAD_CREATE", id="5", type=11)
    emit(heard, "THREAD_CREATE", id="none", type=11, newly_created=True)
    await heard.all()
    assert len(heard.fake.calls("PUT", "/channels/*/thread-members/@me")) == 1


async def test_what_was_begun_while_the_bot_was_away_is_joined(
    server: FakeDiscord, group: Class7B
) -> None:
    def joined() -> list[int]:
        calls = server.calls("PUT", "/channels/*/thread-members/@me")
        return [int(one.path.split("/")[2]) for one in calls]

    world, store = server.world, Store()
    threads = [world.new_thread(group.general, group.ana, f"t{one}").id for one in range(2)]
    async with receiving(server, store):
        await until(lambda: sorted(joined()) == threads)
        post = world.post(group.general, group.ana, "look")
        await until(lambda: str(post.id) in store.posts and store.caught_up)
        while world.clock.now() <= moment_of(post.id) + timedelta(milliseconds=2):
            continue
    server.log.clear()
    new = world.new_thread(group.general, group.ana, "new")
    async with receiving(server, store, store.cursors[-1]):
        await until(lambda: bool(joined()))
        await asyncio.sleep(0.05)
    assert joined() == [new.id]


async def test_a_thread_that_cannot_be_joined_is_no_failure(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    heard.fake.faults.fail("PUT", "/channels/*", Kind.REFUSE, status=403, code=50001)
    thread = heard.world.new_thread(heard.group.general, heard.group.ana, "about maths")
    await until(lambda: bool(heard.fake.calls("PUT", "/channels/*")))
    post = heard.world.post(thread, heard.group.ana, "look")
    await heard.all()
    assert str(post.id) in heard.store.posts
    assert "Traceback" not in caplog.text


# --- servers and rights


async def test_a_server_that_the_bot_comes_to_is_told_with_what_it_may_do(heard: Heard) -> None:
    world = heard.world
    other = world.new_guild("8A", members=[heard.group.ana])
    world.add_bot(other, ["view_channel", "read_message_history"])
    await until(lambda: len(heard.memberships()) == 1)
    (came,) = heard.memberships()
    assert (came.joined, came.present, came.may_delete) == (True, True, False)
    # What changes from now on is compared with that.
    world.set_bot_permissions(other, BOT_PERMISSIONS)
    await until(lambda: len(heard.memberships()) == 2)
    back = heard.memberships()[-1]
    assert (back.joined, back.may_delete, back.lost) == (False, True, ())
    assert heard.store.progress.lacks[str(other.id)] == ()


@pytest.mark.parametrize("first", [True, False])
async def test_a_server_that_the_bot_came_to_while_it_was_off_is_told_once(
    server: FakeDiscord, group: Class7B, first: bool
) -> None:
    store = Store()
    if not first:
        async with receiving(server, store):
            await until(lambda: store.caught_up)
    other = server.world.new_guild("8A", members=[group.ana])
    server.world.add_bot(other, ["view_channel", "read_message_history"])
    found: list[Membership] = []
    for _ in range(2):
        cursor = store.cursors[-1] if store.cursors else None
        async with receiving(server, store, cursor) as adapter:
            await until(lambda: store.caught_up and str(other.id) in store.progress.lacks)
            found = Heard(server, group, adapter, store).memberships()
    told = {(one.chat.chat, one.joined, one.may_delete) for one in found}
    assert (str(other.id), True, False) in told
    # The class too, each of them once.
    assert len(found) == len(told) == 2


async def test_what_a_server_shows_is_looked_at_also_if_it_changed_while_the_bot_was_off(
    server: FakeDiscord, group: Class7B
) -> None:
    world, store = server.world, Store()

    async def run() -> set[str]:
        """Run the bot once; return what is new of what the server shows."""
        known = len(store.updates)
        async with receiving(server, store, store.cursors[-1] if store.cursors else None) as bot:
            mark = world.post(group.general, group.ana, "end of the news")
            await until(lambda: str(mark.id) in store.posts and store.caught_up)
            events = [one for raw in store.updates[known:] for one in bot.translate(raw)]
        return {one.name.partition(":")[0] for one in events if isinstance(one, Asset)}

    role = world.new_role(group.guild, "singers", [])
    world.set_role_icon(role, PICTURE)
    assert await run() == {"role"}
    assert await run() == set()
    world.set_icon(group.guild, PICTURE)
    world.new_emoji(group.guild, "wow", PICTURE)
    world.new_event(group.guild, "concert", PICTURE)
    assert await run() == {"icon", "emoji", "event"}
    assert await run() == set()
    world.set_role_icon(role, PICTURE + b"2")
    assert await run() == {"role"}


async def test_a_server_that_was_known_at_the_start_is_no_news(heard: Heard) -> None:
    heard.world.guild_outage(heard.group.guild)
    heard.world.guild_back(heard.group.guild)
    await heard.all()
    assert heard.memberships() == []


async def test_a_server_that_was_left_in_an_outage_is_news_when_the_bot_comes_again(
    heard: Heard,
) -> None:
    heard.world.guild_outage(heard.group.guild)
    heard.world.kick_bot(heard.group.guild)
    await until(lambda: len(heard.memberships()) == 1)
    heard.world.add_bot(heard.group.guild, BOT_PERMISSIONS)
    heard.world.guild_back(heard.group.guild)
    await until(lambda: len(heard.memberships()) == 2)
    assert [one.present for one in heard.memberships()] == [False, True]
    assert heard.memberships()[-1].joined


async def test_each_loss_is_told_once_and_what_comes_back_too(heard: Heard) -> None:
    world, group = heard.world, heard.group
    world.set_bot_permissions(
        group.guild, [one for one in BOT_PERMISSIONS if one != "manage_messages"]
    )
    await until(lambda: len(heard.memberships()) == 1)
    world.hide_from_bot(group.general)
    await until(lambda: len(heard.memberships()) == 2)
    world.backend.edit_guild(group.guild.id, {"name": "7b"})
    await heard.all()
    world.set_bot_permissions(group.guild, BOT_PERMISSIONS)
    await until(lambda: len(heard.memberships()) == 3)
    told = [(one.may_delete, one.lost) for one in heard.memberships()]
    assert told == [(False, ()), (False, ("fix-discord-channels",)), (True, ())]
    assert all(one.present and not one.joined for one in heard.memberships())


async def test_the_standing_that_was_told_outlives_a_restart_and_not_before_it_is_stored(
    heard: Heard,
) -> None:
    guild = str(heard.group.guild.id)
    assert heard.store.progress.lacks == {guild: ()}
    heard.store.open.clear()
    heard.world.hide_from_bot(heard.group.general)
    await until(lambda: len(heard.adapter._receiving._buffer) == 1)
    assert heard.adapter._receiving._notebook.progress.lacks == {guild: ()}
    heard.store.open.set()
    await until(lambda: heard.store.progress.lacks != {guild: ()})
    assert heard.store.progress.lacks == {guild: (f"channel:{heard.group.general.id}",)}


async def test_what_the_bot_lost_while_it_was_away_is_told_and_only_that(
    server: FakeDiscord, group: Class7B
) -> None:
    other = server.world.new_guild("8A", members=[group.ana])
    server.world.add_bot(other, BOT_PERMISSIONS)
    async with hearing(server, group) as before:
        cursor = before.store.cursors[-1]
    server.world.hide_from_bot(group.general)
    store = Store()
    async with receiving(server, store, cursor) as adapter:
        again = Heard(server, group, adapter, store)
        await until(lambda: bool(again.memberships()))
        await again.all()
    (lost,) = again.memberships()
    assert lost.lost == ("fix-discord-channels",)


async def test_whoever_puts_the_bot_out_is_told_and_nothing_is_read_there_any_more(
    heard: Heard,
) -> None:
    heard.world.kick_bot(heard.group.guild)
    await until(lambda: bool(heard.memberships()))
    (gone,) = heard.memberships()
    assert not gone.present
    await until(lambda: heard.store.progress.lacks == {})
    assert heard.store.progress.unread == {}


@pytest.mark.parametrize(
    ("event", "fields", "forgets"),
    [
        ("GUILD_ROLE_UPDATE", {"role": {}}, True),
        ("GUILD_ROLE_DELETE", {"role_id": "5"}, True),
        ("CHANNEL_UPDATE", {"id": "5", "type": 0}, True),
        ("GUILD_UPDATE", {"id": "5"}, True),
        ("GUILD_MEMBER_UPDATE", {"user": {"id": "me"}}, True),
        ("GUILD_MEMBER_UPDATE", {"user": {"id": "5"}}, False),
        ("MESSAGE_DELETE", {"id": "5"}, False),
    ],
)
async def test_what_was_refused_is_forgotten_when_rights_may_have_changed(
    heard: Heard, event: str, fields: dict[str, Any], forgets: bool
) -> None:
    if fields.get("user") == {"id": "me"}:
        fields = {"user": {"id": str(heard.world.bot.id)}}
    refused = heard.adapter._api.refused
    refused.note("1:write", Forbidden())
    emit(heard, event, **fields)
    await heard.all()
    assert ("1:write" not in refused._refused) is forgets


async def test_a_bot_that_is_let_in_again_tries_again_what_was_refused(heard: Heard) -> None:
    heard.world.kick_bot(heard.group.guild)
    await until(lambda: bool(heard.memberships()))
    heard.adapter._api.refused.note("1:write", Forbidden())
    heard.world.add_bot(heard.group.guild, BOT_PERMISSIONS)
    await until(lambda: len(heard.memberships()) == 2)
    assert heard.adapter._api.refused._refused == {}
