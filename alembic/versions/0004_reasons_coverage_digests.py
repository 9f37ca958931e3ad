"""What happens for single reasons, what was looked at by week, and alerts that wait together."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = "'takedown', 'escalation', 'alert', 'notice', 'group_line', 'apology'"


def upgrade() -> None:
    op.create_table(
        "coverage",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("ended_as", sa.String(length=32), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "week", "ended_as", name=op.f("pk_coverage")),
    )
    with op.batch_alter_table("policy_revision") as batch:
        batch.add_column(
            sa.Column("by_reason", sa.String(length=512), nullable=False, server_default="")
        )
        # Off where a policy was stored before: an update must not let alerts wait.
        batch.add_column(
            sa.Column("digest", sa.String(length=16), nullable=False, server_default="off")
        )
        batch.create_check_constraint(
            op.f("ck_policy_revision_digest_known"), "digest IN ('on', 'off')"
        )
    _let_effects_be(f"{_KINDS}, 'alert_digest'")


def downgrade() -> None:
    # The older version knows one alert for each case: none that waits may be lost.
    op.execute("UPDATE effect SET kind = 'alert' WHERE kind = 'alert_digest'")
    _let_effects_be(_KINDS)
    # It knows one handling for all reasons: the strictest, so that nothing gets weaker.
    op.execute(
        "UPDATE policy_revision SET opaque = 'alert' "
        "WHERE opaque = 'count' AND by_reason LIKE '%=alert%'"
    )
    op.execute("UPDATE policy_revision SET opaque = 'remove' WHERE by_reason LIKE '%=remove%'")
    with op.batch_alter_table("policy_revision") as batch:
        batch.drop_constraint(op.f("ck_policy_revision_digest_known"), type_="check")
        batch.drop_column("digest")
        batch.drop_column("by_reason")
    op.drop_table("coverage")


def _let_effects_be(kinds: str) -> None:
    with op.batch_alter_table("effect") as batch:
        batch.drop_constraint(op.f("ck_effect_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_effect_kind_known"), f"kind IN ({kinds})")
