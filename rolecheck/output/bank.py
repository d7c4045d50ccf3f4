"""The pages of `rolecheck bank`."""

from collections.abc import Iterator

from rolecheck.output.table import table_lines
from rolecheck.output.terminal import ACCENT, QUIET, STRONG, WARNING, Line, Page, bullet, heading, paragraph, styled
from rolecheck.report.bank_check import CheckReport, Told
from rolecheck.report.bank_stats import BankStats


def check_page(report: CheckReport, page: Page) -> Iterator[Line]:
    """Yield what was found, kind by kind, the figures, and the count."""
    if report.bank:
        yield from paragraph(page, report.bank, STRONG)
    for found in report.found:
        yield from heading(page, found.heading)
        for told in found.told:
            yield from _told(told, page)
    if report.figures:
        yield styled("")
    for figure in report.figures:
        yield from paragraph(page, figure, QUIET)
    yield styled("")
    yield from paragraph(page, report.summary, STRONG)


def stats_page(stats: BankStats, page: Page) -> Iterator[Line]:
    """Yield the tables one below the other."""
    yield from paragraph(page, stats.bank, STRONG)
    for table in stats.tables:
        yield from table_lines(table, page)


def _told(told: Told, page: Page) -> Iterator[Line]:
    style = ACCENT if told.level == "error" else WARNING
    # The place stays in one piece and is followed by a colon, so that terminals and editors make a link of it.
    first, *rest = bullet(page, f"{told.word} ", f"{told.place}: {told.text}", "", indent=2)
    head, _, tail = first.plain.partition(told.word)
    yield styled(head).append(told.word, style).append(tail)
    yield from rest
