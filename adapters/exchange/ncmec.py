"""NCMEC's hash sharing: entries of its members, each with the fingerprints of one picture or film.

Through the client of threatexchange. What comes is checked before it is parsed, and an entry that
cannot be read costs that entry, not the page.
"""

import asyncio
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from xml.parsers import expat

import requests
from threatexchange.exchanges.clients.ncmec.hash_api import (
    FeedbackType,
    GetEntriesResponse,
    NCMECEndpoint,
    NCMECEntryUpdate,
    NCMECEnvironment,
    NCMECHashAPI,
)

from adapters.exchange.asking import SECONDS, Again, asked
from adapters.exchange.sessions import bound
from bot.domain.errors import ExchangeFailed
from bot.domain.exchange import HashDelta
from bot.domain.hash_list import KINDS, Gathering, Kind, UnreadableHash, Unusable, digits_in, fold
from bot.ports import Clock

NAME = "ncmec"
_MOST_PAGES = 5_000
# Before, there was nothing to share; asking costs little (their note: empty ranges are fast).
_FIRST = int(datetime(2014, 1, 1, tzinfo=UTC).timestamp())
# Entries come in no order of time, so only a whole range counts as done. A shorter one is done
# sooner; all of them are asked once.
_RANGE = 30 * 24 * 3600
# The newest seconds may still fill.
_FRESH = 5
# An hour that a change of clocks takes or gives, and whoever writes late. Seeing an entry twice
# changes nothing.
_OVERLAP = 2 * 3600
_ENTRIES = frozenset({"image", "video", "deletedImage", "deletedVideo"})
_PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,40}\Z")


class Ncmec:
    """Implements `ports.HashExchange`."""

    def __init__(
        self,
        user: str,
        password: str,
        place: str,
        clock: Clock,
        seconds: float = SECONDS,
    ) -> None:
        """Make one; `place` is the name of a `NCMECEnvironment`, or another address."""
        # One for each page: a thread that was given up must not write into the next one's.
        self._client = partial(_Client, user, password, place, seconds)
        self._clock = clock
        self._seconds = seconds

    @property
    def name(self) -> str:
        """The exchange's name."""
        return NAME

    async def greet(self) -> None:
        """Ask who we are to them; the answer is not kept."""
        await asked(NAME, lambda: asyncio.to_thread(self._client().who), self._clock, self._seconds)

    async def fetch(self, checkpoint: str | None) -> AsyncIterator[HashDelta]:
        """Yield pages; the last of each range of time completes it."""
        since = 0 if checkpoint is None else int(json.loads(checkpoint)["to"])
        now = int(self._clock.now().timestamp()) - _FRESH
        for start, end in _ranges(since, now):
            async for piece in self._range(start, end):
                yield piece

    async def _range(self, start: int, end: int) -> AsyncIterator[HashDelta]:
        following, seen = "", set[str]()
        for _ in range(_MOST_PAGES):
            page, unread = await self._page(max(0, start - _OVERLAP), end, following)
            following = page.next
            yield _delta(page, unread, None if following else json.dumps({"to": end}))
            if not following:
                return
            if following in seen:
                break
            seen.add(following)
        raise ExchangeFailed(f"{NAME}: its pages have no end; what was there stays.")

    async def _page(self, start: int, end: int, following: str) -> tuple[GetEntriesResponse, int]:
        return await asked(
            NAME,
            lambda: asyncio.to_thread(self._client().page, start, end, following),
            self._clock,
            self._seconds,
        )


class _Client(NCMECHashAPI):
    """Their client, with our limits."""

    def __init__(self, user: str, password: str, place: str, seconds: float) -> None:
        named = NCMECEnvironment.__members__.get(place)
        super().__init__(user, password, named or NCMECEnvironment.Industry)
        if named is None:
            self._base_url = place.rstrip("/")
        self._seconds = seconds
        self._unread = 0

    def who(self) -> None:
        """Ask for the status."""
        self._read(self.status)

    def page(self, start: int, end: int, following: str) -> tuple[GetEntriesResponse, int]:
        """Return a page and how many of its entries could not be read."""
        page: GetEntriesResponse = self._read(
            lambda: self.get_entries(
                start_timestamp=_for_their_clock(start),
                end_timestamp=_for_their_clock(end),
                next_=following,
            )
        )
        return page, self._unread

    def _read(self, call: Any) -> Any:
        try:
            return call()
        except (Again, ExchangeFailed):
            raise
        except Exception:  # noqa: BLE001 - theirs raises just that, with the whole page in it
            raise ExchangeFailed(
                f"{NAME}: a page of an unknown form; what was there stays."
            ) from None

    def _get_session(self) -> requests.Session:
        session = super()._get_session()
        bound(session, NAME, self._base_url, self._seconds)
        return session

    def _get(
        self, endpoint: NCMECEndpoint, *, path: str = "", next_: str = "", **params: Any
    ) -> ET.Element:
        """Return an answer; unlike theirs it is not logged, and checked before it is parsed."""
        place = f"/{self.VERSION}/{endpoint.value}{path and '/' + path}"
        if next_ and not next_.startswith(f"{place}?"):
            raise ExchangeFailed(f"{NAME} leads to another address, which is not followed.")
        url = self._base_url + (next_ or place)
        if next_:
            params = {}
        with self._get_session() as session:
            body = session.get(url, params=params).content
        root = _parsed(body)
        self._unread = _drop_unreadable(root)
        return root


def _parsed(body: bytes) -> ET.Element:
    """Return a document without its namespaces.

    One with a DOCTYPE is refused before its entities are looked at: they can grow without end, or
    name files and addresses. No answer of theirs has one.
    """
    checker = expat.ParserCreate()
    checker.StartDoctypeDeclHandler = _refuse_doctype
    try:
        checker.Parse(body, True)
        root = ET.fromstring(body)  # noqa: S314 - the line above refused what is dangerous
    except (expat.ExpatError, ET.ParseError):
        raise Again("the answer was not XML") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _refuse_doctype(*_: object) -> None:
    raise ExchangeFailed(f"{NAME}: the answer declares entities; what was there stays.")


def _drop_unreadable(root: ET.Element) -> int:
    """Take out entries that their reader would fail on; return how many."""
    dropped = 0
    for kind in ("images", "videos"):
        for group in root.findall(kind):
            for entry in list(group):
                if not _is_readable(entry):
                    group.remove(entry)
                    dropped += 1
    return dropped


def _is_readable(entry: ET.Element) -> bool:
    members, ids = entry.findall("member"), entry.findall("id")
    return (
        entry.tag in _ENTRIES
        and len(members) == len(ids) == 1
        and bool(ids[0].text)
        and (members[0].get("id") or "").isdecimal()
        and all(said.get("type") for said in entry.findall("feedback/*"))
    )


def _delta(page: GetEntriesResponse, unread: int, end: str | None) -> HashDelta:
    to = Gathering(NAME)
    for update in page.updates:
        try:
            _take(to, update)
        except UnreadableHash:
            unread += 1
    found = to.result()
    return HashDelta(tuple(found.entries), found.withdrawn, found.unusable, unread, end)


def _take(to: Gathering, update: NCMECEntryUpdate) -> None:
    """Take one entry, which replaces what was known of it. One that cannot be read does not."""
    name = _entry_name(update)
    fingerprints = {} if update.deleted else update.fingerprints
    usable = [
        (kind, digits_in(text.strip()), not _is_disputed(update, tag))
        for tag, text in fingerprints.items()
        if isinstance(kind := _kind(tag), Kind)
    ]
    to.withdraw(name)
    for kind, digits, verified in usable:
        to.add(kind, digits, verified=verified, name=name)
    for tag in fingerprints:
        if isinstance(reason := _kind(tag), Unusable):
            to.leave_out(reason)


def _kind(tag: str) -> Kind | Unusable:
    return KINDS.get(fold(tag), Unusable.OTHER)


def _is_disputed(update: NCMECEntryUpdate, kind: str) -> bool:
    """Say whether a member objects to a fingerprint."""
    return any(
        opinion.feedback_type is FeedbackType.downvote
        for about, opinions in update.feedback.items()
        if fold(about) == fold(kind)
        for opinion in opinions
    )


def _entry_name(update: NCMECEntryUpdate) -> str:
    text = str(update.id)
    if not _PLAIN_ID.match(text):
        text = hashlib.sha256(text.encode()).hexdigest()[:40]
    return f"{update.member_id}-{text}"


def _ranges(since: int, now: int) -> Iterator[tuple[int, int]]:
    start = since
    while start < now:
        end = min(now, _FIRST if start < _FIRST else start + _RANGE)
        yield start, end
        start = end


def _for_their_clock(timestamp: int) -> int:
    """Return what their client writes as this time.

    It formats the machine's local time and calls it UTC (1.2.17): east of Greenwich it would ask
    for the future, and what changes meanwhile would never be asked for.
    """
    wall = datetime.fromtimestamp(timestamp, UTC).replace(tzinfo=None)
    return int(wall.timestamp())
