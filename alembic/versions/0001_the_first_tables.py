"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sa.UniqueConstraint("prev", name=op.f("uq_audit_prev")),
    )
    op.create_table(
        "bank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank")),
        sa.UniqueConstraint("name", name=op.f("uq_bank_name")),
    )
    op.create_table(
        "cursor",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", name=op.f("pk_cursor")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("media_key", sa.String(length=256), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("opaque", sa.String(length=32), nullable=True),
        sa.Column("actor_kind", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=160), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=64), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'decided' OR verdict IS NOT NULL", name=op.f("ck_item_decided_has_verdict")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'screening', 'decided')", name=op.f("ck_item_state_known")
        ),
        sa.CheckConstraint(
            "verdict IN ('allow', 'opaque', 'review', 'remove')", name=op.f("ck_item_verdict_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint(
            "platform",
            "chat",
            "message",
            "slot",
            "media_key",
            name=op.f("uq_item_platform_chat_message_slot_media_key"),
        ),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_item_breaker", ["platform", "chat", "verdict", "decided_at"], unique=False
        )
        batch_op.create_index("ix_item_lane", ["state", "platform", "chat", "id"], unique=False)
        batch_op.create_index("ix_item_turn", ["platform", "chat", "claimed_at"], unique=False)

    op.create_table(
        "policy_revision",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("preset", sa.String(length=16), nullable=False),
        sa.Column("opaque", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("alerts_chat", sa.String(length=128), nullable=True),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "mode IN ('shadow', 'alert', 'remove')", name=op.f("ck_policy_revision_mode_known")
        ),
        sa.CheckConstraint(
            "opaque IN ('count', 'alert', 'remove')", name=op.f("ck_policy_revision_opaque_known")
        ),
        sa.CheckConstraint(
            "preset IN ('lenient', 'school', 'strict')",
            name=op.f("ck_policy_revision_preset_known"),
        ),
        sa.PrimaryKeyConstraint("platform", "chat", "revision", name=op.f("pk_policy_revision")),
    )
    with op.batch_alter_table("policy_revision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_policy_revision_alerts_chat", ["platform", "alerts_chat"], unique=False
        )

    op.create_table(
        "raw_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("update_key", sa.String(length=128), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'handled', 'parked')", name=op.f("ck_raw_update_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_update")),
        sa.UniqueConstraint(
            "platform", "update_key", name=op.f("uq_raw_update_platform_update_key")
        ),
    )
    with op.batch_alter_table("raw_update", schema=None) as batch_op:
        batch_op.create_index("ix_raw_update_state", ["state", "id"], unique=False)

    op.create_table(
        "bank_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("pdq", sa.String(length=64), nullable=True),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "sha256 IS NOT NULL OR pdq IS NOT NULL", name=op.f("ck_bank_entry_has_a_hash")
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_entry_bank_id_bank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_entry")),
        sa.UniqueConstraint("bank_id", "entry", name=op.f("uq_bank_entry_bank_id_entry")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("actor_kind", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=160), nullable=False),
        sa.Column("signals", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("pdq", sa.String(length=64), nullable=True),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.Column("dhash", sa.String(length=64), nullable=True),
        sa.Column("format", sa.String(length=16), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("policy_revision", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.CheckConstraint("origin IN ('screening', 'report')", name=op.f("ck_cases_origin_known")),
        sa.CheckConstraint(
            "outcome IN ('allow', 'opaque', 'review', 'remove')",
            name=op.f("ck_cases_outcome_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'acknowledged', 'false_alarm', 'closed')",
            name=op.f("ck_cases_state_known"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_cases_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("item_id", name=op.f("uq_cases_item_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_message", ["platform", "chat", "message"], unique=False)
        batch_op.create_index("ix_cases_state", ["state", "id"], unique=False)

    op.create_table(
        "effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=64), nullable=True),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("fix", sa.String(length=64), nullable=True),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('takedown', 'escalation', 'alert', 'notice', 'group_line', 'apology')",
            name=op.f("ck_effect_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'pending', 'sending', 'done', 'dead', 'unknown', 'cancelled')",
            name=op.f("ck_effect_state_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_effect_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_effect_case_id_kind")),
    )
    with op.batch_alter_table("effect", schema=None) as batch_op:
        batch_op.create_index("ix_effect_due", ["state", "kind", "next_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("effect", schema=None) as batch_op:
        batch_op.drop_index("ix_effect_due")

    op.drop_table("effect")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_state")
        batch_op.drop_index("ix_cases_message")

    op.drop_table("cases")
    op.drop_table("bank_entry")
    with op.batch_alter_table("raw_update", schema=None) as batch_op:
        batch_op.drop_index("ix_raw_update_state")

    op.drop_table("raw_update")
    with op.batch_alter_table("policy_revision", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_revision_alerts_chat")

    op.drop_table("policy_revision")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index("ix_item_turn")
        batch_op.drop_index("ix_item_lane")
        batch_op.drop_index("ix_item_breaker")

    op.drop_table("item")
    op.drop_table("cursor")
    op.drop_table("bank")
    op.drop_table("audit")
