"""What the bot says fits into Discord's messages, mentions nobody and shows no pictures."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.commands import _TAKES
from adapters.discord.interactions import GROUPED
from adapters.discord.speech import BUTTON_BYTES, EPHEMERAL, TEXT_CHARS, messages_of, nonce_for
from bot.domain.capability import Limits
from bot.domain.speech import Button, Picker, PickFrom, Speech
from bot.services.seal import MOST_BYTES, Seal
from tests.fakes import MovableClock

SUPPRESS_EMBEDS = 1 << 2
SEAL = Seal(b"k" * 32, MovableClock())
ROOMS = Picker("Where?", "room", PickFrom.ROOMS)
PEOPLE = Picker("Who?", "adult", PickFrom.PEOPLE)
# Any text: short words, astral characters that count twice, and line breaks.
TEXTS = st.lists(
    st.sampled_from(["\n", "\n\n", "🙂" * 500, "a" * 999, "b " * 700, "é", "<@5>", " "])
    | st.text(max_size=30),
    max_size=14,
).map("".join)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts_of(text: str) -> list[str]:
    return [one["content"] for one in messages_of(Speech(text))]


def test_the_limits_are_discords() -> None:
    assert (TEXT_CHARS, BUTTON_BYTES, EPHEMERAL) == (2000, 100, 64)
    assert BUTTON_BYTES == MOST_BYTES


@given(TEXTS)
def test_a_long_text_is_cut_into_parts_that_fit_without_losing_a_character(text: str) -> None:
    parts = parts_of(text)
    assert len(parts) > 0
    assert all(units(part) <= TEXT_CHARS for part in parts)
    # Line breaks at a cut go: a message ends there anyway.
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
    assert text.startswith(parts[0])
    assert all(parts) or parts == [""]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("", [0]),
        ("a" * 2000, [2000]),
        ("a" * 2001, [2000, 1]),
        ("🙂" * 1000, [1000]),
        ("🙂" * 1001, [1000, 1]),
        ("a" + "🙂" * 1000, [1000, 1]),
        ("a" * 1500 + "\n" + "b" * 1500, [1500, 1500]),
        ("a" * 2000 + "\n" + "b", [2000, 1]),
        ("a" * 1999 + "\n\n\n" + "b" * 5, [2000, 5]),
        ("\n" + "a" * 2100, [2000, 101]),
        ("a" * 2000 + "\n\n", [2000]),
    ],
)
def test_a_cut_is_made_at_the_last_line_break_that_fits(text: str, lengths: list[int]) -> None:
    assert [len(part) for part in parts_of(text)] == lengths


@given(TEXTS, st.sampled_from([0, EPHEMERAL]))
def test_nobody_is_mentioned_and_no_link_becomes_a_picture(text: str, flags: int) -> None:
    payloads = messages_of(Speech(f"@everyone <@5> {text}"), flags=flags)
    assert len(payloads) > 0
    for payload in payloads:
        assert payload["allowed_mentions"] == {"parse": []}
        assert payload["flags"] == flags | SUPPRESS_EMBEDS
        assert not set(payload) - {"content", "flags", "allowed_mentions", "components"}


def test_buttons_and_lists_stand_under_the_last_part_alone() -> None:
    speech = Speech("a" * 4001, (Button("Yes", "yes"),), (ROOMS,))
    payloads = messages_of(speech)
    assert ["components" in one for one in payloads] == [False, False, True]
    assert all("components" not in one for one in messages_of(Speech("a" * 4001)))


def test_buttons_are_grey_and_say_what_they_do() -> None:
    (payload,) = messages_of(Speech("x", (Button("L" * 90, "a"), Button("No", "b", private=True))))
    assert payload["components"] == [
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 2, "label": "L" * 80, "custom_id": "a"},
                {"type": 2, "style": 2, "label": "No", "custom_id": "b"},
            ],
        }
    ]


def test_lists_offer_rooms_to_write_in_or_people() -> None:
    long = Picker("P" * 200, "adult", PickFrom.PEOPLE)
    (payload,) = messages_of(Speech("x", pickers=(ROOMS, long)))
    rooms = {"type": 8, "custom_id": "room", "placeholder": "Where?", "channel_types": [0, 5]}
    people = {"type": 5, "custom_id": "adult", "placeholder": "P" * 150}
    assert payload["components"] == [
        {"type": 1, "components": [rooms]},
        {"type": 1, "components": [people]},
    ]


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (1, [[1, 1]]),
        (5, [[5, 1]]),
        (6, [[5, 1, 1]]),
        (20, [[5, 5, 5, 5, 1]]),
        (25, [[5] * 5, [1]]),
        (26, [[5] * 5, [1, 1]]),
    ],
)
def test_a_row_has_five_buttons_and_a_message_five_rows(count: int, rows: list[list[int]]) -> None:
    buttons = tuple(Button(f"B{number}", f"b{number}") for number in range(count))
    payloads = messages_of(Speech("x", buttons, (PEOPLE,)))
    stacks = [payload["components"] for payload in payloads]
    assert [[len(row["components"]) for row in stack] for stack in stacks] == rows
    actions = [one["custom_id"] for stack in stacks for row in stack for one in row["components"]]
    assert actions == [*(f"b{number}" for number in range(count)), "adult"]
    # Discord takes no message without words.
    assert [payload["content"] for payload in payloads] == ["x", "…"][: len(rows)]


@pytest.mark.parametrize("action", ["ack:123456789", "setup", "x" * (100 - 23 - 7)])
def test_a_sealed_action_is_carried_whole(action: str) -> None:
    sealed = SEAL.close(action)
    assert len(sealed) <= BUTTON_BYTES == Limits(1, 1, timedelta(1), 100, 100).button_bytes
    speech = Speech("x", (Button("A", sealed),), (Picker("P", sealed, PickFrom.PEOPLE),))
    (payload,) = messages_of(speech)
    carried = [one["custom_id"] for row in payload["components"] for one in row["components"]]
    assert carried == [sealed, sealed]
    assert SEAL.open(carried[0]) == action


# --- what is said once


def test_a_nonce_is_short_and_the_same_for_the_same_part_alone() -> None:
    asked = [(5, "k", 0), (5, "k", 1), (6, "k", 0), (5, "l", 0), (55, "k", 0)]
    nonces = [nonce_for(*one) for one in asked]
    assert len(set(nonces)) == len(asked)
    assert all(0 < len(one) <= 25 and one.isascii() for one in nonces)
    assert nonce_for(5, "k", 0) == nonces[0]


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("Send /alerts to change that.", "Send /guard alerts to change that."),
        ("    /alerts K7QF-2M", "    /guard alerts K7QF-2M"),
        ("Also /status, /case and /mode.", "Also /guard status, /guard case and /guard mode."),
        ("/about says more. /help", "/about says more. /help"),
        ("Then send /guard status there.", "Then send /guard status there."),
        (
            "the page /testcard.png, https://a.example/status",
            "the page /testcard.png, https://a.example/status",
        ),
    ],
)
def test_commands_are_written_as_they_are_chosen_here(text: str, here: str) -> None:
    assert messages_of(Speech(text))[0]["content"] == here


def test_what_takes_something_behind_its_word_is_a_command_of_ours() -> None:
    assert set(_TAKES) < {*GROUPED, "helpline", "hashhelp", "withdraw", "appeal"}
