"""People answer as their population says, bots do what their names say."""

from collections import Counter
from math import erf, exp, sqrt
from random import Random

import numpy as np
import pytest

from rolecheck.bank.items import NONE_FITS, Facet, Item, Option
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.lab.population import (
    CORRELATED,
    FIRST_SHOWN,
    HALF_SECOND,
    LAPSING,
    LEANING,
    LIKED_LINES,
    LIKED_OPTIONS,
    PRIOR,
    PROBIT_SD,
    SENSITIVE,
    TEAM,
    THURSTONIAN,
    UNFITTED,
    WIDE,
    Bot,
    BotRule,
    Population,
    Second,
    SimulatedPerson,
    World,
    draw_person,
    world_of,
)
from rolecheck.session.step import shown_order
from tests.builders import line_ids, line_item, make_item, shipped

ANSWERS = 20_000
LINES = line_ids(4)
THETA = {"line-0": 0.8, "line-1": -0.3, "line-2": 0.0, "line-3": -1.0, STAND_BACK: -0.5}
ITEM = line_item("moment", ["line-0", "line-1", "line-2", STAND_BACK])
ONE_IN_A_THOUSAND = {1: 10.83, 2: 13.82, 3: 16.27, 5: 20.52}
"""Chi-square that chance exceeds once in a thousand times, by degrees of freedom."""


def person(population: Population, *, lapse: float = 0.0, second: float = 0.0) -> SimulatedPerson:
    return SimulatedPerson(population, dict.fromkeys(Facet, THETA), lapse, second, Random(5), World(population, "w"))


def chances(item: Item, lapse: float, weight: dict[str, float] | None = None) -> dict[str, float]:
    worth = {
        letter: exp(THETA[item.option(letter).key or ""]) * (weight or {}).get(letter, 1.0) for letter in item.letters
    }
    total = sum(worth.values())
    return {letter: (1 - lapse) * each / total + lapse / len(worth) for letter, each in worth.items()}


def chi_square(counts: Counter[str], expected: dict[str, float]) -> float:
    total = sum(counts.values())
    return sum((counts[each] - total * chance) ** 2 / (total * chance) for each, chance in expected.items())


@pytest.mark.parametrize(("population", "lapse"), [(PRIOR, 0.0), (PRIOR, 0.1), (LAPSING, 0.2)])
def test_first_choices_come_as_often_as_luces_rule_with_lapses_says(population: Population, lapse: float) -> None:
    who = person(population, lapse=lapse)
    counts = Counter(who.respond(ITEM, seed).first for seed in range(ANSWERS))
    assert chi_square(counts, chances(ITEM, lapse)) < ONE_IN_A_THOUSAND[3]


def test_second_choices_follow_the_same_rule_among_the_rest() -> None:
    who = person(PRIOR, second=1.0)
    responses = [who.respond(ITEM, seed) for seed in range(ANSWERS)]
    counts = Counter(each.second or "" for each in responses if each.first == "A")
    rest = {letter: chance for letter, chance in chances(ITEM, 0.0).items() if letter != "A"}
    assert chi_square(counts, {letter: chance / sum(rest.values()) for letter, chance in rest.items()}) < 13.82


def test_who_favours_the_option_shown_first_takes_it_half_as_much_more() -> None:
    who = person(FIRST_SHOWN)
    seed = 3
    first = shown_order(ITEM, seed)[0]
    counts = Counter(who.respond(ITEM, seed).first for _ in range(ANSWERS))
    assert chi_square(counts, chances(ITEM, 0.0, {first: 1.5})) < ONE_IN_A_THOUSAND[3]


def test_a_thurstonian_choice_between_two_follows_the_normal_distribution() -> None:
    item = line_item("two", ["line-0", "line-1"])
    who = person(THURSTONIAN)
    counts = Counter(who.respond(item, seed).first for seed in range(ANSWERS))
    chance = 0.5 * (1 + erf((THETA["line-0"] - THETA["line-1"]) / (sqrt(2) * PROBIT_SD) / sqrt(2)))
    assert chi_square(counts, {"A": chance, "B": 1 - chance}) < ONE_IN_A_THOUSAND[1]


@pytest.mark.parametrize(("population", "sd"), [(PRIOR, float(np.exp(0.4**2))), (WIDE, 1.5)])
def test_worths_spread_as_the_population_says(population: Population, sd: float) -> None:
    people = [draw_person(population, LINES, Second.NEVER, Random(seed)) for seed in range(3000)]
    thetas = [each.theta[Facet.RESPONSIBILITY][line] for each in people for line in LINES]
    assert abs(np.std(thetas) / sd - 1) < 0.03


def test_two_lines_are_correlated_where_the_population_says_so_and_spread_no_less() -> None:
    for population, correlation in ((CORRELATED, 0.7), (PRIOR, 0.0)):
        people = [draw_person(population, LINES, Second.NEVER, Random(seed)) for seed in range(3000)]
        thetas = np.array([[each.theta[Facet.RESPONSIBILITY][line] for line in LINES] for each in people])
        found = np.corrcoef(thetas.T)
        assert abs(found[0, 1] - correlation) < 0.06
        assert abs(found[1, 2]) < 0.06
        assert abs(thetas[:, 1].std() - float(np.exp(0.4**2))) < 0.06


@pytest.mark.parametrize(("second", "share"), [(Second.ALWAYS, 1.0), (Second.HALF, 0.5), (Second.NEVER, 0.0)])
def test_a_second_choice_is_given_as_often_as_asked_for(second: Second, share: float) -> None:
    who = draw_person(PRIOR, LINES, second, Random(1))
    given = [who.respond(ITEM, seed).second is not None for seed in range(2000)]
    assert abs(np.mean(given) - share) < 0.04


def test_the_same_dice_draw_the_same_person() -> None:
    first, again = (draw_person(PRIOR, LINES, Second.HALF, Random("7/3")) for _ in range(2))
    assert first.theta == again.theta
    assert [first.respond(ITEM, seed) for seed in range(20)] == [again.respond(ITEM, seed) for seed in range(20)]


def bot(rule: BotRule, second: float = 1.0) -> Bot:
    return Bot(rule, second, Random(2))


def test_the_first_shown_bot_takes_the_first_two_on_the_screen() -> None:
    who = bot(BotRule.FIRST)
    assert all(who.respond(ITEM, seed).letters == shown_order(ITEM, seed)[:2] for seed in range(50))


def test_the_alternating_bot_takes_the_first_and_the_second_on_the_screen_in_turn() -> None:
    who = bot(BotRule.ALTERNATING, 0.0)
    places = [shown_order(ITEM, seed).index(who.respond(ITEM, seed).first) for seed in range(6)]
    assert places == [0, 1, 0, 1, 0, 1]


@pytest.mark.parametrize(("rule", "letters"), [(BotRule.LONGEST, "BA"), (BotRule.SHORTEST, "CA")])
def test_bots_of_length_take_the_longest_or_the_shortest_and_the_next_one_second(rule: BotRule, letters: str) -> None:
    texts = ("四个字的", "这是最长的一个选项", "短")
    item = make_item("lengths", [Option(text, line, None, None) for text, line in zip(texts, LINES, strict=False)])
    assert all(bot(rule).respond(item, seed).letters == letters for seed in range(20))


def test_the_uniform_bot_takes_every_option_alike() -> None:
    who = bot(BotRule.UNIFORM, 0.0)
    counts = Counter(who.respond(ITEM, 1).first for _ in range(ANSWERS))
    assert chi_square(counts, dict.fromkeys(ITEM.letters, 0.25)) < ONE_IN_A_THOUSAND[3]


def test_judgement_takes_no_second_choice() -> None:
    item = shipped().of(Facet.JUDGEMENT)[0]
    assert person(PRIOR, second=1.0).respond(item, 1).second is None
    assert bot(BotRule.UNIFORM).respond(item, 1).second is None


def test_at_random_among_the_lines_never_steps_back() -> None:
    bot = Bot(BotRule.LINES, 1.0, Random(2))
    keys = Counter(ITEM.option(bot.respond(ITEM, seed).first).key for seed in range(3000))
    assert STAND_BACK not in keys
    assert min(keys.values()) > 900


def test_what_a_world_likes_is_the_same_for_all_in_it_and_another_elsewhere() -> None:
    for population in (LIKED_LINES[1], LIKED_OPTIONS[0]):
        here, there = (world_of(population, 1, number) for number in (0, TEAM))
        assert world_of(population, 1, TEAM - 1) == here
        assert here.liking(ITEM, "A") == here.liking(ITEM, "A") != there.liking(ITEM, "A")
    assert World(PRIOR, "w").liking(ITEM, "A") == 0
    other = line_item("another", ["line-0", "line-1", "line-2", STAND_BACK])
    line, option = world_of(LIKED_LINES[1], 1, 0), world_of(LIKED_OPTIONS[0], 1, 0)
    assert line.liking(ITEM, "A") == line.liking(other, "A")
    assert option.liking(ITEM, "A") != option.liking(other, "A")


def test_liking_enters_the_choice_as_an_attractiveness() -> None:
    who = person(LIKED_OPTIONS[1])
    counts = Counter(who.respond(ITEM, seed).first for seed in range(ANSWERS))
    liked = {letter: exp(who.world.liking(ITEM, letter)) for letter in ITEM.letters}
    assert chi_square(counts, chances(ITEM, 0.0, liked)) < ONE_IN_A_THOUSAND[3]


def test_items_tell_more_and_less_with_the_spread_the_population_says() -> None:
    world = World(SENSITIVE, "w")
    logs = [np.log(world.sensitivity(line_item(f"m-{number}", ["line-0", "line-1"]))) for number in range(3000)]
    assert abs(np.std(logs) - 0.5) < 0.03
    assert abs(np.mean(logs)) < 0.03


def test_a_second_choice_at_half_scale_is_nearer_to_chance() -> None:
    who = person(HALF_SECOND, second=1.0)
    responses = [who.respond(ITEM, seed) for seed in range(ANSWERS)]
    counts = Counter(each.second or "" for each in responses if each.first == "A")
    rest = {letter: exp(THETA[ITEM.option(letter).key or ""] / 2) for letter in "BCD"}
    assert chi_square(counts, {letter: each / sum(rest.values()) for letter, each in rest.items()}) < 13.82


def test_whom_nothing_fits_says_so_as_often_as_the_population_does() -> None:
    item = shipped().of(Facet.RESPONSIBILITY)[0]
    lines = [line.id for line in shipped().roles.lines]
    who = draw_person(UNFITTED, lines, Second.ALWAYS, Random(1))
    responses = [who.respond(item, seed) for seed in range(2000)]
    unfitted = [each for each in responses if each.first == NONE_FITS]
    assert abs(len(unfitted) / 2000 - 0.5) < 0.05
    assert all(each.second is None for each in unfitted)


def test_a_team_leans_to_one_line_of_its_own() -> None:
    population = LEANING[2]
    worlds = [world_of(population, 1, number) for number in range(0, 400 * TEAM, TEAM)]
    leaned = Counter(world.leans_to(LINES) for world in worlds)
    assert set(leaned) == set(LINES)
    world = worlds[0]
    line = world.leans_to(LINES)
    people = [draw_person(population, LINES, Second.NEVER, Random(seed), world) for seed in range(3000)]
    means = {each: np.mean([who.theta[Facet.DUTY][each] for who in people]) for each in LINES}
    assert abs(means.pop(line) - 1) < 0.1
    assert all(abs(mean) < 0.1 for mean in means.values())
