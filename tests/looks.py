"""Looks that are like no other, and hashes that become known, for the tests of banks and sweeps."""

import hashlib
import random

from bot.domain.bank import BankEntry, Standing
from bot.domain.message import ChatRef


def look(seed: int) -> bytes:
    """Return a look that is like no other: half of its bits are set."""
    return random.Random(seed).randbytes(64)  # noqa: S311 - not a secret


def near(one: bytes, pdq: int, second: int = 0) -> bytes:
    """Return a look so many bits from another, of each of its two hashes."""
    flip = ((1 << pdq) - 1) << 256 | ((1 << second) - 1)
    return (int.from_bytes(one) ^ flip).to_bytes(64)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def known(
    name: str = "one",
    looks: bytes = b"",
    *,
    bank: str = "own",
    sha256: str | None = None,
    standing: Standing = Standing.CONFIRMED,
    scope: ChatRef | None = None,
) -> BankEntry:
    """Return an entry with these windows."""
    pdq = looks[:32].hex() or None
    return BankEntry(bank, name, sha256, pdq, standing=standing, windows=looks, scope=scope)
