"""The database: its shape, its versions, and what is said where it cannot be used."""

from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from rolecheck.errors import StoreError, UsageError
from rolecheck.host import rows
from rolecheck.host.database import METADATA, MIGRATIONS, Database
from tests.host.rooms import sqlite


def test_the_migrations_make_what_the_tables_say(database: str) -> None:
    opened = Database(database)

    with opened.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    opened.close()

    assert differences == []


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    opened = Database(sqlite(tmp_path))
    opened.write_now(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    opened.close()

    with pytest.raises(StoreError, match="升级"):
        Database(sqlite(tmp_path))


def test_a_room_of_the_first_version_is_brought_to_the_present_one(database: str) -> None:
    opened = Database(database)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with opened.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        no = "0" if opened.is_sqlite else "false"
        row = f"(1, '旧', 'c', 'p', 'quick', 'alone', 'b', 0, NULL, {no}, {no}, NULL, 0)"
        connection.execute(text(f"INSERT INTO room VALUES {row}"))  # noqa: S608 - a text of this test's
    opened.close()

    again = Database(database)
    (room,) = again.read_now(rows.rooms)
    again.close()

    assert room.name == "旧"
    assert room.reveals_itself


def test_opened_again_everything_is_there(database: str) -> None:
    opened = Database(database)
    insert = "INSERT INTO room VALUES (1, '名', 'c', 'p', 'quick', 'alone', 'b', 0, NULL, {0}, {0}, NULL, 0, {0})"
    no = "0" if opened.is_sqlite else "false"
    opened.write_now(lambda connection: connection.execute(text(insert.format(no))))
    opened.close()

    again = Database(database)
    name = again.read_now(lambda connection: connection.execute(text("SELECT name FROM room")).scalar())
    again.close()

    assert name == "名"


def test_the_file_is_private_and_every_commit_is_synced(tmp_path: Path) -> None:
    opened = Database(sqlite(tmp_path))

    mode, sync = (opened.read_now(partial(_pragma, name=name)) for name in ("journal_mode", "synchronous"))
    opened.close()

    assert (mode, sync) == ("wal", 2)
    assert (tmp_path / "rooms.db").stat().st_mode & 0o077 == 0


def _pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def _add(connection: Connection, number: int) -> None:
    row = f"({number}, 'n', 'c{number}', 'p{number}', 'quick', 'alone', 'b', 0, NULL, 0, 0, NULL, 0, 1)"
    connection.execute(text(f"INSERT INTO room VALUES {row}"))  # noqa: S608 - a number of this test's


def test_what_fails_takes_nothing_of_the_others_with_it(tmp_path: Path) -> None:
    opened = Database(sqlite(tmp_path))
    works = [opened._writer.begin(partial(_add, number=number)) for number in (1, 1, 2)]

    errors = [work.exception() for work in works]
    count = opened.read_now(lambda connection: connection.execute(text("SELECT count(*) FROM room")).scalar())
    opened.close()

    assert [error is None for error in errors] == [True, False, True]
    assert count == 2


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "nonsense", "oracle://x"])
def test_an_address_that_is_none_is_said_with_what_to_write(url: str) -> None:
    with pytest.raises(UsageError, match="sqlite:///"):
        Database(url)


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "rooms.db").write_text("no database at all, but long enough to be looked at\n" * 40, "utf-8")

    with pytest.raises(StoreError):
        Database(sqlite(tmp_path))


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(StoreError, match="连不上"):
        Database("postgresql+psycopg://nobody@127.0.0.1:1/rooms")
