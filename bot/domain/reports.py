"""What people report, by a message or by a code: what may be registered, how often, for how long.

A report never removes anything by itself. It puts hashes into the bank `reported`, whose first
matches ask an adult, and whose later ones need a model's sign beside them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.bank import LEAST_QUALITY, LOOK_BYTES, REPORTED_BANK, BankEntry, Standing
from bot.domain.case import case_number
from bot.domain.hash_code import CodeLook, HashCode, says_something
from bot.domain.message import ChatRef
from bot.domain.sweep import SeenItem

REPORTED_SOURCE = "what people reported"
# Of one person within a day. More reports still alert an adult, and put nothing into a bank.
REPORTS_A_DAY = 5
# Of one person, and of all together, within a day.
CODES_A_DAY, ALL_CODES_A_DAY = 10, 200
# What more different people than this have posted lately is a picture that everybody has.
MOST_POSTERS = 3

_HALF = LOOK_BYTES // 2


class Unfit(StrEnum):
    """Why a picture is not registered on one person's word."""

    # Nothing in it could be recognised.
    FLAT = "flat"
    # Many have it.
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class CodeStatus:
    """What becomes of a code: never where it was seen, when, or by whom.

    Attributes:
        until: It is kept until then; None: until somebody withdraws it.
        seen: A picture that matches it was posted in a guarded chat.
        active: It is still compared with what is posted; adults can rule that it is harmless.
    """

    until: datetime | None
    seen: bool
    active: bool


def usable(looks: bytes) -> bytes:
    """Return the looks that can be recognised again."""
    pieces = (looks[start : start + LOOK_BYTES] for start in range(0, len(looks), LOOK_BYTES))
    return b"".join(
        piece
        for piece in pieces
        if len(piece) == LOOK_BYTES
        and says_something(CodeLook(piece[:_HALF].hex(), piece[_HALF:].hex(), LEAST_QUALITY))
    )


def from_seen(seen: SeenItem, case_id: int, number: int, scope: ChatRef) -> BankEntry | None:
    """Return the entry of an item of a reported message; None where it says nothing.

    Of a film it is the exact file: its other frames would bring every picture of the same face or
    classroom to the adults.
    """
    looks = usable(seen.looks)
    if not looks:
        return None
    if not seen.still:
        looks = b""
    return BankEntry(
        REPORTED_BANK,
        f"{case_number(case_id)}-{number}",
        seen.sha256,
        looks[:_HALF].hex() or None,
        LEAST_QUALITY,
        standing=Standing.NEW,
        windows=looks,
        scope=scope,
    )


def from_code(code: HashCode, name: str) -> BankEntry:
    """Return the entry of a code that somebody sent; it counts in every chat."""
    looks = (bytes.fromhex(look.pdq + look.dhash) for look in code.looks)
    return BankEntry(
        REPORTED_BANK,
        name,
        code.sha256,
        code.looks[0].pdq,
        code.looks[0].quality,
        standing=Standing.NEW,
        windows=b"".join(looks),
    )
