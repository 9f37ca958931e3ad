"""What the core needs from outside, as small Protocols; `tests/contract` holds a suite for each.

Adapters implement `Adapter`, `MediaSource`, `Moderation`, `Messenger` and `Restraints`;
`adapters/exchange` implements `HashExchange` and `HashLookup`; `classifiers` implements `Screener`;
`config` implements `Texts`. What is remembered has ports
of its own in `book_ports.py`.
"""

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.action import ActionKind, ActionResult
from bot.domain.bank import KNOWN_DISTANCE, Bank, BankEntry
from bot.domain.capability import (
    Capabilities,
    ChatCheck,
    Limits,
    NoticeWay,
    Restraint,
    Role,
)
from bot.domain.effect import EffectState
from bot.domain.event import CommandGiven, Event, Press, RawUpdate
from bot.domain.exchange import Classification, HashDelta
from bot.domain.message import Actor, ChatRef, MediaItem, MessageRef
from bot.domain.signal import BankMatch, Screening
from bot.domain.speech import Saying, Speech
from bot.domain.sweep import Resemblance, SeenItem, Sought
from bot.domain.verdict import Outcome

# --- the world around us -----------------------------------------------------------------------


class Clock(Protocol):
    """Time, so that tests can move it."""

    def now(self) -> datetime:
        """Return the time of day, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never jump, for measuring."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Texts(Protocol):
    """Every sentence that the bot can say, in every language that it speaks."""

    def write(self, language: str, saying: Saying) -> str:
        """Return the finished sentence. An unknown language falls back to English."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which every text exists that a pupil may read."""
        ...

    def adults_read(self, language: str) -> str:
        """Return the language in which adults read their texts where pupils read `language`."""
        ...


class Screener(Protocol):
    """The classifiers' one face: bytes in, signals out."""

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        """Look at one file. Takes CPU time: never call it on the event loop.

        Args:
            data: The file.
            thorough: Take no short cut with what looks harmless at first.
            chat: Where it was posted; entries that count in another chat only do not match.

        Never raises because of the bytes; whatever goes wrong is a `Failure` among the signals.
        """
        ...

    def load_banks(
        self,
        banks: Sequence[Bank],
        entries: Iterable[Sequence[BankEntry]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        """Replace all banks but the built-in one, at once and for all threads.

        Args:
            banks: An entry of a bank that is not among them, or not in force, matches nothing.
            entries: By pages, so that a million of them are never objects at once. Each is asked
                for as late as possible, and asking may take its time.
            list_limit: How many bits may differ for a match with a bank of kind `list`.
        """
        ...

    def change_banks(
        self,
        banks: Sequence[Bank],
        changed: Sequence[BankEntry],
        gone: Collection[tuple[str, str]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        """Change what was loaded, at once and for all threads.

        Args:
            banks: All of them; the entries of one that is missing match no more.
            changed: New ones, and those that replace the one of the same bank and id.
            gone: (bank, entry) of those that match no more; an unknown one is no error.
            list_limit: As for `load_banks`.
        """
        ...

    def likes(self, looks: bytes, sha256: str | None = None) -> tuple[BankMatch, ...]:
        """Return the nearest match of each entry: what is looked at before a picture is registered.

        Whatever the kind of the bank, guards included, and whatever the chat and the share.

        Args:
            looks: `bank.LOOK_BYTES` each.
            sha256: Of the file, if it is known.
        """
        ...


class Comparison(Protocol):
    """Finds some entries among hashes that are kept. Any number of threads may use it."""

    def find(self, seen: Sequence[SeenItem]) -> list[Resemblance]:
        """Return which items match which entries, each pair once. Takes CPU time."""
        ...


class Comparer(Protocol):
    """Compares hashes that are kept with hashes that became known later, without any picture."""

    def against(self, sought: Sequence[Sought]) -> Comparison:
        """Return what finds these entries. Takes CPU time: never call it on the event loop."""
        ...


class LinkedMedia(Protocol):
    """Where the bytes come from that an address in a message leads to."""

    async def fetch(self, address: str, most: int) -> bytes:
        """Return what lies at an https address, in memory only.

        Raises:
            MediaUnavailable: It cannot be had, or the address must not be asked.
            MediaTooLarge: There are more than `most` bytes.
        """
        ...


class Meters(Protocol):
    """Numbers for the operator; none of them is about a person."""

    def decided(self, outcome: Outcome, reason: str, seconds: float) -> None:
        """Count a verdict and the time that the item took from claim to decision."""
        ...

    def removed(self, visible_seconds: float) -> None:
        """Note for how long a removed item could be seen."""
        ...

    def effect_ended(self, kind: ActionKind, state: EffectState) -> None:
        """Count the end of an effect."""
        ...


# --- one chat platform -------------------------------------------------------------------------

Receive = Callable[[Sequence[RawUpdate], str | None], Awaitable[None]]
"""Store raw updates and the platform's cursor; when it returns they are safe on disk.

A cursor says that the platform answered just now; an adapter gives one, with updates or without,
as soon as it is connected.
"""


class Adapter(Protocol):
    """The connection to one platform."""

    @property
    def name(self) -> str:
        """The platform's name, as it stands in every `MessageRef`."""
        ...

    @property
    def limits(self) -> Limits:
        """The platform's bounds."""
        ...

    async def run(self, receive: Receive, cursor: str | None) -> None:
        """Receive until cancelled. Acknowledge to the platform only after `receive` returned.

        Raises:
            ConnectionLost: The platform cannot be reached. The caller runs it again.
        """
        ...

    def translate(self, update: RawUpdate) -> tuple[Event, ...]:
        """Read one raw update. Pure: no I/O. May raise on a malformed one, which is parked."""
        ...


class MediaSource(Protocol):
    """Where the bytes of an item come from."""

    async def fetch(self, ref: MessageRef, item: MediaItem, most: int) -> bytes:
        """Return the bytes, in memory only.

        Raises:
            MediaUnavailable: They cannot be had.
            MediaTooLarge: There are more than `most` of them.
            TryLater: The platform asks to wait.
        """
        ...


class Moderation(Protocol):
    """What changes a chat. Answers are outcomes; nothing expected is raised."""

    async def take_down(self, ref: MessageRef) -> ActionResult:
        """Remove one message for everybody."""
        ...

    async def is_visible(self, ref: MessageRef) -> bool | None:
        """Look whether a message still stands; None where the platform cannot tell."""
        ...

    async def capabilities(self, chat: ChatRef) -> Capabilities:
        """Return what the bot may do in this chat now.

        Raises:
            TryLater: The platform did not say; nobody knows what is allowed.
        """
        ...

    async def title(self, chat: ChatRef) -> str:
        """Return what people call this chat, for adults to read; stored nowhere.

        Its id where the platform cannot be asked.
        """
        ...

    async def role(self, chat: ChatRef, actor: Actor) -> Role:
        """Ask the platform what this person is in this chat now.

        Raises:
            TryLater: The platform did not say; nobody is told for that that they have no right.
        """
        ...

    async def checks(self, chat: ChatRef) -> tuple[ChatCheck, ...]:
        """Return what must be right in this chat, each with how it stands and how to fix it.

        Raises:
            TryLater: The platform did not say.
        """
        ...


class Restraints(Protocol):
    """What a person's click may do about a sender or a whole chat."""

    async def apply(
        self, restraint: Restraint, chat: ChatRef, actor: Actor, *, lasts: timedelta, undo: str = ""
    ) -> ActionResult:
        """Carry out a restraint; `UNSUPPORTED` where the platform has none for such a sender.

        Args:
            restraint: What to do.
            chat: Where.
            actor: The sender; a lock of media concerns the whole chat.
            lasts: How long a mute lasts; the other restraints stay until they are undone.
            undo: What the result of `LOCK_MEDIA` carried, for `UNLOCK_MEDIA`.
        """
        ...


class Messenger(Protocol):
    """What the bot can say on a platform. No method takes anything but words and buttons."""

    async def tell(
        self, way: NoticeWay, chat: ChatRef, actor: Actor, speech: Speech
    ) -> ActionResult:
        """Tell one person in private."""
        ...

    async def say(
        self, chat: ChatRef, speech: Speech, near: MessageRef | None = None
    ) -> ActionResult:
        """Say something to a whole chat: the class's or the adults'.

        Args:
            chat: Where.
            speech: What.
            near: The message that it is about. A chat of several rooms hears it in that
                message's room.
        """
        ...

    async def reply(self, asked: Press | CommandGiven, speech: Speech) -> ActionResult:
        """Answer a press or a command so that only who asked sees it.

        `UNSUPPORTED` where there is no way. A speech without words only tells the platform that it
        was handled.
        """
        ...


# --- exchanges of hashes -----------------------------------------------------------------------


class HashExchange(Protocol):
    """A list of hashes that somebody else keeps; it is read and told nothing."""

    @property
    def name(self) -> str:
        """The exchange's name, which is also that of its bank."""
        ...

    async def greet(self) -> None:
        """Ask whether the credentials are taken.

        Raises:
            ExchangeFailed: They are not, or there is no answer.
        """
        ...

    def fetch(self, checkpoint: str | None) -> AsyncIterator[HashDelta]:
        """Yield what changed since a checkpoint, or everything.

        Raises:
            ExchangeFailed: There is no answer that can be used.
            TryLater: The exchange asks to wait for longer than this does.
        """
        ...


class HashLookup(Protocol):
    """Somebody who says of a hash whether the picture is known. The picture is never sent."""

    async def look_up(self, hashes: Sequence[str]) -> Mapping[str, Classification]:
        """Return what is known of each of these PDQ hashes, given as 64 hex digits.

        Raises:
            ExchangeFailed: There is no answer about each of them; unknown is never clean.
            TryLater: The service asks to wait for longer than this does.
        """
        ...
