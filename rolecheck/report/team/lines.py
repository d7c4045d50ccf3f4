"""What may be said of a line in a group: nobody, one alone, three or more, somebody, or nothing sure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rolecheck.bank.items import Bank
from rolecheck.bank.roles import Line, Stage
from rolecheck.measure.team import Carriers, Standing, carriers, standing
from rolecheck.measure.verdict import NAMED_AT, Verdict
from rolecheck.report.team.members import Group, Person

CLAIMED_AT = NAMED_AT
"""Chance from which something is said of the group."""

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


def counted_people(group: Group) -> tuple[Person, ...]:
    """Return the people whose answers count for the lines: inside them, and without a mark that they were not read."""
    return tuple(person for person in group.inside if not person.now.figures.flags)


def named_for(people: Iterable[Person], numbers: Sequence[int]) -> list[Person]:
    """Return who is named for one of these lines."""
    return [
        person
        for person in people
        if person.now.figures.verdict is Verdict.NAMED and person.now.figures.primary in numbers
    ]


def read_lines(group: Group) -> tuple[LineReading, ...]:
    """Return every line with what may be said of it, in the order of the relay."""
    lines, people = group.bank.roles.lines, counted_people(group)
    everyone = [person.now.figures.p_primary for person in people]
    readings = []
    for number, (line, found) in enumerate(zip(lines, carriers(everyone, len(lines)), strict=True)):
        named = len(named_for(people, [number]))
        readings.append(LineReading(line, number, found, *standing(found, len(people), named, 1 / len(lines))))
    return tuple(readings)


def due_lines(bank: Bank, stage: Stage) -> list[int]:
    """Return the numbers of the lines that must stand up at a stage, by the roles' cards."""
    due = {role.line for role in bank.roles.roles if any(moment.stage == stage.id for moment in role.stands_up)}
    return [number for number, line in enumerate(bank.roles.lines) if line.id in due]


def read_any(group: Group, numbers: Sequence[int]) -> tuple[Carriers, Standing]:
    """Return whether anybody carries one of these lines: nobody, one alone, somebody, or nothing sure."""
    people = counted_people(group)
    chances = [min(sum(person.now.figures.p_primary[number] for number in numbers), 1.0) for person in people]
    (found,) = carriers([[each] for each in chances], 1)
    named, unanswered = len(named_for(people, numbers)), len(numbers) / len(group.bank.roles.lines)
    told, _ = standing(found, len(people), named, unanswered)
    # That several people carry one of several lines is as it should be.
    return found, Standing.CARRIED if told is Standing.OVERLAP else told
