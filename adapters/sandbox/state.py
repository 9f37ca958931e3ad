"""What the chat platform holds: members, chats, messages and files, all in memory.

Words, names and bytes of people are left out of every `repr`, so that no log and no traceback
can carry them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from adapters.sandbox.errors import NoSuchChat, NoSuchFile, NoSuchMessage
from bot.domain.capability import Capabilities, Capability
from bot.domain.message import Actor, ActorKind
from bot.domain.pause import Kinds
from bot.domain.speech import Button

# The bot as the other members see it.
UPSTANDER = Actor(ActorKind.BOT, "upstander")
PRIVATE = "private:"

DEFAULT_CAPABILITIES: Capabilities = frozenset(
    {
        Capability.DELETE,
        Capability.MUTE,
        Capability.KICK,
        Capability.BAN,
        Capability.LOCK_MEDIA,
        Capability.PAUSE_MEDIA,
        Capability.PAUSE_KINDS,
        Capability.EPHEMERAL,
        Capability.BUTTONS,
        Capability.EDIT_EVENTS,
        Capability.DELETE_EVENTS,
        Capability.GAP_REPLAY,
        Capability.CONFIDENTIAL,
    }
)


class ChatKind(StrEnum):
    """Whom a chat is for. No picture is ever shown in an `ADULTS` chat."""

    CLASS = "class"
    ADULTS = "adults"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a chat."""

    id: str
    name: str = field(repr=False)
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a person sends it.

    Attributes:
        name: What the sender calls it; may be a lie, and is only ever shown on the page.
        slot: ``photo``, or ``document`` for a file that is sent as it is.
    """

    data: bytes = field(repr=False)
    name: str = field(default="", repr=False)
    slot: str = "photo"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the platform. Equal `unique_id` means equal bytes; `id` is this one copy."""

    id: str
    unique_id: str
    upload: Upload


@dataclass(slots=True)
class Message:
    """One message as it stands now. `version` grows with each edit."""

    id: str
    chat: str
    actor: Actor
    at: datetime
    text: str = field(repr=False)
    files: tuple[StoredFile, ...] = ()
    reply_to: str | None = None
    spoiler: bool = False
    version: int = 0
    buttons: tuple[Button, ...] = ()


@dataclass(slots=True)
class Chat:
    """One chat with its members and what the bot may do in it.

    Attributes:
        muted: Who may not post, and until when.
        banned: Who may not post or come back.
        media_paused: Nobody may post files, because an adult pressed a button.
        barred: Kinds that nobody may post for a while.
    """

    id: str
    title: str = field(repr=False)
    kind: ChatKind
    members: dict[str, Member]
    capabilities: Capabilities = DEFAULT_CAPABILITIES
    bot_present: bool = True
    messages: dict[str, Message] = field(default_factory=dict, repr=False)
    muted: dict[Actor, datetime] = field(default_factory=dict)
    banned: set[Actor] = field(default_factory=set)
    media_paused: bool = False
    barred: Kinds = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """Something in a chat is not what it was: look again. Without a message: at the whole chat."""

    chat: str
    message: str | None = None


def school() -> list[Chat]:
    """Return the chats of the demo. The class's admin is a pupil, as in most class chats."""
    pupils = (Member("ana", "Ana"), Member("ben", "Ben"), Member("cleo", "Cleo", admin=True))
    lead = Member("lead", "Safeguarding lead", admin=True)
    return [
        Chat("class-7b", "Class 7B", ChatKind.CLASS, {pupil.id: pupil for pupil in pupils}),
        Chat("staff", "Adults", ChatKind.ADULTS, {lead.id: lead}),
    ]


class Store:
    """Everything that stands on the platform at this moment, and who watches it."""

    def __init__(self, chats: list[Chat]) -> None:
        self.chats = {chat.id: chat for chat in chats}
        self.bytes_held = 0
        self._chat_of: dict[str, str] = {}
        self._files: dict[str, StoredFile] = {}
        self._watchers: list[Callable[[Change], None]] = []

    def chat(self, chat_id: str) -> Chat:
        """Return a chat; the private chat of a member comes to life when it is asked for."""
        chat = self.chats.get(chat_id) or self._private(chat_id)
        if chat is None:
            raise NoSuchChat
        return chat

    def message(self, message_id: str) -> Message:
        """Return a message that stands."""
        chat_id = self._chat_of.get(message_id)
        if chat_id is None:
            raise NoSuchMessage
        return self.chats[chat_id].messages[message_id]

    def file(self, file_id: str) -> StoredFile:
        """Return a file whose message, or profile, stands."""
        try:
            return self._files[file_id]
        except KeyError:
            raise NoSuchFile from None

    def put(self, message: Message) -> None:
        """Let a message stand, new or as its next version."""
        self.chat(message.chat).messages[message.id] = message
        self._chat_of[message.id] = message.chat
        self.keep(message.files)
        self.tell_watchers(Change(message.chat, message.id))

    def drop(self, message: Message) -> None:
        """Remove a message and forget its bytes."""
        del self.chats[message.chat].messages[message.id]
        del self._chat_of[message.id]
        self.forget(message.files)
        self.tell_watchers(Change(message.chat, message.id))

    def drop_chat(self, chat: Chat) -> None:
        """Remove a chat with everything in it."""
        for message in list(chat.messages.values()):
            self.drop(message)
        del self.chats[chat.id]
        self.tell_watchers(Change(chat.id))

    def keep(self, files: tuple[StoredFile, ...]) -> None:
        """Hold files. Holding one twice counts once."""
        for file in files:
            if file.id not in self._files:
                self._files[file.id] = file
                self.bytes_held += len(file.upload.data)

    def forget(self, files: tuple[StoredFile, ...]) -> None:
        """Let go of files: nobody can fetch them any more, the bot included."""
        for file in files:
            if self._files.pop(file.id, None) is not None:
                self.bytes_held -= len(file.upload.data)

    def watch(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Call back on every change until the returned function is called."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell_watchers(self, change: Change) -> None:
        """Pass a change on."""
        for watcher in list(self._watchers):
            watcher(change)

    def _private(self, chat_id: str) -> Chat | None:
        if not chat_id.startswith(PRIVATE):
            return None
        for chat in list(self.chats.values()):
            member = chat.members.get(chat_id.removeprefix(PRIVATE))
            if member is not None:
                one = Member(member.id, member.name)
                private = Chat(chat_id, member.name, ChatKind.PRIVATE, {one.id: one})
                self.chats[chat_id] = private
                return private
        return None
