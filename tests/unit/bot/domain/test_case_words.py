"""What adults write about cases: numbers, words as they were written, and lists."""

import pytest

from bot.domain.case_words import about_answered
from bot.domain.casework import NOTE_CHARS, Agency, CaseList, CaseRuling
from bot.domain.command import (
    Command,
    ListCases,
    Misspelt,
    RuleCase,
    ShowNotes,
    UndoRuling,
    Who,
    WriteNote,
)
from bot.domain.command_words import parse_command

LANGUAGES = frozenset({"en"})


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/cases", ListCases()),
        ("/cases open", ListCases()),
        ("/cases 2", ListCases(page=2)),
        ("/cases ALL 12", ListCases(CaseList.ALL, 12)),
        ("/cases mine", ListCases(CaseList.MINE)),
        ("/cases held", ListCases(CaseList.HELD)),
        ("/ack C-0042", RuleCase(42, CaseRuling.ACKNOWLEDGE)),
        ("/ACK@some_bot c42", RuleCase(42, CaseRuling.ACKNOWLEDGE)),
        ("/close 42", RuleCase(42, CaseRuling.CLOSE)),
        ("/close 42 Ana is  Safe", RuleCase(42, CaseRuling.CLOSE, words="Ana is Safe")),
        ("/reopen 42", RuleCase(42, CaseRuling.REOPEN)),
        ("/hold 42", RuleCase(42, CaseRuling.HOLD)),
        ("/release 42", RuleCase(42, CaseRuling.RELEASE)),
        ("/refer 42 Police", RuleCase(42, CaseRuling.REFER, Agency.POLICE)),
        ("/note 42", ShowNotes(42)),
        ("/note 42 Told the Lead.", WriteNote(42, "Told the Lead.")),
        ("/note 42 " + "x" * NOTE_CHARS, WriteNote(42, "x" * NOTE_CHARS)),
        ("/undo 42", UndoRuling(42)),
    ],
)
def test_a_command_about_a_case_is_read_and_is_for_adults_alone(
    line: str, command: Command
) -> None:
    assert parse_command(line, LANGUAGES) == command
    assert command.who is Who.ADULT


@pytest.mark.parametrize(
    "line",
    [
        "/ack",
        "/ack all",
        "/ack 1 2",
        "/undo 1 2",
        "/close",
        "/close now",
        "/close 1 " + "x" * (NOTE_CHARS + 1),
        "/refer 1",
        "/refer police",
        "/refer 1 press",
        "/refer 1 police services",
        "/note",
        "/note hello",
        "/note 1 " + "x" * (NOTE_CHARS + 1),
        "/cases yours",
        "/cases all two",
        "/cases all 0",
        "/cases all 123456",
        "/cases all ٢",
        "/cases all 1 2",
    ],
)
def test_what_is_no_such_command_is_answered_with_its_usage(line: str) -> None:
    assert isinstance(parse_command(line, LANGUAGES), Misspelt)


ALERT = "Case C-0042 in 7B. /note C-0042"


@pytest.mark.parametrize(
    ("line", "answered", "meant"),
    [
        ("/ack", ALERT, "/ack C-0042"),
        ("/ACK@some_bot", ALERT, "/ACK@some_bot C-0042"),
        ("/refer police", ALERT, "/refer C-0042 police"),
        ("/note 7 pupils know", ALERT, "/note C-0042 7 pupils know"),
        ("/case", ALERT, "/case C-0042"),
        ("/falsealarm", ALERT, "/falsealarm C-0042"),
        # Who names a case means that one.
        ("/close c7 done", ALERT, "/close c7 done"),
        ("/close C-0007", ALERT, "/close C-0007"),
        ("/cases", ALERT, "/cases"),
        ("/status", ALERT, "/status"),
        # A list of several says nothing of which one is meant.
        ("/ack", "C-0001 and C-0002", "/ack"),
        ("/ack", "", "/ack"),
    ],
)
def test_a_command_that_answers_an_alert_is_about_its_case(
    line: str, answered: str, meant: str
) -> None:
    assert about_answered(line, answered) == meant
