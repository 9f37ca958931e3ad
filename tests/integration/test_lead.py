"""The safeguarding lead: let in by the operator, told of every weakening, and heard."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import SlowDown
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, ChatKind, Member
from bot.app import App
from bot.domain.people import CODE_LIFE, Office, digest_of, write_code
from tests.fakes import MovableClock
from tests.integration.asking import DAY, GUARDED, announced, ask, press
from tests.integration.stage import CLASS, STAFF, Stage, until

# Who is in neither chat.
DSL, PRIVATE = "dsl", "private:dsl"
CODE = write_code(bytes(range(10)))


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    stage = Stage(tmp_path / "data", clock=clock)
    # A person has a private chat with the bot only if the platform knows them from somewhere.
    home = {DSL: Member(DSL, "Lead"), "ben": Member("ben", "Ben")}
    stage.world.add_chat(Chat("elsewhere", "Elsewhere", ChatKind.ADULTS, home))
    return stage


async def open_office(app: App, clock: MovableClock) -> int:
    until_when = clock.now() + CODE_LIFE
    return await app.books.people.add(Office.LEAD, digest_of(CODE), until_when)


async def in_office(stage: Stage, app: App, clock: MovableClock) -> int:
    """Let the lead in."""
    number = await open_office(app, clock)
    assert (await ask(stage, f"/lead {CODE}", by=DSL, chat=PRIVATE)).key == "lead-bound"
    return number


def heard(stage: Stage, key: str) -> list[str]:
    """Return what the lead was told in private."""
    return [line for line in stage.said_in(PRIVATE) if line.startswith(f"en/{key}")]


async def test_the_lead_hears_of_a_weakening_and_stops_it(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await in_office(stage, app, clock)
        assert (await ask(stage, "/mode shadow")).key == "policy-changed-later"
        await until(lambda: len(heard(stage, "adults-policy-weaker")) == 1)
        assert (await press(stage, "keep", by=DSL, chat=PRIVATE)).key == "policy-kept"
        clock.move(2 * DAY)
        assert (await app.policies.now(GUARDED)).mode == "remove"


async def test_a_weakening_counts_if_the_lead_alone_could_be_told(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await in_office(stage, app, clock)
        stage.world.set_rights(STAFF, present=False)
        assert (await ask(stage, "/mode shadow")).key == "policy-changed-later"
        assert len(heard(stage, "adults-policy-weaker")) == 1


async def test_a_weakening_does_not_count_before_the_lead_has_heard_of_it(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await in_office(stage, app, clock)
        # The lead is told first. The chat of the adults is not slow.
        stage.world.faults.fail(Call.SAY, SlowDown(timedelta(seconds=1)))
        assert (await ask(stage, "/mode shadow")).key == "policy-changed-later"
        assert len(heard(stage, "adults-policy-weaker")) == 1
        assert len(announced(stage, "adults-policy-weaker")) == 1


async def test_whoever_has_no_good_code_gets_no_office_and_learns_nothing(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await open_office(app, clock)
        for text in ("/lead x", f"/lead {write_code(bytes(10))}", f"/lead {CODE[:-1]}"):
            assert (await ask(stage, text, by=DSL, chat=PRIVATE)).key == "command-not-allowed"
        clock.move(CODE_LIFE)
        assert (
            await ask(stage, f"/lead {CODE}", by=DSL, chat=PRIVATE)
        ).key == "command-not-allowed"
        assert await app.books.people.in_office("sandbox") == []


async def test_a_code_that_was_shown_to_a_class_never_works(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await open_office(app, clock)
        assert (await ask(stage, f"/lead {CODE}", by="cleo")).key == "command-not-allowed"
        assert (await ask(stage, f"/lead {CODE}", by="ben", chat="private:ben")).key == (
            "command-not-allowed"
        )
        assert await app.books.people.in_office("sandbox") == []


async def test_the_lead_reads_cases_in_private_and_pupils_do_not(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await in_office(stage, app, clock)
        stage.post(b"bad")
        await until(lambda: any("alert-head" in line for line in stage.said_in(STAFF)))
        assert (await ask(stage, "/case C-0001", by=DSL, chat=PRIVATE)).key == "case-show"
        assert (await ask(stage, "/cases", by=DSL, chat=PRIVATE)).key.startswith("cases")
        for pupil in ("ben", "cleo"):
            answer = await ask(stage, "/case C-0001", by=pupil, chat=f"private:{pupil}")
            assert answer.key in {"command-not-allowed", "case-unknown"}


async def test_whose_office_has_ended_hears_nothing_and_stops_nothing(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        number = await in_office(stage, app, clock)
        await ask(stage, "/mode shadow")
        await until(lambda: len(heard(stage, "adults-policy-weaker")) == 1)
        await app.books.people.remove(number)
        assert (await press(stage, "keep", by=DSL, chat=PRIVATE)).key == "press-not-allowed"
        await ask(stage, "/policy preset lenient")
        assert len(heard(stage, "adults-policy-weaker")) == 1
        assert (await ask(stage, "/case C-0001", by=DSL, chat=PRIVATE)).key != "case-show"


async def test_a_bot_that_was_put_out_of_a_class_tells_the_lead(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await in_office(stage, app, clock)
        stage.world.set_rights(STAFF, present=False)
        stage.world.set_rights(CLASS, present=False)
        await until(lambda: len(heard(stage, "adults-bot-removed")) == 2)


async def test_an_office_outlives_a_restart(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        await in_office(stage, app, clock)
    clock.move(timedelta(minutes=1))
    async with stage.app():
        await ask(stage, "/mode shadow")
        await until(lambda: len(heard(stage, "adults-policy-weaker")) == 1)
