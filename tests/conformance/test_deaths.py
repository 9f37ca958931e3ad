"""The bot dies, or is fed poison: what was decided is carried out, and nothing is done twice."""

from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Place, Scene, Who
from tests.integration.stage import until


async def test_a_bot_that_dies_while_it_looks_at_a_photo_looks_again(
    scene: Scene, house: House
) -> None:
    house.judge.go.clear()
    async with house.app():
        bad = await scene.people.post(Who.ANA, b"bad")
        clean = await scene.people.post(Who.BEN, b"clean")
        await until(lambda: house.judge.begun > 0)
    assert await scene.world.stands(bad)
    async with house.app() as app:
        await house.gone(bad)
        await house.quiet(app)
    assert await scene.world.stands(clean)
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice"]


async def test_a_bot_that_dies_between_verdict_and_removal_removes_after_its_restart(
    scene: Scene, house: House
) -> None:
    await scene.faults.stall_removals()
    async with house.app():
        bad = await scene.people.post(Who.ANA, b"bad")
        await until(lambda: house.look("SELECT 1 FROM effect WHERE state = 'sending'") != [])
    await scene.faults.heal()
    assert await scene.world.stands(bad)
    async with house.app() as app:
        await house.gone(bad)
        await house.quiet(app)
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice"]
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]
    assert len(lines(await scene.world.said(Place.STAFF), "alert-head")) == 1


async def test_what_was_posted_while_the_bot_was_away_is_looked_at(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await house.quiet(app)
    bad = await scene.people.post(Who.ANA, b"bad")
    clean = await scene.people.post(Who.BEN, b"clean")
    async with house.app() as app:
        await house.gone(bad)
        await house.quiet(app)
    assert await scene.world.stands(clean)


async def test_one_poison_update_stops_no_other_and_is_told_to_a_person(
    scene: Scene, house: House
) -> None:
    house.policy = house.policy.model_copy(update={"breaker_per_hour": 100})
    before = [await scene.people.post(Who.ANA, f"bad {number}".encode()) for number in range(5)]
    await scene.trouble.poison()
    after = [await scene.people.post(Who.BEN, f"bad {number}".encode()) for number in range(5, 10)]
    async with house.app() as app:
        await house.gone(*before, *after, seconds=20)
        await house.quiet(app)
        # What cannot be read may have held a picture.
        await house.hears(Place.STAFF, "alert-head", times=11)
    alerts = await scene.world.said(Place.STAFF)
    assert len([line for line in alerts if "reason-unreadable" in line.text]) == 1
