"""The way in and the way out: every error becomes a sentence on stderr and an exit code, here and nowhere else."""

import sys
from enum import IntEnum

import typer

from rolecheck.cli.app import app
from rolecheck.cli.chinese import explain_usage
from rolecheck.errors import (
    AmbiguousNameError,
    BadInputError,
    NamesError,
    NeedsAnswerError,
    RolecheckError,
    UnknownNameError,
    UsageError,
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
    raise SystemExit(run())


def run() -> int:
    """Run one command and return its exit code."""
    try:
        code = app(standalone_mode=False)
    except RolecheckError as error:
        _say(str(error))
        return exit_code(error)
    except CommandLineError as error:
        _say(explain_usage(error))
        return ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        _say("已中断。")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone (rolecheck explain ... | head): nothing is left to say, nor to flush.
        sys.stdout = None
        return ExitCode.OK
    return code if isinstance(code, int) else ExitCode.OK


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _speak_any_encoding() -> None:
    """Let a terminal that lacks a character show a question mark instead of ending in an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
