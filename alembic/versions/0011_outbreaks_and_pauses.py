"""Outbreaks, and pauses of media."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_UNDER_WAY = sa.text("state IN ('locking', 'on', 'lifting')")


def upgrade() -> None:
    op.create_table(
        "outbreak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["bank_entry.id"],
            name=op.f("fk_outbreak_entry_id_bank_entry"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbreak")),
    )
    op.create_index("ix_outbreak_entry", "outbreak", ["entry_id", "last_at"])
    op.create_table(
        "outbreak_chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outbreak_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["outbreak_id"],
            ["outbreak.id"],
            name=op.f("fk_outbreak_chat_outbreak_id_outbreak"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_outbreak_chat_case_id_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbreak_chat")),
        sa.UniqueConstraint(
            "outbreak_id",
            "platform",
            "chat",
            name=op.f("uq_outbreak_chat_outbreak_id_platform_chat"),
        ),
    )
    op.create_index("ix_outbreak_chat_due", "outbreak_chat", ["due_at"])
    op.create_index("ix_outbreak_chat_case", "outbreak_chat", ["case_id"])
    op.create_table(
        "media_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("kinds", sa.String(length=64), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("outbreak_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=64), nullable=True),
        sa.Column("allowed_before", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("set_by_us", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("announced", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("ended_by_hand", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint(
            "cause IN ('admin', 'adult', 'outbreak')", name=op.f("ck_media_pause_cause_known")
        ),
        sa.CheckConstraint(
            "state IN ('locking', 'on', 'lifting', 'over', 'failed')",
            name=op.f("ck_media_pause_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["outbreak_id"],
            ["outbreak.id"],
            name=op.f("fk_media_pause_outbreak_id_outbreak"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_pause")),
    )
    op.create_index(
        "uq_media_pause_under_way",
        "media_pause",
        ["platform", "chat"],
        unique=True,
        sqlite_where=_UNDER_WAY,
        postgresql_where=_UNDER_WAY,
    )
    op.create_index("ix_media_pause_due", "media_pause", ["state", "due_at"])


def downgrade() -> None:
    # The older version ends no pause: whoever goes back lifts them first (docs/operations.md).
    op.drop_table("media_pause")
    op.drop_table("outbreak_chat")
    op.drop_table("outbreak")
