"""Puts together what answers people: commands, buttons, welcomes and alarms."""

import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.chase_ports import ChaseMeters
from bot.domain.appeal import APPEAL_WITHIN
from bot.domain.chase import SummaryTimes
from bot.domain.self_check import Checkup
from bot.domain.signal import Screening
from bot.domain.weekly import WeeklyTimes
from bot.help_ports import Helplines
from bot.ports import Clock, Texts
from bot.services.about import AboutChats
from bot.services.about_cases import AboutCases
from bot.services.alarms import Alarms
from bot.services.alerting import AlertCodes, AlertDesk
from bot.services.answers import Answers
from bot.services.appealing import AppealDesk, Filings, Hearings
from bot.services.case_file import CaseFile
from bot.services.casework import Casework
from bot.services.changes import Changes
from bot.services.chase_words import ChaseWriter
from bot.services.chasing import Chasing, Criers, PagerLine
from bot.services.commands import CommandDesk
from bot.services.confirming import Confirming
from bot.services.digests import DigestPresses
from bot.services.dry_reports import DryReports
from bot.services.evidence import Evidence
from bot.services.finding import CaseFinder, ScopedCases
from bot.services.handlers import Handlers
from bot.services.hashes import Hashes
from bot.services.helping import HelpDesk
from bot.services.helplines import HelplineWriter
from bot.services.lane import Lane
from bot.services.notices import Writer
from bot.services.onboarding import Onboarding
from bot.services.panel import SettingsPanel
from bot.services.pause_desk import PauseDesk
from bot.services.pausing import OutbreakTeller, Pausing, Words
from bot.services.people import LeadVoice, PeopleDesk
from bot.services.platforms import Platforms
from bot.services.policies import PolicyDesk
from bot.services.presses import CasePresses, PolicyPresses, PressDesk
from bot.services.pressing import PressHandler
from bot.services.reading import CaseReading
from bot.services.restraining import Restraining
from bot.services.rights import Rights
from bot.services.rights_watch import RightsAlarm, RightsWatch
from bot.services.rooms import Rooms
from bot.services.rulings import Rulings
from bot.services.scope import Scopes
from bot.services.seal import Seal
from bot.services.self_check import SelfCheck, SelfCheckAlarm
from bot.services.selftest import SelfTests
from bot.services.selftest_report import ReportWriter
from bot.services.setup import Setup
from bot.services.speaking import Speaker
from bot.services.summaries import Summaries, SummaryWords
from bot.services.updates import Desks, UpdateDesk
from bot.services.weekly import Weekly, WeeklyWords
from bot.storage.books import Books


@dataclass(frozen=True, slots=True)
class House:
    """What nearly every desk is built from."""

    books: Books
    platforms: Platforms
    policies: PolicyDesk
    hashes: Hashes
    texts: Texts
    clock: Clock
    seal: Seal
    helplines: Helplines
    appeal_within: timedelta = APPEAL_WITHIN


def desks(house: House) -> tuple[UpdateDesk, SelfTests]:
    """Build what takes every update, and the self-tests, which run beside it."""
    books, platforms, policies, hashes = house.books, house.platforms, house.policies, house.hashes
    texts, clock = house.texts, house.clock
    answers, writer = Answers(texts), Writer(texts, house.appeal_within)
    speaker, rights = Speaker(platforms), Rights(platforms, policies, books.people)
    lead = LeadVoice(books.people, speaker)
    changes = Changes(policies, speaker, answers, lead)
    reading = CaseReading(books.cases, books.audit, clock)
    cases = ScopedCases(reading, books.chats, speaker, answers)
    hearings = Hearings(books.appeals, policies, answers)
    rulings = Rulings(books.rulings, books.cases, policies, answers, hearings)
    file = CaseFile(books.rulings, books.notes, answers)
    panel = SettingsPanel(policies, changes, rights, speaker, answers, texts)
    evidence = Evidence(platforms, books.cases, books.outbox, ReportWriter(answers))
    self_tests = SelfTests(evidence, policies, rights, speaker, answers, clock)
    setup = Setup(platforms, policies, changes, rights, books.audit, answers)
    codes = AlertCodes(clock, lambda: secrets.token_hex(4).upper())
    about = AboutChats(platforms, books.queue, hashes.reporting, books.ledger, answers, clock)
    lines = HelplineWriter(house.helplines, answers, clock)
    helping = HelpDesk(about, lines, policies, answers, clock)
    finder = CaseFinder(reading, books.chats, policies, rights, answers)
    filings = Filings(books.appeals, policies, answers, clock, house.appeal_within)
    appeals = AppealDesk(finder, filings, hearings)
    handlers = Handlers(
        about,
        AboutCases(cases, books.rulings, rulings, hashes.blocking, file, answers),
        Casework(cases, rulings, books.notes, file, platforms, answers),
        AlertDesk(changes, codes, rights, speaker, answers),
        panel,
        self_tests,
        setup,
        hashes.desk,
        helping,
        PeopleDesk(books.people, answers),
        PauseDesk(books.pauses, rights, speaker, answers),
        appeals,
        DryReports(books.tallies, rights, speaker, answers, clock),
        answers,
    )
    confirming = Confirming(speaker, answers, clock, lambda: secrets.token_urlsafe(8))
    commands = CommandDesk(
        Scopes(policies, rights, books.chats, clock),
        speaker,
        answers,
        handlers,
        confirming,
        texts.languages,
    )
    presses: dict[str, PressHandler] = {
        **CasePresses(finder, rulings, hashes.blocking, writer, answers).handlers,
        **appeals.handlers,
        **DigestPresses(finder, platforms, writer).handlers,
        **Restraining(finder, platforms, books.audit, books.pauses, answers).handlers,
        "keep": PolicyPresses(changes, policies, rights, answers).keep,
        "confirm": commands.confirm,
        "again": confirming.again,
        "panel": panel.show,
        "set": panel.set,
        "test": self_tests.press,
        "help": helping.press,
        "room": setup.take_room,
        "lead": setup.take_lead,
    }
    together = Desks(
        commands,
        PressDesk(house.seal, presses, policies, speaker, answers),
        Onboarding(platforms, policies, speaker, answers),
        Alarms(policies, speaker, answers, books.chats, books.audit, clock, lead),
    )
    return UpdateDesk(books.inbox, platforms, together, Rooms(policies), clock), self_tests


# A pager that hangs must not hold up the others, nor the chats of the adults.
_PAGES_AT_ONCE, _REMINDERS_AT_ONCE = 4, 2


def chase_lanes(
    house: House,
    worker: str,
    pagers: Sequence[PagerLine],
    times: SummaryTimes,
    meters: ChaseMeters,
) -> tuple[Lane[Any], ...]:
    """Build the lanes of the escalation clock: what is due lies in tables, so each may die."""
    books, clock = house.books, house.clock
    speaker, writer = Speaker(house.platforms), ChaseWriter(house.texts)
    criers = Criers(
        house.policies, books.chats, speaker, writer, [line.pager for line in pagers], clock
    )
    chasing = Chasing(worker, books.chases, criers, pagers, clock, meters)
    words = SummaryWords(speaker, writer)
    summaries = Summaries(books.summaries, house.policies, books.chats, words, clock, times)
    return (
        # One at a time: two must not move the same clock on.
        Lane("escalation clock", chasing.due, chasing.advance, 1),
        Lane("reminder", chasing.due_to_adults, chasing.tell, _REMINDERS_AT_ONCE),
        Lane("page", chasing.due_to_pagers, chasing.tell, _PAGES_AT_ONCE),
        Lane("summary", summaries.due, summaries.tell, 1),
        Lane("appeal clock", books.appeals.move_on, _moved, 1),
    )


# A chat that is slow to answer must not keep another one open.
_PAUSES_AT_ONCE = 4


def pause_lanes(house: House, worker: str) -> tuple[Lane[Any], ...]:
    """Build the lanes of pauses and outbreaks: what is due lies in tables, so each may die."""
    books, platforms, clock = house.books, house.platforms, house.clock
    words = Words(platforms, house.policies, books.chats, Answers(house.texts))
    pausing = Pausing(worker, books.pauses, platforms, words, clock)
    teller = OutbreakTeller(worker, books.outbreaks, words, clock)
    return (
        Lane("pause", pausing.due, pausing.carry_out, _PAUSES_AT_ONCE),
        Lane("outbreak", teller.due, teller.tell, 1),
    )


async def _moved(_case: int) -> None:
    """Do nothing: moving on was one transaction, and the outbox does the rest."""


def self_check(
    house: House,
    names: Collection[str],
    screen: Callable[[bytes], Awaitable[Screening]],
    card: Callable[[], bytes],
    count: Callable[[Checkup], None],
) -> SelfCheck:
    """Build what looks at the test card now and again."""
    books, speaker, answers = house.books, Speaker(house.platforms), Answers(house.texts)
    alarm = SelfCheckAlarm(
        books.told, books.chats, house.policies, speaker, answers, house.clock, names
    )
    return SelfCheck(screen, card, alarm, house.clock, count)


def _rights_lane(house: House, names: Collection[str]) -> Lane[Any]:
    """Build what asks now and again whether the bot has what it needs."""
    books, policies, answers = house.books, house.policies, Answers(house.texts)
    speaker = Speaker(house.platforms)
    lead = LeadVoice(books.people, speaker)
    alarm = RightsAlarm(books.told, house.platforms, policies, speaker, answers, lead)
    watch = RightsWatch(books.chats, policies, alarm, house.clock, names)
    return Lane("rights", watch.due, watch.look, 1)


def weekly_lanes(
    house: House, names: Collection[str], times: WeeklyTimes, checkup: Callable[[], Checkup]
) -> tuple[Lane[Any], ...]:
    """Build what looks after the bot's rights, and tells the adults each week that it lives."""
    books, policies, clock = house.books, house.policies, house.clock
    speaker, answers = Speaker(house.platforms), Answers(house.texts)
    rights = Rights(house.platforms, policies, books.people)
    reports = DryReports(books.tallies, rights, speaker, answers, clock)
    words = WeeklyWords(house.platforms, policies, reports, speaker, answers, checkup)
    weekly = Weekly(books.told, books.chats, words, clock, times, names)
    return (
        _rights_lane(house, names),
        Lane("weekly word", weekly.due, weekly.tell, 1),
    )
