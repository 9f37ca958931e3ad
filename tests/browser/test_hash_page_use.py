"""The page that makes a code, for everybody: it keeps nothing, shows nothing and asks nobody."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.access import LEAST_TARGET, OVERFLOW, SMALL_TARGETS, TARGETS, broken_rules
from tests.browser.hash_page import FILE, HashPage, open_page
from tests.unit.classifiers.pictures import drawing, encode

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PICTURE = encode(drawing(1), "PNG")
OTHER = encode(drawing(2), "PNG")


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[HashPage]:
    opened = await open_page(browser)
    yield opened
    await opened.context.close()
    assert opened.complaints == []


async def test_nothing_is_asked_of_anybody_and_nothing_is_kept(page: HashPage) -> None:
    await page.text_of(PICTURE)

    assert page.requests == [page.page.url]
    assert await page.context.cookies() == []
    kept = await page.page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie,
          (await indexedDB.databases()).length, history.length, location.hash]"""
    )
    assert kept == [0, 0, "", 0, kept[4], ""]
    await page.page.reload()
    assert await page.page.locator("#code").input_value() == ""
    await expect(page.page.locator("#result")).to_be_hidden()


async def test_the_picture_is_nowhere_on_the_page(page: HashPage) -> None:
    await page.text_of(PICTURE, "Ana at home.png")

    shown = "document.querySelectorAll('img, canvas, video, picture, svg, object, iframe').length"
    assert await page.page.evaluate(shown) == 0
    assert "Ana at home" not in await page.page.locator("body").inner_text()
    # The browser's own button would show a small picture on some phones.
    box = await page.page.locator("#file").bounding_box()
    assert box is not None
    assert box["width"] <= 1
    assert box["height"] <= 1


ATTEMPTS = {
    "fetch": "fetch(address)",
    "beacon": "Promise.resolve(navigator.sendBeacon(address, 'a'))",
    "picture": "new Promise((_, no) => Object.assign(new Image(), { onerror: no, src: address }))",
    "socket": "new Promise((_, no) => { new WebSocket(address).onerror = no; })",
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
async def test_whatever_would_run_there_could_send_nothing(browser: Browser, attempt: str) -> None:
    calls: list[str] = []

    def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append("called")
        writer.close()

    server = await asyncio.start_server(note, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    opened = await open_page(browser)
    # The network is there: what stops it is the page's own policy.
    await opened.context.set_offline(False)
    await opened.page.evaluate(
        f"address => {attempt}.catch(() => 0)", f"http://127.0.0.1:{port}/?picture"
    )
    await opened.page.wait_for_timeout(200)
    assert any("Content Security Policy" in one for one in opened.complaints)
    assert calls == []
    await opened.context.close()
    # The server is one that would have noticed.
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.1)
    assert calls == ["called"]
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


async def test_a_script_from_elsewhere_does_not_run(browser: Browser) -> None:
    opened = await open_page(browser)
    await opened.page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.broken = true';
          document.body.append(script);
        }"""
    )
    assert await opened.page.evaluate("window.broken") is None
    assert len(opened.complaints) == 1
    await opened.context.close()


async def test_the_button_copies_the_code(page: HashPage) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = await page.text_of(PICTURE)
    await page.page.get_by_role("button", name="Copy the code").click()
    await expect(page.page.locator("#copied")).to_have_text("Copied.")
    assert await page.page.evaluate("navigator.clipboard.readText()") == text
    # With the next picture the old word would be wrong.
    assert await page.text_of(OTHER) != text
    await expect(page.page.locator("#copied")).to_have_text("")


@pytest.mark.parametrize(("works", "said"), [("true", "Copied."), ("false", "Hold your finger")])
async def test_a_browser_without_a_clipboard_copies_the_old_way_or_says_how(
    browser: Browser, works: str, said: str
) -> None:
    opened = await open_page(
        browser,
        "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });"
        f"Document.prototype.execCommand = () => {works};",
    )
    text = await opened.text_of(PICTURE)
    await opened.page.get_by_role("button", name="Copy the code").click()
    await expect(opened.page.locator("#copied")).to_contain_text(said)
    # All of it is selected, for the finger that copies.
    assert await opened.page.evaluate("getSelection().toString()") == text
    await opened.context.close()


@pytest.mark.parametrize(
    ("locale", "language", "title"),
    [
        ("en-GB", "en", "A code instead of the picture"),
        ("es-ES", "es", "Un código en vez de la foto"),
        ("es", "es", "Un código en vez de la foto"),
        ("fr-FR", "en", "A code instead of the picture"),
    ],
)
async def test_the_page_speaks_the_language_of_the_phone(
    browser: Browser, locale: str, language: str, title: str
) -> None:
    opened = await open_page(browser, locale=locale)
    await expect(opened.page.get_by_role("heading", level=1)).to_have_text(title)
    assert await opened.page.evaluate("document.documentElement.lang") == language
    assert title in await opened.page.title()
    await opened.context.close()


async def test_the_language_can_be_changed_at_any_time(page: HashPage) -> None:
    await page.text_of(PICTURE)
    english = await page.page.locator("main").inner_text()
    await page.page.get_by_label("Idioma").select_option("es")

    await expect(page.page.locator("#status")).to_have_text("El código está listo. Está más abajo.")
    assert await page.page.evaluate("document.documentElement.lang") == "es"
    spanish = await page.page.locator("main").inner_text()
    # Names, the command and the switch itself are the same in both.
    same = set(english.splitlines()) & set(spanish.splitlines())
    assert same - {"", "Language · Idioma", "English", "Español"} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
async def test_axe_finds_nothing_and_nothing_is_too_wide_or_too_small(
    browser: Browser, scheme: str, width: int
) -> None:
    opened = await open_page(
        browser, color_scheme=scheme, viewport={"width": width, "height": 700}, locale="es"
    )
    page = opened.page
    assert await broken_rules(page) == []
    await page.evaluate("document.getElementById('result').hidden = false")
    await page.evaluate("document.getElementById('code').value = 'UPS1'.padEnd(1936, 'W')")
    assert await broken_rules(page) == []
    assert await page.evaluate(OVERFLOW) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.evaluate(TARGETS) == 2
    small = await page.evaluate(SMALL_TARGETS, LEAST_TARGET)
    # Its label is what is pressed.
    assert [one for one in small if 'id="file"' not in one] == []
    label = await page.locator("label[for=file]").bounding_box()
    assert label is not None
    assert label["height"] >= 44
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await page.evaluate(OVERFLOW) == []
    await opened.context.close()


async def test_it_works_with_the_keyboard_alone(page: HashPage) -> None:
    await page.text_of(PICTURE)
    await page.page.locator("#language").focus()
    outlined = """() => [document.activeElement, document.activeElement.nextElementSibling]
      .some(node => node && getComputedStyle(node).outlineStyle === 'solid')"""
    for wanted in ("file", "code", "copy"):
        await page.page.keyboard.press("Tab")
        assert await page.page.evaluate("document.activeElement.id") == wanted
        assert await page.page.evaluate(outlined), wanted
    async with page.page.expect_file_chooser():
        await page.page.locator("#file").focus()
        await page.page.keyboard.press("Enter")


async def test_a_screen_reader_is_told_what_each_part_is_and_what_happens(page: HashPage) -> None:
    await page.text_of(PICTURE)
    await expect(page.page.get_by_label("Choose a picture")).to_have_attribute("type", "file")
    await expect(page.page.get_by_role("textbox", name="Your code")).to_have_count(1)
    await expect(page.page.get_by_role("status")).to_have_count(2)
    assert await page.page.evaluate("document.querySelectorAll('h1').length") == 1
    await expect(page.page.get_by_role("heading", level=2)).to_have_count(5)


async def test_without_javascript_it_says_so_in_both_languages(browser: Browser) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(FILE.as_uri())
    await expect(page.locator("noscript p")).to_have_count(2)
    await expect(page.locator("noscript p").first).to_be_visible()
    await context.close()
