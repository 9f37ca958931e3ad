"""What cannot be looked at is never clean: it is counted, told, or removed, as the chat chose."""

import pytest

from bot.domain.policy import Mode, OpaqueHandling
from config.schema import PolicySettings
from tests.conformance.house import House, keys
from tests.conformance.scene import Hidden, Place, Scene, Who


@pytest.mark.parametrize("slot", list(Hidden))
async def test_what_cannot_be_fetched_is_told_to_the_adults_and_stands(
    scene: Scene, house: House, slot: Hidden
) -> None:
    async with house.app() as app:
        post = await scene.people.hide(Who.ANA, slot)
        alert = await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)
    assert "alert-why-opaque" in alert.text
    assert "alert-what-left" in alert.text
    assert await scene.world.stands(post)
    assert await scene.world.told(Who.ANA) == await scene.world.said(Place.CLASS) == []


@pytest.mark.parametrize("slot", list(Hidden))
async def test_a_strict_chat_has_what_cannot_be_fetched_removed(
    scene: Scene, house: House, slot: Hidden
) -> None:
    house.policy = PolicySettings(opaque=OpaqueHandling.REMOVE)
    async with house.app() as app:
        post = await scene.people.hide(Who.ANA, slot)
        await house.gone(post)
        await house.quiet(app)
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice-opaque"]


async def test_a_file_that_is_no_picture_is_told_to_the_adults_and_stands(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        post = await scene.people.post(Who.ANA, b"a text file")
        alert = await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)
    assert "reason-not-a-picture" in alert.text
    assert await scene.world.stands(post)


@pytest.mark.parametrize(("mode", "alerts"), [(Mode.SHADOW, 0), (Mode.ALERT, 1)])
async def test_a_chat_that_only_watches_has_nothing_removed(
    scene: Scene, house: House, mode: Mode, alerts: int
) -> None:
    house.policy = PolicySettings(mode=mode)
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad")
        strange = await scene.people.post(Who.ANA, b"a text file")
        await house.sees(2)
        await house.quiet(app)
    assert await scene.world.stands(bad)
    assert await scene.world.stands(strange)
    assert len(await scene.world.said(Place.STAFF)) == 2 * alerts
    # Whatever the mode: the class hears of nothing but a removal.
    assert await scene.world.told(Who.ANA) == await scene.world.said(Place.CLASS) == []
