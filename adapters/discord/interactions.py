"""What people ask the bot for: slash commands, menus on a message, buttons and lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.discord.ids import (
    id_in,
    is_private,
    message,
    moment_of,
    private,
    required_id,
    room,
    server,
)
from adapters.discord.senders import user_of
from bot.domain.event import CommandGiven, Press
from bot.domain.message import Actor, ChatRef, MessageRef, place
from bot.domain.raw_json import (
    MalformedUpdate,
    Raw,
    list_in,
    mapping_in,
    required_mapping,
    text_in,
)

# https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object
COMMAND, COMPONENT = 2, 3
_ON_A_MESSAGE = 3
GROUP = "guard"
# The commands that stand under the group; the others are for everybody.
GROUPED = (
    "setup",
    "status",
    "coverage",
    "dryreport",
    "settings",
    "policy",
    "mode",
    "language",
    "alerts",
    "selftest",
    "case",
    "cases",
    "ack",
    "note",
    "refer",
    "hold",
    "release",
    "close",
    "reopen",
    "undo",
    "falsealarm",
    "blockhash",
    "lock",
    "unlock",
    "panic",
)
REPORT_MENU, CASE_MENU = "Report picture", "Show case"
_CASE = re.compile(r"\bC-\d{4,12}\b")
_SEPARATOR = "|"
# A group, a command and its options.
_MOST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Answerable:
    """An interaction as it can be answered for 15 minutes, by whoever knows its token.

    https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages
    """

    id: str
    token: str = field(repr=False)
    application: str
    command: bool

    def __str__(self) -> str:
        kind = "command" if self.command else "press"
        return _SEPARATOR.join((self.id, self.application, kind, self.token))

    @classmethod
    def read(cls, text: str) -> "Answerable | None":
        """Read what an event carries; None where it carries none."""
        parts = text.split(_SEPARATOR, 3)
        if len(parts) != 4:
            return None
        number, application, kind, token = parts
        return cls(number, token, application, kind == "command")

    @classmethod
    def of(cls, raw: Raw) -> "Answerable | None":
        """Return how a raw interaction is answered; None where it needs no answer of ours."""
        kind = raw.get("type")
        number, token = id_in(raw, "id"), text_in(raw, "token")
        if kind not in (COMMAND, COMPONENT) or not number or not token:
            return None
        return cls(number, token, id_in(raw, "application_id"), kind == COMMAND)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all interactions have: who asked, and where."""

    raw: Raw
    data: Raw
    actor: Actor
    chat: ChatRef
    room: ChatRef | None

    @property
    def reply(self) -> str:
        """What answers it."""
        answerable = Answerable.of(self.raw)
        return str(answerable) if answerable else ""


def asked_in(raw: Raw) -> Iterator[CommandGiven | Press]:
    """Yield what a person wants; interactions of other kinds want nothing of us."""
    kind = raw.get("type")
    if kind not in (COMMAND, COMPONENT):
        return
    asked = _read(raw)
    if kind == COMPONENT:
        yield _press(asked)
    else:
        yield _command(asked)


def _read(raw: Raw) -> _Asked:
    user = mapping_in(mapping_in(raw, "member"), "user") or mapping_in(raw, "user")
    actor = user_of(user)
    if actor is None:
        raise MalformedUpdate("nobody asked")
    guild, channel = id_in(raw, "guild_id"), id_in(raw, "channel_id")
    data = required_mapping(raw.get("data"), "data")
    if not guild:
        return _Asked(raw, data, actor, private(actor.id), None)
    # What is asked in a thread is asked in its channel.
    parent = id_in(mapping_in(raw, "channel"), "parent_id")
    thread = mapping_in(raw, "channel").get("type") in (10, 11, 12)
    here = parent if thread and parent else channel
    return _Asked(raw, data, actor, server(guild), room(guild, here) if here else None)


def _press(asked: _Asked) -> Press:
    picked = [one for one in list_in(asked.data, "values") if isinstance(one, str)]
    chosen = picked[0] if picked else ""
    if chosen and chosen in mapping_in(mapping_in(asked.data, "resolved"), "channels"):
        chosen = room(asked.chat.chat, chosen).chat
    return Press(
        asked.chat,
        asked.actor,
        moment_of(required_id(asked.raw, "id")),
        text_in(asked.data, "custom_id"),
        asked.reply,
        asked.room,
        chosen,
    )


def _command(asked: _Asked) -> CommandGiven:
    number = required_id(asked.raw, "id")
    answered: MessageRef | None = None
    if asked.data.get("type") == _ON_A_MESSAGE:
        line, answered = _on_a_message(asked)
    else:
        line = f"/{' '.join(_words(asked.data))}"
    return CommandGiven(
        # No message holds a command here: nothing stands in the chat that could be removed.
        place(asked.chat, f"command:{number}"),
        asked.actor,
        moment_of(number),
        line,
        answered,
        private=is_private(asked.chat),
        reply=asked.reply,
        room=asked.room,
    )


def _words(node: Raw, levels: int = _MOST_LEVELS) -> Iterator[str]:
    """Yield the words of a slash command as they would be typed: ``/guard mode value:alert``."""
    if levels < 0:
        raise MalformedUpdate("a command nested without end")
    name = text_in(node, "name")
    if name != GROUP and "value" not in node:
        yield name
    if "value" in node:
        # A line has no line breaks in it. All options are texts: see `commands`.
        yield " ".join(text_in(node, "value").split())
    options = [required_mapping(option, "option") for option in list_in(node, "options")]
    # People may fill them in in any order; "field" comes before "value".
    for option in sorted(options, key=lambda one: text_in(one, "name")):
        yield from _words(option, levels - 1)


def _on_a_message(asked: _Asked) -> tuple[str, MessageRef | None]:
    """Return what a menu entry on a message asks for, and that message."""
    target = id_in(asked.data, "target_id")
    shown = mapping_in(mapping_in(mapping_in(asked.data, "resolved"), "messages"), target)
    channel = id_in(shown, "channel_id") or id_in(asked.raw, "channel_id")
    ref = message(asked.chat, channel, target) if target and channel else None
    if text_in(asked.data, "name") == REPORT_MENU:
        return "/report", ref
    case = _CASE.search(text_in(shown, "content"))
    return (f"/case {case.group()}" if case else "/case"), ref
