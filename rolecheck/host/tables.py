"""The database's tables as SQLAlchemy knows them; ``migrations`` brings any older database to this shape.

Nothing here is a name or a text of the bank: items are ids, choices are letters. Keys of guests and leads are kept as
digests, so that whoever reads the file cannot take anybody's place.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    true,
)

metadata = MetaData()

NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts rows up by itself for INTEGER alone."""


def _room() -> Column[int]:
    return Column("room", NUMBER, ForeignKey("room.id", ondelete="CASCADE"), nullable=False)


def _guest() -> Column[int]:
    return Column("guest", NUMBER, ForeignKey("guest.id", ondelete="CASCADE"), nullable=False)


room = Table(
    "room",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("code", String(32), nullable=False, unique=True),
    Column("pin", String(16), nullable=False, unique=True),
    Column("form", String(16), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("bank", String(64), nullable=False),
    Column("created", Float(53), nullable=False),
    Column("closes", Float(53)),
    Column("closed", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("workshop", Text),  # JSON, None where there is none
    Column("version", Integer, nullable=False),
    Column("reveals_itself", Boolean, nullable=False, server_default=true()),
)

lead = Table(
    "lead",
    metadata,
    Column("key", String(64), primary_key=True),
    _room(),
)

guest = Table(
    "guest",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _room(),
    Column("key", String(64), nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("name", String(60)),
    Column("shows_name", Boolean, nullable=False),
    Column("title", String(64)),
    Column("seed", BigInteger, nullable=False),
    Column("joined", Float(53), nullable=False),
    Column("moved", Float(53), nullable=False),
    Column("moves", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("place", Text, nullable=False),  # JSON: what is shown next, chosen when the last answer was kept
    Column("finished", Float(53)),
    Column("removed", Boolean, nullable=False),
    UniqueConstraint("room", "number"),
)

move = Table(
    "move",
    metadata,
    _guest(),
    Column("number", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("item", String(80)),
    Column("letters", String(2)),
    Column("seconds", Float(53)),
    Column("until", Integer),
    # However often a form arrives, a guest has one first move, one second, and so on.
    PrimaryKeyConstraint("guest", "number"),
)

vote = Table(
    "vote",
    metadata,
    _guest(),
    Column("item", String(80), nullable=False),
    Column("letter", String(1), nullable=False),
    Column("expected", String(80), nullable=False),
    PrimaryKeyConstraint("guest", "item"),
)

Index("lead_room", lead.c.room)
