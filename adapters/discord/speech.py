"""How a speech is written as messages of Discord: words, buttons and lists. Pure: no I/O."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from adapters.discord.interactions import GROUP, GROUPED
from bot.domain.speech import Button, Picker, PickFrom, Speech
from bot.domain.text_parts import parts_of

# https://discord.com/developers/docs/resources/message#create-message
TEXT_CHARS = 2000
# https://discord.com/developers/docs/components/reference#button: characters of a custom_id.
BUTTON_BYTES = 100
_LABEL_CHARS, _PLACEHOLDER_CHARS = 80, 150
_BUTTONS_A_ROW, _MOST_ROWS = 5, 5
_MORE = "…"
_ROW, _BUTTON, _PEOPLE, _ROOMS = 1, 2, 5, 8
_GREY = 2
# The kinds of channel that a speech can be said in: text and news.
_SPOKEN_IN = (0, 5)
_SUPPRESS_EMBEDS, EPHEMERAL = 1 << 2, 1 << 6
_NONCE_CHARS = 25

# Not in an address or a path, and not what stands under the group already.
_COMMAND = re.compile(rf"(?<![\w/.:-])/({'|'.join(GROUPED)})\b")

Payload = dict[str, Any]


def messages_of(speech: Speech, *, flags: int = 0) -> list[Payload]:
    """Return a speech in as many messages as it takes; buttons and lists stand under the last.

    What does not fit there stands under messages of its own. Nobody is mentioned, whatever stands
    in the words, and no link is shown as a picture.
    """
    rows = [*_button_rows(speech.buttons), *map(_picker_row, speech.pickers)]
    stacks = [rows[start : start + _MOST_ROWS] for start in range(0, len(rows), _MOST_ROWS)]
    parts = [*parts_of(as_typed_here(speech.text), TEXT_CHARS), *[_MORE] * (len(stacks) - 1)]
    payloads: list[Payload] = [
        {
            "content": part,
            "flags": flags | _SUPPRESS_EMBEDS,
            "allowed_mentions": {"parse": []},
        }
        for part in parts
    ]
    for payload, stack in zip(payloads[len(payloads) - len(stacks) :], stacks, strict=True):
        payload["components"] = stack
    return payloads


def as_typed_here(text: str) -> str:
    """Return a text in which commands are written as they are chosen here: ``/guard status``."""
    return _COMMAND.sub(rf"/{GROUP} \1", text)


def nonce_for(channel: int, key: str, part: int) -> str:
    """Return what Discord knows a message by for a few minutes: the same one is not said twice.

    https://discord.com/developers/docs/resources/message#create-message (nonce, enforce_nonce)
    """
    return hashlib.sha256(f"{channel}:{key}:{part}".encode()).hexdigest()[:_NONCE_CHARS]


def _button_rows(buttons: tuple[Button, ...]) -> Iterator[Payload]:
    for start in range(0, len(buttons), _BUTTONS_A_ROW):
        row = [
            {
                "type": _BUTTON,
                "style": _GREY,
                "label": button.label[:_LABEL_CHARS],
                "custom_id": button.action,
            }
            for button in buttons[start : start + _BUTTONS_A_ROW]
        ]
        yield {"type": _ROW, "components": row}


def _picker_row(picker: Picker) -> Payload:
    rooms = picker.offers is PickFrom.ROOMS
    menu: Payload = {
        "type": _ROOMS if rooms else _PEOPLE,
        "custom_id": picker.action,
        "placeholder": picker.label[:_PLACEHOLDER_CHARS],
    }
    if rooms:
        menu["channel_types"] = list(_SPOKEN_IN)
    return {"type": _ROW, "components": [menu]}
