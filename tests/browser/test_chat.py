"""The page as pupils and adults use it, in a real browser."""

import asyncio

import pytest
from playwright.async_api import FilePayload, Page, expect

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Upload
from bot.domain.event import CommandGiven, Press
from bot.domain.message import ChatRef
from bot.domain.speech import Button, Speech
from tests.browser.bot import ALERT, LINE, NOTICE, WHY
from tests.browser.stage import CARD, Stage
from tests.unit.adapters.sandbox.stage import ANA, BEN, LEAD, draw

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CLEAN = draw(hue=1)
DROP = """([selector, name, bytes]) => {
  const file = new File([new Uint8Array(bytes)], name, {type: 'image/png'});
  const data = new DataTransfer();
  data.items.add(file);
  for (const type of ['dragenter', 'dragover', 'drop'])
    document.querySelector(selector).dispatchEvent(
      new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
# Counts the pictures that the adults' pane ever held, however briefly.
COUNT_PICTURES = """() => {
  window.seen = 0;
  const count = () => { window.seen += document.querySelectorAll('.adults-pane img').length; };
  new MutationObserver(count).observe(
    document.body, {childList: true, subtree: true, attributes: true});
  count();
}"""
NOTE_ADDRESSES = """() => {
  window.open_addresses = new Set();
  const make = URL.createObjectURL.bind(URL), drop = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (what) => {
    const url = make(what);
    window.open_addresses.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => { window.open_addresses.delete(url); drop(url); };
}"""


async def choose(page: Page, data: bytes, name: str = "picture.png") -> None:
    file = FilePayload(name=name, mimeType="image/png", buffer=data)
    await page.set_input_files("#class-file", files=[file])


async def send(page: Page, text: str = "") -> None:
    await page.fill("#class-text", text)
    await page.click("#class-form button[type=submit]")


async def test_a_text_and_a_picture_are_seen_by_everybody(stage: Stage) -> None:
    ana, ben = await stage.open("ana"), await stage.open("ben")
    await choose(ana, CLEAN)
    await send(ana, "look at these hills")
    for page in (ana, ben):
        message = page.locator("#class-log .message")
        await expect(message).to_contain_text("look at these hills")
        picture = message.get_by_alt_text("Picture from Ana")
        await expect(picture).to_have_js_property("naturalWidth", 320)
    await expect(ana.locator("#class-log .message.mine")).to_have_count(1)
    await expect(ben.locator("#class-log .message.mine")).to_have_count(0)


async def test_a_picture_is_added_by_dropping_it(stage: Stage) -> None:
    page = await stage.open("ana")
    await page.evaluate(f"({NOTE_ADDRESSES})()")
    await page.evaluate(DROP, ["#class-log", "dropped.png", list(CLEAN)])
    await expect(page.locator("#draft-files")).to_contain_text("dropped.png")
    assert await page.evaluate("window.open_addresses.size") == 1
    await send(page)
    await expect(page.locator("#class-log .message img")).to_have_count(1)
    await expect(page.locator("#draft-files")).to_be_hidden()
    assert await page.evaluate("window.open_addresses.size") == 0


async def test_a_file_dropped_beside_the_chat_does_not_replace_the_page(stage: Stage) -> None:
    page = await stage.open("ana")
    prevented = await page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(['x'], 'x.png', {type: 'image/png'}));
          const options = {dataTransfer: data, bubbles: true, cancelable: true};
          const event = new DragEvent('drop', options);
          document.querySelector('.top').dispatchEvent(event);
          return event.defaultPrevented;
        }"""
    )
    assert prevented
    await expect(page.locator("#draft-files")).to_be_hidden()


async def test_a_chosen_file_can_be_taken_out_again(stage: Stage) -> None:
    page = await stage.open("ana")
    await choose(page, CLEAN, "wrong.png")
    await page.get_by_role("button", name="Remove wrong.png").click()
    await expect(page.locator("#draft-files")).to_be_hidden()
    await send(page)
    await expect(page.locator("#class-problem")).to_have_text("Write something or add a picture.")


async def test_a_file_that_is_no_picture_is_a_link(stage: Stage) -> None:
    page = await stage.open("ana")
    await choose(page, b"<svg onload=alert(1)>", "holiday.png")
    await send(page)
    await expect(page.get_by_role("link", name="holiday.png (21 bytes)")).to_be_visible()
    await expect(page.locator("#class-log img")).to_have_count(0)


async def test_markup_in_a_message_is_only_text(stage: Stage) -> None:
    page = await stage.open("ana")
    evil = "<img src=x onerror=alert(1)><b>bold</b>"
    await send(page, evil)
    await expect(page.locator("#class-log .text")).to_have_text(evil)
    await expect(page.locator("#class-log img")).to_have_count(0)


async def test_an_edit_swaps_the_picture_for_everybody(stage: Stage) -> None:
    ana, ben = await stage.open("ana"), await stage.open("ben")
    await choose(ana, CLEAN)
    await send(ana, "first")
    await ana.get_by_role("button", name="Edit Ana’s message").click()
    await expect(ana.locator("#class-text")).to_have_value("first")
    await choose(ana, draw(2, (200, 100)))
    await send(ana, "second")
    for page in (ana, ben):
        message = page.locator("#class-log .message")
        await expect(message).to_have_count(1)
        await expect(message).to_contain_text("second")
        await expect(message).to_contain_text("edited")
        await expect(message.locator("img")).to_have_js_property("naturalWidth", 200)


async def test_an_edit_and_a_reply_can_be_cancelled(stage: Stage) -> None:
    stage.world.post("class-7b", ANA, "mine")
    page = await stage.open("ana")
    await page.get_by_role("button", name="Edit Ana’s message").click()
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.locator("#context")).to_be_hidden()
    await page.get_by_role("button", name="Reply to Ana’s message").click()
    await expect(page.locator("#context")).to_have_text(
        "Replying to Ana\n Cancel".replace("\n", "")
    )
    await page.keyboard.press("Escape")
    await expect(page.locator("#context")).to_be_hidden()
    await send(page, "new")
    await expect(page.locator("#class-log .message")).to_have_count(2)
    await expect(page.locator("#class-log .quote")).to_have_count(0)


async def test_a_reply_shows_what_it_answers(stage: Stage) -> None:
    first = stage.world.post("class-7b", BEN, "what is for homework?")
    page = await stage.open("ana")
    await page.get_by_role("button", name="Reply to Ben’s message").click()
    await send(page, "page 41")
    await expect(page.locator(".quote")).to_contain_text("Ben: what is for homework?")
    stage.world.delete(first.id, BEN)
    await page.reload()
    await expect(page.locator(".quote")).to_contain_text("a message that is gone")


async def test_own_messages_can_be_deleted_and_others_only_by_the_class_admin(
    stage: Stage,
) -> None:
    stage.world.post("class-7b", ANA, "of ana")
    stage.world.post("class-7b", BEN, "of ben")
    ana, cleo = await stage.open("ana"), await stage.open("cleo")
    await expect(ana.get_by_role("button", name="Delete")).to_have_count(1)
    await ana.get_by_role("button", name="Delete Ana’s message").click()
    await expect(cleo.locator("#class-log .message")).to_have_count(1)
    # Whoever stood on the button is left in the list and not at the top of the page.
    await expect(ana.locator("#class-log")).to_be_focused()
    await cleo.get_by_role("button", name="Delete Ben’s message").click()
    await expect(ana.locator("#class-log .message")).to_have_count(0)


async def test_a_takedown_makes_the_picture_vanish_for_everybody(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = await stage.open("ana"), await stage.open("ben")
    addresses: list[str] = []
    ben.on("request", lambda request: addresses.append(request.url))
    # The bot is slow, so that the picture is seen to stand before it is seen to go.
    stage.world.faults.slow[Call.TAKE_DOWN] = 0.0
    held = asyncio.Event()

    async def wait(_seconds: float) -> None:
        await held.wait()

    monkeypatch.setattr(stage.world.clock, "sleep", wait)
    await choose(ana, CARD)
    await send(ana, "look")
    await expect(ben.locator("#class-log img")).to_have_js_property("naturalWidth", 480)
    held.set()
    for page in (ana, ben):
        await expect(page.get_by_text(LINE)).to_be_visible()
        await expect(page.locator("#class-log img")).to_have_count(0)
        await expect(page.get_by_text("look", exact=True)).to_have_count(0)
    (media,) = [address for address in addresses if "/media/" in address]
    answer = await ben.request.get(media)
    assert answer.status == 404
    assert [deed.call for deed in stage.world.log] == [
        Call.TAKE_DOWN,
        Call.SAY,
        Call.TELL,
        Call.SAY,
    ]


async def test_an_edit_that_swaps_in_the_card_is_taken_down_too(stage: Stage) -> None:
    page = await stage.open("ana")
    await choose(page, CLEAN)
    await send(page)
    await page.get_by_role("button", name="Edit Ana’s message").click()
    await choose(page, CARD)
    await send(page)
    await expect(page.get_by_text(LINE)).to_be_visible()
    await expect(page.locator("#class-log img")).to_have_count(0)


async def test_one_click_on_the_test_card_shows_the_whole_chain(stage: Stage) -> None:
    page = await stage.open("cleo")
    await page.get_by_role("button", name="Post the test card").click()
    await expect(page.locator("#class-log .bot")).to_contain_text(LINE)
    await expect(page.locator("#private-log .bot")).to_contain_text("removed automatically")
    await expect(page.locator("#adults-log .bot")).to_contain_text("New case C-0001")
    await expect(page.locator("img")).to_have_count(0)


async def test_the_private_note_is_seen_by_the_sender_only(stage: Stage) -> None:
    ana, ben = await stage.open("ana"), await stage.open("ben")
    await choose(ana, CARD)
    await send(ana)
    await expect(ana.locator("#private-log")).to_contain_text(NOTICE.split("\n")[0])
    await expect(ben.get_by_text(LINE)).to_be_visible()
    assert NOTICE.split("\n")[0] not in await ben.content()
    # The page of another person does not keep it either.
    await ana.get_by_role("radio", name="Ben").check()
    await expect(ana.locator("#private-who")).to_have_text("Notes from Upstander to Ben.")
    assert NOTICE.split("\n")[0] not in await ana.content()


async def test_the_adults_are_told_in_words_and_never_shown_a_picture(stage: Stage) -> None:
    page = await stage.open("ana")
    await page.evaluate(f"({COUNT_PICTURES})()")
    await choose(page, CARD)
    await send(page)
    alert = page.locator("#adults-log .bot")
    for line in ALERT.split("\n"):
        await expect(alert).to_contain_text(line)
    stage.world.post("staff", LEAD, "slipped in", [Upload(CLEAN, "hills.png")])
    await expect(page.locator("#adults-log")).to_contain_text("slipped in")
    await expect(page.locator("#adults-log")).to_contain_text("a file, which is not shown here")
    assert await page.evaluate("window.seen") == 0
    assert "hills.png" not in await page.content()


async def test_the_why_button_answers_in_private(stage: Stage) -> None:
    page = await stage.open("ana")
    await choose(page, CARD)
    await send(page)
    await page.get_by_role("button", name="Why?").click()
    await expect(page.locator("#private-log")).to_contain_text(WHY)
    await expect(page.locator("#announcer")).to_have_text("Sent: Why?")
    assert WHY not in await page.locator("#class-log").inner_text()


async def test_an_adult_acknowledges_and_gives_commands(stage: Stage) -> None:
    page = await stage.open("ana")
    await page.get_by_role("button", name="Post the test card").click()
    await page.get_by_role("button", name="I am on it").click()
    await expect(page.locator("#adults-log")).to_contain_text("Case C-0001 is yours.")
    await page.fill("#adults-text", "/case")
    await page.keyboard.press("Enter")
    await expect(page.locator("#adults-log")).to_contain_text("You asked for /case.")
    (press,) = [event for event in stage.bot.events if isinstance(event, Press)]
    (command,) = [event for event in stage.bot.events if isinstance(event, CommandGiven)]
    assert (press.actor, press.action, command.actor) == (LEAD, "ack:1", LEAD)


async def test_a_command_in_private_is_answered_in_private(stage: Stage) -> None:
    page, other = await stage.open("ana"), await stage.open("ben")
    await page.fill("#private-text", "/help")
    await page.keyboard.press("Enter")
    await expect(page.locator("#private-log")).to_contain_text("You asked for /help.")
    await send(other, "done")
    await expect(other.get_by_text("done", exact=True)).to_be_visible()
    assert "/help" not in await other.content()


async def test_what_the_server_refuses_is_said_on_the_page(stage: Stage) -> None:
    page = await stage.open("ana")
    adapter = SandboxAdapter(stage.world)
    await adapter.say(ChatRef("sandbox", "class-7b"), Speech("line", (Button("Why?", "x"),)))
    button = page.get_by_role("button", name="Why?")
    await expect(button).to_be_visible()
    (line,) = stage.world.store.chat("class-7b").messages.values()
    # Changed behind the page's back: it offers a button that is not there any more.
    line.buttons = ()
    await button.click()
    await expect(page.locator("#class-problem")).to_have_text("This message has no such button.")
    # The browser logs a refused request by itself.
    assert [text for text in stage.complaints if "403" in text]
    stage.complaints.clear()


async def test_a_page_without_its_server_says_that_it_may_be_old_until_it_is_back(
    stage: Stage,
) -> None:
    message = stage.world.post("class-7b", ANA, "still there?")
    page = await stage.open("ana")
    port = await stage.stop()
    connection = page.locator("#connection")
    await expect(connection).to_have_text("Not connected: what you see may be old")
    await send(page, "hello?")
    await expect(page.locator("#class-problem")).to_have_text(
        "The sandbox does not answer. Is it still running?"
    )
    # What was written is not lost.
    await expect(page.locator("#class-text")).to_have_value("hello?")
    stage.world.delete(message.id, ANA)
    await stage.start(port)
    await expect(connection).to_have_text("Connected, live")
    await expect(page.get_by_text("still there?")).to_have_count(0)
    # The browser logs every refused connection by itself.
    assert all("ERR_CONNECTION" in text for text in stage.complaints)
    stage.complaints.clear()
