"""The standard set of experiments: what is asked of every bank, with so many people and one seed.

A *task* is one chunk of one experiment, a function of the examiner alone. Whoever runs them (``Runner``) may do so on
any number of cores: tasks share nothing, are the same whatever the number of cores, and are joined in their order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab.comparisons import Again, Curve, joined_again, joined_curve, run_again, run_curve
from rolecheck.measure.lab.experiment import Experiment, Outcome, joined, run_chunk
from rolecheck.measure.lab.figures import Figure
from rolecheck.measure.lab.oracle import PARTS, Exact, joined_oracle, run_oracle_part, run_ours
from rolecheck.measure.lab.population import (
    LEANING,
    LIKED_LINES,
    PRIOR,
    SPREAD_APART,
    UNFITTED,
    WRONG,
    BotRule,
    Population,
    Second,
)
from rolecheck.measure.lab.waiting import PEOPLE, RoomKind, called_waiting
from rolecheck.session.session import Form

Task = Callable[[Examiner], Any]
Runner = Callable[[Sequence[Task]], Iterable[Any]]
"""Yields what each task returns, in their order."""

SIDE = 5
"""People of the model's own prior for each of a side experiment: the goals speak of the former."""

OTHERS = 10
"""The same for each of a wrong population."""

BOTS = 20
"""The same for each of a kind of bot."""

LEAST_OTHERS = 250
"""People an experiment has at the least, where there are so many of the prior."""

ORACLE_SHARE = 20
"""People for each one the oracle is asked about."""

LEAST_ORACLE = 20

MOST_MOMENTS = 2_000
"""Of every kind of room: a point of error, and enough."""

RoomKey = tuple[RoomKind, int]
ROOMS: tuple[RoomKey, ...] = tuple((kind, people) for people in PEOPLE for kind in RoomKind)
"""The rooms that are tried, and of how many people."""

Who = Population | BotRule
Key = tuple[Who, Form, Second]


@dataclass(frozen=True)
class Battery:
    """The experiments, by what is looked at; ``oracle`` is one experiment's people, seen by both."""

    outcomes: tuple[Experiment, ...]
    curves: tuple[Experiment, ...]
    again: tuple[Experiment, ...]
    oracle: Experiment
    moments: int
    """Of every kind of room in which people say whom they expect."""


@dataclass(frozen=True)
class Findings:
    """What a battery found; experiments are looked up by who took which form, and how often with a second choice."""

    people: int
    seed: int
    outcomes: Mapping[Key, Outcome]
    curves: Mapping[Key, Curve]
    again: Mapping[Key, Again]
    exact: Exact
    waiting: Mapping[RoomKey, Figure]


def standard_battery(people: int, seed: int) -> Battery:
    """Return the standard set for so many people of the prior."""

    def some(share: int) -> int:
        return min(people, max(people // share, LEAST_OTHERS))

    def standard(who: Who, second: Second, count: int, form: Form = Form.STANDARD) -> Experiment:
        return Experiment(who, form, second, count, seed)

    always, never = Second.ALWAYS, Second.NEVER
    side, others, bots = some(SIDE), some(OTHERS), some(BOTS)
    return Battery(
        outcomes=(
            standard(PRIOR, always, people),
            *(standard(PRIOR, second, side) for second in (Second.HALF, never)),
            *(standard(PRIOR, second, side, Form.FULL) for second in (always, never)),
            *(standard(who, always, side) for who in (*SPREAD_APART, *LEANING)),
            *(standard(who, always, others, form) for who in LIKED_LINES for form in (Form.STANDARD, Form.FULL)),
            *(standard(who, always, others) for who in (*WRONG, UNFITTED)),
            *(standard(rule, second, bots) for rule in BotRule for second in (always, never)),
        ),
        curves=tuple(
            standard(PRIOR, second, others, form) for form in (Form.FULL, Form.STANDARD) for second in (never, always)
        ),
        again=(standard(PRIOR, always, side),),
        oracle=standard(PRIOR, always, min(people, max(people // ORACLE_SHARE, LEAST_ORACLE)), Form.FULL),
        moments=min(people, MOST_MOMENTS),
    )


def can_be_tried(bank: Bank) -> bool:
    """Tell whether there is anything to find in a bank: with a single line everybody stands on it."""
    return len(bank.roles.lines) > 1 and bool(bank.of(Facet.RESPONSIBILITY))


def tasks_of(battery: Battery) -> list[Task]:
    """Return every task, experiment by experiment."""
    return [
        *_chunks(run_chunk, battery.outcomes),
        *_chunks(run_curve, battery.curves),
        *_chunks(run_again, battery.again),
        partial(run_ours, experiment=battery.oracle),
        *(partial(run_oracle_part, experiment=battery.oracle, part=part) for part in PARTS),
        *(partial(_run_waiting, key=key, battery=battery) for key in ROOMS),
    ]


def _run_waiting(_: Examiner, key: RoomKey, battery: Battery) -> Figure:
    return called_waiting(*key, battery.moments, battery.oracle.seed)


def run_battery(battery: Battery, run: Runner) -> Findings:
    """Return what all tasks find, run by whatever runs them."""
    results = iter(run(tasks_of(battery)))
    return Findings(
        people=battery.outcomes[0].people,
        seed=battery.outcomes[0].seed,
        outcomes=dict(_by_key(battery.outcomes, results, joined)),
        curves=dict(_by_key(battery.curves, results, joined_curve)),
        again=dict(_by_key(battery.again, results, joined_again)),
        exact=joined_oracle(next(results), islice(results, len(PARTS))),
        waiting=dict(zip(ROOMS, results, strict=True)),
    )


def on_one_core(examiner: Examiner) -> Runner:
    """Return the simplest way to run tasks: one after another."""
    return lambda tasks: (task(examiner) for task in tasks)


def _chunks(run: Callable[..., Any], experiments: Sequence[Experiment]) -> Iterator[Task]:
    for experiment in experiments:
        for chunk in experiment.chunks:
            yield partial(run, experiment=experiment, chunk=chunk)


def _by_key(
    experiments: Sequence[Experiment], results: Iterator[Any], join: Callable[[Iterable[Any]], Any]
) -> Iterator[tuple[Key, Any]]:
    for experiment in experiments:
        key = experiment.who, experiment.form, experiment.second
        yield key, join(islice(results, len(experiment.chunks)))
