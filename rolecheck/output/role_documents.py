"""Role cards and comparisons as documents."""

from collections.abc import Iterable, Iterator

from rolecheck.bank.roles import Line
from rolecheck.output.document import Block, Bullets, Cell, Document, Heading, Note, Paragraph, Row, Table, TwoColumns
from rolecheck.report.comparison import UNSAID, Comparison
from rolecheck.report.role import Disagreement, RoleCard, Section


def card_document(card: RoleCard) -> Document:
    """Return a role's card."""
    return Document(card.name, tuple(_card(card)))


def comparison_document(comparison: Comparison) -> Document:
    """Return roles side by side."""
    return Document(comparison.title, tuple(_comparison(comparison)))


def _card(card: RoleCard) -> Iterator[Block]:
    yield Paragraph(_line(card.line))
    yield Paragraph(card.core_question, "一直在问")
    if card.aliases:
        yield Note(f"也叫：{'、'.join(card.aliases)}")
    yield from _section(card.stands_up)
    yield TwoColumns(_bullets(card.contrast.left), _bullets(card.contrast.right))
    for section in (*card.sections, card.relay):
        yield from _section(section)
    yield from _disagreements(card.disagreements)
    yield from _section(card.sources)


def _comparison(comparison: Comparison) -> Iterator[Block]:
    roles = comparison.roles
    heads = (
        ("责任线", [(_line(role.line),) for role in roles]),
        ("一直在问", [(role.core_question,) for role in roles]),
        ("必须站出来", [role.stands_up for role in roles]),
    )
    columns = tuple(role.name for role in roles)
    rows = tuple(Row(name, tuple(Cell(entries) for entries in cells)) for name, cells in heads)
    yield Table("各扛哪条线", columns, rows)
    if comparison.separations:
        yield Heading("哪一刻分得开")
        yield Note("一个必须站出来，另一个不能替")
        for pair in comparison.separations:
            yield Paragraph(pair.text, " · ".join(pair.names) if len(roles) > 2 else None)
    if comparison.dimensions:
        rows = tuple(Row(row.name, tuple(_cell(cell.text) for cell in row.cells)) for row in comparison.dimensions)
        yield Table("一项一项对照", columns, rows)
    yield from _disagreements(comparison.disagreements)
    yield from _section(comparison.sources)


def _line(line: Line) -> str:
    return f"{line.short}线 · {line.name}"


def _cell(text: str | None) -> Cell:
    return Cell((UNSAID,), quiet=True) if text is None else Cell((text,))


def _bullets(section: Section) -> Bullets:
    return Bullets(section.heading, section.entries)


def _section(section: Section) -> Iterator[Block]:
    if section.entries:
        yield _bullets(section)


def _disagreements(disagreements: Iterable[Disagreement]) -> Iterator[Block]:
    for disagreement in disagreements:
        yield Heading(f"几篇文章说法不一：{disagreement.name}")
        yield Paragraph(disagreement.says)
        yield Paragraph(disagreement.reading, "这里的读法")
