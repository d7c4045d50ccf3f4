"""The page of `rolecheck bank simulate` on the terminal."""

from collections.abc import Iterator

from rolecheck.output.table import table_lines
from rolecheck.output.terminal import QUIET, STRONG, Line, Page, paragraph, styled
from rolecheck.report.lab import LabReport


def lab_page(report: LabReport, page: Page) -> Iterator[Line]:
    """Yield who was simulated, the tables one below the other, and what they do not say."""
    yield from paragraph(page, report.bank, STRONG)
    yield from paragraph(page, report.about, QUIET)
    for table in report.tables:
        yield from table_lines(table, page)
    yield styled("")
    yield from paragraph(page, report.caution, STRONG)
