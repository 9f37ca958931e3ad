"""Arabic runs from right to left on the page, and the commands in it do not fall apart."""

import pytest
from playwright.async_api import Page, expect

from adapters.sandbox.adapter import SandboxAdapter
from bot.domain.command_words import USAGE
from bot.domain.message import ChatRef
from bot.domain.speech import Button, Saying, Speech
from tests.browser.stage import Stage
from tests.unit.config.texts import phrasebook

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CLASS = ChatRef("sandbox", "class-7b")
# For each command of a line, whether its slash stands left of its first letter.
SLASHES = """(line) => {
  const node = line.firstChild, found = [];
  const left = (index) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    return range.getBoundingClientRect().left;
  };
  for (const match of node.data.matchAll(/\\/[a-z]/g))
    found.push(left(match.index) < left(match.index + 1));
  return found;
}"""


async def said(stage: Stage, text: str, *buttons: Button) -> Page:
    page = await stage.open("ana")
    await SandboxAdapter(stage.world).say(CLASS, Speech(text, buttons))
    await expect(page.locator("#class-log .text span").first).to_be_visible()
    return page


async def test_each_arabic_line_and_button_runs_from_right_to_left(stage: Stage) -> None:
    help_page = phrasebook().write("ar", Saying("help-page", {"reporting": "answer"}))
    why = phrasebook().write("ar", Saying("button-why"))
    page = await said(stage, help_page, Button(why, "why:1"))
    lines = page.locator("#class-log .text span")
    assert await lines.count() == len(help_page.splitlines())
    slashes: list[bool] = []
    for line in await lines.all():
        assert await line.get_attribute("dir") == "rtl"
        slashes += await line.evaluate(SLASHES)
    assert len(slashes) > 10
    assert all(slashes)
    assert await page.get_by_role("button", name=why).get_attribute("dir") == "rtl"


async def test_without_isolation_a_command_would_fall_apart(stage: Stage) -> None:
    page = await said(stage, "الأمر /report هنا")
    assert await page.locator("#class-log .text span").evaluate(SLASHES) == [False]


async def test_other_lines_run_from_left_to_right(stage: Stage) -> None:
    words = Saying("command-misspelt", {"usage": USAGE["hashhelp"]})
    page = await said(stage, phrasebook().write("ar", words))
    first, last = await page.locator("#class-log .text span").all()
    assert await first.get_attribute("dir") == "rtl"
    assert await last.get_attribute("dir") is None
    assert all(await last.evaluate(SLASHES))


async def test_a_language_from_left_to_right_gets_no_direction(stage: Stage) -> None:
    page = await said(stage, phrasebook().write("fr", Saying("group-removed")))
    lines = await page.locator("#class-log .text span").all()
    assert len(lines) > 2
    assert [await line.get_attribute("dir") for line in lines] == [None] * len(lines)
