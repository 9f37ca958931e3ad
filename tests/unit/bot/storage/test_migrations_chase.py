"""Migration 0007 adds the escalation clock and touches nothing else."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command

from tests.unit.bot.storage.test_migrate import schema, sql
from tests.unit.bot.storage.test_migrations import WHEN, add, add_case, go

CLOCK = {"channel": "clock", "step": 0, "state": "waiting", "since": WHEN, "due_at": WHEN}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upstander.db"


async def test_0007_and_back_gives_the_tables_of_0006_and_keeps_every_row(file: Path) -> None:
    await go(command.upgrade, file, "0006")
    before = schema(file)
    case = add_case(file)
    await go(command.upgrade, file, "0007")
    assert schema(file) != before
    add(file, "chase", case_id=case, attempts=0, **CLOCK)
    add(file, "summary", platform="p", chat="staff", day="2026-11-20")
    assert sql(file, "PRAGMA foreign_key_check") == []
    await go(command.downgrade, file, "0006")
    assert schema(file) == before
    assert sql(file, "SELECT id, reason FROM cases") == [(1, "bank:known")]


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE chase SET state = 'nonsense'",
        "INSERT INTO chase SELECT id + 1, case_id, channel, step, state, since, due_at, batch, "
        "attempts, lease_until, worker, result, told_at FROM chase",
        "INSERT INTO summary SELECT * FROM summary",
    ],
)
async def test_0007_refuses_what_no_code_should_write(file: Path, wrong: str) -> None:
    await go(command.upgrade, file, "0007")
    add(file, "chase", case_id=add_case(file), attempts=0, **CLOCK)
    add(file, "summary", platform="p", chat="staff", day="2026-11-20")
    with pytest.raises(sqlite3.IntegrityError):
        sql(file, wrong)


async def test_0007_forgets_the_clock_with_its_case(file: Path) -> None:
    await go(command.upgrade, file, "0007")
    add(file, "chase", case_id=add_case(file), attempts=0, **CLOCK)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("DELETE FROM cases")
    connection.commit()
    connection.close()
    assert sql(file, "SELECT 1 FROM chase") == []
