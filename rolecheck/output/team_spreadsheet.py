"""A team report for spreadsheet programs: everyone as a table, and in a workbook every view on a sheet of its own."""

from collections.abc import Iterator, Sequence

from rolecheck.output.spreadsheet import Rows, Value, csv_text, xlsx_bytes
from rolecheck.report.tables import Cell, Table
from rolecheck.report.team import TeamReport
from rolecheck.report.team_parts import Divided, Part, People, Points, Section, ShareCell, Topic, Words

SHEET_NAMES = {
    "overview": "一览",
    "titles": "名实对照",
    "relay": "接力",
    "stand-back": "退后",
    "disagreement": "分歧",
    "pair": "双人对照",
    "self-and-others": "自评与他评",
    "trend": "趋势",
    "outline": "讨论提纲",
}


def team_csv(report: TeamReport) -> str:
    """Return everyone in the overview as CSV; what the page says instead, where nobody may be listed."""
    return csv_text(list(_sheet(report.sections[0])))


def team_xlsx(report: TeamReport) -> bytes:
    """Return a workbook with a sheet for each view."""
    sheets: list[tuple[str, Rows]] = [(SHEET_NAMES[section.id], list(_sheet(section))) for section in report.sections]
    about: Rows = [[report.title], *([notice] for notice in report.notices), [report.disclaimer]]
    return xlsx_bytes([*sheets, ("说明", about)])


def _sheet(section: Section) -> Iterator[Sequence[Value]]:
    people = [part for part in section.parts if isinstance(part, People)]
    if people:
        # Nothing stands beside a table of people: it is sorted, filtered and added up.
        yield from _people(people[0])
        return
    yield [section.heading, section.note]
    for part in section.parts:
        yield from _rows(part)


def _rows(part: Part) -> Iterator[Sequence[Value]]:
    match part:
        case Words():
            yield [part.text]
        case Points():
            yield [part.heading]
            yield from ([entry] for entry in part.entries)
        case Table():
            yield [part.heading, *(title for _, title in part.columns)]
            for row in part.rows:
                yield [row.label, *(_plain(cell) for cell in row.cells)]
        case People():
            yield from _people(part)
        case Divided():
            yield [f"{part.heading}：{part.stem}", "责任线", "人数", "占"]
            for option in part.options:
                text = f"{option.letter}. {option.text}"
                yield [text, option.line, option.chosen, round(option.share, 4)]
            yield ["分散度", round(part.dividedness, 4)]
            yield [part.prompt]
        case Topic():
            yield [part.text, f"谁来跟：{part.owner}", f"哪天之前：{part.due}"]


def _people(people: People) -> Iterator[Sequence[Value]]:
    names = [*(name for _, name in people.lines), "退后"]
    ranges = [column for name in names for column in (name, f"{name} 低", f"{name} 高")]
    yield ["姓名", "结论", "把握", "名片", "名实", "存疑", *ranges]
    for row in people.rows:
        confidence = None if row.confidence is None else round(row.confidence, 4)
        shares = [figure for cell in (*row.shares, row.stand_back) for figure in _figures(cell)]
        yield [row.name, row.conclusion, confidence, row.card, row.match, "是" if row.flagged else "", *shares]


def _figures(cell: ShareCell) -> tuple[float, float, float]:
    return round(cell.mean, 4), round(cell.low, 4), round(cell.high, 4)


def _plain(cell: Cell) -> Value:
    value = cell.value
    return round(value, 4) if isinstance(value, float) else cell.text if isinstance(value, str) else value
