"""`rolecheck bank` as it is run: what goes where, and the exit codes."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.keys import BankFile
from rolecheck.bank.schema import keys_text, schema_text
from rolecheck.cli.main import run
from tests.bank.judges import write_sheets
from tests.builders import shipped


class Ran(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


Rolecheck = Callable[..., Ran]


@pytest.fixture
def rolecheck(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rolecheck:
    def ran(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["rolecheck", *words])
        monkeypatch.setenv("COLUMNS", "80")
        code = run()
        return Ran(code, *capsys.readouterr())

    return ran


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_folder(), tmp_path / "bank"))


def test_the_shipped_bank_is_checked_where_no_folder_is_named(rolecheck: Rolecheck) -> None:
    ran = rolecheck("bank", "check")
    assert ran.err == ""
    assert f"题库 {shipped().version}（{shipped().digest}）" in ran.out
    assert "猜中" in ran.out


def test_a_bank_of_ones_own_is_judged_by_the_sheets_beside_it_and_by_no_others(
    rolecheck: Rolecheck, folder: Path
) -> None:
    assert "没有盲评表" in rolecheck("bank", "check", str(folder)).out
    write_sheets(folder / "judges", shipped())
    judged = rolecheck("bank", "check", str(folder)).out
    assert "多数评审认对 100 %" in "".join(judged.split()).replace("100%", " 100 %")
    assert "语言模型，不是人" in judged.replace("\n", "").replace(" ", "")
    rules = json.loads(rolecheck("bank", "stats", str(folder), "--json").out)["rules"]
    assert (rules["majority"]["figure"], rules["clear"]["figure"], rules["kappa"]["holds"]) == (1.0, 5.0, True)


def test_every_rule_is_told_beside_its_limit_kept_or_not(rolecheck: Rolecheck, folder: Path) -> None:
    before = json.loads(rolecheck("bank", "stats", str(folder), "--json").out)["rules"]
    questions = folder / "questions.yaml"
    text = questions.read_text(encoding="utf-8")
    stem = text.partition("stem: ")[2].partition("\n")[0]
    questions.write_text(text.replace(stem, "又说了一遍" * 40, 1), encoding="utf-8")
    after = json.loads(rolecheck("bank", "stats", str(folder), "--json").out)["rules"]
    assert before.keys() == after.keys()
    assert after["responsibility-stem"]["figure"] == 200
    assert (after["responsibility-stem"]["limit"], after["responsibility-stem"]["holds"]) == ("25 – 42", False)
    assert after["form-quick"]["figure"] > before["form-quick"]["figure"]


def test_every_problem_of_an_unreadable_bank_is_told_on_the_page(rolecheck: Rolecheck, folder: Path) -> None:
    questions = folder / "questions.yaml"
    questions.write_text(questions.read_text(encoding="utf-8").replace("debrief:", "debreif:"), encoding="utf-8")
    ran = rolecheck("bank", "check", str(folder))
    assert (ran.code, ran.err) == (3, "")
    assert "".join(ran.out.split()).count("你要写的是不是debrief？") > 20


def test_a_folder_that_is_not_there_is_told(rolecheck: Rolecheck, tmp_path: Path) -> None:
    ran = rolecheck("bank", "check", str(tmp_path / "nowhere"))
    assert ran.code == 3
    assert "没有这个文件夹" in ran.out.replace("\n", "").replace(" ", "")


def test_broken_sheets_are_told_beside_what_the_rules_find(rolecheck: Rolecheck, folder: Path) -> None:
    (folder / "judges").mkdir()
    (folder / "judges" / "ming.csv").write_text("item,line\n", encoding="utf-8")
    questions = folder / "questions.yaml"
    text = questions.read_text(encoding="utf-8")
    stem = text.partition("stem: ")[2].partition("\n")[0]
    questions.write_text(text.replace(stem, "太短了", 1), encoding="utf-8")
    ran = rolecheck("bank", "check", str(folder), "--json")
    found = {group["group"]: group["told"] for group in json.loads(ran.out)["found"]}
    assert ran.code == 3
    assert {Path(told["source"]).name for told in found["loading"]} == {"ming.csv", "about.yaml"}
    assert found["length"]


def test_hostile_text_of_a_bank_reaches_no_terminal(rolecheck: Rolecheck, folder: Path) -> None:
    questions = folder / "questions.yaml"
    text = questions.read_text(encoding="utf-8").replace("stem: ", 'stem: "\\e[31m红\\u202e字" # ', 1)
    questions.write_text(text, encoding="utf-8")
    ran = rolecheck("bank", "check", str(folder))
    assert ran.code == 3
    assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)


def test_figures_come_as_one_json_object_with_its_schema(rolecheck: Rolecheck) -> None:
    check, stats = rolecheck("bank", "check", "--json"), rolecheck("bank", "stats", "--json")
    assert json.loads(check.out)["schema"] == "rolecheck.bank-check/1"
    assert json.loads(stats.out)["schema"] == "rolecheck.bank-stats/1"
    assert json.loads(stats.out)["stages"]["delivery"]["all"] > 0


@pytest.mark.parametrize("file", BankFile)
def test_the_schema_is_printed_as_it_is(rolecheck: Rolecheck, file: BankFile) -> None:
    assert rolecheck("bank", "schema", str(file)).out == schema_text(file)
    assert rolecheck("bank", "schema", str(file), "--table").out == keys_text(file)


def test_an_unknown_schema_is_a_usage_error_in_chinese(rolecheck: Rolecheck) -> None:
    ran = rolecheck("bank", "schema", "answers")
    assert (ran.code, ran.out) == (2, "")
    assert "不能是 answers" in ran.err


def test_without_a_command_the_help_is_shown(rolecheck: Rolecheck) -> None:
    ran = rolecheck("bank")
    assert ran.code == 0
    assert all(command in ran.out for command in ("check", "stats", "schema"))
