"""What is wrong with the whole connection, as an operator and the adults are told."""

import logging
from datetime import datetime, timedelta

from adapters.telegram.errors import Conflict, NotSent, Refusal, SlowDown, Unauthorised
from adapters.telegram.updates import made
from bot.domain.errors import ConnectionLost
from bot.domain.event import RawUpdate

# https://core.telegram.org/bots/api#getting-updates: kept "not longer than 24 hours".
KEPT = timedelta(hours=24)


def connection_lost(refusal: Refusal) -> ConnectionLost:
    """Return what the refusal of a call means for receiving, with what to do about it."""
    match refusal:
        case Unauthorised():
            return ConnectionLost(
                "Telegram does not take the bot's token (or there is no Bot API at "
                "UPSTANDER_TELEGRAM__BASE_URL): get a new token from @BotFather with /token, put "
                "it into UPSTANDER_TELEGRAM__TOKEN and start the bot again",
                logging.CRITICAL,
            )
        case Conflict():
            return ConnectionLost(
                "another program receives this bot's updates, so pictures may pass unseen: stop "
                "it, or if you know of none, get a new token from @BotFather with /revoke",
                logging.ERROR,
            )
        case SlowDown() | NotSent():
            return ConnectionLost(f"Telegram cannot be asked now ({refusal.code})")
        case _:
            return ConnectionLost(f"Telegram gives no answer that can be used ({refusal.code})")


def second_receiver(now: datetime) -> RawUpdate:
    """Return the update that warns the adults; within an hour it is the same one."""
    key = f"second_receiver:{now:%Y-%m-%dT%H}"
    return made("second_receiver", key, since=now.isoformat(), until=now.isoformat())


def outage(answered: datetime | None, now: datetime) -> RawUpdate | None:
    """Return the update that says what was lost, if we were away longer than Telegram keeps."""
    if answered is None or now - answered <= KEPT:
        return None
    since = answered.isoformat()
    return made("outage", f"outage:{since}", since=since, until=now.isoformat())
