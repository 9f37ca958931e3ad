"""Migration 0009 adds the signed records; what was there stays, and is not signed afterwards."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from bot.storage.migrate import alembic_config
from tests.unit.bot.storage.test_migrate import address, schema, sql
from tests.unit.bot.storage.test_migrations import WHEN, add, add_case, go


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upstander.db"


async def test_0009_and_back_gives_the_tables_of_before_and_keeps_every_row(file: Path) -> None:
    script = ScriptDirectory.from_config(alembic_config(address(file)))
    down = script.get_revision("0009").down_revision
    assert isinstance(down, str)
    await go(command.upgrade, file, down)
    before = schema(file)
    add_case(file)
    add(file, "audit", seq=1, at=WHEN, what="{}", prev="0" * 64, seal="1" * 64)
    await go(command.upgrade, file, "0009")
    assert schema(file) != before
    assert sql(file, "SELECT count(*) FROM evidence") == [(0,)]
    assert sql(file, "SELECT count(*) FROM head_post") == [(0,)]
    await go(command.downgrade, file, down)
    assert schema(file) == before
    assert sql(file, "SELECT count(*) FROM cases") == [(1,)]
    assert sql(file, "SELECT count(*) FROM audit") == [(1,)]
