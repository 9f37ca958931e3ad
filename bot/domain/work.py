"""What lies in the inbox: media items on their way to a verdict, and what was decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.action import ActionPlan
from bot.domain.event import RawUpdate
from bot.domain.memory import NOTHING, Memory
from bot.domain.message import Actor, MediaItem, MessageRef
from bot.domain.signal import LinkMatch, OpaqueReason, Screening
from bot.domain.verdict import Outcome, Verdict

# Longer than fetching, waiting for a worker and screening may take together (60 s each at most),
# short enough that a dead worker's items move on.
LEASE = timedelta(minutes=3)
# After this many tries an item is decided as opaque: a poison item must not be tried for ever.
MOST_ATTEMPTS = 5
# An item that could not be fetched for this long, because the platform asked to wait again and
# again, is told to the adults as not checked.
SCREENING_PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class NewItem:
    """One media slot of a fresh message.

    Attributes:
        opaque: Set where there is nothing to fetch.
        album: What the messages of one album have in common; empty for a single message.
        listed: Set where the item is a link that stands on a list.
    """

    ref: MessageRef
    actor: Actor
    media: MediaItem
    revision: str
    posted_at: datetime
    opaque: OpaqueReason | None = None
    album: str = ""
    listed: LinkMatch | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """One raw update with what `translate` found in it; stored in one transaction.

    Attributes:
        handle_later: It holds a command, a press or another event besides media.
        parked: Why it could not be translated, or None. A parked update is kept for a person.
    """

    update: RawUpdate
    items: tuple[NewItem, ...]
    handle_later: bool = False
    parked: str | None = None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One claimed item: ours until the lease ends.

    Attributes:
        album_case: The case for which another message of this item's album was to be removed.
    """

    id: int
    ref: MessageRef
    actor: Actor
    media: MediaItem
    revision: str
    posted_at: datetime
    received_at: datetime
    attempts: int
    opaque: OpaqueReason | None = None
    album: str = ""
    album_case: int | None = None
    listed: LinkMatch | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was concluded about one item, and what is to be done; stored in one transaction.

    Attributes:
        parent: The album's case that this one follows, or None for one that stands alone.
        memory: What is put into the bank of what was removed.
    """

    screening: Screening
    verdict: Verdict
    plan: ActionPlan
    policy_revision: int
    parent: int | None = None
    memory: Memory = NOTHING

    @property
    def opens_case(self) -> bool:
        """Whether a person may want to look at it.

        Not for a link that is only counted: a class shares many, and the list of open cases
        would hold little else.
        """
        only_counted = self.verdict.reason == OpaqueReason.LINK and not self.plan
        return self.verdict.outcome is not Outcome.ALLOW and not only_counted


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is on its way, for health, metrics and `/status`."""

    undecided: int
    removals_pending: int
    alerts_pending: int
    alerts_undelivered: int
    parked: int


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """How one item of a message ended, or that it has not yet (`outcome` is None)."""

    slot: str
    revision: str
    outcome: Outcome | None
    reason: str
    received_at: datetime
    decided_at: datetime | None
