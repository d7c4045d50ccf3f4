"""What answers say against what was fitted, summed over people: the ground of every test in `findings`.

With the fitted parameters nothing is left to gain on average; what one person's answers would still change is their
score. Summed over the people of a group, or set against something that was not fitted (a slope of each option of its
own), scores show what the model does not know of; their squares say how much of that is noise (Rao 1948).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from rolecheck.measure.calibration.answers import Answers
from rolecheck.measure.calibration.expectation import DRAWS, TOGETHER, Responsibilities, of_population
from rolecheck.measure.calibration.people import Parameters, PeopleGroup, draw
from rolecheck.measure.prior import Floats

GROUP_STEPS = 4
MEAN_PRECISION = 1.0


@dataclass(frozen=True)
class Scores:
    """Of every item: sums over whoever answered it.

    ``total`` is [items, 2 * options + 1]: scores of each option's attractiveness, of the item's sensitivity
    (logarithm), of each option's own slope; ``square`` the same by itself, summed. ``taken`` and ``expected`` are
    [items, options]: how many took each option first, and how many would were it no more attractive than its line is,
    by what each person chose elsewhere; ``noise`` the variance of that number. ``people`` is [items].
    """

    total: Floats
    square: Floats
    taken: Floats
    expected: Floats
    noise: Floats
    people: Floats


def added_scores(parts: Iterable[Scores]) -> Scores:
    """Return the sums of all parts."""
    every = list(parts)
    return Scores(
        **{field.name: np.sum([getattr(part, field.name) for part in every], axis=0) for field in fields(Scores)}
    )


def score(answers: Answers, parameters: Parameters, draws: int = DRAWS) -> Scores:
    """Return the scores of some people."""
    items, options = answers.layout.column.shape
    sums = Scores(
        np.zeros((items, 2 * options + 1)),
        np.zeros((items, 2 * options + 1, 2 * options + 1)),
        np.zeros((items, options)),
        np.zeros((items, options)),
        np.zeros((items, options)),
        np.zeros(items),
    )
    for part in answers.parts(TOGETHER):
        group = PeopleGroup(part)
        found = Responsibilities(group, parameters, draw(group, parameters, draws))
        _add(sums, group, found)
    return sums


def _add(sums: Scores, group: PeopleGroup, found: Responsibilities) -> None:
    both = found.scores[0] + found.scores[1]
    slopes = both[:, :, :-1] * found.theta
    weights = found.weights[:, None, :, None]
    own = np.concatenate([both @ weights, slopes @ weights], axis=2)[..., 0].astype(np.float64)
    np.add.at(sums.total, group.slot, own)
    np.add.at(sums.square, group.slot, own[..., :, None] * own[..., None, :])
    taken = group.chosen[0]
    answered = np.asarray(taken.any(axis=2))
    chance = _chance_elsewhere(group, found) * answered[..., None]
    np.add.at(sums.taken, group.slot, taken)
    np.add.at(sums.expected, group.slot, chance)
    np.add.at(sums.noise, group.slot, chance * (1 - chance))
    np.add.at(sums.people, group.slot, answered.astype(np.float64))


def _chance_elsewhere(group: PeopleGroup, found: Responsibilities) -> Floats:
    """Return [people, slots, options]: each option's chance by other answers, were all alike but for their lines."""
    offered = group.sets[0].astype(np.float32)
    even = np.exp(found.felt) * offered[..., None]
    even /= even.sum(axis=2, keepdims=True)
    lapse = found.lapse[:, None, None]
    mixed = (1 - lapse) * even + lapse * (offered / offered.sum(axis=2, keepdims=True))[..., None]
    weights = found.weights[:, None] / (found.chance[0] * found.chance[1])
    weights /= weights.sum(axis=2, keepdims=True)
    return np.asarray((mixed @ weights[..., None])[..., 0], np.float64)


def group_mean(parts: Sequence[Answers], parameters: Parameters) -> Parameters:
    """Return the parameters with the means of these people, who may lean to lines of their own."""
    start = parameters.mean
    mean = start.copy()
    for _ in range(GROUP_STEPS):
        moved = Parameters(parameters.attractiveness, parameters.log_sensitivity, mean, parameters.log_spread)
        each = np.concatenate([_of_means(part, moved) for part in parts])
        information = each.T @ each + MEAN_PRECISION * np.eye(len(mean))
        step = np.linalg.solve(information, each.sum(axis=0) - MEAN_PRECISION * (mean - start))
        mean = mean + np.clip(step, -1, 1)
    return Parameters(parameters.attractiveness, parameters.log_sensitivity, mean, parameters.log_spread)


def _of_means(answers: Answers, parameters: Parameters) -> Floats:
    """Return [people, columns]: each person's score of the means."""
    rows = []
    for part in answers.parts(TOGETHER):
        group = PeopleGroup(part)
        drawn = draw(group, parameters, DRAWS)
        rows.append(of_population(drawn, Responsibilities(group, parameters, drawn).weights, parameters)[:, :-1])
    return np.concatenate(rows)


def score_group(answers: Answers, parameters: Parameters) -> Scores:
    """Return the scores of the people of one group, by their own means."""
    return score(answers, group_mean([answers], parameters))
