"""Rows of choices drawn by hypothesis, and the tally they come to, counted by code of the tests' own."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from rolecheck.measure.choice import Sets
from tests.measure.oracle import Floats, Row

ALTERNATIVES = 7
"""Six lines and stand-back."""


@st.composite
def rows(draw: st.DrawFn, among: int = ALTERNATIVES, width: int | None = None, most: int = 12) -> list[Row]:
    """Draw responses: what was offered, the first choice, and the second or nothing."""
    found: list[Row] = []
    for _ in range(draw(st.integers(1, most))):
        size = width or draw(st.integers(2, among))
        offered = draw(st.permutations(range(among)))[:size]
        second = offered[1] if width or draw(st.booleans()) else None
        found.append((list(offered), offered[0], second))
    return found


def tallied(given_rows: Sequence[Row], columns: int = ALTERNATIVES) -> tuple[Sets, Floats]:
    """Return the sets chosen from, and how often each column was chosen from each, [sets, columns]."""
    count: dict[frozenset[int], list[int]] = {}
    for offered, first, second in given_rows:
        left = frozenset(offered)
        for column in (first, second):
            if column is not None:
                count.setdefault(left, [0] * columns)[column] += 1
                left -= {column}
    members = [[float(column in offered) for column in range(columns)] for offered in count]
    return Sets.plain(np.array(members)), np.array(list(count.values()), float)
