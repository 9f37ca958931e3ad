"""What the tests of commands and steps share: a class of several rooms, and desks that answer."""

import os
from dataclasses import dataclass, field

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.state import Chat, ChatKind, Member
from adapters.sandbox.world import World, user
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.appeal import APPEAL_WITHIN
from bot.domain.bank import KNOWN_DISTANCE
from bot.domain.capability import Capability
from bot.domain.event import CommandGiven, Press
from bot.domain.message import Actor, ChatRef, MessageRef, place
from bot.domain.speech import Speech
from bot.services.about import AboutChats
from bot.services.about_cases import AboutCases
from bot.services.alerting import AlertCodes, AlertDesk
from bot.services.appealing import AppealDesk, Filings, Hearings
from bot.services.case_file import CaseFile
from bot.services.casework import Casework
from bot.services.changes import Changes
from bot.services.commands import CommandDesk
from bot.services.confirming import Confirming
from bot.services.dry_reports import DryReports
from bot.services.evidence import Evidence
from bot.services.finding import CaseFinder, ScopedCases
from bot.services.handlers import Handlers
from bot.services.hashes import Hashes, HashTools
from bot.services.helping import HelpDesk
from bot.services.helplines import HelplineWriter
from bot.services.masking import Mask
from bot.services.panel import SettingsPanel
from bot.services.pause_desk import PauseDesk
from bot.services.people import LeadVoice, PeopleDesk
from bot.services.platforms import Platform, Platforms
from bot.services.reading import CaseReading
from bot.services.rights import Rights
from bot.services.rulings import Rulings
from bot.services.scope import Scopes
from bot.services.selftest import SelfTests
from bot.services.selftest_report import ReportWriter
from bot.services.setup import Setup
from bot.services.speaking import Speaker
from classifiers.comparing import HashComparer
from tests.fakes import START, FakeScreener, KeyTexts
from tests.helplines import FakeHelplines
from tests.unit.bot.services.bench import CLASS, Bench

CLEO = user("cleo")
ROOM, HALL = ChatRef("sandbox", "class-7b/adults"), ChatRef("sandbox", "class-7b/hall")


class Answering(SandboxAdapter):
    """A sandbox on which commands wait for an answer, as on other platforms.

    Attributes:
        replies: What waiting was ended with.
        takes: Whether the platform still takes such answers.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.replies: list[str] = []
        self.outcome = ActionOutcome.OK

    async def reply(self, asked: Press | CommandGiven, speech: Speech) -> ActionResult:
        self.replies.append(speech.text)
        return ActionResult(self.outcome)


@dataclass
class Asked:
    """Desks that answer, before a class with two rooms: one for its adults, one for all."""

    bench: Bench
    adapter: Answering = field(init=False)

    def __post_init__(self) -> None:
        bench = self.bench
        self.adapter = Answering(bench.world)
        parts = Platform(
            self.adapter, self.adapter, self.adapter, self.adapter, self.adapter, self.adapter
        )
        platforms = Platforms([parts])
        self.speaker, answers = Speaker(platforms), bench.answers
        rights = Rights(platforms, bench.policies, bench.books.people)
        self.changes = Changes(
            bench.policies,
            self.speaker,
            answers,
            LeadVoice(bench.books.people, self.speaker),
        )
        hearings = Hearings(bench.books.appeals, bench.policies, answers)
        rulings = Rulings(bench.books.rulings, bench.books.cases, bench.policies, answers, hearings)
        texts = KeyTexts()
        panel = SettingsPanel(bench.policies, self.changes, rights, self.speaker, answers, texts)
        evidence = Evidence(platforms, bench.books.cases, bench.books.outbox, ReportWriter(answers))
        tests = SelfTests(evidence, bench.policies, rights, self.speaker, answers, bench.clock)
        self.setup = Setup(
            platforms, bench.policies, self.changes, rights, bench.books.audit, answers
        )
        self.codes = AlertCodes(bench.clock, lambda: "CODE")
        self.alerts = AlertDesk(self.changes, self.codes, rights, self.speaker, answers)
        books = bench.books
        tools = HashTools(
            FakeScreener(), HashComparer(), Mask(b"k" * 32), bench.clock, os.urandom, True
        )
        self.hashes = Hashes.over(
            books, tools, platforms, bench.policies, answers, lambda: KNOWN_DISTANCE
        )
        self.about = AboutChats(
            platforms, books.queue, self.hashes.reporting, books.ledger, answers, bench.clock
        )
        reading = CaseReading(books.cases, books.audit, bench.clock)
        lines = HelplineWriter(FakeHelplines(), answers, bench.clock)
        self.helping = HelpDesk(self.about, lines, bench.policies, answers, bench.clock)
        cases = ScopedCases(reading, books.chats, self.speaker, answers)
        file = CaseFile(books.rulings, books.notes, answers)
        finder = CaseFinder(reading, books.chats, bench.policies, rights, answers)
        filings = Filings(books.appeals, bench.policies, answers, bench.clock, APPEAL_WITHIN)
        appeals = AppealDesk(finder, filings, hearings)
        handlers = Handlers(
            self.about,
            AboutCases(cases, books.rulings, rulings, self.hashes.blocking, file, answers),
            Casework(cases, rulings, books.notes, file, platforms, answers),
            self.alerts,
            panel,
            tests,
            self.setup,
            self.hashes.desk,
            self.helping,
            PeopleDesk(books.people, answers),
            PauseDesk(books.pauses, rights, self.speaker, answers),
            appeals,
            DryReports(books.tallies, rights, self.speaker, answers, bench.clock),
            answers,
        )
        self.scopes = Scopes(bench.policies, rights, books.chats, bench.clock)
        confirming = Confirming(self.speaker, answers, bench.clock, lambda: "n1")
        self.commands = CommandDesk(
            self.scopes, self.speaker, answers, handlers, confirming, texts.languages
        )
        self._open_rooms()

    def _open_rooms(self) -> None:
        chats = self.bench.world.store.chats
        lead = Member("lead", "Lead", admin=True)
        cleo, ana = Member("cleo", "Cleo", admin=True), Member("ana", "Ana")
        chats[ROOM.chat] = Chat(ROOM.chat, "#adults", ChatKind.ADULTS, {"lead": lead, "cleo": cleo})
        chats[HALL.chat] = Chat(HALL.chat, "#hall", ChatKind.CLASS, {"cleo": cleo, "ana": ana})
        chats[HALL.chat].capabilities -= {Capability.CONFIDENTIAL}
        chats[CLASS.chat].members["lead"] = Member("lead", "Lead")

    def heard(self) -> list[tuple[str, str]]:
        """Return to whom or where which text went, whatever was waited for."""
        return [(deed.target or deed.chat, deed.text.split()[0]) for deed in self.bench.world.log]


def command(
    text: str, actor: Actor = CLEO, *, reply: str = "", room: ChatRef | None = None
) -> CommandGiven:
    """Return a command that is no message, given somewhere in the class."""
    ref: MessageRef = place(CLASS, "command:1")
    return CommandGiven(ref, actor, START, text, reply=reply, room=room)


def press(
    action: str, actor: Actor = CLEO, *, picked: str = "", room: ChatRef | None = None
) -> Press:
    """Return a press in the class."""
    return Press(CLASS, actor, START, action, room=room, picked=picked)
