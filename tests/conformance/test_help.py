"""The help in private: reached on every platform, seen by nobody else, and never with a picture."""

import pytest

from bot.domain.helping import Step
from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Place, Scene, Who

# From the menu to the last step of each branch.
BRANCHES = {
    "victim": ["victim-1", "victim-2", "victim-3", "victim-4"],
    "blackmail": ["blackmail-1", "blackmail-2", "blackmail-3", "blackmail-4"],
    "bystander": ["bystander-1", "bystander-2", "bystander-3"],
    "regret": ["regret-1", "regret-2", "regret-3"],
}


@pytest.mark.parametrize("branch", BRANCHES)
async def test_whoever_writes_in_private_is_led_through_a_branch_alone(
    scene: Scene, house: House, branch: str
) -> None:
    async with house.app() as app:
        await scene.speech.confide(Who.BEN, "hello?")
        await house.learns(Who.BEN, "help-menu")
        press = f"button-help-{branch}"
        for step in BRANCHES[branch]:
            await scene.speech.press(Who.BEN, press)
            await house.learns(Who.BEN, f"help-{Step(step)}")
            press = "button-help-next"
        await scene.speech.press(Who.BEN, "button-help-menu")
        await house.learns(Who.BEN, "help-menu", times=2)
        await house.quiet(app)
    assert await scene.world.said(Place.CLASS) == []
    assert await scene.world.said(Place.STAFF) == []
    assert await scene.world.told(Who.ANA) == []


async def test_a_picture_in_private_is_not_fetched_and_answered_kindly(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.speech.confide(Who.BEN, "", b"bad @cat 1")
        answer = await house.learns(Who.BEN, "help-showed")
        await house.quiet(app)
    assert "en/help-menu" in answer.text
    assert house.judge.seen == []
    assert house.look("SELECT 1 FROM item") == []
    assert await scene.world.said(Place.STAFF) == []


async def test_help_under_the_line_in_the_class_opens_for_whoever_presses_alone(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.quiet(app)
        said = await scene.world.said(Place.CLASS)
        assert [line.labels for line in said] == [("button-why", "button-help")]
        await scene.speech.press(Who.BEN, "button-help")
        await house.learns(Who.BEN, "help-menu")
        await scene.speech.press(Who.BEN, "button-help-bystander")
        await house.learns(Who.BEN, "help-bystander-1")
        await house.quiet(app)
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]
    assert lines(await scene.world.told(Who.ANA), "help-menu") == []


async def test_the_sender_gets_the_help_under_the_note(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.speech.start(Who.ANA)
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.learns(Who.ANA, "sender-notice")
        await house.quiet(app)
        before = len(lines(await scene.world.told(Who.ANA), "help-menu"))
        await scene.speech.press(Who.ANA, "button-help")
        await house.learns(Who.ANA, "help-menu", times=before + 1)
        await house.quiet(app)


async def test_the_helplines_can_be_asked_for_in_private(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.speech.confide(Who.BEN, "hello?")
        await house.learns(Who.BEN, "help-menu")
        await scene.speech.press(Who.BEN, "button-help-lines")
        answer = await house.learns(Who.BEN, "helpline-emergency")
        await house.quiet(app)
    assert "phone=0808 157 0001" in answer.text
    assert "0808 157 0666" not in answer.text
