"""The composition root: builds everything from its parts, starts it and stops it.

The only module that knows every package. Read `pipeline.py` for what happens to one picture.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.state import ChatKind
from adapters.sandbox.world import World
from adapters.web.loop_watch import watch_loop
from adapters.web.meters import Meters
from adapters.web.probe import Check
from bot.defaults import (
    default_policy,
    digest_times,
    installation,
    summary_times,
    weekly_times,
)
from bot.domain.effect import TO_ADULTS, Effect
from bot.domain.links import LinkLists
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.policy import (
    Direction,
    PolicyRevision,
    Preset,
    PresetName,
)
from bot.domain.self_check import Checkup
from bot.domain.sweep import Sweep
from bot.domain.work import WorkItem
from bot.help_ports import Helplines
from bot.pipeline import Pipeline
from bot.ports import Clock, Comparer, LinkedMedia, Screener, Texts
from bot.services.answers import Answers
from bot.services.appeal_words import AppealWords
from bot.services.bank_loader import BankLoader
from bot.services.chasing import PagerLine
from bot.services.enforcement import TAKEDOWNS, TO_PUPILS, Enforcement, Hands
from bot.services.forgetting import PeopleForgetter
from bot.services.hashes import Hashes, HashTools
from bot.services.heads import Heads
from bot.services.intake import Intake
from bot.services.lane import Lane
from bot.services.masking import Mask, mask_key
from bot.services.notices import Writer
from bot.services.platforms import Platform, Platforms
from bot.services.policies import PolicyDesk
from bot.services.reception import Reception
from bot.services.screening import Lookout, OffLoop
from bot.services.seal import Seal, SealingMessenger, button_key
from bot.services.self_check import SelfCheck
from bot.services.speaking import Speaker
from bot.services.updates import Update
from bot.services.upkeep import Keeping, Upkeep
from bot.storage.books import Books, Habits, open_books
from bot.storage.instance import audit_key, only_instance, refuse_lost_key
from bot.wiring import House, chase_lanes, desks, pause_lanes, self_check, weekly_lanes
from config.schema import Settings

logger = logging.getLogger(__name__)

_SET_UP = Actor(ActorKind.BOT, "set-up")
# One fetch per worker may wait for the network while the workers look at other items.
_FETCHING_AHEAD = 2
# Many, because they wait rather than work: where a platform removes several messages with one call,
# what waits goes together.
_TAKEDOWNS_AT_ONCE = 64
_WORDS_AT_ONCE = 4
_UPDATES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Parts:
    """What the app is built from; tests put other clocks, screeners and platforms in.

    Attributes:
        models: SHA-256 of each model's file, by the model's id.
        card: Draws the test card; without it the bot does not check itself.
    """

    settings: Settings
    clock: Clock
    screener: Screener
    texts: Texts
    presets: Mapping[PresetName, Preset]
    lists: LinkLists
    linked: LinkedMedia
    platforms: Sequence[Platform]
    comparer: Comparer
    helplines: Helplines
    pagers: Sequence[PagerLine] = ()
    models: Mapping[str, str] = field(default_factory=dict)
    card: Callable[[], bytes] | None = None


class App:
    """Everything that runs. Made by `open_app`."""

    def __init__(
        self, parts: Parts, books: Books, off_loop: OffLoop, seal: Seal, mask: Mask
    ) -> None:
        self.books = books
        self.meters = Meters()
        self._parts = parts
        self._worker = secrets.token_hex(4)
        self._platforms = Platforms(_sealed(platform, seal) for platform in parts.platforms)
        settings, clock = parts.settings, parts.clock
        self.policies = PolicyDesk(
            books.policies,
            parts.presets,
            clock,
            settings.policy.breaker_per_hour,
            timedelta(hours=settings.policy.weakening_delay_hours),
            default_policy(settings),
        )
        within = timedelta(days=settings.policy.appeal_days)
        answers, writer = Answers(parts.texts), Writer(parts.texts, within)
        appeals = AppealWords(books.appeals, parts.texts, clock)
        hands = Hands(self._platforms, self.policies, books.chats, writer, appeals)
        enforcement = Enforcement(books.outbox, books.cases, hands, clock, self.meters)
        lookout = Lookout(
            self._platforms,
            off_loop,
            parts.lists,
            parts.linked,
            settings.screening.max_bytes,
            settings.screening.timeout_seconds,
        )
        self._pipeline = Pipeline(
            books.queue, lookout, self.policies, self._platforms, clock, self.meters
        )
        self._enforcement = enforcement
        self._banks = BankLoader(books.bank_feed, parts.screener, settings.banks.false_matches)
        tools = HashTools(
            parts.screener,
            parts.comparer,
            mask,
            clock,
            secrets.token_bytes,
            settings.banks.second_adult,
        )
        self._hashes = Hashes.over(
            books,
            tools,
            self._platforms,
            self.policies,
            answers,
            lambda: self._banks.list_limit,
        )
        house = House(
            books,
            self._platforms,
            self.policies,
            self._hashes,
            parts.texts,
            clock,
            seal,
            parts.helplines,
            within,
        )
        self._updates, self._self_tests = desks(house)
        names = [platform.adapter.name for platform in parts.platforms]
        self._chase = (
            *chase_lanes(house, self._worker, parts.pagers, summary_times(settings), self.meters),
            *weekly_lanes(house, names, weekly_times(settings), self._checkup),
        )
        self._pauses = pause_lanes(house, self._worker)
        self._self_check: SelfCheck | None = None
        if parts.card is not None:
            count = self.meters.self_checked
            self._self_check = self_check(house, names, off_loop.screen, parts.card, count)
            look = Lane("self-check", self._self_check.due, self._self_check.run, 1)
            self._chase = (*self._chase, look)
        self._intake = Intake(
            books.inbox, clock, self._arrived, parts.lists, settings.screening.linked_hosts
        )
        books.when_banks_change(self._banks_changed)
        self._upkeep = Upkeep(
            self._worker,
            books.outbox,
            self._banks,
            books.retention,
            clock,
            Keeping(
                timedelta(hours=settings.retention.raw_update_hours),
                timedelta(days=settings.banks.seen_days),
            ),
        )
        self._make_lanes(settings.screening.workers + _FETCHING_AHEAD)
        kept = settings.retention
        self._people = PeopleForgetter(
            books.erasure,
            clock,
            timedelta(days=kept.sender_days),
            None if kept.record_days is None else timedelta(days=kept.record_days),
        )
        self._heads = Heads(
            books.proofs, books.chats, self.policies, Speaker(self._platforms), answers, clock
        )
        self._running = False
        self._receptions = [
            Reception(platform.adapter, books.inbox, self._intake, clock)
            for platform in parts.platforms
        ]

    def _make_lanes(self, screening_width: int) -> None:
        books, worker = self.books, self._worker
        self._screenings: Lane[WorkItem] = Lane(
            "screening", lambda: books.queue.claim(worker), self._screen, screening_width
        )
        self._takedowns: Lane[Effect] = Lane(
            "takedown",
            lambda: books.outbox.claim(TAKEDOWNS, worker),
            self._take_down,
            _TAKEDOWNS_AT_ONCE,
        )
        # Two lanes: a chat of adults that does not answer must not hold up the notes to pupils.
        self._to_adults: Lane[Effect] = Lane(
            "alert",
            lambda: books.outbox.claim(TO_ADULTS, worker),
            lambda effect: self._enforcement.carry_out(worker, effect),
            _WORDS_AT_ONCE,
        )
        self._to_pupils: Lane[Effect] = Lane(
            "notice",
            lambda: books.outbox.claim(TO_PUPILS, worker),
            lambda effect: self._enforcement.carry_out(worker, effect),
            _WORDS_AT_ONCE,
        )
        self._updating: Lane[Update] = Lane(
            "update", self._updates.claim, self._updates.handle, _UPDATES_AT_ONCE
        )
        self._sweeps: Lane[Sweep] = Lane(
            "sweep", self._hashes.sweeping.claim, self._hashes.sweeping.carry_out, 1
        )
        self._lanes: tuple[Lane[Any], ...] = (
            self._takedowns,
            self._to_adults,
            self._to_pupils,
            self._screenings,
            self._updating,
            self._sweeps,
        )

    def ring(self) -> None:
        """Wake every lane."""
        for lane in (*self._lanes, *self._chase, *self._pauses):
            lane.ring()

    def _arrived(self) -> None:
        """Wake what works on what comes in; nothing that came in just now is to be chased."""
        for lane in self._lanes:
            lane.ring()

    def _banks_changed(self) -> None:
        self._banks.ring()
        self._sweeps.ring()

    async def run(self) -> None:
        """Run until cancelled: take up what was left, then receive, screen, act and answer."""
        await self._upkeep.start(
            self.ring, self._report_backlog, self._tell_heads, self._people.run
        )
        self._running = True
        try:
            async with asyncio.TaskGroup() as tasks:
                for lane in (*self._lanes, *self._chase, *self._pauses):
                    tasks.create_task(lane.run())
                tasks.create_task(watch_loop(self._parts.clock, self.meters.lagged))
                tasks.create_task(self._banks.run())
                tasks.create_task(self._self_tests.watch())
                for reception in self._receptions:
                    tasks.create_task(reception.run())
        finally:
            self._running = False
            self._upkeep.stop()

    async def checks(self) -> list[Check]:
        """Answer `/readyz`: is everything there that protects a chat?"""
        backlog = await self.books.queue.backlog()
        running = "yes" if self._running else "no: start the bot again"
        unreached = await self.books.chases.unreached()
        checkup = self._checkup()
        down = [reception.platform for reception in self._receptions if not reception.up]
        return [
            Check("running", ok=self._running, detail=running),
            Check("database", ok=True, detail=f"{backlog.undecided} items undecided"),
            Check("platforms", ok=not down, detail=", ".join(down) or "all up"),
            Check(
                "alerts",
                ok=backlog.alerts_undelivered == 0,
                detail=f"{backlog.alerts_undelivered} undelivered",
            ),
            Check("escalation", ok=unreached == 0, detail=f"{unreached} cases reached no adult"),
            Check("updates", ok=backlog.parked == 0, detail=f"{backlog.parked} parked"),
            *(
                [Check("self-check", ok=checkup is Checkup.FOUND, detail=checkup)]
                if self._self_check is not None
                else []
            ),
        ]

    def _checkup(self) -> Checkup:
        return Checkup.NOT_YET if self._self_check is None else self._self_check.last

    async def settled(self) -> bool:
        """Say whether nothing is on its way; the demo and tests wait for it."""
        backlog = await self.books.queue.backlog()
        return not (backlog.undecided or backlog.removals_pending or backlog.alerts_pending)

    async def _screen(self, item: WorkItem) -> None:
        await self._pipeline.handle(self._worker, item, self._takedowns.ring)
        # A verdict that removes nothing is told to the adults all the same.
        self._to_adults.ring()
        for lane in self._pauses:
            lane.ring()

    async def _take_down(self, effect: Effect) -> None:
        await self._enforcement.carry_out(self._worker, effect)
        self._to_adults.ring()
        self._to_pupils.ring()

    async def _tell_heads(self) -> None:
        await self._heads.tell([platform.adapter.name for platform in self._parts.platforms])

    async def _report_backlog(self) -> None:
        self.meters.waiting(await self.books.queue.backlog())
        self.meters.unreached(await self.books.chases.unreached())


def _sealed(platform: Platform, seal: Seal) -> Platform:
    messenger = SealingMessenger(platform.messenger, seal, platform.adapter.limits)
    return replace(platform, messenger=messenger)


@asynccontextmanager
async def open_app(parts: Parts) -> AsyncIterator[App]:
    """Open the database and build the app; `run` starts it.

    Raises:
        StartRefused: Something is missing or wrong; the text says what to do.
    """
    settings = parts.settings
    with only_instance(settings.data_dir, settings.database.get_secret_value()):
        url = settings.database.get_secret_value()
        refuse_lost_key(settings.data_dir, url)
        key = audit_key(settings.data_dir)
        defaults = default_policy(settings)
        habits = Habits(
            digest_times(settings),
            keep_seen=settings.banks.seen_days > 0,
            installation=installation(parts.presets, parts.models),
            pause_lasts=timedelta(minutes=settings.policy.outbreak_minutes),
        )
        async with open_books(url, parts.clock, key, defaults, alone=True, habits=habits) as books:
            off_loop = OffLoop(
                parts.screener, settings.screening.workers, settings.screening.timeout_seconds
            )
            try:
                seal, mask = Seal(button_key(key), parts.clock), Mask(mask_key(key))
                yield App(parts, books, off_loop, seal, mask)
            finally:
                off_loop.close()


def sandbox_platform(world: World) -> Platform:
    """Return the sandbox as a platform."""
    adapter = SandboxAdapter(world)
    return Platform(adapter, adapter, adapter, adapter, adapter, adapter)


async def bind_sandbox(app: App, world: World, clock: Clock) -> None:
    """Send the alerts of the sandbox's classes to its chat of adults, once."""
    adults = [chat for chat in world.store.chats.values() if chat.kind is ChatKind.ADULTS]
    for chat in list(world.store.chats.values()):
        ref = ChatRef(SandboxAdapter.name, chat.id)
        known = await app.books.policies.in_force(ref, clock.now())
        if chat.kind is not ChatKind.CLASS or known is not None or not adults:
            continue
        defaults = app.books.policies.defaults()
        settings = replace(defaults, alerts_chat=adults[0].id)
        first = PolicyRevision(ref, 0, settings, clock.now())
        await app.books.policies.add(first, Direction.STRONGER, _SET_UP)
