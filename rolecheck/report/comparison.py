"""Several roles beside one another: what `rolecheck explain` shows for more than one name."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rolecheck.bank.roles import Dimension, Line, Role, RoleBook
from rolecheck.errors import UsageError
from rolecheck.report.role import Disagreement, Section, disagreements, moments, sources

MOST_ROLES = 6
"""More than that nobody compares; fifteen pairs are enough to read."""

UNSAID = "来源里没说"
"""Stands where the sources say nothing about a role."""


class ComparedRole(NamedTuple):
    """What stands at the head of a role's column."""

    id: str
    name: str
    line: Line
    core_question: str
    stands_up: tuple[str, ...]


class Cell(NamedTuple):
    """What one role is in one dimension; no text where the sources say nothing."""

    role: str
    text: str | None


class Row(NamedTuple):
    """One dimension with a cell for each role, in their order."""

    id: str
    name: str
    cells: tuple[Cell, ...]


class SeparatedPair(NamedTuple):
    """The moment that tells two roles apart."""

    between: tuple[str, str]
    names: tuple[str, str]
    text: str


class Comparison(NamedTuple):
    """Everything a comparison shows; two roles the bank says nothing about have no pair."""

    roles: tuple[ComparedRole, ...]
    separations: tuple[SeparatedPair, ...]
    dimensions: tuple[Row, ...]
    disagreements: tuple[Disagreement, ...]
    sources: Section

    @property
    def title(self) -> str:
        """The roles' names, as one says them."""
        *names, last = (role.name for role in self.roles)
        return f"{'、'.join(names)}和{last}"


def compare(book: RoleBook, roles: Sequence[Role]) -> Comparison:
    """Return two or more different roles side by side, in the order given.

    Raises:
        UsageError: there are more than anyone can read beside one another.
    """
    if len(roles) > MOST_ROLES:
        raise UsageError(f"一次最多对照 {MOST_ROLES} 个角色，这里有 {len(roles)} 个。请分几次看。")
    return Comparison(
        roles=tuple(_compared(book, role) for role in roles),
        separations=tuple(_separations(book, roles)),
        dimensions=tuple(_row(dimension, roles) for dimension in book.dimensions),
        disagreements=disagreements(book, roles),
        sources=sources(book, _cited(book, roles)),
    )


def _compared(book: RoleBook, role: Role) -> ComparedRole:
    return ComparedRole(role.id, role.name, book.line(role.line), role.core_question, moments(book, role))


def _separations(book: RoleBook, roles: Sequence[Role]) -> Iterator[SeparatedPair]:
    written = {frozenset(separation.between): separation for separation in book.separations}
    for one, other in combinations(roles, 2):
        separation = written.get(frozenset((one.id, other.id)))
        if separation is not None:
            yield SeparatedPair((one.id, other.id), (one.name, other.name), separation.text)


def _row(dimension: Dimension, roles: Sequence[Role]) -> Row:
    cells = ((role.id, dimension.cells.get(role.id)) for role in roles)
    return Row(
        dimension.id, dimension.name, tuple(Cell(role, None if cell is None else cell.text) for role, cell in cells)
    )


def _cited(book: RoleBook, roles: Sequence[Role]) -> Iterator[str]:
    """Yield every concept behind what is shown."""
    shown = {role.id for role in roles}
    for role in roles:
        yield from role.concepts
    for dimension in book.dimensions:
        for role_id, cell in dimension.cells.items():
            if role_id in shown:
                yield from cell.concepts
    for separation in book.separations:
        if shown.issuperset(separation.between):
            yield from separation.concepts
    for tension in book.tensions:
        if not shown.isdisjoint(tension.roles):
            yield from tension.between
