"""What the fake Telegram remembers: people, chats, members and messages, with their raw JSON."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.message import Actor, ActorKind, ChatRef, MessageRef

Json = dict[str, Any]
PLATFORM = "telegram"

# https://core.telegram.org/bots/api#chatpermissions
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_NOT_FOR_EVERYBODY = {"can_change_info", "can_pin_messages", "can_manage_topics"}
# https://core.telegram.org/bots/api#chatadministratorrights, named as in a `startgroup` link.
RIGHTS = (
    "delete_messages",
    "manage_video_chats",
    "restrict_members",
    "promote_members",
    "change_info",
    "invite_users",
    "post_stories",
    "edit_stories",
    "delete_stories",
    "send_welcome_messages",
    "pin_messages",
)
# An admin of a basic group has all of them; they cannot be given one by one there.
BASIC_RIGHTS = frozenset(
    {"delete_messages", "restrict_members", "change_info", "invite_users", "pin_messages"}
)
BOT_RIGHTS = frozenset({"delete_messages", "restrict_members"})


def default_permissions() -> dict[str, bool]:
    """Return what everybody may do in a new group."""
    return {name: name not in _NOT_FOR_EVERYBODY for name in PERMISSIONS}


@dataclass(eq=False)
class Person:
    """A user or a bot.

    Attributes:
        started: Opened a private chat with the bot, so that the bot may write.
        blocked: Blocked the bot afterwards.
    """

    id: int
    first_name: str
    username: str = ""
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    avatars: list[bytes] = field(default_factory=list)

    @property
    def raw(self) -> Json:
        """The `User` object."""
        raw: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return raw | ({"username": self.username} if self.username else {})

    @property
    def actor(self) -> Actor:
        """The same person as the core knows it."""
        return Actor(ActorKind.BOT if self.is_bot else ActorKind.USER, str(self.id))


@dataclass(frozen=True)
class Mask:
    """Somebody who posts under another name: a channel, or an anonymous admin."""

    fields: Json
    person: Person | None = None


Sender = Person | Mask


@dataclass(eq=False)
class Member:
    """What a person is in one chat."""

    person: Person
    status: str = "member"
    rights: frozenset[str] = frozenset()
    permissions: dict[str, bool] = field(default_factory=dict)
    until: int = 0
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """Whether the person is in the chat."""
        return self.status not in {"left", "kicked"}

    @property
    def admin(self) -> bool:
        """Whether the person is an admin or the owner."""
        return self.status in {"administrator", "creator"}

    def may(self, right: str) -> bool:
        """Whether the person has an admin's right."""
        return self.status == "creator" or (self.admin and right in self.rights)

    @property
    def raw(self) -> Json:
        """The `ChatMember` object."""
        raw: Json = {"status": self.status, "user": self.person.raw}
        match self.status:
            case "creator":
                return raw | {"is_anonymous": self.anonymous}
            case "administrator":
                return raw | self._admin_fields()
            case "restricted":
                return raw | self.permissions | {"is_member": True, "until_date": self.until}
            case "kicked":
                return raw | {"until_date": self.until}
            case _:
                return raw

    def _admin_fields(self) -> Json:
        rights = {f"can_{name}": name in self.rights for name in RIGHTS}
        return rights | {
            "can_be_edited": False,
            "can_manage_chat": True,
            "is_anonymous": self.anonymous,
        }


@dataclass(eq=False)
class Message:
    """A message that stands in a chat; `raw` is the `Message` object."""

    chat: "Chat"
    id: int
    date: datetime
    sender: Person | None
    raw: Json

    @property
    def ref(self) -> MessageRef:
        """The same message as the core knows it."""
        return MessageRef(PLATFORM, str(self.chat.id), str(self.id))

    @property
    def text(self) -> str:
        """What it says in words."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def buttons(self) -> list[Json]:
        """Its inline buttons, row by row."""
        rows: Iterable[list[Json]] = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]


@dataclass(eq=False)
class Chat:
    """A private chat, a group of either kind, or a channel.

    Attributes:
        moved_to: The supergroup that a basic group has become.
        ephemeral: Messages that one member alone sees, by receiver and ephemeral id.
    """

    id: int
    kind: str
    title: str
    username: str = ""
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=default_permissions)
    protected: bool = False
    moved_to: int | None = None
    banned_channels: set[int] = field(default_factory=set)
    ephemeral: dict[tuple[int, int], Message] = field(default_factory=dict)
    last_message_id: int = 0

    @property
    def ref(self) -> ChatRef:
        """The same chat as the core knows it."""
        return ChatRef(PLATFORM, str(self.id))

    @property
    def raw(self) -> Json:
        """The `Chat` object."""
        name = {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        raw: Json = {"id": self.id, "type": self.kind, **name}
        return raw | ({"username": self.username} if self.username else {})

    @property
    def group(self) -> bool:
        """Whether it is a group of either kind."""
        return self.kind in {"group", "supergroup"}

    def next_id(self) -> int:
        """Return the id of the next message."""
        self.last_message_id += 1
        return self.last_message_id
