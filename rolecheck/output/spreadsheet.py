"""Pages for spreadsheet programs: CSV and XLSX, in which no text becomes a formula.

A team's CSV is everyone as a table; its workbook has a sheet of its own for every view.
"""

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO

from rolecheck.bank.characters import inert, visible
from rolecheck.bank.roles import STAND_BACK_NAME
from rolecheck.report.page import (
    Bars,
    Beside,
    Block,
    Command,
    Counts,
    Headline,
    LaneEntry,
    Lanes,
    Listing,
    Options,
    Part,
    Quotation,
    Sentence,
    Table,
    TableCell,
    Tasks,
)
from rolecheck.report.team.overview import MemberRow
from rolecheck.report.team.report import TeamReport

Value = str | float | int | None
Rows = Sequence[Sequence[Value]]

BOM = "\ufeff"
"""Without it Excel on Windows reads UTF-8 as the system's own encoding."""

SHEET_NAMES = {
    "summary": "一眼看",
    "overview": "一览",
    "titles": "名实对照",
    "relay": "接力",
    "stand-back": STAND_BACK_NAME,
    "disagreement": "分歧",
    "pair": "双人对照",
    "self-and-others": "自评与他评",
    "trend": "趋势",
    "outline": "讨论提纲",
}

WORDS = {"conclusion", "certainty", "card", "match"}
"""Columns of people that are no lines."""

MOST_CHARACTERS = 32_767
"""What a cell of Excel can hold."""


def cell(value: Value) -> Value:
    """Return a value as a cell holds it: figures as they are, a text in one line, harmless and not too long."""
    return inert(visible(value))[:MOST_CHARACTERS] if isinstance(value, str) else value


def csv_text(rows: Rows) -> str:
    """Return rows as CSV that Excel opens with its Chinese intact."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return BOM + stream.getvalue()


def xlsx_bytes(sheets: Sequence[tuple[str, Rows]]) -> bytes:
    """Return named sheets as a workbook; the first row of each stays in sight."""
    # openpyxl costs a third of a second, and only a workbook needs it.
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([cell(value) for value in row])
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def team_csv(report: TeamReport) -> str:
    """Return everyone as CSV; what the page says instead, where nobody may be listed."""
    return csv_text(list(_sheet(report, next(view for view in report.parts if view.id == "overview"))))


def team_xlsx(report: TeamReport) -> bytes:
    """Return a workbook with a sheet for each view."""
    sheets: list[tuple[str, Rows]] = [(SHEET_NAMES[view.id], list(_sheet(report, view))) for view in report.parts]
    about: Rows = [[report.title], *([notice] for notice in report.notices), [report.disclaimer]]
    return xlsx_bytes([*sheets, ("说明", about)])


def _sheet(report: TeamReport, view: Part) -> Iterator[Sequence[Value]]:
    if view.id == "overview" and report.rows:
        # Nothing stands beside a table of people: it is sorted, filtered and added up.
        yield from _people(report.rows, [title for id_, title in _columns(view) if id_ not in WORDS])
        return
    yield [view.heading, view.note]
    for block in view.blocks:
        yield from _rows(block)


def _columns(view: Part) -> Sequence[tuple[str, str]]:
    return next(block.columns for block in view.blocks if isinstance(block, Table))


def _rows(block: Block) -> Iterator[Sequence[Value]]:
    match block:
        case Part(heading, blocks, note):
            yield [heading, note]
            for each in blocks:
                yield from _rows(each)
        case Sentence(text) | Quotation(text):
            yield [text]
        case Listing(entries):
            yield from ([entry.text] for entry in entries)
        case Tasks(tasks, blanks):
            yield from ([task, *(f"{blank}：" for blank in blanks)] for task in tasks)
        case Options() | Counts() | Lanes() | Table():
            yield from _figures(block)
        case Headline() | Command() | Bars() | Beside():
            # A team's page has none of these.
            return


def _figures(block: Options | Counts | Lanes | Table) -> Iterator[Sequence[Value]]:
    match block:
        case Options(options):
            for option in options:
                yield [f"{option.letter}. {option.text}", option.line, option.chosen, round(option.share, 4)]
        case Counts(columns, rows):
            yield ["", *columns]
            for name, counts in rows:
                yield [name, *counts]
        case Lanes(lanes):
            for lane in lanes:
                yield [lane.label, lane.name, *(_placed(each) for each in lane.placed or (LaneEntry(lane.empty),))]
        case Table():
            yield [block.heading, *(title for _, title in block.columns)]
            yield from ([row.label, *map(_plain, row.cells)] for row in block.rows)


def _placed(each: LaneEntry) -> str:
    return f"{each.name}（{each.note}）" if each.note else each.name


def _people(rows: Sequence[MemberRow], lines: Sequence[str]) -> Iterator[Sequence[Value]]:
    ranges = [column for name in (*lines, STAND_BACK_NAME) for column in (name, f"{name} 低", f"{name} 高")]
    yield ["姓名", "结论", "把握", "名片", "名实", "存疑", *ranges]
    for row in rows:
        confidence = None if row.confidence is None else round(row.confidence, 4)
        shares = [round(end, 4) for cell in (*row.shares, row.stand_back) for end in (cell.mean, cell.low, cell.high)]
        yield [row.name, row.conclusion, confidence, row.card, row.match, "是" if row.flagged else "", *shares]


def _plain(figure: TableCell) -> Value:
    value = figure.value
    return round(value, 4) if isinstance(value, float) else figure.text if isinstance(value, str) else value
