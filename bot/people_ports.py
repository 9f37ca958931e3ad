"""Who the adults outside the chats are."""

from datetime import datetime
from typing import Protocol

from bot.domain.message import Actor, ChatRef
from bot.domain.people import Office, Person


class PeopleBook(Protocol):
    """The safeguarding lead and the adults on duty. Only the operator lets somebody in."""

    async def add(self, office: Office, code: str, until: datetime) -> int:
        """Open an office to whoever brings the code of this digest, once; return its number."""
        ...

    async def bind(self, code: str, actor: Actor, chat: ChatRef) -> Person | None:
        """Give an office to whoever brought the code; None if the code does not work."""
        ...

    async def spoil(self, code: str) -> bool:
        """Let a code never work: others have seen it. False if it did not work anyway."""
        ...

    async def remove(self, number: int) -> bool:
        """End an office. False if there is none, or it has ended."""
        ...

    async def all(self) -> list[Person]:
        """Return every office that has not ended, taken or not."""
        ...

    async def in_office(self, platform: str) -> list[Person]:
        """Return who holds an office on a platform."""
        ...
