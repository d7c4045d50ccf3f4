"""Whether a moment reveals itself once everybody has voted: the lead's wish, kept with the room."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rooms there are already reveal by themselves, as new ones do."""
    op.add_column("room", sa.Column("reveals_itself", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Forget the wish."""
    op.drop_column("room", "reveals_itself")
