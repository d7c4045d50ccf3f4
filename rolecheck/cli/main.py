"""The way in and the way out: every error becomes a sentence on stderr and an exit code, here and nowhere else."""

import os
import sys
from contextlib import suppress
from enum import IntEnum

import typer

from rolecheck.cli.app import app
from rolecheck.cli.chinese import explain_usage
from rolecheck.cli.completion import NAME, complete, is_completing
from rolecheck.errors import (
    AmbiguousNameError,
    BadInputError,
    NamesError,
    NeedsAnswerError,
    RolecheckError,
    UnknownNameError,
    UsageError,
    why_refused,
)

CommandLineError: type[Exception] = typer.BadParameter.__mro__[2]
"""Base of what the command line parser raises; its home moved between typer releases."""


class ExitCode(IntEnum):
    """What the process tells its caller."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    BAD_INPUT = 3
    NEEDS_ANSWER = 4
    INTERRUPTED = 130


def exit_code(error: RolecheckError) -> ExitCode:
    """Return the exit code an error deserves."""
    match error:
        case UsageError() | UnknownNameError() | AmbiguousNameError() | NamesError():
            return ExitCode.USAGE
        case BadInputError():
            return ExitCode.BAD_INPUT
        case NeedsAnswerError():
            return ExitCode.NEEDS_ANSWER
        case _:
            return ExitCode.FAILURE


def main() -> None:
    """Run one command and leave with its exit code."""
    _speak_any_encoding()
    _calculate_on_one_core()
    if is_completing():
        complete(app)
    raise SystemExit(run())


def run() -> int:
    """Run one command and return its exit code."""
    try:
        code = app(prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
    except RolecheckError as error:
        _say(str(error))
        return exit_code(error)
    except CommandLineError as error:
        _say(explain_usage(error))
        return ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        _say("已中断。")
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader of a pipe has gone (rolecheck explain ... | head), which typer answers with an exit of its own.
        _give_up_stdout()
        return ExitCode.OK
    except OSError as error:
        _give_up_stdout()
        _say(f"写不出去：{why_refused(error)}。换一个地方输出再试。")
        return ExitCode.FAILURE
    return code if isinstance(code, int) else ExitCode.OK


def _say(text: str) -> None:
    # A window that was closed takes the last words with it.
    with suppress(OSError, ValueError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def _calculate_on_one_core() -> None:
    """Keep numpy's matrix library, loaded later, from starting threads: for matrices this small they cost time."""
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")


def _give_up_stdout() -> None:
    """Write nothing more, not even what is still waiting to be flushed at the end."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as the process


def _speak_any_encoding() -> None:
    """Let a terminal that lacks a character show a question mark; give what the shell closed somewhere to go."""
    if sys.stdout is None:
        _give_up_stdout()
    if sys.stderr is None:
        sys.stderr = sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
