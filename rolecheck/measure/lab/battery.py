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
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.lab.curves import Curve, joined_curve, run_curve
from rolecheck.measure.lab.experiment import Experiment, Outcome, joined, run_chunk
from rolecheck.measure.lab.oracle import PARTS, Exact, joined_oracle, run_oracle_part, run_ours
from rolecheck.measure.lab.parallel import Pair, joined_pair, run_pair
from rolecheck.measure.lab.population import POPULATIONS, PRIOR, BotRule, Population, Second
from rolecheck.session.form import Form

Task = Callable[[Examiner], Any]
Runner = Callable[[Sequence[Task]], Iterable[Any]]
"""Yields what each task returns, in their order."""

OTHERS = 10
"""People of the model's own prior for each of another population: the goals speak of the former."""

LEAST_OTHERS = 250

ORACLE_SHARE = 10
"""People for each one the oracle is asked about."""

LEAST_ORACLE = 20

Who = Population | BotRule
Key = tuple[Who, Form, Second]


@dataclass(frozen=True)
class Battery:
    """The experiments, by what is looked at; ``oracle`` is one experiment's people, seen by both."""

    outcomes: tuple[Experiment, ...]
    curves: tuple[Experiment, ...]
    pairs: tuple[Experiment, ...]
    oracle: Experiment


@dataclass(frozen=True)
class Findings:
    """What a battery found; experiments are looked up by who took which form, and how often with a second choice."""

    people: int
    seed: int
    outcomes: Mapping[Key, Outcome]
    curves: Mapping[Key, Curve]
    pairs: Mapping[Key, Pair]
    exact: Exact


def standard_battery(people: int, seed: int) -> Battery:
    """Return the standard set for so many people of the prior."""
    others = min(people, max(people // OTHERS, LEAST_OTHERS))

    def prior(form: Form, second: Second, count: int = people) -> Experiment:
        return Experiment(PRIOR, form, second, count, seed)

    wrong = [population for population in POPULATIONS if population != PRIOR]
    return Battery(
        outcomes=(
            *(prior(Form.STANDARD, second) for second in Second),
            *(prior(Form.FULL, second) for second in (Second.ALWAYS, Second.NEVER)),
            *(
                Experiment(who, form, Second.ALWAYS, others, seed)
                for who in wrong
                for form in (Form.STANDARD, Form.FULL)
            ),
            *(
                Experiment(rule, Form.STANDARD, second, others, seed)
                for rule in BotRule
                for second in (Second.ALWAYS, Second.NEVER)
            ),
            # Moments are told twice in the full form alone, and compared where there are second choices.
            *(Experiment(rule, Form.FULL, Second.ALWAYS, others, seed) for rule in BotRule),
        ),
        curves=tuple(
            prior(form, second) for form in (Form.FULL, Form.STANDARD) for second in (Second.NEVER, Second.ALWAYS)
        ),
        pairs=tuple(prior(Form.FULL, second) for second in (Second.ALWAYS, Second.NEVER)),
        oracle=prior(Form.FULL, Second.ALWAYS, min(people, max(people // ORACLE_SHARE, LEAST_ORACLE))),
    )


def can_be_tried(bank: Bank) -> bool:
    """Tell whether there is anything to find in a bank: with a single line everybody stands on it."""
    return len(bank.roles.lines) > 1 and bool(bank.of(Facet.RESPONSIBILITY))


def tasks_of(battery: Battery) -> list[Task]:
    """Return every task, experiment by experiment."""
    return [
        *_chunks(run_chunk, battery.outcomes),
        *_chunks(run_curve, battery.curves),
        *_chunks(run_pair, battery.pairs),
        partial(run_ours, experiment=battery.oracle),
        *(partial(run_oracle_part, experiment=battery.oracle, part=part) for part in PARTS),
    ]


def run_battery(battery: Battery, run: Runner) -> Findings:
    """Return what all tasks find, run by whatever runs them."""
    results = iter(run(tasks_of(battery)))
    return Findings(
        people=battery.outcomes[0].people,
        seed=battery.outcomes[0].seed,
        outcomes=dict(_by_key(battery.outcomes, results, joined)),
        curves=dict(_by_key(battery.curves, results, joined_curve)),
        pairs=dict(_by_key(battery.pairs, results, joined_pair)),
        exact=joined_oracle(next(results), islice(results, len(PARTS))),
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
