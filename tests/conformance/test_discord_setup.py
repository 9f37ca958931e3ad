"""Setting a server up: the steps, the adults' channel, the lead, and who reads which answer."""

import pytest

from tests.conformance.discord_stage import Stage, stage
from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Place, Who
from tests.discord.state import CannotDo, Channel, Message
from tests.integration.stage import until

__all__ = ["stage"]


async def private(stage: Stage, who: Who, key: str) -> Message:
    """Wait for an answer that only one person sees; return it with its lists."""
    await stage.house.learns(who, key)
    found = [
        one for one in stage.world.private(stage.person(who)) if one.text.split()[0] == f"en/{key}"
    ]
    return found[-1]


async def unbound(stage: Stage) -> House:
    """Return the house without adults: nobody was named yet."""
    house = stage.house
    house._furnished = True
    return house


async def test_the_steps_are_shown_to_a_manager_in_private_with_lists_to_choose_from(
    stage: Stage,
) -> None:
    house = await unbound(stage)
    async with house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.people.write(Who.CLEO, "/setup")
        shown = await private(stage, Who.CLEO, "setup-head")
        await house.quiet(app)
    assert "alerts-none" in shown.text
    assert "check-delete" in shown.text
    assert [text for text, _ in shown.buttons] == ["en/button-settings", "en/button-test"]
    assert [menu["type"] for menu in shown.menus] == [8, 5]
    assert await stage.scene.world.said(Place.CLASS) == []


async def test_alerts_go_only_to_a_channel_that_not_everybody_reads(stage: Stage) -> None:
    house = await unbound(stage)
    async with house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.people.write(Who.CLEO, "/setup")
        shown = await private(stage, Who.CLEO, "setup-head")
        choose(stage, shown, stage.general)
        await house.learns(Who.CLEO, "alerts-not-closed")
        closed = stage.world.new_channel(
            stage.guild, "safeguarding", readers=[stage.person(Who.CLEO)]
        )
        choose(stage, shown, closed)
        await house.learns(Who.CLEO, "policy-changed-now")
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await until(lambda: len(stage.world.said(closed)) == 2)
        await house.quiet(app)
    assert [one.split()[0] for one in stage.world.said(closed)] == [
        "en/adults-bound",
        "en/alert-head",
    ]


def choose(stage: Stage, shown: Message, channel: Channel, who: Who = Who.CLEO) -> None:
    """Choose the channel of the alerts from the first list."""
    stage.world.select(stage.person(who), shown, shown.menus[0]["custom_id"], [channel])


async def test_a_pupil_with_the_list_moves_no_alerts(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.people.write(Who.BEN, "/setup")
        await stage.house.learns(Who.BEN, "command-not-allowed")
        await stage.scene.people.write(Who.CLEO, "/setup")
        shown = await private(stage, Who.CLEO, "setup-head")
        with pytest.raises(CannotDo):
            # What is shown to one person alone, Discord lets nobody else press.
            choose(stage, shown, stage.general, Who.BEN)
        await stage.house.quiet(app)


async def test_moving_the_alerts_is_announced_to_the_adults_and_waits(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        closed = stage.world.new_channel(stage.guild, "ours", readers=[stage.person(Who.CLEO)])
        await stage.scene.people.write(Who.CLEO, "/setup")
        shown = await private(stage, Who.CLEO, "setup-head")
        choose(stage, shown, closed)
        await stage.house.hears(Place.STAFF, "adults-policy-weaker")
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await stage.house.hears(Place.STAFF, "alert-head")
        await stage.house.quiet(app)
    assert stage.world.said(closed) == []


async def test_the_lead_is_told_what_is_expected_if_they_can_read_the_alerts(
    stage: Stage,
) -> None:
    house, lead = await unbound(stage), stage.person(Who.LEAD)
    stage.world.join(stage.guild, lead)
    async with house.app() as app:
        await stage.fake.gateway.wait_connected()
        closed = stage.world.new_channel(
            stage.guild, "safeguarding", readers=[stage.person(Who.CLEO)]
        )
        await stage.scene.people.write(Who.CLEO, "/setup")
        shown = await private(stage, Who.CLEO, "setup-head")
        token = shown.menus[1]["custom_id"]
        stage.world.select(stage.person(Who.CLEO), shown, token, [lead])
        await house.learns(Who.CLEO, "alerts-none")
        choose(stage, shown, closed)
        await house.learns(Who.CLEO, "policy-changed-now")
        stage.world.select(stage.person(Who.CLEO), shown, token, [lead])
        await house.learns(Who.CLEO, "setup-lead-cannot-read")
        assert await stage.scene.world.told(Who.LEAD) == []
        stage.world.let_read(closed, lead)
        stage.world.select(stage.person(Who.CLEO), shown, token, [lead])
        await house.learns(Who.CLEO, "setup-lead-told")
        await house.learns(Who.LEAD, "setup-lead-welcome")
        await house.quiet(app)


async def test_a_code_brings_the_alerts_to_a_closed_channel_of_another_server_and_no_other(
    stage: Stage,
) -> None:
    house = await unbound(stage)
    world, staff = stage.world, stage.school.guilds[Place.STAFF]
    async with house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.people.write(Who.CLEO, "/alerts")
        shown = await private(stage, Who.CLEO, "alerts-none")
        code = shown.text.partition("code=")[2].split()[0]
        world.slash(staff.owner, staff.general, "guard alerts", value=code)
        await until(lambda: "en/alerts-not-closed" in " ".join(world.said_privately(staff.owner)))
        world.let_read(stage.school.staff, staff.owner)
        # Not by whoever only reads there: a pupil may know the code.
        world.slash(stage.person(Who.LEAD), stage.school.staff, "guard alerts", value=code)
        await house.learns(Who.LEAD, "alerts-not-here")
        await stage.scene.people.write(Who.CLEO, "/alerts")
        await house.learns(Who.CLEO, "alerts-none", times=2)
        shown = await private(stage, Who.CLEO, "alerts-none")
        code = shown.text.partition("code=")[2].split()[0]
        world.slash(staff.owner, stage.school.staff, "guard alerts", value=code)
        await house.hears(Place.STAFF, "adults-bound")
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await house.hears(Place.STAFF, "alert-head")
        await house.quiet(app)


# --- one server for the class and its adults


async def same_server(stage: Stage) -> Channel:
    """Bind a closed channel of the class's own server."""
    lead = stage.person(Who.LEAD)
    stage.world.join(stage.guild, lead)
    closed = stage.world.new_channel(
        stage.guild, "safeguarding", readers=[lead, stage.person(Who.CLEO)]
    )
    await stage.scene.people.write(Who.CLEO, "/setup")
    shown = await private(stage, Who.CLEO, "setup-head")
    choose(stage, shown, closed)
    await stage.house.learns(Who.CLEO, "policy-changed-now")
    return closed


async def test_in_the_adults_channel_of_the_same_server_answers_are_for_all_adults(
    stage: Stage,
) -> None:
    await unbound(stage)
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        closed = await same_server(stage)
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await until(lambda: len(stage.world.said(closed)) == 2)
        alert = stage.world.spoken(closed)[-1]
        stage.world.click(stage.person(Who.LEAD), alert, "en/button-ack")
        await until(lambda: "en/ack-done" in " ".join(stage.world.said(closed)))
        lead, line = stage.person(Who.LEAD), stage.world.spoken(closed)[1]
        stage.world.context_menu(lead, line, "Show case")
        await until(lambda: "en/case-" in " ".join(stage.world.said(closed)))
        await stage.house.quiet(app)
    # The class reads nothing of it.
    assert keys(await stage.scene.world.said(Place.CLASS)) == ["group-removed"]


async def test_the_same_questions_elsewhere_on_the_server_are_answered_in_private(
    stage: Stage,
) -> None:
    await unbound(stage)
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        await same_server(stage)
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await stage.scene.people.write(Who.LEAD, "/case")
        await stage.house.learns(Who.LEAD, "cases-head")
        await stage.scene.people.write(Who.BEN, "/case")
        await stage.house.learns(Who.BEN, "command-not-allowed")
        await stage.house.quiet(app)
    assert keys(await stage.scene.world.said(Place.CLASS)) == ["group-removed"]


async def test_status_says_when_everybody_can_read_the_alerts(stage: Stage) -> None:
    await unbound(stage)
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        closed = await same_server(stage)
        await stage.scene.people.write(Who.CLEO, "/status")
        assert "status-alerts-open" not in (await private(stage, Who.CLEO, "status-head")).text
        stage.world.open_to_all(closed)
        await stage.scene.people.write(Who.CLEO, "/status")
        await stage.house.learns(Who.CLEO, "status-head", times=2)
        assert "status-alerts-open" in (await private(stage, Who.CLEO, "status-head")).text
        await stage.house.quiet(app)


async def test_a_button_works_after_the_bot_was_started_anew(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        bad = stage.photo(stage.general, b"bad")
        await stage.gone(bad)
        await stage.house.quiet(app)
    await stage.fake.gateway.wait_gone()
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        await stage.scene.speech.press(Who.LEAD, "button-ack", place=Place.STAFF)
        await stage.house.hears(Place.STAFF, "ack-done")
        await stage.scene.speech.press(Who.ANA, "button-why")
        await stage.house.learns(Who.ANA, "sender-notice", times=2)
        await stage.house.quiet(app)


# --- reports


async def test_a_report_names_the_message_and_nobody_hears_of_the_reporter(stage: Stage) -> None:
    async with stage.house.app() as app:
        await stage.fake.gateway.wait_connected()
        post = stage.photo(stage.general, b"clean")
        await stage.house.quiet(app)
        await stage.scene.people._commands_are_known()
        stage.world.context_menu(stage.person(Who.BEN), post, "Report picture")
        await stage.house.learns(Who.BEN, "report-thanks")
        await stage.house.hears(Place.STAFF, "alert-head")
        await stage.house.quiet(app)
    (case,) = stage.house.look("SELECT message, origin FROM cases")
    assert case == (f"{post.channel_id}/{post.id}", "report")
    assert lines(await stage.scene.world.said(Place.CLASS), "report-thanks") == []


async def test_commands_for_managers_are_not_even_listed_for_pupils(stage: Stage) -> None:
    async with stage.house.app():
        await stage.fake.gateway.wait_connected()
        await until(lambda: bool(stage.world.backend.commands.get(None)))
        pupils = stage.world.commands(stage.person(Who.BEN), stage.general)
        managers = stage.world.commands(stage.person(Who.CLEO), stage.general)
    private = {"helpline", "hashhelp", "withdraw", "appeal"}
    assert set(pupils) == {"help", "about", "privacy", *private}
    assert {"guard setup", "guard status", "guard mode"} <= set(managers)
