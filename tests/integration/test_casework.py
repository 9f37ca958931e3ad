"""Adults work on cases in the whole app: rulings, notes, lists, and what is taken back."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, ChatKind, Member
from bot.app import App
from bot.domain.case import Case, CaseState
from bot.domain.casework import UNDO_WITHIN
from tests.fakes import MovableClock
from tests.integration.asking import IN_PRIVATE, Answer, announced, answers, ask, move, press
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled

_ALLOWED = """
SELECT count(*) FROM bank_entry JOIN bank ON bank.id = bank_id WHERE bank.name = 'allowed'
"""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path / "data", clock=MovableClock())
    stage.world.join(STAFF, Member("head", "Head"))
    return stage


async def asked(stage: Stage, app: App, times: int = 1) -> None:
    """Let Ana post bad pictures, each of which is removed and told to the adults."""
    known = len(announced(stage, "alert-head"))
    for number in range(times):
        stage.post(b"bad %d" % number)
        await until_settled(app)
    await until(lambda: len(announced(stage, "alert-head")) == known + times)


async def lead(stage: Stage, command: str) -> Answer:
    """Let the lead give a command among the adults."""
    return await ask(stage, command, by="lead", chat=STAFF)


async def got(app: App, number: int = 1) -> Case:
    found = await app.books.cases.get(number)
    assert found is not None
    return found


async def test_a_case_from_the_first_word_to_the_last(stage: Stage) -> None:
    async with stage.app() as app:
        await asked(stage, app)
        for command, key in (
            ("/ack c1", "ack-done"),
            ("/note 1 Ana's teacher knows. https://pictures.example/1", "note-done"),
            ("/refer 1 police", "refer-done"),
            ("/refer 1 police", "refer-already"),
            ("/refer 1 nobody", "command-misspelt"),
            ("/hold 1", "hold-done"),
            ("/hold 1", "hold-already"),
            ("/close 1 All is well.", "close-done"),
            ("/close 1", "ack-already"),
            ("/reopen 1", "reopen-done"),
            ("/reopen 1", "ack-already"),
            ("/release 1", "release-done"),
            ("/release 1", "release-already"),
            ("/falsealarm 1", "falsealarm-done"),
            ("/refer 1 services", "refer-mistake"),
        ):
            assert (await lead(stage, command)).key == key, command
        shown = (await ask(stage, "/case 1", by="head", chat=STAFF)).text
        for line in (
            "en/case-taken by=other",
            "en/case-ended by=other",
            "en/case-referred agency=police by=other",
            "words=Ana's teacher knows. […]",
            "words=All is well.",
        ):
            assert line in shown
        assert "case-held" not in shown
        assert "pictures" not in shown
        notes = (await lead(stage, "/note 1")).text
        assert notes.count("en/case-note by=you") == 2


async def test_lists_say_whose_cases_and_which(stage: Stage) -> None:
    async with stage.app() as app:
        await asked(stage, app, 3)
        await lead(stage, "/ack 1")
        await ask(stage, "/ack 2", by="head", chat=STAFF)
        await lead(stage, "/hold 3")
        for command, numbers in (
            ("/cases", ["C-0003", "C-0002", "C-0001"]),
            ("/cases mine", ["C-0001"]),
            ("/cases held", ["C-0003"]),
            ("/cases all", ["C-0003", "C-0002", "C-0001"]),
        ):
            lines = (await lead(stage, command)).text.splitlines()
            assert [line.split("number=")[1][:6] for line in lines[1:]] == numbers, command
        assert (await lead(stage, "/cases 2")).key == "cases-past-end"
        assert "· en/cases-held" in (await lead(stage, "/cases held")).text


# --- taking back


async def test_a_mistake_that_was_none_is_taken_back_by_the_button_below_it(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        await asked(stage, app)
        await press(stage, "mistake")
        assert stage.look(_ALLOWED) == [(1,)]
        undone = await press(stage, "undo", by="head")
        assert "en/undo-done number=C-0001 ruling=false_alarm" in undone.text
        assert "en/undo-allowed" in undone.text
        assert (await got(app)).state is CaseState.OPEN
        assert stage.look(_ALLOWED) == [(0,)]
        assert (await press(stage, "undo")).key == "undo-before"
        assert (await lead(stage, "/undo 1")).key == "undo-before"


async def test_an_apology_that_was_sent_stays_and_the_adults_are_told_so(stage: Stage) -> None:
    async with stage.app() as app:
        await asked(stage, app)
        await press(stage, "mistake")
        await until(lambda: "sender-false-alarm" in stage.said_in("private:ana")[-1])
        await until_settled(app)
        undone = await lead(stage, "/undo 1")
        assert "en/undo-apology-stays" in undone.text
        assert "sender-false-alarm" in stage.said_in("private:ana")[-1]


async def test_a_button_of_yesterday_takes_nothing_back(stage: Stage) -> None:
    assert isinstance(stage.clock, MovableClock)
    async with stage.app() as app:
        await asked(stage, app)
        await lead(stage, "/close 1")
        move(app, stage.clock, UNDO_WITHIN + timedelta(minutes=2))
        assert (await press(stage, "undo")).key == "press-too-old"
        assert (await lead(stage, "/undo 1")).key == "undo-too-late"
        assert (await got(app)).state is CaseState.CLOSED


async def test_of_two_who_take_back_at_once_one_does(stage: Stage) -> None:
    async with stage.app() as app:
        await asked(stage, app)
        await lead(stage, "/ack 1")
        await lead(stage, "/close 1")
        start = len(stage.world.log)
        await asyncio.gather(press(stage, "undo"), press(stage, "undo", by="head"))
        await until(lambda: len(answers(stage, "lead", STAFF, start)) == 2)
        said = sorted(one.key for one in answers(stage, "lead", STAFF, start))
        assert said == ["undo-before", "undo-done"]
        assert (await got(app)).state is CaseState.ACKNOWLEDGED


# --- who may


COMMANDS = (
    "/cases",
    "/cases all",
    "/ack 1",
    "/note 1",
    "/note 1 words",
    "/refer 1 police",
    "/hold 1",
    "/release 1",
    "/close 1 words",
    "/reopen 1",
    "/undo 1",
)


@pytest.mark.parametrize("by", ["ana", "cleo"])
async def test_a_class_admin_who_is_no_adult_sees_and_changes_nothing(
    stage: Stage, by: str
) -> None:
    async with stage.app() as app:
        await asked(stage, app)
        before = await got(app)
        for command in COMMANDS:
            answer = await ask(stage, command, by=by)
            assert (answer.where, answer.key) == (IN_PRIVATE, "command-not-allowed"), command
        assert await got(app) == before
        assert stage.look("SELECT 1 FROM case_ruling UNION SELECT 1 FROM case_note") == []


async def test_a_case_of_others_does_not_exist(stage: Stage) -> None:
    stage.world.add_chat(
        Chat("class-b", "B", ChatKind.CLASS, {"tutor": Member("tutor", "Tutor", admin=True)})
    )
    stage.world.add_chat(
        Chat("others", "Others", ChatKind.ADULTS, {"tutor": Member("tutor", "Tutor", admin=True)})
    )
    async with stage.app() as app:
        await asked(stage, app)
        code = (await ask(stage, "/alerts", by="tutor", chat="class-b")).text
        assert "alerts" in code
        before = await got(app)
        for command in COMMANDS[2:]:
            answer = await ask(stage, command, by="tutor", chat="others")
            assert answer.key in ("case-unknown", "command-not-allowed"), command
        assert await got(app) == before


# --- in the class chat


async def test_words_about_a_case_do_not_stay_in_the_class_chat(stage: Stage) -> None:
    stage.world.join(CLASS, Member("lead", "Lead"))
    async with stage.app() as app:
        await asked(stage, app)
        for command, key in (("/note 1 Ana cried", "note-done"), ("/close 1 She cried", "close-")):
            answer = await ask(stage, command, by="lead")
            assert answer.where == IN_PRIVATE
            assert answer.key.startswith(key)
        standing = [one.text for one in stage.world.store.chats[CLASS].messages.values()]
        assert not [text for text in standing if "cried" in text]
        assert stage.look("SELECT count(*) FROM case_note") == [(2,)]


async def test_a_note_that_cannot_be_taken_away_at_once_is_stored_once(stage: Stage) -> None:
    stage.world.join(CLASS, Member("lead", "Lead"))
    async with stage.app() as app:
        await asked(stage, app)
        stage.world.faults.fail(Call.TAKE_DOWN, Unreachable(), times=2)
        answer = await ask(stage, "/note 1 Ana cried", by="lead")
        assert "en/note-elsewhere" in answer.text
        assert stage.look("SELECT count(*) FROM case_note") == [(1,)]


async def test_the_words_of_a_note_lie_nowhere_in_the_clear(stage: Stage) -> None:
    async with stage.app() as app:
        await asked(stage, app)
        await lead(stage, "/note 1 the-secret-of-ana")
        await lead(stage, "/close 1 the-secret-of-ana")
        await until_settled(app)
        await until(lambda: stage.look("SELECT 1 FROM raw_update WHERE state='received'") == [])
    files = {one.name: one.read_bytes() for one in stage.folder.iterdir()}
    assert "upstander.db" in files
    assert [name for name, data in files.items() if b"the-secret-of-ana" in data] == []


async def test_what_to_do_next_is_told_to_all_adults(stage: Stage) -> None:
    async with stage.app() as app:
        await asked(stage, app)
        answer = await press(stage, "advice")
        assert (answer.where, answer.text) == (STAFF, "en/advice-steps number=C-0001")
        assert (await got(app)).state is CaseState.OPEN
