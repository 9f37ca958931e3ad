"""Reads a line that somebody wrote as a command."""

from collections.abc import Callable

from bot.domain.case import parse_case_number
from bot.domain.case_words import CASE_USAGE, read_case_words
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
    Report,
    SendCode,
    ShowAlerts,
    ShowCase,
    ShowCode,
    ShowCoverage,
    ShowDryReport,
    ShowHashHelp,
    ShowHelplines,
    ShowLanguages,
    ShowPage,
    ShowPolicy,
    ShowSettings,
    ShowSetup,
    ShowStatus,
    StartSelfTest,
    TestAlerts,
    WithdrawCode,
)
from bot.domain.dry_report import report_days
from bot.domain.durations import read_duration
from bot.domain.hash_code import Refusal, parse
from bot.domain.pause_words import PAUSE_USAGE, read_pause_words
from bot.domain.policy import Digest, Mode, OpaqueHandling, PolicyChange, PresetName, ReasonChange
from bot.domain.reference import read_reference
from bot.domain.signal import OpaqueReason

# Links are set by a field of their own.
_REASONS = tuple(reason for reason in OpaqueReason if reason is not OpaqueReason.LINK)
# As another word for "count" people are used to from other bots. "default": as for all others.
_ALLOW, _DEFAULT = "allow", "default"
# The same for presets.
_THRESHOLDS = {
    "relaxed": PresetName.LENIENT,
    "normal": PresetName.SCHOOL,
    "strict": PresetName.STRICT,
}

USAGE = {
    "help": "/help",
    "about": "/about",
    "privacy": "/privacy",
    "status": "/status",
    "coverage": "/coverage",
    "dryreport": "/dryreport | /dryreport 7d | /dryreport 2w",
    "policy": "/policy | /policy show | /policy set mode|preset|opaque|links|digest|language VALUE"
    " | /policy set opaque REASON count|alert|remove|default"
    f" (REASON: {', '.join(_REASONS)})",
    "mode": "/mode shadow|alert|remove",
    "threshold": "/threshold | /threshold relaxed|normal|strict",
    "settings": "/settings",
    "setup": "/setup",
    "language": "/language | /language CODE",
    "selftest": "/selftest",
    "alerts": "/alerts | /alerts here | /alerts CODE | /alerts test | /alerts off",
    "lead": "/lead CODE",
    "report": "/report",
    "case": "/case | /case C-0001",
    "falsealarm": "/falsealarm C-0001",
    "allowhash": "/allowhash C-0001",
    "blockhash": "/blockhash C-0001",
    "hashhelp": "/hashhelp | /hashhelp CODE | /hashhelp H-XXXX-XXXX-XXXX-XXXX",
    "withdraw": "/withdraw H-XXXX-XXXX-XXXX-XXXX",
    "appeal": "/appeal C-0001",
    "helpline": "/helpline | /helpline ES",
    **CASE_USAGE,
    **PAUSE_USAGE,
}


_BARE: dict[str, Command] = {
    "start": ShowPage(InfoPage.HELP),
    "help": ShowPage(InfoPage.HELP),
    "about": ShowPage(InfoPage.ABOUT),
    "privacy": ShowPage(InfoPage.PRIVACY),
    "status": ShowStatus(),
    "coverage": ShowCoverage(),
    "dryreport": ShowDryReport(),
    "policy": ShowPolicy(),
    "mode": ShowPolicy(),
    "threshold": ShowPolicy(),
    "settings": ShowSettings(),
    "setup": ShowSetup(),
    "language": ShowLanguages(),
    "selftest": StartSelfTest(),
    "alerts": ShowAlerts(),
    "report": Report(),
    "case": ListCases(),
    "hashhelp": ShowHashHelp(),
    "helpline": ShowHelplines(),
}


def parse_command(text: str, languages: frozenset[str]) -> Command | None:
    """Read one line; None where it is not a command of ours.

    ``/mode@some_bot remove`` is read like ``/mode remove``. Case does not matter. ``/start WORD``
    is not ours: platforms post it by themselves when a link brings the bot into a chat, where it
    greets already.
    """
    words = text.split()
    if not words or not words[0].startswith("/"):
        return None
    word = words[0][1:].split("@", 1)[0].lower()
    arguments = [argument.lower() for argument in words[1:]]
    if word in CASE_USAGE:
        command = read_case_words(word, words[1:])
    elif word in PAUSE_USAGE:
        command = read_pause_words(word, arguments)
    else:
        command = _read(word, arguments, languages) if arguments else _BARE.get(word)
    return command or (Misspelt(word, USAGE[word]) if word in USAGE else None)


def said_alone(text: str) -> str:
    """Return the command that words in a private chat stand for: a code, a number, or help."""
    if text.split(maxsplit=1)[:1] in (["/hashhelp"], ["/withdraw"], ["/lead"]):
        # Typed, where a platform has commands to choose from.
        return text
    meant = parse(text) is not Refusal.NOT_A_CODE or read_reference(text) is not None
    return f"/hashhelp {text}" if meant else "/help"


def read_change(field: str, value: str, languages: frozenset[str]) -> PolicyChange | None:
    """Read a new value of one field of a policy, as typed or as a button carries it."""
    match field:
        case "mode" if value in frozenset(Mode):
            return PolicyChange(mode=Mode(value))
        case "preset" if value in frozenset(PresetName):
            return PolicyChange(preset=PresetName(value))
        case "opaque" if (handling := _handling(value)) is not None:
            return PolicyChange(opaque=handling)
        case "links" if (handling := _handling(value)) is not None:
            return PolicyChange(links=handling)
        case "digest" if value in frozenset(Digest):
            return PolicyChange(digest=Digest(value))
        case "language" if value in languages:
            return PolicyChange(language=value)
        case _:
            return None


def _read(word: str, arguments: list[str], languages: frozenset[str]) -> Command | None:
    """Read a command with arguments."""
    match word, arguments:
        case (("mode" | "language"), [value]):
            return _change(word, value, languages)
        case "policy", ["show"]:
            return ShowPolicy()
        case "policy", _:
            return _read_policy(arguments[arguments[0] == "set" :], languages)
        case "threshold", [value]:
            return _change("preset", _THRESHOLDS.get(value, value), languages)
        case "alerts", [value]:
            return _ALERTS.get(value) or BindAlerts(value.upper())
        case "helpline", [country] if len(country) == 2 and country.isascii() and country.isalpha():
            return ShowHelplines(country.upper())
        case _, [number] if word in _ABOUT_A_CASE:
            case = parse_case_number(number)
            return None if case is None else _ABOUT_A_CASE[word](case)
        case _:
            return _read_words(word, " ".join(arguments))


def _dry_report(value: str) -> Command | None:
    """Read over how long a report is to go."""
    lasts = read_duration(value)
    days = None if lasts is None else report_days(lasts)
    return None if days is None else ShowDryReport(days)


def _read_policy(arguments: list[str], languages: frozenset[str]) -> Command | None:
    """Read a change of one field."""
    match arguments:
        case [field, value]:
            return _change(field, value, languages)
        case ["opaque", reason, value]:
            return _reason_change(reason, value)
        case _:
            return None


def _read_words(word: str, text: str) -> Command | None:
    """Read a command that takes whatever follows it."""
    match word:
        case "report":
            return Report()
        case "lead":
            return BindOffice(text)
        case "hashhelp":
            return SendCode(text) if read_reference(text) is None else ShowCode(text)
        case "dryreport":
            return _dry_report(text)
        case "withdraw":
            return WithdrawCode(text)
        case _:
            return None


_ALERTS: dict[str, Command] = {
    "test": TestAlerts(),
    # Which says how: with a code, so that nobody takes the alerts along to a chat of their own.
    "here": ShowAlerts(),
    "off": ChangePolicy(PolicyChange(alerts_off=True)),
}

# "/allowhash" is what people type who know hash lists from elsewhere.
_ABOUT_A_CASE: dict[str, Callable[[int], Command]] = {
    "case": ShowCase,
    "falsealarm": FalseAlarm,
    "allowhash": FalseAlarm,
    "blockhash": BlockPicture,
    "appeal": MakeAppeal,
}


def _change(field: str, value: str, languages: frozenset[str]) -> ChangePolicy | None:
    change = read_change(field, value, languages)
    return ChangePolicy(change) if change else None


def _reason_change(word: str, value: str) -> ChangePolicy | None:
    """Read what is to happen to items that cannot be judged for one reason."""
    reason = next((one for one in _REASONS if one == word.replace("-", "_")), None)
    handling = _handling(value)
    if reason is None or (handling is None and value != _DEFAULT):
        return None
    return ChangePolicy(PolicyChange(reason=ReasonChange(reason, handling)))


def _handling(value: str) -> OpaqueHandling | None:
    word = OpaqueHandling.COUNT if value == _ALLOW else value
    return next((one for one in OpaqueHandling if one == word), None)
