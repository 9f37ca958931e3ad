"""What exchanges of hashes say: pieces of their lists, and answers about single hashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.bank import BankEntry
from bot.domain.hash_list import Unusable


@dataclass(frozen=True, slots=True)
class HashDelta:
    """A piece of what an exchange has to say.

    Attributes:
        entries: What is in the list; each replaces what was known under its id.
        withdrawn: Ids of what is no longer in it.
        unusable: What was left out, counted by reason.
        unread: How many records could not be read.
        checkpoint: Where to go on the next time. None: more pieces belong to this one, and none of
            them holds before the last.
        whole: The pieces up to here are the whole list: what is not in them is no longer in it.
    """

    entries: tuple[BankEntry, ...]
    withdrawn: frozenset[str]
    unusable: Mapping[Unusable, int]
    unread: int = 0
    checkpoint: str | None = None
    whole: bool = False


class Classification(StrEnum):
    """What a look-up says of a hash. `OTHER` is a match of a kind that is new to us."""

    CSAM = "csam"
    HARMFUL = "harmful"
    OTHER = "other"
    NO_MATCH = "no_match"
