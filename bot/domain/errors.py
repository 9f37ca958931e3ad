"""Errors that cross a border inside Upstander.

UpstanderError
├── MediaUnavailable   the bytes cannot be had: gone, expired, refused
├── MediaTooLarge      more bytes than the platform or the operator allows
├── TryLater           the platform asks to wait
├── ConnectionLost     nothing can be received from a platform now
├── StartRefused       the app must not start; says what to do
│   ├── DatabaseUnusable  not our database, damaged, or from another version
│   └── SettingsError, BadPreset (in config/)  what an operator wrote cannot be used
├── ExchangeFailed     an exchange of hashes gives no answer that can be used
├── BadBankFile        a hash list that cannot be read; says which line
├── BankProtected      a bank that nobody may remove
├── UnreadableRecord   a file is not the record of a case, or not one of this version
└── BadLinkList        a list of links that is not signed, not newer, or cannot be read

A verdict is never an exception, and an exception never becomes "clean".
"""

import logging
from datetime import timedelta


class UpstanderError(Exception):
    """Base of all errors that we raise on purpose; its text is fit for the operator."""


class MediaUnavailable(UpstanderError):
    """The bytes of an item cannot be had, now or later."""


class MediaTooLarge(UpstanderError):
    """An item holds more bytes than may be fetched."""


class TryLater(UpstanderError):
    """The platform asks to wait before the call is made again."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"the platform asks to wait {after.total_seconds():.1f} s")
        self.after = after


class ConnectionLost(UpstanderError):
    """Nothing can be received from a platform now; the app tries again by itself.

    Attributes:
        level: How grave it is, as a level of `logging`: some causes need a person.
    """

    def __init__(self, text: str, level: int = logging.WARNING) -> None:
        super().__init__(text)
        self.level = level


class StartRefused(UpstanderError):
    """The app must not start like this; the text says why and what to do."""


class DatabaseUnusable(StartRefused):
    """The database cannot be used: not ours, damaged, or of another version."""


class ExchangeFailed(UpstanderError):
    """An exchange of hashes gives no answer that can be used; what it said is not repeated."""


class BadBankFile(UpstanderError):
    """A hash list cannot be read; nothing of it was stored."""


class UnknownPerson(UpstanderError):
    """Nobody in office has this number."""


class BankProtected(UpstanderError):
    """A bank is the bot's own and stays."""


class BadLinkList(UpstanderError):
    """A list of links is not signed by the right key, is not newer, or cannot be read."""


class UnreadableRecord(UpstanderError):
    """A file cannot be read as the record of a case; whether it is true was not even asked."""
