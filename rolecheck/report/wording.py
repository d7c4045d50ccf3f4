"""Words and numbers every report shares."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rolecheck.bank.items import Facet, Item
from rolecheck.bank.roles import Line
from rolecheck.measure.forms import Minutes
from rolecheck.typesetting import percent

if TYPE_CHECKING:
    # At run time it would bring numpy along, which help pages do not need.
    from rolecheck.measure.summary import Estimate

LEAST_QUOTED = 14
"""Characters of a stem at which a quotation may end, at the next mark."""

MOST_NAMED = 40
"""Names written out in one place; where there are more, their number says more."""

LEAST_DOUBT = 1e-6

MARKS = "，。；：！？"

QUOTED_WITHIN = str.maketrans("“”", "‘’")
"""Quotation marks as they are written within others."""

_NUMERALS = "零一两三四五六七八九十"

FACE_NAMES = {
    Facet.DUTY: "做什么",
    Facet.KPI: "被考核什么",
    Facet.RESPONSIBILITY: "出事时站在哪",
}


def chance(probability: float) -> str:
    """Write what a model holds likely; it is never quite certain, however few decimals were kept."""
    return percent(min(max(probability, LEAST_DOUBT), 1 - LEAST_DOUBT))


def joined(names: Iterable[str]) -> str:
    """Return names as one says them, in the order of names; their number where there are too many."""
    known = sorted(names)
    return "、".join(known) if len(known) <= MOST_NAMED else f"{len(known)} 人"


def interval(estimate: "Estimate") -> str:
    """Write the ends of an interval in whole per cent."""
    return f"{estimate.low * 100:.0f} – {estimate.high * 100:.0f}"


def line_label(line: Line) -> str:
    """Write a line as 交付线（结果被接住）."""
    return f"{line.short}线（{line.name}）"


def minutes_words(minutes: Minutes) -> str:
    """Write a range of minutes in whole ones: 约 9 到 13 分钟."""
    low, high = (max(round(end), 1) for end in minutes)
    return f"约 {low} 分钟" if low == high else f"约 {low} 到 {high} 分钟"


def outside_label(lines: int) -> str:
    """Name the conclusion that somebody's work is none of so many lines, in a word."""
    return f"{_NUMERALS[lines]}条之外" if lines < len(_NUMERALS) else f"{lines} 条之外"


def quote(item: Item) -> str:
    """Return the beginning of an item's stem in quotation marks, ended at a mark outside of what is quoted in it."""
    stem = item.stem.translate(QUOTED_WITHIN)
    ends = (
        place
        for place, character in enumerate(stem)
        if character in MARKS and place >= LEAST_QUOTED and stem.count("‘", 0, place) == stem.count("’", 0, place)
    )
    end = next(ends, len(stem))
    rest = stem[end:].strip(MARKS)
    return f"“{stem[:end]}{'……' if rest else ''}”"


def half_of_cards() -> str:
    """Return what is taken of cards beforehand, in words."""
    from rolecheck.measure.verdict import CARDS_RIGHT  # noqa: PLC0415 - it brings numpy along, see above

    return f"名片有 {percent(CARDS_RIGHT)} 的可能写对了"
