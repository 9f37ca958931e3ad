"""Fakes that implement ports. Each passes the contract suite of its port in `tests/contract`."""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.action import ActionKind
from bot.domain.bank import KNOWN_DISTANCE, LOOK_BYTES, Bank, BankEntry, BankKind, MatchRule
from bot.domain.effect import EffectState
from bot.domain.errors import MediaTooLarge, MediaUnavailable
from bot.domain.message import ChatRef
from bot.domain.signal import (
    BankMatch,
    Failure,
    Fingerprint,
    MediaFacts,
    OpaqueReason,
    Score,
    Screening,
)
from bot.domain.speech import Saying
from bot.domain.verdict import Outcome

START = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)


class MovableClock:
    """A clock that a test moves. Sleeping takes no real time, but lets others run."""

    def __init__(self) -> None:
        self._now = START

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - START).total_seconds()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0.001)

    def move(self, by: timedelta) -> None:
        self._now += by


class FakeScreener:
    """Judges by the first word of the bytes: `bad`, `maybe`, `known` or `clean`; others are opaque.

    A word such as `@cat` says what they show: they have a look, and it is the same for all files
    that show it. Others match by the exact file alone.
    """

    def __init__(self, now: Callable[[], datetime] = lambda: START) -> None:
        self.seen: list[bytes] = []
        self.banks: list[Bank] = []
        self.entries: dict[tuple[str, str], BankEntry] = {}
        self.list_limit = KNOWN_DISTANCE
        self._now = now

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        judged = self._judge(data)
        known = self._known(hashlib.sha256(data).hexdigest(), judged.looks, chat)
        if any(match.certain for match in known):
            return replace(judged, signals=known)
        return replace(judged, signals=(*known, *judged.signals))

    def _known(self, digest: str, looks: bytes, chat: ChatRef | None) -> tuple[BankMatch, ...]:
        counting = {
            bank.name
            for bank in self.banks
            if bank.kind is not BankKind.GUARD and bank.counts_for(digest, self._now())
        }
        found = (
            _match(one, digest, looks)
            for one in self.entries.values()
            if one.bank in counting and one.scope in (None, chat)
        )
        return tuple(match for match in found if match)

    def _judge(self, data: bytes) -> Screening:
        judged = self._word(data)
        looks = look_of(data)
        if not looks or judged.fingerprint is None:
            return judged
        shown = Fingerprint(judged.fingerprint.sha256, looks[:32].hex(), 90, looks[32:].hex())
        return replace(judged, fingerprint=shown, looks=looks, looked_at=1)

    def _word(self, data: bytes) -> Screening:
        self.seen.append(data)
        fingerprint = Fingerprint(hashlib.sha256(data).hexdigest(), "f0" * 32, 90, "0f" * 32)
        facts = MediaFacts("png", len(data), 10, 10)
        word = data.split(b" ")[0]
        scores = {b"bad": 0.99, b"maybe": 0.3, b"clean": 0.001}
        if word == b"known":
            return Screening((BankMatch("bank", "entry", 0, MatchRule.FILE),), fingerprint, facts)
        if word not in scores:
            return Screening((Failure("decode", OpaqueReason.NOT_A_PICTURE),), fingerprint, facts)
        return Screening(
            (Score("open_nsfw", "nsfw", scores[word]), Score("nudenet", "none", 0.0)),
            fingerprint,
            facts,
        )

    def load_banks(
        self,
        banks: Sequence[Bank],
        entries: Iterable[Sequence[BankEntry]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        self.entries = {(one.bank, one.entry): one for page in entries for one in page}
        self.banks, self.list_limit = list(banks), list_limit

    def change_banks(
        self,
        banks: Sequence[Bank],
        changed: Sequence[BankEntry],
        gone: Collection[tuple[str, str]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        names = {bank.name for bank in banks}
        after = {name: one for name, one in self.entries.items() if name not in gone}
        after |= {(one.bank, one.entry): one for one in changed}
        self.entries = {name: one for name, one in after.items() if one.bank in names}
        self.banks, self.list_limit = list(banks), list_limit

    def likes(self, looks: bytes, sha256: str | None = None) -> tuple[BankMatch, ...]:
        found = (_match(one, sha256 or "", looks) for one in self.entries.values())
        return tuple(match for match in found if match)


def look_of(data: bytes) -> bytes:
    """Return the look of what the bytes show; nothing where they do not say."""
    word = next((word for word in data.split(b" ") if word.startswith(b"@")), None)
    return b"" if word is None else hashlib.sha512(word).digest()


def _match(entry: BankEntry, digest: str, looks: bytes) -> BankMatch | None:
    if entry.sha256 == digest:
        return BankMatch(entry.bank, entry.entry, 0, MatchRule.FILE, standing=entry.standing)
    windows = entry.windows
    pieces = {windows[start : start + LOOK_BYTES] for start in range(0, len(windows), LOOK_BYTES)}
    if not looks or looks not in pieces:
        return None
    return BankMatch(entry.bank, entry.entry, 0, MatchRule.KNOWN, standing=entry.standing, second=0)


class FakeWeb:
    """Answers with what was put at an address."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []

    async def fetch(self, address: str, most: int) -> bytes:
        self.asked.append(address)
        if address not in self.pages:
            raise MediaUnavailable("the answer was 404")
        if len(self.pages[address]) > most:
            raise MediaTooLarge(f"there are more than {most} bytes")
        return self.pages[address]


class KeyTexts:
    """Writes the key of a text with its values, so that a test sees what was said."""

    languages = frozenset({"en", "es"})

    def write(self, language: str, saying: Saying) -> str:
        values = " ".join(
            f"{name}={self.write(language, value) if isinstance(value, Saying) else value}"
            for name, value in saying.values.items()
        )
        return f"{language}/{saying.key} {values}".strip()

    def adults_read(self, language: str) -> str:
        return language


class NoMeters:
    """Counts nothing."""

    def decided(self, outcome: Outcome, reason: str, seconds: float) -> None: ...

    def removed(self, visible_seconds: float) -> None: ...

    def effect_ended(self, kind: ActionKind, state: EffectState) -> None: ...
