"""Listed links, and marks of a file's origin."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Both may be empty, so SQLite adds them in place: no table is copied.
    op.add_column("item", sa.Column("listed", sa.String(length=96), nullable=True))
    op.add_column("cases", sa.Column("marks", sa.String(length=128), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "marks")
    op.drop_column("item", "listed")
