"""Ids of people are sealed: of senders, adults and private chats, and what the chain says."""

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from alembic import context, op

from bot.domain.errors import DatabaseUnusable
from bot.storage.vault import Vault

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PEOPLE = {
    "raw_update": ("update_key", "chat"),
    "item": ("actor",),
    "cases": ("actor", "acknowledged_by", "closed_by", "held_by"),
    "case_ruling": ("actor", "undone_by"),
    "case_note": ("actor",),
}
_WORDS = {"raw_update": ("body",), "audit": ("what",)}
_KEYS = {"audit": "seq"}
_AT_A_TIME = 500


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        _make_columns(sa.Text())
    for table, columns, person in _sealed():
        _rewrite(
            table,
            columns,
            lambda vault, person=person: vault.seal_person if person else vault.seal_words,
        )


def downgrade() -> None:
    for table, columns, person in _sealed():
        _rewrite(
            table,
            columns,
            lambda vault, person=person: vault.open_person if person else vault.open_words,
        )
    if op.get_bind().dialect.name != "sqlite":
        _make_columns(sa.String(length=128))


def _sealed() -> Iterator[tuple[str, tuple[str, ...], bool]]:
    for table, columns in _PEOPLE.items():
        yield table, columns, True
    for table, columns in _WORDS.items():
        yield table, columns, False


def _make_columns(kind: sa.types.TypeEngine[str]) -> None:
    """What is sealed is longer. SQLite does not mind, and would copy every table for it."""
    for table, columns in _PEOPLE.items():
        for column in columns:
            op.alter_column(table, column, type_=kind)


def _rewrite(
    name: str, columns: tuple[str, ...], way: Callable[[Vault], Callable[[str], str]]
) -> None:
    """Write each row of a table anew, a part of them at a time: there may be many."""
    connection, key = op.get_bind(), _KEYS.get(name, "id")
    if connection.dialect.name == "sqlite":
        # What stood there in clear is overwritten.
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    table = sa.table(
        name, sa.column(key, sa.Integer()), *(sa.column(one, sa.Text()) for one in columns)
    )
    number, last = table.c[key], None
    while True:
        query = sa.select(table).order_by(number).limit(_AT_A_TIME)
        rows = connection.execute(query if last is None else query.where(number > last)).all()
        if not rows:
            return
        change = way(_vault())
        for row in rows:
            told = {one: getattr(row, one) for one in columns}
            changed = {one: None if old is None else change(old) for one, old in told.items()}
            last = getattr(row, key)
            connection.execute(table.update().where(number == last).values(**changed))


def _vault() -> Vault:
    vault = context.config.attributes.get("vault")
    if not isinstance(vault, Vault):
        raise DatabaseUnusable(
            "The ids of people in this database are to be sealed, and the key is not at hand. "
            "Nothing was changed. Run: ./upstander db upgrade"
        )
    return vault
