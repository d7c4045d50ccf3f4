"""The database and its tables: opened, brought to the present shape, read by few threads, written in batches.

SQLite (write-ahead log, every commit synced to the disk) has one writer that commits for all who wait; PostgreSQL has
several, each request a transaction of its own. Work is a function of a connection, and either happens whole or not.

``migrations`` brings any older database to these tables. Nothing in them is a name or a text of the bank: items are
ids, choices are letters. Keys of guests and leads are digests: whoever reads the file cannot take anybody's place.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from rolecheck.errors import StoreError, UsageError
from rolecheck.host.workers import Batcher

Result = TypeVar("Result")
Work = Callable[[Connection], Any]

READERS = 4
WRITERS = 4
"""Threads that write to PostgreSQL; SQLite takes one writer at a time."""

TOGETHER = 64
"""Requests whose writes SQLite syncs to the disk at once."""

MIGRATIONS = Path(__file__).with_name("migrations")


METADATA = sa.MetaData()

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""SQLite counts rows up by itself for INTEGER alone."""


def _belongs_to(table: str) -> sa.Column[int]:
    return sa.Column(table, NUMBER, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


ROOM = sa.Table(
    "room",
    METADATA,
    sa.Column("id", NUMBER, primary_key=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("code", sa.String(32), nullable=False, unique=True),
    sa.Column("pin", sa.String(16), nullable=False, unique=True),
    sa.Column("form", sa.String(16), nullable=False),
    sa.Column("mode", sa.String(16), nullable=False),
    sa.Column("bank", sa.String(64), nullable=False),
    sa.Column("created", sa.Float(53), nullable=False),
    sa.Column("closes", sa.Float(53)),
    sa.Column("closed", sa.Boolean, nullable=False),
    sa.Column("locked", sa.Boolean, nullable=False),
    sa.Column("workshop", sa.Text),  # JSON, None where there is none
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("reveals_itself", sa.Boolean, nullable=False, server_default=sa.true()),
)

LEAD = sa.Table(
    "lead",
    METADATA,
    sa.Column("key", sa.String(64), primary_key=True),
    _belongs_to("room"),
)

GUEST = sa.Table(
    "guest",
    METADATA,
    sa.Column("id", NUMBER, primary_key=True),
    _belongs_to("room"),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("name", sa.String(60)),
    sa.Column("shows_name", sa.Boolean, nullable=False),
    sa.Column("title", sa.String(64)),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("joined", sa.Float(53), nullable=False),
    sa.Column("moved", sa.Float(53), nullable=False),
    sa.Column("moves", sa.Integer, nullable=False),
    sa.Column("answered", sa.Integer, nullable=False),
    sa.Column("place", sa.Text, nullable=False),  # JSON: what is shown next, chosen when the last answer was kept
    sa.Column("finished", sa.Float(53)),
    sa.Column("removed", sa.Boolean, nullable=False),
    sa.UniqueConstraint("room", "number"),
)

MOVE = sa.Table(
    "move",
    METADATA,
    _belongs_to("guest"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("item", sa.String(80)),
    sa.Column("letters", sa.String(2)),
    sa.Column("seconds", sa.Float(53)),
    sa.Column("until", sa.Integer),
    # However often a form arrives, a guest has one first move, one second, and so on.
    sa.PrimaryKeyConstraint("guest", "number"),
)

VOTE = sa.Table(
    "vote",
    METADATA,
    _belongs_to("guest"),
    sa.Column("item", sa.String(80), nullable=False),
    sa.Column("letter", sa.String(1), nullable=False),
    sa.Column("expected", sa.String(80), nullable=False),
    sa.PrimaryKeyConstraint("guest", "item"),
)

sa.Index("lead_room", LEAD.c.room)


class Database:
    """Gives out connections to functions, and what they return to whoever waits."""

    def __init__(self, url: str) -> None:
        """Open and migrate; StoreError where the database cannot be used, UsageError where the address is none."""
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        _migrate(self.engine)
        self._readers = ThreadPoolExecutor(READERS, "read")
        self._at_hand = self.engine.connect().execution_options(at_hand=True) if self.is_sqlite else None
        self._writer: Batcher[Work, Any] = (
            Batcher("write", self._write_together, TOGETHER)
            if self.is_sqlite
            else Batcher("write", self._write_each, 1, WRITERS)
        )

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Return what this work reads in one statement; there is no transaction around it."""
        # Reading a few rows of SQLite takes less than handing them from thread to thread, and waits for no writer.
        if self._at_hand is not None:
            return work(self._at_hand)
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read_one, work)

    async def read_much(self, work: Callable[[Connection], Result]) -> Result:
        """Return what this work reads, where that may take a while: pages are served meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Return what this work returns, once it is committed."""
        result: Result = await self._writer.do(work)
        return result

    def _read_one(self, work: Callable[[Connection], Result]) -> Result:
        # One statement needs no transaction, which PostgreSQL would begin and end with a message each.
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return work(connection)

    def read_now(self, work: Callable[[Connection], Result]) -> Result:
        """Read in this thread."""
        with self.engine.connect() as connection:
            return work(connection)

    def write_now(self, work: Callable[[Connection], Result]) -> Result:
        """Write from a thread that may wait."""
        result: Result = self._writer.begin(work).result()
        return result

    def wipe(self) -> None:
        """Leave nothing of deleted rows in the file: neither in free pages nor in the log."""
        if not self.is_sqlite:
            return
        # Past SQLAlchemy, which would begin a transaction first.
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.close()
        finally:
            connection.close()

    def close(self) -> None:
        """Finish what was begun and let go."""
        self._writer.close()
        if self._at_hand is not None:
            self._at_hand.close()
        self._readers.shutdown()
        self.engine.dispose()

    def _write_together(self, works: Sequence[Work]) -> list[Any]:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            return [_apart(connection, work) for work in works]

    def _write_each(self, works: Sequence[Work]) -> list[Any]:
        results = []
        for work in works:
            with self.engine.begin() as connection:
                results.append(work(connection))
        return results


def _apart(connection: Connection, work: Work) -> Any:  # noqa: ANN401 - whatever the work returns
    """Do one of several works: what fails takes back what it did itself, and nothing of the others."""
    try:
        with connection.begin_nested():
            return work(connection)
    except Exception as error:  # noqa: BLE001 - given to whoever waits for it
        return error


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            _make_private(parsed.database)
            engine = create_engine(parsed, pool_size=READERS + 2, max_overflow=4, connect_args={"timeout": 20})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        if parsed.get_backend_name() == "postgresql":
            return create_engine(parsed, pool_size=READERS + WRITERS, max_overflow=4)
    except (ArgumentError, NoSuchModuleError) as error:
        msg = "--database 写成 sqlite:///文件 或 postgresql+psycopg://用户:密码@主机/库。"
        raise UsageError(msg) from error
    except ModuleNotFoundError as error:
        raise UsageError(f"连 PostgreSQL 还缺 {error.name}。", "运行 pip install 'rolecheck[host,postgres]'") from error
    msg = "--database 只认 SQLite 和 PostgreSQL：sqlite:///文件 或 postgresql+psycopg://用户:密码@主机/库。"
    raise UsageError(msg)


def _make_private(path: str | None) -> None:
    """See that the file is there and nobody else's to read: it holds everybody's answers."""
    if not path or path == ":memory:":
        msg = "--database 要写一个文件，如 sqlite:///room.db；放在内存里的，一停就没了。"
        raise UsageError(msg)
    file = Path(path)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        msg = f"打不开数据库 {file}：{error.strerror}。换一个能写的文件夹，用 --database sqlite:///文件 指出。"
        raise StoreError(msg) from error


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own
    # SQLAlchemy begins transactions itself, see _begin_sqlite.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # Whoever reads first and then finds that another process has written could not go on to write.
    options = connection.get_execution_options()
    if not options.get("at_hand"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _migrate(engine: Engine) -> None:
    """Bring the database to the present shape; StoreError where it cannot be read or is of a later version."""
    from alembic import command  # noqa: PLC0415 - a third of the start, and of no use afterwards
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        msg = f"这个数据库是更新版本的 rolecheck 写的，请先升级。（{error}）"
        raise StoreError(msg) from error
    except OperationalError as error:
        msg = f"连不上数据库：{_first_line(error)}。看看地址、用户和密码对不对，数据库开着没有。"
        raise StoreError(msg) from error
    except SQLAlchemyError as error:
        msg = f"数据库用不了：{_first_line(error)}。换一个文件或库，或从备份恢复。"
        raise StoreError(msg) from error


def _first_line(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip("。.")
