"""The page for everybody: screen readers, keyboards, small screens, no JavaScript."""

from typing import Any

import pytest
from playwright.async_api import FilePayload, Page, expect

from adapters.sandbox.state import Upload
from tests.browser.access import LEAST_TARGET, OVERFLOW, SMALL_TARGETS, TARGETS, broken_rules
from tests.browser.bot import LINE
from tests.browser.stage import Stage
from tests.unit.adapters.sandbox.stage import ANA, BEN, LEAD, draw

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def full_page(stage: Stage, **options: Any) -> Page:
    """Open a page on which everything that can be there is there."""
    world = stage.world
    world.post("class-7b", BEN, "w" * 200)
    hills = world.post("class-7b", ANA, "the hills", [Upload(draw(1, (900, 500)), "hills.png")])
    world.post("class-7b", BEN, "a text", [Upload(b"text", "x" * 60 + ".txt")], hills.id)
    world.edit(hills.id, ANA, text="the green hills")
    world.post("staff", LEAD, "words", [Upload(draw(), "hidden.png")])
    page = await stage.open("cleo", **options)
    await page.get_by_role("button", name="Post the test card").click()
    await expect(page.get_by_text(LINE)).to_be_visible()
    await page.get_by_role("button", name="Reply to Ana’s message").click()
    await page.set_input_files(
        "#class-file", files=[FilePayload(name="y" * 60, mimeType="image/png", buffer=draw())]
    )
    await expect(page.locator("#draft-files img")).to_have_count(1)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
async def test_axe_finds_nothing(stage: Stage, scheme: str, width: int) -> None:
    page = await full_page(
        stage,
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": width, "height": 800},
    )
    assert await broken_rules(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
async def test_nothing_is_wider_than_the_screen_and_every_target_is_large_enough(
    stage: Stage, width: int
) -> None:
    page = await full_page(stage, viewport={"width": width, "height": 800})
    assert await page.evaluate(OVERFLOW) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.evaluate(TARGETS) > 15
    assert await page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []


async def test_at_double_text_size_nothing_is_cut_off(stage: Stage) -> None:
    page = await full_page(stage, viewport={"width": 640, "height": 800})
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await page.evaluate(OVERFLOW) == []


async def focused(page: Page) -> str:
    name: str = await page.evaluate(
        "document.activeElement.id || document.activeElement.value "
        "|| document.activeElement.textContent"
    )
    return name


async def test_the_whole_chain_works_with_the_keyboard_alone(stage: Stage) -> None:
    page = await stage.open("ana")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to writing a message")).to_be_focused()
    await page.keyboard.press("Tab")
    assert await focused(page) == "ana"
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#private-who")).to_have_text("Notes from Upstander to Ben.")
    assert await focused(page) == "ben"
    for wanted in ("class-log", "class-text", "class-file", "Send", "test-card"):
        await page.keyboard.press("Tab")
        assert await focused(page) == wanted
        outlined = await page.evaluate(
            """() => [document.activeElement, document.activeElement.nextElementSibling]
              .some(node => node && getComputedStyle(node).outlineStyle === 'solid')"""
        )
        assert outlined, wanted
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(LINE)).to_be_visible()
    for _ in range(4):
        await page.keyboard.press("Shift+Tab")
    assert await focused(page) == "Why?"
    await page.keyboard.press("Enter")
    await expect(page.locator("#private-log .message")).to_have_count(2)


async def test_typing_and_answering_work_with_the_keyboard_alone(stage: Stage) -> None:
    stage.world.post("class-7b", BEN, "who is there?")
    page = await stage.open("ana")
    await page.locator("#class-log").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#class-text")).to_be_focused()
    await page.keyboard.type("me")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine")).to_contain_text("Ben: who is there?")
    await expect(page.locator("#class-text")).to_be_focused()
    await expect(page.locator("#class-text")).to_have_value("")


async def test_a_screen_reader_is_told_what_each_part_is(stage: Stage) -> None:
    page = await full_page(stage)
    for name in ("Class 7B", "Only you can see this", "Adults"):
        log = page.get_by_role("log", name=name, exact=True)
        await expect(log).to_have_attribute("aria-live", "polite")
        await expect(page.get_by_role("region", name=name, exact=True)).to_be_visible()
    await expect(page.get_by_role("group", name="You are")).to_be_visible()
    await expect(page.get_by_label("Add a picture")).to_have_count(1)
    await expect(page.get_by_alt_text("Picture from Ana")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "en"
    assert await page.evaluate("document.querySelectorAll('h1').length") == 1


async def test_a_removal_is_announced(stage: Stage) -> None:
    message = stage.world.post("class-7b", BEN, "hello")
    page = await stage.open("ana")
    stage.world.delete(message.id, BEN)
    await expect(page.locator("#announcer")).to_have_text("A message was removed.")


async def test_without_javascript_the_page_says_so_and_what_to_do(stage: Stage) -> None:
    stage.world.post("class-7b", ANA, "not to be seen as if it were live")
    page = await stage.blank(java_script_enabled=False)
    await page.goto(stage.address)
    await expect(page.get_by_role("heading", name="This page needs JavaScript")).to_be_visible()
    commands = page.locator("noscript code")
    await expect(commands).to_have_text(["./upstander demo --once", "./upstander scan FILE"])
    for command in await commands.all():
        await expect(command).to_be_visible()
    await expect(page.locator("#app")).to_be_hidden()
    await expect(page.locator("#connection")).to_be_hidden()


async def test_motion_stops_for_those_who_asked(stage: Stage) -> None:
    stage.world.post("class-7b", ANA, "hello")
    for motion, wanted in (("no-preference", "arrive"), ("reduce", "none")):
        page = await stage.open("ana", reduced_motion=motion)
        style = "getComputedStyle(document.querySelector('.message')).animationName"
        assert await page.evaluate(style) == wanted


async def test_the_policy_of_the_page_blocks_what_is_inline(stage: Stage) -> None:
    page = await stage.open("ana")
    await page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.broken = true';
          document.body.append(script);
        }"""
    )
    assert await page.evaluate("window.broken") is None
    # This is how the other tests would learn of a violation by the page itself.
    assert len(stage.complaints) == 1
    assert "Content Security Policy" in stage.complaints.pop()
