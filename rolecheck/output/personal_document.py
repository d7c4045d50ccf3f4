"""A personal report as a document."""

from collections.abc import Iterator
from math import log

from rolecheck.bank.items import NONE_FITS_TEXT
from rolecheck.measure.verdict import TitleMatch
from rolecheck.output.document import (
    Block,
    Bullets,
    Cell,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Row,
    Statement,
    Step,
    Steps,
    Table,
)
from rolecheck.output.picture import Bar, Bars, Counts, Leaning, Leanings
from rolecheck.report.faces import Faces
from rolecheck.report.moments import EvidenceRow, StageRow
from rolecheck.report.personal import JudgementSummary, PersonalReport, ShareRow, StandBack

TITLE = "责任线报告"
STAND_BACK = "退后"


def personal_document(report: PersonalReport, taken: str | None = None) -> Document:
    """Return the report; ``taken`` says when the responses were given."""
    title = TITLE if report.respondent is None else f"{TITLE}：{report.respondent}"
    return Document(title, tuple(_blocks(report, taken)))


def shares_figure(report: PersonalReport) -> Figure:
    """Return how much each line is worth."""
    rows = (*report.shares, report.stand_back.row)
    bars = Bars(tuple(_bar(row, quiet=row is report.stand_back.row) for row in rows))
    table = Table(
        f"{len(report.shares)} 条线各占多少",
        ("占比", "范围"),
        tuple(_row(f"{row.label} · {row.name}", row.share, row.interval) for row in rows),
    )
    return Figure(bars, table, "占比后面是范围：真实的占比九成可能在这两个数之间")


def _blocks(report: PersonalReport, taken: str | None) -> Iterator[Block]:
    conclusion, title = report.conclusion, report.title
    if taken is not None:
        yield Note(taken)
    yield Paragraph(conclusion.lead)
    yield Statement(conclusion.statement, conclusion.certainty)
    yield from (Note(f"{says}。") for says in (conclusion.robustness,) if says)
    if title is not None:
        yield Statement(title.card, title.statement, warns=title.match is TitleMatch.DIFFERS)
    for notice in report.notices:
        yield Paragraph(notice, "留意")
    if report.shares:
        yield shares_figure(report)
    if report.faces is not None:
        yield from _faces(report.faces)
    if report.upstream is not None:
        yield Heading("补位：替前面几棒站了多少")
        yield Paragraph(report.upstream.statement + report.upstream.leaning)
        yield Paragraph(report.upstream.reading)
    yield from _stages(report)
    if report.judgement is not None:
        yield from _judgement(report.judgement)
    if report.supporting or report.opposing:
        yield _evidence(report)
    yield from _numbered("怎样才分得清", report.settle)
    yield from _numbered("可以拿去谈的", report.talk)
    yield Note(report.disclaimer)
    if report.explore is not None:
        yield Note(f"接着看这个角色：rolecheck explain {report.explore}")


def _bar(row: ShareRow, *, quiet: bool) -> Bar:
    share = row.estimate
    return Bar(row.label, row.name, share.mean, share.low, share.high, f"{row.share}（{row.interval}）", quiet)


def _row(name: str, *cells: str) -> Row:
    return Row(name, tuple(Cell((cell,)) for cell in cells))


def _faces(faces: Faces) -> Iterator[Block]:
    bars = Bars(
        tuple(
            Bar(
                face.name,
                face.line,
                face.estimate.mean,
                face.estimate.low,
                face.estimate.high,
                f"{face.share}（{face.interval}），把握 {face.chance}",
            )
            for face in faces.faces
        )
    )
    rows = (_row(face.name, face.line, face.share, face.interval, face.chance) for face in faces.faces)
    table = Table("三个面", ("最大的线", "占比", "范围", "把握"), tuple(rows))
    yield Figure(bars, table, "每一面只画最大的那条线；把握是它确实最大的概率")
    yield Paragraph(f"{faces.statement}（{faces.certainty}）。")
    yield Paragraph(faces.reading)


def _stages(report: PersonalReport) -> Iterator[Block]:
    if not report.stages:
        return
    lines = [row.label for row in report.shares] or [short for stage in report.stages for short, _ in stage.lines]
    none_fits = () if report.none_fits is None else (NONE_FITS_TEXT,)
    columns = (*dict.fromkeys(lines), STAND_BACK, *none_fits)
    counts = tuple((stage.stage, _counts(stage, columns)) for stage in report.stages)
    rows = tuple(_row(name, *(str(count) if count else "" for count in row)) for name, row in counts)
    table = Table("在哪个阶段站在哪条线", columns, rows)
    yield Figure(Counts(columns, counts, frozenset({STAND_BACK, NONE_FITS_TEXT})), table, "数的是第一选择")
    yield Paragraph(_stood_back(report.stand_back))
    if report.none_fits is not None:
        yield Paragraph(report.none_fits.says)


def _counts(stage: StageRow, columns: tuple[str, ...]) -> tuple[int, ...]:
    counted = {**dict(stage.lines), STAND_BACK: stage.stand_back, NONE_FITS_TEXT: stage.none_fits}
    return tuple(counted.get(column, 0) for column in columns)


def _stood_back(stand_back: StandBack) -> str:
    return f"{stand_back.asked} 个时刻里退后 {stand_back.count} 次。"


def _judgement(judgement: JudgementSummary) -> Iterator[Block]:
    entries = (f"{row.name} {row.count} 次：{row.says}" for row in judgement.rows)
    credit = f"{judgement.most} 题得 {judgement.credit} 分。"
    yield Bullets("判断：结果能不能交，看得准不准", (credit, *entries))


def _evidence(report: PersonalReport) -> Steps:
    telling = report.telling
    rows = (*report.supporting, *report.opposing)
    for_, against = telling.toward or ("", "")
    towards = (*[for_] * len(report.supporting), *[against] * len(report.opposing))
    leanings = Leanings(tuple(Leaning(_asked(row), log(row.factor), row.effect) for row in rows))
    return Steps(telling.heading, tuple(map(_response, rows, towards)), (telling.note,), leanings)


def _asked(row: EvidenceRow) -> str:
    return f"第 {row.number} 题 {row.stage}".rstrip()


def _response(row: EvidenceRow, toward: str) -> Step:
    choices = (f"{rank}{line}：{text}" for rank, (line, text) in zip(("→ ", "其次 "), row.choices, strict=False))
    return Step(row.moment, tuple(choices), f"{toward} {row.effect}  {_asked(row)}".lstrip())


def _numbered(title: str, entries: tuple[str, ...]) -> Iterator[Block]:
    if entries:
        yield Steps(title, tuple(Step(entry) for entry in entries))
