"""Role cards and the relay on the terminal."""

from collections.abc import Iterable, Iterator

from rolecheck.output.terminal import ACCENT, MARGIN, QUIET, STRONG, Line, Page, bullet, heading, paragraph, styled
from rolecheck.report.role import Contrast, Disagreement, Relay, RoleCard, Section
from rolecheck.typesetting import hang, pad

NARROW = 72
"""Below this width two columns become two sections."""


def role_page(card: RoleCard, page: Page) -> Iterator[Line]:
    """Yield the card line by line."""
    yield styled(MARGIN).append(card.name, ACCENT).append(f"  {card.line.short}线 · {card.line.name}")
    if card.aliases:
        yield from paragraph(page, f"也叫：{'、'.join(card.aliases)}", QUIET)
    yield styled("")
    yield from bullet(page, "一直在问：", card.core_question, STRONG, indent=0)
    yield from section_lines(card.stands_up, page)
    yield from _contrast(card.contrast, page)
    for section in card.sections:
        yield from section_lines(section, page)
    yield from section_lines(card.relay, page)
    yield from disagreement_lines(card.disagreements, page)
    yield from section_lines(card.sources, page, QUIET)


def relay_page(relay: Relay, page: Page) -> Iterator[Line]:
    """Yield the roles in relay order, each with its stages, question and hand-over."""
    yield from paragraph(page, f"一场接力，从{relay.stages[0]}到{relay.stages[-1]}：", STRONG)
    for leg in relay.legs:
        yield styled("")
        yield styled(MARGIN).append(leg.name, ACCENT).append(f"  {leg.line.short}线 · {leg.line.name}")
        yield from bullet(page, "问的是  ", leg.core_question)
        yield from bullet(page, "站出来  ", "、".join(leg.stages))
        for handover in leg.hands_over:
            yield from bullet(page, "交给    ", handover)
        if leg.aliases:
            yield from bullet(page, "也叫    ", "、".join(leg.aliases), QUIET)


def section_lines(section: Section, page: Page, style: str = "") -> Iterator[Line]:
    """Yield a heading and its entries; nothing where there are none."""
    if not section.entries:
        return
    yield from heading(page, section.heading)
    for entry in section.entries:
        yield from bullet(page, "· ", entry, style)


def disagreement_lines(disagreements: Iterable[Disagreement], page: Page) -> Iterator[Line]:
    """Yield where the sources disagree, and how it is read here."""
    for disagreement in disagreements:
        yield from heading(page, f"几篇文章说法不一：{disagreement.name}")
        yield from paragraph(page, disagreement.says, indent=2)
        yield from bullet(page, "这里的读法：", disagreement.reading)


def _contrast(contrast: Contrast, page: Page) -> Iterator[Line]:
    if page.plain or page.width < NARROW:
        yield from section_lines(contrast.left, page)
        yield from section_lines(contrast.right, page)
        return
    column = (page.room - 4) // 2
    left, right = (_column(section, column - 2) for section in (contrast.left, contrast.right))
    yield styled("")
    yield styled(MARGIN + pad(contrast.left.heading, column + 2) + contrast.right.heading, STRONG)
    for number in range(max(len(left), len(right))):
        cells = (lines[number] if number < len(lines) else "" for lines in (left, right))
        yield styled((MARGIN + "  " + "".join(pad(cell, column) for cell in cells)).rstrip())


def _column(section: Section, cells: int) -> list[str]:
    return [line for entry in section.entries for line in hang("· ", entry, cells)]
