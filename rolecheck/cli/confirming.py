"""A yes before something is gone for good, asked without loading what draws items."""

import sys

from rolecheck.errors import NeedsAnswerError

YES = frozenset({"y", "yes", "是", "删"})


def confirmed(question: str, without_terminal: str) -> bool:
    """Ask on the terminal for a yes; NeedsAnswerError where nobody can be asked."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise NeedsAnswerError(without_terminal)
    sys.stderr.write(question)
    sys.stderr.flush()
    typed = sys.stdin.readline()
    if not typed.endswith("\n"):
        sys.stderr.write("\n")
    return typed.strip().lower() in YES


def is_terminal(stream: object) -> bool:
    """Tell whether somebody can be asked through this stream."""
    return stream is not None and not getattr(stream, "closed", False) and getattr(stream, "isatty", bool)()
