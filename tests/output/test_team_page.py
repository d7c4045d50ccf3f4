"""A team's page as people see it, in the terminal and as files."""

import csv
import json
import re
from html.parser import HTMLParser
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.output.html import html_text
from rolecheck.output.markdown import markdown_text
from rolecheck.output.spreadsheet import SHEET_NAMES, Value, cell, csv_text, team_csv, team_xlsx, xlsx_bytes
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.team.report import TeamReport, team_data, team_page
from tests.teams import group_of, report_of, take, team

NAMES = {take.respondent for take in team() if take.respondent}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
HOSTILE = ['=HYPERLINK("http://x","点")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "<b>粗</b>", "|格|"]


@pytest.fixture(scope="module")
def report() -> TeamReport:
    return report_of(team(), pair=("王小明", "李雷"))


class Reader(HTMLParser):
    """Collects what is read on a page, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] != "style":
            self.texts.append(data)


def read_html(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_every_number_of_the_web_page_is_in_the_data(report: TeamReport) -> None:
    data = json.dumps(team_data(group_of(team()), report), ensure_ascii=False)
    known = set(re.findall(r"\d+(?:\.\d+)?", data))

    shown = set(re.findall(r"\d+(?:\.\d+)?", " ".join(read_html(html_text(team_page(report))).texts)))

    assert shown - known == set()


def test_rows_can_be_put_in_another_order_without_a_script(report: TeamReport) -> None:
    assert read_html(html_text(team_page(report))).tags.count("input") == 4


def test_what_the_summary_rests_on_is_shut_until_it_is_asked_for(report: TeamReport) -> None:
    shut = [part for part in report.parts if part.folded]
    assert read_html(html_text(team_page(report))).tags.count("details") == len(shut) == 8


@pytest.mark.parametrize("kind", ["terminal", "html", "markdown", "csv", "json", "xlsx"])
def test_where_names_must_not_show_none_does(kind: str) -> None:
    report = report_of(team(), pair=("王小明", "李雷"), anonymous=True)
    match kind:
        case "terminal":
            text = "".join(line.plain for line in page_lines(team_page(report), Screen(80)))
        case "html":
            text = html_text(team_page(report))
        case "markdown":
            text = markdown_text(team_page(report))
        case "csv":
            text = team_csv(report)
        case "json":
            text = json.dumps(team_data(group_of(team(), anonymous=True), report), ensure_ascii=False)
        case _:
            book = openpyxl.load_workbook(BytesIO(team_xlsx(report)))
            text = "\n".join(str(row) for sheet in book for row in sheet.iter_rows(values_only=True))

    assert "成员 1" in text
    assert [name for name in NAMES if name in text] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_is_a_formula_or_a_tag(name: str) -> None:
    report = report_of([take(name, title="project-manager"), *team()], pair=(name, "李雷"))
    book = openpyxl.load_workbook(BytesIO(team_xlsx(report)))
    cells = [each for sheet in book for row in sheet.iter_rows() for each in row]
    fields = [field for row in csv.reader(StringIO(team_csv(report).removeprefix("\ufeff"))) for field in row]

    assert [each.value for each in cells if each.data_type == "f"] == []
    assert [field for field in fields if field.lstrip().startswith(FORMULA_STARTS)] == []
    assert "<b>" not in html_text(team_page(report))


def test_everyone_is_a_row_with_figures_a_spreadsheet_can_add(report: TeamReport) -> None:
    text = team_csv(report)
    header, *rows = csv.reader(StringIO(text.removeprefix("\ufeff")))

    assert text.startswith("\ufeff")
    assert header[:6] == ["姓名", "结论", "把握", "名片", "名实", "存疑"]
    assert sorted(row[0] for row in rows) == sorted(row.name for row in report.rows)
    assert all(float(figure) >= 0 for row in rows for figure in row[6:])
    assert [row[0] for row in rows if row[5] == "是"] == ["赵六"]


def test_a_workbook_has_a_sheet_for_every_view(report: TeamReport) -> None:
    book = openpyxl.load_workbook(BytesIO(team_xlsx(report)))

    assert book.sheetnames == [*(SHEET_NAMES[part.id] for part in report.parts), "说明"]
    assert book["一览"].max_row == report.people + 1
    assert book["一览"]["C2"].data_type == "n"


@given(st.text(max_size=40))
def test_whatever_a_cell_holds_no_program_runs_it(text: str) -> None:
    value = cell(text)

    assert isinstance(value, str)
    assert not value.lstrip().startswith(FORMULA_STARTS)


@pytest.mark.parametrize("value", [0.5, -1, 3, None])
def test_figures_stay_figures(value: float | None) -> None:
    assert cell(value) == value


def test_rows_come_back_from_both_kinds_of_table_as_they_went_in() -> None:
    rows: list[list[Value]] = [["姓名", "占"], ['王,小"明', 0.25], ["换行", None]]
    sheet = openpyxl.load_workbook(BytesIO(xlsx_bytes([("表", rows)])))["表"]

    assert [list(row) for row in sheet.iter_rows(values_only=True)] == rows
    assert list(csv.reader(StringIO(csv_text(rows).removeprefix("\ufeff"))))[1] == ['王,小"明', "0.25"]
