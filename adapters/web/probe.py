"""The questions behind `/readyz`: named checks that the app answers about itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Check:
    """One answer. `detail` is for the operator: no names of people, no secrets."""

    name: str
    ok: bool
    detail: str


class Probe(Protocol):
    """What the app can say about its own state."""

    async def checks(self) -> Sequence[Check]:
        """Look at everything that must work before chats are protected."""
        ...
