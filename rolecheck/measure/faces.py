"""What lies between the three faces: what one does (duty), is measured by (kpi), and stands up for (responsibility).

Each face has a largest line, known with some chance; given the responses the three are independent, because each face
is answered on items of its own and the model ties none to another. So a joint chance is a sum of products, with d, k
and r the chances of a line to be the largest in duty, kpi and responsibility:

    P(all on one line)           = sum d k r
    P(kpi and responsibility)    = sum k r                     and so on for the other pairs
    P(only kpi elsewhere)        = sum d r - sum d k r         and so on for the other two

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


class Tension(StrEnum):
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


PATTERNS = (Tension.ALIGNED, Tension.MEASURED, Tension.BUSY, Tension.BOTH, Tension.SCATTERED)
"""The ways three faces can lie: exactly one is true."""

PUT_ELSEWHERE: Mapping[Tension, tuple[Facet, ...]] = {
    Tension.ALIGNED: (),
    Tension.MEASURED: (Facet.KPI,),
    Tension.BUSY: (Facet.DUTY,),
    Tension.BOTH: (Facet.DUTY, Facet.KPI),
    Tension.SCATTERED: (Facet.DUTY, Facet.KPI),
    Tension.MEASURED_ELSEWHERE: (Facet.KPI,),
    Tension.BUSY_ELSEWHERE: (Facet.DUTY,),
}
"""The faces a statement puts on another line than responsibility's."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The statement made, the chance that it is true, and which of the patterns is the likeliest with its chance.

    ``chance`` is None where no statement is made.
    """

    tension: Tension
    chance: float | None
    likeliest: Tension
    p_likeliest: float


def p_same_line(*faces: LineProfile) -> float:
    """Return the chance that the largest line is the same in all of these faces."""
    return float(sum(prod(chances) for chances in zip(*(face.p_largest for face in faces), strict=True)))


def p_patterns(duty: LineProfile, kpi: LineProfile, responsibility: LineProfile) -> Mapping[Tension, float]:
    """Return the chance of each of the five ways three faces can lie; they sum to one."""
    together = p_same_line(duty, kpi, responsibility)
    measured = p_same_line(duty, responsibility) - together
    busy = p_same_line(kpi, responsibility) - together
    both = p_same_line(duty, kpi) - together
    rest = max(0.0, 1 - together - measured - busy - both)
    return dict(zip(PATTERNS, (together, measured, busy, both, rest), strict=True))


def compare(duty: LineProfile, kpi: LineProfile, responsibility: LineProfile) -> Comparison:
    """Return the statement that says most of those that are likely enough.

    A face is said to lie elsewhere only if it has a line likelier than not: two faces about which nothing is known
    already lie on different ones of six lines with a chance of 5/6, and that says nothing of the person.
    """
    patterns = p_patterns(duty, kpi, responsibility)
    chances = {
        **patterns,
        Tension.MEASURED_ELSEWHERE: 1 - p_same_line(kpi, responsibility),
        Tension.BUSY_ELSEWHERE: 1 - p_same_line(duty, responsibility),
    }
    faces = {Facet.DUTY: duty, Facet.KPI: kpi}
    said = [
        tension
        for tension, chance in chances.items()
        if chance >= SAID_AT and all(_is_known(faces[facet]) for facet in PUT_ELSEWHERE[tension])
    ]
    tension = max(said, key=lambda tension: (tension in PATTERNS, chances[tension]), default=Tension.UNCLEAR)
    likeliest = max(PATTERNS, key=lambda pattern: patterns[pattern])
    return Comparison(tension, chances.get(tension), likeliest, patterns[likeliest])


def lies_elsewhere(face: LineProfile, responsibility: LineProfile) -> bool:
    """Tell whether a face may be said to lie on another line, and its own foremost line be named."""
    return 1 - p_same_line(face, responsibility) >= SAID_AT and _is_known(face)


def _is_known(face: LineProfile) -> bool:
    return max(face.p_largest) >= MATCHES_AT
