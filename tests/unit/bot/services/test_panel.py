"""What the buttons of the panel carry, and presses that mean nothing."""

import pytest

from bot.domain.capability import Limits
from bot.domain.event import Press
from bot.domain.message import ChatRef
from bot.services.changes import Changes
from bot.services.panel import SettingsPanel
from bot.services.rights import Rights
from bot.services.seal import Seal
from tests.fakes import KeyTexts
from tests.unit.bot.services.bench import CLASS, LEAD, STAFF, Bench

SMALLEST = Limits(download_bytes=1, text_chars=1).button_bytes


def panel_of(bench: Bench) -> SettingsPanel:
    changes = Changes(bench.policies, bench.speaker, bench.answers)
    rights = Rights(bench.platforms, bench.policies)
    return SettingsPanel(bench.policies, changes, rights, bench.speaker, bench.answers, KeyTexts())


def pressed(bench: Bench) -> Press:
    return Press(STAFF, LEAD, bench.clock.now(), "sealed elsewhere")


async def test_every_button_fits_into_a_platforms_bound_with_its_seal(bench: Bench) -> None:
    # The longest id of a chat that we know of: Telegram's, 52 bits with a sign
    # (https://core.telegram.org/bots/api#chat).
    bench.world.add_chat(bench.world.store.chats[CLASS.chat])
    longest = ChatRef("sandbox", "-" + "4" * 17)
    bench.world.store.chats[longest.chat] = bench.world.store.chats[CLASS.chat]
    panel = await panel_of(bench).settings(longest)
    languages = await panel_of(bench).languages(longest)
    seal = Seal(b"k" * 32, bench.clock)
    actions = [button.action for button in (*panel.buttons, *languages.buttons)]
    assert len(actions) == 11
    for action in actions:
        token = seal.close(action)
        assert len(token) <= SMALLEST
        assert seal.open(token) == action


MEANINGLESS = [
    "",
    ":",
    "class-7b",
    "class-7b:",
    "class-7b:mode",
    "class-7b:mode=",
    "class-7b:mode=off",
    "class-7b:mode=alert=alert",
    "class-7b:language=es",
    "class-7b:lang=xx",
    "class-7b:aler=staff",
]


@pytest.mark.parametrize("rest", MEANINGLESS)
async def test_a_press_that_names_no_value_means_nothing(bench: Bench, rest: str) -> None:
    assert await panel_of(bench).set(pressed(bench), rest) is None
    assert await bench.policies.upcoming(CLASS) == []


async def test_a_press_for_a_chat_that_nobody_knows_is_not_allowed(bench: Bench) -> None:
    for answer in (
        await panel_of(bench).set(pressed(bench), "elsewhere:mode=alert"),
        await panel_of(bench).show(pressed(bench), "elsewhere"),
    ):
        assert answer is not None
        assert answer.speech.text == "en/press-not-allowed"
        assert not answer.openly


async def test_a_chats_id_may_hold_the_sign_between_the_parts(bench: Bench) -> None:
    room = bench.world.store.chats["!room:server"] = bench.world.store.chats[CLASS.chat]
    room.members[LEAD.id] = room.members["cleo"]
    answer = await panel_of(bench).set(pressed(bench), "!room:server:mode=alert")
    assert answer is not None
    assert answer.openly
