"""The same picture in two classes: both are paused where the platform can, and given back."""

import hashlib

from bot.app import App
from bot.domain.action import ActionOutcome
from bot.domain.bank import BankEntry
from bot.domain.capability import Capability
from bot.domain.message import Actor, ActorKind
from bot.domain.pause import EVERYTHING, Rooms
from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Place, Scene, Who
from tests.integration.stage import until

KNOWN = b"clean picture of a list"
LEAD = Actor(ActorKind.USER, "lead")
CLASSES = (Place.CLASS, Place.OTHER_CLASS)


async def connected(app: App) -> None:
    await until(lambda: all(reception.up for reception in app._receptions))


async def rules(app: App, scene: Scene, place: Place) -> Rooms:
    chat = scene.chat(place)
    look = await app._platforms[chat.platform].lock.media_rules(chat)
    assert look.result.outcome is ActionOutcome.OK
    return look.rooms


async def can_pause(app: App, scene: Scene, place: Place) -> bool:
    chat = scene.chat(place)
    capabilities = await app._platforms[chat.platform].moderation.capabilities(chat)
    return Capability.PAUSE_MEDIA in capabilities


async def test_an_outbreak_pauses_every_class_that_can_be_and_gives_back_what_was_there(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await connected(app)
        pausable = [place for place in CLASSES if await can_pause(app, scene, place)]
        assert Place.CLASS in pausable
        before = {place: await rules(app, scene, place) for place in pausable}
        entry = BankEntry("list", "k", sha256=hashlib.sha256(KNOWN).hexdigest())
        await app.books.banks.add("list", "a list", [entry])
        await until(lambda: ("list", "k") in house.judge.entries)
        for place in CLASSES:
            await house.gone(await scene.people.post(Who.ANA, KNOWN, place=place))
        await house.hears(Place.STAFF, "adults-outbreak", times=2)
        for place in pausable:
            await house.hears(place, "group-outbreak")
            lock = app._platforms[scene.chat(place).platform].lock
            closed = await rules(app, scene, place)
            assert closed != before[place]
            assert closed == {
                room: lock.without_media(one, EVERYTHING) for room, one in before[place].items()
            }
        if len(pausable) < len(CLASSES):
            # Never in silence: the adults read that it could not be, and what would help.
            await house.hears(Place.STAFF, "adults-pause-failed")
        for place in pausable:
            assert await app.books.pauses.end(scene.chat(place), LEAD)
            app.ring()
            await house.hears(place, "group-media-allowed")
            assert await rules(app, scene, place) == before[place]
        await house.quiet(app)
    for place in pausable:
        assert len(lines(await scene.world.said(place), "group-outbreak")) == 1
    assert "adults-pause-stuck" not in keys(await scene.world.said(Place.STAFF))


async def test_an_admin_pauses_a_class_with_a_command_and_frees_it(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await connected(app)
        before = await rules(app, scene, Place.CLASS)
        await scene.people.write(Who.CLEO, "/lock all 30m")
        await house.hears(Place.CLASS, "group-outbreak")
        assert await rules(app, scene, Place.CLASS) != before
        await scene.people.write(Who.CLEO, "/unlock")
        await house.hears(Place.CLASS, "group-media-allowed")
        assert await rules(app, scene, Place.CLASS) == before
        await house.quiet(app)
