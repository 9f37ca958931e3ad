"""Which policy is in force where, and how one is changed without weakening it behind a back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.book_ports import PolicyBook
from bot.domain.message import Actor, ChatRef
from bot.domain.policy import (
    Direction,
    Policy,
    PolicyChange,
    PolicyRevision,
    PolicySettings,
    Preset,
    PresetName,
    direction,
    starts_at,
)
from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Change:
    """How a change went: `revision` is None where nothing would change.

    `stopped` says that it asked for what is in force, against something that was announced.
    """

    before: PolicySettings
    way: Direction
    revision: PolicyRevision | None
    stopped: bool = False


class PolicyDesk:
    """Reads and changes policies."""

    def __init__(
        self,
        book: PolicyBook,
        presets: Mapping[PresetName, Preset],
        clock: Clock,
        breaker_per_hour: int,
        weakening_delay: timedelta,
        defaults: PolicySettings,
    ) -> None:
        self._book = book
        self._defaults = defaults
        self._presets = presets
        self._clock = clock
        self._breaker_per_hour = breaker_per_hour
        self._weakening_delay = weakening_delay

    async def in_force(self, chat: ChatRef, at: datetime) -> Policy:
        """Return the policy that was in force at a time.

        An item is decided by the policy of the moment it was received, so that nobody can
        weaken the policy to save a picture that is already on its way.
        """
        stored = await self._book.in_force(chat, at)
        settings = stored.settings if stored else self._defaults
        return Policy(
            mode=settings.mode,
            preset=self._presets[settings.preset],
            opaque=settings.opaque,
            language=settings.language,
            alerts_chat=settings.alerts_chat,
            breaker_per_hour=self._breaker_per_hour,
            revision=stored.revision if stored else 0,
            links=settings.links,
            by_reason=settings.by_reason,
            digest=settings.digest,
        )

    async def now(self, chat: ChatRef) -> Policy:
        """Return the policy that is in force at this moment."""
        return await self.in_force(chat, self._clock.now())

    async def change(self, chat: ChatRef, change: PolicyChange, by: Actor) -> Change:
        """Store a change: a stronger one counts at once, a weaker one not before `confirm`.

        A change that is announced already is not stored a second time.
        """
        now = self._clock.now()
        stored = await self._book.in_force(chat, now)
        before = stored.settings if stored else self._defaults
        after = before.with_change(change)
        if after == before:
            stopped = await self._stop(chat, change, by, now)
            return Change(before, Direction.SAME, None, stopped)
        way = direction(before, after)
        for announced in await self._book.upcoming(chat, now):
            if announced.settings == after:
                return Change(before, way, announced)
        starts = starts_at(way, now, self._weakening_delay)
        weaker = way is Direction.WEAKER
        wanted = PolicyRevision(chat, 0, after, starts, cancelled=weaker)
        return Change(before, way, await self._book.add(wanted, way, by))

    async def _stop(self, chat: ChatRef, change: PolicyChange, by: Actor, now: datetime) -> bool:
        """Cancel what is announced against a change that asks for what is in force."""
        against = [
            announced.revision
            for announced in await self._book.upcoming(chat, now)
            if announced.settings.with_change(change) != announced.settings
        ]
        stopped = [await self._book.cancel(chat, number, by, now) for number in against]
        return any(stopped)

    def weakens_at(self) -> datetime:
        """Return when a weakening starts that is announced now."""
        return self._clock.now() + self._weakening_delay

    async def confirm(self, revision: PolicyRevision, starts: datetime) -> None:
        """Let a weakening count: the adults have been told when it starts."""
        await self._book.confirm(revision.chat, revision.revision, starts)

    async def upcoming(self, chat: ChatRef) -> list[PolicyRevision]:
        """Return the changes that are announced but not yet in force."""
        return await self._book.upcoming(chat, self._clock.now())

    async def keep(self, chat: ChatRef, revision: int, by: Actor) -> bool:
        """Cancel an announced change. False if it is too late."""
        return await self._book.cancel(chat, revision, by, self._clock.now())

    async def guarded_from(self, alerts_chat: ChatRef) -> list[ChatRef]:
        """Return the chats whose alerts go to this one, each followed by its former ids."""
        return await self._book.chats_alerting(alerts_chat, self._clock.now())

    async def language_of(self, adults: ChatRef) -> str:
        """Return the language for a chat of adults: that of the first chat that they look after."""
        guarded = await self.guarded_from(adults)
        return (await self.now(next(iter(guarded), adults))).language

    async def present(self, chats: Iterable[ChatRef]) -> list[ChatRef]:
        """Return the chats by their present ids, each once: what is guarded is guarded there."""
        now = self._clock.now()
        stored = [(chat, await self._book.in_force(chat, now)) for chat in chats]
        return list(dict.fromkeys(found.chat if found else chat for chat, found in stored))
