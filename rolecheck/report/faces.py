"""The three faces side by side: what one does, what one is measured by, where one stands when it goes wrong."""

from dataclasses import dataclass

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.examiner import Profile
from rolecheck.measure.summary import Estimate, LineProfile
from rolecheck.measure.verdict import MATCHES_AT, NAMED_AT, Verdict
from rolecheck.report.wording import FACE_NAMES, interval, line_label, percent

ELSEWHERE_AT = NAMED_AT
"""Chance from which two faces are said to lie on different lines."""


@dataclass(frozen=True, slots=True)
class Face:
    """The foremost line of one face, its share with the interval, and the chance that it is the largest there."""

    name: str
    line: str
    share: str
    chance: str
    estimate: Estimate
    interval: str


@dataclass(frozen=True, slots=True)
class Faces:
    """Three faces and what lies between them."""

    faces: tuple[Face, ...]
    reading: str


def p_same_line(one: LineProfile, other: LineProfile) -> float:
    """Return the chance that the largest line is the same in two facets, answered independently given the lines."""
    return sum(p * q for p, q in zip(one.p_largest, other.p_largest, strict=True))


def compare_faces(bank: Bank, profile: Profile) -> Faces:
    """Return duty, kpi and responsibility side by side with the sentence their tension deserves."""
    profiles = {
        Facet.DUTY: profile.duty,
        Facet.KPI: profile.kpi,
        Facet.RESPONSIBILITY: profile.responsibility,
    }
    faces = tuple(_face(bank, facet, lines) for facet, lines in profiles.items())
    names = {
        "line": line_label(bank.roles.lines[profile.primary]),
        "busy": line_label(bank.roles.lines[profile.duty.ranking[0]]),
        "measured": line_label(bank.roles.lines[profile.kpi.ranking[0]]),
    }
    return Faces(faces, bank.roles.advice[tension(profile)].text.format(**names))


def tension(profile: Profile) -> str:
    """Return the topic of what the three faces say together; nothing is claimed without a named line."""
    if profile.verdict is not Verdict.NAMED:
        return "faces-unclear"
    duty, kpi, responsibility = profile.duty, profile.kpi, profile.responsibility
    busy_elsewhere, measured_elsewhere = lies_elsewhere(duty, responsibility), lies_elsewhere(kpi, responsibility)
    if busy_elsewhere and measured_elsewhere:
        return "faces-both" if duty.ranking[0] == kpi.ranking[0] else "faces-scattered"
    if measured_elsewhere:
        return "faces-measured" if lies_with(duty, responsibility) else "measured-elsewhere"
    if busy_elsewhere:
        return "faces-busy" if lies_with(kpi, responsibility) else "busy-elsewhere"
    aligned = lies_with(duty, responsibility) and lies_with(kpi, responsibility)
    return "faces-aligned" if aligned else "faces-unclear"


def lies_elsewhere(face: LineProfile, responsibility: LineProfile) -> bool:
    """Tell whether a face may be said to lie on another line, and its own foremost line be named."""
    return 1 - p_same_line(face, responsibility) >= ELSEWHERE_AT and max(face.p_largest) >= MATCHES_AT


def lies_with(face: LineProfile, other: LineProfile) -> bool:
    """Tell whether two faces may be said to lie on the same line."""
    return p_same_line(face, other) >= MATCHES_AT


def _face(bank: Bank, facet: Facet, lines: LineProfile) -> Face:
    foremost = lines.ranking[0]
    line = bank.roles.lines[foremost]
    share = lines.shares[foremost]
    chance = percent(lines.p_largest[foremost])
    return Face(FACE_NAMES[facet], line.short, percent(share.mean), chance, share, interval(share))
