"""Discord forgets the bot, or the bot was away: what was posted is read again, or told."""

import logging

import pytest

from bot.domain.errors import ConnectionLost
from bot.services.system_clock import SystemClock
from tests.conformance.discord_stage import Stage, stage
from tests.conformance.house import keys, lines
from tests.conformance.scene import Place, Who
from tests.discord.faults import Kind

__all__ = ["stage"]

# https://discord.com/developers/docs/resources/application#application-object-application-flags
_MESSAGE_CONTENT = 1 << 18 | 1 << 19


async def away(stage: Stage) -> None:
    """Let the bot run once, and stop."""
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.photo(stage.general, b"clean before")
        await stage.house.sees(1)
        await stage.house.quiet(app)
    await stage.fake.gateway.wait_gone()


async def test_more_than_a_page_of_history_is_read_to_the_last_message(stage: Stage) -> None:
    stage.house.policy = stage.house.policy.model_copy(update={"breaker_per_hour": 1000})
    await away(stage)
    posts = [
        stage.photo(stage.general, f"{'bad' if number % 50 == 7 else 'clean'} {number}".encode())
        for number in range(230)
    ]
    async with stage.house.app() as app:
        await stage.gone(*posts[7::50])
        await stage.house.quiet(app)
    assert len(stage.house.judge.seen) == 231
    assert all(stage.world.stands(one) for one in posts[8:57])


@pytest.mark.parametrize("kind", ["thread", "archived", "forum", "private", "voice"])
async def test_every_place_is_read_again_threads_that_were_closed_meanwhile_too(
    stage: Stage, kind: str
) -> None:
    world, ana = stage.world, stage.person(Who.ANA)
    rights = [*stage.scene.rights, "manage_threads"]
    world.set_bot_permissions(stage.guild, rights)
    await away(stage)
    if kind == "forum":
        forum = world.new_channel(stage.guild, "ideas", "forum")
        place = world.new_thread(forum, ana, "mine", first={"text": "hello"})
    elif kind == "voice":
        place = world.new_channel(stage.guild, "talk", "voice")
    else:
        place = world.new_thread(stage.general, ana, "secret", private=kind == "private")
    bad = stage.photo(place, b"bad")
    if kind in ("archived", "private"):
        world.archive(place)
    async with stage.house.app() as app:
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert keys(await stage.scene.world.told(Who.ANA)) == ["sender-notice"]


async def test_a_message_that_was_posted_and_changed_while_the_bot_was_away_is_seen_as_it_is(
    stage: Stage,
) -> None:
    await away(stage)
    message = stage.photo(stage.general, b"clean 1")
    stage.world.edit(message, files=[("other.png", b"bad")])
    async with stage.house.app() as app:
        await stage.gone(message)
        await stage.house.quiet(app)


async def test_what_is_said_while_discord_forgets_the_session_is_found_in_the_history(
    stage: Stage,
) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.fake.gateway.hold()
        stage.fake.gateway.invalidate()
        await stage.fake.gateway.wait_gone()
        bad = stage.photo(stage.general, b"bad")
        stage.fake.gateway.release()
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert stage.fake.gateway.identifies == 2


async def test_what_is_said_during_a_short_break_is_repeated_by_discord(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.fake.gateway.hold()
        await stage.fake.gateway.drop()
        await stage.fake.gateway.wait_gone()
        bad = stage.photo(stage.general, b"bad")
        stage.fake.gateway.release()
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert stage.fake.gateway.resumes == 1


async def test_what_is_said_while_one_server_is_out_is_read_when_it_is_back(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.world.guild_outage(stage.guild)
        bad = stage.photo(stage.general, b"bad")
        stage.world.guild_back(stage.guild)
        await stage.gone(bad)
        await stage.house.quiet(app)


async def test_a_history_that_may_not_be_read_is_told_from_when_to_when(stage: Stage) -> None:
    await away(stage)
    stage.world.deny_bot(stage.general, "read_message_history")
    stage.photo(stage.general, b"bad")
    async with stage.house.app():
        gap = await stage.house.hears(Place.STAFF, "adults-gap")
    assert "since=" in gap.text
    assert "until=" in gap.text


async def test_a_history_that_cannot_be_read_now_is_asked_for_until_it_can(stage: Stage) -> None:
    await away(stage)
    bad = stage.photo(stage.general, b"bad")
    stage.fake.faults.fail("GET", "/channels/*/messages", Kind.RESET, times=2)
    async with stage.house.app() as app:
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert lines(await stage.scene.world.said(Place.STAFF), "adults-gap") == []


async def test_nothing_is_read_again_where_nothing_was_written(stage: Stage) -> None:
    await away(stage)
    before = len(stage.fake.calls("GET", "/channels/*/messages"))
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await stage.house.quiet(app)
    # At most the channel of the clean picture, of which a little is read twice.
    assert len(stage.fake.calls("GET", "/channels/*/messages")) - before <= 1


# --- what the bot is not told


async def test_without_message_content_the_bot_does_not_start_and_says_what_to_do(
    stage: Stage,
) -> None:
    stage.fake.rules.flags &= ~_MESSAGE_CONTENT
    async with stage.scene.platform(SystemClock()) as platform:
        with pytest.raises(ConnectionLost, match="MESSAGE CONTENT INTENT") as refused:
            await platform.adapter.run(nothing, None)
    assert refused.value.level == logging.CRITICAL
    assert stage.fake.gateway.identifies == 0


async def nothing(updates: object, cursor: str | None) -> None:
    """Store nothing."""


async def test_messages_that_arrive_empty_are_opaque_and_all_adults_are_warned(
    stage: Stage,
) -> None:
    async with stage.house.app():
        await stage.fake.gateway.wait_connected()
        message = stage.photo(stage.general, b"clean")
        await stage.house.sees(1)
        hollow = {
            "id": str(message.id + 1),
            "channel_id": str(message.channel_id),
            "guild_id": str(message.guild_id),
            "type": 0,
            "content": "",
            "attachments": [],
            "embeds": [],
            "author": {"id": str(stage.person(Who.BEN).id), "username": "ben"},
        }
        stage.fake.gateway.emit("MESSAGE_CREATE", hollow)
        await stage.house.hears(Place.STAFF, "adults-hidden-content")
        alert = await stage.house.hears(Place.STAFF, "alert-head")
    assert "reason-unreadable" in alert.text


async def test_whoever_blinds_the_bot_in_a_channel_is_heard_of_by_the_adults(
    stage: Stage,
) -> None:
    async with stage.house.app():
        await stage.fake.gateway.wait_connected()
        stage.world.hide_from_bot(stage.general)
        less = await stage.house.hears(Place.STAFF, "adults-sees-less")
        assert "fix-discord-channels" in less.text
        stage.world.new_channel(stage.guild, "ours", readers=[stage.person(Who.CLEO)])
        hidden = stage.world.new_channel(stage.guild, "hidden", readers=[stage.person(Who.CLEO)])
        stage.world.hide_from_bot(hidden)
        more = await stage.house.hears(Place.STAFF, "adults-sees-less", times=2)
    assert "fix-discord-private" in more.text


async def test_what_was_told_once_is_not_told_again_after_a_restart(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.world.hide_from_bot(stage.general)
        await stage.house.hears(Place.STAFF, "adults-sees-less")
        await stage.house.quiet(app)
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        other = stage.school.guilds[Place.OTHER_CLASS].general
        bad = stage.photo(other, b"bad")
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert len(lines(await stage.scene.world.said(Place.STAFF), "adults-sees-less")) == 1


async def test_a_right_that_was_lost_while_the_bot_was_away_is_told(stage: Stage) -> None:
    await away(stage)
    stage.world.set_bot_permissions(stage.guild, ["view_channel", "read_message_history"])
    async with stage.house.app():
        await stage.house.hears(Place.STAFF, "adults-cannot-delete")


async def test_a_bot_that_was_thrown_out_while_it_was_away_says_so(stage: Stage) -> None:
    await away(stage)
    stage.world.kick_bot(stage.guild)
    async with stage.house.app():
        await stage.house.hears(Place.STAFF, "adults-bot-removed")
