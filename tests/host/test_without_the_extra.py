"""The room's libraries are loaded by its command alone, and where they are missing it says what to install."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOM = {"starlette", "uvicorn", "sqlalchemy", "alembic", "segno", "psutil", "python_multipart"}
LOOK = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def run(program: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "ROLECHECK_HOME": str(home), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("arguments", [["--help"], ["host", "--help"], ["explain", "交付经理"], ["paths"]])
def test_other_commands_load_nothing_that_serves_a_room(tmp_path: Path, arguments: list[str]) -> None:
    start = f"import sys; sys.argv[1:] = {arguments!r}; from rolecheck.cli.main import run; run(); print(); "

    names = run(start + LOOK, tmp_path).stdout.splitlines()[-1].split()

    assert "rolecheck" in names
    assert ROOM & set(names) == set()


@pytest.mark.parametrize(
    "missing",
    ["starlette", *(pytest.param(name, marks=pytest.mark.slow) for name in ("segno", "sqlalchemy", "uvicorn"))],
)
def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path, missing: str) -> None:
    block = f"import sys; sys.modules[{missing!r}] = None; sys.argv[1:] = ['host', '--bind', '127.0.0.1']; "

    done = run(block + "from rolecheck.cli.main import run; sys.exit(run())", tmp_path)

    assert done.returncode == 2
    assert "pip install 'rolecheck[host]'" in done.stderr
    assert "Traceback" not in done.stderr
