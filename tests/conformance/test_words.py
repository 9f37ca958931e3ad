"""Commands and buttons: who may give them, who gets to read the answer, and what is ignored."""

import pytest

from bot.app import App
from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Feature, Place, Scene, Who


async def removed(scene: Scene, house: House, app: App) -> None:
    """Let Ana post a bad picture, and wait until all was said about it."""
    bad = await scene.people.post(Who.ANA, b"bad")
    await house.gone(bad)
    await house.quiet(app)


# --- commands


async def test_the_chats_admin_learns_in_private_whether_the_bot_works(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.people.write(Who.CLEO, "/status")
        await house.learns(Who.CLEO, "status-head")
        await house.quiet(app)
    assert await scene.world.said(Place.CLASS) == []


async def test_a_pupil_changes_nothing_by_command(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.people.write(Who.BEN, "/mode shadow")
        await house.learns(Who.BEN, "command-not-allowed")
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.quiet(app)
    assert lines(await scene.world.said(Place.STAFF), "adults-policy-weaker") == []


async def test_a_weaker_policy_is_announced_to_the_adults_and_does_not_count_yet(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.people.write(Who.CLEO, "/mode shadow")
        await house.hears(Place.STAFF, "adults-policy-weaker")
        await house.learns(Who.CLEO, "policy-changed-later")
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.quiet(app)


@pytest.mark.needs(Feature.FORWARDED_COMMAND)
async def test_a_forwarded_command_is_nobodys_command(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.speech.forward(Who.CLEO, "/mode shadow")
        await scene.people.write(Who.CLEO, "/help")
        await house.learns(Who.CLEO, "help-page")
        await house.quiet(app)
    assert keys(await scene.world.told(Who.CLEO)) == ["help-page"]
    assert await scene.world.said(Place.STAFF) == []


@pytest.mark.needs(Feature.EDITED_COMMAND)
async def test_words_that_are_edited_into_a_command_are_none(scene: Scene, house: House) -> None:
    async with house.app() as app:
        words = await scene.people.write(Who.CLEO, "hello")
        await scene.speech.rewrite(Who.CLEO, words, "/mode shadow")
        await scene.people.write(Who.CLEO, "/help")
        await house.learns(Who.CLEO, "help-page")
        await house.quiet(app)
    assert keys(await scene.world.told(Who.CLEO)) == ["help-page"]
    assert await scene.world.said(Place.STAFF) == []


@pytest.mark.parametrize("who", [Who.CHANNEL, Who.LINKED_CHANNEL, Who.OTHER_BOT])
async def test_nobody_commands_from_behind_another_name(
    scene: Scene, house: House, who: Who
) -> None:
    async with house.app() as app:
        await scene.people.write(who, "/mode shadow")
        await scene.people.write(Who.CLEO, "/help")
        await house.learns(Who.CLEO, "help-page")
        await house.quiet(app)
    assert await scene.world.said(Place.STAFF) == []


@pytest.mark.needs(Who.ANONYMOUS_ADMIN)
async def test_an_anonymous_admins_command_waits_for_an_admins_press(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.people.write(Who.ANONYMOUS_ADMIN, "/mode shadow")
        line = await house.hears(Place.CLASS, "confirm-admin")
        assert line.labels == ("button-confirm",)
        await scene.speech.press(Who.BEN, "button-confirm")
        await house.learns(Who.BEN, "press-not-allowed")
        assert await scene.world.said(Place.STAFF) == []
        await scene.speech.press(Who.CLEO, "button-confirm")
        await house.learns(Who.CLEO, "policy-changed-later")
        await house.hears(Place.STAFF, "adults-policy-weaker")
        await house.quiet(app)


async def test_a_report_is_removed_thanked_for_in_private_and_told_to_the_adults(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        post = await scene.people.post(Who.ANA, b"clean")
        await house.quiet(app)
        report = await scene.speech.answer(Who.BEN, "/report", post)
        await house.gone(report)
        await house.learns(Who.BEN, "report-thanks")
        alert = await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)
    assert await scene.world.stands(post)
    assert not [name for name in scene.world.names(Who.BEN) if name in alert.text]
    assert await scene.world.said(Place.CLASS) == []


# --- buttons


async def test_why_is_told_to_the_sender_alone(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await removed(scene, house, app)
        await scene.speech.press(Who.ANA, "button-why")
        await house.learns(Who.ANA, "sender-notice", times=2)
        await scene.speech.press(Who.BEN, "button-why")
        await house.learns(Who.BEN, "why-only-sender")
        await house.quiet(app)
    assert lines(await scene.world.told(Who.BEN), "sender-notice") == []
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]


@pytest.mark.needs(Feature.PRIVATE_NEEDS_A_START)
async def test_whoever_never_wrote_to_the_bot_learns_why_by_opening_its_private_chat(
    scene: Scene, house: House
) -> None:
    await scene.faults.close_private(Who.ANA)
    async with house.app() as app:
        await removed(scene, house, app)
        assert await scene.world.told(Who.ANA) == []
        await scene.speech.press(Who.ANA, "button-why")
        await house.learns(Who.ANA, "sender-notice")
        await house.quiet(app)


async def test_an_adult_takes_a_case_on_with_a_press(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await removed(scene, house, app)
        await scene.speech.press(Who.LEAD, "button-ack", place=Place.STAFF)
        await house.hears(Place.STAFF, "ack-done")
        await scene.speech.press(Who.LEAD, "button-ack", place=Place.STAFF)
        await house.hears(Place.STAFF, "ack-already")
        await house.quiet(app)


async def test_a_false_alarm_brings_the_sender_an_apology(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await removed(scene, house, app)
        await scene.speech.press(Who.LEAD, "button-mistake", place=Place.STAFF)
        await house.hears(Place.STAFF, "falsealarm-done")
        await house.learns(Who.ANA, "sender-false-alarm")
        await house.quiet(app)


@pytest.mark.parametrize("action", ["ack:1", "mistake:1", "why:1", "keep:1:2", "ack:1.zzzzzz.AAAA"])
async def test_a_button_that_the_bot_never_gave_does_nothing(
    scene: Scene, house: House, action: str
) -> None:
    async with house.app() as app:
        await removed(scene, house, app)
        # Not even by an adult: what it carries was never offered.
        for who in (Who.ANA, Who.BEN, Who.CLEO, Who.LEAD):
            await scene.speech.forge(who, action)
        await scene.people.write(Who.BEN, "/help")
        await house.learns(Who.BEN, "help-page")
        # Nobody was faster than the adult.
        await scene.speech.press(Who.LEAD, "button-ack", place=Place.STAFF)
        await house.hears(Place.STAFF, "ack-done")
        await house.quiet(app)
    assert lines(await scene.world.told(Who.ANA), "sender-false-alarm") == []
    assert len(lines(await scene.world.told(Who.ANA), "sender-notice")) == 1


async def test_a_pupil_who_gets_hold_of_an_adults_button_may_not_press_it(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await removed(scene, house, app)
        token = await scene.world.token(Place.STAFF, "button-ack")
        await scene.speech.forge(Who.CLEO, token)
        await house.learns(Who.CLEO, "press-not-allowed")
        await scene.speech.press(Who.LEAD, "button-ack", place=Place.STAFF)
        await house.hears(Place.STAFF, "ack-done")
        await house.quiet(app)


async def test_a_press_changes_no_protection_for_whoever_may_not(
    scene: Scene, house: House
) -> None:
    """An announced weakening is stopped by the adults' button, not by the pupils'."""
    async with house.app() as app:
        await scene.people.write(Who.CLEO, "/mode shadow")
        await house.hears(Place.STAFF, "adults-policy-weaker")
        await scene.speech.forge(Who.BEN, await scene.world.token(Place.STAFF, "button-keep"))
        await house.learns(Who.BEN, "press-not-allowed")
        await scene.speech.press(Who.LEAD, "button-keep", place=Place.STAFF)
        await house.hears(Place.STAFF, "policy-kept")
        await house.quiet(app)
