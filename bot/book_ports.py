"""What the core needs to remember, as small Protocols; `bot/storage` implements them.

Each has a suite in `tests/contract`, which runs on SQLite.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.action import ActionKind, ActionPlan, ActionResult
from bot.domain.audit import AuditEntry, AuditFacts
from bot.domain.case import Case, CaseState
from bot.domain.effect import Effect, EffectRecord, Settlement
from bot.domain.event import RawUpdate
from bot.domain.message import Actor, ChatRef, MessageRef
from bot.domain.policy import Direction, PolicyRevision
from bot.domain.work import Backlog, Decision, ItemVerdict, Received, WorkItem


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

    async def next_update(
        self, passing_over: Collection[ChatRef], put_off: Collection[int] = ()
    ) -> tuple[int, RawUpdate] | None:
        """Return the oldest update that holds something besides media and is not handled.

        Args:
            passing_over: Chats that have one under way; theirs wait, which keeps the order.
            put_off: Updates whose time has not come; those behind them do not wait for it.
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

        A removal takes the messages of the same album along that were decided before: each gets
        a case of its own below this one, in the same transaction. So does what is to be remembered
        of the item become entries of the bank `removed`.

        Returns:
            The case's id, 0 for an item that opens none, None if the lease was lost.
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
        """Lease the oldest effect of these kinds that is due; held ones become due by time.

        An alert that waited for others takes along those of its chat that still wait.
        """
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

    async def of_case(self, case_id: int) -> list[EffectRecord]:
        """Return how the effects of a case stand, in the order in which they were planned."""
        ...


class CaseBook(Protocol):
    """Cases, for the people who handle them."""

    async def get(self, case_id: int) -> Case | None:
        """Return one case."""
        ...

    async def open_cases(self, chats: Collection[ChatRef], most: int) -> list[Case]:
        """Return the open cases of these chats, untaken first, then newest; none below another."""
        ...

    async def set_state(
        self, case_id: int, state: CaseState, by: Actor, then: ActionPlan = ()
    ) -> bool:
        """Move a case and those below it on, with the effects that follow for it alone.

        False if another adult was faster.
        """
        ...

    async def open_report(self, ref: MessageRef, policy_revision: int) -> int:
        """Open the case of a report with its alert, or return the open one of that message.

        What waited about that message is alerted about at once.
        """
        ...


class PolicyBook(Protocol):
    """Policies by chat, every revision kept. A former id of a chat leads to its present one."""

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
        """Return the chats whose alerts go to this one, each followed by its former ids."""
        ...

    async def confirm(self, chat: ChatRef, revision: int, active_from: datetime) -> None:
        """Let a stored change count from a time on: the adults have been told of it."""
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

    async def forget_removed(self, before: datetime) -> int:
        """Delete the hashes of what models removed before a time, and no person confirmed."""
        ...

    async def forget_banks(self, now: datetime) -> int:
        """Delete entries and banks that have expired; return how many entries that were."""
        ...

    async def forget_hits(self, before: datetime, changes_before: datetime) -> int:
        """Forget what matched before a time, and what changed in banks before another."""
        ...

    async def forget_seen(self, before: datetime) -> int:
        """Delete the hashes of what was seen before a time."""
        ...

    async def forget_reporters(self, before: datetime) -> int:
        """Delete the digests of those who reported before a time."""
        ...


class Erasure(Protocol):
    """Forgetting people by the clock; open cases, and those on hold, stay as they are."""

    async def pseudonymise(self, before: datetime) -> list[int]:
        """Forget the senders of cases that ended before a time; return some that were due."""
        ...

    async def erase(self, before: datetime) -> list[int]:
        """Forget what the records of cases that ended before a time say; return some of them."""
        ...

    async def forget_senders_of_items(self, before: datetime) -> int:
        """Forget who posted what was decided before a time, and is in no case."""
        ...


class Ledger(Protocol):
    """How many items were judged and how many not, by chat and week; about nobody."""

    async def counted(self, chat: ChatRef, week: str) -> dict[str, int]:
        """Return how many items ended as what: by outcome, or by the reason of an opaque one."""
        ...


class AuditLog(Protocol):
    """The chain of everything that was decided and done."""

    async def note(self, event: str, facts: AuditFacts) -> None:
        """Seal an entry that belongs to no other transaction."""
        ...

    async def entries(self) -> list[AuditEntry]:
        """Return the whole chain in order."""
        ...
