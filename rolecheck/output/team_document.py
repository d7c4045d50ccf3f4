"""A team report as a document."""

from collections.abc import Iterator

from rolecheck.output.document import Block, Document, Heading, Note, Paragraph
from rolecheck.output.document_grid import Grid, GridCell, GridRow, Order, Points
from rolecheck.report import team_parts as parts
from rolecheck.report.tables import Table
from rolecheck.report.team import TeamReport
from rolecheck.report.team_parts import Part, Section


def team_document(report: TeamReport) -> Document:
    """Return a team report."""
    return Document(report.title, tuple(_blocks(report)))


def _blocks(report: TeamReport) -> Iterator[Block]:
    for notice in report.notices:
        yield Note(notice)
    for number, section in enumerate(report.sections, 1):
        yield from _section(number, section)
    yield Note(report.disclaimer)


def _section(number: int, section: Section) -> Iterator[Block]:
    yield Heading(f"{number} · {section.heading}")
    yield Note(section.note)
    topics = [part for part in section.parts if isinstance(part, parts.Topic)]
    for part in section.parts:
        if not isinstance(part, parts.Topic):
            yield from _part(part)
    if topics:
        rows = (GridRow(topic.text, (GridCell((topic.owner,)), GridCell((topic.due,)))) for topic in topics)
        yield Grid("", ("谁来跟", "哪天之前"), tuple(rows), wide_names=True)


def _part(part: Part) -> Iterator[Block]:
    match part:
        case parts.Words():
            yield Paragraph(part.text)
        case parts.Points():
            yield Points(part.heading, part.entries)
        case Table():
            rows = tuple(GridRow(row.label, tuple(GridCell((cell.text,)) for cell in row.cells)) for row in part.rows)
            yield Grid(part.heading, tuple(title for _, title in part.columns), rows, part.note)
        case parts.People():
            yield _people(part)
        case parts.Divided():
            yield from _divided(part)
        case parts.Topic():
            yield Paragraph(part.text)


def _people(people: parts.People) -> Grid:
    columns = ("结论", "把握", "名片", "名实", *(name for _, name in people.lines), "退后")
    rows = tuple(_person(row) for row in people.rows)
    return Grid("", columns, rows, orders=tuple(Order(name, places) for name, places in people.orders))


def _person(row: parts.PersonRow) -> GridRow:
    words = (row.conclusion, row.certainty, row.card, row.match)
    shares = (GridCell((cell.text, cell.interval), cell.mean) for cell in (*row.shares, row.stand_back))
    return GridRow(row.marked, (*(GridCell((word,)) for word in words), *shares))


def _divided(divided: parts.Divided) -> Iterator[Block]:
    keyed = any(option.line for option in divided.options)
    rows = tuple(
        GridRow(
            f"{option.letter}. {option.text}",
            (
                *((GridCell((option.line,)),) if keyed else ()),
                GridCell((f"{option.chosen} 人",)),
                GridCell((option.written,), option.share),
            ),
        )
        for option in divided.options
    )
    yield Paragraph(divided.stem, divided.heading)
    yield Grid("", (*(("责任线",) if keyed else ()), "人数", "占"), rows, wide_names=True)
    yield Paragraph(divided.prompt, "谈")
