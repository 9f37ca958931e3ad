"""What appeals need to remember; `bot/storage/appeals.py` implements it."""

from typing import Protocol

from bot.domain.appeal import Appeal, Footing, Heard, Voice
from bot.domain.message import Actor


class AppealBook(Protocol):
    """Appeals, each step with all that follows from it in one transaction."""

    async def file(self, case_id: int, footing: Footing) -> Appeal | None:
        """Store an appeal, and have the adults told. None if there is one, or it was a mistake."""
        ...

    async def of_case(self, case_id: int) -> Appeal | None:
        """Return the appeal of a case."""
        ...

    async def decide(self, case_id: int, voice: Voice, by: Actor) -> tuple[Heard, int]:
        """Store what an adult says; two at once are settled here.

        A mistake becomes the ruling of the case, with the apology, in the same transaction. The
        number is that ruling's id, 0 where there is none.
        """
        ...

    async def move_on(self) -> int | None:
        """Remind the adults of one appeal that is due, and tell its sender once that it is late.

        Returns:
            The case; None if none is due.
        """
        ...
