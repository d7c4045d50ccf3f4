"""A personal report on the terminal."""

from collections.abc import Iterator

from rolecheck.bank.items import NONE_FITS_TEXT
from rolecheck.measure.verdict import TitleMatch
from rolecheck.output.terminal import (
    ACCENT,
    BAR,
    MARGIN,
    QUIET,
    STRONG,
    WARNING,
    Line,
    Page,
    bar,
    bullet,
    heading,
    paragraph,
    styled,
)
from rolecheck.report.faces import Faces
from rolecheck.report.moments import EvidenceRow, StageRow
from rolecheck.report.personal import JudgementSummary, PersonalReport, ShareRow, StandBack
from rolecheck.report.upstream import Upstream
from rolecheck.typesetting import pad, width

NARROW = 60
"""Below this width bars give way to the figures they draw."""


def personal_page(report: PersonalReport, page: Page) -> Iterator[Line]:
    """Yield the report line by line."""
    yield from _conclusion(report, page)
    for notice in report.notices:
        yield from bullet(page, "留意 ", notice, WARNING)
    if report.shares:
        yield from _shares(report.shares, report.stand_back, page)
    if report.faces is not None:
        yield from _faces(report.faces, page)
    if report.upstream is not None:
        yield from _upstream(report.upstream, page)
    yield from _stages(report.stages, report.stand_back, page)
    if report.none_fits is not None:
        yield from paragraph(page, report.none_fits.says, indent=2)
    if report.judgement is not None:
        yield from _judgement(report.judgement, page)
    yield from _evidence(report, page)
    yield from _numbered("怎样才分得清", report.settle, page)
    yield from _numbered("可以拿去谈的", report.talk, page)
    yield styled("")
    yield from paragraph(page, report.disclaimer, QUIET)
    if report.explore is not None:
        yield from paragraph(page, f"接着看这个角色：rolecheck explain {report.explore}", QUIET)


def _conclusion(report: PersonalReport, page: Page) -> Iterator[Line]:
    conclusion, title = report.conclusion, report.title
    if report.respondent is not None:
        yield from paragraph(page, f"答题人：{report.respondent}", QUIET)
    yield from paragraph(page, conclusion.lead)
    yield styled("")
    yield from _apart(conclusion.statement, conclusion.certainty, ACCENT, page)
    if conclusion.robustness:
        yield from paragraph(page, f"{conclusion.robustness}。", QUIET, indent=2)
    if title is not None:
        style = WARNING if title.match is TitleMatch.DIFFERS else ""
        yield from _apart(title.card, title.statement, style, page)


def _apart(left: str, right: str, style: str, page: Page) -> Iterator[Line]:
    """Yield two texts at the ends of one line, or under one another where they do not fit."""
    space = page.room - 2 - width(left) - width(right)
    if space < 2:
        yield from paragraph(page, left, style, indent=2)
        yield from paragraph(page, right, "", indent=4)
        return
    yield styled(MARGIN + "  ").append(left, style).append(" " * space).append(right)


def _shares(rows: tuple[ShareRow, ...], stand_back: StandBack, page: Page) -> Iterator[Line]:
    yield from heading(page, f"{len(rows)} 条线各占多少", "右边是范围：真实的占比九成可能在这两个数之间")
    names = max(width(row.name) for row in rows)
    for row in rows:
        yield _share(row, names, page)
    yield _share(stand_back.row, names, page, QUIET)


def _share(row: ShareRow, names: int, page: Page, style: str = "") -> Line:
    label = styled(MARGIN + "  ").append(f"{pad(row.label, 4)}  {pad(row.name, names)}  ", style)
    figures = f"{row.share:>5}   {row.interval:>7}"
    room = page.room - 2 - 4 - 2 - names - 2 - width(figures) - 2
    if page.plain or page.width < NARROW or room < 8:
        return label.append(figures)
    return label.append(bar(row.estimate.mean, room), style or BAR).append("  " + figures)


def _faces(faces: Faces, page: Page) -> Iterator[Line]:
    yield from heading(page, "三个面")
    cells = [(face.name, f"{face.line} {face.share}", f"把握 {face.chance}") for face in faces.faces]
    if page.plain or page.width < NARROW:
        for name, line, chance in cells:
            yield styled(MARGIN + "  ").append(f"{pad(name, 14)}{pad(line, 12)}").append(chance, QUIET)
    else:
        for row, style in zip(zip(*cells, strict=True), (QUIET, STRONG, QUIET), strict=True):
            yield styled(MARGIN + "  " + "".join(pad(cell, 18) for cell in row).rstrip(), style)
    yield from _apart(faces.statement, faces.certainty, "", page)
    yield from paragraph(page, faces.reading, indent=2)


def _upstream(upstream: Upstream, page: Page) -> Iterator[Line]:
    yield from heading(page, "补位：替前面几棒站了多少")
    yield from paragraph(page, upstream.statement + upstream.leaning, indent=2)
    yield from paragraph(page, upstream.reading, indent=2)


def _stages(stages: tuple[StageRow, ...], stand_back: StandBack, page: Page) -> Iterator[Line]:
    yield from heading(page, "在哪个阶段站在哪条线", "数的是第一选择")
    for stage in stages:
        counts = [f"{short} {count}" for short, count in stage.lines]
        if stage.stand_back:
            counts.append(f"退后 {stage.stand_back}")
        if stage.none_fits:
            counts.append(f"{NONE_FITS_TEXT} {stage.none_fits}")
        yield from bullet(page, pad(stage.stage, 6), " · ".join(counts))
    yield from paragraph(page, f"{stand_back.asked} 个时刻里退后 {stand_back.count} 次。", indent=2)


def _judgement(judgement: JudgementSummary, page: Page) -> Iterator[Line]:
    yield from heading(page, "判断：结果能不能交，看得准不准")
    yield from paragraph(page, f"{judgement.most} 题得 {judgement.credit} 分。", indent=2)
    for row in judgement.rows:
        yield from bullet(page, "· ", f"{row.name} {row.count} 次：{row.says}")


def _evidence(report: PersonalReport, page: Page) -> Iterator[Line]:
    if not report.supporting and not report.opposing:
        return
    telling = report.telling
    yield from heading(page, telling.heading, telling.note)
    signs = ("＋", "－") if telling.toward is None else ("＋", "＋")
    sides = zip(signs, telling.toward or ("", ""), (report.supporting, report.opposing), strict=True)
    for sign, toward, rows in sides:
        if toward and rows:
            yield from paragraph(page, toward, indent=2)
        for row in rows:
            yield from _response(sign, row, page)


def _response(sign: str, row: EvidenceRow, page: Page) -> Iterator[Line]:
    yield from bullet(page, f"{sign} {row.effect}  ", f"第 {row.number} 题（{row.stage}）{row.moment}")
    for rank, (line, text) in zip(("", "其次"), row.choices, strict=False):
        yield from bullet(page, "→ ", f"{rank}{line}：{text}", QUIET, indent=5)


def _numbered(title: str, entries: tuple[str, ...], page: Page) -> Iterator[Line]:
    if not entries:
        return
    yield from heading(page, title)
    for number, entry in enumerate(entries, 1):
        yield from bullet(page, f"{number} ", entry)
