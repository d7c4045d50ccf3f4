"""What a workshop has come to on the terminal, the moments it could show, and the facilitator's guide."""

from collections.abc import Iterable, Iterator

from rolecheck.output.terminal import (
    MARGIN,
    QUIET,
    STRONG,
    Line,
    Page,
    bar,
    bullet,
    heading,
    paragraph,
    styled,
)
from rolecheck.report.workshop import RELAY_NOTE, RELAY_TITLE, StageRow, WorkshopReport
from rolecheck.report.workshop_guide import Guide
from rolecheck.report.workshop_list import ListedMoment
from rolecheck.report.workshop_moment import MomentRow, OptionRow
from rolecheck.typesetting import pad, width

LEAST_BAR = 12
"""Cells; a shorter bar shows nothing the number does not."""


def workshop_page(report: WorkshopReport, page: Page) -> Iterator[Line]:
    """Yield the relay, then the moments one after another."""
    yield from heading(page, report.title, report.how_sure)
    yield from heading(page, RELAY_TITLE, RELAY_NOTE)
    for stage in report.relay:
        yield from _leg(stage, page)
    for remark in report.remarks:
        yield styled("")
        yield from paragraph(page, remark, indent=2)
    for moment in report.moments:
        yield from _moment(moment, page)
    yield styled("")
    yield from paragraph(page, report.disclaimer, QUIET)


def _leg(stage: StageRow, page: Page) -> Iterator[Line]:
    yield from bullet(page, f"{stage.stage}  ", stage.says, "" if stage.moments else QUIET)
    for text in (stage.unchosen, stage.asks):
        if text:
            yield from paragraph(page, text, QUIET, indent=4 + width(stage.stage))


def _moment(moment: MomentRow, page: Page) -> Iterator[Line]:
    yield from heading(page, f"第 {moment.number} 刻  {moment.stage}  {moment.says}")
    yield from paragraph(page, moment.stem + moment.ask, indent=2)
    yield styled("")
    for option in moment.options:
        yield from bullet(page, f"{option.letter}  ", option.text)
        yield from _bar(option, moment, page)
    yield styled("")
    yield from paragraph(page, moment.debrief, indent=2)
    for source in moment.sources:
        yield from paragraph(page, source, QUIET, indent=2)


def _bar(option: OptionRow, moment: MomentRow, page: Page) -> Iterator[Line]:
    label = MARGIN + " " * 5 + pad(f"→ {option.line}", 8)
    room = page.room - width(label) - 16
    if page.plain or room < LEAST_BAR:
        yield from bullet(page, "→ ", f"{option.line} {option.counted}", indent=5)
        return
    drawn = bar(option.hands / (moment.most or 1), room).rstrip()
    yield styled(label + (f"{drawn} " if drawn else "") + option.counted)


def moments_page(moments: Iterable[ListedMoment], page: Page) -> Iterator[Line]:
    """Yield the moments a workshop can show, each under its id."""
    for moment in moments:
        yield styled("")
        yield from paragraph(page, f"{moment.id}  {moment.about}", STRONG)
        yield from paragraph(page, moment.stem, indent=2)


def guide_page(guide: Guide, page: Page) -> Iterator[Line]:
    """Yield the guide."""
    yield from heading(page, guide.title)
    yield from paragraph(page, guide.opening)
    for part in guide.parts:
        yield from heading(page, part.heading)
        for advice in part.entries:
            yield styled("")
            yield from paragraph(page, advice.when, STRONG, indent=2)
            yield from paragraph(page, advice.what, indent=2)
    yield styled("")
    yield from paragraph(page, guide.closing, QUIET)
