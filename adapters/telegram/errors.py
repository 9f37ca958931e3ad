"""What Telegram refuses, and what each refusal means to the core.

Refusal
├── Gone                    the message, file or person is not there, or not any more
├── Forbidden(fix)          the bot may not; `fix` says what an adult can do
│   ├── MissingRight        which right, only the caller knows
│   ├── CannotBeDeleted     no right, or older than 48 hours: Telegram does not say which
│   ├── Unchanged           there was nothing to change
│   ├── NotInChat           the bot is not in the chat
│   ├── PrivateClosed       the person never started the bot, or blocked it
│   ├── Moved(new)          the chat has another id now
│   ├── Unauthorised        the token was revoked, or the address is wrong
│   └── InvalidRequest      anything else that Telegram calls a bad request
├── TooOld, TooBig, NotSupported, OnServersDisk   never possible
└── SlowDown(after), NotSent, Unreachable, Conflict   perhaps possible later

The texts come from the Bot API server's source, https://github.com/tdlib/telegram-bot-api
(Client.cpp), and from Telegram's own error names in capitals.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from telegram.error import TelegramError

from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.errors import TryLater

# Texts that tell an adult how to put things right; they stand in config/texts/*/telegram.ftl.
FIX_DELETE = "fix-telegram-delete"
FIX_TOO_OLD = "fix-telegram-too-old"
FIX_MOVED = "fix-telegram-moved"
FIX_NOT_IN_CHAT = "fix-telegram-not-in-chat"
FIX_RESTRICT = "fix-telegram-restrict"
FIX_SUPERGROUP = "fix-telegram-supergroup"
FIX_TARGET_IS_ADMIN = "fix-telegram-target-is-admin"
FIX_WRITE = "fix-telegram-write"
FIX_TOKEN = "fix-telegram-token"  # noqa: S105 - a text's key

_LONGEST_WAIT = timedelta(hours=1)
_SOON = timedelta(seconds=1)


class Refusal(TelegramError):
    """Telegram says no. As one of the client library's errors it passes through it unchanged."""

    outcome: ClassVar[ActionOutcome] = ActionOutcome.FORBIDDEN
    fix: str = ""
    after: timedelta | None = None

    def __init__(self) -> None:
        super().__init__(self.code)

    @property
    def code(self) -> str:
        """The kind of refusal in a word or two, fit for a log line."""
        return re.sub(r"(?<=.)(?=[A-Z])", " ", type(self).__name__).lower()


class Gone(Refusal):
    """The message, file or person is not there, or not any more."""

    outcome = ActionOutcome.GONE


class Forbidden(Refusal):
    """The bot may not; `fix` is the text that tells an adult what to do, where one is known."""

    def __init__(self, fix: str = "") -> None:
        super().__init__()
        self.fix = fix or self.fix


class MissingRight(Forbidden):
    """The bot lacks a right; which one depends on what was tried."""


class CannotBeDeleted(Forbidden):
    """The bot lacks the right, or the message is too old: Telegram says the same of both."""


class Unchanged(Forbidden):
    """The message is as it was asked to be already."""


class NotInChat(Forbidden):
    """The bot is not in the chat, or the chat does not exist any more."""

    fix = FIX_NOT_IN_CHAT


class PrivateClosed(Forbidden):
    """The person never started the bot, blocked it, or is gone from Telegram."""


class Moved(Forbidden):
    """The group became a supergroup and has another id; its messages were numbered anew."""

    fix = FIX_MOVED

    def __init__(self, new: str) -> None:
        super().__init__()
        self.new = new


class Unauthorised(Forbidden):
    """The token was revoked, or there is no Bot API at the address."""

    fix = FIX_TOKEN
    # An operator who changes the token starts the bot anew; until then there is nothing to hurry.
    after = timedelta(seconds=30)


class InvalidRequest(Forbidden):
    """A bad request that is not in the table below; `description` is cleaned for the log."""

    def __init__(self, description: str) -> None:
        super().__init__()
        self.description = description


class TooOld(Refusal):
    """Too late: the message is over 48 hours old, or the press was not answered in time."""

    outcome = ActionOutcome.TOO_OLD
    fix = FIX_TOO_OLD


class TooBig(Refusal):
    """More bytes than Telegram hands out or than were asked for."""

    outcome = ActionOutcome.UNSUPPORTED


class NotSupported(Refusal):
    """This server, or this kind of chat, does not have it."""

    outcome = ActionOutcome.UNSUPPORTED


class OnServersDisk(NotSupported):
    """A self-hosted server with ``--local`` keeps files on its own disk and sends no bytes."""


class SlowDown(Refusal):
    """Too many calls; this one may be repeated after a while."""

    outcome = ActionOutcome.LATER

    def __init__(self, after: timedelta) -> None:
        super().__init__()
        self.after = after


class NotSent(Refusal):
    """There was no connection: nothing was sent, so it may be repeated without harm."""

    outcome = ActionOutcome.LATER
    after = _SOON


class Unreachable(Refusal):
    """The answer was lost or cannot be read; nobody knows whether the call took effect."""

    outcome = ActionOutcome.UNREACHABLE
    after = _SOON


class Conflict(Refusal):
    """Somebody else receives this bot's updates, or a webhook is set."""

    outcome = ActionOutcome.LATER
    after = _SOON


def _forbidden(fix: str) -> Callable[[], Refusal]:
    return lambda: Forbidden(fix)


# The first phrase that a description holds decides. All in small letters.
_PHRASES: tuple[tuple[str, Callable[[], Refusal]], ...] = (
    ("message to delete not found", Gone),
    ("message to react not found", Gone),
    ("message_id_invalid", Gone),
    ("message is not modified", Unchanged),
    ("message can't be deleted", CannotBeDeleted),
    ("message_delete_forbidden", CannotBeDeleted),
    ("group chat was upgraded", _forbidden(FIX_MOVED)),
    ("method is available", _forbidden(FIX_SUPERGROUP)),
    ("user is an administrator", _forbidden(FIX_TARGET_IS_ADMIN)),
    ("can't remove chat owner", _forbidden(FIX_TARGET_IS_ADMIN)),
    ("user_admin_invalid", _forbidden(FIX_TARGET_IS_ADMIN)),
    ("rights to restrict", _forbidden(FIX_RESTRICT)),
    ("rights to change chat permissions", _forbidden(FIX_RESTRICT)),
    ("rights to send", _forbidden(FIX_WRITE)),
    ("chat_write_forbidden", _forbidden(FIX_WRITE)),
    ("topic_closed", _forbidden(FIX_WRITE)),
    ("not enough rights", MissingRight),
    ("have no rights", MissingRight),
    ("chat_admin_required", MissingRight),
    ("need administrator rights", MissingRight),
    ("bot was kicked", NotInChat),
    ("bot is not a member", NotInChat),
    ("chat not found", NotInChat),
    ("chat was deleted", NotInChat),
    ("group is deactivated", NotInChat),
    ("channel_private", NotInChat),
    ("bot can't initiate conversation", PrivateClosed),
    ("bot was blocked by the user", PrivateClosed),
    ("user is deactivated", PrivateClosed),
    ("bot can't send messages to bots", PrivateClosed),
    ("participant_id_invalid", Gone),
    ("user_not_participant", Gone),
    ("user not found", Gone),
    ("member not found", Gone),
    ("query is too old", TooOld),
    ("file is too big", TooBig),
    ("wrong file_id", Gone),
    ("file is temporarily unavailable", Gone),
    ("invalid file_id", Gone),
    ("invalid custom emoji identifier", Gone),
)


def read_refusal(status: int, body: bytes) -> Refusal:
    """Turn an answer that is not good into what it means."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    # Only the Bot API answers in this form: anything else comes from a proxy on the way.
    known = isinstance(answer, dict) and "ok" in answer
    told: dict[str, Any] = answer if known else {}
    parameters = told.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    if "migrate_to_chat_id" in parameters:
        return Moved(str(parameters["migrate_to_chat_id"]))
    if status == 429:
        return SlowDown(_wait(parameters.get("retry_after")))
    return _by_text(status, str(told.get("description", ""))) if known else _by_status(status)


def _by_text(status: int, description: str) -> Refusal:
    text = description.lower()
    if status == 404 and "method not found" in text:
        return NotSupported()
    if status in (400, 403):
        for phrase, refusal in _PHRASES:
            if phrase in text:
                return refusal()
        return Forbidden() if status == 403 else InvalidRequest(_cleaned(description))
    # Telegram says 401 of a revoked token and 404 of one that cannot be a token.
    return Unauthorised() if status in (401, 404) else _by_status(status)


def _by_status(status: int) -> Refusal:
    if status == 409:
        return Conflict()
    return TooBig() if status == 413 else Unreachable()


def to_result(refusal: Refusal, fix: str = "") -> ActionResult:
    """Turn a refusal into the outcome that the core knows; `fix` for a right that it lacks."""
    later = refusal.outcome is ActionOutcome.LATER
    return ActionResult(
        refusal.outcome,
        retry_after=refusal.after if later else None,
        fix=refusal.fix or (fix if isinstance(refusal, Forbidden) else "") or None,
    )


def check_answered(refusal: Refusal) -> None:
    """Return if Telegram gave an answer, whatever it was.

    Raises:
        TryLater: It gave none, or would not yet.
    """
    if refusal.after is not None:
        raise TryLater(refusal.after)


def _wait(seconds: object) -> timedelta:
    """Return how long Telegram asks to wait, within reason."""
    if not isinstance(seconds, int | float) or not seconds > 0:
        return _SOON
    return timedelta(seconds=min(seconds, _LONGEST_WAIT.total_seconds()))


def _cleaned(description: str) -> str:
    """Return a description without numbers, quotes and what else could come from a person."""
    text = re.sub(r"\"[^\"]*\"|\S*[\d@/:]\S*", "*", description.removeprefix("Bad Request: "))
    return text[:80]
