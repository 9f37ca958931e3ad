"""Migration 0006 keeps every bank and entry; the older version gets nothing to misuse."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command

from tests.unit.bot.storage.test_migrate import schema, sql
from tests.unit.bot.storage.test_migrations import WHEN, add, add_case, go


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upstander.db"


def add_old_bank(file: Path, name: str, verified: int = 1) -> int:
    bank = add(file, "bank", name=name, source="a list", changes=3)
    add(file, "bank_entry", bank_id=bank, entry="1", pdq="b" * 64, quality=80, verified=verified)
    return bank


async def test_0006_and_back_gives_the_tables_of_0005_and_keeps_every_row(file: Path) -> None:
    await go(command.upgrade, file, "0005")
    before = schema(file)
    add_old_bank(file, "known")
    add_old_bank(file, "removed", verified=0)
    case = add_case(file)
    add(file, "effect", case_id=case, kind="alert", state="pending", attempts=0, created_at=WHEN)
    await go(command.upgrade, file, "0006")
    assert schema(file) != before
    assert sql(file, "SELECT id, name, kind, share, enabled, changes, expires_at FROM bank") == [
        (1, "known", "list", 1000, 1, 3, None),
        (2, "removed", "own", 1000, 1, 3, None),
    ]
    assert sql(
        file,
        "SELECT bank_id, entry, pdq, quality, standing, disabled, quarantined_at, windows, note "
        "FROM bank_entry",
    ) == [
        (1, "1", "b" * 64, 80, "listed", 0, None, None, ""),
        (2, "1", "b" * 64, 80, "unsure", 0, None, None, ""),
    ]
    assert sql(file, "SELECT kind FROM effect") == [("alert",)]
    assert sql(file, "PRAGMA foreign_key_check") == []
    await go(command.downgrade, file, "0005")
    assert schema(file) == before
    assert sql(file, "SELECT name, source, changes FROM bank") == [
        ("known", "a list", 3),
        ("removed", "a list", 3),
    ]
    assert sql(file, "SELECT bank_id, entry, pdq, quality, verified FROM bank_entry") == [
        (1, "1", "b" * 64, 80, 1),
        (2, "1", "b" * 64, 80, 0),
    ]
    assert sql(file, "SELECT kind FROM effect") == [("alert",)]
    assert sql(file, "PRAGMA foreign_key_check") == []


async def test_0006_takes_the_names_of_its_own_banks_from_lists_that_have_them(
    file: Path,
) -> None:
    await go(command.upgrade, file, "0005")
    for name in ("allowed", "known", "reported"):
        add_old_bank(file, name)
    await go(command.upgrade, file, "0006")
    assert sql(file, "SELECT name, kind FROM bank ORDER BY id") == [
        ("allowed-list-1", "list"),
        ("known", "list"),
        ("reported-list-3", "list"),
    ]
    assert sql(file, "SELECT DISTINCT standing FROM bank_entry") == [("listed",)]


async def test_0006_tells_a_likeness_from_a_match_that_is_enough(file: Path) -> None:
    await go(command.upgrade, file, "0005")
    case = add_case(file)
    reasons = {
        "bank:removed": "like:removed",
        "bank:known": "bank:known",
        "bank:removed-list-2": "bank:removed-list-2",
        "link:nudify bank:removed": "link:nudify like:removed",
        "link:nudify model:one": "link:nudify model:one",
    }
    for before, after in reasons.items():
        sql(file, "UPDATE cases SET reason = ? WHERE id = ?", before, case)
        await go(command.upgrade, file, "0006")
        assert sql(file, "SELECT reason FROM cases") == [(after,)], before
        await go(command.downgrade, file, "0005")
        assert sql(file, "SELECT reason FROM cases") == [(before,)], before


async def test_the_older_version_calls_what_was_allowed_clean(file: Path) -> None:
    await go(command.upgrade, file, "0006")
    case = add_case(file)
    sql(file, "UPDATE cases SET reason = 'allowed' WHERE id = ?", case)
    await go(command.downgrade, file, "0005")
    assert sql(file, "SELECT reason FROM cases") == [("clean",)]


BANK = {"source": "x", "changes": 1}
ENTRY = {"pdq": "b" * 64, "quality": 80}


@pytest.mark.parametrize(
    ("bank", "entry", "stays"),
    [
        ({}, {}, True),
        ({}, {"standing": "confirmed"}, True),
        ({"kind": "own"}, {"standing": "confirmed"}, True),
        # To the older version each of these would be a reason to remove at once, everywhere.
        ({}, {"standing": "unsure"}, False),
        ({"kind": "own"}, {"standing": "new"}, False),
        ({"kind": "allow"}, {"standing": "allowed"}, False),
        ({"kind": "guard"}, {}, False),
        ({"enabled": 0}, {}, False),
        ({"share": 999}, {}, False),
        ({"expires_at": WHEN}, {}, False),
        ({}, {"disabled": 1}, False),
        ({}, {"quarantined_at": WHEN}, False),
        ({}, {"expires_at": WHEN}, False),
        ({}, {"platform": "p", "chat": "class"}, False),
    ],
)
async def test_before_0006_nothing_removes_that_would_not_do_so_now(
    file: Path, bank: dict[str, object], entry: dict[str, object], stays: bool
) -> None:
    await go(command.upgrade, file, "0006")
    number = add(file, "bank", name="some", **BANK, **bank)
    add(file, "bank_entry", bank_id=number, entry="1", **ENTRY, **entry)
    add(file, "bank_change", bank_id=number, number=1, first_entry=1, last_entry=1, at=WHEN)
    add(file, "bank_hit", entry_id=1, at=WHEN)
    await go(command.downgrade, file, "0005")
    assert sql(file, "SELECT verified FROM bank_entry") == ([(1,)] if stays else [])
    assert sql(file, "SELECT name FROM bank") == ([("some",)] if stays else [])
    # And back again, on what is left.
    await go(command.upgrade, file, "0006")
    assert sql(file, "SELECT standing FROM bank_entry") == ([("listed",)] if stays else [])
    assert sql(file, "PRAGMA foreign_key_check") == []


async def test_the_older_version_gets_no_effect_that_it_does_not_know(file: Path) -> None:
    await go(command.upgrade, file, "0006")
    case = add_case(file)
    for kind in ("flood", "alert"):
        add(file, "effect", case_id=case, kind=kind, state="pending", attempts=0, created_at=WHEN)
    await go(command.downgrade, file, "0005")
    assert sql(file, "SELECT kind FROM effect") == [("alert",)]


async def test_0006_never_gives_the_number_of_a_bank_twice(file: Path) -> None:
    await go(command.upgrade, file, "0005")
    add_old_bank(file, "known")
    await go(command.upgrade, file, "0006")
    add(file, "bank", name="one", **BANK)
    sql(file, "DELETE FROM bank WHERE name = 'one'")
    assert add(file, "bank", name="two", **BANK) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE bank SET kind = 'other'",
        "UPDATE bank SET share = 1001",
        "UPDATE bank SET share = -1",
        "UPDATE bank_entry SET standing = 'trusted'",
        "UPDATE bank_entry SET pdq = NULL",
        "INSERT INTO bank_entry (bank_id, entry, sha256, quality) VALUES (1, '1', 'a', 1)",
        "INSERT INTO bank_entry (bank_id, entry, sha256, quality, reference) "
        "VALUES (1, '2', 'a', 1, 'ref')",
        "INSERT INTO bank (name, source, changes) VALUES ('some', 'x', 1)",
    ],
)
async def test_0006_refuses_what_no_code_should_write(file: Path, wrong: str) -> None:
    await go(command.upgrade, file, "0006")
    number = add(file, "bank", name="some", **BANK)
    add(file, "bank_entry", bank_id=number, entry="1", reference="ref", **ENTRY)
    with pytest.raises(sqlite3.IntegrityError):
        sql(file, wrong)


async def test_0006_forgets_hits_and_changes_with_what_they_are_about(file: Path) -> None:
    await go(command.upgrade, file, "0006")
    number = add(file, "bank", name="some", **BANK)
    add(file, "bank_entry", bank_id=number, entry="1", **ENTRY)
    add(file, "bank_hit", entry_id=1, at=WHEN)
    add(file, "bank_change", bank_id=number, number=1, first_entry=1, last_entry=1, at=WHEN)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("DELETE FROM bank_entry")
    connection.execute("DELETE FROM bank")
    connection.commit()
    connection.close()
    assert sql(file, "SELECT 1 FROM bank_hit UNION SELECT 1 FROM bank_change") == []
