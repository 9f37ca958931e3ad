"""What an adult's word does: the picture of a case is blocked, in its chat or everywhere."""

from enum import StrEnum

from bot.domain.bank import LEAST_QUALITY, LOOK_BYTES, REPORTED_BANK, BankEntry, Standing
from bot.domain.case import case_number
from bot.domain.reports import usable
from bot.domain.sweep import SeenItem


class Vouched(StrEnum):
    """What became of an adult's word."""

    EVERYWHERE = "everywhere"
    # A second adult makes it count in the other chats too.
    HERE = "here"
    # The same adult said so before, and only a second one can widen it.
    AGAIN = "again"
    # It is blocked everywhere already.
    BEFORE = "before"
    # Nothing is known by which the picture could be recognised.
    NOTHING = "nothing"
    # An adult marked the case as a mistake.
    MISTAKE = "mistake"


def blocked(case_id: int, known: list[BankEntry]) -> list[BankEntry]:
    """Return what is known of a case's picture as entries that a person vouches for, each once.

    They are entries of their own: what models or people put in keeps its standing elsewhere until
    a second adult agrees, and the word outlives a code that is withdrawn.
    """
    looking = {one.sha256 for one in known if one.pdq is not None}
    parts = dict.fromkeys(
        (one.sha256, one.pdq, one.quality if one.pdq else 0, one.windows)
        for one in known
        if one.pdq is not None or one.sha256 not in looking
    )
    return [
        BankEntry(
            REPORTED_BANK,
            f"{case_number(case_id)}-block-{number}",
            sha256,
            pdq,
            quality,
            standing=Standing.CONFIRMED,
            windows=windows,
        )
        for number, (sha256, pdq, quality, windows) in enumerate(parts, start=1)
    ]


def from_seen(seen: SeenItem) -> BankEntry:
    """Return what was seen of an item: of a film only the exact file, for its frames vary."""
    looks = usable(seen.looks) if seen.still else b""
    pdq = looks[: LOOK_BYTES // 2].hex() or None
    return BankEntry(REPORTED_BANK, "", seen.sha256, pdq, LEAST_QUALITY, windows=looks)
