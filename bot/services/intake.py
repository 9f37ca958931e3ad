"""Takes raw updates in: translated, stored in one transaction, and only then acknowledged."""

import hashlib
import itertools
import logging
from collections.abc import Callable, Collection, Sequence
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
from bot.domain.links import LinkLists, address_on
from bot.domain.message import CHAT_ITSELF, LINK_SLOTS, Actor, ChatRef, MediaItem, MessageRef, place
from bot.domain.signal import LinkMatch, OpaqueReason
from bot.domain.work import NewItem, Received
from bot.ports import Adapter, Clock

logger = logging.getLogger(__name__)

_INTEGER_END = 2**63
# Of one message: a hundred addresses of a slow host must not hold up what is posted after them.
_MOST_FOLLOWED = 4
_NOT_ONLY_MEDIA = CommandGiven | Press | Membership | Gap | Moved | PlatformTrouble


class Intake:
    """What an adapter hands its updates to."""

    def __init__(
        self,
        inbox: Inbox,
        clock: Clock,
        ring: Callable[[], None],
        lists: LinkLists,
        hosts: Collection[str] = (),
    ) -> None:
        self._inbox = inbox
        self._clock = clock
        self._ring = ring
        self._lists = lists
        self._hosts = hosts

    async def receive(
        self, adapter: Adapter, updates: Sequence[RawUpdate], cursor: str | None
    ) -> None:
        """Store a batch. When this returns, the platform may forget it."""
        now = self._clock.now()
        received = [self._read(adapter, update, now) for update in updates]
        await self._inbox.take_in(adapter.name, received, cursor)
        self._ring()

    def _read(self, adapter: Adapter, update: RawUpdate, now: datetime) -> Received:
        try:
            events = adapter.translate(update)
            items = tuple(
                item for event in events for item in items_of(event, self._lists, self._hosts)
            )
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


def items_of(event: Event, lists: LinkLists, hosts: Collection[str] = ()) -> tuple[NewItem, ...]:
    """Return every media slot and link of an event as an item for the inbox.

    Args:
        event: What happened.
        lists: Of links that are taken down.
        hosts: Where the operator lets the bot look at what a link leads to.
    """
    match event:
        case Posted():
            items = _items(event, event.ref, event.actor, event.revision)
            items += _links(event, lists, hosts)
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


def _links(event: Posted, lists: LinkLists, hosts: Collection[str]) -> tuple[NewItem, ...]:
    """Return an item for each address of a message, and for each name in it that means something.

    An address that is not to be looked at is stored nowhere, and such a name leaves nothing at all.
    """
    links = list(dict.fromkeys(event.links))
    named = [
        name
        for name in dict.fromkeys(event.names)
        if name not in links and (lists.find(name) or address_on(name, hosts))
    ]
    places = ((link, address_on(link, hosts)) for link in (*links, *named))
    followed = dict(itertools.islice((one for one in places if one[1]), _MOST_FOLLOWED))
    return tuple(
        _link(event, f"{kind}{number}", link, lists.find(link), followed.get(link))
        for kind, found in zip(LINK_SLOTS, (links, named), strict=True)
        for number, link in enumerate(found, start=1)
    )


def _link(
    event: Posted, slot: str, link: str, match: LinkMatch | None, address: str | None
) -> NewItem:
    """Return an item of what is listed, of what can be looked at, or of what cannot."""
    if address is None or match is not None:
        hidden = _unfetched(slot, _digest(link))
        reason = OpaqueReason.LINK
        return NewItem(
            event.ref, event.actor, hidden, event.revision, event.at, reason, listed=match
        )
    media = MediaItem(slot, _digest(link), address)
    return NewItem(event.ref, event.actor, media, event.revision, event.at)


def _unfetched(slot: str, key: str) -> MediaItem:
    return MediaItem(slot, key, handle="")


def _digest(link: str) -> str:
    # Half of a surrogate pair in an address must not park the picture beside it.
    return hashlib.sha256(link.encode(errors="surrogatepass")).hexdigest()
