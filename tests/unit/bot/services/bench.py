"""The services on real books and the sandbox, wired like in `bot/app.py` but called by the test."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Message, Upload
from adapters.sandbox.world import World, user
from bot.domain.links import LinkList, LinkLists, ListEntry
from bot.domain.message import Actor, ChatRef
from bot.domain.policy import Direction, PolicyRevision
from bot.services.alarms import Alarms
from bot.services.answers import Answers
from bot.services.appeal_words import AppealWords
from bot.services.enforcement import Enforcement, Hands
from bot.services.intake import Intake
from bot.services.notices import Writer
from bot.services.people import LeadVoice
from bot.services.platforms import Platform, Platforms
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker
from bot.storage.books import Books
from config.presets import load_presets
from tests.contract.books_rig import DEFAULTS, SqliteRig
from tests.fakes import KeyTexts, MovableClock, NoMeters

LISTS = LinkLists(
    [LinkList("nudify", 1, "2026-11-26", (ListEntry("tool", frozenset({"tool.example"})),))]
)
CLASS, STAFF = ChatRef("sandbox", "class-7b"), ChatRef("sandbox", "staff")
ANA, LEAD = user("ana"), user("lead")


@dataclass(frozen=True)
class Bench:
    """Everything that a test of a service may need."""

    clock: MovableClock
    books: Books
    world: World
    adapter: SandboxAdapter
    platforms: Platforms
    policies: PolicyDesk
    speaker: Speaker
    answers: Answers
    enforcement: Enforcement
    alarms: Alarms

    async def receive(self) -> None:
        """Take in everything that has happened in the world."""
        intake = Intake(self.books.inbox, self.clock, lambda: None, LISTS)
        raw = await self.world.updates.read(0)
        packed = [self.adapter._pack(number, one) for number, one in raw]
        await intake.receive(self.adapter, packed, None)

    def post(self, data: bytes, *, by: Actor = ANA) -> Message:
        return self.world.post(CLASS.chat, by, "", [Upload(data)])

    def said(self, call: Call) -> list[str]:
        """Return the keys of what was said or told."""
        return [deed.text.split()[0] for deed in self.world.log if deed.call is call]


@asynccontextmanager
async def open_bench(folder: Path) -> AsyncIterator[Bench]:
    """Open a bench; the alerts of the class go to the staff."""
    rig = SqliteRig(folder)
    numbers = itertools.count(1)
    world = World(rig.clock, lambda: f"id{next(numbers)}")
    adapter = SandboxAdapter(world)
    platforms = Platforms([Platform(adapter, adapter, adapter, adapter, adapter, adapter)])
    async with rig.open() as books:
        settings = replace(DEFAULTS, alerts_chat=STAFF.chat)
        bound = PolicyRevision(CLASS, 0, settings, rig.clock.now())
        await books.policies.add(bound, Direction.STRONGER, LEAD)
        desk = PolicyDesk(
            books.policies, load_presets(), rig.clock, 20, timedelta(hours=24), DEFAULTS
        )
        appeals = AppealWords(books.appeals, KeyTexts(), rig.clock)
        hands = Hands(platforms, desk, books.chats, Writer(KeyTexts()), appeals)
        speaker, answers = Speaker(platforms), Answers(KeyTexts())
        yield Bench(
            clock=rig.clock,
            books=books,
            world=world,
            adapter=adapter,
            platforms=platforms,
            policies=desk,
            speaker=speaker,
            answers=answers,
            enforcement=Enforcement(books.outbox, books.cases, hands, rig.clock, NoMeters()),
            alarms=Alarms(
                desk,
                speaker,
                answers,
                books.chats,
                books.audit,
                rig.clock,
                LeadVoice(books.people, speaker),
            ),
        )
