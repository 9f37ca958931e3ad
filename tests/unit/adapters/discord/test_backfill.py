"""What was posted while nobody listened: where it is asked for, how far back, in which order."""

from datetime import timedelta

import pytest

from adapters.discord import backfill as module
from adapters.discord.backfill import Backfill
from adapters.discord.ids import moment_of
from adapters.discord.progress import OVERLAP
from bot.domain.raw_json import Raw
from tests.discord.faults import Kind
from tests.discord.state import Channel
from tests.unit.adapters.discord.live import HISTORY, HastyClock, Live

ARCHIVES = "/channels/*/threads/archived/*"
PUBLIC, PRIVATE = "/channels/*/threads/archived/public", "/channels/*/threads/archived/private"


class SlowClock(HastyClock):
    """Notes how long was to be waited."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await super().sleep(seconds)


class Reading:
    """Reads a server's history and notes what it is handed."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self.clock = SlowClock()
        self.found: list[str] = []
        self.raw: list[Raw] = []

    async def read(self, back: timedelta = timedelta(hours=1)) -> bool:
        """Read as far back as that; return whether all could be read."""
        live = self._live
        await live.told()
        client = live.adapter._api.client
        guild = client.get_guild(live.group.guild.id) if client is not None else None
        assert guild is not None
        since = live.world.clock.now() - back
        return await Backfill(live.adapter._api, self.clock).replay(guild, since, self._put)

    async def _put(self, raw: Raw) -> None:
        self.found.append(str(raw["content"]))
        self.raw.append(raw)


@pytest.fixture
async def reading(live: Live) -> Reading:
    return Reading(live)


def asked(live: Live, channel: Channel) -> int:
    """Return how often a channel's history was asked for."""
    return len(live.fake.calls("GET", f"/channels/{channel.id}/messages"))


# --- where, and in which order


async def test_what_was_written_last_is_read_first_and_each_place_from_its_oldest_message(
    live: Live, reading: Reading
) -> None:
    world, group = live.world, live.group
    voice = world.new_channel(group.guild, "talk", "voice")
    thread = world.new_thread(group.general, group.ana, "about maths")
    for place, text in (
        (group.guild.system, "a"),
        (thread, "b"),
        (voice, "c"),
        (thread, "d"),
        (group.guild.system, "e"),
    ):
        live.post(text, place)
    assert await reading.read()
    assert [one for one in reading.found if len(one) == 1] == ["a", "e", "b", "d", "c"]


async def test_a_message_of_the_history_names_its_server_as_an_event_does(
    live: Live, reading: Reading
) -> None:
    live.post("a")
    await reading.read()
    assert {raw["guild_id"] for raw in reading.raw} == {str(live.group.guild.id)}


async def test_nothing_is_asked_where_nothing_was_written(live: Live, reading: Reading) -> None:
    live.post("a")
    assert await reading.read()
    assert asked(live, live.group.general) == 1
    assert asked(live, live.group.guild.system) == 0


@pytest.mark.parametrize(("count", "pages"), [(2, 1), (3, 2), (7, 3)])
async def test_every_page_is_read_and_none_twice(
    live: Live, reading: Reading, monkeypatch: pytest.MonkeyPatch, count: int, pages: int
) -> None:
    monkeypatch.setattr(module, "_PAGE", 3)
    expected = [f"{number}" for number in range(count)]
    for text in expected:
        live.post(text)
    assert await reading.read()
    assert reading.found == expected
    assert asked(live, live.group.general) == pages


def test_a_page_is_as_long_as_discord_lets_it_be() -> None:
    assert (module._PAGE, module._ARCHIVED_PAGE) == (100, 100)


# --- how far back


async def test_nothing_is_read_from_before_the_bot_was_there(live: Live, reading: Reading) -> None:
    world, group = live.world, live.group
    before = live.post("before")
    world.kick_bot(group.guild)
    world.backend.snowflake()
    while world.clock.now() <= moment_of(before.id) + timedelta(milliseconds=2):
        continue
    world.add_bot(group.guild, ["view_channel", "read_message_history"])
    live.post("after")
    await reading.read(back=timedelta(days=300))
    assert "after" in reading.found
    assert "before" not in reading.found


async def test_what_was_posted_in_the_very_moment_when_the_bot_came_is_read(
    live: Live, reading: Reading
) -> None:
    """The first id of a millisecond, which asking for what comes after it would leave out."""
    first = live.post("at once")
    while first.id % 2**22:
        first = live.post("at once")
    await live.told()
    client = live.adapter._api.client
    guild = client.get_guild(live.group.guild.id) if client is not None else None
    assert guild is not None
    guild.me.joined_at = moment_of(first.id)
    await reading.read(back=timedelta(days=300))
    assert reading.found == ["at once"]


async def test_a_little_more_is_read_than_was_missed(live: Live, reading: Reading) -> None:
    """Servers deliver side by side: what was posted first may come a moment later."""
    live.post("a")
    assert await reading.read(back=timedelta(0))
    assert reading.found == ["a"]
    assert timedelta(minutes=1) < OVERLAP < timedelta(minutes=10)


async def test_what_is_older_than_that_is_not_read(
    live: Live, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OVERLAP", -timedelta(hours=1))
    live.post("a")
    assert await reading.read(back=timedelta(0))
    assert reading.found == []
    assert asked(live, live.group.general) == 0


# --- archived threads


async def test_threads_that_were_archived_meanwhile_are_read_too(
    live: Live, reading: Reading
) -> None:
    world, group = live.world, live.group
    world.set_bot_permissions(
        group.guild, ["view_channel", "read_message_history", "manage_threads"]
    )
    forum = world.new_channel(group.guild, "ideas", "forum")
    places = [
        world.new_thread(group.general, group.ana, "open one"),
        world.new_thread(group.general, group.ana, "closed one", private=True),
        world.new_thread(forum, group.ana, "mine", first={"text": "first"}),
    ]
    for place in places:
        live.post(f"in {place.name}", place)
        world.archive(place)
    assert await reading.read()
    assert {"in open one", "in closed one", "in mine", "first"} <= set(reading.found)
    # A forum has no private threads.
    assert len(live.fake.calls("GET", f"/channels/{forum.id}/threads/archived/*")) == 1


async def test_private_archives_are_asked_for_only_where_they_are_shown(
    live: Live, reading: Reading
) -> None:
    assert await reading.read()
    assert live.fake.calls("GET", PRIVATE) == []
    assert len(live.fake.calls("GET", PUBLIC)) == 2


async def test_every_page_of_an_archive_is_read(
    live: Live, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ARCHIVED_PAGE", 2)
    expected = set()
    for number in range(5):
        thread = live.world.new_thread(live.group.general, live.group.ana, f"t{number}")
        live.post(f"in t{number}", thread)
        live.world.archive(thread)
        expected.add(f"in t{number}")
    assert await reading.read()
    assert expected <= set(reading.found)
    general = f"/channels/{live.group.general.id}/threads/archived/public"
    assert len(live.fake.calls("GET", general)) == 3


async def test_an_archive_is_left_at_the_first_thread_that_was_closed_before(
    live: Live, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ARCHIVED_PAGE", 2)
    for number in range(6):
        thread = live.world.new_thread(live.group.general, live.group.ana, f"t{number}")
        live.world.archive(thread)
        stored = live.world.channel(thread).thread_metadata
        assert stored is not None
        ago = timedelta(days=number)
        stored.archive_timestamp = (live.world.clock.now() - ago).isoformat()
    assert await reading.read(back=timedelta(hours=30))
    general = f"/channels/{live.group.general.id}/threads/archived/public"
    assert len(live.fake.calls("GET", general)) == 2


# --- what cannot be read


async def test_what_is_seen_and_cannot_be_read_is_a_gap(live: Live, reading: Reading) -> None:
    live.world.deny_bot(live.group.general, "read_message_history")
    live.post("a")
    live.post("b", live.group.guild.system)
    assert not await reading.read()
    # The rest is read all the same.
    assert reading.found == ["b"]
    assert asked(live, live.group.general) == 0


async def test_what_is_not_seen_at_all_is_no_gap(live: Live, reading: Reading) -> None:
    """That it is hidden is told when it happens, and stands on the check-list."""
    live.world.hide_from_bot(live.group.general)
    live.post("a")
    assert await reading.read()
    assert asked(live, live.group.general) == 0


async def test_where_nothing_was_written_nothing_is_missing(live: Live, reading: Reading) -> None:
    live.world.deny_bot(live.group.general, "read_message_history")
    assert await reading.read()


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10003), (400, 50024), (401, 0)])
@pytest.mark.parametrize("path", [HISTORY, ARCHIVES])
async def test_what_discord_refuses_to_show_is_a_gap_and_is_not_asked_for_again(
    live: Live, reading: Reading, path: str, status: int, code: int
) -> None:
    live.post("a")
    live.fake.faults.fail("GET", path, Kind.REFUSE, status=status, code=code)
    assert not await reading.read()
    assert reading.clock.waits.count(1.0) == 0


async def test_a_private_archive_that_is_refused_is_a_gap(live: Live, reading: Reading) -> None:
    live.world.set_bot_permissions(
        live.group.guild, ["view_channel", "read_message_history", "manage_threads"]
    )
    live.fake.faults.fail("GET", PRIVATE, Kind.REFUSE, every=True, status=403)
    assert not await reading.read()


async def test_a_thread_that_was_archived_and_cannot_be_read_is_a_gap(
    live: Live, reading: Reading
) -> None:
    thread = live.world.new_thread(live.group.general, live.group.ana, "t")
    live.post("in t", thread)
    live.world.archive(thread)
    path = f"/channels/{thread.id}/messages"
    live.fake.faults.fail("GET", path, Kind.REFUSE, every=True, status=403)
    assert not await reading.read()


# --- what has to wait


async def test_discord_is_given_the_time_that_it_asks_for(live: Live, reading: Reading) -> None:
    live.post("a")
    live.fake.faults.fail("GET", HISTORY, Kind.FLOOD, retry_after=7)
    assert await reading.read()
    assert reading.found == ["a"]
    assert 7.0 in reading.clock.waits


async def test_what_is_not_answered_is_asked_for_until_it_is_and_ever_more_seldom(
    live: Live, reading: Reading
) -> None:
    live.post("a")
    # aiohttp asks once more by itself where a connection was cut.
    live.fake.faults.fail("GET", HISTORY, Kind.RESET, times=14)
    assert await reading.read()
    assert reading.found == ["a"]
    waits = [one for one in reading.clock.waits if one >= 1]
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
