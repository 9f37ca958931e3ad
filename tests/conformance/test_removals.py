"""A removal meets refusals, waits and lost answers: it is done in the end, or a person is told."""

import pytest

from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Call, Feature, Place, Scene, Who
from tests.integration.stage import until


async def test_without_the_right_to_delete_the_adults_get_the_fix_and_nobody_claims_a_removal(
    scene: Scene, house: House
) -> None:
    await scene.trouble.let_delete(may=False)
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad")
        escalation = await house.hears(Place.STAFF, "escalation-head")
        alert = await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)
    assert await scene.world.stands(bad)
    assert "en/fix-" in escalation.text
    assert "fix-unknown" not in escalation.text
    assert "alert-what-failed" in alert.text
    assert "group-removed" not in keys(await scene.world.said(Place.CLASS))
    assert await scene.world.told(Who.ANA) == []


async def test_with_the_right_given_back_the_next_bad_photo_goes(
    scene: Scene, house: House
) -> None:
    await scene.trouble.let_delete(may=False)
    async with house.app() as app:
        first = await scene.people.post(Who.ANA, b"bad 1")
        await house.hears(Place.STAFF, "escalation-head")
        await house.quiet(app)
        await scene.trouble.let_delete(may=True)
        second = await scene.people.post(Who.ANA, b"bad 2")
        await house.gone(second)
        await house.quiet(app)
    assert await scene.world.stands(first)
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice"]


async def test_the_adults_hear_when_the_right_to_delete_is_taken_away(
    scene: Scene, house: House
) -> None:
    async with house.app():
        await scene.trouble.let_delete(may=False)
        await house.hears(Place.STAFF, "adults-cannot-delete")


@pytest.mark.needs(Feature.DELETE_AGE)
async def test_a_message_that_is_too_old_to_be_deleted_calls_a_person(
    scene: Scene, house: House
) -> None:
    house.judge.go.clear()
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad")
        await scene.trouble.age(bad)
        house.judge.go.set()
        await house.hears(Place.STAFF, "escalation-head")
        await house.quiet(app)
    assert await scene.world.stands(bad)
    assert await scene.world.told(Who.ANA) == await scene.world.said(Place.CLASS) == []


async def test_a_message_that_its_sender_deleted_first_is_no_removal_of_ours(
    scene: Scene, house: House
) -> None:
    house.judge.go.clear()
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad")
        # Its bytes are with the bot by now.
        await until(lambda: house.judge.begun == 1)
        await scene.people.delete(Who.ANA, bad)
        house.judge.go.set()
        await house.quiet(app)
    (alert,) = await scene.world.said(Place.STAFF)
    assert "alert-what-gone" in alert.text
    assert await scene.world.told(Who.ANA) == await scene.world.said(Place.CLASS) == []


async def test_a_sender_who_cannot_be_written_to_finds_a_button_under_the_line(
    scene: Scene, house: House
) -> None:
    await scene.faults.close_private(Who.ANA)
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        line = await house.hears(Place.CLASS, "group-removed")
        await house.quiet(app)
    assert line.labels == ("button-why", "button-help")
    assert await scene.world.told(Who.ANA) == []


async def test_a_wait_that_one_removal_is_asked_for_holds_up_no_other(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.faults.ask_to_wait(Call.REMOVE, 4)
        slow = await scene.people.post(Who.ANA, b"bad 1")
        await until(lambda: house.look("SELECT 1 FROM effect WHERE result = 'later'") != [])
        quick = await scene.people.post(Who.BEN, b"bad 2", place=Place.OTHER_CLASS)
        await house.gone(quick, seconds=3)
        assert await scene.world.stands(slow)
        await house.gone(slow)
        await house.quiet(app)
    assert lines(await scene.world.said(Place.STAFF), "escalation-head") == []


async def test_a_removal_whose_answer_was_lost_is_told_once_and_as_ours(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.faults.lose_answer(Call.REMOVE)
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.hears(Place.CLASS, "group-removed")
        await house.quiet(app)
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice"]
    (alert,) = await scene.world.said(Place.STAFF)
    assert "alert-what-removed" in alert.text


async def test_words_to_pupils_whose_answers_were_lost_are_not_sent_a_second_time(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        # The note, the line and the alert; only the alert may come again.
        await scene.faults.lose_answer(Call.WORDS, times=3)
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.learns(Who.ANA, "sender-notice")
        await house.quiet(app)
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice"]
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]
    assert set(keys(await scene.world.said(Place.STAFF))) == {"alert-head"}
