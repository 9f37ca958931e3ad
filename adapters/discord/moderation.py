"""Takes messages down and looks whether they are gone.

The first removal in a channel goes out at once. What comes while it is under way goes out together,
and so does what Discord lets wait: it lets a bot delete a few messages a second one by one, and a
hundred with one call, which has a limit of its own.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Iterable, Sequence
from datetime import timedelta

from adapters.discord.api import Api
from adapters.discord.errors import (
    FIX_DELETE,
    FIX_NOT_HERE,
    Forbidden,
    Gone,
    InvalidRequest,
    Refusal,
    SlowDown,
    Unreachable,
    to_result,
)
from adapters.discord.ids import moment_of, place_of
from adapters.discord.rights import Rights
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.errors import TryLater
from bot.domain.message import MessageRef
from bot.ports import Clock

logger = logging.getLogger(__name__)

# https://discord.com/developers/docs/resources/message#bulk-delete-messages: 2 to 100 messages,
# none older than two weeks, or the whole call fails. A day less, because clocks differ.
_MOST_AT_ONCE = 100
_YOUNG = timedelta(days=13)
_MOST_KNOWN = 20_000
_UNSUPPORTED = ActionResult(ActionOutcome.UNSUPPORTED)

_Waiting = tuple[int, asyncio.Future[None]]


class Deletions:
    """The removing hand. It never waits of its own accord."""

    def __init__(self, api: Api, rights: Rights, clock: Clock) -> None:
        self._api = api
        self._rights = rights
        self._clock = clock
        self._waiting: dict[int, list[_Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        # By channel, what Discord lets wait; and what went with others before its next try.
        self._late: dict[int, set[int]] = {}
        self._taken_along: set[int] = set()
        # What Discord told us was deleted, by anybody: the newest last.
        self._deleted: OrderedDict[int, None] = OrderedDict()

    def note_deleted(self, *messages: int) -> None:
        """Remember that messages are gone, because Discord said so."""
        for number in messages:
            self._deleted[number] = None
        while len(self._deleted) > _MOST_KNOWN:
            self._deleted.popitem(last=False)

    async def take_down(self, ref: MessageRef) -> ActionResult:
        """Remove one message for everybody."""
        found = place_of(ref) if ref.is_message else None
        if found is None:
            return _UNSUPPORTED
        channel, number = found
        if number in self._taken_along:
            self._taken_along.discard(number)
            return ActionResult(ActionOutcome.OK)
        if number in self._deleted:
            return ActionResult(ActionOutcome.GONE)
        try:
            self._check(ref, channel)
            await self._delete(channel, number)
        except Refusal as refusal:
            return to_result(refusal, FIX_DELETE)
        return ActionResult(ActionOutcome.OK)

    async def is_visible(self, ref: MessageRef) -> bool | None:
        """Look whether a message still stands; None if Discord did not say."""
        found = place_of(ref) if ref.is_message else None
        if found is None:
            return None
        channel, number = found
        if number in self._deleted:
            return False
        try:
            await self._api.call(lambda http: http.get_message(channel, number), f"{channel}:read")
        except Gone:
            return False
        except Refusal:
            return None
        return True

    async def close(self) -> None:
        """Let go of what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _check(self, ref: MessageRef, channel: int) -> None:
        """Refuse without a call what Discord would refuse: too many refusals shut the bot out.

        Raises:
            Forbidden: The bot has no right to it.
        """
        try:
            guild = self._rights.guild(ref.chat_ref)
        except TryLater:
            return  # Our picture of the server is old: Discord itself has to say.
        if guild is None:
            raise Forbidden(FIX_NOT_HERE)
        found = guild.get_channel_or_thread(channel)
        if found is not None and not found.permissions_for(guild.me).manage_messages:
            raise Forbidden(FIX_DELETE)

    async def _delete(self, channel: int, number: int) -> None:
        waiting = self._waiting.get(channel)
        if waiting is None:
            self._waiting[channel] = []
            try:
                await self._one(channel, number)
            finally:
                self._go_on(channel)
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append((number, done))
        await done

    def _go_on(self, channel: int) -> None:
        """Take up what came meanwhile, or let the next removal go out at once again."""
        waiting = self._waiting[channel]
        if not waiting:
            del self._waiting[channel]
            return
        batch, self._waiting[channel] = waiting[:_MOST_AT_ONCE], waiting[_MOST_AT_ONCE:]
        task = asyncio.create_task(self._together(channel, batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _together(self, channel: int, batch: list[_Waiting]) -> None:
        young = [one for one in batch if self._is_young(one[0]) and not one[1].cancelled()]
        try:
            if len(young) > 1:
                await self._many(channel, young)
            for number, done in batch:
                if not done.done():
                    await _settle(done, self._one(channel, number))
        finally:
            for _, done in batch:
                done.cancel()  # Only what is left when this task was cancelled itself.
            self._go_on(channel)

    async def _many(self, channel: int, batch: list[_Waiting]) -> None:
        """Delete several at once. What Discord does not take together is left to go one by one."""
        numbers = list(dict.fromkeys(number for number, _ in batch))
        if len(numbers) < 2:
            return
        try:
            await self._bulk(channel, numbers)
        except (Forbidden, Gone, InvalidRequest):
            pass
        except Refusal as refusal:
            _end([done for _, done in batch], refusal)
        except Exception as error:  # noqa: BLE001 - what broke this may spare the single calls
            logger.error("messages were not removed together (%s)", type(error).__name__)  # noqa: TRY400 - its text may quote people
        else:
            _end([done for _, done in batch])

    async def _bulk(self, channel: int, numbers: Sequence[int]) -> None:
        """Make the call that deletes several at once."""
        await self._api.call(
            lambda http: http.delete_messages(channel, list(numbers)), f"{channel}:delete"
        )

    def _is_young(self, number: int) -> bool:
        """Say whether a message may be deleted together with others."""
        return moment_of(number) > self._clock.now() - _YOUNG

    async def _one(self, channel: int, number: int) -> None:
        if number in self._deleted:
            raise Gone
        late = self._late.setdefault(channel, set())
        try:
            await self._api.call(
                lambda http: http.delete_message(channel, number), f"{channel}:delete"
            )
        except SlowDown:
            late.add(number)
            if not await self._late_together(channel, number, late):
                raise
        except Refusal:
            late.discard(number)
            raise
        else:
            late.discard(number)
        finally:
            if not late:
                self._late.pop(channel, None)

    async def _late_together(self, channel: int, number: int, late: set[int]) -> bool:
        """Delete with one call what Discord lets wait one by one; return whether this one is gone.

        Who asked for the others is told so at the next try.
        """
        young = [one for one in sorted(late) if self._is_young(one)][-_MOST_AT_ONCE:]
        if len(young) < 2:
            return False
        try:
            await self._bulk(channel, young)
        except Refusal:
            return False
        late.difference_update(young)
        self._taken_along.update(set(young) - {number})
        return number in young


async def _settle(done: asyncio.Future[None], work: Awaitable[None]) -> None:
    """Hand the end of some work on to whoever waits for it."""
    try:
        await work
    except Refusal as refusal:
        _end([done], refusal)
    except Exception as error:  # noqa: BLE001 - the others of the batch still wait for their turn
        logger.error("a message was not removed (%s)", type(error).__name__)  # noqa: TRY400 - its text may quote people
        _end([done], Unreachable())
    else:
        _end([done])


def _end(waiting: Iterable[asyncio.Future[None]], refusal: Refusal | None = None) -> None:
    """Let go of those who still wait."""
    for done in waiting:
        if done.done():
            continue
        if refusal is None:
            done.set_result(None)
        else:
            done.set_exception(refusal)
