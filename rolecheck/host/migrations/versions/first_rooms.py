"""Rooms, their leads and guests, what guests answered and what they voted.

Written out and not taken from ``rolecheck.host.database``: those go on changing, what a first database looked like not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "room",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("code", sa.String(32), nullable=False, unique=True),
        sa.Column("pin", sa.String(16), nullable=False, unique=True),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("bank", sa.String(64), nullable=False),
        sa.Column("created", sa.Float(53), nullable=False),
        sa.Column("closes", sa.Float(53)),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("workshop", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "lead",
        sa.Column("key", sa.String(64), primary_key=True),
        _belongs_to("room"),
    )
    op.create_index("lead_room", "lead", ["room"])
    _create_guests()


def _create_guests() -> None:
    op.create_table(
        "guest",
        sa.Column("id", NUMBER, primary_key=True),
        _belongs_to("room"),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60)),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(64)),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("joined", sa.Float(53), nullable=False),
        sa.Column("moved", sa.Float(53), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("finished", sa.Float(53)),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("room", "number"),
    )
    op.create_table(
        "move",
        _belongs_to("guest"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("item", sa.String(80)),
        sa.Column("letters", sa.String(2)),
        sa.Column("seconds", sa.Float(53)),
        sa.Column("until", sa.Integer()),
        sa.PrimaryKeyConstraint("guest", "number"),
    )
    op.create_table(
        "vote",
        _belongs_to("guest"),
        sa.Column("item", sa.String(80), nullable=False),
        sa.Column("letter", sa.String(1), nullable=False),
        sa.Column("expected", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("guest", "item"),
    )


def _belongs_to(table: str) -> "sa.Column[int]":
    return sa.Column(table, NUMBER, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def downgrade() -> None:
    """Drop everything."""
    for table in ("vote", "move", "guest", "lead", "room"):
        op.drop_table(table)
