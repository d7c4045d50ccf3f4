"""`rolecheck bank calibrate`: one command from answered sheets to what to rewrite, and to a bank that knows it."""

import csv
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from benchmarks.answering import Crowd, crowd, world
from rolecheck.bank.files import CALIBRATION, shipped_folder
from rolecheck.bank.items import Facet
from rolecheck.bank.loading import load_bank
from rolecheck.measure.calibration.answers import OptionLayout
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

LIKED = (3, 1)
PEOPLE = 240


@cache
def answered() -> Crowd:
    plain = world(OptionLayout(shipped(), Facet.RESPONSIBILITY))
    attractive = plain.attractiveness.copy()
    attractive[LIKED] = 2.5
    return crowd(replace(plain, attractiveness=attractive), PEOPLE, 8, items=22)


def write(path: Path, people: int = PEOPLE, column: str = "部门", values: tuple[str, str] = ("研发", "销售")) -> Path:
    items = shipped().of(Facet.RESPONSIBILITY)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["respondent", "title", column, *(item.id for item in items)])
        for number, marks in enumerate(answered().answers.marks[:people]):
            cells = [
                "".join(item.letters[each] for each in own if each >= 0) for item, own in zip(items, marks, strict=True)
            ]
            writer.writerow([f"r{number}", "交付经理" if number % 2 else "", values[number % 2], *cells])
    return path


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sheets") / "s.csv")


@pytest.mark.slow
def test_one_command_says_which_item_to_rewrite_and_the_bank_knows_it_from_then_on(
    rolecheck: Rolecheck, tmp_path: Path, sheet: Path
) -> None:
    bank = copytree(shipped_folder(), tmp_path / "bank")
    item = shipped().of(Facet.RESPONSIBILITY)[LIKED[0]]
    ran = rolecheck("bank", "calibrate", sheet, "--output", bank, "--by", "部门")
    assert ran.code == 0, ran.err
    said = "".join(ran.out.split())
    assert f"{item.id}：{item.letters[LIKED[1]]}（" in said
    assert "太讨喜" in said
    known = load_bank(bank).calibration
    assert known is not None
    assert known.people == PEOPLE
    assert known.items[item.id].attractiveness[item.letters[LIKED[1]]].factor > 1.5
    assert item.id in rolecheck("bank", "check", bank, "--plain").out.replace("\n", "")
    assert "从作答里估的" in rolecheck("bank", "stats", bank, "--plain").out
    before, after = (
        rolecheck("score", write_one(tmp_path), "--json", "--bank", each) for each in (shipped_folder(), bank)
    )
    assert json.loads(before.out)["p_primary"] != json.loads(after.out)["p_primary"]


def write_one(folder: Path) -> Path:
    items = shipped().of(Facet.RESPONSIBILITY)[:10]
    path = folder / "one.csv"
    path.write_text(
        ",".join(["respondent", *(item.id for item in items)]) + "\nr," + ",".join("B" for _ in items) + "\n",
        encoding="utf-8",
    )
    return path


def test_too_few_answers_are_refused_with_how_many_are_missing_and_what_more_would_bring(
    rolecheck: Rolecheck, tmp_path: Path
) -> None:
    few = write(tmp_path / "few.csv", 40)
    ran = rolecheck("bank", "calibrate", few, "--output", tmp_path / "out", "--by", "部门")
    assert ran.code == 2
    assert "还不够" in ran.err
    assert "再收约" in ran.err
    assert "每题 300 份" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_column_that_is_not_there_is_told_before_anything_is_estimated(
    rolecheck: Rolecheck, tmp_path: Path, sheet: Path
) -> None:
    ran = rolecheck("bank", "calibrate", sheet, "--output", tmp_path / "out", "--by", "区域")
    assert ran.code == 3
    assert "没有“区域”这一列" in ran.err
    assert not (tmp_path / "out" / CALIBRATION).exists()


@pytest.mark.slow
def test_as_data_it_says_the_same(rolecheck: Rolecheck, tmp_path: Path, sheet: Path) -> None:
    ran = rolecheck("bank", "calibrate", sheet, "--output", tmp_path / "out", "--by", "部门", "--json", "--jobs", "2")
    assert ran.code == 0, ran.err
    data = json.loads(ran.out)
    assert data["schema"] == "rolecheck.bank-calibrate/1"
    assert data["people"] == PEOPLE
    assert [each["facet"] for each in data["answers"]] == ["responsibility", "duty", "kpi"]
    assert data["findings"][0]["item"] == shipped().of(Facet.RESPONSIBILITY)[LIKED[0]].id


def test_a_lead_hears_from_the_same_answers_how_many_are_missing(rolecheck: Rolecheck, tmp_path: Path) -> None:
    few = write(tmp_path / "few.csv", 40, "seconds", ("600", "700"))
    said = "".join(rolecheck("team", few, "--plain").out.split())
    assert "校准题库要每题100份" in said
    assert "再收约" in said
