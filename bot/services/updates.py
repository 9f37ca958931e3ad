"""Works off the updates that hold something besides media: commands, presses, changes of rights."""

import asyncio
import logging
from datetime import timedelta

from bot.domain.effect import FIRST_WAIT, LONGEST_WAIT
from bot.domain.errors import TryLater
from bot.domain.event import CommandGiven, Event, Gap, Membership, Press, RawUpdate
from bot.domain.message import ChatRef
from bot.domain.speech import Speech, Value
from bot.ports import AuditLog, Clock, Inbox
from bot.services.answers import Answers
from bot.services.commands import CommandDesk
from bot.services.platforms import Platforms
from bot.services.policies import PolicyDesk
from bot.services.presses import PressDesk
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)

# A command that could not be answered for this long is parked; nobody waits for it any more.
_PATIENCE = timedelta(minutes=5)
# A call that never returns must not hold up the chat's other commands for ever.
_DEADLINE = 2 * _PATIENCE

Update = tuple[int, RawUpdate]


class UpdateDesk:
    """Handles one stored update: its events go to the desks, then it is closed."""

    def __init__(
        self,
        inbox: Inbox,
        platforms: Platforms,
        commands: CommandDesk,
        presses: PressDesk,
        alarms: "Alarms",
        clock: Clock,
    ) -> None:
        self._inbox = inbox
        self._platforms = platforms
        self._commands = commands
        self._presses = presses
        self._alarms = alarms
        self._clock = clock
        self._under_way: set[ChatRef] = set()

    async def claim(self) -> Update | None:
        """Take the oldest update of a chat that has none under way."""
        update = await self._inbox.next_update(self._under_way)
        if update is not None:
            self._under_way.add(ChatRef(update[1].platform, update[1].chat))
        return update

    async def handle(self, update: Update) -> None:
        """Handle one update; it is repeated after a crash, so every step is safe to repeat."""
        update_id, raw = update
        try:
            parked = await self._outcome(update_id, raw)
            await self._inbox.close_update(update_id, parked)
        finally:
            # Only now: before it was closed it would be claimed a second time.
            self._under_way.discard(ChatRef(raw.platform, raw.chat))

    async def _outcome(self, update_id: int, raw: RawUpdate) -> str | None:
        """Handle an update; return why it has to be parked, or None."""
        try:
            async with asyncio.timeout(_DEADLINE.total_seconds()):
                await self._try_for_a_while(raw)
        except Exception as error:
            # One poison command must not block the others, which wait behind it in order.
            logger.exception("update %s parked", update_id)
            return f"could not be handled: {type(error).__name__}"
        return None

    async def _try_for_a_while(self, raw: RawUpdate) -> None:
        give_up = self._clock.monotonic() + _PATIENCE.total_seconds()
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
                await self._commands.handle(event)
            case Press():
                await self._presses.handle(event)
            case Membership():
                await self._alarms.membership(event)
            case Gap():
                await self._alarms.gap(event)
            case _:
                # Media went into the inbox as items when the update was taken in.
                return


class Alarms:
    """Tells the adults when the bot lost sight of a chat."""

    def __init__(
        self, policies: PolicyDesk, speaker: Speaker, answers: Answers, audit: AuditLog
    ) -> None:
        self._policies = policies
        self._speaker = speaker
        self._answers = answers
        self._audit = audit

    async def membership(self, event: Membership) -> None:
        """The bot was removed from a chat, came back, or lost the right to remove messages."""
        if not event.present:
            await self._tell(event.chat, "adults-bot-removed", time=event.at)
        elif not event.may_delete:
            await self._tell(event.chat, "adults-cannot-delete", time=event.at)
        for chat in await self._policies.guarded_from(event.chat):
            if not event.present:
                logger.error("chat %s: its adults cannot be reached any more", chat.chat)
        await self._audit.note(
            "membership",
            {
                "chat": event.chat.chat,
                "present": event.present,
                "may_delete": event.may_delete,
            },
        )

    async def gap(self, event: Gap) -> None:
        """Messages may have been missed: unknown is never clean, so the adults are told."""
        await self._tell(event.chat, "adults-gap", since=event.since, until=event.until)
        await self._audit.note(
            "gap",
            {
                "chat": event.chat.chat,
                "since": event.since.isoformat(),
                "until": event.until.isoformat(),
            },
        )

    async def _tell(self, chat: ChatRef, key: str, **values: Value) -> None:
        policy = await self._policies.now(chat)
        if policy.alerts_chat is None:
            logger.error("chat %s: no adult can be told (%s)", chat.chat, key)
            return
        title = await self._speaker.title(chat)
        text = self._answers.say(policy.language, key, chat=title, **values)
        await self._speaker.announce(ChatRef(chat.platform, policy.alerts_chat), Speech(text))
