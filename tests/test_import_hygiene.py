"""What a command does not need it does not load: a static contract cannot prove that a deferred import is deferred."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import shipped

LOOK = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
RUN = "import sys; sys.argv[1:] = {arguments!r}; from rolecheck.cli.main import run; out = sys.stdout; "
RUN += "sys.stdout = open(os.devnull, 'w', encoding='utf-8'); code = run(); sys.stdout.close(); sys.stdout = out; "


def loaded(program: str, home: Path) -> set[str]:
    """Return the top-level names of what a new interpreter has loaded after this program."""
    ran = subprocess.run(
        [sys.executable, "-c", f"import os; {program}{LOOK}"],
        env={**os.environ, "ROLECHECK_HOME": str(home), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(ran.stdout.split())


@pytest.mark.parametrize(
    "arguments", [["explain", "交付经理"], ["explain", "PM"], ["roles"], ["--help"], ["quiz", "-h"]]
)
def test_what_only_reads_the_roles_loads_neither_numpy_nor_questionary(tmp_path: Path, arguments: list[str]) -> None:
    names = loaded(RUN.format(arguments=arguments), tmp_path)

    assert "rolecheck" in names
    assert names & {"numpy", "questionary", "prompt_toolkit", "pydantic"} == set()


@pytest.mark.parametrize("arguments", [["paths"], ["forget", "--all"]])
def test_what_only_looks_at_files_loads_nothing_that_measures_or_asks(tmp_path: Path, arguments: list[str]) -> None:
    names = loaded(RUN.format(arguments=arguments), tmp_path)

    assert names & {"numpy", "questionary", "prompt_toolkit", "rich"} == set()


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
    names = loaded("import rolecheck.measure.examiner; ", tmp_path)

    assert "numpy" in names
    assert names & {"rich", "questionary", "prompt_toolkit", "typer", "yaml", "platformdirs"} == set()


def test_the_session_loads_nothing_from_outside_at_all(tmp_path: Path) -> None:
    before, after = loaded("", tmp_path), loaded("import rolecheck.session.session; ", tmp_path)

    assert {name for name in after - before if name not in sys.stdlib_module_names} == {"rolecheck"}
