"""Chat commands through the whole app: who may give them, and who gets to read the answer."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Member
from adapters.sandbox.world import user
from bot.domain.command_words import USAGE
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.policy import Mode, PresetName
from config.schema import PolicySettings
from tests.fakes import MovableClock
from tests.integration.asking import IN_PRIVATE, announced, answers, ask, heard
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled

CLASS_REF = ChatRef("sandbox", CLASS)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "data")


async def test_anyone_may_read_the_pages_and_a_class_chat_stays_quiet(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/start", by="ana")).key == "help-page"
        for page in ("help", "about", "privacy"):
            for word in (f"/{page}", f"/{page}@upstander", f"/{page.upper()}"):
                answer = await ask(stage, word, by="ana")
                assert (answer.where, answer.key) == (IN_PRIVATE, f"{page}-page")
    assert stage.said_in(CLASS) == []


async def test_in_the_adults_chat_the_answer_is_for_all_of_them(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/help", by="lead", chat=STAFF)).where == STAFF


ADULTS_ONLY = ["/case", "/case C-0001", "/falsealarm C-0001"]
ADMINS_TOO = [
    "/status",
    "/coverage",
    "/policy",
    "/mode",
    "/mode remove",
    "/policy preset strict",
    "/alerts",
    "/settings",
    "/language",
    "/language en",
    "/selftest",
]


async def test_a_pupil_may_not_ask_what_is_for_adults(stage: Stage) -> None:
    async with stage.app() as app:
        for command in (*ADULTS_ONLY, *ADMINS_TOO, "/alerts test"):
            answer = await ask(stage, command, by="ana")
            assert answer.key == "command-not-allowed", command
        assert await app.books.policies.upcoming(CLASS_REF, stage.clock.now()) == []
    assert announced(stage, "adults-") == []


async def test_the_class_admin_is_a_pupil_and_sees_no_cases(stage: Stage) -> None:
    async with stage.app() as app:
        stage.post(b"bad")
        await until_settled(app)
        for command in ADULTS_ONLY:
            assert (await ask(stage, command)).key == "command-not-allowed", command
        for command in ADMINS_TOO:
            assert (await ask(stage, command)).key != "command-not-allowed", command


async def test_the_lead_may_ask_everything_from_the_adults_chat(stage: Stage) -> None:
    async with stage.app() as app:
        stage.post(b"bad")
        await until_settled(app)
        for command in (*ADULTS_ONLY, *ADMINS_TOO):
            answer = await ask(stage, command, by="lead", chat=STAFF)
            assert answer.where == STAFF
            assert answer.key not in ("command-not-allowed", "command-where"), command


async def test_rights_are_asked_at_each_call(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/status")).key == "status-head"
        stage.world.join(CLASS, Member("cleo", "Cleo", admin=False))
        assert (await ask(stage, "/status")).key == "command-not-allowed"
        stage.world.join(STAFF, Member("cleo", "Cleo"))
        assert (await ask(stage, "/case")).key == "cases-none"
        del stage.world.store.chats[STAFF].members["cleo"]
        assert (await ask(stage, "/case")).key == "command-not-allowed"


async def test_a_lost_answer_about_a_role_is_neither_a_right_nor_none(stage: Stage) -> None:
    async with stage.app():
        stage.world.faults.fail_always(Call.ROLE, Unreachable())
        start = len(stage.world.log)
        stage.world.post(CLASS, user("cleo"), "/status")
        await asyncio.sleep(0.3)
        assert len(stage.world.log) == start
        stage.world.faults.heal()
        assert (await heard(stage, "cleo", CLASS, start, "/status")).key == "status-head"


@pytest.mark.parametrize(
    "sender",
    [
        Actor(ActorKind.CHANNEL, CLASS),
        Actor(ActorKind.WEBHOOK, "hook"),
        Actor(ActorKind.BOT, "cleo"),
    ],
    ids=lambda actor: actor.kind.value,
)
async def test_nobody_commands_from_behind_a_mask(stage: Stage, sender: Actor) -> None:
    async with stage.app() as app:
        for command in ("/mode shadow", "/status", "/alerts", "/case"):
            stage.world.post(CLASS, sender, command)
        stage.post(by="ana", text="/help")
        await until(lambda: stage.said_in("private:ana") != [])
        # The answers that would be secret cannot be given in private, so nothing is said at all.
        assert stage.said_in(CLASS) == ["en/command-not-allowed"] * 2
        assert await app.books.policies.upcoming(CLASS_REF, stage.clock.now()) == []


async def test_what_is_not_ours_is_left_alone(stage: Stage) -> None:
    async with stage.app():
        for text in ("/dance", "/", "hello /help", "/ help", "//help"):
            stage.world.post(CLASS, Actor(ActorKind.USER, "ana"), text)
        assert (await ask(stage, "/help", by="ana")).key == "help-page"
        assert len(answers(stage, "ana", CLASS)) == 1


@pytest.mark.parametrize(
    ("text", "usage"),
    [
        ("/mode off", "/mode shadow|alert|remove"),
        ("/mode remove now", "/mode shadow|alert|remove"),
        ("/policy preset soft", USAGE["policy"]),
        ("/policy opaque too_bigg remove", USAGE["policy"]),
        ("/policy language xx", USAGE["policy"]),
        ("/language xx", "/language | /language CODE"),
        ("/case seven", "/case | /case C-0001"),
        ("/case 99999999999999999999", "/case | /case C-0001"),
        ("/falsealarm", "/falsealarm C-0001"),
        ("/help me", "/help"),
    ],
)
async def test_a_misspelt_command_is_answered_with_its_usage(
    stage: Stage, text: str, usage: str
) -> None:
    async with stage.app():
        answer = await ask(stage, text)
        assert answer.text == f"en/command-misspelt usage={usage}"


async def test_the_bots_name_after_the_command_changes_nothing(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/mode@upstander_bot remove")).key == "policy-unchanged"


async def test_in_a_private_chat_there_is_no_chat_to_speak_of(stage: Stage) -> None:
    async with stage.app() as app:
        private = "private:cleo"
        assert (await ask(stage, "/help", chat=private)).key == "help-menu"
        for command in ("/mode shadow", *ADMINS_TOO, "/alerts test"):
            assert (await ask(stage, command, chat=private)).key == "command-where", command
        assert (await ask(stage, "/case", chat=private)).key == "command-not-allowed"
        assert (await ask(stage, "/report", chat=private)).key == "report-how"
        assert await app.books.policies.upcoming(CLASS_REF, stage.clock.now()) == []


async def test_status_tells_what_the_bot_may_and_cannot_see(stage: Stage) -> None:
    async with stage.app():
        said = (await ask(stage, "/status")).text
        for line in ("status-mode mode=remove", "status-can-delete", "status-alerts-ok"):
            assert f"en/{line}" in said
        assert "en/status-blind-links" in said
        assert "en/check-" not in said
        stage.world.set_rights(CLASS, delete=False)
        said = (await ask(stage, "/status")).text
        assert "en/status-cannot-delete\n✗ en/check-delete\nen/fix-sandbox-delete\n" in said


@pytest.mark.parametrize(
    ("mode", "preset", "said"),
    [
        (Mode.REMOVE, PresetName.SCHOOL, {"alerts": 12, "removals": 1}),
        (Mode.ALERT, PresetName.SCHOOL, {"alerts": 13}),
        (Mode.SHADOW, PresetName.SCHOOL, {}),
        (Mode.REMOVE, PresetName.STRICT, {"removals": 12}),
    ],
)
async def test_status_says_how_many_false_alarms_to_expect(
    tmp_path: Path, mode: Mode, preset: PresetName, said: dict[str, int]
) -> None:
    stage = Stage(tmp_path / "data", policy=PolicySettings(mode=mode, preset=preset))
    async with stage.app():
        lines = (await ask(stage, "/status")).text.split("\n")
        assert [line for line in lines if "status-false" in line] == [
            f"en/status-false-{what} pictures=200 count={count}" for what, count in said.items()
        ]


async def test_coverage_tells_what_was_looked_at_and_why_the_rest_was_not(tmp_path: Path) -> None:
    clock = MovableClock()
    stage = Stage(tmp_path / "data", clock=clock)
    async with stage.app() as app:
        for data in (b"clean", b"bad", b"maybe", b"a text", b"a further text"):
            stage.post(data)
        stage.post(b"clean", text="https://far.example")
        await until_settled(app)
        title = stage.world.store.chats[CLASS].title
        nothing = "items=0 clean=0 bad=0 asked=0 unchecked=0"
        week = [
            "items=7 clean=2 bad=1 asked=1 unchecked=3",
            "en/coverage-reason why=en/reason-not-a-picture items=2",
            "en/coverage-reason why=en/reason-link items=1",
        ]
        this, *reasons = week
        assert (await ask(stage, "/coverage")).text.split("\n") == [
            f"en/coverage-head chat={title}",
            f"en/coverage-this-week {this}",
            *reasons,
            f"en/coverage-last-week {nothing}",
        ]
        clock.move(timedelta(days=7))
        assert (await ask(stage, "/coverage", by="lead", chat=STAFF)).text.split("\n") == [
            f"en/coverage-head chat={title}",
            f"en/coverage-this-week {nothing}",
            f"en/coverage-last-week {this}",
            *reasons,
        ]


async def test_status_says_that_nobody_gets_the_alerts(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data", bound=False)
    async with stage.app():
        assert "en/status-no-alerts" in (await ask(stage, "/status")).text
        assert (await ask(stage, "/alerts test")).key == "alerts-none"


async def test_alerts_are_shown_by_the_title_of_the_adults_chat(stage: Stage) -> None:
    async with stage.app():
        said = (await ask(stage, "/alerts")).text
        assert f"alerts-show where={stage.world.store.chats[STAFF].title}" in said


async def test_alerts_can_be_tested(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/alerts test")).key == "alerts-test-sent"
        assert len(announced(stage, "adults-alerts-test")) == 1
        stage.world.set_rights(STAFF, present=False)
        assert (await ask(stage, "/alerts test")).key == "alerts-test-failed"


async def test_a_command_with_a_picture_is_answered_and_scanned(stage: Stage) -> None:
    async with stage.app():
        message = stage.post(b"bad", by="ana", text="/help")
        await until(lambda: not stage.stands(message))
        await until(lambda: any(one.key == "help-page" for one in answers(stage, "ana", CLASS)))
