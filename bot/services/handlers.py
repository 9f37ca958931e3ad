"""Which answer belongs to which chat command that may be given here and now."""

from typing import assert_never

from bot.domain.command import (
    BindAlerts,
    BindOffice,
    BlockPicture,
    ChangePolicy,
    Command,
    FalseAlarm,
    InfoPage,
    ListCases,
    MakeAppeal,
    Misspelt,
    PauseMedia,
    Report,
    RuleCase,
    SendCode,
    ShowAlerts,
    ShowCase,
    ShowCode,
    ShowCoverage,
    ShowDryReport,
    ShowHashHelp,
    ShowHelplines,
    ShowLanguages,
    ShowNotes,
    ShowPage,
    ShowPauses,
    ShowPolicy,
    ShowSettings,
    ShowSetup,
    ShowStatus,
    StartSelfTest,
    TestAlerts,
    UndoRuling,
    UnpauseMedia,
    WithdrawCode,
    WriteNote,
)
from bot.domain.speech import Speech
from bot.services.about import AboutChats
from bot.services.about_cases import AboutCases
from bot.services.alerting import AlertDesk
from bot.services.answers import Answers
from bot.services.appealing import AppealDesk
from bot.services.casework import Casework
from bot.services.dry_reports import DryReports
from bot.services.hash_desk import HashDesk
from bot.services.helping import HelpDesk
from bot.services.panel import SettingsPanel
from bot.services.pause_desk import PauseDesk
from bot.services.people import PeopleDesk
from bot.services.scope import Scope
from bot.services.selftest import SelfTests
from bot.services.setup import Setup


class Handlers:
    """Carries a command out and returns the finished answer."""

    def __init__(  # noqa: PLR0913 - one desk a group of commands
        self,
        about_chats: AboutChats,
        about_cases: AboutCases,
        casework: Casework,
        alerts: AlertDesk,
        panel: SettingsPanel,
        self_tests: SelfTests,
        setup: Setup,
        hashes: HashDesk,
        helping: HelpDesk,
        people: PeopleDesk,
        pauses: PauseDesk,
        appeals: AppealDesk,
        dry_reports: DryReports,
        answers: Answers,
    ) -> None:
        self._chats = about_chats
        self._cases = about_cases
        self._casework = casework
        self._alerts = alerts
        self._panel = panel
        self._self_tests = self_tests
        self._setup = setup
        self._hashes = hashes
        self.helping = helping
        self._people = people
        self._pauses = pauses
        self._appeals = appeals
        self._dry_reports = dry_reports
        self._answers = answers

    async def answer(self, command: Command, scope: Scope) -> Speech:
        """Carry out a command that may be given, and return the answer."""
        answer = await self._answer(command, scope)
        speech = answer if isinstance(answer, Speech) else Speech(answer)
        if scope.event.showed:
            return self.helping.unopened(speech, scope.policy.language)
        return speech

    async def _answer(  # noqa: C901, PLR0911, PLR0912 - one arm a command
        self, command: Command, scope: Scope
    ) -> str | Speech:
        language, chat, event = scope.policy.language, scope.chat, scope.event
        match command:
            case ShowPage(InfoPage.HELP):
                return await self.helping.page(scope)
            case ShowPage(page):
                return await self._chats.page(scope, page)
            case Misspelt(_, usage):
                return self._answers.say(language, "command-misspelt", usage=usage)
            case ShowStatus():
                return await self._chats.status(scope)
            case ShowCoverage():
                return await self._chats.coverage(scope)
            case ShowDryReport(days):
                return await self._dry_reports.show(scope, days)
            case Report():
                return await self._chats.report(scope)
            case ShowPolicy():
                return await self._panel.policy(chat)
            case ShowSettings():
                return await self._panel.settings(chat)
            case ShowSetup():
                return await self._setup.show(chat)
            case ShowLanguages():
                return await self._panel.languages(chat)
            case ChangePolicy(change):
                return await self._panel.change(chat, change, event.actor)
            case StartSelfTest():
                return await self._self_tests.start(chat, event.actor, event.ref.chat_ref)
            case ShowAlerts():
                return await self._alerts.show(scope)
            case BindAlerts(code):
                return await self._alerts.bind(scope, code)
            case BindOffice(code):
                return await self._people.bind(scope, code)
            case TestAlerts():
                return await self._alerts.test(scope)
            case ListCases():
                return await self._cases.list(scope, command)
            case RuleCase():
                return await self._casework.rule(scope, command)
            case WriteNote():
                return await self._casework.note(scope, command)
            case ShowNotes(number):
                return await self._casework.notes(scope, number)
            case UndoRuling(number):
                return await self._casework.undo(scope, number)
            case ShowCase(number):
                return await self._cases.show(scope, number)
            case FalseAlarm(number):
                return await self._cases.false_alarm(scope, number)
            case BlockPicture(number):
                return await self._cases.block(scope, number)
            case ShowHelplines(country):
                return self.helping.helplines(country, language)
            case PauseMedia() | UnpauseMedia() | ShowPauses():
                return await self._pauses.answer(command, scope)
            case ShowHashHelp() | SendCode() | ShowCode() | WithdrawCode():
                return await self._hashes.answer(command, scope)
            case MakeAppeal(number):
                return await self._appeals.command(number, scope)
            case other:
                assert_never(other)
