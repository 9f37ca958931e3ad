"""Takes raw updates in: translated, stored in one transaction, and only then acknowledged."""

import logging
from collections.abc import Callable, Sequence
from typing import assert_never

from bot.domain.event import (
    Asset,
    CommandGiven,
    Event,
    Gap,
    Membership,
    Posted,
    Press,
    Profile,
    RawUpdate,
    Removed,
)
from bot.domain.message import Actor, ActorKind, MediaItem, MessageRef
from bot.domain.work import NewItem, Received
from bot.ports import Adapter, Inbox

logger = logging.getLogger(__name__)

_CHAT_ITSELF = Actor(ActorKind.CHANNEL, "chat")


class Intake:
    """What an adapter hands its updates to."""

    def __init__(self, inbox: Inbox, ring: Callable[[], None]) -> None:
        self._inbox = inbox
        self._ring = ring

    async def receive(
        self, adapter: Adapter, updates: Sequence[RawUpdate], cursor: str | None
    ) -> None:
        """Store a batch. When this returns, the platform may forget it."""
        received = [_read(adapter, update) for update in updates]
        await self._inbox.take_in(adapter.name, received, cursor)
        self._ring()


def _read(adapter: Adapter, update: RawUpdate) -> Received:
    try:
        events = adapter.translate(update)
    except Exception as error:  # noqa: BLE001 - parked, counted and shown to a person
        # Whatever a malformed update does to the translation, the others of its batch go on.
        # It is kept whole for a person; the error's text may quote it and is not logged.
        logger.error("update %s parked: %s", update.key, type(error).__name__)  # noqa: TRY400
        return Received(update, (), parked=f"could not be read: {type(error).__name__}")
    items: list[NewItem] = []
    handle_later = False
    for event in events:
        items.extend(items_of(event))
        handle_later |= isinstance(event, CommandGiven | Press | Membership | Gap)
    return Received(update, tuple(items), handle_later)


def items_of(event: Event) -> tuple[NewItem, ...]:
    """Return every media slot of an event as an item for the inbox."""
    match event:
        case Posted():
            return _items_of_message(event)
        case Profile(chat, actor, media, at):
            ref = MessageRef(chat.platform, chat.chat, f"profile:{actor.id}")
            return tuple(NewItem(ref, actor, one, "0", at) for one in media)
        case Asset(chat, media, at):
            ref = MessageRef(chat.platform, chat.chat, "chat")
            return tuple(NewItem(ref, _CHAT_ITSELF, one, "0", at) for one in media)
        case Removed() | CommandGiven() | Press() | Membership() | Gap():
            return ()
        case other:
            assert_never(other)


def _items_of_message(event: Posted) -> tuple[NewItem, ...]:
    fetched = tuple(
        NewItem(event.ref, event.actor, one, event.revision, event.at) for one in event.media
    )
    hidden = tuple(
        NewItem(
            event.ref,
            event.actor,
            MediaItem(slot.slot, slot.key, handle=""),
            event.revision,
            event.at,
            opaque=slot.reason,
        )
        for slot in event.opaque
    )
    return fetched + hidden
