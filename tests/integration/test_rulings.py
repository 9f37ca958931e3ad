"""Reports, cases, buttons: adults rule, pupils learn nothing, and a forged press does nothing."""

import asyncio
from pathlib import Path

import pytest

from adapters.sandbox.errors import PrivateClosed, SlowDown, Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, ChatKind, Member
from bot.app import App
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.effect import FIRST_WAIT
from bot.domain.message import Actor, ChatRef
from tests.fakes import MovableClock
from tests.integration.asking import (
    IN_PRIVATE,
    Answer,
    announced,
    answers,
    ask,
    forge,
    heard,
    press,
    sealed,
)
from tests.integration.stage import ANA, BEN, CLASS, CLEO, LEAD, STAFF, Stage, until, until_settled

GUARDED = ChatRef("sandbox", CLASS)
HELP = Answer(IN_PRIVATE, "en/help-page reporting=answer")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "data")


async def removed(stage: Stage, app: App) -> None:
    """Let Ana post a bad picture, and wait until all was said about it."""
    stage.post(b"bad")
    await until_settled(app)
    await until(lambda: announced(stage, "group-removed", CLASS) != [])
    await until(lambda: stage.said_in("private:ana") != [])


async def state(app: App, number: int = 1) -> CaseState:
    case = await app.books.cases.get(number)
    assert case is not None
    return case.state


# --- cases


async def test_adults_read_cases_and_a_case_of_others_does_not_exist(stage: Stage) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        listed = await ask(stage, "/case", by="lead", chat=STAFF)
        assert "en/case-list-line number=C-0001" in listed.text
        shown = (await ask(stage, "/case c1", by="lead", chat=STAFF)).text
        for line in ("case-show number=C-0001 chat=Class 7B", "case-removed seconds=", "case-hash"):
            assert f"en/{line}" in shown
        assert "ana" not in shown
        assert (await ask(stage, "/case 2", by="lead", chat=STAFF)).key == "case-unknown"
        tutor = Member("tutor", "Tutor")
        other = Chat("other", "Other adults", ChatKind.ADULTS, {"tutor": tutor})
        stage.world.add_chat(other)
        assert (await ask(stage, "/case 1", by="tutor", chat="other")).key == "command-not-allowed"


async def test_an_adult_in_the_class_chat_is_answered_in_private_or_not_at_all(
    stage: Stage,
) -> None:
    stage.world.join(CLASS, Member("lead", "Lead"))
    async with stage.app() as app:
        await removed(stage, app)
        assert (await ask(stage, "/case 1", by="lead")).where == IN_PRIVATE
        said = len(stage.said_in(CLASS))
        stage.world.faults.fail_always(Call.TELL, PrivateClosed())
        stage.post(by="lead", text="/case 1")
        stage.post(by="lead", text="/help")
        await until(lambda: len(stage.said_in(CLASS)) > said)
        assert stage.said_in(CLASS)[said:] == ["en/help-page reporting=answer"]


async def test_a_false_alarm_is_noted_and_the_sender_gets_an_apology(stage: Stage) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        answer = await ask(stage, "/falsealarm C-0001", by="lead", chat=STAFF)
        assert answer.key == "falsealarm-done"
        sorry = "en/sender-false-alarm number=C-0001\nen/sender-post-again"
        await until(lambda: stage.said_in("private:ana")[-1] == sorry)
        assert await state(app) is CaseState.FALSE_ALARM
        again = await ask(stage, "/falsealarm C-0001", by="lead", chat=STAFF)
        assert again.text == "en/ack-already number=C-0001 state=false_alarm"
        assert len(stage.said_in("private:ana")) == 2
        assert "C-0001" not in (await ask(stage, "/case", by="lead", chat=STAFF)).text


async def test_nothing_was_removed_so_nobody_needs_an_apology(stage: Stage) -> None:
    async with stage.app() as app:
        stage.post(b"maybe")
        await until_settled(app)
        answer = await ask(stage, "/falsealarm 1", by="lead", chat=STAFF)
        assert answer.key == "falsealarm-done"
        assert stage.look("SELECT 1 FROM effect WHERE kind = 'apology'") == []


async def test_a_false_alarm_is_noted_though_the_platform_does_not_answer_about_rights(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        stage.world.faults.fail_always(Call.RIGHTS, Unreachable())
        answer = await ask(stage, "/falsealarm 1", by="lead", chat=STAFF)
        assert answer.key == "falsealarm-done"
        assert await state(app) is CaseState.FALSE_ALARM
        # The apology lies in the outbox: it waits for the platform, and for no ruling.
        stage.world.faults.heal()
        await until(lambda: stage.said_in("private:ana")[-1].startswith("en/sender-false-alarm"))


# --- buttons


async def test_an_adult_takes_a_case_on_and_another_is_told_so(stage: Stage) -> None:
    stage.world.join(STAFF, Member("head", "Head"))
    async with stage.app() as app:
        await removed(stage, app)
        assert (await press(stage, "ack")).text == "en/ack-done number=C-0001"
        assert await state(app) is CaseState.ACKNOWLEDGED
        second = await press(stage, "ack", by="head")
        assert second.text == "en/ack-already number=C-0001 state=acknowledged"
        assert (await press(stage, "mistake", by="head")).key == "falsealarm-done"
        assert await state(app) is CaseState.FALSE_ALARM
        assert (await press(stage, "ack")).text.endswith("state=false_alarm")


async def test_of_two_presses_at_once_one_counts(stage: Stage) -> None:
    stage.world.join(STAFF, Member("head", "Head"))
    async with stage.app() as app:
        await removed(stage, app)
        await asyncio.gather(press(stage, "mistake"), press(stage, "mistake", by="head"))
        await until(lambda: len(answers(stage, "lead", STAFF)) == 2)
        assert sorted(one.key for one in answers(stage, "lead", STAFF)) == [
            "ack-already",
            "falsealarm-done",
        ]
        await until_settled(app)
        await until(lambda: "sender-false-alarm" in stage.said_in("private:ana")[-1])
        await until(lambda: len(stage.said_in("private:ana")) > 1)
        await until_settled(app)
        apologies = [line for line in stage.said_in("private:ana") if "sender-false-alarm" in line]
        assert len(apologies) == 1


async def test_rights_are_asked_at_each_press_until_the_platform_says(stage: Stage) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        stage.world.faults.fail(Call.ROLE, Unreachable())
        assert (await press(stage, "ack")).key == "ack-done"
        assert stage.world.faults.take(Call.ROLE) is None


BUTTONS = [
    "ack:1",
    "mistake:1",
    f"keep:{CLASS}:1",
    f"keep:{CLASS}:2",
    "more:1",
    "case:1",
    "mute:1",
    "unmute:1",
    "kick:1",
    "ban:1",
    "lock:1",
    "unlock:1:on",
    "advice:1",
    "undo:1:1",
    "why:1",
    "ack:999999",
    "why:999999",
]
NONSENSE = [
    "ack:1; drop table cases",
    "ack:-1",
    "ack:",
    "ack",
    ":1",
    "ack:٢",
    "why:²",
    f"keep:{CLASS}:٢",
    "keep::1",
    "keep:1",
    "why:" + "9" * 30,
    "mistake:1:1",
    f"keep:{CLASS}:" + "9" * 15,
    "close:1",
    "undo:1",
    "undo:1:x",
    "undo::1",
]


@pytest.mark.parametrize("presser", [ANA, BEN, CLEO], ids=lambda actor: actor.id)
@pytest.mark.parametrize("by_us", [True, False], ids=["sealed", "forged"])
async def test_a_press_by_the_wrong_person_changes_nothing_and_tells_nothing(
    stage: Stage, presser: Actor, by_us: bool
) -> None:
    async with stage.app() as app:
        stage.post(b"maybe")
        await until_settled(app)
        await ask(stage, "/mode shadow")
        start = len(stage.world.log)
        for action in (*BUTTONS, *NONSENSE):
            forge(stage, sealed(stage, action) if by_us else action, by=presser)
        stage.post(by=presser.id, text="/help")
        await until(lambda: answers(stage, presser.id, CLASS, start)[-1:] == [HELP])
        said = [answer.key for answer in answers(stage, presser.id, CLASS, start)]
        # Only the sender may read why.
        why = "sender-notice" if presser == ANA else "why-only-sender"
        expected = [*["press-not-allowed"] * 14, why, *["press-too-old"] * (2 + len(NONSENSE))]
        if not by_us:
            # What the bot did not seal is not even looked at.
            expected = ["press-too-old"] * len(expected)
        assert said == [*expected, "help-page"]
        assert stage.said_in(CLASS) == []
        assert await state(app) is CaseState.OPEN
        assert len(await app.policies.upcoming(GUARDED)) == 1
        assert (await app.books.queue.backlog()).parked == 0
        assert [deed for deed in stage.world.log if deed.call is Call.RESTRAIN] == []


async def test_why_is_told_to_the_sender_alone(stage: Stage) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        sender = await press(stage, "why", by="ana", chat=CLASS)
        assert (sender.where, sender.key) == (IN_PRIVATE, "sender-notice")
        for other in ("ben", "cleo"):
            answer = await press(stage, "why", by=other, chat=CLASS)
            assert (answer.where, answer.key) == (IN_PRIVATE, "why-only-sender")
        stage.world.faults.fail_always(Call.TELL, PrivateClosed())
        said = len(stage.said_in(CLASS))
        message, action = stage.button(CLASS, "why")
        stage.world.press(message.id, ANA, action)
        stage.post(by="ana", text="/help")
        await until(lambda: len(stage.said_in(CLASS)) > said)
        assert stage.said_in(CLASS)[said:] == ["en/help-page reporting=answer"]


# --- reports


async def test_a_report_is_removed_thanked_for_and_told_to_the_adults(stage: Stage) -> None:
    async with stage.app() as app:
        message = stage.post(b"clean")
        await until_settled(app)
        answer = await ask(stage, "/report", by="ben", to=message)
        assert (answer.where, answer.text) == (IN_PRIVATE, "en/report-thanks number=C-0001")
        assert [one.text for one in stage.world.store.chats[CLASS].messages.values()] == [""]
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        assert "alert-why-report" in announced(stage, "alert-head")[0]
        case = await app.books.cases.get(1)
        assert case is not None
        assert (case.origin, case.actor) == (CaseOrigin.REPORT, ANA)
        assert (await ask(stage, "/report please look", by="cleo", to=message)).text == answer.text
        await until_settled(app)
        assert len(announced(stage, "alert-head")) == 1


async def test_a_report_alone_is_removed_and_explained(stage: Stage) -> None:
    async with stage.app() as app:
        assert (await ask(stage, "/report", by="ben")).key == "report-how"
        assert stage.world.store.chats[CLASS].messages == {}
        assert await app.books.cases.get(1) is None


async def test_a_report_where_no_adult_would_hear_of_it_is_explained(stage: Stage) -> None:
    async with stage.app() as app:
        line = stage.world.post("private:ben", BEN, "hello")
        assert (await heard(stage, "ben", "private:ben", 0, "hello")).key == "help-menu"
        answer = await ask(stage, "/report", by="ben", chat="private:ben", to=line)
        assert answer.key == "report-how"
        line = stage.world.post(STAFF, LEAD, "hello")
        assert (await ask(stage, "/report", by="lead", chat=STAFF, to=line)).key == "report-how"
        assert await app.books.cases.get(1) is None


@pytest.mark.parametrize("refusal", [SlowDown(FIRST_WAIT), Unreachable()], ids=["later", "lost"])
async def test_a_report_does_not_stay_in_the_chat_because_of_one_refusal(
    tmp_path: Path, refusal: SlowDown | Unreachable
) -> None:
    stage = Stage(tmp_path / "data", clock=MovableClock())
    async with stage.app() as app:
        message = stage.post(b"clean")
        await until_settled(app)
        stage.world.faults.fail(Call.TAKE_DOWN, refusal, times=3)
        await ask(stage, "/report", by="ben", to=message)
        assert list(stage.world.store.chats[CLASS].messages) == [message.id]
        assert len(answers(stage, "ben", CLASS)) == 1
        assert await app.books.cases.get(2) is None


async def test_nobody_finds_out_who_reported(stage: Stage) -> None:
    stage.world.join(CLASS, Member("brave-pupil-x", "Brave"))
    async with stage.app() as app:
        message = stage.post(b"clean")
        await until_settled(app)
        await ask(stage, "/report", by="brave-pupil-x", to=message)
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)
        await until(lambda: _nothing_open(app))
        stage.world.faults.fail_always(Call.TELL, PrivateClosed())
        stage.post(by="brave-pupil-x", text="/report")
        stage.post(by="ben", text="/help")
        await until(lambda: stage.said_in(CLASS) != [])
        # Without a private way there is silence: thanks in the chat would show that somebody spoke.
        assert stage.said_in(CLASS) == ["en/help-page reporting=answer"]
    assert "brave-pupil-x" not in str(announced(stage, "alert-head"))
    files = {one.name: one.read_bytes() for one in stage.folder.iterdir()}
    assert "upstander.db" in files
    assert [name for name, data in files.items() if b"brave-pupil-x" in data] == []


async def _nothing_open(app: App) -> bool:
    return await app.books.inbox.next_update(()) is None
