"""Albums, links, and chats that move."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_move",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("old", sa.String(length=128), nullable=False),
        sa.Column("new", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("old <> new", name=op.f("ck_chat_move_leads_on")),
        sa.PrimaryKeyConstraint("platform", "old", name=op.f("pk_chat_move")),
    )
    with op.batch_alter_table("item") as batch:
        batch.add_column(
            sa.Column("album", sa.String(length=128), nullable=False, server_default="")
        )
        batch.create_index("ix_item_album", ["platform", "chat", "album"])
    last_number = _last_case_number()
    with op.batch_alter_table("cases", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("parent", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_cases_parent_cases"), "cases", ["parent"], ["id"])
        batch.create_index("ix_cases_parent", ["parent"])
        batch.drop_constraint(op.f("ck_cases_origin_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_cases_origin_known"), "origin IN ('screening', 'report', 'album')"
        )
    _go_on_from(last_number)
    with op.batch_alter_table("policy_revision") as batch:
        batch.add_column(
            sa.Column("links", sa.String(length=16), nullable=False, server_default="count")
        )
        batch.create_check_constraint(
            op.f("ck_policy_revision_links_known"), "links IN ('count', 'alert', 'remove')"
        )


def downgrade() -> None:
    with op.batch_alter_table("policy_revision") as batch:
        batch.drop_constraint(op.f("ck_policy_revision_links_known"), type_="check")
        batch.drop_column("links")
    # The older version does not know what an album's removal took along.
    op.execute("UPDATE cases SET origin = 'screening' WHERE origin = 'album'")
    last_number = _last_case_number()
    with op.batch_alter_table("cases", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f("ck_cases_origin_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_cases_origin_known"), "origin IN ('screening', 'report')"
        )
        batch.drop_index("ix_cases_parent")
        batch.drop_constraint(op.f("fk_cases_parent_cases"), type_="foreignkey")
        batch.drop_column("parent")
    _go_on_from(last_number)
    with op.batch_alter_table("item") as batch:
        batch.drop_index("ix_item_album")
        batch.drop_column("album")
    op.drop_table("chat_move")


def _last_case_number() -> int | None:
    """Return the last case number that was given; None where nothing would forget it.

    SQLite cannot change a CHECK, so Alembic copies the table, and the copy counts on from the
    highest case that is left. A number must not be given twice, not even after an erasure.
    """
    if op.get_bind().dialect.name != "sqlite":
        return None
    found = op.get_bind().execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'cases'"))
    number = found.scalar()
    return None if number is None else int(number)


def _go_on_from(number: int | None) -> None:
    if number is None:
        return
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'cases'"))
    connection.execute(
        sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('cases', :number)"),
        {"number": number},
    )
