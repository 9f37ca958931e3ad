"""What the core needs so that a chain whose end was cut off is noticed, as a small Protocol."""

from typing import Protocol

from bot.domain.audit import Head, ToldHead
from bot.domain.message import ChatRef


class HeadBook(Protocol):
    """The head of the audit chain, and who was told it."""

    async def head(self) -> Head | None:
        """Return the last entry of the chain; None where there is no entry yet."""
        ...

    async def told(self, adults: ChatRef) -> ToldHead | None:
        """Return what a chat of adults was told last."""
        ...

    async def note_told(self, adults: ChatRef, head: Head) -> None:
        """Note what a chat of adults was told now."""
        ...
