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
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.output.html import render_html
from rolecheck.output.markdown import render_markdown
from rolecheck.output.spreadsheet import Value, cell, csv_text, xlsx_bytes
from rolecheck.output.team import team_page
from rolecheck.output.team_document import team_document
from rolecheck.output.team_spreadsheet import SHEET_NAMES, team_csv, team_xlsx
from rolecheck.output.terminal import Page
from rolecheck.report.team import TeamReport, team_data
from rolecheck.typesetting import width
from tests.builders import stable
from tests.teams import group_of, report_of, take, team

NAMES = {take.respondent for take in team() if take.respondent}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
HOSTILE = ['=HYPERLINK("http://x","点")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "<b>粗</b>", "|格|"]


class TextFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class HtmlFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "html"


class MarkdownFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "md"


@pytest.fixture(scope="module")
def report() -> TeamReport:
    return report_of(team(), pair=("王小明", "李雷"))


def page_of(report: TeamReport, page: Page) -> str:
    return "\n".join(line.plain for line in team_page(report, page))


@pytest.mark.parametrize("page", [Page(80), Page(40), Page(80, plain=True)], ids=["80", "40", "plain"])
def test_team(report: TeamReport, snapshot: SnapshotAssertion, page: Page) -> None:
    assert page_of(report, page) == snapshot.use_extension(TextFile)


def test_team_without_names(snapshot: SnapshotAssertion) -> None:
    assert page_of(report_of(team(), anonymous=True), Page(80)) == snapshot.use_extension(TextFile)


def test_team_as_a_web_page(report: TeamReport, snapshot: SnapshotAssertion) -> None:
    assert render_html(team_document(report)) == snapshot.use_extension(HtmlFile)


def test_team_as_markdown(report: TeamReport, snapshot: SnapshotAssertion) -> None:
    assert render_markdown(team_document(report)) == snapshot.use_extension(MarkdownFile)


@pytest.mark.parametrize("columns", [40, 60, 72, 80, 120])
@pytest.mark.parametrize("plain", [False, True])
def test_no_line_is_wider_than_the_terminal_or_begins_with_a_mark(
    report: TeamReport, columns: int, plain: bool
) -> None:
    lines = page_of(report, Page(columns, plain)).splitlines()

    assert [line for line in lines if width(line) > columns] == []
    assert [line for line in lines if line.lstrip().startswith(tuple("，。、；：？！）”"))] == []


def test_read_aloud_nothing_is_drawn(report: TeamReport) -> None:
    assert not set(page_of(report, Page(80, plain=True))) & set("█▏▎▍▌▋▊▉")


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
    known |= {str(number) for number in range(1, len(report.sections) + 1)}

    shown = set(re.findall(r"\d+(?:\.\d+)?", " ".join(read_html(render_html(team_document(report))).texts)))

    assert shown - known == set()


def test_a_web_page_stands_alone_and_runs_nothing(report: TeamReport) -> None:
    page = render_html(team_document(report))

    assert not any(word in page for word in ("http:", "https:", "<script", "<link", "<img", "@import", "url("))
    assert read_html(page).tags.count("input") == 4


@pytest.mark.parametrize("kind", ["terminal", "html", "markdown", "csv", "json", "xlsx"])
def test_where_names_must_not_show_none_does(kind: str) -> None:
    report = report_of(team(), pair=("王小明", "李雷"), anonymous=True)
    match kind:
        case "terminal":
            text = page_of(report, Page(80))
        case "html":
            text = render_html(team_document(report))
        case "markdown":
            text = render_markdown(team_document(report))
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
    assert "<b>" not in render_html(team_document(report))


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

    assert book.sheetnames == [*(SHEET_NAMES[section.id] for section in report.sections), "说明"]
    assert book["一览"].max_row == report.people + 1
    assert book["一览"]["C2"].data_type == "n"


@stable
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
