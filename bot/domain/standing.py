"""How an entry of a bank comes to be trusted, and how it loses trust again.

What is stored is what people and time made of an entry; what matches is judged by is the effective
standing. Nothing here can turn an entry into a reason for letting something pass.
"""

from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from bot.domain.bank import (
    FIRST_HITS,
    KEEP_REMOVED,
    OWN_KINDS,
    REMOVED_BANK,
    REPORTED_BANK,
    BankKind,
    Standing,
)

# Who changes a bank on the command line, in the audit chain.
OPERATOR = "operator"

# A code that nobody confirmed is not kept for ever, whoever sent it.
KEEP_REPORTED = timedelta(days=180)
# For how long it is known how often an entry matched: as long as an unconfirmed one is kept.
KEEP_HITS = KEEP_REMOVED
# An expired bank matches nothing at once; its hashes stay for this long, for who forgot the date.
KEEP_EXPIRED = timedelta(days=30)
# So long a process may be out of touch before it has to load all banks again. Withdrawn hashes can
# be made out from the names that are kept for this.
KEEP_CHANGES = timedelta(hours=1)

# What is posted so often, and by so many, is rather a picture that everybody has than a victim's.
# Twenty in an hour is the quota at which the breaker doubts models (UPSTANDER_POLICY__BREAKER_...).
# Five senders, because one alone, who wants a hash disarmed, can post as often as he likes. Chats
# are not counted: anybody can make three groups, and a real outbreak goes through a whole school.
FLOOD_HITS = 20
FLOOD_SENDERS = 5
FLOOD_WINDOW = timedelta(hours=1)


class Ruling(StrEnum):
    """What a person may decide about one entry."""

    CONFIRM = "confirm"
    DECONFIRM = "deconfirm"
    DISABLE = "disable"
    ENABLE = "enable"
    # Out of quarantine, without vouching for it.
    LIFT = "lift"


def is_flood(hits: int, senders: int) -> bool:
    """Say whether an entry matched too much, within `FLOOD_WINDOW`, to be trusted as before."""
    return hits >= FLOOD_HITS and senders >= FLOOD_SENDERS


def may_be_doubted(kind: BankKind, standing: Standing) -> bool:
    """Say whether a flood puts an entry into quarantine: not what a person here vouches for."""
    return kind in _REMOVING and standing not in (Standing.CONFIRMED, Standing.ALLOWED)


def first_standing(bank: str, kind: BankKind, wanted: Standing) -> Standing:
    """Return the standing with which an entry is stored.

    What people put into a bank of their own starts as new. What models had removed does not: that
    is their second look at it already (docs/decisions/0017).
    """
    match kind:
        case BankKind.ALLOW:
            return Standing.ALLOWED
        case BankKind.GUARD:
            return Standing.LISTED
        case BankKind.LIST:
            return Standing.UNSURE if wanted is Standing.ALLOWED else wanted
        case BankKind.OWN:
            if wanted is Standing.CONFIRMED:
                return wanted
            return Standing.UNSURE if bank == REMOVED_BANK else Standing.NEW
        case other:
            assert_never(other)


def effective_standing(kind: BankKind, standing: Standing, *, quarantined: bool) -> Standing:
    """Return how far a stored entry is trusted now.

    Quarantine takes the trust of those who keep a list away, never that of a person here, and
    never makes an entry mean nothing: the same picture, spreading, looks like a flood too.
    """
    match kind:
        case BankKind.ALLOW:
            return Standing.ALLOWED
        case BankKind.GUARD:
            # Never compared with what is posted; if it were, it could only ask.
            return Standing.NEW
        case BankKind.LIST | BankKind.OWN:
            if standing is Standing.LISTED and quarantined:
                return Standing.UNSURE
            return Standing.NEW if standing is Standing.ALLOWED else standing
        case other:
            assert_never(other)


def after_deconfirming(bank: str, kind: BankKind, hits: int) -> Standing:
    """Return the standing of an entry for which nobody here vouches any more.

    Args:
        bank: Its name.
        kind: What the bank is for.
        hits: How often the entry has matched.
    """
    if kind is BankKind.LIST:
        return Standing.LISTED
    known = hits >= FIRST_HITS or bank == REMOVED_BANK
    return Standing.UNSURE if known else Standing.NEW


def kept_for(bank: str) -> timedelta | None:
    """Return for how long an unconfirmed entry of a bank is kept; None: until somebody ends it.

    Those of `removed` are kept for `KEEP_REMOVED` from when they came in.
    """
    return KEEP_REPORTED if bank == REPORTED_BANK else None


def kind_of(bank: str) -> BankKind:
    """Return what a bank is for that is made on its first use."""
    return OWN_KINDS.get(bank, BankKind.LIST)


_REMOVING = frozenset({BankKind.LIST, BankKind.OWN})
