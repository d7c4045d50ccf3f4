"""What lies between the three faces: what one does (duty), is measured by (kpi), and stands up for (responsibility).

Each face has a largest line, known with some chance; each is answered on items of its own, and the model ties none to
another. So, with d, k and r the chances of a line to be the largest in duty, kpi and responsibility, the chance that
all three lie on one line would be the sum of d k r, that of duty and kpi alone the sum of d k less that, and so on:
sums of products. But then three faces nobody has answered for would lie on three different ones of six lines with a
chance of 0.56, and somebody measured by the very line they stand on would often be told otherwise. What is compared are
the *ways* to lie, so those are what is taken to be equally likely beforehand: all five, instead of all triples of
lines. By Bayes' rule the chance of a way is then its sum of products, over the share of triples that lie that way.

Of all statements that follow, the one that says most is made, if its chance reaches ``SAID_AT``; else none is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from rolecheck.bank.items import Facet
from rolecheck.measure.summary import LineProfile
from rolecheck.measure.verdict import MATCHES_AT, NAMED_AT

SAID_AT = NAMED_AT
"""Chance from which a statement about the faces is made."""


class FaceTension(StrEnum):
    """What may be said of the three faces; the first five exclude one another, and one of them is always true."""

    ALIGNED = "aligned"
    """All on one line."""
    MEASURED = "measured"
    """Doing and standing up on one line, measured on another."""
    BUSY = "busy"
    """Measured and standing up on one line, doing another's work."""
    BOTH = "both"
    """Doing and measured on one line, standing up on another."""
    SCATTERED = "scattered"
    """Each on a line of its own."""
    MEASURED_ELSEWHERE = "measured-elsewhere"
    """Measured on another line than standing up on, wherever the doing lies."""
    BUSY_ELSEWHERE = "busy-elsewhere"
    """Doing another line's work than standing up on, wherever the measuring lies."""
    UNCLEAR = "unclear"
    """Nothing of this is likely enough."""


WAYS = (FaceTension.ALIGNED, FaceTension.MEASURED, FaceTension.BUSY, FaceTension.BOTH, FaceTension.SCATTERED)
"""The ways three faces can lie: exactly one is true."""

PUT_ELSEWHERE: Mapping[FaceTension, tuple[Facet, ...]] = {
    FaceTension.ALIGNED: (),
    FaceTension.MEASURED: (Facet.KPI,),
    FaceTension.BUSY: (Facet.DUTY,),
    FaceTension.BOTH: (Facet.DUTY, Facet.KPI),
    FaceTension.SCATTERED: (Facet.DUTY, Facet.KPI),
    FaceTension.MEASURED_ELSEWHERE: (Facet.KPI,),
    FaceTension.BUSY_ELSEWHERE: (Facet.DUTY,),
}
"""The faces a statement puts on another line than responsibility's."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The statement made, the chance that it is true, and which of the five ways is the likeliest with its chance.

    ``chance`` is None where no statement is made.
    """

    tension: FaceTension
    chance: float | None
    likeliest: FaceTension
    p_likeliest: float


def p_ways(duty: LineProfile, kpi: LineProfile, responsibility: LineProfile) -> Mapping[FaceTension, float]:
    """Return the chance of each of the five ways three faces can lie; they sum to one."""
    together = _same(duty, kpi, responsibility)
    measured, busy, both = (
        _same(*pair) - together for pair in ((duty, responsibility), (kpi, responsibility), (duty, kpi))
    )
    scattered = max(0.0, 1 - together - measured - busy - both)
    lines = len(duty.p_largest)
    triples = (1, lines - 1, lines - 1, lines - 1, (lines - 1) * (lines - 2))
    chances = (together, measured, busy, both, scattered)
    weighed = [max(0.0, chance) / count if count else 0.0 for chance, count in zip(chances, triples, strict=True)]
    return {way: each / sum(weighed) for way, each in zip(WAYS, weighed, strict=True)}


def p_tensions(duty: LineProfile, kpi: LineProfile, responsibility: LineProfile) -> Mapping[FaceTension, float]:
    """Return the chance of every statement that can be made."""
    ways = p_ways(duty, kpi, responsibility)
    apart = ways[FaceTension.BOTH] + ways[FaceTension.SCATTERED]
    return {
        **ways,
        FaceTension.MEASURED_ELSEWHERE: ways[FaceTension.MEASURED] + apart,
        FaceTension.BUSY_ELSEWHERE: ways[FaceTension.BUSY] + apart,
    }


def compare(duty: LineProfile, kpi: LineProfile, responsibility: LineProfile) -> Comparison:
    """Return the statement that says most of those that are likely enough.

    A face is said to lie elsewhere only if it has a line likelier than not, for that line will be named.
    """
    chances = p_tensions(duty, kpi, responsibility)
    faces = {Facet.DUTY: duty, Facet.KPI: kpi}
    said = [
        tension
        for tension, chance in chances.items()
        if chance >= SAID_AT and all(_is_known(faces[facet]) for facet in PUT_ELSEWHERE[tension])
    ]
    tension = max(said, key=lambda tension: (tension in WAYS, chances[tension]), default=FaceTension.UNCLEAR)
    likeliest = max(WAYS, key=lambda way: chances[way])
    return Comparison(tension, chances.get(tension), likeliest, chances[likeliest])


def p_elsewhere(facet: Facet, duty: LineProfile, kpi: LineProfile, responsibility: LineProfile) -> float | None:
    """Return the chance that duty or kpi lies elsewhere than responsibility; None where that may not be said."""
    tension, face = (FaceTension.BUSY_ELSEWHERE, duty) if facet is Facet.DUTY else (FaceTension.MEASURED_ELSEWHERE, kpi)
    chance = p_tensions(duty, kpi, responsibility)[tension]
    return chance if chance >= SAID_AT and _is_known(face) else None


def _same(*faces: LineProfile) -> float:
    return float(sum(prod(chances) for chances in zip(*(face.p_largest for face in faces), strict=True)))


def _is_known(face: LineProfile) -> bool:
    return max(face.p_largest) >= MATCHES_AT
