"""The measurement page as a document."""

from collections.abc import Iterable, Iterator

from rolecheck.output.document import Block, Bullets, Cell, Document, Note, Paragraph, Row, Table
from rolecheck.report import tables
from rolecheck.report.lab_page import Explained, MeasurementPage


def lab_document(page: MeasurementPage) -> Document:
    """Return the page."""
    return Document(page.title, tuple(_blocks(page)))


def _blocks(page: MeasurementPage) -> Iterator[Block]:
    yield from (Paragraph(text) for text in page.about)
    yield from _table(page.goals)
    if page.why_not:
        yield Bullets("没到的，为什么", tuple(_explained(page.why_not)))
    yield Bullets("模拟的是些什么人", tuple(_explained(page.people)))
    for table in page.tables:
        yield from _table(table)
    yield Bullets("数字怎么算的", tuple(_explained(page.definitions)))
    yield Table(
        "和发表过的数字摆在一起",
        ("发表的", "出处", "我们（模拟）", "能不能比"),
        tuple(
            Row(
                each.what, tuple(Cell((text,)) for text in (each.figure, each.source, each.ours, each.comparable.value))
            )
            for each in page.published
        ),
    )
    yield Bullets("只有真人能告诉我们的", page.only_people)
    yield Paragraph(page.again, "再跑一遍")


def _table(table: tables.Table) -> Iterator[Block]:
    yield Table(
        table.heading,
        tuple(heading for _, heading in table.columns),
        tuple(Row(row.label, tuple(Cell((cell.text,)) for cell in row.cells)) for row in table.rows),
    )
    if table.note:
        yield Note(table.note)


def _explained(entries: Iterable[Explained]) -> Iterator[str]:
    return (f"{each.word}：{each.meaning}" for each in entries)
