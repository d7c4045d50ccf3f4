"""The first step of the tool: from here on being told to stop is a sentence and 130, while everything loads too.

Whoever says so and however, it ends like Ctrl-C, with what was answered kept. A window closed (SIGHUP) and an orderly
kill (SIGTERM) would otherwise end the process in the middle of a line.
"""

import signal
import sys
from contextlib import suppress
from enum import IntEnum
from types import FrameType
from typing import NoReturn

STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Windows knows the first two alone."""


class ExitCode(IntEnum):
    """What the process tells its caller."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    BAD_INPUT = 3
    NEEDS_ANSWER = 4
    INTERRUPTED = 130


def main() -> None:
    """Load the commands, run one and leave with its exit code."""
    stop_on_signals()
    try:
        from rolecheck.cli.main import main as run_and_leave

        run_and_leave()
    except KeyboardInterrupt:
        stop_no_more()
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.write("已中断。\n")
        raise SystemExit(ExitCode.INTERRUPTED) from None
    finally:
        stop_no_more()


def stop_on_signals() -> None:
    """Let every signal to stop raise KeyboardInterrupt, but one that whoever started this run wants ignored (nohup)."""
    for number in known_signals():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def stop_no_more() -> None:
    """Ignore signals to stop from here on: the run is on its way out, and says so in peace."""
    for number in known_signals():
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - what a handler is given
    """Raise KeyboardInterrupt: Python's own handler does too, but asyncio would put one of its own in its place."""
    raise KeyboardInterrupt


def known_signals() -> list[signal.Signals]:
    """Return those signals to stop that this system has."""
    return [signal.Signals[name] for name in STOPPING if name in signal.Signals.__members__]
