"""How adults work on a case: taken on, noted, referred, held, ended, and taken back."""

from bot.app import App
from tests.conformance.house import House, lines
from tests.conformance.scene import Place, Scene, Who


async def removed(scene: Scene, house: House, app: App) -> None:
    """Let Ana post a bad picture, which is removed and told to the adults."""
    bad = await scene.people.post(Who.ANA, b"bad")
    await house.gone(bad)
    alert = await house.hears(Place.STAFF, "alert-head")
    assert {"button-ack", "button-mistake", "button-advice"} <= set(alert.labels)
    await house.quiet(app)


async def say(scene: Scene, house: House, command: str, key: str, times: int = 1) -> str:
    """Let the lead give a command among the adults; return the answer."""
    await scene.people.write(Who.LEAD, command, place=Place.STAFF)
    return (await house.answers(Who.LEAD, Place.STAFF, key, times)).text


async def test_a_case_is_worked_on_by_commands_from_its_alert_to_its_end(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await removed(scene, house, app)
        await say(scene, house, "/ack C-0001", "ack-done")
        await say(scene, house, "/note C-0001 The class teacher knows", "note-done")
        await say(scene, house, "/refer C-0001 police", "refer-done")
        await say(scene, house, "/hold C-0001", "hold-done")
        held = await say(scene, house, "/cases held", "cases-head")
        mine = await say(scene, house, "/cases mine", "cases-head", 2)
        await say(scene, house, "/close C-0001 The pupil is safe", "close-done")
        shown = await say(scene, house, "/case C-0001", "case-show")
        await say(scene, house, "/undo C-0001", "undo-done")
        await say(scene, house, "/release C-0001", "release-done")
        await say(scene, house, "/close C-0001", "close-done", 2)
        await say(scene, house, "/reopen C-0001", "reopen-done")
        await house.quiet(app)
    assert "number=C-0001" in held
    assert "number=C-0001" in mine
    for line in ("case-referred agency=police", "words=The class teacher knows", "case-held"):
        assert line in shown
    assert "state=closed" in shown
    assert not [name for name in scene.world.names(Who.ANA) if name in shown]
    assert house.look("SELECT state FROM cases") == [("acknowledged",)]


async def test_the_buttons_advise_and_take_a_mistake_back(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await removed(scene, house, app)
        await scene.speech.press(Who.LEAD, "button-advice", place=Place.STAFF)
        await house.answers(Who.LEAD, Place.STAFF, "advice-steps")
        await scene.speech.press(Who.LEAD, "button-mistake", place=Place.STAFF)
        done = await house.answers(Who.LEAD, Place.STAFF, "falsealarm-done")
        assert done.labels == ("button-take-back",)
        await scene.speech.press(Who.LEAD, "button-take-back", place=Place.STAFF)
        await house.answers(Who.LEAD, Place.STAFF, "undo-done")
        await house.quiet(app)
    assert house.look("SELECT state FROM cases") == [("open",)]


async def test_a_pupil_who_is_admin_learns_and_changes_nothing(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await removed(scene, house, app)
        before = len(await scene.world.told(Who.CLEO))
        for times, command in enumerate(
            ("/cases all", "/close C-0001", "/note C-0001 words", "/undo C-0001"), start=1
        ):
            await scene.people.write(Who.CLEO, command)
            await house.learns(Who.CLEO, "command-not-allowed", times)
        token = await scene.world.token(Place.STAFF, "button-advice")
        await scene.speech.forge(Who.CLEO, token)
        await house.learns(Who.CLEO, "press-not-allowed")
        await house.quiet(app)
        told = (await scene.world.told(Who.CLEO))[before:]
    assert lines(told, "advice-steps") == []
    assert house.look("SELECT 1 FROM case_ruling") == []
    assert house.look("SELECT state FROM cases") == [("open",)]
