"""Nobody weakens a class's protection unseen: every role tries every word that could.

One table names all words that the bot knows, so that a new one cannot be forgotten here.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.sandbox.state import Chat, ChatKind, Member
from adapters.sandbox.world import user
from bot.app import App
from bot.domain.case import CaseState
from bot.domain.command_words import USAGE
from bot.domain.message import Actor, ActorKind
from bot.domain.people import CODE_LIFE, Office, digest_of, write_code
from bot.domain.policy import Direction, direction
from tests.fakes import MovableClock
from tests.integration.asking import DAY, GUARDED, announced, ask
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled

DSL = "private:dsl"
CODE, OTHER_CODE = (write_code(bytes([number] * 10)) for number in (1, 2))
# What each word could weaken, or take back of what protects; none where it only shows or adds.
LINES: dict[str, tuple[str, ...]] = {
    "mode": ("/mode shadow", "/mode alert"),
    "threshold": ("/threshold relaxed",),
    "policy": (
        *("/policy set mode shadow", "/policy preset lenient", "/policy opaque count"),
        *("/policy set opaque encrypted count", "/policy set mode alert now"),
    ),
    "alerts": ("/alerts off", "/alerts AAAA1111"),
    "lead": ("/lead", f"/lead {write_code(bytes(10))}"),
    **{
        word: (f"/{word} C-0001",)
        for word in ("falsealarm", "allowhash", "close", "ack", "hold", "release", "undo", "reopen")
    },
    **dict.fromkeys(
        (
            *("help", "about", "privacy", "status", "coverage", "dryreport", "settings", "setup"),
            *("language", "selftest", "report", "case", "cases", "blockhash", "hashhelp"),
            *(
                "withdraw",
                "appeal",
                "helpline",
                "refer",
                "note",
                "lock",
                "unlock",
                "locks",
                "panic",
            ),
        ),
        (),
    ),
}


@dataclass(frozen=True)
class Role:
    """Somebody in a place.

    Attributes:
        may_ask: What they ask for is announced and starts later. Else nothing comes of it.
        rules: They may rule about cases.
    """

    name: str
    actor: Actor
    chat: str
    may_ask: bool = False
    rules: bool = False


ROLES = (
    Role("outsider", user("eve"), "private:eve"),
    Role("pupil", user("ben"), CLASS),
    Role("pupil in private", user("ben"), "private:ben"),
    Role("admin of the class", user("cleo"), CLASS, may_ask=True),
    Role("admin of the class in private", user("cleo"), "private:cleo"),
    Role("masked admin", Actor(ActorKind.ANONYMOUS_ADMIN, CLASS), CLASS),
    Role("channel", Actor(ActorKind.CHANNEL, CLASS), CLASS),
    Role("bot", Actor(ActorKind.BOT, "cleo"), CLASS),
    Role("webhook", Actor(ActorKind.WEBHOOK, "cleo"), CLASS),
    Role("adult", user("lead"), STAFF, may_ask=True, rules=True),
    Role("former lead", user("former"), "private:former"),
    Role("lead", user("dsl"), DSL, rules=True),
)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    stage = Stage(tmp_path / "data", clock=clock)
    others = {name: Member(name, name) for name in ("dsl", "former", "eve")}
    stage.world.add_chat(Chat("elsewhere", "Elsewhere", ChatKind.ADULTS, others))
    return stage


@asynccontextmanager
async def school(stage: Stage, clock: MovableClock) -> AsyncIterator[App]:
    """Run a class with a lead in office, one who was, and a case."""
    async with stage.app() as app:
        numbers = []
        for code, who in ((CODE, "dsl"), (OTHER_CODE, "former")):
            good_until = clock.now() + CODE_LIFE
            numbers.append(await app.books.people.add(Office.LEAD, digest_of(code), good_until))
            assert (await ask(stage, f"/lead {code}", by=who, chat=f"private:{who}")).key == (
                "lead-bound"
            )
        await app.books.people.remove(numbers[-1])
        stage.post(b"bad")
        await until(lambda: announced(stage, "alert-head") != [])
        await until_settled(app)
        yield app


async def told(stage: Stage, line: str, role: Role) -> None:
    """Say a line and wait until the bot is done with it."""
    stage.world.post(role.chat, role.actor, line)
    await until(lambda: stage.world.updates.pending == 0)
    await until(
        lambda: stage.look("SELECT 1 FROM raw_update WHERE state = 'received'") == [],
        what=f"{role.name}: {line} to be handled",
    )


def test_every_word_of_the_bot_is_in_the_table() -> None:
    assert LINES.keys() == USAGE.keys()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
async def test_nothing_gets_weaker_at_once_or_unheard(
    stage: Stage, clock: MovableClock, role: Role
) -> None:
    async with school(stage, clock) as app:
        before = (await app.policies.now(GUARDED)).settings
        asked = 0
        for line in (line for lines in LINES.values() for line in lines):
            heard = [len(announced(stage, "adults-policy-weaker", one)) for one in (STAFF, DSL)]
            await told(stage, line, role)
            assert (await app.policies.now(GUARDED)).settings == before, line
            coming = await app.policies.upcoming(GUARDED)
            if not coming:
                continue
            asked += 1
            assert role.may_ask, line
            assert all(direction(before, one.settings) is Direction.WEAKER for one in coming)
            # Both the adults and the lead were told, before it counts and long before it starts.
            now = [len(announced(stage, "adults-policy-weaker", one)) for one in (STAFF, DSL)]
            assert now == [count + 1 for count in heard], line
            assert all(one.active_from == clock.now() + DAY for one in coming)
            for one in coming:
                await app.policies.keep(GUARDED, one.revision, user("dsl"))
        assert bool(asked) is role.may_ask
        case = await app.books.cases.get(1)
        assert case is not None
        assert (case.state is CaseState.OPEN) is not role.rules
        clock.move(10 * DAY)
        assert (await app.policies.now(GUARDED)).settings == before
