"""A pause of media: for a whole chat, never for a person, and always with an end.

What a chat allowed before is kept room by room, in words of its platform that nothing here reads.
A room is put back only while it stands as the pause left it: whoever changed it by hand is right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.effect import FIRST_WAIT
from bot.domain.message import ChatRef

# A pause is a breath, not a rule: who wants it for longer says so again the next day.
LONGEST_PAUSE = timedelta(hours=24)
# Longer than all calls for one step may take together.
LEASE = timedelta(minutes=3)
# A lock that cannot be had soon is of no use; the adults are told.
LOCK_PATIENCE = timedelta(minutes=10)
# What was paused is given back however long that takes to succeed.
LONGEST_WAIT = timedelta(minutes=5)


class MediaKind(StrEnum):
    """What can be paused by itself where the platform can (`Capability.PAUSE_KINDS`)."""

    PHOTOS = "photos"
    VIDEOS = "videos"
    STICKERS = "stickers"
    LINKS = "links"


Kinds = frozenset[MediaKind]
EVERYTHING: Kinds = frozenset(MediaKind)


class PauseCause(StrEnum):
    """Who wanted it, weakest first. An admin may be a pupil and ends only what an admin began."""

    ADMIN = "admin"
    ADULT = "adult"
    OUTBREAK = "outbreak"


_RANK = {cause: rank for rank, cause in enumerate(PauseCause)}


class PauseState(StrEnum):
    """Where a pause stands."""

    LOCKING = "locking"
    ON = "on"
    LIFTING = "lifting"
    OVER = "over"
    FAILED = "failed"


UNDER_WAY = frozenset({PauseState.LOCKING, PauseState.ON, PauseState.LIFTING})
Rooms = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PauseWish:
    """What somebody wants paused, from now on."""

    chat: ChatRef
    kinds: Kinds
    lasts: timedelta
    cause: PauseCause


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause, as it was read or claimed.

    Attributes:
        ends_at: When it ends by its clock.
        before: What each room allowed, room by room, in the platform's own words.
        ours: What this pause has set each room to.
        announced: The class was told that it began.
        told: The adults were told that it could not be ended.
        attempts: Tries of the present step; the fencing token of the lease.
        since: When the present step began.
    """

    id: int
    chat: ChatRef
    kinds: Kinds
    cause: PauseCause
    state: PauseState
    ends_at: datetime
    since: datetime
    attempts: int = 0
    announced: bool = False
    told: bool = False
    before: Rooms = field(default_factory=dict)
    ours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Locking:
    """What a lock remembers and sets; `before` and `ours` are stored before anything is set."""

    before: Rooms
    ours: Mapping[str, tuple[str, ...]]
    to_set: Rooms


def stronger(one: PauseCause, other: PauseCause) -> PauseCause:
    """Return the cause of a pause that two wanted."""
    return max(one, other, key=_RANK.__getitem__)


def may_end(cause: PauseCause, *, adult: bool) -> bool:
    """Say whether somebody may end a pause before its time: an admin only what an admin began."""
    return adult or cause is PauseCause.ADMIN


def to_lock(pause: Pause, found: Rooms, locked: Callable[[str], str]) -> Locking:
    """Return what to remember and to set.

    A room that stands as this pause set it keeps what is remembered of it: its state is ours, and
    remembering that would never give anything back.

    Args:
        pause: The pause.
        found: How the rooms stand now.
        locked: Returns how a room stands that is paused, from how it stands now.
    """
    before, ours, to_set = dict(pause.before), dict(pause.ours), {}
    for room, state in found.items():
        if state not in ours.get(room, ()):
            before[room] = state
        wanted = locked(before[room])
        ours[room] = tuple(dict.fromkeys((*ours.get(room, ()), wanted)))
        if wanted != state:
            to_set[room] = wanted
    return Locking(before, ours, to_set)


def to_restore(pause: Pause, found: Rooms) -> Rooms:
    """Return what to set the rooms to that still stand as this pause left them."""
    return {
        room: pause.before[room]
        for room, state in found.items()
        if state in pause.ours.get(room, ()) and pause.before[room] != state
    }


def next_try(attempts: int, asked: timedelta | None, now: datetime) -> datetime:
    """Return when a step is tried again."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts, 10)
    return now + max(min(doubled, LONGEST_WAIT), asked or timedelta(0))
