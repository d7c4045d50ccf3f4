"""What may be said of a line in a group: nobody, one alone, three or more, somebody, or nothing sure.

A probability alone is not enough. Ten people who answered nothing carry any of six lines with a chance of five in six,
by arithmetic and not by their answers; so what is said must be sure, and the answers must be what makes it so.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from rolecheck.bank.items import Bank
from rolecheck.bank.roles import Line, Stage
from rolecheck.measure.team import SEVERAL, Carriers, carriers
from rolecheck.measure.verdict import MATCHES_AT, NAMED_AT
from rolecheck.report.team_group import Group

CLAIMED_AT = NAMED_AT
"""Chance from which something is said of the group."""

SLACK = 0.005
"""By so much the answers must have raised the chance of a gap; less is the noise of the draws."""


class Standing(StrEnum):
    """What may be said of a line in this group."""

    GAP = "gap"
    SINGLE = "single"
    OVERLAP = "overlap"
    CARRIED = "carried"
    UNSURE = "unsure"


STANDING_WORDS = {
    Standing.GAP: "无人",
    Standing.SINGLE: "单点",
    Standing.OVERLAP: "重叠",
    Standing.CARRIED: "有人",
    Standing.UNSURE: "说不准",
}


class LineReading(NamedTuple):
    """One line in this group, and what may be said of it with which chance."""

    line: Line
    number: int
    carriers: Carriers
    standing: Standing
    chance: float

    @property
    def present(self) -> bool:
        """Whether it may be said that somebody carries the line."""
        return self.standing not in {Standing.GAP, Standing.UNSURE}


def read_lines(group: Group) -> tuple[LineReading, ...]:
    """Return every line with what may be said of it, in the order of the relay."""
    lines = group.bank.roles.lines
    everyone = [person.now.figures.p_primary for person in group.inside]
    readings = []
    for number, (line, found) in enumerate(zip(lines, carriers(everyone, len(lines)), strict=True)):
        chances = [each[number] for each in everyone]
        readings.append(LineReading(line, number, found, *read_line(found, chances, 1 / len(lines))))
    return tuple(readings)


def due_lines(bank: Bank, stage: Stage) -> list[int]:
    """Return the numbers of the lines that must stand up at a stage, by the roles' cards."""
    due = {role.line for role in bank.roles.roles if any(moment.stage == stage.id for moment in role.stands_up)}
    return [number for number, line in enumerate(bank.roles.lines) if line.id in due]


def read_any(group: Group, numbers: Sequence[int]) -> tuple[Carriers, Standing]:
    """Return whether anybody carries one of these lines: nobody, one alone, somebody, or nothing sure."""
    chances = [min(sum(person.now.figures.p_primary[number] for number in numbers), 1.0) for person in group.inside]
    (found,) = carriers([[each] for each in chances], 1)
    standing, _ = read_line(found, chances, len(numbers) / len(group.bank.roles.lines))
    # That several people carry one of several lines is as it should be.
    return found, Standing.CARRIED if standing is Standing.OVERLAP else standing


def read_line(found: Carriers, chances: Sequence[float], unanswered: float) -> tuple[Standing, float]:
    """Return the strongest thing that may be said, and its chance.

    ``chances`` are the people's, ``unanswered`` is what each had before answering.
    """
    if found.nobody >= CLAIMED_AT and found.nobody > (1 - unanswered) ** len(chances) + SLACK:
        return Standing.GAP, found.nobody
    pointing = sum(each >= MATCHES_AT for each in chances)
    for standing, likely, least in (
        (Standing.SINGLE, found.one, 1),
        (Standing.OVERLAP, found.several, SEVERAL),
        (Standing.CARRIED, found.somebody, 1),
    ):
        if likely >= CLAIMED_AT and pointing >= least:
            return standing, likely
    return Standing.UNSURE, found.somebody
