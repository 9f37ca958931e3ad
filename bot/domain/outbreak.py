"""An outbreak: the same picture in several chats, or from several senders, within a day.

Only what was to be removed counts, so an entry that somebody got into a bank pauses no chat by
itself: a removal that rests on it has had its second key.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.case import case_number
from bot.domain.message import ChatRef

# Two chats or three senders, within one school day and the night after it.
MANY_CHATS = 2
MANY_SENDERS = 3
WINDOW = timedelta(hours=24)
# For how long pictures are paused, unless the operator says otherwise.
PAUSE_LASTS = timedelta(minutes=30)


def is_outbreak(chats: int, senders: int) -> bool:
    """Say whether one picture that was removed so often, within `WINDOW`, is spreading."""
    return chats >= MANY_CHATS or senders >= MANY_SENDERS


@dataclass(frozen=True, slots=True)
class OutbreakNews:
    """What the adults of one chat are to be told of an outbreak, once.

    Attributes:
        id: Of the row that says so.
        chat: Whose adults.
        case: The case of this chat that speaks for all copies in it.
        chats: In how many chats the picture was posted.
        posts: In how many messages.
        attempts: How often it was tried, this time included; the fencing token of the lease.
    """

    id: int
    chat: ChatRef
    case: int
    chats: int
    posts: int
    created_at: datetime
    attempts: int

    @property
    def number(self) -> str:
        """The number of the case, as people say it."""
        return case_number(self.case)
