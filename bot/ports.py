"""What the core needs from outside, as small Protocols; `tests/contract` holds a suite for each.

Adapters implement `Adapter`, `MediaSource`, `Moderation` and `Messenger`; `bot/storage`
implements the books; `classifiers` implements `Screener`; `config` implements `Texts`.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.action import ActionKind, ActionPlan, ActionResult
from bot.domain.audit import AuditEntry, AuditFacts
from bot.domain.bank import BankEntry, BankSummary
from bot.domain.capability import (
    Capabilities,
    ChatCheck,
    Limits,
    NoticeWay,
    Restraint,
    Role,
)
from bot.domain.case import Case, CaseState
from bot.domain.effect import Effect, EffectState, Settlement
from bot.domain.event import Event, Press, RawUpdate
from bot.domain.message import Actor, ChatRef, MediaItem, MessageRef
from bot.domain.policy import Direction, PolicyRevision
from bot.domain.signal import Screening
from bot.domain.speech import Saying, Speech
from bot.domain.verdict import Outcome
from bot.domain.work import Backlog, Decision, ItemVerdict, Received, WorkItem

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
        """The languages in which every key exists."""
        ...


class Screener(Protocol):
    """The classifiers' one face: bytes in, signals out."""

    def screen(self, data: bytes) -> Screening:
        """Look at one file. Takes CPU time: never call it on the event loop.

        Never raises because of the bytes; whatever goes wrong is a `Failure` among the signals.
        """
        ...

    def load_banks(self, entries: Sequence[BankEntry]) -> None:
        """Replace all bank entries but the built-in ones, at once and for all threads."""
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
"""Store raw updates and the platform's cursor; when it returns they are safe on disk."""


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
        """Receive until cancelled. Acknowledge to the platform only after `receive` returned."""
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
        """Ask the platform what this person is in this chat now."""
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

    async def say(self, chat: ChatRef, speech: Speech) -> ActionResult:
        """Say something to a whole chat: the class's or the adults'."""
        ...

    async def reply(self, press: Press, speech: Speech) -> ActionResult:
        """Answer a press so that only the presser sees it; `UNSUPPORTED` where there is no way."""
        ...


# --- the books ---------------------------------------------------------------------------------


class Inbox(Protocol):
    """Raw updates: what a platform told us, kept until it was handled."""

    async def take_in(
        self, platform: str, received: Sequence[Received], cursor: str | None
    ) -> None:
        """Store updates, their items and the cursor in one transaction. Known keys are skipped."""
        ...

    async def last_cursor(self, platform: str) -> str | None:
        """Return the cursor that was stored last."""
        ...

    async def next_update(self, passing_over: Collection[ChatRef]) -> tuple[int, RawUpdate] | None:
        """Return the oldest update that holds something besides media and is not handled.

        Chats in `passing_over` have one under way; theirs wait, which keeps the order.
        """
        ...

    async def close_update(self, update_id: int, parked: str | None) -> bool:
        """Mark an update handled, or parked with the reason. False if it was closed already."""
        ...


class WorkQueue(Protocol):
    """Media items on their way to a verdict."""

    async def claim(self, worker: str) -> WorkItem | None:
        """Lease the next item: chats in turn, oldest first, one at a time in each chat."""
        ...

    async def decide(self, worker: str, item: WorkItem, decision: Decision) -> int | None:
        """Store verdict, case, effects and audit entry in one transaction.

        Returns:
            The case's id, 0 for a clean item without a case, None if the lease was lost.
        """
        ...

    async def put_back(
        self, worker: str, item: WorkItem, next_at: datetime, *, counts: bool
    ) -> bool:
        """Give a leased item back, to be tried from `next_at` on.

        `counts` says whether this attempt is one of `MOST_ATTEMPTS`.
        """
        ...

    async def backlog(self) -> Backlog:
        """Count what is on its way."""
        ...

    async def verdicts(self, ref: MessageRef) -> list[ItemVerdict]:
        """Return how the items of a message ended, in the order they came."""
        ...

    async def removals_since(self, chat: ChatRef, since: datetime) -> int:
        """Count the classifiers' own REMOVE verdicts in a chat since a time."""
        ...


class Outbox(Protocol):
    """Effects: what has been decided and has to happen."""

    async def claim(self, kinds: Collection[ActionKind], worker: str) -> Effect | None:
        """Lease the oldest effect of these kinds that is due; held ones become due by time."""
        ...

    async def settle(
        self, worker: str, effect: Effect, settlement: Settlement, result: ActionResult
    ) -> bool:
        """Store how an attempt went, with its audit entry, in one transaction.

        A takedown's end also frees or cancels what waited for it, and a takedown that died
        adds the escalation. False if the lease was lost.
        """
        ...

    async def recover(self, worker: str) -> int:
        """Take over what died with another process or outlived its lease; return how many."""
        ...


class CaseBook(Protocol):
    """Cases, for the people who handle them."""

    async def get(self, case_id: int) -> Case | None:
        """Return one case."""
        ...

    async def open_cases(self, chats: Collection[ChatRef], most: int) -> list[Case]:
        """Return the open cases of these chats, untaken first, then newest."""
        ...

    async def set_state(
        self, case_id: int, state: CaseState, by: Actor, then: ActionPlan = ()
    ) -> bool:
        """Move a case on, with the effects that follow. False if another adult was faster."""
        ...

    async def open_report(self, ref: MessageRef, policy_revision: int) -> int:
        """Open the case of a report with its alert, or return the open one of that message."""
        ...


class PolicyBook(Protocol):
    """Policies by chat, every revision kept."""

    async def in_force(self, chat: ChatRef, at: datetime) -> PolicyRevision | None:
        """Return the revision that was in force at a time."""
        ...

    async def add(
        self,
        revision: PolicyRevision,
        way: Direction,
        by: Actor,
    ) -> PolicyRevision:
        """Store a change; the revision's number is given here. A cancelled one only waits."""
        ...

    async def upcoming(self, chat: ChatRef, now: datetime) -> list[PolicyRevision]:
        """Return the changes that are announced but not yet in force."""
        ...

    async def cancel(self, chat: ChatRef, revision: int, by: Actor, now: datetime) -> bool:
        """Cancel an announced change. False if it is in force or cancelled already."""
        ...

    async def chats_alerting(self, alerts_chat: ChatRef, now: datetime) -> list[ChatRef]:
        """Return the chats whose alerts go to this one."""
        ...

    async def confirm(self, chat: ChatRef, revision: int, active_from: datetime) -> None:
        """Let a stored change count from a time on: the adults have been told of it."""
        ...


class BankBook(Protocol):
    """Hash banks as they are stored; the index in memory is built from here."""

    async def add(self, bank: str, source: str, entries: Sequence[BankEntry]) -> int:
        """Add entries to a bank, made on first use; return how many were new."""
        ...

    async def entries(self, bank: str | None = None) -> list[BankEntry]:
        """Return the entries of one bank or of all."""
        ...

    async def summaries(self) -> list[BankSummary]:
        """List the banks."""
        ...

    async def revision(self) -> int:
        """Return a number that grows with every change of any bank."""
        ...


class ChatBook(Protocol):
    """What becomes of chats: their moves, and which of them get alerts."""

    async def move(self, old: ChatRef, new: ChatRef) -> bool:
        """Let all that holds for a chat hold for its new id. False if that was done before."""
        ...

    async def followed(self, chat: ChatRef) -> ChatRef:
        """Return the id that a chat has now; its own where it never moved."""
        ...

    async def adults(self, platform: str, now: datetime) -> list[ChatRef]:
        """Return every chat of a platform that gets alerts, each once."""
        ...


class Retention(Protocol):
    """Forgetting by the clock."""

    async def forget_updates(self, before: datetime) -> int:
        """Delete raw updates that are handled, or were parked for a person until now."""
        ...


class AuditLog(Protocol):
    """The chain of everything that was decided and done."""

    async def note(self, event: str, facts: AuditFacts) -> None:
        """Seal an entry that belongs to no other transaction."""
        ...

    async def entries(self) -> list[AuditEntry]:
        """Return the whole chain in order."""
        ...
