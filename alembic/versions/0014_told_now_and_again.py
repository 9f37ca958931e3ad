"""On which day a chat was told what is told now and again, such as the weekly word.

Nothing was told so far: the first weekly word comes on the first Monday after the upgrade.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("what", sa.String(length=128), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "what", name=op.f("pk_told")),
    )


def downgrade() -> None:
    op.drop_table("told")
