"""What is said of three faces is held against counting out every way they can lie."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Facet
from rolecheck.measure.faces import SAID_AT, WAYS, FaceTension, compare, p_elsewhere, p_tensions, p_ways
from rolecheck.measure.forms import fixed_form
from rolecheck.measure.scoring import Sheet
from rolecheck.measure.summary import Estimate, LineProfile
from rolecheck.session.session import Form
from tests.builders import shipped, shipped_examiner
from tests.measure.people import answers, draw_person

BANK = shipped()
LINES = [line.id for line in BANK.roles.lines]
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


def ways(three: Sequence[LineProfile]) -> Iterator[tuple[FaceTension, float]]:
    """Yield which pattern every way is that the three can lie, with its chance."""
    for duty, kpi, stood in product(range(len(three[0].p_largest)), repeat=3):
        chance = three[0].p_largest[duty] * three[1].p_largest[kpi] * three[2].p_largest[stood]
        if duty == kpi == stood:
            yield FaceTension.ALIGNED, chance
        elif duty == stood:
            yield FaceTension.MEASURED, chance
        elif kpi == stood:
            yield FaceTension.BUSY, chance
        elif duty == kpi:
            yield FaceTension.BOTH, chance
        else:
            yield FaceTension.SCATTERED, chance


def counted(three: Sequence[LineProfile]) -> dict[FaceTension, float]:
    """Return the chance of each way by going through all of them, each way as likely beforehand as any other."""
    triples = Counter(way for way, _ in ways(three))
    found = dict.fromkeys(WAYS, 0.0)
    for way, chance in ways(three):
        found[way] += chance / triples[way]
    return {way: chance / sum(found.values()) for way, chance in found.items()}


@given(faces())
def test_the_chance_of_each_way_is_that_of_the_lines_it_comes_about_by(three: list[LineProfile]) -> None:
    assert p_ways(*three) == pytest.approx(counted(three), abs=1e-9)


@given(faces())
def test_a_statement_is_made_only_where_it_is_likely_and_with_the_chance_it_has(three: list[LineProfile]) -> None:
    found = compare(*three)
    if found.tension is FaceTension.UNCLEAR:
        assert found.chance is None
        assert found.p_likeliest == max(p_ways(*three).values())
        return
    true = {
        FaceTension.MEASURED_ELSEWHERE: {FaceTension.MEASURED, FaceTension.BOTH, FaceTension.SCATTERED},
        FaceTension.BUSY_ELSEWHERE: {FaceTension.BUSY, FaceTension.BOTH, FaceTension.SCATTERED},
    }.get(found.tension, {found.tension})
    assert found.chance is not None
    assert found.chance >= SAID_AT
    assert found.chance == pytest.approx(sum(counted(three)[way] for way in true), abs=1e-9)


@pytest.mark.parametrize(
    ("duty", "kpi", "responsibility", "said"),
    [
        (4, 4, 4, FaceTension.ALIGNED),
        (4, 1, 4, FaceTension.MEASURED),
        (1, 4, 4, FaceTension.BUSY),
        (1, 1, 4, FaceTension.BOTH),
        (1, 2, 4, FaceTension.SCATTERED),
    ],
)
def test_the_statement_that_says_most_is_made(duty: int, kpi: int, responsibility: int, said: FaceTension) -> None:
    assert compare(sure_of(duty), sure_of(kpi), sure_of(responsibility)).tension is said


def test_what_is_known_of_two_faces_is_said_whatever_the_third_does() -> None:
    nothing = face(*[1 / 6] * 6)
    assert compare(nothing, sure_of(1), sure_of(4)).tension is FaceTension.MEASURED_ELSEWHERE
    assert compare(sure_of(1), nothing, sure_of(4)).tension is FaceTension.BUSY_ELSEWHERE


def test_of_what_nobody_answered_nothing_is_known() -> None:
    nothing = face(*[1 / 6] * 6)
    assert p_ways(nothing, nothing, nothing) == pytest.approx(dict.fromkeys(WAYS, 0.2))
    assert compare(nothing, nothing, sure_of(4)).tension is FaceTension.UNCLEAR
    assert p_elsewhere(Facet.KPI, nothing, nothing, sure_of(4)) is None


def test_a_face_whose_own_line_is_not_known_is_put_nowhere() -> None:
    torn = face(0.4, 0.4, 0.19, 0.01, 0, 0)
    chances = p_tensions(sure_of(4), torn, sure_of(4))
    assert chances[FaceTension.MEASURED_ELSEWHERE] >= SAID_AT
    assert p_elsewhere(Facet.KPI, sure_of(4), torn, sure_of(4)) is None
    assert compare(sure_of(4), torn, sure_of(4)).tension is FaceTension.UNCLEAR


def test_what_is_likely_of_one_face_is_told_with_its_chance() -> None:
    three = (sure_of(4), sure_of(1), sure_of(4))
    assert p_elsewhere(Facet.KPI, *three) == p_tensions(*three)[FaceTension.MEASURED_ELSEWHERE]
    assert p_elsewhere(Facet.DUTY, *three) is None


def test_the_order_of_the_lines_does_not_matter() -> None:
    three = [sure_of(1, 4, 0.7), sure_of(2, 4, 0.9), sure_of(0, 4, 0.97)]
    turned = [replace(one, p_largest=one.p_largest[::-1]) for one in three]
    found, again = compare(*three), compare(*turned)
    assert (again.tension, again.likeliest) == (found.tension, found.likeliest)
    assert again.chance == pytest.approx(found.chance)


@pytest.mark.slow
@pytest.mark.parametrize("as_one", [0, 1, 2], ids=["nobody is of one piece", "half are", "all are"])
def test_statements_are_true_as_often_as_they_say(as_one: int) -> None:
    """Of 300 simulated people; whether somebody's faces have anything to do with one another the model cannot know."""
    rng = np.random.default_rng(8)
    facets = (Facet.DUTY, Facet.KPI, Facet.RESPONSIBILITY)
    claimed, true = [], []
    sheets, tops = [], []
    for number in range(300):
        person = draw_person(LINES, rng)
        own = {facet: person if number % 2 < as_one else draw_person(LINES, rng) for facet in facets}
        items = [item for item in fixed_form(BANK, Form.STANDARD, number) if item.facet in facets]
        sheets.append(Sheet([answers(own[item.facet], [item], rng, second=True)[0] for item in items]))
        tops.append(tuple(int(own[facet].shares(LINES).argmax()) for facet in facets))
    for profile, (duty, kpi, stood) in zip(shipped_examiner().measure_many(sheets), tops, strict=True):
        found = compare(profile.duty, profile.kpi, profile.responsibility)
        if found.chance is not None:
            claimed.append(found.chance)
            true.append(
                {
                    FaceTension.ALIGNED: duty == kpi == stood,
                    FaceTension.MEASURED: duty == stood != kpi,
                    FaceTension.BUSY: kpi == stood != duty,
                    FaceTension.BOTH: duty == kpi != stood,
                    FaceTension.SCATTERED: len({duty, kpi, stood}) == 3,
                    FaceTension.MEASURED_ELSEWHERE: kpi != stood,
                    FaceTension.BUSY_ELSEWHERE: duty != stood,
                }[found.tension]
            )
    spread = np.sqrt(0.1 * 0.9 / len(true))
    assert len(true) >= 15
    assert np.mean(true) >= np.mean(claimed) - 3 * spread
