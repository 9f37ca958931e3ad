"""What a person's click does, as pupils and adults see it on the page."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from adapters.sandbox.adapter import SandboxAdapter
from bot.domain.capability import NoticeWay, Restraint
from bot.domain.event import Press
from bot.domain.message import ChatRef
from bot.domain.speech import Button, Speech
from tests.browser.stage import Stage
from tests.browser.test_chat import choose, send
from tests.unit.adapters.sandbox.stage import ANA, LEAD, draw

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CLASS, STAFF = ChatRef("sandbox", "class-7b"), ChatRef("sandbox", "staff")
DAY = timedelta(days=1)


async def restrain(stage: Stage, restraint: Restraint) -> None:
    await SandboxAdapter(stage.world).apply(restraint, CLASS, ANA, lasts=DAY)


async def test_a_muted_pupil_reads_why_nothing_is_sent(stage: Stage) -> None:
    ana, ben = await stage.open("ana"), await stage.open("ben")
    await restrain(stage, Restraint.MUTE)
    await send(ana, "hello")
    await expect(ana.locator("#class-problem")).to_contain_text("muted you in this chat until")
    await restrain(stage, Restraint.UNMUTE)
    await send(ana, "hello again")
    await expect(ben.locator("#class-log")).to_contain_text("hello again")
    stage.complaints.clear()  # The browser notes the refused request.


async def test_while_pictures_are_paused_words_still_go_through(stage: Stage) -> None:
    page = await stage.open("ben")
    await restrain(stage, Restraint.LOCK_MEDIA)
    await choose(page, draw(hue=1))
    await send(page)
    await expect(page.locator("#class-problem")).to_contain_text("Pictures are paused")
    await page.reload()
    await send(page, "only words")
    await expect(page.locator("#class-log")).to_contain_text("only words")
    stage.complaints.clear()  # The browser notes the refused request.


async def test_the_page_of_a_pupil_who_was_removed_goes_on_as_another(stage: Stage) -> None:
    page = await stage.open("ana")
    await send(page, "before")
    await expect(page.locator("#class-log .message")).to_have_count(1)
    await restrain(stage, Restraint.KICK)
    await expect(page.locator("#who input:checked")).to_have_value("ben")
    await expect(page.locator("#who")).not_to_contain_text("Ana")
    await send(page, "after")
    await expect(page.locator("#class-log .message.mine")).to_contain_text("after")


async def test_what_is_for_one_adult_alone_is_marked_and_its_buttons_work(stage: Stage) -> None:
    page = await stage.open("ana")
    speech = Speech("choose", (Button("Pause", "lock:1"),))
    await SandboxAdapter(stage.world).tell(NoticeWay.EPHEMERAL, STAFF, LEAD, speech)
    message = page.locator("#adults-log .message").last
    await expect(message).to_contain_text("Only you can see this.")
    await message.get_by_role("button", name="Pause").click()
    await expect(page.locator("#announcer")).to_have_text("Sent: Pause")
    pressed = [event for event in stage.bot.events if isinstance(event, Press)]
    assert [(press.actor, press.action) for press in pressed] == [(LEAD, "lock:1")]
