"""A table of respondents on the terminal."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from rolecheck.output.terminal import MARGIN, STRONG, WARNING, Line, Screen, bullet, styled
from rolecheck.report.batch import BatchRow
from rolecheck.typesetting import pad, shorten, width

NARROW = 74

COLUMNS = (("答题人", 18), ("责任线", 12), ("把握", 7), ("名片", 12), ("名实", 7), ("留意", 17))


def batch_page(rows: Iterable[BatchRow], screen: Screen) -> Iterator[Line]:
    """Yield a row for each respondent; on a narrow page two lines for each."""
    cells: Iterator[tuple[str, ...]] = (
        (row.respondent, row.verdict, row.certainty, row.title, row.match, row.flags) for row in rows
    )
    # The first row first: what is wrong with a sheet comes before anything is printed.
    cells = chain(list(islice(cells, 1)), cells)
    if screen.width < NARROW:
        for respondent, verdict, certainty, title, match, flags in cells:
            yield from bullet(screen, "", respondent, STRONG, indent=0)
            yield from bullet(screen, "  ", f"{verdict} {certainty}  {title} {match}".rstrip(), indent=0)
            if flags:
                yield from bullet(screen, "  ", f"留意：{flags}", WARNING, indent=0)
        return
    yield styled(MARGIN + "".join(pad(name, room) for name, room in COLUMNS).rstrip(), STRONG)
    for *row, flags in cells:
        text = "".join(pad(shorten(cell, room - 1), room) for cell, (_, room) in zip(row, COLUMNS[:-1], strict=True))
        fits = width(text + flags) <= screen.room
        yield styled(MARGIN + (text + flags if fits else text).rstrip())
        if not fits:
            yield from bullet(screen, "  ", f"留意：{flags}", WARNING, indent=0)
