"""Which moments a workshop shows."""

from collections import Counter

import pytest

from rolecheck.bank.items import Facet
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.dividing import claims, dividing_moments
from tests.builders import make_bank, shipped
from tests.workshops import workshop_bank

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("most", [3, 5, 8])
def test_no_stage_comes_again_before_all_have_and_they_come_in_order(most: int, seed: int) -> None:
    bank = shipped()
    stages = [stage.id for stage in bank.roles.stages]

    chosen = dividing_moments(bank, most, seed)

    places = [stages.index(item.stage or "") for item in chosen]
    counts = Counter(places)
    assert len({item.id for item in chosen}) == most
    assert places == sorted(places)
    assert len(counts) == min(most, len(stages))
    assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize("most", [3, 5, 8])
def test_lines_come_up_about_equally_often(most: int) -> None:
    for seed in SEEDS:
        keys = Counter(option.key for item in dividing_moments(shipped(), most, seed) for option in item.options)
        del keys[STAND_BACK]
        assert set(keys) == {line.id for line in shipped().roles.lines}
        assert max(keys.values()) - min(keys.values()) <= 2


def test_where_several_lines_have_a_claim_on_a_stage_more_than_one_is_offered() -> None:
    bank = workshop_bank()

    for seed in SEEDS:
        (middle,) = (item for item in dividing_moments(bank, 3, seed) if item.stage == "middle")
        # Building and handing over both have business there, keeping has none.
        assert middle.id == "middle-build-hand"
        assert claims(bank, middle) == 2


def test_the_seed_and_nothing_else_decides() -> None:
    choices = {dividing_moments(shipped(), 5, seed) for seed in SEEDS}

    assert len(choices) > 1
    assert dividing_moments(shipped(), 5, 4) == dividing_moments(shipped(), 5, 4)


def test_a_bank_with_fewer_moments_gives_what_it_has() -> None:
    bank = workshop_bank()

    assert len(dividing_moments(bank, 20, 0)) == len(bank.of(Facet.RESPONSIBILITY))
    assert dividing_moments(make_bank(2, []), 5, 0) == ()
