"""The process dies at any step and starts again: what was decided is carried out, nothing twice.

`Killed` is no `Exception`, so nothing in the app catches it, and no clean-up writes to the
database: what a new process finds is what was committed, as after a kill -9.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.faults import Call
from adapters.sandbox.state import Message
from bot.app import App
from bot.domain.audit import first_break
from bot.storage.instance import audit_key
from config.schema import PolicySettings
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Death:
    """Dies at the n-th call of one method, before or after it took effect."""

    place: str
    method: str
    after: bool
    turn: int
    came: bool = False

    def plant(self, app: App) -> None:
        owner: Any = app.books if self.place != "platform" else None
        target = (
            getattr(owner, self.place) if owner is not None else app._parts.platforms[0].adapter
        )
        real = getattr(target, self.method)
        calls = 0

        async def dying(*args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            chosen = calls == self.turn
            if chosen and not self.after:
                self.die()
            answer = await real(*args, **named)
            if chosen and self.after:
                self.die()
            return answer

        setattr(target, self.method, dying)

    def die(self) -> None:
        self.came = True
        raise Killed


STEPS = [
    ("inbox", "take_in"),
    ("queue", "claim"),
    ("queue", "decide"),
    ("outbox", "claim"),
    ("outbox", "settle"),
    ("platform", "fetch"),
    ("platform", "capabilities"),
    ("platform", "take_down"),
    ("platform", "is_visible"),
    ("platform", "tell"),
    ("platform", "say"),
]


# Posted meanwhile: at least so many, and at most as long as `until` waits.
_FEWEST, _MOST = 3, 300
WAITING = "SELECT count(*) FROM effect WHERE state IN ('waiting', 'pending', 'sending')"


async def run_until_death(stage: Stage, death: Death) -> list[Message]:
    """Run the app until it dies of the planted fault; return what was posted meanwhile."""
    async with stage.app(before_start=death.plant):
        posting = asyncio.create_task(trickle(stage, death))
        await until(lambda: death.came, what=f"{death} to come")
    return await posting


@pytest.mark.parametrize("turn", [1, 4])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("place", "method"), STEPS, ids=lambda value: str(value))
async def test_after_a_death_everything_is_carried_out_and_nothing_twice(
    tmp_path: Path, place: str, method: str, after: bool, turn: int
) -> None:
    # Higher than all that is posted: where the breaker asks an adult, nothing is taken down.
    stage = Stage(tmp_path / "data", policy=PolicySettings(breaker_per_hour=4 + _MOST))
    bad = [stage.post(f"bad {number}".encode()) for number in range(4)]
    clean = [stage.post(f"clean {number}".encode(), by="ben") for number in range(4)]
    # One batch comes at the first poll; later batches let the fourth turn of intake come too.
    death = Death(place, method, after, turn)
    more_bad = await run_until_death(stage, death)
    async with stage.app() as app:
        await until(lambda: not any(stage.stands(one) for one in bad + more_bad))
        await until_settled(app)
        # Words to pupils hold nothing up, so the app counts as settled without them.
        await until(lambda: stage.look(WAITING) == [(0,)], what="all words to be said")
        backlog = await app.books.queue.backlog()
        assert backlog.undecided == 0
        entries = await app.books.audit.entries()
        assert entries
        assert first_break(audit_key(stage.folder), entries) is None
        cases = [await app.books.cases.get(number + 1) for number in range(len(bad + more_bad))]
        assert all(case is not None for case in cases)
    assert all(stage.stands(one) for one in clean), "an innocent item was removed"
    judge(stage, len(bad + more_bad), [entry.what for entry in entries])


async def trickle(stage: Stage, death: Death) -> list[Message]:
    """Post three more bad ones, and on until the process dies, for as long as anybody waits.

    Several come in one batch where the machine is slow, so three may be too few for a fourth turn.
    """
    posted: list[Message] = []
    while len(posted) < _FEWEST or (not death.came and len(posted) < _MOST):
        await asyncio.sleep(0.08)
        posted.append(stage.post(f"bad {len(posted) + 4}".encode()))
    return posted


def judge(stage: Stage, removed: int, audit: list[str]) -> None:
    """Judge by the world's own log; the bot's own record may only admit what is missing."""
    deeds = stage.world.log
    takedowns = Counter(deed.target for deed in deeds if deed.call is Call.TAKE_DOWN)
    assert len(takedowns) == removed
    assert max(takedowns.values()) == 1
    notices = Counter(word(deed.text, "number=") for deed in deeds if deed.call is Call.TELL)
    assert all(count == 1 for count in notices.values()), "a pupil was told twice"
    lines = [deed for deed in deeds if deed.call is Call.SAY and deed.chat == CLASS]
    assert len(lines) <= removed, "the group was told twice"
    admitted = sum('"state":"unknown"' in what for what in audit)
    assert (removed - len(notices)) + (removed - len(lines)) <= admitted <= 4
    alerted = {
        word(deed.text, "number=") for deed in deeds if deed.call is Call.SAY and deed.chat == STAFF
    }
    assert len(alerted) == removed, "a case without an alert"


def word(text: str, start: str) -> str:
    return next(part for part in text.split() if part.startswith(start))
