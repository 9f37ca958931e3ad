"""Who took a case on, ended it or put it on hold; every ruling, and the notes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_RULINGS = "'acknowledge', 'false_alarm', 'close', 'reopen', 'refer', 'hold', 'release'"
_AGENCIES = "'police', 'services', 'platform', 'hotline', 'other'"
_MARKS = ("acknowledged", "closed", "held")


def upgrade() -> None:
    with op.batch_alter_table("cases", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for mark in _MARKS:
            batch.add_column(sa.Column(f"{mark}_at", sa.DateTime(timezone=True), nullable=True))
            batch.add_column(sa.Column(f"{mark}_by", sa.String(length=128), nullable=True))
    op.create_table(
        "case_ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("ruling", sa.String(length=16), nullable=False),
        sa.Column("agency", sa.String(length=16), nullable=True),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=128), nullable=True),
        sa.Column("kept", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(f"ruling IN ({_RULINGS})", name=op.f("ck_case_ruling_ruling_known")),
        sa.CheckConstraint(f"agency IN ({_AGENCIES})", name=op.f("ck_case_ruling_agency_known")),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_case_ruling_case_id_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_ruling")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_ruling_case", "case_ruling", ["case_id", "id"])
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_note_case_id_cases"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_note_case_id_number")),
    )


def downgrade() -> None:
    op.drop_table("case_note")
    op.drop_table("case_ruling")
    last_number = _last_case_number()
    with op.batch_alter_table("cases", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for mark in reversed(_MARKS):
            batch.drop_column(f"{mark}_by")
            batch.drop_column(f"{mark}_at")
    if last_number is None:
        return
    # SQLite copies the table, and the copy would give the numbers of erased cases again (0006).
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
