"""Each migration keeps what was stored, in both directions."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, event

from bot.storage.migrate import alembic_config
from bot.storage.vault import Vault
from tests.unit.bot.storage.test_migrate import address, schema, sql

KEY = b"k" * 32
WHEN = "2026-11-20 21:04:00.000000"
Step = Callable[..., None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upstander.db"


async def go(step: Step, file: Path, revision: str) -> None:
    await asyncio.to_thread(step, alembic_config(address(file), Vault(KEY)), revision)


def add(file: Path, table: str, **values: object) -> int:
    """Insert a row; return its number."""
    columns, places = ", ".join(values), ", ".join("?" * len(values))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING rowid"  # noqa: S608 - names of our own
    return int(sql(file, statement, *values.values())[0][0])


MESSAGE = {"platform": "p", "chat": "class", "message": "m", "actor_kind": "user", "actor": "ana"}


def add_item(file: Path) -> int:
    about = {"revision": "0", "slot": "photo", "media_key": "k", "handle": "h", "attempts": 0}
    times = dict.fromkeys(("next_at", "posted_at", "received_at"), WHEN)
    return add(file, "item", state="received", **MESSAGE, **about, **times)


def add_case(file: Path, item: int | None = None, origin: str = "screening") -> int:
    verdict = {"outcome": "remove", "reason": "bank:known", "signals": "[]", "policy_revision": 1}
    times = {"posted_at": WHEN, "decided_at": WHEN, "verified": 0}
    found = {"item_id": item, "origin": origin, "state": "open", "slot": "photo"}
    return add(file, "cases", **MESSAGE, **found, **verdict, **times)


def add_policy(file: Path) -> int:
    chosen = {"mode": "alert", "preset": "strict", "opaque": "count", "language": "es"}
    when = {"revision": 1, "active_from": WHEN, "cancelled": 0}
    return add(file, "policy_revision", platform="p", chat="class", **chosen, **when)


async def test_0002_and_back_gives_the_tables_of_0001(file: Path) -> None:
    await go(command.upgrade, file, "0001")
    before = schema(file)
    await go(command.upgrade, file, "0002")
    assert schema(file) != before
    await go(command.downgrade, file, "0001")
    assert schema(file) == before


@pytest.mark.parametrize("statement", ["ALTER TABLE item", "DROP TABLE cases", "UPDATE alembic"])
async def test_an_upgrade_that_is_cut_short_leaves_everything_as_it_was(
    file: Path, statement: str
) -> None:
    await go(command.upgrade, file, "0001")
    add_case(file, add_item(file))
    before = schema(file)

    def cut_short(_connection: object, _cursor: object, said: str, *_: object) -> None:
        if said.strip().startswith(statement):
            raise InterruptedError(statement)

    event.listen(Engine, "before_cursor_execute", cut_short)
    try:
        with pytest.raises(InterruptedError):
            await go(command.upgrade, file, "head")
    finally:
        event.remove(Engine, "before_cursor_execute", cut_short)
    assert schema(file) == before
    await go(command.upgrade, file, "head")
    assert sql(file, "SELECT item_id, parent FROM cases") == [(1, None)]


async def test_0002_keeps_every_row_and_fills_what_is_new(file: Path) -> None:
    await go(command.upgrade, file, "0001")
    case = add_case(file, add_item(file))
    add(file, "effect", case_id=case, kind="takedown", state="pending", attempts=0, created_at=WHEN)
    add_policy(file)
    await go(command.upgrade, file, "0002")
    assert sql(file, "SELECT message, album FROM item") == [("m", "")]
    assert sql(file, "SELECT item_id, origin, reason, parent FROM cases") == [
        (1, "screening", "bank:known", None)
    ]
    assert sql(file, "SELECT case_id, kind FROM effect") == [(1, "takedown")]
    assert sql(file, "SELECT mode, preset, opaque, links FROM policy_revision") == [
        ("alert", "strict", "count", "count")
    ]
    assert sql(file, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE cases SET origin = 'nonsense'",
        "UPDATE cases SET state = 'nonsense'",
        "UPDATE policy_revision SET links = 'nonsense'",
        "UPDATE policy_revision SET mode = 'nonsense'",
        "INSERT INTO chat_move VALUES ('p', 'same', 'same', '2026-11-20')",
    ],
)
async def test_0002_still_refuses_what_no_code_should_write(file: Path, wrong: str) -> None:
    await go(command.upgrade, file, "0002")
    add_case(file, origin="album")
    add_policy(file)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        sql(file, wrong)


@pytest.mark.parametrize(
    ("start", "step", "end"),
    [("0001", command.upgrade, "0002"), ("0002", command.downgrade, "0001")],
)
async def test_0002_never_gives_a_case_number_twice(
    file: Path, start: str, step: Step, end: str
) -> None:
    await go(command.upgrade, file, start)
    assert [add_case(file) for _ in range(3)] == [1, 2, 3]
    sql(file, "DELETE FROM cases WHERE id > 1")
    await go(step, file, end)
    assert add_case(file) == 4


async def test_before_0002_what_an_album_took_along_was_screened(file: Path) -> None:
    await go(command.upgrade, file, "0002")
    parent = add_case(file)
    child = add_case(file, origin="album")
    sql(file, "UPDATE cases SET parent = ? WHERE id = ?", parent, child)
    await go(command.downgrade, file, "0001")
    assert sql(file, "SELECT id, origin FROM cases") == [(1, "screening"), (2, "screening")]


async def test_0003_and_back_gives_the_tables_of_0002_and_keeps_every_row(file: Path) -> None:
    await go(command.upgrade, file, "0002")
    before = schema(file)
    add_case(file, add_item(file))
    await go(command.upgrade, file, "0003")
    assert schema(file) != before
    assert sql(file, "SELECT message, listed FROM item") == [("m", None)]
    assert sql(file, "SELECT item_id, marks FROM cases") == [(1, None)]
    sql(file, "UPDATE item SET listed = 'nudify:tool'")
    sql(file, "UPDATE cases SET marks = 'c2pa'")
    await go(command.downgrade, file, "0002")
    assert schema(file) == before
    assert sql(file, "SELECT item_id, reason FROM cases") == [(1, "bank:known")]
    assert sql(file, "SELECT message FROM item") == [("m",)]


async def test_0004_and_back_gives_the_tables_of_0003_and_keeps_every_row(file: Path) -> None:
    await go(command.upgrade, file, "0003")
    before = schema(file)
    case = add_case(file, add_item(file))
    add(file, "effect", case_id=case, kind="takedown", state="pending", attempts=0, created_at=WHEN)
    add_policy(file)
    await go(command.upgrade, file, "0004")
    assert schema(file) != before
    assert sql(file, "SELECT mode, by_reason, digest FROM policy_revision") == [
        ("alert", "", "off")
    ]
    assert sql(file, "SELECT case_id, kind, state FROM effect") == [(1, "takedown", "pending")]
    assert sql(file, "SELECT * FROM coverage") == []
    assert sql(file, "PRAGMA foreign_key_check") == []
    await go(command.downgrade, file, "0003")
    assert schema(file) == before
    assert sql(file, "SELECT case_id, kind, state FROM effect") == [(1, "takedown", "pending")]
    assert sql(file, "SELECT mode, opaque FROM policy_revision") == [("alert", "count")]


@pytest.mark.parametrize(
    ("opaque", "by_reason", "left"),
    [
        ("count", "encrypted=alert", "alert"),
        ("count", "encrypted=alert,too_big=remove", "remove"),
        ("alert", "too_big=remove", "remove"),
        ("alert", "encrypted=count", "alert"),
        ("remove", "encrypted=count,too_big=alert", "remove"),
        ("count", "", "count"),
    ],
)
async def test_before_0004_the_strictest_handling_of_a_reason_holds_for_all(
    file: Path, opaque: str, by_reason: str, left: str
) -> None:
    await go(command.upgrade, file, "0004")
    add_policy(file)
    sql(file, "UPDATE policy_revision SET opaque = ?, by_reason = ?", opaque, by_reason)
    await go(command.downgrade, file, "0003")
    assert sql(file, "SELECT opaque FROM policy_revision") == [(left,)]


async def test_before_0004_an_alert_that_waits_for_others_is_sent_by_itself(file: Path) -> None:
    await go(command.upgrade, file, "0004")
    case = add_case(file, add_item(file))
    waiting = {"kind": "alert_digest", "state": "pending", "next_at": WHEN, "created_at": WHEN}
    add(file, "effect", case_id=case, attempts=0, **waiting)
    await go(command.downgrade, file, "0003")
    assert sql(file, "SELECT kind, state, next_at FROM effect") == [("alert", "pending", WHEN)]


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE policy_revision SET digest = 'nonsense'",
        "UPDATE effect SET kind = 'nonsense'",
    ],
)
async def test_0004_refuses_what_no_code_should_write(file: Path, wrong: str) -> None:
    await go(command.upgrade, file, "0004")
    add_policy(file)
    case = add_case(file)
    add(file, "effect", case_id=case, kind="alert", state="pending", attempts=0, created_at=WHEN)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        sql(file, wrong)


def add_bank(file: Path, name: str) -> int:
    bank = add(file, "bank", name=name, source="a list", changes=1)
    add(file, "bank_entry", bank_id=bank, entry="1", pdq="b" * 64, quality=80)
    return bank


async def test_0005_and_back_gives_the_tables_of_0004_and_keeps_every_row(file: Path) -> None:
    await go(command.upgrade, file, "0004")
    before = schema(file)
    add_bank(file, "known")
    await go(command.upgrade, file, "0005")
    assert schema(file) != before
    assert sql(
        file, "SELECT bank_id, entry, pdq, quality, verified, case_id, added_at FROM bank_entry"
    ) == [(1, "1", "b" * 64, 80, 1, None, None)]
    assert sql(file, "PRAGMA foreign_key_check") == []
    await go(command.downgrade, file, "0004")
    assert schema(file) == before
    assert sql(file, "SELECT name, source, changes FROM bank") == [("known", "a list", 1)]
    assert sql(file, "SELECT entry, sha256, pdq, quality FROM bank_entry") == [
        ("1", None, "b" * 64, 80)
    ]


async def test_0005_takes_the_name_of_its_own_bank_from_a_list_that_has_it(file: Path) -> None:
    await go(command.upgrade, file, "0004")
    add_bank(file, "known")
    add_bank(file, "removed")
    await go(command.upgrade, file, "0005")
    assert sql(file, "SELECT name FROM bank ORDER BY id") == [("known",), ("removed-list-2",)]
    assert sql(file, "SELECT verified FROM bank_entry") == [(1,), (1,)]


async def test_before_0005_nothing_removes_for_which_no_person_vouches(file: Path) -> None:
    await go(command.upgrade, file, "0005")
    add_bank(file, "known")
    case = add_case(file)
    bank = add(file, "bank", name="removed", source="models", changes=1)
    own = {"verified": 0, "case_id": case, "added_at": WHEN}
    add(file, "bank_entry", bank_id=bank, entry="C-0001-1", sha256="a" * 64, quality=100, **own)
    await go(command.downgrade, file, "0004")
    assert sql(file, "SELECT name FROM bank") == [("known",)]
    assert sql(file, "SELECT entry FROM bank_entry") == [("1",)]


async def test_0005_still_refuses_what_no_code_should_write(file: Path) -> None:
    await go(command.upgrade, file, "0005")
    add_bank(file, "known")
    for wrong in (
        "UPDATE bank_entry SET pdq = NULL",
        "INSERT INTO bank_entry (bank_id, entry, sha256, quality) VALUES (1, '1', 'a', 1)",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            sql(file, wrong)
