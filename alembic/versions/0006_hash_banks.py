"""Banks with kinds and shares, entries with a standing, windows and a scope, and what was seen."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KINDS = "'list', 'own', 'allow', 'guard'"
_EFFECTS = "'takedown', 'escalation', 'alert', 'notice', 'group_line', 'apology', 'alert_digest'"
_STANDINGS = "'confirmed', 'listed', 'unsure', 'new', 'allowed'"


_WITH_REASONS = [sa.table(name, sa.column("reason", sa.String())) for name in ("item", "cases")]


def upgrade() -> None:
    # Lists that somebody imported under names that are the bot's own from now on.
    op.execute(
        "UPDATE bank SET name = name || '-list-' || id WHERE name IN ('reported', 'allowed')"
    )
    with op.batch_alter_table("bank", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for column in (
            sa.Column("kind", sa.String(length=16), nullable=False, server_default="list"),
            sa.Column("owner", sa.String(length=64), nullable=False, server_default=""),
            sa.Column("note", sa.Text(), nullable=False, server_default=""),
            sa.Column("share", sa.Integer(), nullable=False, server_default="1000"),
            sa.Column("enabled", sa.Boolean(), nullable=False, server_default=sa.true()),
            sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        ):
            batch.add_column(column)
        batch.create_check_constraint(op.f("ck_bank_kind_known"), f"kind IN ({_KINDS})")
        batch.create_check_constraint(
            op.f("ck_bank_share_of_a_thousand"), "share BETWEEN 0 AND 1000"
        )
    op.execute("UPDATE bank SET kind = 'own' WHERE name = 'removed'")
    with op.batch_alter_table("bank_entry") as batch:
        for column in (
            sa.Column("windows", sa.LargeBinary(), nullable=True),
            sa.Column("standing", sa.String(length=16), nullable=False, server_default="listed"),
            sa.Column("platform", sa.String(length=32), nullable=True),
            sa.Column("chat", sa.String(length=128), nullable=True),
            sa.Column("reference", sa.String(length=64), nullable=True),
            sa.Column("reporter", sa.String(length=64), nullable=True),
            sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("disabled", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("quarantined_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("note", sa.Text(), nullable=False, server_default=""),
            sa.Column("vouched", sa.String(length=64), nullable=True),
        ):
            batch.add_column(column)
        batch.create_unique_constraint(op.f("uq_bank_entry_reference"), ["reference"])
        batch.create_check_constraint(
            op.f("ck_bank_entry_standing_known"), f"standing IN ({_STANDINGS})"
        )
        batch.create_index("ix_bank_entry_reporter", ["reporter", "added_at"])
        batch.create_index(
            "ix_bank_entry_expires",
            ["expires_at"],
            sqlite_where=sa.text("expires_at IS NOT NULL"),
        )
    op.execute("UPDATE bank_entry SET standing = 'unsure' WHERE NOT verified")
    with op.batch_alter_table("bank_entry") as batch:
        batch.drop_column("verified")
    for table in _WITH_REASONS:
        # Not that of a list which only begins like that.
        reason = table.c.reason
        _rename(
            table,
            sa.or_(reason == "bank:removed", reason.like("link:% bank:removed")),
            ("bank:", "like:"),
        )
    op.create_table(
        "bank_change",
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_entry", sa.Integer(), nullable=False),
        sa.Column("last_entry", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_bank_change_bank_id_bank"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bank_id", "number", name=op.f("pk_bank_change")),
    )
    op.create_table(
        "bank_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["bank_entry.id"],
            name=op.f("fk_bank_hit_entry_id_bank_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_bank_hit_case_id_cases"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_hit")),
    )
    op.create_index("ix_bank_hit_entry", "bank_hit", ["entry_id", "at"])
    op.create_index("ix_bank_hit_case", "bank_hit", ["case_id"])
    _let_effects_be(f"{_EFFECTS}, 'flood'")
    _make_the_ring()
    _let_cases_come_from("screening", "report", "album", "sweep")


def downgrade() -> None:
    # The older version has no words for it; that the case is told of, it has planned itself.
    op.execute("DELETE FROM effect WHERE kind = 'flood'")
    _let_effects_be(_EFFECTS)
    # The older version does not know what was found afterwards.
    op.execute("UPDATE cases SET origin = 'screening' WHERE origin = 'sweep'")
    _let_cases_come_from("screening", "report", "album")
    for table in ("swept", "sweep", "seen", "bank_hit", "bank_change"):
        op.drop_table(table)
    for table in _WITH_REASONS:
        # The older version calls every match that of a bank.
        reason = table.c.reason
        _rename(
            table,
            sa.or_(reason.startswith("like:"), reason.like("link:% like:%")),
            ("like:", "bank:"),
        )
        op.execute(table.update().where(table.c.reason == "allowed").values(reason="clean"))
    # To the older version every entry but those of `removed` is a reason to remove at once,
    # everywhere and for ever.
    op.execute(
        "DELETE FROM bank_entry WHERE standing IN ('new', 'allowed') OR disabled "
        "OR chat IS NOT NULL OR expires_at IS NOT NULL OR quarantined_at IS NOT NULL "
        "OR bank_id IN (SELECT id FROM bank WHERE kind IN ('allow', 'guard') OR NOT enabled "
        "OR share < 1000 OR expires_at IS NOT NULL) OR (standing = 'unsure' "
        "AND bank_id NOT IN (SELECT id FROM bank WHERE name = 'removed'))"
    )
    op.execute(
        "DELETE FROM bank WHERE name <> 'removed' AND id NOT IN (SELECT bank_id FROM bank_entry)"
    )
    with op.batch_alter_table("bank_entry") as batch:
        batch.add_column(
            sa.Column("verified", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    op.execute("UPDATE bank_entry SET verified = false WHERE standing = 'unsure'")
    with op.batch_alter_table("bank_entry") as batch:
        batch.drop_index("ix_bank_entry_expires")
        batch.drop_index("ix_bank_entry_reporter")
        batch.drop_constraint(op.f("ck_bank_entry_standing_known"), type_="check")
        batch.drop_constraint(op.f("uq_bank_entry_reference"), type_="unique")
        for column in (
            "note",
            "vouched",
            "quarantined_at",
            "disabled",
            "expires_at",
            "reporter",
            "reference",
            "chat",
            "platform",
            "standing",
            "windows",
        ):
            batch.drop_column(column)
    with op.batch_alter_table("bank") as batch:
        # Without a name, SQLite's own way of counting on would stay.
        batch.create_primary_key(op.f("pk_bank"), ["id"])
        batch.drop_constraint(op.f("ck_bank_share_of_a_thousand"), type_="check")
        batch.drop_constraint(op.f("ck_bank_kind_known"), type_="check")
        for column in ("expires_at", "enabled", "share", "note", "owner", "kind"):
            batch.drop_column(column)


def _rename(table: sa.TableClause, where: sa.ColumnElement[bool], words: tuple[str, str]) -> None:
    """Change what some reasons, or their last part, begin with."""
    reason = sa.func.replace(table.c.reason, *words)
    op.execute(table.update().where(where).values(reason=reason))


def _let_effects_be(kinds: str) -> None:
    with op.batch_alter_table("effect") as batch:
        batch.drop_constraint(op.f("ck_effect_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_effect_kind_known"), f"kind IN ({kinds})")


def _make_the_ring() -> None:
    op.create_table(
        "seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("looks", sa.LargeBinary(), nullable=False),
        sa.Column("still", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_seen_item_id_item"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen")),
        sa.UniqueConstraint("item_id", name=op.f("uq_seen_item_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seen_at", "seen", ["at"])
    op.create_table(
        "sweep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("seen_after", sa.Integer(), nullable=False),
        sa.Column("seen_upto", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_sweep_bank_id_bank"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
        sa.UniqueConstraint("bank_id", "upto", name=op.f("uq_sweep_bank_id_upto")),
    )
    op.create_table(
        "swept",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["bank_entry.id"],
            name=op.f("fk_swept_entry_id_bank_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_swept_item_id_item"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "item_id", name=op.f("pk_swept")),
    )
    op.create_index("ix_swept_item", "swept", ["item_id"])


def _let_cases_come_from(*origins: str) -> None:
    """Change what the origin of a case may be, and give no case number twice by it (see 0002)."""
    last_number = _last_case_number()
    allowed = ", ".join(f"'{origin}'" for origin in origins)
    with op.batch_alter_table("cases", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f("ck_cases_origin_known"), type_="check")
        batch.create_check_constraint(op.f("ck_cases_origin_known"), f"origin IN ({allowed})")
    if last_number is None:
        return
    # SQLite copies the table, and the copy counts on from the highest case that is left.
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'cases'"))
    connection.execute(
        sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('cases', :number)"),
        {"number": last_number},
    )


def _last_case_number() -> int | None:
    if op.get_bind().dialect.name != "sqlite":
        return None
    found = op.get_bind().execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'cases'"))
    number = found.scalar()
    return None if number is None else int(number)
