"""A finished acceptance check as a document."""

from collections.abc import Iterator

from rolecheck.measure.acceptance import Standing
from rolecheck.output.document import Block, Cell, Document, Note, Row, Statement, Step, Steps, Table
from rolecheck.report.acceptance import AcceptanceReport, Entry, EntrySection

TITLE = "验收前的判断"


def acceptance_document(report: AcceptanceReport) -> Document:
    """Return the report; a result with a name is called by it."""
    return Document(TITLE if report.name is None else f"{TITLE}：{report.name}", tuple(_blocks(report)))


def _blocks(report: AcceptanceReport) -> Iterator[Block]:
    yield Statement(report.statement, report.because, warns=report.standing is Standing.FORBIDS)
    rows = (Row(group.name, (Cell((group.says,), quiet=group.standing is Standing.GOOD),)) for group in report.groups)
    yield Table(f"{len(report.groups)} 样判断", ("照你答的",), tuple(rows))
    for section in report.sections:
        yield _section(section)
    yield Note(report.closing)


def _section(section: EntrySection) -> Steps:
    return Steps(section.heading, tuple(map(_step, section.entries)), section.rules)


def _step(entry: Entry) -> Step:
    return Step(entry.text, entry.details, entry.judgement)
