"""The engine: safe settings on every connection, whole transactions, and patience with a lock."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.domain.errors import DatabaseUnusable
from bot.storage.books import open_books
from bot.storage.database import Database, bare_engine
from bot.storage.tables import cursor, raw_update
from bot.storage.vault import Vault
from tests.contract.books_rig import DEFAULTS, KEY
from tests.fakes import START, MovableClock

ROW = {"platform": "sandbox", "value": "1", "at": START}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upstander.db"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{file}"
    async with open_books(url, MovableClock(), KEY, DEFAULTS, alone=True):
        pass
    opened = Database(url, Vault(KEY))
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: what was committed survives a power cut
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
async def test_every_connection_has_the_safe_settings(
    database: Database, pragma: str, value: str | int
) -> None:
    async with database.read() as one, database.read() as two, database.write() as three:
        for connection in (one, two, three):
            rows = await connection.execute(text(f"PRAGMA {pragma}"))
            assert rows.scalar_one() == value


async def test_a_write_that_fails_leaves_nothing(database: Database, file: Path) -> None:
    async def fail() -> None:
        async with database.write() as connection:
            await connection.execute(insert(cursor).values(**ROW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert sqlite3.connect(file).execute("SELECT count(*) FROM cursor").fetchone() == (0,)


async def test_a_cancelled_write_leaves_nothing_and_the_next_one_goes_on(
    database: Database, file: Path
) -> None:
    inside = asyncio.Event()

    async def write() -> None:
        async with database.write() as connection:
            await connection.execute(insert(cursor).values(**ROW))
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with database.write() as connection:
        await connection.execute(insert(cursor).values(**ROW | {"platform": "other"}))
    rows = sqlite3.connect(file).execute("SELECT platform FROM cursor").fetchall()
    assert rows == [("other",)]


@pytest.mark.parametrize("turns", range(8))
async def test_whoever_is_cancelled_on_the_way_into_a_write_leaves_no_lock(
    database: Database, file: Path, turns: int
) -> None:
    async def write() -> None:
        async with database.write():
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    for _ in range(turns):
        await asyncio.sleep(0.001)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    other = sqlite3.connect(file, isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    other.close()


async def test_writes_at_once_queue_instead_of_failing(database: Database, file: Path) -> None:
    async def write(number: int) -> None:
        async with database.write() as connection:
            await asyncio.sleep(0)
            await connection.execute(insert(cursor).values(**ROW | {"platform": str(number)}))

    await asyncio.gather(*(write(number) for number in range(20)))
    assert sqlite3.connect(file).execute("SELECT count(*) FROM cursor").fetchone() == (20,)


async def test_a_write_waits_for_another_process(database: Database, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.3, other.execute, "COMMIT")
    async with database.write() as connection:
        await connection.execute(insert(cursor).values(**ROW))
    assert other.execute("SELECT count(*) FROM cursor").fetchone() == (1,)
    other.close()


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    async with database.write() as connection:
        with pytest.raises(StatementError, match="zone"):
            await connection.execute(
                insert(cursor).values(**ROW | {"at": START.replace(tzinfo=None)})
            )


async def test_times_come_back_in_utc_whatever_zone_they_had(database: Database) -> None:
    there = datetime.fromisoformat("2026-11-20T23:04:00+02:00")
    async with database.write() as connection:
        await connection.execute(insert(cursor).values(**ROW | {"at": there}))
        rows = await connection.execute(cursor.select())
        back = rows.one().at
    assert back == there
    assert back.utcoffset().total_seconds() == 0


async def test_values_that_nobody_knows_are_refused(database: Database) -> None:
    values = {"platform": "p", "update_key": "k", "chat": "c", "body": "", "received_at": START}
    with pytest.raises(IntegrityError, match="state_known"):
        async with database.write() as connection:
            await connection.execute(insert(raw_update).values(**values, state="made up"))


async def test_the_text_of_a_refused_write_holds_none_of_its_values(database: Database) -> None:
    secret = "words of a pupil"
    values = {"platform": "p", "update_key": "k", "chat": "c", "received_at": START}
    with pytest.raises(IntegrityError) as refused:
        async with database.write() as connection:
            await connection.execute(
                insert(raw_update).values(**values, body=secret, state="made up")
            )
    assert secret not in str(refused.value)


async def test_no_engine_of_ours_shows_values(file: Path) -> None:
    # Looking at a database and migrating it go through this one.
    engine = bare_engine(f"sqlite:///{file}")
    with pytest.raises(OperationalError) as refused, engine.connect() as connection:
        connection.execute(text("SELECT :words FROM nowhere"), {"words": "a pupil"})
    assert "a pupil" not in str(refused.value)


async def test_a_lock_that_stays_is_explained_and_no_backup_is_called_for(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database._PRAGMAS", ("PRAGMA busy_timeout=10",))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnusable) as refused:
        async with database.write():
            pass
    other.close()
    assert "Another program is using the database" in str(refused.value)
    assert "try again" in str(refused.value)
    assert "backup" not in str(refused.value)


async def test_a_folder_that_is_not_there_is_explained_and_no_backup_is_called_for(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{tmp_path}/nowhere/upstander.db")
    for opening in (database.look(lambda _: None), read(database)):
        with pytest.raises(DatabaseUnusable) as refused:
            await opening
        assert "its folder does not exist" in str(refused.value)
        assert "backup" not in str(refused.value)
    await database.close()


async def read(database: Database) -> None:
    async with database.read():
        pass


async def test_what_was_blanked_is_gone_from_the_file(database: Database, file: Path) -> None:
    values = {"platform": "p", "update_key": "k", "chat": "c", "received_at": START}
    secret = "words of a pupil " * 300  # longer than a page of the file
    async with database.write() as connection:
        await connection.execute(insert(raw_update).values(**values, body=secret, state="received"))
    async with database.write() as connection:
        await connection.execute(raw_update.update().values(body="", state="handled"))
    await database.close()  # the log is folded into the file
    assert words_in_files_beside(file) == {file.name: False}


def words_in_files_beside(file: Path) -> dict[str, bool]:
    return {one.name: b"words of a pupil" in one.read_bytes() for one in file.parent.iterdir()}
