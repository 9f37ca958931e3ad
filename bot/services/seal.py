"""Seals what buttons carry, so that a press can only ask for what the bot itself once offered.

A platform hands back what a button carried, and a client may send anything instead. Each action
therefore leaves the core as `action.expiry.mac`. The seal says that we offered it, never that
the presser may: rights are asked for at each press.
"""

import base64
import hashlib
import hmac
import logging
import math
from dataclasses import replace
from datetime import timedelta

from bot.domain.action import ActionResult
from bot.domain.capability import Limits, NoticeWay
from bot.domain.casework import UNDO_WITHIN
from bot.domain.event import CommandGiven, Press
from bot.domain.message import Actor, ChatRef, MessageRef
from bot.domain.speech import Button, Picker, Speech
from bot.ports import Clock, Messenger

logger = logging.getLogger(__name__)

# The largest bound of a platform for what a button carries; see `Limits` for each one's own.
# https://discord.com/developers/docs/components/reference#button (custom_id, 1 to 100 characters)
MOST_BYTES = 100
# 128 bits: a forger would have to send 2^128 presses. HMAC-SHA256 may be cut to half its length
# (RFC 2104, section 5).
_MAC_BYTES = 16
_LABEL = b"upstander: buttons 1"

_MONTH, _HOUR = timedelta(days=30), timedelta(hours=1)
_LIVES = {
    "why": _MONTH,
    "help": _MONTH,
    "ack": _MONTH,
    "mistake": _MONTH,
    "block": _MONTH,
    "case": _MONTH,
    "keep": _MONTH,
    "more": _MONTH,
    "unlock": _MONTH,
    "advice": _MONTH,
    "appeal": _MONTH,
    "overturn": _MONTH,
    "uphold": _MONTH,
    "undo": UNDO_WITHIN,
    # As long as a mute lasts.
    "unmute": timedelta(hours=24),
    "confirm": timedelta(minutes=5),
    "again": timedelta(minutes=5),
}


def button_key(audit_key: bytes) -> bytes:
    """Return the key of the buttons; one that leaks says nothing about the installation's key."""
    return hmac.digest(audit_key, _LABEL, hashlib.sha256)


class Seal:
    """Seals actions and opens what comes back."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def close(self, action: str) -> str:
        """Return the token for a button that does this, valid for as long as its verb says."""
        life = _LIVES.get(action.partition(":")[0], _HOUR)
        ends = (self._clock.now() + life).timestamp()
        body = f"{action}.{_base36(math.ceil(ends / 60))}"
        return f"{body}.{self._mac(body)}"

    def open(self, token: str) -> str | None:
        """Return the action of a token; None if it is forged, altered or too old."""
        if len(token) > MOST_BYTES or not token.isascii():
            return None
        body, _, mac = token.rpartition(".")
        # As bytes and before anything is read of it: nothing of a forged token is ever parsed.
        if not hmac.compare_digest(mac.encode(), self._mac(body).encode()):
            return None
        action, _, ends = body.rpartition(".")
        return action if self._clock.now().timestamp() < int(ends, 36) * 60 else None

    def _mac(self, body: str) -> str:
        mac = hmac.digest(self._key, body.encode(), hashlib.sha256)[:_MAC_BYTES]
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")


class SealingMessenger:
    """A platform's messenger, with every button sealed: no service can forget it."""

    def __init__(self, messenger: Messenger, seal: Seal, limits: Limits) -> None:
        self._messenger = messenger
        self._seal = seal
        self._limits = limits

    async def tell(
        self, way: NoticeWay, chat: ChatRef, actor: Actor, speech: Speech
    ) -> ActionResult:
        """Tell one person in private."""
        return await self._messenger.tell(way, chat, actor, self._sealed(speech))

    async def say(
        self, chat: ChatRef, speech: Speech, near: MessageRef | None = None
    ) -> ActionResult:
        """Say something to a whole chat."""
        return await self._messenger.say(chat, self._sealed(speech), near)

    async def reply(self, asked: Press | CommandGiven, speech: Speech) -> ActionResult:
        """Answer a press or a command so that only who asked sees it."""
        return await self._messenger.reply(asked, self._sealed(speech))

    def _sealed(self, speech: Speech) -> Speech:
        buttons = [replace(one, action=self._seal.close(one.action)) for one in speech.buttons]
        pickers = [replace(one, action=self._seal.close(one.action)) for one in speech.pickers]
        return replace(
            speech,
            buttons=tuple(one for one in buttons if self._fits(one)),
            pickers=tuple(one for one in pickers if self._fits(one)),
        )

    def _fits(self, one: Button | Picker) -> bool:
        """Say whether the platform takes it; one that is too long would cost the words as well."""
        private = isinstance(one, Button) and one.private
        most = self._limits.private_button_bytes if private else self._limits.button_bytes
        if len(one.action.encode()) <= most:
            return True
        logger.error("a %s button is too long and was left out", one.action.partition(":")[0])
        return False


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
