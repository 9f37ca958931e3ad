"""Turns people and references into digests that say nothing without the installation's key.

The key is made from the one that seals the audit chain, which lies beside the database and not in
it. Who has both could still try all accounts of a platform; so what a person is counted by holds
the day as well, and is deleted when that is over (`Retention.forget_reporters`).
"""

import hashlib
import hmac
from datetime import datetime

from bot.domain.message import Actor

_LABEL = b"upstander: people 1"


def mask_key(audit_key: bytes) -> bytes:
    """Return the key of the digests; one that leaks says nothing about the installation's key."""
    return hmac.digest(audit_key, _LABEL, hashlib.sha256)


class Mask:
    """Makes digests: 64 hex digits each."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def reporter(self, platform: str, actor: Actor, now: datetime) -> str:
        """Return by what a person is counted today; another one tomorrow."""
        return self._digest("reporter", now.date().isoformat(), platform, actor.id)

    def adult(self, platform: str, actor: Actor) -> str:
        """Return by what an adult is told from a second one."""
        return self._digest("adult", platform, actor.id)

    def reference(self, reference: str) -> str:
        """Return what is stored of a reference."""
        return self._digest("reference", reference)

    def _digest(self, *parts: str) -> str:
        # No part holds a zero byte, so no two lists of parts give the same text.
        said = "\0".join(parts).encode()
        return hmac.digest(self._key, said, hashlib.sha256).hex()
