"""What a million sheets cost: `rolecheck score` on one process, on two, on a cluster of two, in parts of any size.

Wall-clock time and the parent's peak memory, from a shell's point of view: quiet machines only. Run as
``python -m benchmarks.scale [people] [repetitions]``, as ``python -m benchmarks.scale overhead`` for what a task of a
cluster costs that does nothing, or as ``python -m benchmarks.scale killed [people]`` for a million sheets of which half
are done when one of two workers is killed.
"""

import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from statistics import median
from typing import NamedTuple

from distributed import Client, LocalCluster

from benchmarks import people as shared
from benchmarks.answering import crowd, world
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Facet
from rolecheck.bank.loading import load_bank
from rolecheck.measure.calibration.answers import OptionLayout

PEOPLE = 20_000
MANY = 1_000_000
ITEMS = 18
AT_ONCE = 5_000
LOOK_EVERY = 0.05
TASKS, WARMING = 500, 50
BANK_BYTES, PART_BYTES = 50_000, 2_200_000
"""What a task of a thousand people takes there and back."""


class Cost(NamedTuple):
    """Seconds from beginning to end, and the most memory the parent held, in MB."""

    seconds: float
    memory: float


def write_sheet(path: Path, people: int) -> None:
    """Write a sheet of so many people of the prior with eighteen items each."""
    layout = OptionLayout(load_bank(shipped_folder()), Facet.RESPONSIBILITY)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["respondent", *(item.id for item in layout.items)])
        for start in range(0, people, AT_ONCE):
            marks = crowd(world(layout), min(AT_ONCE, people - start), start, items=ITEMS).answers.marks
            for number, own in enumerate(marks.tolist(), start):
                cells = (
                    "".join(item.letters[each] for each in pair if each >= 0)
                    for item, pair in zip(layout.items, own, strict=True)
                )
                writer.writerow([f"r{number}", *cells])


def run(sheet: Path, *arguments: str) -> Cost:
    """Return what one run of the command costs."""
    with tempfile.TemporaryDirectory() as folder:
        return run_into(Path(folder) / "out", sheet, *arguments)


def run_into(out: Path, sheet: Path, *arguments: str, meanwhile: Callable[[], None] = lambda: None) -> Cost:
    """Return what one run of the command costs whose parts are kept; ``meanwhile`` is called again and again."""
    command = [sys.executable, "-m", "rolecheck", "score", str(sheet), "--output", str(out), *arguments]
    begun = time.monotonic()
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    most = 0.0
    while running.poll() is None:
        most = max(most, _memory(running.pid))
        meanwhile()
        time.sleep(LOOK_EVERY)
    if running.returncode:
        raise SystemExit(f"{command} ended with {running.returncode}")
    return Cost(time.monotonic() - begun, most)


def _memory(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def told(name: str, costs: Sequence[Cost], people: int) -> float:
    """Print the median of some runs, and return its seconds."""
    seconds = median(cost.seconds for cost in costs)
    memory = max(cost.memory for cost in costs)
    print(f"{name:34} {seconds:7.1f} s  {people / seconds:6.0f} a second  parent {memory:5.0f} MB", flush=True)
    return seconds


def overhead() -> None:
    """Print what a task costs besides its work: nothing is done in it, but a bank and a part's figures travel along."""
    print(shared.machine(), f"load before {os.getloadavg()[0]:.1f}")
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        Client(cluster) as client,
        client.get_executor(pure=False) as executor,
    ):
        for sent, returned in ((0, 0), (BANK_BYTES, 0), (BANK_BYTES, PART_BYTES)):
            for future in [executor.submit(_nothing, b"", 0) for _ in range(WARMING)]:
                future.result()
            wall, processor = time.monotonic(), time.process_time()
            futures = [executor.submit(_nothing, os.urandom(sent), returned) for _ in range(TASKS)]
            for future in futures:
                future.result()
            print(
                f"{sent // 1000:3} KB there, {returned // 1000:4} KB back: "
                f"{(time.monotonic() - wall) / TASKS * 1e3:.2f} ms a task, "
                f"{(time.process_time() - processor) / TASKS * 1e3:.2f} ms of them the parent's and scheduler's",
                flush=True,
            )


def _nothing(_: bytes, size: int) -> bytes:
    return bytes(size)


def killed(people: int) -> None:
    """Print what becomes of a run one of whose two workers is killed when half the parts are written."""
    print(shared.machine(), f"load before {os.getloadavg()[0]:.1f}", flush=True)
    size = "5000"
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
    ):
        sheet, out, undisturbed = Path(folder) / "sheet.csv", Path(folder) / "out", Path(folder) / "undisturbed"
        write_sheet(sheet, people)
        half = people // int(size) // 2
        killed_at: list[int] = []

        def kill() -> None:
            done = len(list(out.glob("part-*")))
            if done >= half and not killed_at:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
                killed_at.append(done)

        cost = run_into(out, sheet, "--scheduler", cluster.scheduler_address, "--part", size, meanwhile=kill)
        told(f"one of two workers killed after {killed_at} parts", [cost], people)
        told("--jobs 2, nobody killed", [run_into(undisturbed, sheet, "--jobs", "2", "--part", size)], people)
        each = enumerate(zip_longest(_lines(out), _lines(undisturbed)))
        checks = [(json.loads(found)["respondent"] == f"r{number}", found == other) for number, (found, other) in each]
        in_order, same = map(sum, zip(*checks, strict=True))
        print(f"{len(checks)} results of {people}: {in_order} are whose they should be, in order and each once;")
        print(f"{same} are, to the byte, what they are where nobody was killed", flush=True)


def _lines(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("part-*")):
        yield from path.read_text(encoding="utf-8").splitlines()


def main() -> None:
    """Print what runs cost."""
    if sys.argv[1:] == ["overhead"]:
        overhead()
        return
    if sys.argv[1:2] == ["killed"]:
        killed(int(sys.argv[2]) if len(sys.argv) > 2 else MANY)
        return
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print(shared.machine(), f"load before {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        sheet, small = Path(folder) / "sheet.csv", Path(folder) / "small.csv"
        write_sheet(sheet, people)
        write_sheet(small, people // 4)
        both: dict[int, list[Cost]] = {1: [], 2: []}
        for _ in range(times):
            for jobs, costs in both.items():
                costs.append(run(sheet, "--jobs", str(jobs)))
        alone, together = (told(f"--jobs {jobs}", costs, people) for jobs, costs in both.items())
        print(f"two jobs are {alone / together:.2f} times as fast")
        told("--jobs 2, a quarter of the people", [run(small, "--jobs", "2")], people // 4)
        for part in (50, 200, 1000, 5000):
            told(f"--jobs 2 --part {part}", [run(sheet, "--jobs", "2", "--part", str(part))], people)
        _on_cluster(sheet, people)


def _on_cluster(sheet: Path, people: int) -> None:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        for part in (50, 200, 1000, 5000):
            cost = run(sheet, "--scheduler", cluster.scheduler_address, "--part", str(part))
            told(f"--scheduler, two workers, part {part}", [cost], people)


if __name__ == "__main__":
    main()
