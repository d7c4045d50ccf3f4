"""A group's mean: its interval holds where the group leans to a line, and of few people there is none."""

import numpy as np
import pytest

from rolecheck.bank.items import Facet
from rolecheck.measure.examiner import Sheet
from rolecheck.measure.group import LEAST, group_mean
from rolecheck.measure.summary import Estimate
from rolecheck.measure.team import mean_of
from tests.builders import shipped, shipped_examiner
from tests.measure.people import Person, answers

LINES = [line.id for line in shipped().roles.lines]
MOMENTS = shipped().of(Facet.RESPONSIBILITY)
ONE = Estimate(0.3, 0.15, 0.5)


def test_of_fewer_than_four_people_there_is_none() -> None:
    assert group_mean([ONE] * (LEAST - 1), 6) is None
    assert group_mean([ONE] * LEAST, 6) is not None


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
