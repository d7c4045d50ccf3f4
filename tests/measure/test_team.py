"""What is said of a group is held against counting every possible case."""

from itertools import product
from math import exp, lgamma, log, prod, sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Facet
from rolecheck.measure.change import spread
from rolecheck.measure.scoring import Sheet
from rolecheck.measure.summary import Estimate
from rolecheck.measure.team import (
    LEAST_FOR_MEAN,
    LineStanding,
    carriers,
    count_distribution,
    dividedness,
    group_mean,
    mean_of,
    p_only,
    standing,
)
from tests.builders import shipped, shipped_examiner
from tests.measure.people import Person, answers

chance = st.floats(0, 1)
column = st.lists(chance, min_size=1, max_size=8)


def enumerated(chances: list[float]) -> list[float]:
    """Return the chance of each count, by adding up every way it can come about."""
    counts = [0.0] * (len(chances) + 1)
    for happens in product([False, True], repeat=len(chances)):
        counts[sum(happens)] += prod(p if yes else 1 - p for p, yes in zip(chances, happens, strict=True))
    return counts


@given(column)
def test_how_many_carry_a_line_is_the_sum_over_every_possible_case(chances: list[float]) -> None:
    (line,) = carriers([[p] for p in chances], 1)
    counts = [*enumerated(chances), 0.0, 0.0]

    assert line.expected == pytest.approx(sum(chances))
    assert (line.nobody, line.one, line.two) == pytest.approx(tuple(counts[:3]), abs=1e-12)
    assert line.several == pytest.approx(sum(counts[3:]), abs=1e-12)


@given(column)
def test_that_nobody_carries_a_line_is_the_product_over_people(chances: list[float]) -> None:
    assert carriers([[p] for p in chances], 1)[0].nobody == pytest.approx(prod(1 - p for p in chances), abs=1e-12)


@given(column, st.integers(1, 5))
def test_the_counts_of_a_line_make_up_all_there_is(chances: list[float], most: int) -> None:
    row = count_distribution(np.array(chances)[:, None], most)[0]

    assert row.sum() == pytest.approx(1)
    assert ((row >= 0) & (row <= 1)).all()


@given(column, st.data())
def test_more_chance_in_anybody_never_leaves_a_line_more_likely_empty(
    chances: list[float], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chances) - 1))
    more = [*chances]
    more[place] = data.draw(st.floats(chances[place], 1))
    before, after = (carriers([[p] for p in some], 1)[0] for some in (chances, more))

    assert after.nobody <= before.nobody + 1e-12
    assert after.several >= before.several - 1e-12


@given(column, chance)
def test_another_person_never_makes_a_gap_likelier(chances: list[float], newcomer: float) -> None:
    before, after = (carriers([[p] for p in some], 1)[0] for some in (chances, [*chances, newcomer]))

    assert after.nobody <= before.nobody + 1e-12
    assert after.several >= before.several - 1e-12


@given(st.lists(st.tuples(chance, chance), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(people: list[tuple[float, float]], rng: Random) -> None:
    shuffled = rng.sample(people, len(people))

    for one, other in zip(carriers(people, 2), carriers(shuffled, 2), strict=True):
        assert one == pytest.approx(other, abs=1e-12)


def test_without_anybody_every_line_is_empty() -> None:
    assert [line.nobody for line in carriers([], 3)] == [1.0, 1.0, 1.0]


@given(column)
def test_the_only_carrier_is_one_of_the_people(chances: list[float]) -> None:
    (line,) = carriers([[p] for p in chances], 1)

    assert sum(p_only(chances, person) for person in range(len(chances))) == pytest.approx(line.one, abs=1e-12)


def exceeds(a1: int, b1: int, a2: int, b2: int) -> float:
    """Return P(p1 > p2) of Beta(a1, b1) and Beta(a2, b2) with whole parameters, in closed form (Miller 2015)."""

    def log_beta(a: int, b: int) -> float:
        return lgamma(a) + lgamma(b) - lgamma(a + b)

    terms = (exp(log_beta(a2 + i, b1 + b2) - log(b1 + i) - log_beta(1 + i, b1) - log_beta(a2, b2)) for i in range(a1))
    return sum(terms)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=5))
def test_dividedness_lies_between_all_on_one_and_as_many_on_each(counts: list[int]) -> None:
    assert 0 <= dividedness(counts) <= 1
    assert dividedness(counts) == pytest.approx(dividedness(counts[::-1]))


def test_dividedness_at_its_ends() -> None:
    assert dividedness([4, 0, 0]) == 0
    assert dividedness([0, 0, 0]) == 0
    assert dividedness([2, 2, 2]) == pytest.approx(1)
    assert dividedness([2, 2, 0]) < dividedness([2, 1, 1]) < 1


def test_the_mean_of_many_is_surer_than_each() -> None:
    one = Estimate(0.4, 0.2, 0.6)
    mean = mean_of([one] * 4)

    assert mean.mean == pytest.approx(0.4)
    assert spread(mean) == pytest.approx(spread(one) / sqrt(4))


@pytest.mark.parametrize(
    ("chances", "named", "told"),
    [
        ([0.95, 0.02, 0.02], 1, LineStanding.SINGLE),
        ([0.95, 0.95, 0.95, 0.9], 4, LineStanding.OVERLAP),
        ([0.95, 0.95, 0.02], 2, LineStanding.CARRIED),
        ([0.95, 0.95, 0.02], 0, LineStanding.UNSURE),
        ([0.5] * 6, 0, LineStanding.UNSURE),
        ([0.02, 0.02, 0.02], 0, LineStanding.GAP),
        ([0.02, 0.02, 0.02], 1, LineStanding.UNSURE),
    ],
)
def test_that_somebody_is_there_is_said_only_where_somebody_was_named(
    chances: list[float], named: int, told: LineStanding
) -> None:
    (found,) = carriers([[each] for each in chances], 1)
    assert standing(found, len(chances), named, 1 / 6)[0] is told


LINES = [line.id for line in shipped().roles.lines]
MOMENTS = shipped().of(Facet.RESPONSIBILITY)
ONE = Estimate(0.3, 0.15, 0.5)


def test_of_fewer_than_four_people_there_is_none() -> None:
    assert group_mean([ONE] * (LEAST_FOR_MEAN - 1), 6) is None
    assert group_mean([ONE] * LEAST_FOR_MEAN, 6) is not None


def test_the_same_people_always_have_the_same_mean_and_more_make_it_surer() -> None:
    few, many = group_mean([ONE] * 4, 6), group_mean([ONE] * 40, 6)
    assert few is not None
    assert many is not None
    assert group_mean([ONE] * 4, 6) == few
    assert few.low < few.mean < few.high
    assert many.high - many.low < few.high - few.low


def test_people_who_told_nothing_have_the_mean_one_believed_before() -> None:
    nothing = Estimate(1 / 6, 0.012, 0.47)
    mean = group_mean([nothing] * 8, 6)
    assert mean is not None
    assert mean.low < 1 / 6 < mean.high
    assert mean.high - mean.low > 0.15


def leaning_team(rng: np.random.Generator) -> list[Person]:
    """Return twenty people of whom each has e times as much worth on the first line."""
    people = []
    for _ in range(20):
        spread = np.exp(0.4 * rng.normal())
        worth = {line: float(np.exp(spread * rng.normal() + (line == LINES[0]))) for line in LINES}
        people.append(Person(worth | {"none": float(np.exp(rng.normal() - 0.5))}, float(rng.beta(1.5, 12))))
    return people


def test_where_a_group_leans_to_a_line_its_interval_holds_and_a_mean_of_the_shares_does_not() -> None:
    rng, ours, theirs = np.random.default_rng(4), 0, 0
    teams = 12
    for _ in range(teams):
        team = leaning_team(rng)
        items = [MOMENTS[number] for number in rng.permutation(len(MOMENTS))[:15]]
        sheets = [Sheet(answers(person, items, rng, second=False)) for person in team]
        shares = [found.responsibility.shares[0] for found in shipped_examiner().measure_many(sheets)]
        true = float(np.mean([person.shares(LINES)[0] for person in team]))
        mean, plain = group_mean(shares, 6), mean_of(shares)
        assert mean is not None
        ours += mean.low <= true <= mean.high
        theirs += plain.low <= true <= plain.high
    assert ours >= 9
    assert theirs < ours


@pytest.mark.parametrize("lines", [2, 6, 8, None])
def test_a_mean_lies_between_none_and_all(lines: int | None) -> None:
    for each in (Estimate(0.0, 0.0, 0.0), Estimate(1.0, 1.0, 1.0), Estimate(0.5, 0.0, 1.0)):
        mean = group_mean([each] * 5, lines)
        assert mean is not None
        assert 0 <= mean.low <= mean.mean <= mean.high <= 1
