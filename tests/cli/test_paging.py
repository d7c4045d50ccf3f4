"""What is longer than the terminal is read a screen at a time, and only where somebody sits at one."""

import sys
from collections.abc import Sized
from pathlib import Path

import pytest

from tests.cli.conftest import Rolecheck

ROWS = 24
LONG = (("--help",), (), ("score", "--help"), ("explain", "交付经理"), ("explain", "交付", "实施"), ("roles",))


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file a pager writes what it was given into; the terminal has few rows."""
    file = tmp_path / "read"
    program = f"import sys; open({str(file)!r}, 'wb').write(sys.stdin.buffer.read())"
    monkeypatch.setenv("PAGER", f'{sys.executable} -c "{program}"')

    def fits(lines: Sized) -> bool:
        return len(lines) < ROWS

    monkeypatch.setattr("rolecheck.cli.screen._fits", fits)
    return file


@pytest.fixture
def seated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolecheck.cli.screen.is_terminal", lambda _: True)


@pytest.mark.usefixtures("seated")
@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_what_is_longer_than_the_terminal_goes_through_the_readers_own_pager_whole(
    rolecheck: Rolecheck, read: Path, words: tuple[str, ...]
) -> None:
    ran = rolecheck(*words)

    lines = read.read_text(encoding="utf-8").splitlines()
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert len(lines) >= ROWS
    assert any(word in lines[0] + lines[1] for word in ("用法：", "交付经理", "接力"))


@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_into_a_pipe_it_is_printed(rolecheck: Rolecheck, read: Path, words: tuple[str, ...]) -> None:
    assert len(rolecheck(*words).out.splitlines()) >= ROWS
    assert not read.exists()


@pytest.mark.usefixtures("seated")
@pytest.mark.parametrize(
    "words", [("quiz", "--plain", "--help"), ("explain", "交付经理", "--plain"), ("explain", "--help")], ids=" ".join
)
def test_plain_lines_and_what_fits_are_printed(rolecheck: Rolecheck, read: Path, words: tuple[str, ...]) -> None:
    assert rolecheck(*words).out
    assert not read.exists()
