"""What the work of adults on cases needs to remember; `bot/storage` implements it.

Each has a suite in `tests/contract`, which runs on SQLite.
"""

from collections.abc import Collection
from typing import Protocol

from bot.domain.action import ActionPlan
from bot.domain.casework import (
    Agency,
    CaseList,
    CasePage,
    CaseRuling,
    Note,
    Ruled,
    Undone,
)
from bot.domain.message import Actor, ChatRef


class RulingBook(Protocol):
    """What adults rule about cases, and what they take back."""

    async def rule(
        self,
        case_id: int,
        ruling: CaseRuling,
        by: Actor,
        *,
        agency: Agency | None = None,
        words: str = "",
        then: ActionPlan = (),
    ) -> Ruled | None:
        """Store a ruling with all that follows from it, in one transaction.

        It moves the cases below along. `agency` is of a referral; `words` become a note; `then`
        follows for the case alone. None where the case's state does not allow it, or not any more.
        """
        ...

    async def undo(self, case_id: int, by: Actor, ruling: int | None = None) -> Undone:
        """Take back the last ruling of a case, if it is this one and not too old.

        What a false alarm took out of the banks comes back, and the permission of the picture goes.
        """
        ...

    async def history(self, case_id: int) -> list[Ruled]:
        """Return the rulings on a case, oldest first."""
        ...

    async def page(
        self, chats: Collection[ChatRef], which: CaseList, asker: Actor, page: int
    ) -> CasePage:
        """Return one page of the cases of these chats; none that stands below another."""
        ...


class NoteBook(Protocol):
    """What adults write about cases: append only."""

    async def add(self, case_id: int, by: Actor, words: str) -> Note:
        """Store a note; the audit chain learns that there is one, and its digest."""
        ...

    async def of_case(self, case_id: int) -> list[Note]:
        """Return the notes of a case, oldest first."""
        ...
