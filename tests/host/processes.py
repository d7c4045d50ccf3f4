"""`rolecheck host` as a process of its own: started as somebody would, killed as a power cut would."""

import json
import os
import select
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import NamedTuple

STARTS_WITHIN = 90.0

RUNNING: "list[HostProcess]" = []
"""Started by the test that runs; what it leaves behind is ended after it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class HostProcess:
    """The tool, its two links, and ways to end it."""

    def __init__(self, home: Path, *arguments: str) -> None:
        home.mkdir(exist_ok=True)
        self.errors = home / "stderr.txt"
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rolecheck", "host", *arguments],
                env={**os.environ, "ROLECHECK_HOME": str(home), "PYTHONUTF8": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        RUNNING.append(self)
        self.lines = [self._line(), self._line()]
        links = dict(line.split(" ", 1) for line in self.lines)
        self.join, self.lead = links["加入"], links["主持"]

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self._done()

    def stop(self) -> int:
        """End it by a word, and return its exit code."""
        self.process.terminate()
        return self._done()

    def told(self) -> str:
        return self.errors.read_text(encoding="utf-8")

    def _done(self) -> int:
        RUNNING.remove(self)
        code = self.process.wait(90)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def _line(self) -> str:
        assert self.process.stdout is not None
        end = monotonic() + STARTS_WITHIN
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(end - monotonic(), 0))
            assert ready, f"nothing printed: {self.told()}"
            byte = os.read(self.process.stdout.fileno(), 1)
            assert byte, f"ended: {self.told()}"
            line += byte
        return line.decode().rstrip("\n")


def run_tool(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "rolecheck", *arguments],
        env={"ROLECHECK_HOME": str(home), "PYTHONUTF8": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


class ExportPages(NamedTuple):
    """What the command line says of exported results: a page for each name, and one of the team."""

    personal: dict[str, str]
    team: str


def pages_of_export(home: Path, export: Path) -> ExportPages:
    personal = {}
    for path in sorted((export / "results").glob("*.json")):
        page = home / f"{path.stem}.html"
        run_tool(home, "report", str(path), "--output", str(page))
        name = json.loads(path.read_text(encoding="utf-8"))["session"]["respondent"]
        personal[name] = page.read_text(encoding="utf-8")
    run_tool(home, "team", str(export / "results"), "--output", str(home / "team.html"))
    return ExportPages(personal, (home / "team.html").read_text(encoding="utf-8"))
