"""What the database refuses, said so that its operator knows what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError

from bot.domain.errors import DatabaseUnusable

_DAMAGED = (
    "The database cannot be used: {answer}. Nothing was changed. Restore the last backup, or move "
    "the file away to start with an empty one; keep it, it may hold cases."
)
_ELSE = "The database cannot be used now: {answer}. Nothing was changed. Run: ./upstander doctor"
# What SQLite says, and what its operator can do about it.
_ADVICE = (
    (("malformed", "not a database"), _DAMAGED),
    (
        ("locked", "busy"),
        "Another program is using the database ({answer}). Nothing was changed. Wait until it is "
        "done, or stop it, and try again.",
    ),
    (
        ("unable to open",),
        "The database cannot be opened: its folder does not exist, or it may not be read. Make "
        "the folder, change the owner, or name another file with UPSTANDER_DATABASE_URL.",
    ),
    (
        ("readonly",),
        "The database may not be written by this user ({answer}). Change the owner of the file "
        "and of its folder.",
    ),
    (("is full",), "There is no room left for the database ({answer}). Free some space."),
)


def damaged(answer: str) -> DatabaseUnusable:
    """Return the error for a database whose own check found damage."""
    return DatabaseUnusable(_DAMAGED.format(answer=answer))


def unopenable() -> DatabaseUnusable:
    """Return the error for a database whose folder is not there."""
    return DatabaseUnusable(_what_to_do("unable to open"))


@contextmanager
def explained() -> Iterator[None]:
    """Turn an error of the database itself into one that says what to do.

    What our own statements did wrong goes on as it is: no operator can put that right.
    """
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except DatabaseError as error:
        raise DatabaseUnusable(_what_to_do(str(error.orig))) from error


def _what_to_do(answer: str) -> str:
    advice = next((to_do for words, to_do in _ADVICE if any(w in answer for w in words)), _ELSE)
    return advice.format(answer=answer)
