"""What people set up, test and decide: the first message, the self-test, links and restraints."""

import pytest

from bot.domain.capability import Restraint
from bot.domain.policy import OpaqueHandling
from config.schema import PolicySettings
from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Feature, Place, Scene, Who
from tests.integration.stage import until

# --- arriving


async def test_a_chat_that_the_bot_comes_to_reads_what_is_missing_and_when_nothing_is(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.trouble.throw_out()
        await house.hears(Place.STAFF, "adults-bot-removed")
        await scene.trouble.let_in(may_delete=False)
        hello = await house.hears(Place.CLASS, "onboarding-hello")
        assert hello.labels == ("button-test", "button-settings")
        assert "en/fix-" in hello.text
        await scene.trouble.let_delete(may=True)
        await house.hears(Place.CLASS, "onboarding-all-set")
        await house.quiet(app)
    assert len(lines(await scene.world.said(Place.CLASS), "onboarding-hello")) == 1


async def test_the_settings_button_opens_for_admins_alone_and_in_private(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.trouble.throw_out()
        await house.hears(Place.STAFF, "adults-bot-removed")
        await scene.trouble.let_in(may_delete=True)
        await house.hears(Place.CLASS, "onboarding-hello")
        await scene.speech.press(Who.BEN, "button-settings")
        await house.learns(Who.BEN, "press-not-allowed")
        await scene.speech.press(Who.CLEO, "button-settings")
        await house.learns(Who.CLEO, "policy-show")
        await house.quiet(app)
    assert keys(await scene.world.said(Place.CLASS)) == ["onboarding-hello"]


async def test_a_language_that_is_chosen_with_a_button_is_spoken_from_then_on(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await scene.people.write(Who.CLEO, "/language")
        await house.learns(Who.CLEO, "language-show")
        await scene.speech.press(Who.CLEO, "language-name")
        await house.learns(Who.CLEO, "policy-changed-now")
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.hears(Place.CLASS, "group-removed")
        await house.quiet(app)
    assert [line.text.split("/")[0] for line in await scene.world.said(Place.CLASS)] == ["es"]


# --- the self-test


async def test_a_self_test_shows_that_the_whole_chain_works(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.people.write(Who.CLEO, "/selftest")
        await house.learns(Who.CLEO, "selftest-how")
        card = await scene.people.post(Who.CLEO, b"card")
        await house.gone(card)
        report = await house.learns(Who.CLEO, "selftest-passed")
        await house.hears(Place.STAFF, "selftest-passed")
        await house.quiet(app)
    for step in ("seen", "removed", "alerted", "told", "line"):
        assert f"en/selftest-{step}" in report.text
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed-test"]


async def test_a_self_test_without_the_right_to_delete_fails_and_says_why(
    scene: Scene, house: House
) -> None:
    await scene.trouble.let_delete(may=False)
    async with house.app() as app:
        await scene.people.write(Who.CLEO, "/selftest")
        await house.learns(Who.CLEO, "selftest-how")
        card = await scene.people.post(Who.CLEO, b"card")
        report = await house.hears(Place.STAFF, "selftest-failed")
        await house.quiet(app)
    assert await scene.world.stands(card)
    assert "en/selftest-not-removed" in report.text
    assert "en/fix-" in report.text


async def test_a_pupil_starts_no_self_test(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.people.write(Who.BEN, "/selftest")
        await house.learns(Who.BEN, "command-not-allowed")
        await house.quiet(app)


# --- links


@pytest.mark.parametrize(
    ("links", "alerts", "stays"),
    [
        (OpaqueHandling.COUNT, 0, True),
        (OpaqueHandling.ALERT, 1, True),
        (OpaqueHandling.REMOVE, 1, False),
    ],
)
async def test_a_link_is_counted_told_or_removed_as_the_chat_chose(
    scene: Scene, house: House, links: OpaqueHandling, alerts: int, stays: bool
) -> None:
    house.policy = PolicySettings(links=links)
    async with house.app() as app:
        words = await scene.people.write(Who.ANA, "look at https://pictures.example/1")
        await until(lambda: house.look("SELECT reason FROM item") == [("link",)])
        await house.quiet(app)
    assert await scene.world.stands(words) is stays
    told = await scene.world.said(Place.STAFF)
    assert len(told) == alerts
    assert not [line for line in told if "pictures.example" in line.text]


@pytest.mark.parametrize(
    "words", ["look https://www.clothoff.io/app?ref=ana", "try clothoff.io", "ask @ClothOff_bot"]
)
async def test_a_link_to_a_tool_for_fake_nudes_is_removed_and_explained_without_hurry(
    scene: Scene, house: House, words: str
) -> None:
    async with house.app() as app:
        message = await scene.people.write(Who.ANA, words)
        await house.gone(message)
        await house.learns(Who.ANA, "sender-notice-link")
        await house.quiet(app)
    assert house.look("SELECT reason FROM cases") == [("link:nudify",)]
    told = await scene.world.said(Place.STAFF)
    assert len(told) == 1
    assert not [line for line in told if "clothoff" in line.text.lower()]
    assert await scene.world.restrained(Who.ANA) == set()


# --- what only a person decides


async def removed_and_opened(scene: Scene, house: House) -> None:
    """Let Ana post a bad picture, and the lead open what can be done about it."""
    bad = await scene.people.post(Who.ANA, b"bad")
    await house.gone(bad)
    await house.hears(Place.STAFF, "alert-head")
    assert await scene.world.restrained(Who.ANA) == set()
    await scene.speech.press(Who.LEAD, "button-more", place=Place.STAFF)
    await house.learns(Who.LEAD, "restrain-choose")


async def test_a_mute_is_an_adults_click_and_so_is_its_end(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await removed_and_opened(scene, house)
        await scene.speech.press(Who.LEAD, "button-mute", place=Place.STAFF)
        done = await house.answers(Who.LEAD, Place.STAFF, "restrain-done")
        assert await scene.world.restrained(Who.ANA) == {Restraint.MUTE}
        assert done.labels == ("button-undo",)
        await scene.speech.press(Who.LEAD, "button-undo", place=Place.STAFF)
        await house.answers(Who.LEAD, Place.STAFF, "restrain-done", times=2)
        assert await scene.world.restrained(Who.ANA) == set()
        await house.quiet(app)
    # The class reads nothing about anybody.
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]


@pytest.mark.needs(Feature.MEDIA_LOCK)
async def test_a_pause_of_pictures_is_told_to_the_class_and_ends_with_a_click(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        await removed_and_opened(scene, house)
        await scene.speech.press(Who.LEAD, "button-lock", place=Place.STAFF)
        await house.hears(Place.CLASS, "group-media-paused")
        assert await scene.world.restrained(Who.BEN) == {Restraint.LOCK_MEDIA}
        await house.answers(Who.LEAD, Place.STAFF, "restrain-done")
        await scene.speech.press(Who.LEAD, "button-unlock", place=Place.STAFF)
        await house.hears(Place.CLASS, "group-media-allowed")
        assert await scene.world.restrained(Who.BEN) == set()
        await house.quiet(app)


async def test_a_pupil_with_an_adults_button_restrains_nobody(scene: Scene, house: House) -> None:
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.hears(Place.STAFF, "alert-head")
        token = await scene.world.token(Place.STAFF, "button-more")
        await scene.speech.forge(Who.CLEO, token)
        await house.learns(Who.CLEO, "press-not-allowed")
        await house.quiet(app)
    assert lines(await scene.world.told(Who.CLEO), "restrain-choose") == []
