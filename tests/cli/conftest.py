"""The tool run in this process, with its streams and its exit code; nothing is kept outside the test's folder."""

import io
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TextIO

import pytest

from rolecheck.bank import loading
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.main import run
from tests.builders import shipped
from tests.cli.banks import by_line, write_answers, write_bank


class Ran(NamedTuple):
    """What one run left behind."""

    code: int
    out: str
    err: str


Rolecheck = Callable[..., Ran]

_read = cache(loading._load)


@pytest.fixture(scope="module", autouse=True)
def _read_the_shipped_bank_once() -> Iterator[None]:
    """Give every command the frozen bank the first has read: reading it is half of what a command costs."""
    load, folder = loading._load, shipped_folder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_load", lambda asked: _read(asked) if asked == folder else load(asked))
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder everything is kept in; the environment is a plain one of 80 columns."""
    for name in ("ACCESSIBLE", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("TERM", "xterm"), ("COLUMNS", "80"), ("ROLECHECK_HOME", str(tmp_path / "home"))):
        monkeypatch.setenv(name, value)
    return tmp_path / "home"


@pytest.fixture
def rolecheck(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Rolecheck:
    """Return a function that runs one command, typed lines or a stream coming in at stdin."""
    assert not home.exists()

    def command(*arguments: str | Path, typed: str | TextIO = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["rolecheck", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed) if isinstance(typed, str) else typed)
        capsys.readouterr()
        code = run()
        return Ran(code, *capsys.readouterr())

    return command


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a full answers file of someone who stands on the delivery line throughout."""
    return write_answers(tmp_path_factory.mktemp("answers") / "a.yaml", shipped(), by_line("delivery"), "项目经理")


@pytest.fixture(scope="session", params=[4, 8], ids=["four lines", "eight lines"])
def other_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a bank with other lines than ours."""
    return write_bank(tmp_path_factory.mktemp("bank"), request.param)


@pytest.fixture(scope="session")
def other_bank(other_folder: Path) -> Bank:
    return load_bank(other_folder)
