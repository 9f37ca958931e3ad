"""Chat commands: the closed union of what can be asked, and the parser that reads a line."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.case import parse_case_number
from bot.domain.policy import Mode, OpaqueHandling, PolicyChange, PresetName


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
class ShowPolicy:
    """``/policy`` without arguments."""

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
    who: Who = Who.ANYONE  # The code is the key; it came from an admin of the class chat.


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
    """``/case`` without a number: the open ones."""

    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """``/falsealarm C-0042``: an adult says that the bot was wrong."""

    case: int
    who: Who = Who.ADULT


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A known command with an argument that it does not have."""

    word: str
    usage: str
    who: Who = Who.ANYONE


Command = (
    ShowPage
    | ShowStatus
    | ShowPolicy
    | ChangePolicy
    | ShowAlerts
    | BindAlerts
    | TestAlerts
    | Report
    | ShowCase
    | ListCases
    | FalseAlarm
    | Misspelt
)

USAGE = {
    "help": "/help",
    "about": "/about",
    "privacy": "/privacy",
    "status": "/status",
    "policy": "/policy | /policy mode|preset|opaque|language VALUE",
    "mode": "/mode shadow|alert|remove",
    "alerts": "/alerts | /alerts CODE | /alerts test",
    "report": "/report",
    "case": "/case | /case C-0001",
    "falsealarm": "/falsealarm C-0001",
}


def parse_command(text: str, languages: frozenset[str]) -> Command | None:
    """Read one line; None where it is not a command of ours.

    ``/mode@some_bot remove`` is read like ``/mode remove``. Case does not matter.
    """
    words = text.split()
    if not words or not words[0].startswith("/"):
        return None
    word = words[0][1:].split("@", 1)[0].lower()
    if word not in USAGE:
        return None
    return _read(word, [argument.lower() for argument in words[1:]], languages) or Misspelt(
        word, USAGE[word]
    )


def _read(word: str, arguments: list[str], languages: frozenset[str]) -> Command | None:
    match word, arguments:
        case (("help" | "about" | "privacy"), []):
            return ShowPage(InfoPage(word))
        case "status", []:
            return ShowStatus()
        case (("policy" | "mode"), []):
            return ShowPolicy()
        case "mode", [value]:
            return _change("mode", value, languages)
        case "policy", [field, value]:
            return _change(field, value, languages)
        case "report", _:
            return Report()
        case _:
            return _read_adults(word, arguments)


def _read_adults(word: str, arguments: list[str]) -> Command | None:
    match word, arguments:
        case "alerts", []:
            return ShowAlerts()
        case "alerts", ["test"]:
            return TestAlerts()
        case "alerts", [code]:
            return BindAlerts(code.upper())
        case "case", []:
            return ListCases()
        case "case", [number] if (case := parse_case_number(number)) is not None:
            return ShowCase(case)
        case "falsealarm", [number] if (case := parse_case_number(number)) is not None:
            return FalseAlarm(case)
        case _:
            return None


def _change(field: str, value: str, languages: frozenset[str]) -> Command | None:
    match field:
        case "mode" if value in frozenset(Mode):
            return ChangePolicy(PolicyChange(mode=Mode(value)))
        case "preset" if value in frozenset(PresetName):
            return ChangePolicy(PolicyChange(preset=PresetName(value)))
        case "opaque" if value in frozenset(OpaqueHandling):
            return ChangePolicy(PolicyChange(opaque=OpaqueHandling(value)))
        case "language" if value in languages:
            return ChangePolicy(PolicyChange(language=value))
        case _:
            return None
