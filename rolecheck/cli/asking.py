"""What commands that ask have in common: finding somebody to ask, offering to go on, leaving before the end."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import typer

from rolecheck.bank.items import Bank
from rolecheck.cli.marks import wants_ascii
from rolecheck.cli.screen import wants_plain
from rolecheck.errors import BadInputError, NeedsAnswerError
from rolecheck.prompt.asking import Asker, Paused
from rolecheck.store.journal import Journal, journals

INTERRUPTED = 130


class Unfinished(Protocol):
    """Something begun that can go on."""

    @property
    def journal(self) -> Journal:
        """Where its moves are kept."""

    @property
    def left(self) -> datetime:
        """When it was left."""


Begun = TypeVar("Begun", bound=Unfinished)


def open_asker(bank: Bank, *, plain: bool, no_input: bool, no_terminal: str) -> Asker:
    """Return who asks; NeedsAnswerError where nobody can be asked, with ``no_terminal`` saying what to do instead."""
    if no_input:
        msg = "--no-input 时不能提问，作答要用 --answers 文件给出。"
        raise NeedsAnswerError(msg)
    if wants_plain(plain):
        from rolecheck.output.terminal import columns_of
        from rolecheck.prompt.plain import PlainAsker

        if sys.stdin is None:
            raise NeedsAnswerError(no_terminal)
        return PlainAsker(bank, sys.stdin, sys.stderr, columns_of(sys.stderr), ascii_only=wants_ascii(sys.stderr))
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        raise NeedsAnswerError(no_terminal)
    from rolecheck.prompt.terminal import TerminalAsker

    return TerminalAsker(bank, ascii_only=wants_ascii(sys.stderr))


def _is_terminal(stream: object) -> bool:
    return stream is not None and not getattr(stream, "closed", False) and getattr(stream, "isatty", bool)()


def offer_to_resume(
    asker: Asker, paths: Iterable[Path], replay: Callable[[Path], Begun], tell: Callable[[Begun], str]
) -> Begun | None:
    """Return the latest of what was begun, if there is one and the respondent wants to go on with it."""
    for path in paths:
        try:
            begun = replay(path)
        except BadInputError as error:
            aside = Journal(path, "").set_aside()
            asker.say(f"{error} 已改名放在一边：{aside}")
            continue
        asker.say(tell(begun))
        if asker.ask_one_of("接着答，还是重新开始？", ["接着答", "重新开始"]) == 0:
            return begun
        aside = begun.journal.set_aside()
        asker.say(f"上次的作答没有删，放在一边：{aside}")
        return None
    return None


@contextmanager
def leaving_early(asker: Asker, folder: Path, command: str) -> Iterator[None]:
    """Turn leaving (pause, Ctrl-C, no more input) into its exit, saying whether the folder of journals keeps something.

    ``command`` is what goes on with it.
    """
    try:
        yield
    except (KeyboardInterrupt, Paused, EOFError) as leaving:
        asker.say("")
        asker.say(_what_is_kept(folder, command))
        if isinstance(leaving, EOFError):
            msg = "输入到头了，题还没答完。"
            raise NeedsAnswerError(msg) from leaving
        raise typer.Exit(0 if isinstance(leaving, Paused) else INTERRUPTED) from leaving
    finally:
        asker.leave()


def _what_is_kept(folder: Path, command: str) -> str:
    if any(journals(folder)):
        return f"已经答的都存好了。再运行 {command}，可以接着答。"
    return "还没有作答，没有东西要存。"
