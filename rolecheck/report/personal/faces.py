"""The three faces side by side: what one does, what one is measured by, where one stands when it goes wrong."""

from dataclasses import dataclass

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.examiner import Profile
from rolecheck.measure.faces import Tension, compare
from rolecheck.measure.summary import LineProfile
from rolecheck.measure.verdict import Verdict
from rolecheck.report.wording import FACE_NAMES, interval, line_label, percent

SAID = {
    Tension.ALIGNED: "做什么、被考核什么、出事时站在哪，是同一条线",
    Tension.MEASURED: "做的和出事时站的是同一条线，被考核的是另一条",
    Tension.BUSY: "被考核的和出事时站的是同一条线，做的是另一条",
    Tension.BOTH: "做的和被考核的是同一条线，出事时站的是另一条",
    Tension.SCATTERED: "做什么、被考核什么、出事时站在哪，各是一条线",
    Tension.MEASURED_ELSEWHERE: "被考核的，和出事时站的，不是一条线",
    Tension.BUSY_ELSEWHERE: "做的，和出事时站的，不是一条线",
}
"""What is said of the faces, without the lines: the chance is that of lying together or apart, on whichever lines."""

TOPICS = {
    Tension.ALIGNED: "faces-aligned",
    Tension.MEASURED: "faces-measured",
    Tension.BUSY: "faces-busy",
    Tension.BOTH: "faces-both",
    Tension.SCATTERED: "faces-scattered",
    Tension.MEASURED_ELSEWHERE: "measured-elsewhere",
    Tension.BUSY_ELSEWHERE: "busy-elsewhere",
    Tension.UNCLEAR: "faces-unclear",
}
"""The topic of ``roles.yaml`` each statement raises."""


@dataclass(frozen=True, slots=True)
class Face:
    """The foremost line of one face, its share with the interval, and the chance that it is the largest there."""

    name: str
    line: str
    share: str
    interval: str
    chance: str


@dataclass(frozen=True, slots=True)
class Faces:
    """Three faces, the one statement made about them with how sure it is, and what to do about it.

    Where nothing can be told there is the statement alone, that it cannot.
    """

    faces: tuple[Face, ...]
    statement: str
    certainty: str = ""
    reading: str = ""


def compare_faces(bank: Bank, profile: Profile) -> Faces:
    """Return duty, kpi and responsibility side by side with the statement their chances allow."""
    profiles = {
        Facet.DUTY: profile.duty,
        Facet.KPI: profile.kpi,
        Facet.RESPONSIBILITY: profile.responsibility,
    }
    faces = tuple(_face(bank, facet, lines) for facet, lines in profiles.items())
    if profile.verdict is not Verdict.NAMED:
        return Faces(faces, "出事时站在哪还没定，三个面是不是一条线也先不比")
    comparison = compare(profile.duty, profile.kpi, profile.responsibility)
    if comparison.chance is None:
        return Faces(faces, "做的、被考核的、出事时站的是不是一条线，还看不出")
    names = {
        "line": line_label(bank.roles.lines[profile.primary]),
        "busy": line_label(bank.roles.lines[profile.duty.ranking[0]]),
        "measured": line_label(bank.roles.lines[profile.kpi.ranking[0]]),
    }
    reading = bank.roles.advice[faces_topic(profile)].text.format(**names)
    return Faces(faces, SAID[comparison.tension], f"把握 {percent(comparison.chance)}", reading)


def faces_topic(profile: Profile) -> str:
    """Return the topic of what the three faces say together; nothing is claimed without a named line."""
    if profile.verdict is not Verdict.NAMED:
        return TOPICS[Tension.UNCLEAR]
    return TOPICS[compare(profile.duty, profile.kpi, profile.responsibility).tension]


def _face(bank: Bank, facet: Facet, lines: LineProfile) -> Face:
    foremost = lines.ranking[0]
    line = bank.roles.lines[foremost]
    share = lines.shares[foremost]
    chance = percent(lines.p_largest[foremost])
    return Face(FACE_NAMES[facet], line.short, percent(share.mean), interval(share), chance)
