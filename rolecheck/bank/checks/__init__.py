"""The bank as an instrument: rules that read a loaded bank and tell where it would measure badly. Pure.

Here is what all rules share: what they read and give back, and what they call a facet.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import FilePlaces, Places
from rolecheck.errors import Problem

FACET_NAMES = {
    Facet.RESPONSIBILITY: "责任题",
    Facet.DUTY: "职责题",
    Facet.KPI: "考核题",
    Facet.JUDGEMENT: "判断题",
}


class Level(StrEnum):
    """Whether the bank must not be used as it is, or could be better."""

    ERROR = "error"
    WARNING = "warning"


class RuleGroup(StrEnum):
    """What a rule looks after, in the order findings are told."""

    LOADING = "loading"
    DESIGN = "design"
    LENGTH = "length"
    SENTENCES = "sentences"
    NAMES = "names"
    GIVEAWAY = "giveaway"
    REPEATS = "repeats"
    TYPOGRAPHY = "typography"
    DEBRIEF = "debrief"
    JUDGEMENT = "judgement"
    CONCEPTS = "concepts"
    BLIND = "blind"
    READING = "reading"
    ANSWERS = "answers"


class Finding(NamedTuple):
    """One thing found."""

    group: RuleGroup
    level: Level
    problem: Problem


class RuleFigure(NamedTuple):
    """One figure of the rules beside its limit, told whether the limit holds or not.

    ``shown`` and ``limit`` are as they are written; ``holds`` is None where there is no limit.
    """

    id: str
    name: str
    figure: float
    shown: str
    limit: str
    holds: bool | None


class Subject(NamedTuple):
    """What the rules read: a bank, and where its files say what."""

    bank: Bank
    places: Places


Rule = Callable[[Subject], Iterator[Finding]]


def error(group: RuleGroup, file: FilePlaces, path: tuple[str, ...], text: str) -> Finding:
    """Return a finding that the bank must not be used with."""
    return Finding(group, Level.ERROR, Problem(file.source, file.line(*path), text))


def warning(group: RuleGroup, file: FilePlaces, path: tuple[str, ...], text: str) -> Finding:
    """Return a finding that could be better."""
    return Finding(group, Level.WARNING, Problem(file.source, file.line(*path), text))
