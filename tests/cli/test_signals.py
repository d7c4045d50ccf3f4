"""Being told to stop is a sentence and 130, also while the tool is still loading; whoever wants it ignored is heard."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("signals as POSIX has them", allow_module_level=True)

STRIKE = """
import importlib.abc, os, signal, sys
class Strike(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {number})
sys.meta_path.insert(0, Strike())
signal.signal(signal.SIGHUP, {hang_up})
sys.argv = ["rolecheck", *{arguments!r}]
from rolecheck.cli.entry import main
main()
"""
"""Runs the tool, which gets a signal at the moment it loads a module."""


def struck(
    home: Path, number: int, module: str, *arguments: str, hang_up: str = "signal.SIG_DFL"
) -> subprocess.CompletedProcess[str]:
    program = STRIKE.format(module=module, number=int(number), arguments=arguments, hang_up=hang_up)
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "ROLECHECK_HOME": str(home), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("module", ["typer", "rolecheck.cli.kept", "numpy"])
def test_while_loading(tmp_path: Path, number: int, module: str) -> None:
    ran = struck(tmp_path, number, module, "history", "--json")

    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr.strip() == "已中断。"


def test_a_hang_up_that_is_to_be_ignored_is_ignored(tmp_path: Path) -> None:
    ran = struck(tmp_path, signal.SIGHUP, "typer", "--version", hang_up="signal.SIG_IGN")

    assert ran.returncode == 0
    assert "题库" in ran.stdout
