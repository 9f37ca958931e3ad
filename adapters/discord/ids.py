"""How Discord's ids stand in the core's: what a chat is, and which message is meant.

A server is one chat with one policy, in however many channels it talks. The channel in which the
adults read the alerts is a chat of its own, and so is a private conversation with the bot:

| chat | id |
|---|---|
| a server | ``1234`` |
| one channel of it, a *room* | ``1234/5678`` |
| private, with one person | ``@4321`` |

A message is named by its channel and its own id, ``5678/9012``, because Discord needs both.
"""

from datetime import UTC, datetime, timedelta

from bot.domain.message import ChatRef, MessageRef
from bot.domain.raw_json import MalformedUpdate, Raw

PLATFORM = "discord"
# https://discord.com/developers/docs/reference#snowflakes
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_TIME_SHIFT = 22
_ID_END = 2**63
_ID_DIGITS = len(str(_ID_END))
_PRIVATE = "@"


def id_in(node: Raw, field: str) -> str:
    """Return the id that stands in a field; empty where there is none that can be one."""
    value = node.get(field)
    number = _number(value) if isinstance(value, str) else None
    return str(value) if number is not None and 0 < number < _ID_END else ""


def required_id(node: Raw, field: str) -> str:
    """Return an id, or refuse the update."""
    found = id_in(node, field)
    if not found:
        raise MalformedUpdate(f"{field} is missing")
    return found


def moment_of(snowflake: str | int) -> datetime:
    """Return when something was made: every id of Discord says it, in milliseconds."""
    return _EPOCH + timedelta(milliseconds=int(snowflake) >> _TIME_SHIFT)


def last_id_before(moment: datetime) -> int:
    """Return the largest id that can be made before a time.

    Discord hands out what comes after an id, without the one that has it.
    """
    return max(1, (moment - _EPOCH) // timedelta(milliseconds=1) << _TIME_SHIFT) - 1


def server(guild: str | int) -> ChatRef:
    """Return a server as a chat."""
    return ChatRef(PLATFORM, str(guild))


def room(guild: str | int, channel: str | int) -> ChatRef:
    """Return one channel of a server as a chat of its own."""
    return ChatRef(PLATFORM, f"{guild}/{channel}")


def private(person: str | int) -> ChatRef:
    """Return the private conversation with a person."""
    return ChatRef(PLATFORM, f"{_PRIVATE}{person}")


def message(chat: ChatRef, channel: str | int, number: str | int) -> MessageRef:
    """Return a message of a chat."""
    return MessageRef(chat.platform, chat.chat, f"{channel}/{number}")


def guild_of(chat: ChatRef) -> int | None:
    """Return the server of a chat; None for a private one."""
    return _number(chat.chat.partition("/")[0])


def channel_of(chat: ChatRef) -> int | None:
    """Return the channel that a room is; None for a whole server."""
    return _number(chat.chat.partition("/")[2])


def person_of(chat: ChatRef) -> int | None:
    """Return with whom a private conversation is; None for another chat."""
    return _number(chat.chat.removeprefix(_PRIVATE)) if is_private(chat) else None


def is_private(chat: ChatRef) -> bool:
    """Whether a chat is a conversation with one person."""
    return chat.chat.startswith(_PRIVATE)


def place_of(ref: MessageRef) -> tuple[int, int] | None:
    """Return a message's channel and number; None where there is no message."""
    channel, _, number = ref.message.partition("/")
    found = _number(channel), _number(number)
    return None if None in found else (found[0] or 0, found[1] or 0)


def _number(text: str) -> int | None:
    # Python refuses to read a number of thousands of digits.
    short = len(text) <= _ID_DIGITS
    return int(text) if short and text.isascii() and text.isdigit() else None
