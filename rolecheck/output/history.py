"""Earlier results on the terminal."""

from collections.abc import Iterator

from rolecheck.output.table import table_lines
from rolecheck.output.terminal import MARGIN, QUIET, STRONG, WARNING, Line, Page, bullet, heading, paragraph, styled
from rolecheck.report.history import History, HistoryRow, Movement
from rolecheck.typesetting import pad, width

NARROW = 60
BETWEEN = " · "
GAP = "  "


def history_page(history: History, page: Page) -> Iterator[Line]:
    """Yield the list of results, and below it how the last two or the two asked for differ."""
    yield from _rows(history.rows, page)
    if history.movement is not None:
        yield from _movement(history.movement, page)
    elif history.note:
        yield styled("")
        yield from paragraph(page, history.note, QUIET)


def _rows(rows: tuple[HistoryRow, ...], page: Page) -> Iterator[Line]:
    numbers = max((len(row.number) for row in rows), default=0)
    verdicts = max((width(row.verdict) for row in rows), default=0)
    for row in rows:
        label = f"{row.number:>{numbers}}{GAP}"
        rest = BETWEEN.join(part for part in (row.card, row.who) if part)
        first = f"{row.when}  {pad(row.form, 6)}"
        concluded = f"{pad(row.verdict, verdicts)}{GAP}{row.certainty:>5}".rstrip()
        concluded = pad(concluded, verdicts + 7) if rest else concluded
        if page.plain or page.width < NARROW:
            yield from bullet(page, label, first.strip(), STRONG, indent=0)
            for text in (f"{row.verdict} {row.certainty}".strip(), rest):
                if text:
                    yield from paragraph(page, text, indent=len(label))
            continue
        line = styled(f"{MARGIN}{label}{first}{GAP}").append(concluded, STRONG)
        beside = f"{GAP}{rest}" if rest else ""
        if width(line.plain + beside) <= page.room + len(MARGIN):
            yield line.append(beside, QUIET)
            continue
        yield line
        yield from paragraph(page, rest, QUIET, indent=len(label))


def _movement(movement: Movement, page: Page) -> Iterator[Line]:
    yield from heading(page, "两次之间")
    for arrow, conclusion in zip(("从  ", "到  "), movement.conclusions, strict=True):
        yield from bullet(page, arrow, conclusion)
    for caution in movement.cautions:
        yield from bullet(page, "！", caution, WARNING)
    yield from table_lines(movement.table, page)
