"""A run that is killed at any call of the system, and a disk that is full from any call on.

Once killed, nothing the run would still do reaches the disk: every call that changes something is refused, so that
neither ``finally`` nor ``except`` can tidy up, as after ``kill -9``. What the system does by itself when a process
ends (files closed, locks let go) happens as the objects go.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

CHANGING = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "remove", "mkdir", "rmdir")
ADDING = frozenset({"open", "write", "link", "mkdir"})


class Killed(BaseException):
    """The run ended here."""


class Faults:
    """What is to go wrong next: killed at the n-th change of the disk, or full from the n-th on."""

    def __init__(self) -> None:
        self.kill_at: int | None = None
        self.full_at: int | None = None
        self.dead = False
        self._count = 0

    def begin(self, kill_at: int | None = None, full_at: int | None = None) -> None:
        self.kill_at, self.full_at, self.dead, self._count = kill_at, full_at, False, 0

    def check(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "open" and not (len(arguments) > 1 and arguments[1] & os.O_CREAT):
            return
        self._count += 1
        if self.dead or self._count == self.kill_at:
            self.dead = True
            if name == "write":
                part = bytes(arguments[1])[: len(arguments[1]) // 2]
                REAL["write"](arguments[0], part)
            raise Killed
        if self.full_at is not None and self._count >= self.full_at and name in ADDING:
            raise OSError(errno.ENOSPC, "full")


REAL: dict[str, Callable[..., Any]] = {name: getattr(os, name) for name in CHANGING}


@contextmanager
def in_the_way(faults: Faults) -> Iterator[None]:
    """Let every change of the disk by this process pass the faults first."""

    def guarded(name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            faults.check(name, arguments)
            return REAL[name](*arguments, **options)

        return call

    for name in CHANGING:
        setattr(os, name, guarded(name))
    try:
        yield
    finally:
        for name, real in REAL.items():
            setattr(os, name, real)
