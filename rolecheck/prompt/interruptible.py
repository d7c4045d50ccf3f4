"""A prompt that every signal to stop ends, whenever it comes: none is lost, none strikes in the middle of a redraw.

Left to itself, prompt_toolkit drops a SIGINT that comes just after a line was typed, and a KeyboardInterrupt raised
while asyncio sets itself up or clears away leaves its complaints on the screen.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from prompt_toolkit.application import Application

STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")

Typed = TypeVar("Typed")


def run_interruptible(application: Application[Typed]) -> Typed:
    """Run the prompt and return what was typed; KeyboardInterrupt if a signal to stop has come meanwhile."""
    came: list[int] = []

    def leave() -> None:
        if came and application.future is not None and not application.future.done():
            application.exit(exception=KeyboardInterrupt())

    def note(number: int) -> None:
        came.append(number)
        if application.loop is not None:
            application.loop.call_soon_threadsafe(leave)

    with _noted(note):
        try:
            # What came before there was anything to leave is looked at first.
            typed = application.run(pre_run=leave, handle_sigint=False)
        except OSError:
            # The window is gone, and with it what should have been drawn.
            if came:
                raise KeyboardInterrupt from None
            raise
    if came:
        raise KeyboardInterrupt
    return typed


@contextmanager
def _noted(note: Callable[[int], None]) -> Iterator[None]:
    """Have signals to stop noted where they would be acted on; those the system acts on, or nobody, are left alone."""
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [signal.Signals[name] for name in STOPPING if name in signal.Signals.__members__]
        before = {number: signal.getsignal(number) for number in numbers if callable(signal.getsignal(number))}

    def handler(number: int, _: FrameType | None) -> None:
        note(number)

    for number in before:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
