"""The checklist of `rolecheck accept`: what is asked before a result is handed over, and what a bad answer means.

What each kind of bad answer amounts to is logic (``rolecheck.measure.acceptance``); which check is of which kind, and
every word of it, is the bank's.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Answer(StrEnum):
    """What can be answered to a check."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Bad(StrEnum):
    """What a bad answer amounts to.

    never: not handed over, and no condition can change that.
    meaningless: not handed over, because the rest is worth nothing without it.
    unsure: no more than not knowing.
    condition: handed over, under a condition.
    """

    NEVER = "never"
    MEANINGLESS = "meaningless"
    UNSURE = "unsure"
    CONDITION = "condition"


class Check(NamedTuple):
    """One question that is put so that yes is the good answer: whoever is tired must not have to turn it round.

    ``hint`` helps to answer; ``fault`` says the bad answer as a finding; ``settle`` is what to ask ``ask_whom`` where
    the answer is not known; ``condition`` is there exactly where ``bad`` is a condition, ``trap`` only where it is
    unsure.
    """

    id: str
    ask: str
    hint: str | None
    bad: Bad
    fault: str
    condition: str | None
    trap: str | None
    ask_whom: str
    settle: str
    concepts: tuple[str, ...]


class CheckGroup(NamedTuple):
    """The checks behind one judgement; ``judgement`` is its id in the bank, ``holds`` what is so if all are good."""

    judgement: str
    asks: str
    holds: str
    checks: tuple[Check, ...]


class Acceptance(NamedTuple):
    """The whole checklist. ``rules`` says what each kind of bad answer means, ``unknown`` what not knowing does."""

    rules: Mapping[Bad, str]
    unknown: str
    groups: tuple[CheckGroup, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks, in the order they are asked."""
        return tuple(check for group in self.groups for check in group.checks)
