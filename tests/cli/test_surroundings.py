"""What a terminal is shown and what the environment says: neither a path, a bank nor a variable makes trouble."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from rolecheck.exchange.forms import Target
from rolecheck.exchange.forms.form_files import write_form
from rolecheck.exchange.questionnaire import Choice, Question, Questionnaire
from rolecheck.typesetting import quoted
from tests.cli.banks import write_bank
from tests.cli.conftest import Rolecheck

EVIL = ("\x1b[2Jx", "a\nb: 没有问题", "a\u202eb", "a\u200bb", "tab\tx", "a\x9b2Jb", "\udcff", 'a"b')

TOOL = [sys.executable, "-m", "rolecheck"]


@pytest.mark.parametrize("name", EVIL)
@pytest.mark.parametrize(
    "command",
    [
        ("score",),
        ("form", "import"),
        ("report",),
        ("team",),
        ("explain", "交付", "--bank"),
        ("bank", "check"),
        ("quiz", "--answers"),
        ("accept", "--answers"),
        ("explain", "交付", "--output"),
        ("history", "1"),
        ("forget",),
    ],
    ids=" ".join,
)
def test_a_path_is_never_printed_as_it_is(
    rolecheck: Rolecheck, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    ran = rolecheck(*command, tmp_path / f"{name}.csv")

    shown = ran.out + ran.err
    assert ran.code != 0
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\udcff]", shown)
    assert not any(line.startswith("b: 没有问题") for line in shown.splitlines())


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("答题表.csv", "答题表.csv"),
        ("with space.csv", "with space.csv"),
        ("evil/\x1b[2Jx.csv", '"evil/\\033[2Jx.csv"'),
        ("a\nb", '"a\\nb"'),
        ('a"b', '"a\\"b"'),
        ("a\u202eb", '"a\\342\\200\\256b"'),
        ("\udcff", '"\\377"'),
    ],
)
def test_a_path_is_quoted_as_git_quotes_it(path: str, shown: str) -> None:
    assert quoted(path) == shown


@pytest.mark.skipif(sys.platform == "win32", reason="git runs a shell here")
@pytest.mark.parametrize("name", ["\x1b[2Jx", "a\nb", "a\tb", 'a"b', "a\\b", "\x7f\x01", "中文"])
def test_git_agrees(tmp_path: Path, name: str) -> None:
    git = ["git", "-c", "core.quotePath=false", "-C", str(tmp_path)]
    (tmp_path / name).write_text("x")
    subprocess.run([*git, "init", "--quiet"], check=True)

    told = subprocess.run([*git, "ls-files", "--others"], check=True, capture_output=True).stdout.decode()

    assert told == quoted(name) + "\n"


HOSTILE = ["3. 手机号[填空题]", "手机号[ 填空题 ]", "===分页===", "9.[多选题]", "x\n\n4. 身份证[填空题]"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["a choice", "an opening", "a title", "a question"])
def test_no_text_of_a_bank_adds_a_question_to_a_form(text: str, place: str) -> None:
    plain = "无害"

    def form(text: str) -> Questionnaire:
        at = dict.fromkeys(("a choice", "an opening", "a title", "a question"), plain) | {place: text}
        question = Question(
            "title", at["a question"], (Choice("a", at["a choice"]), Choice("b", "都不是")), required=True
        )
        return Questionnaire(at["a title"], (at["an opening"],), (question,))

    def shape(form: Questionnaire) -> tuple[int, int, int]:
        lines = str(write_form(Target.WJX, form, "1")).splitlines()
        questions = [line for line in lines if re.match(r"\s*\d+\s*\..*\[\s*[^\]]*题\s*\]", line)]
        return len(questions), len(lines), sum("===" in line for line in lines)

    assert (
        shape(form(text))
        == shape(form(plain))
        == (1, len(str(write_form(Target.WJX, form(plain), "1")).splitlines()), 0)
    )


def test_a_word_without_end_in_a_bank_is_told_with_its_line(rolecheck: Rolecheck, tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "bank", 4)
    roles = folder / "roles.yaml"
    text = roles.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "name:" in line)
    roles.write_text(text.replace(line, line.partition("name:")[0] + f"name: {'长' * 300_000}", 1), encoding="utf-8")

    ran = rolecheck("roles", "--bank", folder)

    assert ran.code == 3
    assert "300000 个字" in ran.err


def slowly(value: str) -> ParameterSet:
    """Return one more case, which starts the tool once more and may wait for the run of everything."""
    return pytest.param(value, marks=pytest.mark.slow)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [*TOOL, *arguments], env=surroundings, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


@pytest.mark.parametrize("columns", ["9" * 5000, "-1", *(slowly(each) for each in ("0", "x", "１２", "9" * 11, " 80"))])
def test_a_width_no_terminal_has_is_not_believed(columns: str) -> None:
    ran = run("roles", COLUMNS=columns, LINES=columns, FORCE_COLOR="1")

    assert ran.returncode == 0
    assert ran.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="the zone is not read from here")
@pytest.mark.parametrize(
    "zone",
    [
        "XXX24:59:59",
        "\x1b[2J",
        *(slowly(each) for each in ("XXX-24:59:59", "XXX99", "nonsense", ":/etc/passwd")),
    ],
)
def test_a_time_zone_no_place_has_is_no_reason_to_stop(answers: Path, tmp_path: Path, zone: str) -> None:
    for command in (("quiz", "--answers", str(answers)), ("history",)):
        ran = run(*command, TZ=zone, ROLECHECK_HOME=str(tmp_path / "home"))
        assert ran.returncode == 0, ran.stderr
        assert "\x1b" not in ran.stderr


@pytest.mark.parametrize(
    "value",
    [
        "nonsense",
        "complete_bash",
        *(slowly(each) for each in ("", "complete_", "source_bash", "\x1b[2J", "bash_complete")),
    ],
)
def test_nonsense_about_completion_is_passed_over(value: str) -> None:
    ran = run("--version", _ROLECHECK_COMPLETE=value)

    assert ran.returncode == 0
    assert ran.stdout.startswith("rolecheck ")
    assert ran.stderr == ""


@pytest.mark.parametrize("place", ["x", "9" * 5000, *(slowly(each) for each in ("-5", "99999", ""))])
def test_a_shell_that_asks_nonsense_gets_no_traceback(place: str) -> None:
    ran = run(_ROLECHECK_COMPLETE="complete_bash", COMP_WORDS='rolecheck "\x1b', COMP_CWORD=place)

    assert "Traceback" not in ran.stderr
