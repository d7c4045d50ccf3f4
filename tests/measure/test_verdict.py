"""What may be said at each threshold, and what may not be said just below it."""

import numpy as np
import pytest

from rolecheck.measure.summary import Estimate, LineProfile
from rolecheck.measure.verdict import (
    BEYOND_CHANCE,
    NAMED_AT,
    TitleMatch,
    Verdict,
    card_chance,
    conclude,
    match_title,
    resembles_chance,
    settled,
)

JUST = 1e-9
ANY = Estimate(0.2, 0.1, 0.3)


def profile(*chances: float, stand_back: float = 0.1, beyond_chance: float = BEYOND_CHANCE) -> LineProfile:
    return LineProfile((ANY,) * len(chances), chances, ANY, stand_back, 0.1, beyond_chance=beyond_chance)


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        (profile(0.1, 0.8, 0.1), Verdict.NAMED),
        (profile(1.0, 0.0, 0.0), Verdict.NAMED),
        (profile(0.0, 0.75, 0.25), Verdict.BETWEEN),
        (profile(0.0, 0.75 + 2 * JUST, 0.25 - JUST), Verdict.UNCLEAR),
        (profile(0.79, 0.06, 0.15), Verdict.UNCLEAR),
        (profile(0.45, 0.1, 0.4, 0.05), Verdict.BETWEEN),
        (profile(0.1, 0.425, 0.425, 0.05), Verdict.BETWEEN),
        (profile(0.45, 0.1, 0.4 - JUST, 0.05 + JUST), Verdict.UNCLEAR),
        (profile(0.79, 0.05, 0.05, 0.05, 0.05, 0.01), Verdict.UNCLEAR),
        (profile(0.25, 0.25, 0.25, 0.25), Verdict.UNCLEAR),
        (profile(1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, stand_back=0.8), Verdict.STANDS_BACK),
        (profile(0.99, 0.01, stand_back=0.8), Verdict.STANDS_BACK),
        (profile(0.99, 0.01, stand_back=0.8 - JUST), Verdict.NAMED),
        (profile(0.5, 0.5, stand_back=0.8 - JUST), Verdict.BETWEEN),
        (profile(1.0, 0.0, beyond_chance=BEYOND_CHANCE - JUST), Verdict.UNCLEAR),
        (profile(0.5, 0.5, beyond_chance=-3.0), Verdict.UNCLEAR),
        (profile(0.5, 0.5, stand_back=0.8, beyond_chance=-3.0), Verdict.STANDS_BACK),
    ],
)
def test_the_verdict(figures: LineProfile, verdict: Verdict) -> None:
    assert conclude(figures) is verdict


def test_likeness_to_random_picking_is_the_reason_where_nothing_else_is() -> None:
    assert resembles_chance(profile(1.0, 0.0, beyond_chance=BEYOND_CHANCE - JUST))
    assert resembles_chance(profile(0.5, 0.5, beyond_chance=-3.0))
    assert not resembles_chance(profile(0.25, 0.25, 0.25, 0.25, beyond_chance=-3.0))
    assert not resembles_chance(profile(0.5, 0.5, stand_back=0.8, beyond_chance=-3.0))
    assert not resembles_chance(profile(1.0, 0.0))


ONE_IN_TWENTY = 0.05 / (5 * 0.95 + 0.05)
"""The chance by six lines' responses that comes to one in twenty where half of all cards are right."""


@pytest.mark.parametrize(
    ("chance", "match"),
    [
        (0.0, TitleMatch.DIFFERS),
        (ONE_IN_TWENTY - JUST, TitleMatch.DIFFERS),
        (ONE_IN_TWENTY + JUST, TitleMatch.UNCLEAR),
        (0.199, TitleMatch.UNCLEAR),
    ],
)
def test_a_card_of_another_line_than_the_named_one_differs_or_cannot_be_told(chance: float, match: TitleMatch) -> None:
    figures = profile(1 - chance, chance, 0.0, 0.0, 0.0, 0.0)
    assert match_title(figures.p_largest, Verdict.NAMED, 1) is match
    assert match_title(figures.p_largest, Verdict.NAMED, 0) is TitleMatch.MATCHES


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.NAMED])
@pytest.mark.parametrize("line", [0, 1])
def test_who_is_not_named_is_told_nothing_of_the_card(verdict: Verdict, line: int) -> None:
    assert match_title((1.0, 0.0, 0.0, 0.0, 0.0, 0.0), verdict, line) is TitleMatch.UNCLEAR


@pytest.mark.parametrize("lines", [2, 4, 6])
def test_a_card_starts_right_in_half_of_all_cases_whatever_the_number_of_lines(lines: int) -> None:
    assert card_chance(1 / lines, lines) == pytest.approx(0.5)
    assert card_chance(0.0, lines) == 0
    assert card_chance(1.0, lines) == 1


def test_the_cards_chance_is_bayes_rule() -> None:
    # Of six hundred people, three hundred with right cards; responses as likely with the line largest as p to 1 - p.
    for p in (0.01, 0.3, 0.8):
        likelihoods = p / (1 / 6), (1 - p) / (5 / 6)
        right, wrong = 0.5 * likelihoods[0], 0.5 * likelihoods[1]
        assert card_chance(p, 6) == pytest.approx(right / (right + wrong))


@pytest.mark.parametrize("bar", [0.80, 0.87])
def test_what_ends_a_form_is_what_is_concluded_at_a_higher_bar(bar: float) -> None:
    for top in (bar - JUST, bar):
        for back in (0.0, bar - JUST, bar):
            for beyond in (BEYOND_CHANCE - JUST, BEYOND_CHANCE):
                known = bool(settled(np.array([top, 1 - top]), back, beyond, bar))
                assert known == (back >= bar or (top >= bar and beyond >= BEYOND_CHANCE))
                if bar == NAMED_AT:
                    concluded = conclude(profile(top, 1 - top, stand_back=back, beyond_chance=beyond))
                    assert known == (concluded in {Verdict.NAMED, Verdict.STANDS_BACK})


def test_the_ranking_goes_by_chance_and_among_equals_by_the_banks_order() -> None:
    assert profile(0.1, 0.4, 0.1, 0.4).ranking == (1, 3, 0, 2)
