"""The pages of `rolecheck bank` as people see them."""

from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from rolecheck.bank.checks.blind import Judgement, Judging, Sheet, text_digest
from rolecheck.bank.checks.checking import check_bank, unreadable
from rolecheck.bank.checks.findings import Subject
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank, load_placed_bank
from rolecheck.bank.shipped import shipped_folder
from rolecheck.errors import BadInputError, Problem
from rolecheck.output.bank import check_page, stats_page
from rolecheck.output.terminal import Page
from rolecheck.report.bank_check import check_report
from rolecheck.report.bank_stats import bank_stats, stats_data
from rolecheck.typesetting import width
from tests.bank.conftest import QUESTIONS, write_roles
from tests.output.test_pages import TextFile

WHO = "评审是三位同事"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small bank's folder, named as someone beside it would name it."""
    (tmp_path / "roles.yaml").write_text(write_roles(), encoding="utf-8")
    (tmp_path / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path()


@pytest.fixture
def pages(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


def judged(bank: Bank) -> Judging:
    judgements = {
        (item.id, letter): Judgement(option.key or "", letter == "A", text_digest(option.text))
        for item in bank.items
        for letter, option in zip(item.letters, item.options, strict=True)
    }
    return Judging("2026-11-22", WHO, (Sheet("ming", judgements),))


@pytest.mark.parametrize("columns", [80, 40])
def test_check(folder: Path, pages: SnapshotAssertion, columns: int) -> None:
    bank, places = load_placed_bank(folder)
    report = check_report(bank, check_bank(Subject(bank, places), judged(bank)), judged(bank))
    assert "\n".join(line.plain for line in check_page(report, Page(columns))) == pages


@pytest.mark.parametrize("columns", [80, 40])
def test_stats(folder: Path, pages: SnapshotAssertion, columns: int) -> None:
    bank = load_bank(folder)
    stats = bank_stats(bank, judged(bank))
    assert "\n".join(line.plain for line in stats_page(stats, Page(columns))) == pages


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_table_of_the_shipped_bank_is_wider_than_the_terminal(columns: int) -> None:
    bank = load_bank(shipped_folder())
    for plain in (False, True):
        lines = [line.plain for line in stats_page(bank_stats(bank, judged(bank)), Page(columns, plain))]
        assert max(width(line) for line in lines) <= columns


def test_every_figure_of_the_judges_says_who_they_were(folder: Path) -> None:
    bank, places = load_placed_bank(folder)
    report = check_report(bank, check_bank(Subject(bank, places), judged(bank)), judged(bank))
    assert [figure for figure in report.figures if "kappa" in figure and WHO in figure]
    assert report.found[-1].group == "blind"
    assert all(WHO in told.text for told in report.found[-1].told if "%" in told.text)
    stats = bank_stats(bank, judged(bank))
    assert WHO in next(table.note for table in stats.tables if table.id == "blind")
    assert WHO in str(stats_data(stats)["judges"])


def test_the_tables_and_the_json_say_the_same() -> None:
    bank = load_bank(shipped_folder())
    stats = bank_stats(bank, None)
    data: dict[str, Any] = stats_data(stats)
    for table in stats.tables:
        for row in table.rows:
            for (column, _), cell in zip(table.columns, row.cells, strict=True):
                assert data[table.id][row.id][column] == cell.value
    assert data["stages"]["delivery"]["all"] == data["offers"]["delivery"]["responsibility"]
    assert data["pairs-responsibility"]["product"]["project"] > 0


def test_a_bank_that_cannot_be_read_is_told_in_the_same_way() -> None:
    failure = BadInputError([Problem("bank/roles.yaml", 3, "这里缺少 id。请补上。")])
    report = check_report(None, unreadable(failure), None)
    text = "\n".join(line.plain for line in check_page(report, Page(80)))
    assert "错误 bank/roles.yaml:3: 这里缺少 id。请补上。" in text
    assert "请先改好这些" in text
