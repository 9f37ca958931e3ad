"""What a platform's emulator lets the scenarios do and see, in the words of a class chat.

A platform joins with a `Scene` and the traits that it has, in `scenes.py`. Scenarios that need
another trait are skipped there, and `test_skips.py` lists each of them by name.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.domain.capability import Restraint
from bot.domain.message import ChatRef
from bot.ports import Clock
from bot.services.platforms import Platform


class Who(StrEnum):
    """Who posts. Ana and Ben are pupils, Cleo is one too and the chat's admin."""

    ANA = "ana"
    BEN = "ben"
    CLEO = "cleo"
    LEAD = "lead"
    ANONYMOUS_ADMIN = "anonymous_admin"
    CHANNEL = "channel"
    LINKED_CHANNEL = "linked_channel"
    OTHER_BOT = "other_bot"


class Place(StrEnum):
    """The chats: two classes, and the adults who get the alerts of both.

    Where chats can move to a new id, the other class is one that can.
    """

    CLASS = "class"
    OTHER_CLASS = "other_class"
    STAFF = "staff"


class Shape(StrEnum):
    """How a picture that can be fetched stands in a message."""

    PHOTO = "photo"
    FILE = "file"
    MISNAMED_FILE = "misnamed_file"
    SPOILER = "spoiler"
    FORWARD = "forward"
    EXTERNAL_REPLY = "external_reply"
    LIVE_STILL = "live_still"
    LIVE_VIDEO = "live_video"
    ANIMATION = "animation"
    VIDEO = "video"
    VIDEO_COVER = "video_cover"
    VIDEO_NOTE = "video_note"
    STICKER = "sticker"
    CUSTOM_EMOJI = "custom_emoji"
    POLL_QUESTION = "poll_question"
    POLL_EXPLANATION = "poll_explanation"
    POLL_OPTION = "poll_option"
    RICH_MESSAGE = "rich_message"
    UNKNOWN_FIELD = "unknown_field"


class Hidden(StrEnum):
    """What shows something that the bot cannot fetch."""

    OVERSIZE = "oversize"
    NO_HANDLE = "no_handle"
    PAID_MEDIA = "paid_media"
    STORY = "story"


class Feature(StrEnum):
    """What else a platform may have."""

    ALBUM = "album"
    EDITED_COMMAND = "edited_command"
    FORWARDED_COMMAND = "forwarded_command"
    PRIVATE_NEEDS_A_START = "private_needs_a_start"
    PROFILE_PICTURE = "profile_picture"
    CHAT_PICTURE = "chat_picture"
    REACTION = "reaction"
    MIGRATION = "migration"
    SECOND_RECEIVER = "second_receiver"
    # Messages become too old for a bot to delete them.
    DELETE_AGE = "delete_age"
    # An adult can pause pictures for a whole chat.
    MEDIA_LOCK = "media_lock"


Trait = Who | Shape | Hidden | Feature
PEOPLE = frozenset({Who.ANA, Who.BEN, Who.CLEO, Who.LEAD})


@dataclass(frozen=True, slots=True)
class Post:
    """One message, by the platform's ids."""

    chat: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that the bot said, as its reader sees it."""

    text: str
    labels: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of its first text, without the language."""
        return self.text.split(maxsplit=1)[0].partition("/")[2]


class Call(StrEnum):
    """What the bot asks of a platform, where a scenario makes it fail."""

    REMOVE = "remove"
    WORDS = "words"


class Posting(Protocol):
    """What people put into a chat, and take out."""

    async def post(
        self, who: Who, data: bytes, shape: Shape = Shape.PHOTO, *, place: Place = Place.CLASS
    ) -> Post: ...
    async def hide(self, who: Who, slot: Hidden) -> Post: ...
    async def album(self, who: Who, pictures: list[bytes]) -> list[Post]: ...
    async def swap(self, who: Who, post: Post, data: bytes) -> None: ...
    async def delete(self, who: Who, post: Post) -> None: ...
    async def write(self, who: Who, text: str, *, place: Place = Place.CLASS) -> Post: ...


class Speaking(Protocol):
    """How people speak to the bot. Labels are keys of texts, such as ``button-why``."""

    async def answer(self, who: Who, text: str, to: Post) -> Post: ...
    async def forward(self, who: Who, text: str) -> Post: ...
    async def rewrite(self, who: Who, post: Post, text: str) -> None: ...
    async def start(self, who: Who) -> None: ...
    async def confide(self, who: Who, text: str, picture: bytes = b"") -> None: ...
    async def press(self, who: Who, label: str, *, place: Place = Place.CLASS) -> None: ...
    async def forge(self, who: Who, action: str) -> None: ...


class Showing(Protocol):
    """Pictures that stand in a chat without being anybody's message."""

    async def join(self, name: str, avatar: bytes) -> None: ...
    async def paint_chat(self, data: bytes) -> None: ...
    async def react(self, who: Who, post: Post, emoji: bytes) -> None: ...


class Trouble(Protocol):
    """What goes wrong around the bot."""

    async def let_delete(self, *, may: bool) -> None: ...
    async def throw_out(self) -> None: ...
    async def let_in(self, *, may_delete: bool) -> None: ...
    async def migrate(self) -> None: ...
    async def age(self, post: Post) -> None: ...
    async def poison(self) -> None: ...
    async def second_receiver(self) -> None: ...


class Faults(Protocol):
    """What the platform's server does to the bot's calls."""

    async def stall_removals(self) -> None: ...
    async def heal(self) -> None: ...
    async def lose_answer(self, call: Call, times: int = 1) -> None: ...
    async def ask_to_wait(self, call: Call, seconds: int) -> None: ...
    async def close_private(self, who: Who) -> None: ...


class Seeing(Protocol):
    """What people see: the only judge of a scenario."""

    async def stands(self, post: Post) -> bool: ...
    async def said(self, place: Place) -> list[Line]: ...
    async def told(self, who: Who) -> list[Line]: ...
    async def restrained(self, who: Who) -> set[Restraint]: ...
    async def token(self, place: Place, label: str) -> str: ...
    def names(self, who: Who) -> tuple[str, ...]: ...


class Scene(Protocol):
    """One platform with its school, which outlives the bot: it may be killed and started again."""

    @property
    def people(self) -> Posting: ...
    @property
    def speech(self) -> Speaking: ...
    @property
    def showing(self) -> Showing: ...
    @property
    def trouble(self) -> Trouble: ...
    @property
    def faults(self) -> Faults: ...
    @property
    def world(self) -> Seeing: ...
    def chat(self, place: Place) -> ChatRef: ...
    def platform(self, clock: Clock) -> AbstractAsyncContextManager[Platform]: ...
