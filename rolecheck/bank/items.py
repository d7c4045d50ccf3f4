"""What is asked: the frozen shape of ``data/questions.yaml``, and the bank that joins it to the roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rolecheck.bank.acceptance import Acceptance
from rolecheck.bank.roles import RoleBook

if TYPE_CHECKING:
    from rolecheck.bank.calibration import Calibration

LETTERS = "ABCDEFGH"
"""Names of options, in bank order (stable) or in shown order (shuffled)."""

NONE_FITS = "0"
"""Stands in a letter's place, in the bank's order as on the screen, for the answer that no option fits."""

NONE_FITS_TEXT = "都不像我"


class Facet(StrEnum):
    """Which side of the work an item asks about."""

    RESPONSIBILITY = "responsibility"
    DUTY = "duty"
    KPI = "kpi"
    JUDGEMENT = "judgement"


class Framing(NamedTuple):
    """The question that follows a stem."""

    id: str
    facet: Facet
    ask: str


class Trap(NamedTuple):
    """A known misreading of acceptance."""

    id: str
    name: str
    says: str


class Option(NamedTuple):
    """A choice: it stands for a line (``key``), or, on a judgement item, earns ``credit``."""

    text: str
    key: str | None
    credit: float | None
    trap: str | None


class Item(NamedTuple):
    """One thing asked. The order of ``options`` is their stable letter, A first."""

    id: str
    facet: Facet
    stage: str | None
    framing: str
    industry: str | None
    stem: str
    options: tuple[Option, ...]
    debrief: str
    concepts: tuple[str, ...]
    judges: tuple[str, ...]

    @property
    def letters(self) -> str:
        """The stable letters this item's options have, in order."""
        return LETTERS[: len(self.options)]

    @property
    def takes_none_fits(self) -> bool:
        """Whether one may answer that no option fits: not where a reading is right or wrong."""
        return self.facet is not Facet.JUDGEMENT

    @property
    def answers(self) -> str:
        """What a first choice can be: one of the letters, or NONE_FITS where that is an answer."""
        return self.letters + NONE_FITS if self.takes_none_fits else self.letters

    def option(self, letter: str) -> Option:
        """Return the option of this stable letter; ValueError if there is none."""
        return self.options[self.letters.index(letter)]


@dataclass(frozen=True)
class Bank:
    """Roles and items together; ``digest`` tells one content from another.

    ``acceptance`` may be missing, and so may ``calibration``: what answers have taught of the items.
    """

    roles: RoleBook
    version: str
    framings: Mapping[str, Framing]
    traps: Mapping[str, Trap]
    judgements: Mapping[str, str]
    items: tuple[Item, ...]
    digest: str
    acceptance: Acceptance | None = None
    calibration: "Calibration | None" = None

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Items by their id."""
        return {item.id: item for item in self.items}

    def of(self, facet: Facet) -> tuple[Item, ...]:
        """Return the items of one facet, in bank order."""
        return self._by_facet[facet]

    @cached_property
    def _by_facet(self) -> Mapping[Facet, tuple[Item, ...]]:
        return {facet: tuple(item for item in self.items if item.facet is facet) for facet in Facet}
