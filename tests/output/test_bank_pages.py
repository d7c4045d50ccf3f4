"""The pages of `rolecheck bank`."""

from pathlib import Path
from typing import Any

import pytest

from rolecheck.bank.checks import Subject
from rolecheck.bank.checks.checking import check_bank, unreadable
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_placed_bank
from rolecheck.errors import BadInputError, Problem
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.bank.balance import bank_stats, stats_data, stats_page
from rolecheck.report.bank.checked import check_page, check_report
from rolecheck.typesetting import width
from tests.every_page import WHO, judged, small_bank

SHIPPED = Subject(*load_placed_bank(shipped_folder()))


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_table_of_the_shipped_bank_is_wider_than_the_terminal(columns: int) -> None:
    page = stats_page(bank_stats(SHIPPED, judged(SHIPPED.bank)))
    for plain in (False, True):
        assert max(width(line.plain) for line in page_lines(page, Screen(columns, plain))) <= columns


def test_every_figure_of_the_judges_says_who_they_were(tmp_path: Path) -> None:
    with small_bank(tmp_path):
        bank, places = load_placed_bank(Path())
        report = check_report(bank, check_bank(Subject(bank, places), judged(bank)), judged(bank))
        stats = bank_stats(Subject(bank, places), judged(bank))
    assert [figure for figure in report.figures if "kappa" in figure and WHO in figure]
    assert report.found[-1].group == "blind"
    assert all(WHO in told.text for told in report.found[-1].told if "%" in told.text)
    assert WHO in next(table.note for table in stats.tables if table.id == "blind")
    assert WHO in str(stats_data(stats)["judges"])


def test_the_tables_and_the_json_say_the_same() -> None:
    stats = bank_stats(SHIPPED, None)
    data: dict[str, Any] = stats_data(stats)
    # How long forms are is told in ranges, which a table writes as words; see tests/cli/test_minutes.py.
    for table in (table for table in stats.tables if table.id != "forms"):
        for row in table.rows:
            for (column, _), cell in zip(table.columns, row.cells, strict=True):
                assert data[table.id][row.id][column] == cell.value
    assert data["stages"]["delivery"]["all"] == data["offers"]["delivery"]["responsibility"]
    assert data["pairs-responsibility"]["product"]["project"] > 0


def test_a_bank_that_cannot_be_read_is_told_in_the_same_way() -> None:
    failure = BadInputError([Problem("bank/roles.yaml", 3, "这里缺少 id。请补上。")])
    page = check_page(check_report(None, unreadable(failure), None))
    text = "\n".join(line.plain for line in page_lines(page, Screen(80)))
    assert "错误  bank/roles.yaml:3: 这里缺少 id。请补上。" in text
    assert "请先改好这些" in text
