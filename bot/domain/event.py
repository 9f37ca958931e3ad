"""What a platform can tell us: the closed union of events that `translate` produces."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.message import Actor, ChatRef, MediaItem, MessageRef
from bot.domain.signal import OpaqueReason


@dataclass(frozen=True, slots=True)
class OpaqueSlot:
    """A slot that shows something which the bot cannot fetch at all, such as paid media."""

    slot: str
    key: str
    reason: OpaqueReason


@dataclass(frozen=True, slots=True)
class Posted:
    """A message was posted or edited.

    Attributes:
        links: Addresses in its text or behind its words; stored nowhere, only counted.
        names: What its text names without an address, see `links.names_in`; only compared.
        revision: The edit stamp; ``"0"`` for the first version. An edit is a new item.
        album: What the messages of one album have in common; empty for a single message.
    """

    ref: MessageRef
    actor: Actor
    at: datetime
    media: tuple[MediaItem, ...] = ()
    opaque: tuple[OpaqueSlot, ...] = ()
    links: tuple[str, ...] = ()
    revision: str = "0"
    album: str = ""
    names: tuple[str, ...] = ()

    @property
    def edited(self) -> bool:
        """Whether this is a later version of a message that was already posted."""
        return self.revision != "0"


@dataclass(frozen=True, slots=True)
class Removed:
    """A message was deleted by somebody."""

    ref: MessageRef


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A message that starts with a command word.

    Attributes:
        text: The whole line, such as ``/mode remove``.
        reply_to: The message that the command answers, where there is one.
        private: Given in a one-to-one chat with the bot.
        reply: What the adapter needs to answer this command in private, where it can.
        room: The part of a chat of several rooms in which it was given; adults may have one.
        showed: In private, a picture or file came with it. What it is stays unknown: it is named in
            no event, so that nothing can fetch it.
    """

    ref: MessageRef
    actor: Actor
    at: datetime
    text: str
    reply_to: MessageRef | None = None
    private: bool = False
    reply: str = ""
    room: ChatRef | None = None
    showed: bool = False

    @property
    def chat(self) -> ChatRef:
        """Where it was given."""
        return self.ref.chat_ref


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed.

    Attributes:
        chat: Where it was pressed; a private chat with the bot counts as a chat too.
        action: What the button carried, as the platform hands it back.
        reply: What the adapter needs to answer this press in private, where it can.
        room: The part of a chat of several rooms in which it was pressed; adults may have one.
        picked: What was chosen from a list: the id of a person, or the chat id of a room.
    """

    chat: ChatRef
    actor: Actor
    at: datetime
    action: str
    reply: str = ""
    room: ChatRef | None = None
    picked: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was added to a chat, removed from it, or its rights changed.

    Attributes:
        joined: It was not in the chat before.
        lost: What it cannot do or see any more, as keys of the texts that say how to put it right.
    """

    chat: ChatRef
    present: bool
    at: datetime
    may_delete: bool = True
    joined: bool = False
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's picture appeared or changed."""

    chat: ChatRef
    actor: Actor
    media: tuple[MediaItem, ...]
    at: datetime
    opaque: tuple[OpaqueSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture that stands in a chat without a message: its own photo, a reaction, an emoji.

    Attributes:
        name: Where it stands, such as ``chat`` for the chat's own photo.
    """

    chat: ChatRef
    media: tuple[MediaItem, ...]
    at: datetime
    opaque: tuple[OpaqueSlot, ...] = ()
    name: str = "chat"


@dataclass(frozen=True, slots=True)
class Gap:
    """Messages since `since` may have been missed and cannot be replayed."""

    chat: ChatRef
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """The platform gave a chat a new id; what holds for the old one holds for the new one."""

    old: ChatRef
    new: ChatRef
    at: datetime


class TroubleKind(StrEnum):
    """What can go wrong with a whole platform."""

    OUTAGE = "outage"
    SECOND_RECEIVER = "second_receiver"
    HIDDEN_CONTENT = "hidden_content"


@dataclass(frozen=True, slots=True)
class PlatformTrouble:
    """Something that concerns every chat of a platform.

    `OUTAGE`: what was posted from `since` to `until` may have been missed. `SECOND_RECEIVER`:
    somebody else takes this bot's updates away, so pictures may pass unseen. `HIDDEN_CONTENT`: the
    platform delivers messages without what they hold.
    """

    platform: str
    kind: TroubleKind
    since: datetime
    until: datetime


Event = (
    Posted
    | Removed
    | CommandGiven
    | Press
    | Membership
    | Profile
    | Asset
    | Gap
    | Moved
    | PlatformTrouble
)


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """One event as the platform sent it.

    Attributes:
        key: The platform's own id of the update; a second delivery has the same key.
        body: The raw JSON, kept until it was handled so that a bug loses nothing.
    """

    platform: str
    key: str
    chat: str
    body: str
