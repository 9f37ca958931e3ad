"""Migration 0008 keeps every case, in both directions."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command

from tests.unit.bot.storage.test_migrate import schema, sql
from tests.unit.bot.storage.test_migrations import WHEN, add, add_case, add_item, go

BEFORE, AFTER = "0007", "0008"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upstander.db"


def add_ruling(file: Path, case: int, ruling: str = "refer", agency: str | None = "police") -> int:
    when = {"actor": "lead", "at": WHEN, "kept": b"sealed"}
    return add(file, "case_ruling", case_id=case, ruling=ruling, agency=agency, **when)


async def test_0008_and_back_gives_the_tables_of_before_and_keeps_every_case(file: Path) -> None:
    await go(command.upgrade, file, BEFORE)
    before = schema(file)
    case = add_case(file, add_item(file))
    add(file, "effect", case_id=case, kind="alert", state="pending", attempts=0, created_at=WHEN)
    await go(command.upgrade, file, AFTER)
    assert schema(file) != before
    marks = "acknowledged_at, acknowledged_by, closed_at, closed_by, held_at, held_by"
    assert sql(file, f"SELECT item_id, state, {marks} FROM cases") == [(1, "open", *[None] * 6)]  # noqa: S608 - our own
    sql(file, "UPDATE cases SET held_at = ?, held_by = 'lead'", WHEN)
    add_ruling(file, case)
    add(file, "case_note", case_id=case, number=1, actor="lead", at=WHEN, words=b"sealed")
    assert sql(file, "PRAGMA foreign_key_check") == []
    await go(command.downgrade, file, BEFORE)
    assert schema(file) == before
    assert sql(file, "SELECT item_id, state, reason FROM cases") == [(1, "open", "bank:known")]
    assert sql(file, "SELECT case_id, kind FROM effect") == [(case, "alert")]
    assert sql(file, "PRAGMA foreign_key_check") == []


async def test_0008_gives_no_number_twice_in_either_direction(file: Path) -> None:
    await go(command.upgrade, file, BEFORE)
    assert [add_case(file) for _ in range(2)] == [1, 2]
    sql(file, "DELETE FROM cases WHERE id = 2")
    await go(command.upgrade, file, AFTER)
    assert add_case(file) == 3
    assert [add_ruling(file, 1) for _ in range(2)] == [1, 2]
    sql(file, "DELETE FROM case_ruling WHERE id = 2")
    assert add_ruling(file, 1) == 3
    sql(file, "DELETE FROM cases WHERE id = 3")
    await go(command.downgrade, file, BEFORE)
    assert add_case(file) == 4


@pytest.mark.parametrize(
    ("ruling", "agency"), [("nonsense", None), ("refer", "nonsense"), ("refer", "")]
)
async def test_0008_refuses_what_no_code_should_write(
    file: Path, ruling: str, agency: str | None
) -> None:
    await go(command.upgrade, file, AFTER)
    case = add_case(file)
    add_ruling(file, case, "hold", None)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        add_ruling(file, case, ruling, agency)


async def test_a_note_has_its_number_once(file: Path) -> None:
    await go(command.upgrade, file, AFTER)
    note = {"case_id": add_case(file), "number": 1, "actor": "lead", "at": WHEN, "words": b"x"}
    add(file, "case_note", **note)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        add(file, "case_note", **note)
