"""What the buttons of the panel carry, and presses that mean nothing."""

import pytest

from bot.domain.capability import Limits
from bot.domain.event import Press
from bot.domain.message import ChatRef
from bot.domain.policy import Digest, PolicyChange
from bot.services.changes import Changes
from bot.services.panel import SettingsPanel
from bot.services.people import LeadVoice
from bot.services.rights import Rights
from bot.services.seal import Seal
from tests.fakes import KeyTexts
from tests.unit.bot.services.bench import CLASS, LEAD, STAFF, Bench

SMALLEST = Limits(download_bytes=1, text_chars=1).button_bytes


def panel_of(bench: Bench, texts: KeyTexts | None = None) -> SettingsPanel:
    changes = Changes(
        bench.policies,
        bench.speaker,
        bench.answers,
        LeadVoice(bench.books.people, bench.speaker),
    )
    rights = Rights(bench.platforms, bench.policies, bench.books.people)
    return SettingsPanel(
        bench.policies, changes, rights, bench.speaker, bench.answers, texts or KeyTexts()
    )


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


class PartlyTranslated(KeyTexts):
    """Knows French and Italian too, but nothing for adults in them."""

    languages = frozenset({"en", "es", "fr", "it"})

    def adults_read(self, language: str) -> str:
        return language if language in {"en", "es"} else "en"


async def test_who_looks_at_the_languages_is_told_in_which_ones_adults_read_another(
    bench: Bench,
) -> None:
    panel = panel_of(bench, PartlyTranslated())
    last = (await panel.languages(CLASS)).text.splitlines()[-1]
    assert last == "en/language-adults what=fr, it language=en/language-name"
    assert "language-adults" not in (await panel_of(bench).languages(CLASS)).text


@pytest.mark.parametrize(("language", "told"), [("fr", True), ("es", False)])
async def test_who_chooses_a_language_is_told_what_adults_read_there(
    bench: Bench, language: str, told: bool
) -> None:
    panel = panel_of(bench, PartlyTranslated())
    text = await panel.change(CLASS, PolicyChange(language=language), LEAD)
    assert "policy-changed-now" in text
    assert text.endswith("what=fr language=en/language-name") is told
    assert ("language-adults" in text) is told


async def test_a_change_of_something_else_says_nothing_of_languages(bench: Bench) -> None:
    panel = panel_of(bench, PartlyTranslated())
    text = await panel.change(CLASS, PolicyChange(digest=Digest.OFF), LEAD)
    assert "language" not in text


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
