"""Who steals the database without its key finds nobody in it."""

from pathlib import Path

import pytest

from adapters.sandbox.state import Member
from bot.domain.errors import DatabaseUnusable
from bot.domain.event import RawUpdate
from bot.domain.message import Actor, ActorKind
from bot.domain.work import Received
from bot.storage.books import open_books
from tests.contract.books_rig import DEFAULTS
from tests.fakes import MovableClock
from tests.integration.asking import ask
from tests.integration.stage import CLASS, STAFF, Stage, until_settled

SENDER, REPORTER, ADULT, SPEAKER = (f"canary-{who}-4711" for who in ("x", "r", "a", "s"))
EVERYBODY = (SENDER, REPORTER, ADULT, SPEAKER)


async def lived(stage: Stage) -> None:
    """Let everybody do what leaves a trace."""
    stage.world.join(STAFF, Member(ADULT, "Adult"))
    for who in (SENDER, REPORTER, SPEAKER):
        stage.world.join(CLASS, Member(who, "Pupil"))
    async with stage.app() as app:
        for number in range(3):
            stage.post(b"bad %d" % number, by=SENDER)
        harmless = stage.post(b"harmless", by=SENDER)
        await until_settled(app)
        stage.world.post(CLASS, Actor(ActorKind.USER, REPORTER), "/report", reply_to=harmless.id)
        # What nobody can read stays until a person has looked at it.
        stage.world.emit("message_of_a_new_kind", CLASS, message={"from": {"id": SPEAKER}})
        private = RawUpdate("sandbox", f"{SPEAKER}:1", SPEAKER, "{}")
        await app.books.inbox.take_in("sandbox", [Received(private, (), parked="why")], None)
        await until_settled(app)
        for command in (
            *("/ack 1", "/note 1 Words.", "/hold 1", "/close 1", "/undo 1"),
            *("/close 2", "/reopen 2", "/falsealarm 3"),
        ):
            await ask(stage, command, by=ADULT, chat=STAFF)
        await until_settled(app)
        assert (await app.books.queue.backlog()).parked == 2
        # The log beside the file is still there, with everything that was overwritten meanwhile.
        assert (stage.folder / "upstander.db-wal").stat().st_size > 0
        assert found_in(stage.folder) == []


def found_in(folder: Path) -> list[tuple[str, str]]:
    files = [file for file in folder.rglob("upstander.db*") if file.is_file()]
    assert files
    return [
        (file.name, who) for file in files for who in EVERYBODY if who.encode() in file.read_bytes()
    ]


async def test_nobody_is_found_in_the_bytes_of_a_stolen_database(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data", clock=MovableClock())
    await lived(stage)
    assert found_in(stage.folder) == []
    # They are in it all the same: whoever has the key is told.
    assert len(stage.look("SELECT 1 FROM cases WHERE acknowledged_by IS NOT NULL")) > 0
    url = f"sqlite:///{stage.folder}/upstander.db"
    async with open_books(url, MovableClock(), b"o" * 32, DEFAULTS, alone=False) as stolen:
        with pytest.raises(DatabaseUnusable, match="key file"):
            await stolen.cases.get(1)
        assert {entry.what for entry in await stolen.audit.entries()} == {""}
