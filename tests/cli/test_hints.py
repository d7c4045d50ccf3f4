"""An error that a command mends says which: one line apart, and the command can be typed as it stands."""

import shlex
from pathlib import Path

import pytest
import typer

from rolecheck.cli.app import app
from tests.cli.conftest import Rolecheck

MENDED = [
    ("quiz --name 张三", "quiz --name 张三 --plain"),
    ("accept", "accept --plain"),
    ("workshop --moments 3", "workshop --moments 3 --plain"),
    ("quiz --no-input --seed 3", "quiz --answers 文件.yaml --seed 3"),
    ("forget --unfinished --all", "forget --unfinished --all --yes"),
    ("report --card --json", "report --json"),
    ("form export --to xlsform", "form export --to xlsform --output 问卷.xlsx"),
    ("explain 交付 --output 卡片.txt", "explain 交付 --output 卡片.md"),
    ("team x.csv --output=a/团队.txt", "team x.csv --output=a/团队.html"),
    ("bank simulate --plot 'a b.gif'", "bank simulate --plot 'a b.svg'"),
    ("workshop --moments 99 --seed 4", "workshop --moments 5 --seed 4"),
    ("workshop --think 0", "workshop --think 60"),
    ("workshop some-id --moments 3 --list", "workshop some-id --list"),
    ("host --workshop 0", "host --workshop 5"),
    ("host --close-at noon", "host --close-at 18:00"),
    ("score x.csv --pages a --json", "score x.csv --pages a"),
    ("score x.csv --output a --json", "score x.csv --output a"),
    ("score x.csv --fastest -3", "score x.csv --fastest 25"),
    ("score x.csv --pages full", "score x.csv --pages full-2"),
    ("score x.csv --jobs 2 --scheduler tcp://there:8786", "score x.csv --jobs 2"),
    ("team x.csv --min-group 1", "team x.csv --min-group 2"),
    ("report full.csv --output a.html", "score full.csv"),
    ("quiz 老王", "quiz --name 老王"),
    ("quiz 老王 --form quick", "quiz --form quick --name 老王"),
    ("explain PM", "explain 产品经理 项目经理"),
    ("explain 交互经理", "explain 交付经理"),
    ("history 1", "history 1 2"),
    ("accept 3", "accept --show 3"),
]


@pytest.mark.parametrize(("typed", "mended"), MENDED, ids=[typed for typed, _ in MENDED])
def test_what_a_command_mends_ends_with_that_command(
    rolecheck: Rolecheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, mended: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").touch()
    (tmp_path / "full.csv").write_text("respondent\n张三\n", encoding="utf-8")
    if typed.startswith("forget"):
        # Something to be asked about.
        assert rolecheck("quiz", "--plain", typed="A\n").code == 4

    ran = rolecheck(*shlex.split(typed))

    *_, blank, hint = ran.err.splitlines()
    assert ran.code in {2, 3, 4}
    assert blank == ""
    assert hint.startswith("提示：")
    assert hint.partition("运行 rolecheck ")[2] == mended
    assert "rolecheck" not in ran.err.partition("\n\n提示：")[0] or typed.startswith("forget")


@pytest.mark.parametrize("mended", [mended for _, mended in MENDED])
def test_the_command_of_a_hint_is_one_the_tool_takes(mended: str) -> None:
    command, words = typer.main.get_command(app), shlex.split(mended)
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]  # type: ignore[attr-defined]

    command.make_context("rolecheck", words)


def test_a_name_that_is_typed_twice_is_mended_in_both_places(rolecheck: Rolecheck) -> None:
    assert "运行 rolecheck explain 交付经理 交付经理\n" in rolecheck("explain", "交互经理", "交互经理").err


def test_no_command_is_offered_that_would_say_the_same_again(rolecheck: Rolecheck) -> None:
    # The number is written in another way than it is read.
    assert "提示：" not in rolecheck("score", "x.csv", "--fastest", "-3.0").err
