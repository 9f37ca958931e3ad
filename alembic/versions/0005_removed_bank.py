"""What models removed is remembered by hash."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A list that somebody imported under the name that is the bot's own from now on keeps its
    # entries, which a person vouches for, under another.
    op.execute("UPDATE bank SET name = 'removed-list-' || id WHERE name = 'removed'")
    with op.batch_alter_table("bank_entry") as batch:
        # True for what is there: a person imported it.
        batch.add_column(
            sa.Column("verified", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            op.f("fk_bank_entry_case_id_cases"), "cases", ["case_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_index("ix_bank_entry_case", ["case_id"])


def downgrade() -> None:
    # To the older version every entry is a reason to remove at once.
    op.execute("DELETE FROM bank_entry WHERE NOT verified")
    op.execute("DELETE FROM bank WHERE name = 'removed'")
    with op.batch_alter_table("bank_entry") as batch:
        batch.drop_index("ix_bank_entry_case")
        batch.drop_constraint(op.f("fk_bank_entry_case_id_cases"), type_="foreignkey")
        batch.drop_column("added_at")
        batch.drop_column("case_id")
        batch.drop_column("verified")
