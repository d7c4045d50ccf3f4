"""The way in and the way out: every error becomes a sentence on stderr and an exit code, here and nowhere else."""

import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from shlex import quote

import typer

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.calling import as_called, remember_call
from rolecheck.cli.app import app
from rolecheck.cli.chinese import explain_usage
from rolecheck.cli.completion import NAME, complete, is_completing
from rolecheck.cli.entry import ExitCode
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
from rolecheck.intake import begin_run
from rolecheck.typesetting import one_line, quoted

LONGEST_NUMBER = 5
"""Digits of a width in cells; no terminal has a million."""

_STRAY = re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)")

A_DAY = 24 * 3600

CommandLineError: type[Exception] = typer.BadParameter.__mro__[2]
"""Base of what the command line parser raises; its home moved between typer releases."""


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
    _distrust_surroundings()
    _calculate_on_one_core()
    if is_completing():
        complete(app)
    raise SystemExit(run())


def run() -> int:
    """Run one command and return its exit code."""
    begin_run()
    remember_call()
    try:
        code = app(prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
    except RolecheckError as error:
        _say(str(error), error.hint or hint_for(error, sys.argv[1:]))
        return exit_code(error)
    except CommandLineError as error:
        complaint, how = explain_usage(error, _command(sys.argv[1:]))
        _say(complaint, _as_name(error, sys.argv[1:]) or how)
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


def _say(text: str, hint: str = "") -> None:
    """Say what is wrong, and apart from it what to type."""
    said = f"{text}\n\n提示：{hint}" if hint else text
    # A window that was closed takes the last words with it.
    with suppress(OSError, ValueError):
        sys.stderr.write(one_line(as_called(said)) + "\n")
        sys.stderr.flush()


def hint_for(error: RolecheckError, words: Sequence[str]) -> str:
    """Return the command line as it was typed, with what was meant in place of what does not work."""
    match error:
        case RolecheckError(retype=retype) if retype:
            return _if_another(words, retype)
        case AmbiguousNameError() if words[:1] == ["explain"]:
            return f"都看就运行 {_retyped(words, {error.name: error.meanings})}"
        case AmbiguousNameError():
            each = (_retyped(words, {error.name: [meaning]}) for meaning in error.meanings)
            return "，或者 ".join(each)
        case UnknownNameError() if error.near:
            return f"运行 {_retyped(words, {error.name: error.near[:1]})}"
        case UnknownNameError() | NamesError():
            return "全部角色和别名，运行 rolecheck roles"
        case _:
            return ""


def _if_another(words: Sequence[str], meant: Mapping[str, Sequence[str]]) -> str:
    """Return the hint to type the command line anew, where that makes another one of it."""
    better = _retyped(words, meant)
    # A name that would redraw the terminal is not printed, so there is nothing to copy.
    return f"运行 {better}" if better != _retyped(words, {}) and better.isprintable() else ""


def _retyped(words: Sequence[str], meant: Mapping[str, Sequence[str]]) -> str:
    typed = [each for word in words for each in _meant(word, meant)]
    # Chinese needs no quotes, and reads better without.
    shown = (word if re.fullmatch(r"[\w./:=-]+", word) else quote(word) for word in (*typed, *meant.get("", ())))
    return " ".join(["rolecheck", *shown])


def _meant(word: str, meant: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return what stands for a word, or for the value behind an option's equals sign."""
    option, _, value = word.partition("=")
    if option.startswith("--") and value and value in meant:
        return [f"{option}={each}" for each in meant[value]]
    return meant.get(word, meant.get(harmless(word), [word])) if word else [word]


def _as_name(error: Exception, words: Sequence[str]) -> str:
    """Return the hint to give one's name by its option, where `rolecheck quiz` got it without."""
    stray = _STRAY.search(str(error))
    name = "" if stray is None else stray[1]
    if words[:1] != ["quiz"] or "--name" in words or not name or name != harmless(name, MOST_NAME):
        return ""
    others = (word for word in words[1:] if word not in {"--", name, *name.split(" ")})
    return f"运行 {_retyped(['quiz', *others, '--name', name], {})}"


def _command(words: Sequence[str]) -> str:
    """Return the command that was meant, as far as it can be told."""
    known, path = getattr(typer.main.get_command(app), "commands", {}), [NAME]
    for word in words:
        if word not in known:
            break
        path.append(word)
        known = getattr(known[word], "commands", {})
    return " ".join(path)


def _distrust_surroundings() -> None:
    """Take out of the environment what no terminal and no clock has: every library reads it in a way of its own."""
    for name in ("COLUMNS", "LINES"):
        value = os.environ.get(name, "")
        if value and not (value.isascii() and value.isdecimal() and 0 < len(value) <= LONGEST_NUMBER):
            del os.environ[name]
    zone = os.environ.get("TZ")
    if zone is None or not hasattr(time, "tzset"):
        return
    offset = time.localtime().tm_gmtoff
    if abs(offset) >= A_DAY:
        os.environ["TZ"] = "UTC"
        time.tzset()
        _say(f"环境变量 TZ 写的是 {quoted(zone[:60])}，没有离得这么远的时区，这次按 UTC 算。")


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
