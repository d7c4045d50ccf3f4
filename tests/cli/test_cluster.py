"""Work on a cluster: two workers, one of them killed in the middle; the same result, nothing twice, nothing missing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_parts import write

distributed = pytest.importorskip("distributed")

PEOPLE = 1200
ROWS = 30
PATIENCE = 180.0


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as running:
        yield running


def run(*arguments: str | Path, home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "rolecheck", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"ROLECHECK_HOME": str(home)},
    )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_in_the_middle_changes_nothing(cluster: Any, tmp_path: Path) -> None:  # noqa: ANN401
    sheet, out = write(tmp_path / "s.csv", range(PEOPLE)), tmp_path / "out"
    running = run(
        "score", sheet, "--output", out, "--part", str(ROWS), "--scheduler", cluster.scheduler_address, home=tmp_path
    )
    end = time.monotonic() + PATIENCE
    while len(list(out.glob("part-*"))) < 4 and running.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    assert running.poll() is None, running.communicate()
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
    said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, said
    lines = [line for path in sorted(out.glob("part-*")) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [json.loads(line)["respondent"] for line in lines] == [f"r{number}" for number in range(PEOPLE)]
    alone = run("score", sheet, "--json", "--jobs", "1", home=tmp_path).communicate(timeout=PATIENCE)[0]
    assert lines == alone.splitlines()


@pytest.mark.slow
def test_a_scheduler_nobody_runs_is_told_of(tmp_path: Path) -> None:
    sheet = write(tmp_path / "s.csv", range(2))
    running = run("score", sheet, "--json", "--scheduler", "tcp://127.0.0.1:9", home=tmp_path)
    _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 2
    assert "连不上调度器" in said
