"""What the shells are answered when the tab key is pressed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rolecheck.bank.lookup import initials
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

ROLES = shipped().roles.roles
PROGRAM = """
import atexit, sys
atexit.register(lambda: print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr))
from rolecheck.cli.main import main
main()
"""


def pressed(shell: str, line: str, *, action: str = "get-args") -> subprocess.CompletedProcess[str]:
    """Return what the tool answers when tab is pressed at the end of this line."""
    words = line.split(" ")
    asked = {
        "_ROLECHECK_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": action,
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **asked, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def offered(line: str) -> set[str]:
    return set(pressed("bash", line).stdout.split("\n")) - {""}


def test_a_role_is_completed_by_its_name() -> None:
    assert offered("rolecheck explain ") == {role.name for role in ROLES}
    assert offered("rolecheck explain 交付") == {"交付经理"}
    assert offered("rolecheck explain 交付经理 项目") == {role.name for role in ROLES if role.name.startswith("项目")}
    assert offered("rolecheck quiz --title 实") == {"实施经理"}


def test_a_role_is_completed_by_what_else_it_is_called_where_no_name_begins_so() -> None:
    assert offered("rolecheck explain 交付负") == {"交付负责人"}


def test_a_role_is_completed_by_its_initials_and_found_by_them(rolecheck: Rolecheck) -> None:
    assert offered("rolecheck explain jf") == {"jfjl"}
    assert offered("rolecheck explain xm") == {initials(role.name) for role in ROLES if role.name.startswith("项目")}

    assert rolecheck("explain", "jfjl").out == rolecheck("explain", "交付经理").out
    assert rolecheck("explain", "JFJL").out == rolecheck("explain", "交付经理").out


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.id)
def test_no_two_roles_have_the_same_initials(rolecheck: Rolecheck, role: object) -> None:
    name = next(each.name for each in ROLES if each is role)

    assert len(initials(name)) == len(name)
    assert rolecheck("explain", initials(name)).out == rolecheck("explain", name).out


@pytest.mark.parametrize(
    ("name", "letters"), [("产品经理", "cpjl"), ("啊座", "az"), ("经理 A", ""), ("经理a", ""), ("頭銜", ""), ("", "")]
)
def test_initials_are_those_of_the_pinyin_or_none(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_shell_that_can_shows_what_each_choice_is(shell: str) -> None:
    ran = pressed(shell, "rolecheck explain jf")

    assert ran.returncode == 0
    assert "jfjl" in ran.stdout
    assert "交付经理，结果被接住" in ran.stdout


@pytest.mark.parametrize(
    "shell", ["bash", pytest.param("zsh", marks=pytest.mark.slow), pytest.param("fish", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("line", ["rolecheck explain jf", "rolecheck quiz --", "rolecheck "])
def test_the_tab_key_loads_nothing_heavy(shell: str, line: str) -> None:
    ran = pressed(shell, line)
    loaded = set(ran.stderr.partition("loaded:")[2].split())

    assert ran.stdout.strip()
    assert "typer" in loaded
    assert loaded & {"rich", "questionary", "prompt_toolkit", "numpy", "pydantic", "jinja2"} == set()


def test_fish_is_told_to_complete_files_where_a_file_is_wanted() -> None:
    assert pressed("fish", "rolecheck quiz --answers ", action="is-args").returncode == 1
    assert pressed("fish", "rolecheck explain ", action="is-args").returncode == 0


def test_a_bank_that_cannot_be_read_completes_nothing_and_says_nothing(tmp_path: Path) -> None:
    ran = pressed("bash", f"rolecheck explain --bank {tmp_path} ")

    assert ran.returncode == 0
    assert ran.stdout.strip() == ""
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_installing_says_in_chinese_where(
    rolecheck: Rolecheck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shell: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, f"/bin/{shell}"))

    ran = rolecheck("--install-completion")

    assert ran.code == 0
    assert ran.out.startswith(f"{shell} 的命令补全装好了：{tmp_path}")
    assert any("rolecheck" in path.read_text() for path in tmp_path.rglob("*rolecheck*") if path.is_file())
    assert "_ROLECHECK_COMPLETE" in rolecheck("--show-completion").out


def test_a_shell_nobody_knows_is_told_in_a_sentence(rolecheck: Rolecheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("tcsh", "/bin/tcsh"))

    ran = rolecheck("--install-completion")

    assert ran.code == 2
    assert "zsh" in ran.err
