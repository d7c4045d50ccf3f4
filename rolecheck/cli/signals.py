"""Being told to stop: whoever says so and however, it ends like Ctrl-C, with what was answered kept.

A window closed (SIGHUP) and an orderly kill (SIGTERM) would otherwise end the process in the middle of a line.
"""

import signal
from types import FrameType
from typing import NoReturn

STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Windows knows the first two alone."""


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
