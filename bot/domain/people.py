"""Adults outside the chats: the safeguarding lead and those on duty, bound by a one-time code."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.message import Actor, ChatRef
from bot.domain.reference import read_reference, write_reference

# A letter that no other number of ours begins with.
_MARK = "L"
# Long enough to hand it over on paper, short enough that a lost one is soon worth nothing.
CODE_LIFE = timedelta(days=3)


class Office(StrEnum):
    """What somebody is responsible for."""

    LEAD = "lead"
    ON_DUTY = "on_duty"


@dataclass(frozen=True, slots=True)
class Person:
    """An adult whom the operator let in.

    Attributes:
        code_until: Until when the code works; None once somebody used it.
        actor: Who it is on their platform; None until the code was used.
        chat: Their private chat with the bot; None until then.
    """

    id: int
    office: Office
    added_at: datetime
    code_until: datetime | None = None
    actor: Actor | None = None
    chat: ChatRef | None = None


def write_code(random: bytes) -> str:
    """Return ``L-XXXX-XXXX-XXXX-XXXX`` for 10 random bytes: too long to be guessed."""
    return write_reference(random, _MARK)


def read_code(text: str) -> str | None:
    """Return a code as it was written, however it was typed; None where it is none."""
    return read_reference(text, _MARK)


def digest_of(code: str) -> str:
    """Return the SHA-256 by which a code is known: the code itself is stored nowhere."""
    return hashlib.sha256(code.encode()).hexdigest()
