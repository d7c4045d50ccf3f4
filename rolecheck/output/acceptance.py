"""A finished acceptance check on the terminal."""

from collections.abc import Iterator

from rolecheck.measure.acceptance import Standing
from rolecheck.output.terminal import (
    ACCENT,
    MARGIN,
    QUIET,
    STRONG,
    WARNING,
    Line,
    Page,
    bullet,
    heading,
    paragraph,
    styled,
)
from rolecheck.report.acceptance import AcceptanceReport, Entry, EntrySection
from rolecheck.typesetting import pad, width

STYLES = {Standing.FORBIDS: WARNING, Standing.OPEN: "", Standing.CONDITION: "", Standing.GOOD: QUIET}


def acceptance_page(report: AcceptanceReport, page: Page) -> Iterator[Line]:
    """Yield the report line by line."""
    if report.name is not None:
        yield from paragraph(page, report.name, QUIET)
    style = "bold " + WARNING if report.standing is Standing.FORBIDS else ACCENT
    yield styled(MARGIN + "  ").append(report.statement, style)
    yield from paragraph(page, report.because, indent=2)
    yield from heading(page, f"{len(report.groups)} 样判断")
    names = max(width(row.name) for row in report.groups)
    for row in report.groups:
        yield from bullet(page, pad(row.name, names + 2), row.says, STYLES[row.standing])
    for section in report.sections:
        yield from _section(section, page)
    yield styled("")
    yield from paragraph(page, report.closing, QUIET)


def _section(section: EntrySection, page: Page) -> Iterator[Line]:
    yield from heading(page, section.heading)
    for rule in section.rules:
        yield from paragraph(page, rule, QUIET, indent=2)
    for number, entry in enumerate(section.entries, 1):
        yield from _entry(number, entry, page)


def _entry(number: int, entry: Entry, page: Page) -> Iterator[Line]:
    label = f"{number} "
    yield from bullet(page, label, f"{entry.judgement} · {entry.text}", STRONG if entry.details else "")
    for detail in entry.details:
        yield from paragraph(page, detail, indent=2 + width(label))
