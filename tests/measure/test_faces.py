"""What is said of three faces is held against counting out every way they can lie."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.measure.faces import PATTERNS, SAID_AT, Tension, compare, lies_elsewhere, p_patterns, p_same_line
from rolecheck.measure.summary import Estimate, LineProfile
from tests.builders import stable

NOWHERE = Estimate(0, 0, 0)


def face(*chances: float) -> LineProfile:
    return LineProfile((NOWHERE,) * len(chances), chances, NOWHERE, 0.0, 0.0)


def sure_of(line: int, lines: int = 6, chance: float = 0.95) -> LineProfile:
    rest = (1 - chance) / (lines - 1)
    return face(*(chance if number == line else rest for number in range(lines)))


@st.composite
def faces(draw: st.DrawFn) -> list[LineProfile]:
    """Draw three faces of the same lines, from quite unsure to quite sure."""
    lines = draw(st.integers(2, 8))
    found = []
    for _ in range(3):
        weights = [draw(st.floats(0, 1)) ** 4 + 1e-6 for _ in range(lines)]
        found.append(face(*(weight / sum(weights) for weight in weights)))
    return found


def ways(three: Sequence[LineProfile]) -> Iterator[tuple[Tension, float]]:
    """Yield which pattern every way is that the three can lie, with its chance."""
    for duty, kpi, stood in product(range(len(three[0].p_largest)), repeat=3):
        chance = three[0].p_largest[duty] * three[1].p_largest[kpi] * three[2].p_largest[stood]
        if duty == kpi == stood:
            yield Tension.ALIGNED, chance
        elif duty == stood:
            yield Tension.MEASURED, chance
        elif kpi == stood:
            yield Tension.BUSY, chance
        elif duty == kpi:
            yield Tension.BOTH, chance
        else:
            yield Tension.SCATTERED, chance


@stable
@given(faces())
def test_the_chance_of_each_pattern_is_that_of_the_ways_it_comes_about(three: list[LineProfile]) -> None:
    counted = dict.fromkeys(PATTERNS, 0.0)
    for pattern, chance in ways(three):
        counted[pattern] += chance
    assert p_patterns(*three) == pytest.approx(counted, abs=1e-9)
    assert p_same_line(*three[:2]) == pytest.approx(counted[Tension.ALIGNED] + counted[Tension.BOTH], abs=1e-9)


@stable
@given(faces())
def test_a_statement_is_made_only_where_it_is_likely_and_with_the_chance_it_has(three: list[LineProfile]) -> None:
    found = compare(*three)
    if found.tension is Tension.UNCLEAR:
        assert found.chance is None
        assert found.p_likeliest == max(p_patterns(*three).values())
        return
    true = {
        Tension.MEASURED_ELSEWHERE: {Tension.MEASURED, Tension.BOTH, Tension.SCATTERED},
        Tension.BUSY_ELSEWHERE: {Tension.BUSY, Tension.BOTH, Tension.SCATTERED},
    }.get(found.tension, {found.tension})
    assert found.chance is not None
    assert found.chance >= SAID_AT
    assert found.chance == pytest.approx(sum(chance for pattern, chance in ways(three) if pattern in true), abs=1e-9)


@pytest.mark.parametrize(
    ("duty", "kpi", "responsibility", "said"),
    [
        (4, 4, 4, Tension.ALIGNED),
        (4, 1, 4, Tension.MEASURED),
        (1, 4, 4, Tension.BUSY),
        (1, 1, 4, Tension.BOTH),
        (1, 2, 4, Tension.SCATTERED),
    ],
)
def test_the_statement_that_says_most_is_made(duty: int, kpi: int, responsibility: int, said: Tension) -> None:
    assert compare(sure_of(duty), sure_of(kpi), sure_of(responsibility)).tension is said


def test_what_is_known_of_two_faces_is_said_whatever_the_third_does() -> None:
    nothing = face(*[1 / 6] * 6)
    assert compare(nothing, sure_of(1), sure_of(4)).tension is Tension.MEASURED_ELSEWHERE
    assert compare(sure_of(1), nothing, sure_of(4)).tension is Tension.BUSY_ELSEWHERE


def test_lying_apart_by_not_being_known_is_no_statement() -> None:
    nothing = face(*[1 / 6] * 6)
    assert 1 - p_same_line(nothing, sure_of(4)) >= SAID_AT
    assert not lies_elsewhere(nothing, sure_of(4))
    assert compare(nothing, nothing, sure_of(4)).tension is Tension.UNCLEAR


def test_the_order_of_the_lines_does_not_matter() -> None:
    three = [sure_of(1, 4, 0.7), sure_of(2, 4, 0.9), sure_of(0, 4, 0.97)]
    turned = [replace(one, p_largest=one.p_largest[::-1]) for one in three]
    found, again = compare(*three), compare(*turned)
    assert (again.tension, again.likeliest) == (found.tension, found.likeliest)
    assert again.chance == pytest.approx(found.chance)
