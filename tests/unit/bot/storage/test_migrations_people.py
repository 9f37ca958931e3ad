"""Migration 0012 seals the ids of people in databases of every age, and gives them back."""

from pathlib import Path

import pytest
from alembic import command

from bot.domain.errors import DatabaseUnusable
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from bot.storage.vault import Vault
from tests.unit.bot.storage.test_migrate import address, schema, sql
from tests.unit.bot.storage.test_migrations import KEY, WHEN, add, add_case, add_item, go

VAULT = Vault(KEY)
BEFORE, AFTER = "0009", "0012"
WHO = "canary-4711"
# Which columns there are in databases of which age.
_PEOPLE = {
    "0001": {"raw_update": ("update_key", "chat"), "item": ("actor",), "cases": ("actor",)},
    "0008": {
        "cases": ("acknowledged_by", "closed_by", "held_by"),
        "case_ruling": ("actor", "undone_by"),
        "case_note": ("actor",),
    },
}
_WORDS = {"0001": {"raw_update": ("body",), "audit": ("what",)}}
FORMER = [f"{number:04}" for number in range(1, 10)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upstander.db"


def fill(file: Path, age: str) -> None:
    """Write somebody into every column that names people, where there is one."""
    case = add_case(file, add_item(file))
    raw = {"platform": "p", "update_key": "k", "chat": "c", "state": "parked", "received_at": WHEN}
    add(file, "raw_update", body="{}", **raw)
    add(file, "audit", seq=1, at=WHEN, what="{}", prev="0" * 64, seal="1" * 64)
    if age >= "0008":
        ruling = {"ruling": "hold", "actor": "a", "at": WHEN}
        add(file, "case_ruling", case_id=case, **ruling)
        note = {"number": 1, "actor": "a", "at": WHEN, "words": b"sealed"}
        add(file, "case_note", case_id=case, **note)
    for table, column in columns(age):
        sql(file, f"UPDATE {table} SET {column} = ?", WHO)  # noqa: S608 - names of our own


def columns(age: str) -> list[tuple[str, str]]:
    return [
        (table, column)
        for kind in (_PEOPLE, _WORDS)
        for since, tables in kind.items()
        if since <= age
        for table, names in tables.items()
        for column in names
    ]


def stored(file: Path, table: str, column: str) -> str:
    return str(sql(file, f"SELECT {column} FROM {table}")[0][0])  # noqa: S608 - names of our own


def in_the_files(file: Path) -> bool:
    return any(WHO.encode() in one.read_bytes() for one in file.parent.glob("upstander.db*"))


@pytest.mark.parametrize("age", FORMER)
async def test_an_upgrade_from_any_age_leaves_nobody_in_clear(file: Path, age: str) -> None:
    await go(command.upgrade, file, age)
    fill(file, age)
    assert in_the_files(file)
    database = Database(address(file), VAULT)
    await upgrade(database)
    await database.close()
    assert len(columns(age)) >= 6
    for table, column in columns(age):
        sealed = stored(file, table, column)
        words = column in ("body", "what")
        assert (VAULT.open_words if words else VAULT.open_person)(sealed) == WHO, (table, column)
    assert not in_the_files(file)


async def test_0012_and_back_keeps_every_row_and_the_tables(file: Path) -> None:
    await go(command.upgrade, file, BEFORE)
    fill(file, BEFORE)
    before = schema(file)
    await go(command.upgrade, file, AFTER)
    await go(command.downgrade, file, BEFORE)
    assert schema(file) == before
    assert {stored(file, *one) for one in columns(BEFORE)} == {WHO}


async def test_0012_seals_every_row_of_many_and_leaves_nothing_empty_sealed(file: Path) -> None:
    await go(command.upgrade, file, BEFORE)
    raw = {"platform": "p", "chat": "", "body": "", "state": "handled", "received_at": WHEN}
    for number in range(1201):
        add(file, "raw_update", update_key=str(number), **raw)
    await go(command.upgrade, file, AFTER)
    keys = sql(file, "SELECT update_key, chat, body FROM raw_update ORDER BY id")
    assert keys == [(VAULT.seal_person(str(number)), "", "") for number in range(1201)]


async def test_0012_changes_nothing_without_the_key(file: Path) -> None:
    await go(command.upgrade, file, BEFORE)
    fill(file, BEFORE)
    database = Database(address(file))
    with pytest.raises(DatabaseUnusable, match="db upgrade"):
        await upgrade(database)
    await database.close()
    assert sql(file, "SELECT version_num FROM alembic_version") == [(BEFORE,)]
    assert {stored(file, *one) for one in columns(BEFORE)} == {WHO}
