"""`rolecheck bank simulate` as a user meets it, on a small bank and a few people."""

import json
from pathlib import Path

import pytest

from rolecheck.cli import bank_trials as simulate
from rolecheck.measure.lab import oracle
from tests.builders import line_item, make_bank
from tests.cli.banks import write_bank
from tests.cli.conftest import Rolecheck


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(oracle, "DRAWS", len(oracle.PARTS) * oracle.AT_ONCE)
    return write_bank(tmp_path / "bank", 4)


FEW = ("--respondents", "6", "--jobs", "1", "--seed", "2")


@pytest.mark.slow
def test_json_is_one_object_the_same_every_time(rolecheck: Rolecheck, folder: Path) -> None:
    first, again = (rolecheck("bank", "simulate", folder, *FEW, "--json") for _ in range(2))
    assert first.code == 0
    assert first.err == ""
    assert json.loads(first.out)["people"] == 6
    assert first.out == again.out


@pytest.mark.slow
def test_the_page_and_the_files_are_written(rolecheck: Rolecheck, folder: Path, tmp_path: Path) -> None:
    page, plot = tmp_path / "m.md", tmp_path / "p.svg"
    ran = rolecheck("bank", "simulate", "--bank", folder, *FEW, "--output", page, "--plot", plot)
    assert ran.code == 0
    assert ran.out == ""
    assert str(page) in ran.err
    assert page.read_text(encoding="utf-8").startswith("# 量得准不准")
    assert "--respondents 6 --seed 2" in page.read_text(encoding="utf-8")
    assert plot.read_bytes().startswith(b"<?xml")


@pytest.mark.slow
def test_tables_are_printed_without_a_bar_where_nobody_looks(rolecheck: Rolecheck, folder: Path) -> None:
    ran = rolecheck("bank", "simulate", folder, *FEW, "--plain")
    assert ran.code == 0
    assert "不是效度" in ran.out
    assert ran.err == ""


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(("--output", "a.txt"), ".md"), (("--plot", "a.jpg"), ".png"), (("--plot", "no-folder/a.svg"), "no-folder")],
)
def test_what_cannot_be_written_is_refused_before_anything_is_simulated(
    rolecheck: Rolecheck, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, str], word: str
) -> None:
    monkeypatch.setattr(simulate, "run_battery", None)
    ran = rolecheck("bank", "simulate", folder, *arguments)
    assert ran.code == 2
    assert word in ran.err


@pytest.mark.parametrize(("option", "value"), [("--respondents", "0"), ("--jobs", "0"), ("--seed", "-1")])
def test_numbers_that_make_no_sense_are_refused(rolecheck: Rolecheck, folder: Path, option: str, value: str) -> None:
    assert rolecheck("bank", "simulate", folder, option, value).code == 2


def test_ctrl_c_ends_at_once(rolecheck: Rolecheck, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulate, "run_battery", interrupted)
    ran = rolecheck("bank", "simulate", folder, "--jobs", "2")
    assert ran.code == 130
    assert ran.out == ""
    assert "已中断" in ran.err


def test_a_bank_of_one_line_is_told_what_it_lacks(
    rolecheck: Rolecheck, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate, "load_bank", lambda _: make_bank(1, [line_item("m", ["line-0", "none"])]))
    ran = rolecheck("bank", "simulate", folder, *FEW)
    assert ran.code == 2
    assert "两条线" in ran.err
