"""What a command does not need it does not load: a static contract cannot prove that a deferred import is deferred."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.builders import shipped

LOOK = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
RUN = "import sys; sys.argv[1:] = {arguments!r}; from rolecheck.cli.main import run; out = sys.stdout; "
RUN += "sys.stdout = open(os.devnull, 'w', encoding='utf-8'); code = run(); sys.stdout.close(); sys.stdout = out; "

ONE_AFTER_THE_OTHER = """
import json, os, sys
from rolecheck.cli.main import run

out, unwanted, found = sys.stdout, {unwanted!r}, []
for words in {commands!r}:
    sys.argv[1:] = words
    with open(os.devnull, "w", encoding="utf-8") as sys.stdout:
        code = run()
    found.append((" ".join(words), code, sorted(unwanted & sys.modules.keys())))
    unwanted -= sys.modules.keys()
print(json.dumps(found), file=out)
"""


def output_of(program: str, home: Path) -> str:
    """Return what a new interpreter prints that runs this program."""
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "ROLECHECK_HOME": str(home), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout


def loaded(program: str, home: Path) -> set[str]:
    """Return the top-level names of what a new interpreter has loaded after this program."""
    return set(output_of(f"import os; {program}{LOOK}", home).split())


NUMBERS = {"numpy", "rapidfuzz", "scipy"}
ASKS = {"questionary", "prompt_toolkit"}
WRITES = {"jinja2", "openpyxl", "python_calamine", "matplotlib", "pyarrow"}
SERVES = {"starlette", "uvicorn", "sqlalchemy", "alembic", "distributed"}
HEAVY = NUMBERS | ASKS | WRITES | SERVES | {"pydantic"}

PAGES_OF_HELP = [
    *([group, "--help"] for group in ("bank", "form")),
    *(
        [*command.split(), "--help"]
        for command in (
            "explain", "roles", "report", "history", "forget", "paths", "score", "team", "workshop", "host", "accept",
            "bank check", "bank stats", "bank schema", "bank simulate", "bank calibrate", "form export", "form import",
        )
    ),
]  # fmt: skip
READS_THE_BANK = [
    ["explain", "交付经理"],
    ["explain", "交付", "项目", "--output", "card.md"],
    ["explain", "交付", "--json"],
    ["roles"],
    ["--version"],
    ["quiz", "-h"],
    ["bank", "schema"],
    ["bank", "schema", "roles"],
    ["bank", "check", "--why", "长短"],
    ["workshop", "--list"],
    ["workshop", "--moments", "3", "--seed", "1", "--list"],
    ["workshop", "--guide"],
    ["workshop", "--guide", "--output", "guide.md"],
    ["history"],
    ["accept", "--answers", "checks.yaml"],
    ["accept", "--show"],
    # The form is the same for everybody: it is put together by counting.
    *(["form", "export", "--to", tool] for tool in ("wjx", "wjx-jsonl", "csv", "surveyjs")),
]
LOOKS_AT_FILES = [["paths"], ["forget", "--all"], ["forget", "--unfinished"]]
WRONG = [
    ["nonsense"],
    ["quiz", "--seed", "x"],
    ["team"],
    ["explain", "没有的角色"],
    ["history", "1"],
    ["explain", "PM"],
    ["accept", "--no-input"],
    ["forget", "9"],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to run in, with the answers to an acceptance check in it."""
    acceptance = shipped().acceptance
    assert acceptance is not None
    lines = [f"  {check.id}: 是\n" for check in acceptance.checks]
    (tmp_path / "checks.yaml").write_text(f"name: 新系统\nanswers:\n{''.join(lines)}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def carried_out(commands: Sequence[Sequence[str]], unwanted: set[str], home: Path) -> tuple[set[str], dict[str, Any]]:
    """Run commands one after the other in a new interpreter.

    Return those that failed, and of the unwanted what each was the first to load.
    """
    told = json.loads(
        output_of(ONE_AFTER_THE_OTHER.format(commands=list(map(list, commands)), unwanted=unwanted), home)
    )
    return {command for command, code, _ in told if code}, {command: names for command, _, names in told if names}


def test_what_needs_no_numbers_loads_nothing_that_calculates_or_asks_or_serves(folder: Path) -> None:
    failed, culprits = carried_out([*WRONG, *PAGES_OF_HELP, *READS_THE_BANK], HEAVY, folder)

    assert culprits == {}
    assert failed == set(map(" ".join, WRONG))


@pytest.mark.parametrize(("arguments", "writes"), [("card.html", "jinja2"), ("card.md", None)])
def test_a_card_loads_what_writes_web_pages_for_a_web_page_alone(
    folder: Path, arguments: str, writes: str | None
) -> None:
    names = loaded(RUN.format(arguments=["explain", "交付", "--output", arguments]), folder)

    assert names & (HEAVY | {"rich"}) == ({writes} if writes else set())


def test_a_spreadsheet_of_a_form_loads_what_writes_spreadsheets_and_no_numbers(folder: Path) -> None:
    names = loaded(RUN.format(arguments=["form", "export", "--to", "xlsform", "--output", "form.xlsx"]), folder)

    # openpyxl takes numpy along by itself, where it is installed.
    assert names & (HEAVY - {"numpy"}) == {"openpyxl"}


def test_what_only_looks_at_files_loads_nothing_that_measures_or_asks_or_draws(tmp_path: Path) -> None:
    assert carried_out(LOOKS_AT_FILES, HEAVY | {"rich"}, tmp_path) == (set(), {})


@pytest.mark.parametrize("word", ["", "交", "exp"])
def test_the_tab_key_loads_neither_numbers_nor_what_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv("_ROLECHECK_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"rolecheck explain {word}")
    monkeypatch.setenv("COMP_CWORD", "2")
    complete = (
        "import sys; from rolecheck.cli.app import app; from rolecheck.cli.completion import complete; "
        "out = sys.stdout; "
        "sys.stdout = open(os.devnull, 'w', encoding='utf-8')\n"
        "try: complete(app)\nexcept SystemExit: pass\n"
        "sys.stdout = out; "
    )

    names = loaded(complete, tmp_path)

    assert "rolecheck" in names
    assert names & (HEAVY | {"rich"}) == set()


def test_scoring_a_sheet_loads_no_prompt(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("respondent\nr\n", encoding="utf-8")

    names = loaded(RUN.format(arguments=["score", str(tmp_path / "s.csv"), "--json"]), tmp_path)

    assert "numpy" in names
    assert names & {"questionary", "prompt_toolkit"} == set()


def test_a_teams_page_loads_what_writes_files_only_for_files(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("respondent\nr\n", encoding="utf-8")

    names = loaded(RUN.format(arguments=["team", str(tmp_path / "s.csv")]), tmp_path)

    assert "numpy" in names
    assert names & {"openpyxl", "jinja2", "questionary", "prompt_toolkit"} == set()


def test_help_loads_neither_yaml_nor_rich(tmp_path: Path) -> None:
    assert loaded(RUN.format(arguments=["--help"]), tmp_path) & {"yaml", "rich"} == set()


def test_answers_from_a_csv_load_neither_a_prompt_nor_what_reads_workbooks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"name,{shipped().items[0].id}\nr,B\n", encoding="utf-8")

    names = loaded(RUN.format(arguments=["form", "import", str(tmp_path / "a.csv")]), tmp_path)

    assert "rapidfuzz" in names
    assert names & {"openpyxl", "python_calamine", "numpy", "jinja2", "questionary", "prompt_toolkit"} == set()


def test_the_examiner_loads_nothing_that_draws_or_reads_files(tmp_path: Path) -> None:
    names = loaded("import rolecheck.measure.item_choice; ", tmp_path)

    assert "numpy" in names
    assert names & {"rich", "questionary", "prompt_toolkit", "typer", "yaml", "platformdirs"} == set()


def test_the_session_loads_nothing_from_outside_at_all(tmp_path: Path) -> None:
    before, after = loaded("", tmp_path), loaded("import rolecheck.session.session; ", tmp_path)

    assert {name for name in after - before if name not in sys.stdlib_module_names} == {"rolecheck"}
