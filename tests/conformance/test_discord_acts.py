"""How the bot acts on Discord: removals in a burst, refusals, restraints, what it never says."""

import asyncio

import pytest

from bot.domain.capability import Restraint
from tests.conformance.discord_stage import Stage, stage
from tests.conformance.house import keys, lines
from tests.conformance.scene import Call, Place, Who
from tests.discord.faults import Kind
from tests.integration.stage import until

__all__ = ["stage"]

ONE, MANY = "/channels/*/messages/*", "/channels/*/messages/bulk-delete"


async def test_a_burst_in_one_channel_goes_with_few_calls_and_takes_nothing_else_along(
    stage: Stage,
) -> None:
    stage.house.policy = stage.house.policy.model_copy(update={"breaker_per_hour": 100})
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        # Discord lets a bot delete a few messages a second one by one.
        stage.fake.faults.fail("DELETE", ONE, Kind.BUCKET, times=1, retry_after=2)
        stage.house.judge.go.clear()
        posts = [stage.photo(stage.general, f"bad {number}".encode()) for number in range(24)]
        clean = [stage.photo(stage.general, f"clean {number}".encode()) for number in range(4)]
        stage.house.judge.go.set()
        await stage.gone(*posts)
        await stage.house.quiet(app)
    assert all(stage.world.stands(one) for one in clean)
    assert len(stage.fake.calls("POST", MANY)) >= 2
    assert len(stage.fake.calls("DELETE", ONE)) < len(posts) / 2
    removed = [one for one in await stage.scene.world.said(Place.STAFF) if one.key == "alert-head"]
    assert len(removed) == len(posts)
    assert all("alert-verified" in one.text for one in removed)


async def test_one_message_that_is_too_old_for_a_bulk_does_not_keep_the_others_up(
    stage: Stage,
) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.fake.faults.fail("POST", MANY, Kind.REFUSE, every=True, status=400, code=50034)
        stage.house.judge.go.clear()
        posts = [stage.photo(stage.general, f"bad {number}".encode()) for number in range(6)]
        stage.house.judge.go.set()
        await stage.gone(*posts)
        await stage.house.quiet(app)
        stage.fake.problems.clear()  # The judge notes each answer of 400.


async def test_where_the_bot_may_not_delete_it_does_not_ask_again_and_again(stage: Stage) -> None:
    """10,000 refusals within ten minutes shut out everything at the same address."""
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        quiet = stage.world.new_channel(stage.guild, "quiet")
        stage.world.deny_bot(quiet, "manage_messages")
        await stage.house.hears(Place.STAFF, "adults-sees-less")
        for number in range(8):
            stage.photo(quiet, f"bad {number}".encode())
        await stage.house.hears(Place.STAFF, "escalation-head", times=8)
        await stage.house.quiet(app)
    assert stage.fake.calls("DELETE", f"/channels/{quiet.id}/*") == []
    told = lines(await stage.scene.world.said(Place.STAFF), "escalation-head")
    assert all("fix-discord-delete" in one.text for one in told)


async def test_a_line_whose_answer_is_lost_is_sent_again_and_said_once(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.faults.lose_answer(Call.WORDS, times=1)
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert keys(await stage.scene.world.said(Place.CLASS)) == ["group-removed"]
    assert keys(await stage.scene.world.told(Who.ANA)) == ["sender-notice"]
    assert keys(await stage.scene.world.said(Place.STAFF)) == ["alert-head"]
    # Nobody was left wondering whether it arrived.
    assert stage.house.look("SELECT count(*) FROM effect WHERE state = 'unknown'") == [(0,)]


async def test_where_the_bot_may_not_write_the_class_hears_it_where_news_go(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.world.deny_bot(stage.general, "send_messages")
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert [one.split()[0] for one in stage.world.said(stage.guild.system)] == ["en/group-removed"]


async def test_names_of_people_and_channels_mention_nobody(stage: Stage) -> None:
    loud = stage.world.new_channel(stage.guild, "general")
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        bad = stage.photo(loud, b"bad")
        await stage.gone(bad)
        await stage.house.quiet(app)
    sent = [one for one in stage.fake.calls("POST", "/channels/*/messages") if one.body]
    assert sent != []
    assert all(one.body["allowed_mentions"] == {"parse": []} for one in sent)


# --- what only a person decides


async def opened(stage: Stage) -> None:
    """Let Ana post a bad picture, and the lead open what can be done about it."""
    await stage.fake.gateway.wait_connected()
    bad = stage.photo(stage.general, b"bad")
    await stage.gone(bad)
    await stage.house.hears(Place.STAFF, "alert-head")
    await stage.scene.speech.press(Who.LEAD, "button-more", place=Place.STAFF)
    await stage.house.learns(Who.LEAD, "restrain-choose")


@pytest.mark.parametrize("button", ["button-mute", "button-kick", "button-ban"])
async def test_a_member_who_stands_above_the_bot_is_out_of_reach_and_the_fix_is_told(
    stage: Stage, button: str
) -> None:
    role = stage.world.new_role(stage.guild, "council", [], above_bot=True)
    stage.world.give_role(stage.person(Who.ANA), role)
    async with stage.house.app() as app:
        await opened(stage)
        await stage.scene.speech.press(Who.LEAD, button, place=Place.STAFF)
        answer = await stage.house.learns(Who.LEAD, "restrain-forbidden")
        await stage.house.quiet(app)
    assert "fix-discord-target-above" in answer.text
    assert await stage.scene.world.restrained(Who.ANA) == set()
    # Discord was not asked for what it would have refused.
    assert stage.fake.calls("PATCH", "/guilds/*/members/*") == []


async def test_an_administrator_below_the_bot_is_not_muted_and_the_fix_is_told(
    stage: Stage,
) -> None:
    """simcord mutes an administrator; Discord refuses it, and so does the fake of these tests."""
    role = stage.world.new_role(stage.guild, "boss", ["administrator"])
    stage.world.give_role(stage.person(Who.ANA), role)
    async with stage.house.app() as app:
        await opened(stage)
        await stage.scene.speech.press(Who.LEAD, "button-mute", place=Place.STAFF)
        answer = await stage.house.learns(Who.LEAD, "restrain-forbidden")
        await stage.house.quiet(app)
    assert "fix-discord-target-is-admin" in answer.text
    assert stage.fake.calls("PATCH", "/guilds/*/members/*") == []


@pytest.mark.parametrize(
    ("button", "effect"),
    [("button-mute", {Restraint.MUTE}), ("button-kick", set()), ("button-ban", {Restraint.BAN})],
)
async def test_an_adults_click_mutes_kicks_or_bans(
    stage: Stage, button: str, effect: set[Restraint]
) -> None:
    other = stage.photo(stage.general, b"clean", Who.ANA)
    async with stage.house.app() as app:
        await opened(stage)
        await stage.scene.speech.press(Who.LEAD, button, place=Place.STAFF)
        await stage.house.answers(Who.LEAD, Place.STAFF, "restrain-done")
        await stage.house.quiet(app)
    assert await stage.scene.world.restrained(Who.ANA) == effect
    member = stage.world.is_member(stage.guild, stage.person(Who.ANA))
    assert member is (button == "button-mute")
    # A ban takes no other message along: they may be proof.
    assert stage.world.stands(other)


async def test_nobody_is_restrained_without_a_click_whatever_was_posted(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        posts = [stage.photo(stage.general, f"bad {number}".encode()) for number in range(5)]
        await stage.gone(*posts)
        await stage.house.quiet(app)
    for method, path in (
        ("PATCH", "/guilds/*/members/*"),
        ("DELETE", "/guilds/*/members/*"),
        ("PUT", "/guilds/*/bans/*"),
    ):
        assert stage.fake.calls(method, path) == []


# --- what Discord waits for


async def test_an_interaction_is_taken_within_three_seconds_and_only_when_it_is_stored(
    stage: Stage,
) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.people.write(Who.CLEO, "/status")
        await stage.house.learns(Who.CLEO, "status-head")
        await stage.house.quiet(app)
    asked = list(stage.world.asked.values())
    assert len(asked) == 1
    assert all(one.acknowledged is not None and one.acknowledged < 3 for one in asked)


async def test_an_answer_that_comes_too_late_for_discord_is_told_in_private(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.people._commands_are_known()
        stage.fake.faults.fail("PATCH", "/webhooks/*", Kind.REFUSE, status=404, code=10015)
        await stage.scene.people.write(Who.CLEO, "/status")
        await stage.house.learns(Who.CLEO, "status-head")
        await stage.house.quiet(app)
    direct = stage.world.said(stage.world.dm(stage.person(Who.CLEO)))
    assert [one.split()[0] for one in direct] == ["en/status-head"]


async def test_whoever_writes_to_the_bot_in_private_gets_help_and_no_picture_is_looked_at(
    stage: Stage,
) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        ben = stage.person(Who.BEN)
        stage.world.post(stage.world.dm(ben), ben, "look at me", files=[("me.png", b"bad")])
        await stage.house.learns(Who.BEN, "help-showed")
        await stage.house.quiet(app)
    assert stage.house.judge.seen == []
    assert stage.fake.calls("CDN") == []


async def test_a_restart_in_the_middle_of_words_says_nothing_twice(stage: Stage) -> None:
    async with stage.house.app():
        await stage.fake.gateway.wait_connected()
        stage.fake.faults.fail("POST", "/channels/*/messages", Kind.HANG, every=True)
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await until(lambda: bool(stage.house.look("SELECT 1 FROM effect WHERE state = 'sending'")))
        await asyncio.sleep(0)
    stage.fake.faults.heal()
    async with stage.house.app() as app:
        await stage.house.quiet(app)
    assert len(await stage.scene.world.said(Place.CLASS)) <= 1
    assert len(await stage.scene.world.told(Who.ANA)) <= 1
    assert keys(await stage.scene.world.said(Place.STAFF)) == ["alert-head"]
