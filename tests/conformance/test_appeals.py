"""An appeal on every platform: from the button in private to the answer."""

from tests.conformance.house import House
from tests.conformance.scene import Place, Scene, Who


async def test_a_sender_appeals_in_private_and_an_adult_answers(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.speech.confide(Who.ANA, "hello")
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        notice = await house.learns(Who.ANA, "sender-notice")
        assert "en/sender-appeal until=" in notice.text
        await scene.speech.press(Who.ANA, "button-appeal")
        await house.learns(Who.ANA, "appeal-received")
        asked = await house.hears(Place.STAFF, "alert-appeal")
        assert asked.labels == ("button-overturn", "button-uphold")
        await scene.speech.press(Who.LEAD, "button-overturn", place=Place.STAFF)
        await house.learns(Who.ANA, "sender-false-alarm")
        await house.quiet(app)
        again = await scene.people.post(Who.ANA, b"bad")
        await house.quiet(app)
        assert await scene.world.stands(again)


async def test_it_stands_and_the_sender_hears_what_else_there_is(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.speech.confide(Who.ANA, "hello")
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.learns(Who.ANA, "sender-notice")
        await scene.speech.press(Who.ANA, "button-appeal")
        await house.hears(Place.STAFF, "alert-appeal")
        await scene.speech.press(Who.LEAD, "button-uphold", place=Place.STAFF)
        await house.learns(Who.ANA, "appeal-refused")
        await house.quiet(app)
