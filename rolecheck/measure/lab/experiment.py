"""One experiment: people of a population, or bots, taken through a form, and what was found beside what was true.

Nothing is shared between chunks of people but the bank, so they may run on any number of cores in any order; the seed
and a person's number decide everything about that person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from math import exp, nan
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab.population import (
    LEANING,
    SECOND_SHARE,
    TEAM,
    Bot,
    BotRule,
    Population,
    Second,
    SimulatedPerson,
    draw_person,
    world_of,
)
from rolecheck.measure.prior import Floats
from rolecheck.measure.quality import Flag, characters
from rolecheck.measure.scoring import Profile, Sheet
from rolecheck.measure.team import group_mean
from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.session.session import Form, Session

CHUNK = 125
"""People simulated together: whole teams, and few enough that something is done within seconds."""

TITLE_IS_ANOTHER = 0.5
"""Share of simulated people whose card names another line than their largest."""

READING_SPEED = (7.0, 0.35)
"""Characters a second of somebody who reads: median, and spread of the logarithm. An assumption."""

CLICKING_SPEED = (45.0, 0.5)
"""The same of somebody who does not. An assumption."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """Who is taken through what; ``who`` is a population, or a bot's rule."""

    who: Population | BotRule
    form: Form
    second: Second
    people: int
    seed: int

    @property
    def chunks(self) -> range:
        """Numbers of the chunks the people fall into."""
        return range(-(-self.people // CHUNK))


@dataclass(frozen=True)
class Outcome:
    """What an experiment found, a row a person.

    ``truth``, ``p_largest``, ``mean``, ``low`` and ``high`` are [people, lines]; ``truth`` holds shares, zeros for
    bots. ``verdict`` and ``match`` number the members of ``VERDICTS`` and ``MATCHES``, ``flags`` is [people, FLAGS];
    ``mismatch`` tells whose card names another line than the largest, ``told`` with which chance something was said of
    it, nan where nothing was; ``robustness`` is nan where no line is named, ``beyond_chance`` is in nats; ``held`` is
    [people, GROUP_SIZES], how many of the intervals of a group's means hold the true one, for the group that begins
    with a person; ``asked`` is [people, items], which responsibility items each was asked.
    """

    truth: Floats
    p_largest: Floats
    mean: Floats
    low: Floats
    high: Floats
    verdict: NDArray[np.intp]
    mismatch: NDArray[np.bool_]
    match: NDArray[np.intp]
    told: Floats
    robustness: Floats
    beyond_chance: Floats
    held: Floats
    flags: NDArray[np.bool_]
    asked: NDArray[np.bool_]


VERDICTS = tuple(Verdict)
MATCHES = tuple(TitleMatch)
FLAGS = tuple(Flag)


GROUP_SIZES = (4, 8, 20)
"""Of groups within a team."""


class Cast(NamedTuple):
    """The people of one chunk: each with the dice that decide whatever else befalls them, and a session's seed."""

    people: Sequence[SimulatedPerson | Bot]
    dice: Sequence[Random]
    seeds: Sequence[int]
    truth: Floats


def cast_of(experiment: Experiment, bank: Bank, chunk: int) -> Cast:
    """Return a chunk's people; whoever has the same number, seed and population is the same in every experiment."""
    numbers = range(chunk * CHUNK, min(experiment.people, (chunk + 1) * CHUNK))
    dice = [Random(f"{experiment.seed}/{number}") for number in numbers]
    people = [_draw(experiment, bank, each, number) for each, number in zip(dice, numbers, strict=True)]
    seeds = [each.getrandbits(32) for each in dice]
    return Cast(people, dice, seeds, np.array([shares_of(person, bank) for person in people]))


def run_chunk(examiner: Examiner, experiment: Experiment, chunk: int) -> Outcome:
    """Return the outcome of one chunk of an experiment's people."""
    bank = examiner.bank
    cast = cast_of(experiment, bank, chunk)
    sessions = take_through(examiner, experiment.form, cast.people, cast.seeds)
    titles = [_title(shares, each) for shares, each in zip(cast.truth, cast.dice, strict=True)]
    seconds = [_seconds(bank, *each) for each in zip(sessions, cast.people, cast.dice, strict=True)]
    roles = [bank.roles.role_of(line.id).id for line in bank.roles.lines]
    sheets = [
        Sheet(session.responses, roles[title], time, session.seed)
        for session, title, time in zip(sessions, titles, seconds, strict=True)
    ]
    profiles = list(examiner.measure_many(sheets))
    wrong_card = np.asarray(cast.truth.argmax(axis=1) != np.array(titles))
    outcome = _outcome(bank, sessions, cast.truth, wrong_card, profiles)
    return replace(outcome, held=_held(cast.truth, profiles)) if experiment.who in LEANING else outcome


def _held(truth: Floats, profiles: Sequence[Profile]) -> Floats:
    """Return [people, GROUP_SIZES] for people who come in teams; nan where no group begins."""
    held = np.full((len(profiles), len(GROUP_SIZES)), nan)
    for team in range(0, len(profiles) - TEAM + 1, TEAM):
        for place, size in enumerate(GROUP_SIZES):
            for start in range(team, team + TEAM - size + 1, size):
                group = range(start, start + size)
                held[start, place] = _held_by(truth[start : start + size], [profiles[each] for each in group])
    return held


def _held_by(truth: Floats, group: Sequence[Profile]) -> float:
    lines = truth.shape[1]
    means = [group_mean([each.responsibility.shares[line] for each in group], lines) for line in range(lines)]
    inside = [mean.low <= true <= mean.high for mean, true in zip(means, truth.mean(axis=0), strict=True) if mean]
    return float(np.mean(inside))


def take_through(
    examiner: Examiner, form: Form, people: Sequence[SimulatedPerson | Bot], seeds: Sequence[int]
) -> list[Session]:
    """Return the finished sessions of people who take a form side by side."""
    sessions = [Session(form=form, seed=seed) for seed in seeds]
    asking = list(range(len(sessions)))
    while asking:
        items = examiner.next_items([sessions[number] for number in asking])
        for number, item in zip(asking, items, strict=True):
            if item is not None:
                sessions[number] = sessions[number].answer(people[number].respond(item, sessions[number].seed))
        asking = [number for number, item in zip(asking, items, strict=True) if item is not None]
    return sessions


def joined(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcomes of all chunks as one."""
    parts = list(outcomes)
    return Outcome(
        **{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Outcome)}
    )


def _draw(experiment: Experiment, bank: Bank, dice: Random, number: int) -> SimulatedPerson | Bot:
    if isinstance(experiment.who, BotRule):
        return Bot(experiment.who, SECOND_SHARE[experiment.second], dice)
    world = world_of(experiment.who, experiment.seed, number, bank.calibration)
    return draw_person(experiment.who, [line.id for line in bank.roles.lines], experiment.second, dice, world)


def shares_of(person: SimulatedPerson | Bot, bank: Bank) -> list[float]:
    """Return the true shares of the lines; zeros for a bot, who has none."""
    if isinstance(person, Bot):
        return [0.0] * len(bank.roles.lines)
    worth = [exp(person.theta[Facet.RESPONSIBILITY][line.id]) for line in bank.roles.lines]
    return [each / sum(worth) for each in worth]


def _title(shares: Floats, dice: Random) -> int:
    """Return the line on a person's card: the largest, or, as often as assumed, another one."""
    largest = int(shares.argmax())
    if dice.random() >= TITLE_IS_ANOTHER:
        return largest
    return dice.choice([line for line in range(len(shares)) if line != largest])


def _seconds(bank: Bank, session: Session, person: SimulatedPerson | Bot, dice: Random) -> float:
    """Return the time a session took, at one speed throughout."""
    median, spread = CLICKING_SPEED if isinstance(person, Bot) else READING_SPEED
    to_read = sum(characters(bank, bank.by_id[response.item]) for response in session.responses)
    return to_read / (median * exp(dice.gauss(0, spread)))


def _outcome(
    bank: Bank,
    sessions: Sequence[Session],
    truth: Floats,
    wrong_card: NDArray[np.bool_],
    profiles: Sequence[Profile],
) -> Outcome:
    moments = bank.of(Facet.RESPONSIBILITY)
    asked = [{response.item for response in session.responses} for session in sessions]
    shares = [profile.responsibility.shares for profile in profiles]
    return Outcome(
        truth=truth,
        p_largest=np.array([profile.responsibility.p_largest for profile in profiles]),
        mean=np.array([[share.mean for share in row] for row in shares]),
        low=np.array([[share.low for share in row] for row in shares]),
        high=np.array([[share.high for share in row] for row in shares]),
        verdict=np.array([VERDICTS.index(profile.verdict) for profile in profiles]),
        mismatch=wrong_card,
        match=np.array([MATCHES.index(profile.title_match or TitleMatch.UNCLEAR) for profile in profiles]),
        told=np.array([nan if profile.title_chance is None else profile.title_chance for profile in profiles]),
        robustness=np.array([nan if profile.robustness is None else profile.robustness for profile in profiles]),
        beyond_chance=np.array([profile.responsibility.beyond_chance for profile in profiles]),
        held=np.full((len(profiles), len(GROUP_SIZES)), nan),
        flags=np.array([[flag in profile.flags for flag in FLAGS] for profile in profiles]),
        asked=np.array([[item.id in ids for item in moments] for ids in asked]),
    )
