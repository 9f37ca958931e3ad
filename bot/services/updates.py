"""Works off the updates that hold something besides media: commands, presses, changes of rights."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from bot.book_ports import Inbox
from bot.domain.effect import FIRST_WAIT, LONGEST_WAIT, REFUSED_ALERT_WAIT
from bot.domain.errors import TryLater
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
from bot.domain.message import ChatRef
from bot.ports import Clock
from bot.services.alarms import Alarms
from bot.services.commands import CommandDesk
from bot.services.onboarding import Onboarding
from bot.services.platforms import Platforms
from bot.services.presses import PressDesk
from bot.services.rooms import Rooms

logger = logging.getLogger(__name__)

# A command that could not be answered for this long is parked; nobody waits for it any more.
_PATIENCE = timedelta(minutes=5)
# A call that never returns must not hold up the chat's other commands for ever.
_DEADLINE = 2 * _PATIENCE
# What the adults have to hear is never given up because they cannot be reached: it steps aside for
# what comes behind it, and is tried again this often.
_AGAIN = REFUSED_ALERT_WAIT
_ALARM = Membership | Gap | Moved | PlatformTrouble

Update = tuple[int, RawUpdate]


class UpdateDesk:
    """Handles one stored update: its events go to the desks, then it is closed."""

    def __init__(
        self,
        inbox: Inbox,
        platforms: Platforms,
        desks: "Desks",
        rooms: Rooms,
        clock: Clock,
    ) -> None:
        self._inbox = inbox
        self._platforms = platforms
        self._desks = desks
        self._rooms = rooms
        self._clock = clock
        self._under_way: set[ChatRef] = set()
        # Alarms that could not be told, with when they are due again; after a restart at once.
        self._put_off: dict[int, float] = {}

    async def claim(self) -> Update | None:
        """Take the oldest update of a chat that has none under way."""
        now = self._clock.monotonic()
        later = [update for update, due in self._put_off.items() if due > now]
        update = await self._inbox.next_update(self._under_way, later)
        if update is not None:
            self._under_way.add(ChatRef(update[1].platform, update[1].chat))
        return update

    async def handle(self, update: Update) -> None:
        """Handle one update; it is repeated after a crash, so every step is safe to repeat."""
        update_id, raw = update
        try:
            try:
                parked = await self._outcome(update_id, raw)
            except (TryLater, TimeoutError):
                self._put_off_alarm(update_id)
                return
            await self._inbox.close_update(update_id, parked)
            self._put_off.pop(update_id, None)
        finally:
            # Only now: before it was closed it would be claimed a second time.
            self._under_way.discard(ChatRef(raw.platform, raw.chat))

    async def _outcome(self, update_id: int, raw: RawUpdate) -> str | None:
        """Handle an update; return why it has to be parked, or None.

        Raises:
            TryLater, TimeoutError: It is an alarm, and the adults cannot be reached.
        """
        patience = timedelta(0) if update_id in self._put_off else _PATIENCE
        try:
            async with asyncio.timeout(_DEADLINE.total_seconds()):
                await self._try_for_a_while(raw, patience)
        except Exception as error:
            if isinstance(error, TryLater | TimeoutError) and self._is_alarm(raw):
                raise
            # One poison command must not block the others, which wait behind it in order.
            logger.exception("update %s parked", update_id)
            return f"could not be handled: {type(error).__name__}"
        return None

    def _put_off_alarm(self, update_id: int) -> None:
        if update_id not in self._put_off:
            logger.error("update %s: the adults cannot be told now; tried again", update_id)
        self._put_off[update_id] = self._clock.monotonic() + _AGAIN.total_seconds()

    def _is_alarm(self, raw: RawUpdate) -> bool:
        events = self._platforms[raw.platform].adapter.translate(raw)
        return any(isinstance(event, _ALARM) for event in events)

    async def _try_for_a_while(self, raw: RawUpdate, patience: timedelta) -> None:
        give_up = self._clock.monotonic() + patience.total_seconds()
        pause = FIRST_WAIT
        while True:
            try:
                for event in self._platforms[raw.platform].adapter.translate(raw):
                    await self._dispatch(event)
            except TryLater as wait:
                if self._clock.monotonic() > give_up:
                    raise
                await self._clock.sleep(max(wait.after, pause).total_seconds())
                pause = min(2 * pause, LONGEST_WAIT)
            else:
                return

    async def _dispatch(self, event: Event) -> None:
        match event:
            case CommandGiven():
                await self._desks.commands.handle(await self._rooms.placed(event))
            case Press():
                await self._desks.presses.handle(await self._rooms.pressed(event))
            case Membership():
                await self._desks.alarms.membership(event)
                await self._desks.onboarding.membership(event)
            case Gap():
                await self._desks.alarms.gap(event)
            case Moved():
                await self._desks.alarms.moved(event)
            case PlatformTrouble():
                await self._desks.alarms.trouble(event)
            case Posted() | Removed() | Profile() | Asset():
                # Media went into the inbox as items when the update was taken in.
                return
            case other:
                assert_never(other)


@dataclass(frozen=True, slots=True)
class Desks:
    """Who handles which events."""

    commands: CommandDesk
    presses: PressDesk
    onboarding: Onboarding
    alarms: Alarms
