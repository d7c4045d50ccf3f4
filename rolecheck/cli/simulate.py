"""`rolecheck bank simulate`: the lab on as many cores as there are, and what it found."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.progress import Track, progress
from rolecheck.cli.saving import check_output, save_page
from rolecheck.cli.screen import bank_folder, checked_seed, show, show_json
from rolecheck.errors import RolecheckError, UsageError
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.lab.battery import Findings, Runner, Task, on_one_core, run_battery, standard_battery
from rolecheck.report.lab import LabReport, lab_data, lab_page, lab_report, why_not
from rolecheck.report.lab_page import measurement_page
from rolecheck.report.lab_plot import lab_plot
from rolecheck.store.outputs import write_named_bytes
from rolecheck.visible import quoted

PICTURES = (".svg", ".png")

QUICK = 100
"""People of a quick run: under a minute on two cores."""


@dataclass(frozen=True, slots=True)
class SimulateRequest:
    """What was asked for on the command line."""

    folder: Path | None
    respondents: int
    seed: int
    jobs: int | None
    plot: Path | None
    output: Path | None
    json: bool
    plain: bool


def run_simulate(request: SimulateRequest) -> None:
    """Simulate people on a bank and print, draw or write what was found."""
    folder = bank_folder(request.folder)
    bank = load_bank(folder)
    _check_files(request)
    unfit = why_not(bank)
    if unfit is not None:
        raise UsageError(unfit)
    findings = _simulate(folder, request)
    report = lab_report(bank, findings)
    if request.json:
        show_json(lab_data(bank, report))
    elif request.output is None:
        show(lab_page(report), plain=request.plain)
    if request.plot is not None:
        _draw(bank, report, request.plot)
    if request.output is not None:
        page = measurement_page(report, f"{date.today():%Y-%m-%d}")  # noqa: DTZ011 - the day where the reader is
        save_page(page, request.output)


def _simulate(folder: Path, request: SimulateRequest) -> Findings:
    battery = standard_battery(request.respondents, request.seed)
    with (
        progress("模拟", "份", plain=request.plain) as track,
        workers(folder, request.jobs or _cores(), track) as run,
    ):
        return run_battery(battery, run)


def _draw(bank: Bank, report: LabReport, path: Path) -> None:
    from rolecheck.output.lab_plot import draw_lab

    write_named_bytes(path, draw_lab(lab_plot(bank, report.figures), _kind(path)))
    sys.stderr.write(f"画好了：{quoted(path)}\n")


def _kind(path: Path) -> str:
    return path.suffix[1:].lower()


def _check_files(request: SimulateRequest) -> None:
    """Raise before minutes have been spent on what cannot be written."""
    check_output(request.output, inputs=(request.folder,))
    check_output(request.plot, PICTURES, "--plot", inputs=(request.folder,))
    checked_seed(request.seed)
    for path in (request.output, request.plot):
        if path is not None and not path.parent.is_dir():
            raise UsageError(f"写不进 {quoted(path)}：没有文件夹 {quoted(path.parent)}。请先建好它，或换一个文件夹。")
    if request.plot is not None:
        from rolecheck.output.lab_plot import require_drawing

        require_drawing(_kind(request.plot))


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(folder: Path, jobs: int, track: Track) -> Iterator[Runner]:
    """Give what runs tasks on so many processes; each reads the bank for itself. Nobody waits for them after Ctrl-C.

    ``track`` is moved on by every task that is done, whichever it is; results come in the tasks' order.
    """
    if jobs == 1:
        examiner = Examiner(load_bank(folder))
        yield lambda tasks: track(on_one_core(examiner)(tasks), len(tasks))
        return
    # Started anew and not forked: the progress bar has a thread of its own.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_prepare, initargs=(folder,))
    try:
        yield lambda tasks: _in_order([pool.submit(_carry_out, task) for task in tasks], track)
    except BrokenProcessPool as error:
        raise RolecheckError("一个计算进程没了，多半是内存不够。请减少 --jobs 或 --respondents 再试。") from error
    except BaseException:
        for worker in active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(futures: Sequence[Future[Any]], track: Track) -> Iterator[Any]:
    for done in track(as_completed(futures), len(futures)):
        # What went wrong is told at once, and not when its turn comes.
        done.result()
    return (future.result() for future in futures)


_examiner: list[Examiner] = []
"""A worker's own, made once."""


def _prepare(folder: Path) -> None:
    # Ctrl-C reaches every process of a terminal; the one that prints has the word, the others leave silently.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _examiner.append(Examiner(load_bank(folder)))


def _carry_out(task: Task) -> Any:  # noqa: ANN401 - tasks return what they return
    return task(_examiner[0])
