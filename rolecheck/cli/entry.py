"""The first step of the tool: from here on being interrupted is a sentence and 130, while everything loads too."""

import sys
from contextlib import suppress

from rolecheck.cli.signals import stop_no_more, stop_on_signals

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
        raise SystemExit(INTERRUPTED) from None
    finally:
        stop_no_more()
