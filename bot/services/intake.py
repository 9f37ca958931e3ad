"""Takes raw updates in: translated, stored in one transaction, and only then acknowledged."""

import hashlib
import itertools
import logging
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime
from typing import assert_never

from bot.book_ports import Inbox
from bot.domain.event import (
    Asset,
    CommandGiven,
    Event,
    Gap,
    Membership,
    Moved,
    PlatformTrouble,
    Posted,
    Press,
    Profile,
    RawUpdate,
    Removed,
)
from bot.domain.links import LinkLists
from bot.domain.message import CHAT_ITSELF, Actor, ChatRef, MediaItem, MessageRef, place
from bot.domain.signal import LinkMatch, OpaqueReason
from bot.domain.work import NewItem, Received
from bot.ports import Adapter, Clock

logger = logging.getLogger(__name__)

_INTEGER_END = 2**63
_NOT_ONLY_MEDIA = CommandGiven | Press | Membership | Gap | Moved | PlatformTrouble


class Intake:
    """What an adapter hands its updates to."""

    def __init__(
        self, inbox: Inbox, clock: Clock, ring: Callable[[], None], lists: LinkLists
    ) -> None:
        self._inbox = inbox
        self._clock = clock
        self._ring = ring
        self._lists = lists

    async def receive(
        self, adapter: Adapter, updates: Sequence[RawUpdate], cursor: str | None
    ) -> None:
        """Store a batch. When this returns, the platform may forget it."""
        now = self._clock.now()
        received = [_read(adapter, update, now, self._lists) for update in updates]
        await self._inbox.take_in(adapter.name, received, cursor)
        self._ring()


def _read(adapter: Adapter, update: RawUpdate, now: datetime, lists: LinkLists) -> Received:
    try:
        events = adapter.translate(update)
        items = tuple(item for event in events for item in items_of(event, lists))
        for item in items:
            _check_storable(item)
    except Exception as error:  # noqa: BLE001 - parked, counted and shown to a person
        # Whatever a malformed update does to the translation, the others of its batch go on.
        # It is kept whole for a person; the error's text may quote it and is not logged.
        logger.error("update %s parked: %s", update.key, type(error).__name__)  # noqa: TRY400
        # It may have held a picture, and unknown is never clean: the adults are told.
        return Received(
            update,
            (_unreadable(update, now),),
            parked=f"could not be read: {type(error).__name__}",
        )
    return Received(update, items, any(isinstance(one, _NOT_ONLY_MEDIA) for one in events))


def _unreadable(update: RawUpdate, now: datetime) -> NewItem:
    ref = place(ChatRef(update.platform, update.chat), f"update:{update.key}")
    media = MediaItem("update", update.key, handle="")
    return NewItem(ref, CHAT_ITSELF, media, "0", now, opaque=OpaqueReason.UNREADABLE)


def _check_storable(item: NewItem) -> None:
    """Raise for values that no database takes: one of them would hold up the whole platform.

    A batch is stored as a whole or not at all, and comes again from the platform until it was.
    """
    alone = (item.revision, item.album)
    values = (astuple(item.ref), astuple(item.actor), astuple(item.media), alone)
    for value in itertools.chain.from_iterable(values):
        if isinstance(value, str):
            value.encode()  # Half of a surrogate pair cannot be written.
        elif isinstance(value, int) and not 0 <= value < _INTEGER_END:
            raise OverflowError("a size that is no size")
    item.posted_at.astimezone(UTC)


def items_of(event: Event, lists: LinkLists) -> tuple[NewItem, ...]:
    """Return every media slot and link of an event as an item for the inbox."""
    match event:
        case Posted():
            items = _items(event, event.ref, event.actor, event.revision)
            items += _links(event, lists)
            return tuple(replace(item, album=event.album) for item in items)
        case Profile():
            # No message holds it, so none can be removed: a bad one is a person's business.
            ref = place(event.chat, f"profile:{event.actor.id}")
            return _items(event, ref, event.actor)
        case Asset():
            return _items(event, place(event.chat, event.name), CHAT_ITSELF)
        case (
            Removed()
            | CommandGiven()
            | Press()
            | Membership()
            | Gap()
            | Moved()
            | PlatformTrouble()
        ):
            return ()
        case other:
            assert_never(other)


def _items(
    event: Posted | Profile | Asset, ref: MessageRef, actor: Actor, revision: str = "0"
) -> tuple[NewItem, ...]:
    fetched = tuple(NewItem(ref, actor, one, revision, event.at) for one in event.media)
    hidden = tuple(
        NewItem(ref, actor, _unfetched(slot.slot, slot.key), revision, event.at, slot.reason)
        for slot in event.opaque
    )
    return fetched + hidden


def _links(event: Posted, lists: LinkLists) -> tuple[NewItem, ...]:
    """Return an item for each address of a message, and for each name in it that is listed.

    The address itself is stored nowhere, and a name that is not listed leaves nothing at all.
    """
    links = {link: lists.find(link) for link in event.links}
    named = {name: lists.find(name) for name in event.names if name not in links}
    named = {name: match for name, match in named.items() if match is not None}
    return tuple(
        [
            _link(event, f"link.{number}", link, match)
            for number, (link, match) in enumerate(links.items(), start=1)
        ]
        + [
            _link(event, f"name.{number}", name, match)
            for number, (name, match) in enumerate(named.items(), start=1)
        ]
    )


def _link(event: Posted, slot: str, link: str, match: LinkMatch | None) -> NewItem:
    return NewItem(
        event.ref,
        event.actor,
        _unfetched(slot, _digest(link)),
        event.revision,
        event.at,
        OpaqueReason.LINK,
        listed=match,
    )


def _unfetched(slot: str, key: str) -> MediaItem:
    return MediaItem(slot, key, handle="")


def _digest(link: str) -> str:
    # Half of a surrogate pair in an address must not park the picture beside it.
    return hashlib.sha256(link.encode(errors="surrogatepass")).hexdigest()
