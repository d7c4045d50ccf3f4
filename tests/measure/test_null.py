"""The null a conclusion is held against: all lines alike, stand-back worth what it is worth."""

import numpy as np
import pytest
from scipy import integrate, stats

from rolecheck.bank.items import Facet
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.null import null_of
from tests.builders import shipped
from tests.measure.people import at_random, in_order_of

OFFERS = Offers(shipped(), Facet.RESPONSIBILITY)
LINES = [line.id for line in shipped().roles.lines]
MOMENTS = shipped().of(Facet.RESPONSIBILITY)


def by_adaptive_quadrature(tally: np.ndarray) -> float:
    """Return the log-probability of a tally, by the definition and scipy's integration over the stand-back worth."""
    members = OFFERS.sets.members
    lines, backs = members[:, :-1].sum(axis=1), members[:, -1]

    def height(theta: float) -> float:
        worth = np.exp(theta)
        logs = -(tally.sum(axis=1) * np.log(lines + backs * worth)).sum() + tally[:, -1].sum() * theta
        return float(logs)

    grid = [height(theta) for theta in np.linspace(-6, 5, 200)]
    most = max(grid)
    area, _ = integrate.quad(
        lambda theta: np.exp(height(theta) - most) * stats.norm.pdf(theta, -0.5, 1), -9, 8, limit=400
    )
    return float(most + np.log(area))


@pytest.mark.parametrize("items", [1, 12, 45])
@pytest.mark.parametrize("second", [False, True])
def test_its_probability_is_an_integral_over_one_worth(items: int, second: bool) -> None:
    readers = (
        at_random(np.random.default_rng(1), second=second),
        in_order_of([STAND_BACK], np.random.default_rng(2), second=second),
        in_order_of(["delivery", "project"], np.random.default_rng(3), second=second),
    )
    tallies = OFFERS.tallies([[choose(item) for item in MOMENTS[:items]] for choose in readers])
    found = null_of(OFFERS.sets).log_marginals(tallies)
    assert found == pytest.approx([by_adaptive_quadrature(tally) for tally in tallies], abs=0.002)


def test_what_is_known_of_the_worth_afterwards_is_bayes_rule() -> None:
    null = null_of(OFFERS.sets)
    assert null.after(np.zeros(OFFERS.sets.members.shape)) == pytest.approx(null.weights)
    back = OFFERS.tally([in_order_of([STAND_BACK])(item) for item in MOMENTS[:10]])
    worth = null.worth[-1]
    assert null.after(back) == pytest.approx(
        null.weights * (worth / (4 + worth)) ** 10 / (null.weights @ (worth / (4 + worth)) ** 10)
    )


def test_which_line_is_chosen_makes_no_difference_to_it() -> None:
    null = null_of(OFFERS.sets)
    one, other = (OFFERS.tally([in_order_of(lines)(item) for item in MOMENTS]) for lines in (LINES, LINES[::-1]))
    assert null.log_marginals(np.array([one])) == pytest.approx(null.log_marginals(np.array([other])))
