"""The process dies at any step of a pause: everybody is paused once, freed once, and told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters.sandbox.faults import Call
from bot.app import App
from bot.domain.audit import first_break
from bot.domain.pause import EVERYTHING
from bot.services.pausing import Words
from bot.storage.instance import audit_key
from tests.fakes import MovableClock
from tests.integration.asking import announced, move
from tests.integration.stage import CLASS, STAFF, Stage, until
from tests.integration.test_crash import Death
from tests.integration.test_outbreak import BAD, OTHER, listed
from tests.integration.test_outbreak import stage as stage

__all__ = ["stage"]

STEP = timedelta(minutes=4)  # Longer than a lease.
# Each with how often it comes: both chats are locked, and both are freed.
STEPS = [
    ("pauses", "remember", 2),
    ("pauses", "settle", 4),
    ("platform", "media_rules", 4),
    ("platform", "set_media_rules", 4),
    ("platform", "say", 4),
    ("outbreaks", "settle", 2),
]
TRIES = [(place, method, turn) for place, method, most in STEPS for turn in range(1, most + 1)]
DUE = "SELECT count(*) FROM media_pause WHERE state IN ('locking', 'on', 'lifting')"
OVER = "SELECT count(*) FROM media_pause WHERE state = 'over'"


async def until_over(stage: Stage, app: App, stop: Callable[[], bool]) -> None:
    """Let the time pass until all is over, or something else is true."""
    clock = stage.clock
    assert isinstance(clock, MovableClock)
    for _ in range(40):
        if stop() or stage.look(OVER) == [(2,)]:
            return
        move(app, clock, STEP)
        await until(lambda: stop() or not _due(stage), what="all that is due to be done")
    raise AssertionError("it is never over")


def _due(stage: Stage) -> bool:
    """Say whether a step is to be done now, or is being done."""
    now = stage.clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    return stage.look(f"{DUE} AND due_at <= '{now}'") != [(0,)]


async def spread(stage: Stage, app: App, stop: Callable[[], bool]) -> None:
    await listed(stage, app)
    for chat in (CLASS, OTHER):
        stage.post(BAD, chat=chat)
    rows = "SELECT count(*) FROM media_pause"
    await until(lambda: stop() or stage.look(rows) == [(2,)])


def judge(stage: Stage, audit: list[str]) -> None:
    for chat in (CLASS, OTHER):
        deeds = [one for one in stage.world.log if one.chat == chat]
        set_to = [one.text for one in deeds if one.call is Call.PAUSE]
        assert set_to == [",".join(sorted(EVERYTHING)), ""], "paused once, freed once"
        assert len(announced(stage, "group-outbreak", chat)) <= 1, "the class was told twice"
    told = announced(stage, "adults-outbreak", STAFF)
    assert len({one for one in told if "number=C-0001" in one}) >= 1
    assert len({one for one in told if "number=C-0002" in one}) >= 1
    assert not any("problem" in one for one in audit)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("place", "method", "turn"), TRIES, ids=lambda value: str(value))
async def test_after_a_death_every_pause_is_set_once_and_given_back_once(
    stage: Stage, place: str, method: str, turn: int, after: bool
) -> None:
    death = Death(place, method, after, turn)
    async with stage.app(before_start=death.plant) as app:
        await spread(stage, app, lambda: death.came)
        await until_over(stage, app, lambda: death.came)
        await until(lambda: death.came, what=f"{death} to come")
    async with stage.app() as app:
        await until(lambda: stage.look("SELECT count(*) FROM cases") == [(2,)])
        await until_over(stage, app, lambda: False)
        await until(lambda: len(announced(stage, "adults-outbreak", STAFF)) >= 2)
        entries = await app.books.audit.entries()
        assert first_break(audit_key(stage.folder), entries) is None
    judge(stage, [entry.what for entry in entries])
    assert stage.world.store.chats[CLASS].barred == frozenset()


async def test_a_death_before_the_class_is_told_says_nothing_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    death = Death("words", "to_class", after=False, turn=1)
    real = Words.to_class

    async def dying(self: Words, pause: object) -> None:
        death.die()

    monkeypatch.setattr(Words, "to_class", dying)
    async with stage.app() as app:
        await spread(stage, app, lambda: death.came)
        await until(lambda: death.came)
    monkeypatch.setattr(Words, "to_class", real)
    async with stage.app() as app:
        await until_over(stage, app, lambda: False)
    said = [len(announced(stage, "group-outbreak", chat)) for chat in (CLASS, OTHER)]
    assert sorted(said) in ([0, 0], [0, 1])
    judge(stage, [])
