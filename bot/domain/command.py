"""Chat commands: the closed union of what can be asked. `command_words.py` reads a line."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.casework import Agency, CaseList, CaseRuling
from bot.domain.dry_report import USUAL_DAYS
from bot.domain.pause import Kinds
from bot.domain.policy import (
    PolicyChange,
)


class Who(StrEnum):
    """Who may give a command. The platform is asked at each call."""

    ANYONE = "anyone"
    ADMIN_OR_ADULT = "admin_or_adult"
    ADULT = "adult"


class InfoPage(StrEnum):
    """Pages that anyone may read."""

    HELP = "help"
    ABOUT = "about"
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class ShowPage:
    """``/help``, ``/about`` and ``/privacy``."""

    page: InfoPage
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class ShowStatus:
    """``/status``: does the bot work here, and what can it not see."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ShowCoverage:
    """``/coverage``: how much was looked at this week and last week, and how much was not."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ShowDryReport:
    """``/dryreport 7d``: what was done here in the last days, or would have been."""

    days: int = USUAL_DAYS
    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ShowPolicy:
    """``/policy`` without arguments."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """``/settings``: the policy with buttons that change it."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ShowSetup:
    """``/setup``: what is missing, step by step, with what puts it right."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ShowLanguages:
    """``/language`` without a language."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class StartSelfTest:
    """``/selftest``: whoever asks posts the test card and hears how the whole chain worked."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ChangePolicy:
    """``/mode remove`` or ``/policy preset strict``."""

    change: PolicyChange
    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ShowAlerts:
    """``/alerts``: who gets the alerts, and the code that binds another chat to them."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class BindAlerts:
    """``/alerts CODE``, given in the chat of the adults."""

    code: str
    # The code came from an admin of the class chat; the chat where it is given is looked at too.
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class BindOffice:
    """``/lead CODE``, given in private by whoever got the code from the operator."""

    code: str
    # Whoever has the code is who the operator gave it to.
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class TestAlerts:
    """``/alerts test``: send the adults a message that says that alerts arrive."""

    __test__ = False  # Not a test class, whatever pytest thinks of the name.
    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class Report:
    """``/report`` as an answer to a message, or alone."""

    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class ShowCase:
    """``/case C-0042``."""

    case: int
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class ListCases:
    """``/case`` without a number, and ``/cases``: the open ones, or others; pages count from 1."""

    which: CaseList = CaseList.OPEN
    page: int = 1
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class RuleCase:
    """``/ack C-0042``, ``/close C-0042 WORDS``, ``/refer C-0042 police`` and the like."""

    case: int
    ruling: CaseRuling
    agency: Agency | None = None
    words: str = ""
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class WriteNote:
    """``/note C-0042 WORDS``."""

    case: int
    words: str
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class ShowNotes:
    """``/note C-0042`` without words: all notes of the case."""

    case: int
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class UndoRuling:
    """``/undo C-0042``: the last ruling is taken back."""

    case: int
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """``/falsealarm C-0042``: an adult says that the bot was wrong."""

    case: int
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class BlockPicture:
    """``/blockhash C-0042``: an adult says that the picture of a case is not allowed."""

    case: int
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class ShowHashHelp:
    """``/hashhelp``: how a picture is blocked without being shown to anybody."""

    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class SendCode:
    """A code that was made of a picture, sent in private; or whatever was taken for one."""

    text: str
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class ShowCode:
    """``/hashhelp H-XXXX-XXXX-XXXX-XXXX``: what becomes of a code."""

    reference: str
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class WithdrawCode:
    """``/withdraw H-XXXX-XXXX-XXXX-XXXX``: the code is deleted."""

    reference: str
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class MakeAppeal:
    """``/appeal C-0042``: the sender says that it was a mistake."""

    case: int
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class ShowHelplines:
    """``/helpline``: who helps here, or ``/helpline ES``: in another country."""

    country: str = ""
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class PauseMedia:
    """``/lock photos 30m`` and ``/panic``: for a while, nobody here may post that."""

    kinds: Kinds
    lasts: timedelta
    who: Who


@dataclass(frozen=True, slots=True)
class UnpauseMedia:
    """``/unlock``: the pause ends now. Not every admin may end every pause."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class ShowPauses:
    """``/locks``, and ``/lock`` without arguments: what is paused, and until when."""

    who: Who = Who.ADMIN_OR_ADULT


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A known command with an argument that it does not have."""

    word: str
    usage: str
    who: Who = Who.ANYONE


Command = (
    ShowPage
    | ShowStatus
    | ShowCoverage
    | ShowDryReport
    | ShowPolicy
    | ShowSettings
    | ShowSetup
    | ShowLanguages
    | StartSelfTest
    | ChangePolicy
    | ShowAlerts
    | BindAlerts
    | BindOffice
    | TestAlerts
    | Report
    | ShowCase
    | ListCases
    | RuleCase
    | WriteNote
    | ShowNotes
    | UndoRuling
    | FalseAlarm
    | BlockPicture
    | ShowHashHelp
    | SendCode
    | ShowCode
    | WithdrawCode
    | MakeAppeal
    | ShowHelplines
    | PauseMedia
    | UnpauseMedia
    | ShowPauses
    | Misspelt
)
AboutCodes = ShowHashHelp | SendCode | ShowCode | WithdrawCode
# What concerns one person alone, who is answered in private or not at all.
Personal = AboutCodes | MakeAppeal
