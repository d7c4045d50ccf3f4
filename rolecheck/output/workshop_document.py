"""A workshop as a document to keep, and its guide as another."""

from collections.abc import Iterator

from rolecheck.output.document import Block, Cell, Document, Figure, Heading, Note, Paragraph, Row, Table
from rolecheck.output.document_grid import Points
from rolecheck.output.picture import Bar, Bars, Counts
from rolecheck.report.workshop import RELAY_NOTE, RELAY_TITLE, StageRow, WorkshopReport
from rolecheck.report.workshop_guide import Guide
from rolecheck.report.workshop_moment import BACK_LABEL, MomentRow, OptionRow

TO_DO = 3
"""Rows left empty for what the room takes upon itself."""


def workshop_document(report: WorkshopReport, held: str | None = None) -> Document:
    """Return the report; ``held`` says when it was."""
    return Document(report.title, tuple(_blocks(report, held)))


def _blocks(report: WorkshopReport, held: str | None) -> Iterator[Block]:
    if held is not None:
        yield Note(held)
    yield Paragraph(report.how_sure)
    yield from _relay(report.relay)
    for remark in report.remarks:
        yield Paragraph(remark)
    for moment in report.moments:
        yield from _moment(moment)
    empty = Cell(("",))
    rows = (Row(str(number), (empty, empty, empty)) for number in range(1, TO_DO + 1))
    yield Table("带走的事", ("做什么", "谁", "到哪天"), tuple(rows))
    yield Note(report.disclaimer)


def _relay(relay: tuple[StageRow, ...]) -> Iterator[Block]:
    seen = tuple(stage for stage in relay if stage.total)
    if seen:
        columns = (*(count.line for count in seen[0].lines), BACK_LABEL)
        counts = tuple(
            (stage.stage, (*(count.hands or 0 for count in stage.lines), stage.stand_back)) for stage in seen
        )
        rows = (Row(stage.stage, tuple(Cell((text,)) for text in _cells(stage))) for stage in seen)
        note = f"圈里是举手的次数；空着的，是没人选或这次没摆出来。{RELAY_NOTE}"
        yield Figure(Counts(columns, counts, frozenset({BACK_LABEL})), Table(RELAY_TITLE, columns, tuple(rows)), note)
    else:
        yield Heading(RELAY_TITLE)
    for stage in relay:
        yield Paragraph(stage.says + stage.unchosen + stage.asks, stage.stage)


def _cells(stage: StageRow) -> Iterator[str]:
    yield from ("–" if count.hands is None else str(count.hands) for count in stage.lines)
    yield str(stage.stand_back)


def _moment(moment: MomentRow) -> Iterator[Block]:
    title = " · ".join(part for part in (f"第 {moment.number} 刻", moment.stage, moment.says) if part)
    asked = moment.stem + moment.ask
    if moment.total:
        rows = (Row(_name(option), (Cell((option.counted,)),)) for option in moment.options)
        table = Table(title, ("举手",), tuple(rows))
        yield Figure(Bars(tuple(map(_bar, moment.options))), table, asked)
    else:
        yield Heading(title)
        yield Note(asked)
    entries = (f"{option.letter} · {option.on_line}：{option.text}" for option in moment.options)
    yield Points("选项和它代表的线", tuple(entries))
    yield Paragraph(moment.debrief, "讲评")
    if moment.sources:
        yield Note("出处：" + "、".join(moment.sources))


def _name(option: OptionRow) -> str:
    return f"{option.letter} · {option.line} · {option.name}"


def _bar(option: OptionRow) -> Bar:
    return Bar(
        f"{option.letter} · {option.line}", option.name, option.share, None, None, option.counted, option.stands_back
    )


def guide_document(guide: Guide) -> Document:
    """Return the guide."""
    return Document(guide.title, (Paragraph(guide.opening), *_parts(guide), Note(guide.closing)))


def _parts(guide: Guide) -> Iterator[Block]:
    for part in guide.parts:
        yield Heading(part.heading)
        for advice in part.entries:
            yield Paragraph(advice.what, advice.when)
