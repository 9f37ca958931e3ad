"""What Discord's refusals mean for us.

Refusal
├── Gone           the message, channel or member is not there any more
├── Forbidden      a right is missing; `fix` says which
│   └── PrivateClosed  this person takes no private messages from the bot
├── SlowDown       asked to wait; `after` says for how long
├── Unauthorised   the token is not taken
├── Unreachable    no answer, or none that can be used: the call may have taken effect
│   └── NotSent    no connection: it certainly had no effect
├── TooBig         more bytes than were asked for
└── InvalidRequest Discord does not take it like this; a fault of ours
"""

import asyncio
import logging
from datetime import timedelta

import aiohttp
import discord

from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.errors import TryLater

logger = logging.getLogger(__name__)

FIX_DELETE = "fix-discord-delete"
FIX_WRITE = "fix-discord-write"
FIX_RESTRAIN = "fix-discord-restrain"
FIX_PAUSE = "fix-discord-pause"
FIX_NOT_HERE = "fix-discord-not-here"
FIX_TOKEN = "fix-discord-token"  # noqa: S105 - the key of a text
FIX_TARGET_ABOVE = "fix-discord-target-above"
FIX_TARGET_IS_ADMIN = "fix-discord-target-is-admin"
FIX_TARGET_IS_OWNER = "fix-discord-target-is-owner"

# What nobody said how long to wait for is tried again soon.
_SOON = timedelta(seconds=1)
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
_GONE = frozenset({10003, 10004, 10007, 10008, 10013, 10015, 10062, 50083})
_PRIVATE_CLOSED = frozenset({50007, 50278})
_OPENED_TOO_MANY = 40003
_OPENING_WAIT = timedelta(minutes=1)


class Refusal(Exception):
    """Discord did not do what it was asked for."""

    outcome = ActionOutcome.UNREACHABLE
    code = "refused"
    fix = ""
    after: timedelta | None = None


class Gone(Refusal):
    """It is not there any more."""

    outcome = ActionOutcome.GONE
    code = "gone"


class Forbidden(Refusal):
    """A right is missing, or the target is out of reach."""

    outcome = ActionOutcome.FORBIDDEN
    code = "forbidden"

    def __init__(self, fix: str = "") -> None:
        super().__init__(self.code)
        self.fix = fix


class PrivateClosed(Forbidden):
    """This person takes no private messages from the bot."""

    outcome = ActionOutcome.UNSUPPORTED
    code = "private_closed"


class SlowDown(Refusal):
    """Discord asks to wait."""

    outcome = ActionOutcome.LATER
    code = "slow_down"

    def __init__(self, after: timedelta) -> None:
        super().__init__(self.code)
        self.after = after


class Unauthorised(Refusal):
    """The token is not taken."""

    outcome = ActionOutcome.FORBIDDEN
    code = "unauthorised"
    fix = FIX_TOKEN


class Unreachable(Refusal):
    """There was no answer, or none that can be used; nobody knows what was done."""

    code = "unreachable"
    after = _SOON


class NotSent(Unreachable):
    """There was no connection, so nothing was done."""

    outcome = ActionOutcome.LATER
    code = "not_sent"


class TooBig(Refusal):
    """There are more bytes than were asked for."""

    outcome = ActionOutcome.UNSUPPORTED
    code = "too_big"


class InvalidRequest(Refusal):
    """Discord does not take it like this: a fault of ours, which the log names by its number."""

    outcome = ActionOutcome.UNSUPPORTED
    code = "invalid_request"


def read_refusal(error: BaseException) -> Refusal:
    """Turn what the client library raised into what it means."""
    match error:
        case Refusal():
            return error
        case discord.RateLimited():
            return SlowDown(timedelta(seconds=error.retry_after))
        case discord.LoginFailure():
            return Unauthorised()
        case discord.HTTPException():
            return _by_answer(error)
        case aiohttp.ClientConnectorError():
            return NotSent()
        case aiohttp.ClientError() | asyncio.TimeoutError() | OSError():
            return Unreachable()
        case _:
            raise error


def _by_answer(error: discord.HTTPException) -> Refusal:
    if error.code in _GONE:
        return Gone()
    if error.code in _PRIVATE_CLOSED:
        return PrivateClosed()
    return SlowDown(_OPENING_WAIT) if error.code == _OPENED_TOO_MANY else _by_status(error)


def _by_status(error: discord.HTTPException) -> Refusal:
    match error.status:
        case 401:
            return Unauthorised()
        case 403:
            return Forbidden()
        case 404:
            return Gone()
        case 429:
            return SlowDown(_SOON)
        case status if status >= 500:
            return Unreachable()
        case status:
            logger.warning("Discord refused a call: status %s, code %s", status, error.code)
            return InvalidRequest()


def to_result(refusal: Refusal, fix: str = "") -> ActionResult:
    """Turn a refusal into the outcome that the core knows; `fix` for a right that it lacks."""
    later = refusal.outcome is ActionOutcome.LATER
    forbidden = refusal.outcome is ActionOutcome.FORBIDDEN
    return ActionResult(
        refusal.outcome,
        retry_after=refusal.after if later else None,
        fix=(refusal.fix or fix) if forbidden else None,
    )


def check_answered(refusal: Refusal) -> None:
    """Return if Discord gave an answer, whatever it was.

    Raises:
        TryLater: It gave none, or would not yet.
    """
    if refusal.after is not None:
        raise TryLater(refusal.after)
