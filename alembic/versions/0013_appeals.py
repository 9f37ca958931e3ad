"""Appeals of senders, and the words that follow from them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_EFFECTS = (
    "'takedown', 'escalation', 'alert', 'alert_digest', 'flood', 'notice', 'group_line', 'apology'"
)
_MORE = "'appeal', 'appeal_refused', 'appeal_late'"


def upgrade() -> None:
    _let_effects_be(f"{_EFFECTS}, {_MORE}")
    op.create_table(
        "appeal",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("footing", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_by", sa.String(length=128), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "footing IN ('listed', 'strong', 'weak', 'unseen')",
            name=op.f("ck_appeal_footing_known"),
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'refused')", name=op.f("ck_appeal_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_appeal_case_id_cases"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_appeal")),
    )
    op.create_index("ix_appeal_due", "appeal", ["state", "next_at"])


def downgrade() -> None:
    op.drop_table("appeal")
    op.execute("DELETE FROM effect WHERE kind IN ('appeal', 'appeal_refused', 'appeal_late')")
    _let_effects_be(_EFFECTS)


def _let_effects_be(kinds: str) -> None:
    with op.batch_alter_table("effect") as batch:
        batch.drop_constraint(op.f("ck_effect_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_effect_kind_known"), f"kind IN ({kinds})")
