"""Where a picture stands and who posted it: chats, messages, actors and media slots."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ChatRef:
    """One chat of one platform; the platform's name and its chat id never travel apart."""

    platform: str
    chat: str


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message: platform, chat and message id, always together."""

    platform: str
    chat: str
    message: str

    @property
    def chat_ref(self) -> ChatRef:
        """The chat that this message stands in."""
        return ChatRef(self.platform, self.chat)

    @property
    def is_message(self) -> bool:
        """Whether there is a message that could be removed; else it names a place, see `place`."""
        return not self.message.startswith(_NO_MESSAGE)


_NO_MESSAGE = "@"


def place(chat: ChatRef, name: str) -> MessageRef:
    """Return the ref of something that stands in a chat without a message, such as its photo."""
    return MessageRef(chat.platform, chat.chat, _NO_MESSAGE + name)


class ActorKind(StrEnum):
    """Kinds of sender. All are scanned; the kind only decides who can be told in private."""

    USER = "user"
    BOT = "bot"
    WEBHOOK = "webhook"
    CHANNEL = "channel"
    ANONYMOUS_ADMIN = "anonymous_admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who posted, by the platform's id. Names are never taken in."""

    kind: ActorKind
    id: str


def name_in_logs(chat: ChatRef, actor: Actor) -> str:
    """Return how a log names a chat: a private one, whose id is a person's, by no id at all."""
    alone = bool(actor.id) and chat.chat.endswith(actor.id)
    return "in private" if alone else f"chat {chat.chat}"


# Stand-ins for a sender in a case: of a reported message that the bot never saw, and of a picture
# that belongs to the chat itself. Neither is anybody who could be told or restrained.
UNKNOWN_SENDER = Actor(ActorKind.USER, "unknown")
CHAT_ITSELF = Actor(ActorKind.CHANNEL, "chat")


@dataclass(frozen=True, slots=True)
class MediaItem:
    """One attachment of a message.

    Attributes:
        slot: Where in the message it stands, such as ``photo`` or ``document``.
        key: The platform's id of the content: equal keys mean equal bytes.
        handle: What the adapter needs to fetch it; opaque to the core.
        size: Bytes as the platform states them, or None where it does not say.
    """

    slot: str
    key: str
    handle: str
    size: int | None = None

    @property
    def linked(self) -> bool:
        """Whether it is an address in words, and `handle`, if there is one, leads to it."""
        return self.slot.startswith(LINK_SLOTS)


# Of an address of its own, and of one that is a part of the text.
LINK_SLOTS = ("link.", "name.")
