"""What is left of a case that is forgotten, and why one is not."""

from enum import StrEnum

# Stands where the id of an account stood.
FORGOTTEN = "forgotten"
# A clock that was set wrong must not end everything before a person has noticed.
CASES_A_TURN = 10


class Forgetting(StrEnum):
    """How the wish to forget a case ended."""

    DONE = "done"
    UNKNOWN = "unknown"
    OPEN = "open"
    HELD = "held"
