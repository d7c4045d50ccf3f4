"""Every command the README and docs show does what it should as it stands, in a folder with the files it names."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
import typer

from rolecheck.bank.files import shipped_folder
from rolecheck.cli.app import app
from rolecheck.exchange.questionnaire import NAME, column_name, questionnaire
from rolecheck.measure.forms import fixed_form
from rolecheck.session.session import Form
from tests.builders import shipped
from tests.cli.conftest import Rolecheck
from tests.exchange.forms.tools import TOOLS, Answered

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = re.compile(r"^rolecheck [^\n]*|(?<=`)rolecheck [^`\n]*(?=`)", re.MULTILINE)
NOT_TYPED = re.compile(r"--install-completion|…|\.\.\.|\[[a-z]+\]|这串码|/…|explain 角色$")

ELSEWHERE = re.compile(r"host|bank simulate|bank calibrate|score .*--(scheduler|jobs)")
"""What serves until it is told to stop, takes minutes, thousands of answers or other machines: tests of their own run
these, and here the parser alone reads them."""

ASKS_FIRST = {"forget 2": 4}
"""Where nobody can be asked, the exit code says so."""

TYPED = {"quiz": "A\n1\n" * 80, "accept": "x\n\n是\n" * 40, "workshop": "1\n\n1 1 1 1 1\n" * 60}
NAMES = ("张三", "王小明", "李雷", "韩梅梅")


def commands() -> list[str]:
    """Return every command line that a page shows, comments and pipes cut off, and the tool's name."""
    found = [line for page in PAGES for line in SHOWN.findall(page.read_text(encoding="utf-8"))]
    lines = [re.split(r"\s+#\s|\s[|>]\s", line)[0].strip() for line in found]
    return sorted({line.removeprefix("rolecheck ") for line in lines if not NOT_TYPED.search(line)})


def command_of(line: str) -> tuple[typer.core.TyperCommand, list[str]]:
    """Return the command a line calls, and the words behind it."""
    command, words = typer.main.get_command(app), shlex.split(line)
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]  # type: ignore[attr-defined]
    return command, words  # type: ignore[return-value]


def is_a_name(line: str) -> bool:
    """Tell whether a line only names a command: alone in the middle of a sentence, one that takes words."""
    return line in {"forget", "team"}


@pytest.mark.parametrize("line", [line for line in commands() if ELSEWHERE.match(line)])
def test_a_command_shown_on_a_page_is_one_the_tool_takes(line: str) -> None:
    command, words = command_of(line)

    command.make_context("rolecheck", words)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything the pages speak of."""
    folder = tmp_path_factory.mktemp("pages")
    form, dice = questionnaire(shipped(), fixed_form(shipped(), Form.QUICK, 0), second=True), Random(3)
    asked = [question for question in form.questions if question.about != NAME]
    people = [Answered(name, {column_name(one): dice.choice(one.choices).value for one in asked}) for name in NAMES]
    for name in ("下载的作答.csv", "作答.csv"):
        (folder / name).write_bytes(TOOLS["google"](form, people))
    environment = {**os.environ, "ROLECHECK_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    keep = ["form", "import", "下载的作答.csv", "--save", "--output", "答题表.csv"]
    check = ["accept", "--plain", "--name", "新系统"]
    for words, typed in ((keep, ""), (check, TYPED["accept"])):
        ran = subprocess.run(
            [sys.executable, "-m", "rolecheck", *words],
            cwd=folder, env=environment, input=typed, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
    for name in ("结果", "结果文件夹", "第一周", "第八周"):
        shutil.copytree(folder / "home" / "results", folder / name)
    shutil.copytree(shipped_folder(), folder / "文件夹")
    shutil.copy(folder / "答题表.csv", folder / "远程同事.csv")
    return folder


@pytest.mark.parametrize("line", [line for line in commands() if not ELSEWHERE.match(line) and not is_a_name(line)])
def test_a_command_shown_on_a_page_does_what_it_should(
    rolecheck: Rolecheck, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACCESSIBLE", "1")
    _, words = command_of(line)

    ran = rolecheck(*shlex.split(line), typed=TYPED.get(line.partition(" ")[0], ""))

    assert ran.code == ASKS_FIRST.get(line, 0), ran.err
    assert ran.out or ran.err
    for option, file in pairwise(words):
        assert option not in {"--output", "--pages"} or (tmp_path / file).exists()


def test_the_pages_show_commands() -> None:
    assert len(commands()) > 30
