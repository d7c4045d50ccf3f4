"""A room for a test of this folder, and the database it lies in: SQLite always, PostgreSQL where there is one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.host.postgres import PostgresServer, why_no_postgres
from tests.host.processes import RUNNING
from tests.host.rooms import Served, serving, sqlite


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Served]:
    with serving(sqlite(tmp_path)) as served:
        yield served


@pytest.fixture(autouse=True)
def _leave_nothing_running() -> Iterator[None]:
    yield
    while RUNNING:
        RUNNING[-1].kill()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    why = why_no_postgres()
    if why is not None:
        pytest.skip(why)
    with PostgresServer() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return sqlite(tmp_path)
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()
