"""What commands that ask have in common: finding somebody to ask, offering to go on, leaving before the end.

Whatever ends a run early, the last words say what is kept and how to go on with it.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import NamedTuple, Protocol, TypeVar

import typer

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Bank
from rolecheck.cli.entry import ExitCode
from rolecheck.cli.screen import is_terminal, wants_ascii, wants_plain
from rolecheck.errors import BadInputError, NeedsAnswerError, StoreError
from rolecheck.prompt.asking import Asker, Paused
from rolecheck.store.journal import Journal, journals
from rolecheck.store.walks import OtherBankError
from rolecheck.typesetting import quoted

MOST_NAMED = 3


class Words(NamedTuple):
    """What a sitting calls what is done in it: going on, what has been done so far, and what was on the screen."""

    on: str
    so_far: str
    nothing: str
    busy: str
    torn: str
    last: str


ANSWERING = Words("接着答", "已经答的", "还没有作答，没有东西要存", "正在答", "是中断时屏幕上的那一题", "上次的作答")
CHECKING = Words("接着看", "已经看的", "还没有看，没有东西要存", "正在看", "是中断时屏幕上的那一条", "上次的验收")
WALKING = Words("接着走", "已经走的", "还没有走，没有东西要存", "正在走", "是中断时屏幕上的那一屏", "上次的工作坊")


@dataclass(slots=True)
class OpenRun:
    """What one run has in hand: the journal it keeps, and where its result went; ``command`` goes on with it.

    ``output`` is the file asked for by an earlier run that was left before it was written.
    """

    command: str
    words: Words = ANSWERING
    journal: Journal | None = None
    resumed: bool = False
    saved: Path | None = None
    output: Path | None = None

    def what_is_kept(self) -> str:
        """Say what of this sitting is on disk, and how to get at it."""
        if self.saved is not None:
            return f"结果已经存好：{quoted(self.saved)}。"
        journal = self.journal
        if journal is None or not journal.begun:
            return f"{self.words.nothing}。"
        if not journal.secure():
            return f"记录被别的程序删掉或换掉了，也没能另存：{quoted(journal.path)}。这回的没有留住。"
        if journal.moved_from is not None:
            return f"{self.words.so_far}另存在 {quoted(journal.path)}。再运行 {self.command}，可以{self.words.on}。"
        return f"{self.words.so_far}都存好了。再运行 {self.command}，可以{self.words.on}。"


class Resumable(Protocol):
    """Something begun that can go on."""

    @property
    def journal(self) -> Journal:
        """Where its moves are kept."""

    @property
    def left(self) -> datetime:
        """When it was left."""


Begun = TypeVar("Begun", bound=Resumable)


def open_asker(bank: Bank, *, plain: bool, no_input: bool, no_terminal: str) -> Asker:
    """Return who asks; NeedsAnswerError where nobody can be asked, with ``no_terminal`` saying what to do instead."""
    if no_input:
        msg = "--no-input 时不能提问，作答要用 --answers 文件给出。"
        raise NeedsAnswerError(msg, retype={"--no-input": ["--answers", "文件.yaml"]})
    if wants_plain(plain):
        from rolecheck.output.terminal import columns_of
        from rolecheck.prompt.asking import PlainAsker

        if sys.stdin is None:
            raise NeedsAnswerError(no_terminal)
        return PlainAsker(bank, sys.stdin, sys.stderr, columns_of(sys.stderr), ascii_only=wants_ascii(sys.stderr))
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise NeedsAnswerError(no_terminal, retype={"": ["--plain"]})
    from rolecheck.prompt.terminal import TerminalAsker

    return TerminalAsker(bank, ascii_only=wants_ascii(sys.stderr))


def offer_to_resume(
    asker: Asker, sitting: OpenRun, folder: Path, replay: Callable[[Path], Begun], tell: Callable[[Begun], str]
) -> Begun | None:
    """Return the latest of what was begun, if there is one and the respondent wants to go on with it.

    Its journal is then held by this sitting. What another run holds or another bank asked is left alone; what cannot
    be read any more, or is not wanted, is set aside. All of it is said.
    """
    paths, others = journals(folder)
    if others:
        names = "、".join(quoted(path.name) for path in others[:MOST_NAMED])
        more = f"等 {len(others)} 个" if len(others) > MOST_NAMED else ""
        asker.say(f"{quoted(folder)} 里有不是 rolecheck 写的文件，没有动：{names}{more}。")
    for path in paths:
        sitting.journal = Journal(path)
        if not sitting.journal.hold():
            if path.exists():
                asker.say(f"另一个窗口{sitting.words.busy} {quoted(path.name)}，没有动它。")
            continue
        try:
            begun = replay(path)
        except OtherBankError as error:
            sitting.journal.release()
            asker.say(_left_alone(error, path, sitting))
            continue
        except BadInputError as error:
            aside = sitting.journal.set_aside()
            asker.say(f"{error}已改名放在一边，没有删：{quoted(aside)}")
            continue
        return _offer(asker, sitting, begun, tell)
    sitting.journal = None
    return None


def _offer(asker: Asker, sitting: OpenRun, begun: Begun, tell: Callable[[Begun], str]) -> Begun | None:
    assert sitting.journal is not None  # noqa: S101 - it has just been taken
    begun.journal.take_over(sitting.journal)
    sitting.journal = begun.journal
    asker.say(tell(begun))
    if begun.journal.torn:
        asker.say(f"最后一行没写完，{sitting.words.torn}，没有算进来；它还留在记录里。")
    on = sitting.words.on
    if asker.ask_one_of(f"{on}，还是重新开始？", [on, "重新开始"]) == 0:
        sitting.resumed = True
        return begun
    aside = begun.journal.set_aside()
    sitting.journal = None
    asker.say(f"{sitting.words.last}没有删，放在一边：{quoted(aside)}")
    return None


def _left_alone(error: OtherBankError, path: Path, sitting: OpenRun) -> str:
    bare, on = sitting.command.partition(" --bank ")[0], sitting.words.on
    with_bank = bare if error.folder is None else f"{bare} --bank {quote(error.folder)}"
    return f"还有一次没答完的，用的是另一个题库，没有动它：{quoted(path)}。要{on}那一次，运行 {with_bank}。"


@contextmanager
def sitting_down(command: str, bank: Path | None, words: Words = ANSWERING) -> Iterator[OpenRun]:
    """Give a sitting; leaving it lets other runs have its journal."""
    sitting = OpenRun(command if bank is None else f"{command} --bank {quote(str(bank))}", words)
    try:
        yield sitting
    finally:
        if sitting.journal is not None:
            sitting.journal.release()


@contextmanager
def leaving_early(asker: Asker, sitting: OpenRun) -> Iterator[None]:
    """Turn leaving (pause, Ctrl-C, no more input, a full disk) into its exit, saying what is kept."""
    try:
        yield
    except (KeyboardInterrupt, Paused, EOFError) as leaving:
        # A window that was closed takes the last words with it.
        with suppress(OSError, ValueError):
            asker.say("")
            asker.say(sitting.what_is_kept())
        if isinstance(leaving, EOFError):
            msg = "输入到头了，题还没答完。"
            raise NeedsAnswerError(msg) from leaving
        raise typer.Exit(0 if isinstance(leaving, Paused) else ExitCode.INTERRUPTED) from leaving
    except StoreError as error:
        msg = f"{error}\n{sitting.what_is_kept()}"
        raise StoreError(msg) from error
    finally:
        asker.leave()


def bank_place(chosen: Path | None) -> str | None:
    """Return the folder of a chosen bank as journals remember it, None for the shipped one."""
    return None if chosen is None or chosen.resolve() == shipped_folder().resolve() else str(chosen.resolve())
