"""What a pause of media needs: a lock of the whole chat, and books that remember it.

The lock knows no person: `Restraints` is for those, and only a press reaches it. Every platform's
adapter implements `MediaLock`, `bot/storage` the books.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.action import ActionResult
from bot.domain.message import Actor, ChatRef
from bot.domain.outbreak import OutbreakNews
from bot.domain.pause import Kinds, Locking, Pause, PauseState, PauseWish, Rooms


@dataclass(frozen=True, slots=True)
class Look:
    """What a platform answered to the question of what a chat allows.

    Attributes:
        rooms: What each room allows everybody, in the platform's own words; empty unless `OK`.
    """

    result: ActionResult
    rooms: Rooms = field(default_factory=dict)


class MediaLock(Protocol):
    """What everybody in a chat may send: read, worked out, and set. Answers are outcomes."""

    async def media_rules(self, chat: ChatRef) -> Look:
        """Ask what each room of a chat allows everybody now."""
        ...

    def without_media(self, rules: str, kinds: Kinds) -> str:
        """Return what a room allows that allows none of these kinds any more. Pure."""
        ...

    async def set_media_rules(self, chat: ChatRef, rooms: Rooms) -> ActionResult:
        """Let rooms allow this and no more; rooms that are gone are no failure. Repeatable."""
        ...


class PauseBook(Protocol):
    """The pauses: at most one of a chat is under way."""

    async def ask(self, wish: PauseWish, by: Actor) -> Pause:
        """Begin a pause, or make the one under way longer and wider; never a second one."""
        ...

    async def end(self, chat: ChatRef, by: Actor) -> bool:
        """Let a pause end now; False if there is none. No outbreak begins it again."""
        ...

    async def current(self, chat: ChatRef) -> Pause | None:
        """Return the pause of a chat that is under way."""
        ...

    async def claim(self, worker: str) -> Pause | None:
        """Lease a pause whose next step is due."""
        ...

    async def remember(self, worker: str, pause: Pause, locking: Locking) -> bool:
        """Store what a lock is about to change, before it does; False if the lease was lost."""
        ...

    async def settle(
        self,
        worker: str,
        pause: Pause,
        state: PauseState,
        due_at: datetime | None = None,
        *,
        told: bool = False,
    ) -> bool:
        """Store how a step went; False if the lease was lost, or somebody wants it otherwise.

        Args:
            worker: Who holds the lease.
            pause: What was claimed.
            state: Where it stands now. A pause that comes to `ON` counts as announced.
            due_at: When the next step is due; `ON` is due when it ends.
            told: The adults were told that it does not go on.
        """
        ...


class OutbreakBook(Protocol):
    """Which outbreaks the adults have yet to be told of."""

    async def claim(self, worker: str) -> OutbreakNews | None:
        """Lease the news of one chat."""
        ...

    async def settle(self, worker: str, news: OutbreakNews, again_at: datetime | None) -> bool:
        """Store that it was told, or when it is tried again; False if the lease was lost."""
        ...
