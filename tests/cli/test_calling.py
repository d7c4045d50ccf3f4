"""Every command that is printed can be typed as it stands, whatever the tool was called by."""

import sys
from pathlib import Path

import pytest

from rolecheck.calling import all_as_called, as_called, remember_call
from rolecheck.report.page import Command, Page, Sentence
from tests.cli.conftest import Rolecheck


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the tool as somebody has it in an environment that is not active."""
    path = tmp_path / "my env" / "rolecheck"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(path)])
    return path


def test_a_tool_off_the_path_prints_its_path(program: Path) -> None:
    remember_call()

    assert as_called("再看一遍：rolecheck report") == f"再看一遍：'{program}' report"
    assert as_called("rolecheck 不做这个；/x/rolecheck report；rolecheck reports") == (
        "rolecheck 不做这个；/x/rolecheck report；rolecheck reports"
    )
    page = Page("题", (Sentence("运行 rolecheck quiz"), Command("看", "rolecheck explain 交付经理")))
    assert all_as_called(page).blocks[1] == Command("看", f"'{program}' explain 交付经理")


def test_a_tool_on_the_path_is_called_by_its_name(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    remember_call()

    assert as_called("rolecheck report") == "rolecheck report"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("explain", "PM"), "都看就运行 rolecheck explain 产品经理 项目经理"),
        (("explain", "交互经理", "--json"), "运行 rolecheck explain 交付经理 --json"),
        (("quiz", "--title", "PM"), "rolecheck quiz --title 产品经理，或者 rolecheck quiz --title 项目经理"),
        (("explain", "厨师"), "全部角色和别名，运行 rolecheck roles"),
        (("bank", "simulate", "--respondents", "0"), "怎么写，运行 rolecheck bank simulate --help"),
        (("form", "export", "--to"), "怎么写，运行 rolecheck form export --help"),
        (("bank", "check", "--why", "没有这条"), "运行 rolecheck bank check --why 长短"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_error_ends_in_one_line_with_a_command_that_helps(
    rolecheck: Rolecheck, arguments: tuple[str, ...], hint: str
) -> None:
    ran = rolecheck(*arguments)

    assert ran.code == 2
    assert ran.err.endswith(f"\n\n提示：{hint}\n")


def test_a_number_out_of_range_and_a_word_out_of_a_list_are_told_in_chinese(rolecheck: Rolecheck) -> None:
    none = rolecheck("bank", "simulate", "--respondents", "0")

    assert "--respondents 要写 1 到 1000000 之间的数，不是 0。" in none.err
    assert "可以是 quick、standard、full。" in rolecheck("quiz", "--form", "short").err
    assert "（默认 2000；1 到 1000000）" in "".join(rolecheck("bank", "simulate", "--help").out.split("\n"))
