"""Long work: shared out among processes, or among machines, and how far it has come, on stderr where somebody looks.

``--jobs`` starts processes of this machine, ``--scheduler`` uses whatever workers a Dask scheduler has; both offer the
standard library's Executor, and nothing else here is asked of them: one function is mapped over parts either way. A
part is worth a second or more of work, brings its bank along (a worker keeps the ones it has seen) and hangs on nothing
but itself: in what order, where and how often parts are worked out makes no difference to what comes of them.
"""

import os
import pickle  # nosec B403 - between processes of our own
import signal
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import active_children, get_context
from time import monotonic
from typing import Any, TypeVar

from rolecheck.bank.items import Bank
from rolecheck.cli.screen import wants_plain
from rolecheck.errors import RolecheckError, UsageError
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.quality import FASTEST_READING
from rolecheck.typesetting import quoted

Track = Callable[[Iterable[Any], int | None], Iterator[Any]]
"""Passes things through and counts them; how many there will be, None if nobody knows."""

EVERY = 30.0
"""Seconds between lines where no bar can be drawn."""

Result = TypeVar("Result")
Task = Callable[[Examiner], Result]

WAITING = 2
"""Parts handed out beyond those being worked on, for each worker: nobody waits, and no memory fills."""

CONNECT_WITHIN = "10s"

GOES_ON = "写进文件夹的部分还在，会接着算。"


@dataclass(frozen=True, slots=True)
class Helpers:
    """What the command line says about who works: so many processes, None for as many as the command likes."""

    jobs: int | None = None
    scheduler: str | None = None

    def __post_init__(self) -> None:
        """Raise UsageError where both are asked for."""
        if self.jobs is not None and self.scheduler is not None:
            raise UsageError(
                "--jobs 和 --scheduler 只能写一个：前者用这台机器的核，后者用调度器那边的。",
                retype={"--scheduler": [], self.scheduler: []},
            )


class Crew:
    """Whoever works: ``carry_out`` yields what each task returns, in their order, as they come."""

    def __init__(self, bank: Bank, fastest: float, executor: Executor | None, workers: int) -> None:
        """Pack the bank once; without an executor everything is worked out here."""
        self.workers = workers
        self._executor = executor
        self._here = (bank, fastest)
        self._packed = b"" if executor is None else zlib.compress(pickle.dumps((bank, fastest)), 1)

    def carry_out_all(self, tasks: Sequence[Task[Result]], track: Track) -> Iterator[Result]:
        """Return what each task returns, in their order, once all are done.

        ``track`` is moved on by every task that is done, whichever it is, and what went wrong is told at once.
        """
        if self._executor is None:
            examiner = Examiner(*self._here)
            return track((task(examiner) for task in tasks), len(tasks))
        futures = [self._executor.submit(_with_bank, self._packed, task) for task in tasks]
        for done in track(as_completed(futures), len(futures)):
            done.result()
        return (future.result() for future in futures)

    def carry_out(self, tasks: Iterable[Task[Result]]) -> Iterator[Result]:
        """Yield what each task returns; only a few more tasks are taken than are worked on."""
        if self._executor is None:
            examiner = Examiner(*self._here)
            yield from (task(examiner) for task in tasks)
            return
        waiting: deque[Future[Result]] = deque()
        try:
            for task in tasks:
                waiting.append(self._executor.submit(_with_bank, self._packed, task))
                if len(waiting) > self.workers * (1 + WAITING):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


@contextmanager
def crew(bank: Bank, helpers: Helpers, *, fastest: float = FASTEST_READING, usual: int = 1) -> Iterator[Crew]:
    """Give whoever works; ``usual`` is how many processes there are where nothing is said.

    Raises:
        UsageError: the scheduler cannot be reached, or what talks to it is not installed.
        RolecheckError: a worker was lost for good.
    """
    if helpers.scheduler is not None:
        with _on_cluster(helpers.scheduler) as (executor, workers):
            yield Crew(bank, fastest, executor, workers)
        return
    jobs = helpers.jobs or usual
    if jobs == 1:
        yield Crew(bank, fastest, None, 1)
        return
    with _on_processes(jobs) as executor:
        yield Crew(bank, fastest, executor, jobs)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _on_processes(jobs: int) -> Iterator[Executor]:
    """Give so many processes. Nobody waits for them after Ctrl-C."""
    # Started anew and not forked: the progress bar has a thread of its own.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_silently)
    try:
        yield pool
    except BrokenProcessPool as error:
        raise RolecheckError(f"一个计算进程没了，多半是内存不够。请减少 --jobs 再试。{GOES_ON}") from error
    except BaseException:
        for worker in active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _on_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise UsageError("用 --scheduler 要先装 Dask。", "运行 pip install 'rolecheck[cluster]'") from error
    try:
        client = Client(address, timeout=CONNECT_WITHIN, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        said = f"连不上调度器 {quoted(address)}。看看地址对不对（像 tcp://主机:8786）、dask scheduler 开着没有。"
        raise UsageError(said) from error
    try:
        workers = sum(client.nthreads().values())
        if not workers:
            raise UsageError(f"调度器 {quoted(address)} 那边一个干活的都没有。先在那边运行 dask worker。")
        sys.stderr.write(f"调度器那边有 {workers} 个线程可用。\n")
        # A part does not change by being worked out twice; whoever dies while holding it is not to blame for it.
        yield client.get_executor(retries=3, pure=False), workers
    except (KilledWorker, CancelledError) as error:
        raise RolecheckError(f"调度器那边丢了计算进程，试了几次都没成。修好后再运行一次。{GOES_ON}") from error
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=5)


def _leave_silently() -> None:
    # Ctrl-C reaches every process of a terminal; the one that prints has the word, the others leave silently.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _with_bank(packed: bytes, task: Task[Result]) -> Result:
    return task(_examiner(packed))


@lru_cache(maxsize=2)
def _examiner(packed: bytes) -> Examiner:
    return Examiner(*pickle.loads(zlib.decompress(packed)))  # noqa: S301 # nosec B301 - packed by who asks


def in_parts(things: Iterable[Any], size: int, make: Callable[[list[Any]], Task[Result]]) -> Iterator[Task[Result]]:
    """Yield a task for every so many things, in their order."""
    part: list[Any] = []
    for thing in things:
        part.append(thing)
        if len(part) == size:
            yield make(part)
            part = []
    if part:
        yield make(part)


@contextmanager
def progress(what: str, unit: str, *, plain: bool, seen: bool = True) -> Iterator[Track]:
    """Give a function that passes things through and shows how many have come; it only passes them without a terminal.

    ``seen`` is False where the bar would be in the way of what is printed.
    """
    if wants_plain(plain) or not seen or not sys.stderr.isatty():
        yield lambda things, _: iter(things)
        return
    from rich.progress import MofNCompleteColumn, TextColumn

    with _bar(what, MofNCompleteColumn(), TextColumn(unit)) as bar:
        yield lambda things, total: iter(bar.track(things, total, description=what))


@contextmanager
def long_progress(what: str, unit: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many more are done, and shows how many a second, and how long it will yet take.

    Where no bar can be drawn it is a line now and then: whoever starts something for hours reads its log.
    """
    if wants_plain(False) or not sys.stderr.isatty():
        yield _Spoken(what, unit, total).advance
        return
    from rich.progress import MofNCompleteColumn, TextColumn

    rate = TextColumn("每秒 {task.fields[rate]}")
    with _bar(what, MofNCompleteColumn(), TextColumn(unit), rate) as bar:
        task = bar.add_task(what, total=total, rate="…")

        def advance(more: int) -> None:
            bar.update(task, advance=more)
            speed = bar.tasks[0].speed
            bar.update(task, rate="…" if speed is None else f"{speed:,.0f}")

        yield advance


class _Spoken:
    """Progress as lines, the first after half a minute."""

    def __init__(self, what: str, unit: str, total: int) -> None:
        self._what, self._unit, self._total = what, unit, total
        self._done = 0
        self._begun = self._said = monotonic()

    def advance(self, more: int) -> None:
        self._done += more
        now = monotonic()
        if now - self._said < EVERY:
            return
        self._said = now
        rate = self._done / (now - self._begun)
        left = max(self._total - self._done, 0) / max(rate, 1e-9)
        sys.stderr.write(
            f"{self._what}：{self._done:,} / {self._total:,} {self._unit}，每秒 {rate:,.0f}，还要{_time(left)}。\n"
        )
        sys.stderr.flush()


def _time(seconds: float) -> str:
    if seconds < 90:
        return f" {seconds:.0f} 秒"
    return f"约 {seconds / 60:.0f} 分钟" if seconds < 5400 else f"约 {seconds / 3600:.1f} 小时"


def _bar(what: str, *columns: Any) -> Any:  # noqa: ANN401 - what rich has, which is imported for a bar alone
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    every = (SpinnerColumn(), TextColumn(what), BarColumn(24), *columns, TimeRemainingColumn())
    # Redirected, what is printed on stdout would end up on stderr with the bar.
    return Progress(*every, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
