"""What the roles are: the frozen shape of ``data/roles.yaml``.

Nothing here knows which roles there are. A line is what a role must stand up for; each role carries exactly one line,
and the order of the lines in the file is their order in the relay.

The records are named tuples and not dataclasses because making a class of the latter costs a millisecond, ten times as
much, and `rolecheck explain` makes two dozen of them before it prints its first line.
"""

from collections.abc import Mapping
from typing import NamedTuple

STAND_BACK = "none"
"""Stands where a line's id could, for leaving the matter to somebody else; no line may have it as its id."""


class Essay(NamedTuple):
    """A source text and the concepts it contributes, each id with its gloss."""

    id: str
    title: str
    published: str | None
    concepts: Mapping[str, str]


class Stage(NamedTuple):
    """A stretch of a project's life, in the order of the file."""

    id: str
    name: str


class Line(NamedTuple):
    """A responsibility line: ``name`` says what is answered for, ``short`` names it beside a number."""

    id: str
    name: str
    short: str


class Moment(NamedTuple):
    """When, in which stage, a role must stand up."""

    stage: str
    when: str


class Handover(NamedTuple):
    """What a role passes on, and to which role."""

    to: str
    what: str


class Role(NamedTuple):
    """One role as its card shows it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    line: str
    core_question: str
    stands_up: tuple[Moment, ...]
    answers_for: tuple[str, ...]
    does_not_answer_for: tuple[str, ...]
    duties: tuple[str, ...]
    kpi: tuple[str, ...]
    says: tuple[str, ...]
    traps: tuple[str, ...]
    capabilities: tuple[str, ...]
    career: tuple[str, ...]
    hands_over: tuple[Handover, ...]
    talk: str
    """A question someone who carries this line can take to their lead."""
    concepts: tuple[str, ...]


class Cell(NamedTuple):
    """What one role is in one dimension."""

    text: str
    concepts: tuple[str, ...]


class Dimension(NamedTuple):
    """One row of the contrast table; a role the sources say nothing about has no cell."""

    id: str
    name: str
    cells: Mapping[str, Cell]


class Separation(NamedTuple):
    """What tells two roles apart: a moment at which one must stand up and the other may not do it for them."""

    between: tuple[str, ...]
    """Two ids, in no order."""
    text: str
    concepts: tuple[str, ...]


class Tension(NamedTuple):
    """Where the sources disagree, and the reading that is scored by."""

    id: str
    name: str
    roles: tuple[str, ...]
    between: tuple[str, ...]
    says: str
    reading: str


class Advice(NamedTuple):
    """A sentence of the report, with the placeholders its topic allows."""

    topic: str
    text: str
    concepts: tuple[str, ...]


class RoleBook(NamedTuple):
    """Everything in ``roles.yaml``."""

    version: str
    essays: tuple[Essay, ...]
    stages: tuple[Stage, ...]
    lines: tuple[Line, ...]
    roles: tuple[Role, ...]
    dimensions: tuple[Dimension, ...]
    separations: tuple[Separation, ...]
    tensions: tuple[Tension, ...]
    advice: Mapping[str, Advice]

    def line(self, line_id: str) -> Line:
        """Return the line of this id."""
        return next(line for line in self.lines if line.id == line_id)

    def role(self, role_id: str) -> Role:
        """Return the role of this id."""
        return next(role for role in self.roles if role.id == role_id)

    def role_of(self, line_id: str) -> Role:
        """Return the role that carries this line."""
        return next(role for role in self.roles if role.line == line_id)

    def stage(self, stage_id: str) -> Stage:
        """Return the stage of this id."""
        return next(stage for stage in self.stages if stage.id == stage_id)
