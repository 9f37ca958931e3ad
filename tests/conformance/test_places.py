"""What is no message, and what happens to the chat itself."""

import pytest

from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Feature, Place, Scene, Who


@pytest.mark.needs(Feature.PROFILE_PICTURE)
async def test_a_new_members_bad_picture_is_told_to_the_adults_and_nothing_is_removed(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.people.post(Who.ANA, b"clean")
        await house.sees(1)
        await scene.showing.join("nina", b"bad")
        alert = await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)
    assert "alert-what-removed" not in alert.text
    assert "nina" not in alert.text
    assert lines(await scene.world.said(Place.CLASS), "group-removed") == []


@pytest.mark.needs(Feature.CHAT_PICTURE)
async def test_a_bad_picture_of_the_chat_itself_is_told_to_the_adults(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.showing.paint_chat(b"bad")
        alert = await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)
    # Where the news of it is a message, that message goes, and the picture may stay.
    assert "alert-why-model" in alert.text


@pytest.mark.needs(Feature.REACTION)
async def test_a_reaction_with_a_bad_picture_is_told_to_the_adults(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        post = await scene.people.post(Who.ANA, b"clean")
        await house.sees(1)
        await scene.showing.react(Who.BEN, post, b"bad")
        await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)
    assert await scene.world.stands(post)
    assert await scene.world.told(Who.ANA) == []


@pytest.mark.needs(Feature.MIGRATION)
async def test_a_chat_that_moves_keeps_its_policy_and_its_adults(
    scene: Scene, house: House
) -> None:
    house.language = "es"
    async with house.app() as app:
        first = await scene.people.post(Who.ANA, b"bad 1", place=Place.OTHER_CLASS)
        await house.gone(first)
        await house.quiet(app)
        await scene.trouble.migrate()
        second = await scene.people.post(Who.ANA, b"bad 2", place=Place.OTHER_CLASS)
        await house.gone(second)
        await house.hears(Place.STAFF, "alert-head", times=2)
        await house.quiet(app)
    # What is read here stands in the new chat alone.
    said = await scene.world.said(Place.OTHER_CLASS)
    assert [line.text.partition(" ")[0] for line in said] == ["es/group-removed"]
    assert keys(await scene.world.said(Place.STAFF)).count("adults-chat-moved") == 1


@pytest.mark.needs(Feature.MIGRATION)
async def test_a_chat_that_moves_while_the_bot_is_away_is_followed(
    scene: Scene, house: House
) -> None:
    house.language = "es"
    async with house.app() as app:
        await house.quiet(app)
    await scene.trouble.migrate()
    bad = await scene.people.post(Who.ANA, b"bad", place=Place.OTHER_CLASS)
    async with house.app() as app:
        await house.gone(bad)
        await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)


async def test_the_adults_hear_when_the_bot_is_removed_from_the_class(
    scene: Scene, house: House
) -> None:
    async with house.app():
        await scene.trouble.throw_out()
        await house.hears(Place.STAFF, "adults-bot-removed")


@pytest.mark.needs(Feature.SECOND_RECEIVER)
async def test_the_adults_hear_when_somebody_else_takes_the_bots_updates_away(
    scene: Scene, house: House
) -> None:
    async with house.app():
        await scene.people.post(Who.ANA, b"clean")
        await house.sees(1)
        await scene.trouble.second_receiver()
        await house.hears(Place.STAFF, "adults-second-receiver")
