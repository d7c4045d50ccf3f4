"""What may be said at each threshold, and what may not be said just below it."""

import pytest

from rolecheck.measure.summary import Estimate, LineProfile
from rolecheck.measure.verdict import BEYOND_CHANCE, TitleMatch, Verdict, conclude, match_title, resembles_chance

JUST = 1e-9
ANY = Estimate(0.2, 0.1, 0.3)


def profile(*chances: float, stand_back: float = 0.1, beyond_chance: float = BEYOND_CHANCE) -> LineProfile:
    return LineProfile((ANY,) * len(chances), chances, ANY, stand_back, 0.1, beyond_chance=beyond_chance)


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        (profile(0.1, 0.8, 0.1), Verdict.NAMED),
        (profile(1.0, 0.0, 0.0), Verdict.NAMED),
        (profile(0.0, 0.8 - JUST, 0.2 + JUST), Verdict.BETWEEN),
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


@pytest.mark.parametrize(
    ("chance", "match"),
    [
        (0.0, TitleMatch.DIFFERS),
        (0.05, TitleMatch.DIFFERS),
        (0.05 + JUST, TitleMatch.UNCLEAR),
        (0.5 - JUST, TitleMatch.UNCLEAR),
        (0.5, TitleMatch.MATCHES),
        (1.0, TitleMatch.MATCHES),
    ],
)
def test_the_title_against_the_line(chance: float, match: TitleMatch) -> None:
    assert match_title(profile(1 - chance, chance), 1) is match


def test_the_ranking_goes_by_chance_and_among_equals_by_the_banks_order() -> None:
    assert profile(0.1, 0.4, 0.1, 0.4).ranking == (1, 3, 0, 2)
