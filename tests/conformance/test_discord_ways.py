"""How a picture comes on Discord alone: places, parts, senders, and what is nobody's post."""

from typing import Any

import pytest

from tests.conformance.discord_stage import Stage, stage
from tests.conformance.house import keys
from tests.conformance.scene import Place, Who
from tests.discord.state import Channel

__all__ = ["stage"]


def place_of(stage: Stage, kind: str) -> Channel:
    """Open a place of some kind where pupils write."""
    world, ana = stage.world, stage.person(Who.ANA)
    match kind:
        case "thread":
            return world.new_thread(stage.general, ana, "about maths")
        case "forum":
            forum = world.new_channel(stage.guild, "ideas", "forum")
            return world.new_thread(forum, ana, "first", first={"text": "hello"})
        case _:
            return world.new_channel(stage.guild, "talk", kind)


@pytest.mark.parametrize("kind", ["thread", "forum", "voice", "stage", "news"])
async def test_every_place_where_people_write_is_guarded_and_hears_why(
    stage: Stage, kind: str
) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        place = place_of(stage, kind)
        if kind == "news":
            stage.world.give_role(
                stage.person(Who.ANA), stage.world.new_role(stage.guild, "press", ["send_messages"])
            )
        bad, clean = stage.photo(place, b"bad"), stage.photo(place, b"clean 1")
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert stage.world.stands(clean)
    # The line is said where the picture was.
    assert [one.split()[0] for one in stage.world.said(place)] == ["en/group-removed"]
    assert keys(await stage.scene.world.told(Who.ANA)) == ["sender-notice"]


@pytest.mark.parametrize("part", ["gallery", "file_component", "section_with_thumbnail"])
async def test_components_show_pictures_that_are_no_attachments(stage: Stage, part: str) -> None:
    hook = stage.world.new_webhook(stage.general, "hook")
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        shown = getattr(stage.world, part)
        bad = stage.world.post(stage.general, hook, components=shown(b"bad"))
        clean = stage.world.post(stage.general, hook, components=shown(b"clean"))
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert stage.world.stands(clean)
    assert {b"bad", b"clean"} == set(stage.house.judge.seen)


@pytest.mark.parametrize("slot", ["image", "thumbnail", "video"])
@pytest.mark.parametrize("partial", [False, True], ids=["whole", "a part of it"])
async def test_what_discord_finds_behind_a_link_later_is_looked_at(
    stage: Stage, slot: str, partial: bool
) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        text = "https://pictures.example/1"
        message = stage.world.post(stage.general, stage.person(Who.ANA), text)
        await stage.house.quiet(app)
        assert stage.world.stands(message)
        embed: dict[str, Any] = {"type": "rich", "url": text, slot: stage.world.external(b"bad")}
        stage.world.unfurl(message, [embed], partial=partial)
        await stage.gone(message)
        await stage.house.quiet(app)
    # Of a part of a message nobody knew the sender; the message was asked for.
    assert keys(await stage.scene.world.told(Who.ANA)) == ["sender-notice"]


async def test_who_calls_a_foreign_app_into_the_class_is_told_and_not_the_app(
    stage: Stage,
) -> None:
    app_user = stage.person(Who.OTHER_BOT)
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        bad = stage.world.post(
            stage.general, app_user, files=[("made.png", b"bad")], app_user=stage.person(Who.BEN)
        )
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert keys(await stage.scene.world.told(Who.BEN)) == ["sender-notice"]


async def test_the_answer_to_a_picture_does_not_fall_with_it(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.house.judge.go.clear()
        bad = stage.photo(stage.general, b"bad")
        answer = stage.world.post(
            stage.general, stage.person(Who.BEN), "please delete that", reply_to=bad
        )
        stage.house.judge.go.set()
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert stage.world.stands(answer)
    assert await stage.scene.world.told(Who.BEN) == []


async def test_a_picture_from_before_the_bots_time_is_looked_at_when_somebody_answers_it(
    stage: Stage,
) -> None:
    stage.world.kick_bot(stage.guild)
    old = stage.photo(stage.general, b"bad")
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.trouble.let_in(may_delete=True)
        await stage.house.hears(Place.CLASS, "onboarding-hello")
        assert stage.world.stands(old)
        stage.world.post(stage.general, stage.person(Who.BEN), "what?", reply_to=old)
        await stage.gone(old)
        await stage.house.quiet(app)
    assert keys(await stage.scene.world.told(Who.ANA)) == ["sender-notice"]


@pytest.mark.parametrize(
    "what",
    ["avatar", "guild avatar", "banner", "emoji", "sticker", "role icon", "event", "splash"],
)
async def test_a_bad_picture_that_is_nobodys_message_is_told_to_the_adults(
    stage: Stage, what: str
) -> None:
    world, guild, ana = stage.world, stage.guild, stage.person(Who.ANA)
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        match what:
            case "avatar":
                world.set_avatar(ana, b"bad")
            case "guild avatar":
                world.set_guild_avatar(guild, ana, b"bad")
            case "banner":
                world.set_banner(ana, b"bad")
            case "emoji":
                world.new_emoji(guild, "new", b"bad")
            case "sticker":
                world.new_sticker(guild, "new", b"bad")
            case "role icon":
                world.set_role_icon(world.new_role(guild, "artists", []), b"bad")
            case "event":
                world.new_event(guild, "party", b"bad")
            case _:
                world.set_icon(guild, b"bad", kind="splash")
        alert = await stage.house.hears(Place.STAFF, "alert-head")
        await stage.house.quiet(app)
    assert "alert-why-model" in alert.text
    assert await stage.scene.world.told(Who.ANA) == []


async def test_a_role_that_a_member_gets_has_no_picture_looked_at_twice(stage: Stage) -> None:
    ana = stage.person(Who.ANA)
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.world.set_guild_avatar(stage.guild, ana, b"clean")
        await stage.house.sees(1)
        stage.world.give_role(ana, stage.world.new_role(stage.guild, "singers", []))
        after = stage.photo(stage.general, b"bad")
        await stage.gone(after)
        await stage.house.quiet(app)
    assert stage.house.judge.seen.count(b"clean") == 1


async def test_an_address_that_has_ended_is_renewed_from_its_message(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        stage.fake.gateway.stall()
        bad = stage.photo(stage.general, b"bad")
        stage.world.expire_urls(bad)
        await stage.fake.gateway.drop()
        await stage.gone(bad)
        await stage.house.quiet(app)
    assert stage.fake.calls("GET", f"/channels/*/messages/{bad.id}")
