"""A disk that is full at any byte: what was answered before stays, it is said in a sentence, and one can go on.

The system's limit on the size of a file stands in for the disk: it too lets a part of a line through, and no more.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("no such limits here", allow_module_level=True)

import resource

QUIZ = ("quiz", "--plain", "--form", "quick", "--title", "交付经理", "--seed", "5")
ALL_A = "A\n" * 60
ROOMS = (400, 441, 640, 2500)
"""Bytes: in the first lines, in a line after a torn one, in the middle, and in the result."""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs the tool with so many bytes of room in any one file."""
    environment = {**os.environ, "ROLECHECK_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1", "COLUMNS": "80"}

    def run(*arguments: str, typed: str, room: int | None = None) -> subprocess.CompletedProcess[str]:
        def limit() -> None:
            if room is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

        return subprocess.run(
            [sys.executable, "-m", "rolecheck", *arguments],
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=limit,
            timeout=120,
        )

    return run


def choices(home: Path) -> list[tuple[str, str]]:
    (path,) = (home / "results").glob("*.json")
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return [(each["item"], each["choice"]) for each in record["session"]["responses"]]


@pytest.mark.slow
def test_full_at_any_byte_it_loses_the_item_on_the_screen_alone(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run(*QUIZ, typed=ALL_A).returncode == 0
    undisturbed = choices(home)
    (home / "results").rename(home / "before")

    for number, room in enumerate(ROOMS):
        ran = run(*QUIZ, typed=f"1\n{ALL_A}" if number else ALL_A, room=room)
        assert ran.returncode == 1
        assert "Traceback" not in ran.stderr
        assert "接着答" in ran.stderr
        (journal,) = (home / "sessions").glob("*.jsonl")
        assert journal.stat().st_size == room or "条线各占多少" in ran.stdout
    assert run(*QUIZ, typed=f"1\n{ALL_A}").returncode == 0

    assert choices(home) == undisturbed
    assert list((home / "sessions").iterdir()) == []


def test_full_before_the_first_response_nothing_is_left_lying(run: Run, tmp_path: Path) -> None:
    ran = run(*QUIZ, typed=ALL_A, room=100)

    assert ran.returncode == 1
    assert "没有东西要存" in ran.stderr
    assert list((tmp_path / "home" / "sessions").iterdir()) == []
