"""A button is believed only if the bot itself offered it, and only for a while."""

import logging
from datetime import timedelta

import pytest

from adapters.sandbox.adapter import SandboxAdapter
from bot.domain.action import ActionResult
from bot.domain.capability import Limits, NoticeWay
from bot.domain.event import Press
from bot.domain.message import ChatRef, MessageRef
from bot.domain.speech import Button, Picker, PickFrom, Speech
from bot.services.panel import _SHORT
from bot.services.seal import (
    MOST_BYTES,
    Seal,
    SealingMessenger,
    button_key,
)
from tests.fakes import START, MovableClock
from tests.unit.adapters.sandbox.stage import ANA, LEAD, make_world

KEY = button_key(b"k" * 32)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# What a platform has that names no bounds of its own: the smallest of all.
LIMITS = Limits(download_bytes=1, text_chars=1)
LONGEST_CHAT = "-1" + "0" * 16
LIVES = {
    "why:1": 30 * DAY,
    "ack:1": 30 * DAY,
    "mistake:1": 30 * DAY,
    "keep:c:1": 30 * DAY,
    "more:1": 30 * DAY,
    "unlock:1:on": 30 * DAY,
    "unmute:1": DAY,
    "mute:1": HOUR,
    "kick:1": HOUR,
    "ban:1": HOUR,
    "lock:1": HOUR,
    "set:c:mode=alert": HOUR,
    "panel:c": HOUR,
    "test:c": HOUR,
    "room:c": HOUR,
    "lead:c": HOUR,
    "confirm:n": 5 * MINUTE,
    "again:n": 5 * MINUTE,
}


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def seal(clock: MovableClock) -> Seal:
    return Seal(KEY, clock)


@pytest.mark.parametrize(("action", "life"), LIVES.items(), ids=LIVES)
def test_a_button_works_until_its_time_is_over(
    seal: Seal, clock: MovableClock, action: str, life: timedelta
) -> None:
    token = seal.close(action)
    clock.move(life - MINUTE)
    assert seal.open(token) == action
    # A press is never used up by the seal: what it does is safe to repeat, or guards itself.
    assert seal.open(token) == action
    clock.move(2 * MINUTE)
    assert seal.open(token) is None


def _last_letter_changed(token: str) -> str:
    # 22 letters hold 132 bits, and four of them say nothing: they must count all the same.
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + letters[letters.index(token[-1]) ^ 1]


TOKEN = Seal(KEY, MovableClock()).close("ack:1")
BODY, _, MAC = TOKEN.rpartition(".")
EXPIRY = BODY.rpartition(".")[2]
FORGED = {
    "nothing": "",
    "a dot": ".",
    "dots": "..",
    "bare": "ack:1",
    "no mac": f"ack:1.{EXPIRY}",
    "an empty mac": f"ack:1.{EXPIRY}.",
    "half a mac": f"ack:1.{EXPIRY}.{MAC[:11]}",
    "a longer mac": f"{TOKEN}A",
    "padding": f"{TOKEN}==",
    "a guess": f"ack:1.{EXPIRY}.{'A' * 22}",
    "another case": TOKEN.replace("ack:1", "ack:2"),
    "another verb": TOKEN.replace("ack:1", "ban:1"),
    "a later end": f"ack:1.zzzzz.{MAC}",
    "an earlier end": f"ack:1.00001.{MAC}",
    "no end": f"ack:1.{MAC}",
    "capitals": TOKEN.swapcase(),
    "an unused bit": _last_letter_changed(TOKEN),
    "a blank before": f" {TOKEN}",
    "a blank after": f"{TOKEN} ",
    "a line end": f"{TOKEN}\n",
    "a zero byte": f"{TOKEN}\0",
    "other digits": TOKEN.replace("1", "١", 1),
    "an umlaut": f"ack:1.{EXPIRY}.é{MAC[1:]}",
    "half a letter": f"ack:1.{EXPIRY}.\ud800{MAC[1:]}",
    "too long": "a" * 5000,
    "the right one, too long": f"{'x' * MOST_BYTES}{TOKEN}",
    "another installation's": Seal(button_key(b"o" * 32), MovableClock()).close("ack:1"),
    "sealed by the key of the chain": Seal(b"k" * 32, MovableClock()).close("ack:1"),
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_what_we_did_not_seal_is_nothing(seal: Seal, token: str) -> None:
    assert seal.open(TOKEN) == "ack:1"
    assert token != TOKEN
    assert seal.open(token) is None


def test_what_no_button_can_carry_is_not_even_looked_at(seal: Seal) -> None:
    assert seal.open(seal.close("a" * (MOST_BYTES - 29))) is not None
    assert seal.open(seal.close("a" * (MOST_BYTES - 28))) is None


def test_the_key_of_the_buttons_is_not_the_key_of_the_installation() -> None:
    assert len(KEY) == 32
    assert button_key(b"k" * 32) == KEY
    assert button_key(b"l" * 32) != KEY


def _longest() -> list[str]:
    case = "9" * 7
    values = {"mode": "remove", "preset": "lenient", "opaque": "remove", "links": "remove"}
    changes = [
        f"set:{LONGEST_CHAT}:{short}={values.get(name, 'es')}" for short, name in _SHORT.items()
    ]
    about_cases = [f"{verb}:{case}" for verb in ("ack", "mistake", "more", "mute", "unmute")]
    return [
        *changes,
        *about_cases,
        *[f"{verb}:{case}" for verb in ("kick", "ban", "lock")],
        f"keep:{LONGEST_CHAT}:{'9' * 9}",
        f"panel:{LONGEST_CHAT}",
        f"test:{LONGEST_CHAT}",
        f"room:{LONGEST_CHAT}",
        f"lead:{LONGEST_CHAT}",
        f"unlock:{case}:{'f' * 6}",
    ]


def test_the_longest_action_fits_into_a_button(seal: Seal) -> None:
    longest = _longest()
    assert {action.partition(":")[0] for action in longest} | {"why", "again", "confirm"} == {
        action.partition(":")[0] for action in LIVES
    }
    for action in longest:
        token = seal.close(action)
        assert len(token.encode()) <= LIMITS.button_bytes, action
        assert seal.open(token) == action


def test_what_leads_into_private_fits_into_a_link(seal: Seal) -> None:
    nonce = "n" * 11  # token_urlsafe(8), see app.py
    for action in (f"why:{'9' * 12}", f"again:{nonce}", f"confirm:{nonce}"):
        assert len(seal.close(action)) <= LIMITS.private_button_bytes, action


# --- the messenger


async def test_every_button_is_sealed_however_it_is_said(seal: Seal) -> None:
    world = make_world()
    messenger = SealingMessenger(SandboxAdapter(world), seal, LIMITS)
    chat = ChatRef("sandbox", "class-7b")
    speech = Speech("words", (Button("One", "ack:1"), Button("Two", "why:2", private=True)))
    await messenger.say(chat, speech)
    await messenger.tell(NoticeWay.EPHEMERAL, chat, ANA, speech)
    press = Press(ChatRef("sandbox", "staff"), LEAD, START, "more:1")
    await messenger.reply(press, speech)
    said = [
        message
        for place in ("class-7b", "private:ana", "private:lead")
        for message in world.store.chat(place).messages.values()
    ]
    assert len(said) == 3
    for message in said:
        assert message.text == "words"
        assert [button.label for button in message.buttons] == ["One", "Two"]
        assert [seal.open(button.action) for button in message.buttons] == ["ack:1", "why:2"]
        assert [button.private for button in message.buttons] == [False, True]


async def test_a_button_that_no_platform_takes_does_not_cost_the_words(
    seal: Seal, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world()
    buttons = (
        Button("Too long", f"keep:{'c' * 60}:1"),
        Button("Too long for a link", f"why:{'1' * 20}", private=True),
        Button("Fits", "ack:1"),
    )
    with caplog.at_level(logging.ERROR):
        await SealingMessenger(SandboxAdapter(world), seal, LIMITS).say(
            ChatRef("sandbox", "staff"), Speech("words", buttons)
        )
    (message,) = world.store.chat("staff").messages.values()
    assert [button.label for button in message.buttons] == ["Fits"]
    assert [record.getMessage().split()[1] for record in caplog.records] == ["keep", "why"]
    assert "ccc" not in caplog.text


class Noting(SandboxAdapter):
    """A sandbox that notes each speech as it was handed over."""

    def __init__(self) -> None:
        super().__init__(make_world())
        self.said: list[Speech] = []

    async def say(
        self, chat: ChatRef, speech: Speech, near: MessageRef | None = None
    ) -> ActionResult:
        self.said.append(speech)
        self.near = near
        return await super().say(chat, speech)


async def test_lists_are_sealed_like_buttons_and_the_rest_of_a_speech_stays(seal: Seal) -> None:
    platform, chat = Noting(), ChatRef("sandbox", "class-7b")
    lists = (
        Picker("Which room?", "room:c", PickFrom.ROOMS),
        Picker("Who?", f"lead:{'c' * 60}", PickFrom.PEOPLE),
    )
    near = MessageRef("sandbox", "class-7b", "5")
    speech = Speech("words", (), lists, key="C-0001")
    await SealingMessenger(platform, seal, LIMITS).say(chat, speech, near)
    (said,) = platform.said
    assert (said.text, said.key, platform.near) == ("words", "C-0001", near)
    (sealed,) = said.pickers
    assert (sealed.label, sealed.offers) == ("Which room?", PickFrom.ROOMS)
    assert sealed.action != "room:c"
    assert seal.open(sealed.action) == "room:c"


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        (Limits(1, 1), ["short"]),
        (Limits(1, 1, button_bytes=100), ["short", "long"]),
        (Limits(1, 1, private_button_bytes=100), ["short", "private"]),
        (Limits(1, 1, button_bytes=100, private_button_bytes=100), ["short", "long", "private"]),
        (Limits(1, 1, button_bytes=10, private_button_bytes=10), []),
    ],
    ids=["smallest", "long buttons", "long links", "both", "none"],
)
async def test_each_platform_takes_buttons_as_long_as_it_says(
    seal: Seal, limits: Limits, fits: list[str]
) -> None:
    platform = Noting()
    buttons = (
        Button("short", "ack:1"),
        Button("long", f"keep:{'c' * 60}:1"),
        Button("private", f"why:{'1' * 60}", private=True),
    )
    chat = ChatRef("sandbox", "class-7b")
    await SealingMessenger(platform, seal, limits).say(chat, Speech("words", buttons))
    assert [one.label for one in platform.said[0].buttons] == fits


async def test_a_button_may_be_exactly_as_long_as_the_bound(seal: Seal) -> None:
    platform, chat = Noting(), ChatRef("sandbox", "class-7b")
    length = len(seal.close("ack:1"))
    for most, count in ((length, 1), (length - 1, 0)):
        messenger = SealingMessenger(platform, seal, Limits(1, 1, button_bytes=most))
        await messenger.say(chat, Speech("words", (Button("One", "ack:1"),)))
        assert len(platform.said[-1].buttons) == count
