"""What comes in is read once, from whatever a path leads to, and never more of it than a sheet can be."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rolecheck import intake
from rolecheck.bank.items import Facet
from rolecheck.errors import MOST_LISTED
from rolecheck.exchange import sheet as sheets
from rolecheck.exchange import sheet_files
from tests.builders import shipped
from tests.cli.banks import by_line, write_sheet
from tests.cli.conftest import Rolecheck

BANK = shipped()
ITEMS = [item.id for item in BANK.of(Facet.RESPONSIBILITY)[:12]]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no such things here")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return write_sheet(tmp_path / "sheet.csv", BANK, {f"第{n}人": by_line("delivery") for n in range(3)})


def run(*arguments: str, given: bytes = b"", limit: int | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the tool by itself; ``limit`` is how many bytes of memory it may have."""

    def limited() -> None:
        import resource

        if limit is not None:
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "rolecheck", *arguments],
        input=given,
        capture_output=True,
        check=False,
        timeout=120,
        preexec_fn=limited if sys.platform != "win32" else None,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@POSIX
def test_a_sheet_from_a_pipe_is_scored_like_one_from_a_file(sheet: Path) -> None:
    from_file = run("score", str(sheet), "--json")
    from_pipe = run("score", "/dev/stdin", "--json", given=sheet.read_bytes())

    assert from_pipe.returncode == 0
    assert from_pipe.stdout == from_file.stdout != b""


@POSIX
@pytest.mark.parametrize("command", [("score", "--json"), ("form", "import")])
def test_a_fifo_is_read_to_its_end(rolecheck: Rolecheck, sheet: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = threading.Thread(target=lambda: fifo.write_bytes(sheet.read_bytes()))
    writer.start()

    ran = rolecheck(*command, fifo)
    writer.join()

    assert ran.code == 0
    assert ran.out == rolecheck(*command, sheet).out != ""


@POSIX
@pytest.mark.parametrize("command", [("score",), ("form", "import")])
def test_a_fifo_nobody_writes_to_is_not_waited_for_without_end(
    rolecheck: Rolecheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(intake, "NOBODY", 0.1)
    os.mkfifo(tmp_path / "fifo")

    ran = rolecheck(*command, tmp_path / "fifo")

    assert ran.code == 3
    assert "没有谁往这个管道里写" in ran.err


@POSIX
def test_a_pipe_that_is_silent_is_not_waited_for_without_end(
    rolecheck: Rolecheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "NOBODY", 0.1)
    monkeypatch.setattr(intake, "SILENCE", 0.1)
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    handle = os.open(fifo, os.O_RDWR)

    ran = rolecheck("score", fifo)
    os.close(handle)

    assert ran.code == 3
    assert "管道里没有东西来" in ran.err


@POSIX
@pytest.mark.parametrize(
    "command",
    [
        ("score",),
        *(
            pytest.param(command, marks=pytest.mark.slow)
            for command in (("form", "import"), ("team",), ("report",), ("quiz", "--answers"))
        ),
    ],
)
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/"])
def test_what_has_no_end_or_no_content_is_a_sentence(command: tuple[str, ...], device: str) -> None:
    ran = run(*command, device, limit=300 * 2**20)

    assert ran.returncode in {2, 3}
    assert b"Traceback" not in ran.stderr


def test_rows_spoiled_while_they_are_read_do_not_vanish(
    rolecheck: Rolecheck, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rolecheck("score", sheet, "--json").out
    real = sheets._SheetReader.rows

    def spoiling(reader: sheets._SheetReader) -> object:
        sheet.write_text("respondent\n,,,\n", encoding="utf-8")
        return real(reader)

    monkeypatch.setattr(sheets._SheetReader, "rows", spoiling)

    assert rolecheck("score", sheet, "--json").out == whole


@POSIX
def test_a_sheet_is_not_written_behind_itself(sheet: Path) -> None:
    before = sheet.read_bytes()
    with sheet.open("ab") as stream:
        ran = subprocess.run(
            [sys.executable, "-m", "rolecheck", "score", str(sheet), "--json"], stdout=stream, stderr=-1, check=False
        )

    assert ran.returncode == 2
    assert sheet.read_bytes() == before


def rows(path: Path, count: int, cell: str) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f"respondent,{','.join(ITEMS)}\n")
        for number in range(count):
            stream.write(f"r{number},{','.join(cell.format(number=number) for _ in ITEMS)}\n")
    return path


def test_of_many_problems_the_first_are_listed_and_all_are_counted(rolecheck: Rolecheck, tmp_path: Path) -> None:
    ran = rolecheck("score", rows(tmp_path / "s.csv", 1_000, "Z{number}"))

    assert ran.code == 3
    assert len(ran.err.splitlines()) == MOST_LISTED + 1
    assert f"还有 {1_000 * len(ITEMS) - MOST_LISTED} 处没列出来" in ran.err


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("cell", ["A", "x{number}", "x{number}" + "长" * 30])
def test_memory_does_not_grow_with_the_rows_good_or_bad(tmp_path: Path, cell: str) -> None:
    """Thirty thousand rows where a growth of a hundred bytes a cell would show in what the system lends."""
    path = rows(tmp_path / "s.csv", 30_000 if cell != "A" else 3_000, cell)

    ran = run("score", str(path), limit=150 * 2**20)

    assert b"MemoryError" not in ran.stderr
    assert ran.returncode == (0 if cell == "A" else 3)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("respondent," + ",".join(f"c{n}" for n in range(100_000)) + "\n", marks=pytest.mark.slow),
        "respondent," * 100_000 + "\n",
        "respondent\n" + '"' + "x" * (2 * 2**20) + "\n",
        pytest.param("respondent\n" + '"a\n' * 2_000_000, marks=pytest.mark.slow),
        "x" * (3 * 2**20),
        pytest.param("\n" * 3_000_000, marks=pytest.mark.slow),
    ],
    ids=["columns", "columns of one name", "a long cell", "a row without end", "a line without end", "empty lines"],
)
def test_more_than_a_sheet_can_be_is_told_in_a_sentence(rolecheck: Rolecheck, tmp_path: Path, content: str) -> None:
    path = tmp_path / "s.csv"
    path.write_text(content, encoding="utf-8")

    for command in (("score",), ("form", "import")):
        ran = rolecheck(*command, path)
        assert ran.code == 3
        assert len(ran.err.splitlines()) <= MOST_LISTED + 1


def test_too_many_bytes_are_not_read(rolecheck: Rolecheck, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_files, "MOST_BYTES", 2**20)
    with sheet.open("a", encoding="utf-8") as stream:
        stream.write("\n" * 2**20)

    ran = rolecheck("score", sheet)

    assert ran.code == 3
    assert "超过 1 MB" in ran.err


@pytest.mark.parametrize(
    "encoding", ["gbk", pytest.param("ascii", marks=pytest.mark.slow), pytest.param("latin-1", marks=pytest.mark.slow)]
)
def test_data_is_utf_8_whatever_the_console_says(sheet: Path, encoding: str) -> None:
    def printed(*command: str, **environment: str) -> bytes:
        surroundings = {**os.environ, **environment}
        return subprocess.run(
            [sys.executable, "-m", "rolecheck", *command], env=surroundings, stdout=-1, check=True
        ).stdout

    for command in (("score", str(sheet), "--json"), ("roles", "--json"), ("form", "export", "--to", "csv")):
        told = printed(*command, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert told.decode("utf-8") == printed(*command, PYTHONUTF8="1").decode("utf-8")
        assert not told.isascii()
