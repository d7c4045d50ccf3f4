"""The page of `rolecheck form import --dry-run`."""

from collections.abc import Iterator

from rolecheck.output.terminal import QUIET, STRONG, WARNING, Line, Page, bullet, heading, paragraph, styled
from rolecheck.report.form_import import ImportReport
from rolecheck.typesetting import pad, width


def import_page(report: ImportReport, page: Page) -> Iterator[Line]:
    """Yield what the file is, column by column and person by person, then what does not fit, then the sum."""
    yield from paragraph(page, report.source, STRONG)
    yield from paragraph(page, report.layout, QUIET)
    yield from heading(page, "每一列是什么")
    room = max(width(column.column) for column in report.columns)
    for column in report.columns:
        yield from bullet(page, f"{pad(column.column, room)}  ", f"{column.taken_for} ← {column.header}")
    if report.people:
        yield from heading(page, "谁答了")
    for person in report.people:
        second = f"，其次 {person.seconds} 题" if person.seconds else ""
        title = f"，名片 {person.title}" if person.title else ""
        text = f"{person.respondent}{title}，答了 {person.answered}/{person.asked} 题{second}"
        yield from bullet(page, f"第 {person.row} 行  ", text)
    for title, texts in (("要留意的", report.notes), ("对不上的", report.problems)):
        if texts:
            yield from heading(page, title)
        for text in texts:
            yield from bullet(page, "· ", text, WARNING if texts is report.problems else "")
    yield styled("")
    yield from paragraph(page, report.summary, STRONG)
