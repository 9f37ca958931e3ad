"""Migration 0011 adds outbreaks and pauses; what was there stays."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from bot.storage.migrate import alembic_config
from tests.unit.bot.storage.test_migrate import address, schema, sql
from tests.unit.bot.storage.test_migrations import add_case, go


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upstander.db"


async def test_0011_and_back_gives_the_tables_of_before_and_keeps_every_row(file: Path) -> None:
    script = ScriptDirectory.from_config(alembic_config(address(file)))
    down = script.get_revision("0011").down_revision
    assert isinstance(down, str)
    await go(command.upgrade, file, down)
    before = schema(file)
    add_case(file)
    await go(command.upgrade, file, "0011")
    assert schema(file) != before
    for table in ("outbreak", "outbreak_chat", "media_pause"):
        assert sql(file, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608 - ours
    await go(command.downgrade, file, down)
    assert schema(file) == before
    assert sql(file, "SELECT count(*) FROM cases") == [(1,)]
