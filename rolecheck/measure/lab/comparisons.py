"""The same people asked otherwise: a second time, and with more items or fewer, chosen for them or alike for all.

A second time asks its own items with its own seed, so what agrees is the agreement of parallel forms: what two draws of
the instrument share, with no weeks in between. Whether who did not change is told that something moved is seen there
too. A curve is recovery against items.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from math import nan

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.change import another_line, hold, moves, p_another
from rolecheck.measure.forms import evenly
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab.experiment import Experiment, cast_of, take_through
from rolecheck.measure.lab.figures import Figure, Selection, jackknife
from rolecheck.measure.lab.population import TEAM
from rolecheck.measure.prior import Floats
from rolecheck.measure.scoring import Profile, Sheet
from rolecheck.measure.summary import Estimate
from rolecheck.measure.team import group_mean
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Form

GROUP = 20
"""People of a team whose rounds are compared."""

OTHER_SEED = 0x5A5A5A5A
"""Turns a session's seed into that of the second time."""

FIXED_LENGTHS = (6, 8, 10, 12, 15, 18, 22, 26, 30, 36, 45)
ADAPTIVE_CAPS = (6, 8, 10, 12, 14, 16, 18)


@dataclass(frozen=True)
class Again:
    """What two times found of each person.

    ``line`` is [people, 2], the likeliest largest one, and ``named`` whether it is named; ``told`` [people], whether
    anything is said to have moved; ``team_told`` [people] the same of the team that begins with a person, else nan.
    """

    line: NDArray[np.intp]
    named: NDArray[np.bool_]
    told: NDArray[np.bool_]
    team_told: Floats


def run_again(examiner: Examiner, experiment: Experiment, chunk: int) -> Again:
    """Return what two times find of one chunk of an experiment's people, none of whom changes."""
    cast = cast_of(experiment, examiner.bank, chunk)
    rounds = []
    for seeds in (cast.seeds, [seed ^ OTHER_SEED for seed in cast.seeds]):
        sessions = take_through(examiner, experiment.form, cast.people, seeds)
        rounds.append(list(examiner.measure_many(Sheet(session.responses) for session in sessions)))
    pairs = list(zip(*rounds, strict=True))
    return Again(
        line=np.array([[profile.primary for profile in pair] for pair in pairs]),
        named=np.array([[profile.verdict is Verdict.NAMED for profile in pair] for pair in pairs]),
        told=np.array([_is_told(*pair) for pair in pairs]),
        team_told=np.array(
            [
                float(_team_is_told(pairs[start : start + GROUP])) if start % TEAM == 0 else nan
                for start in range(len(pairs))
            ]
        ),
    )


def _estimates(profile: Profile) -> list[Estimate]:
    return [*profile.responsibility.shares, profile.responsibility.stand_back]


def _is_told(before: Profile, after: Profile) -> bool:
    """Tell whether a person's two results say that anything moved, as the page of earlier results does."""
    chances = before.responsibility.p_largest, after.responsibility.p_largest
    another = another_line(*chances, both_named=before.verdict is after.verdict is Verdict.NAMED)
    return another or any(move.told for move in moves(_estimates(before), _estimates(after)))


def _team_is_told(pairs: Sequence[tuple[Profile, Profile]]) -> bool:
    """Tell whether the page of a team says that its means, or anybody's line, moved."""
    if len(pairs) < GROUP:
        return False
    lines = len(pairs[0][0].responsibility.shares)
    means = [
        [
            group_mean([_estimates(pair[time])[place] for pair in pairs], lines if place < lines else None)
            for place in range(lines + 1)
        ]
        for time in (0, 1)
    ]
    before, after = ([mean for mean in each if mean is not None] for each in means)
    changed = hold([1 - p_another(*(profile.responsibility.p_largest for profile in pair)) for pair in pairs])
    persons = [
        each and before_.verdict is after_.verdict is Verdict.NAMED and before_.primary != after_.primary
        for each, (before_, after_) in zip(changed, pairs, strict=True)
    ]
    return any(persons) or any(move.told for move in moves(before, after))


def joined_again(chunks: Iterable[Again]) -> Again:
    """Return the pairs of all chunks as one."""
    parts = list(chunks)
    columns = {field.name: [getattr(part, field.name) for part in parts] for field in fields(Again)}
    return Again(**{name: np.concatenate(column) for name, column in columns.items()})


def agreement(again: Again) -> Figure:
    """Return the share of people of whom both times find the same line the likeliest."""
    return _figure(again, lambda kept: _mean(_same(again)[kept]))


def agreement_where_named(again: Again) -> Figure:
    """Return the same among those whom both times name a line."""
    both = again.named.all(axis=1)
    found = _figure(again, lambda kept: _mean(_same(again)[kept & both]))
    return Figure(found.value, found.error, int(both.sum()))


def flips(again: Again) -> Figure:
    """Return the share of all people whom one time names one line and the other another."""
    return _figure(again, lambda kept: _mean((~_same(again) & again.named.all(axis=1))[kept]))


def kappa(again: Again) -> Figure:
    """Return the agreement beyond what the times' frequencies of lines would give by chance (Cohen 1960)."""
    return _figure(again, lambda kept: _kappa(again.line[kept]))


def told_to_have_moved(again: Again) -> Figure:
    """Return the share of people, none of whom changed, who are told that anything moved."""
    return _figure(again, lambda kept: _mean(again.told[kept]))


def teams_told_to_have_moved(again: Again) -> Figure:
    """Return the same of teams of ``GROUP`` of whom nobody changed."""
    teams = ~np.isnan(again.team_told)
    found = _figure(again, lambda kept: _mean(again.team_told[kept & teams]))
    return Figure(found.value, found.error, int(teams.sum()))


def _same(again: Again) -> NDArray[np.bool_]:
    return np.asarray(again.line[:, 0] == again.line[:, 1])


def _kappa(line: NDArray[np.intp]) -> float:
    observed = float((line[:, 0] == line[:, 1]).mean())
    shares = [np.bincount(column, minlength=int(line.max()) + 1) / len(line) for column in line.T]
    expected = float(shares[0] @ shares[1])
    return (observed - expected) / (1 - expected) if expected < 1 else nan


def _figure(again: Again, value: Callable[[Selection], float]) -> Figure:
    people = len(again.line)
    return Figure(value(np.ones(people, np.bool_)), jackknife(value, people), people)


def _mean(found: NDArray[np.bool_] | Floats) -> float:
    return float(found.mean()) if len(found) else nan


@dataclass(frozen=True)
class Curve:
    """For each person and length [people, lengths]: whether the true line was found, after how many items.

    ``lengths`` are items of fixed forms, caps of adaptive ones, which may stop earlier.
    """

    lengths: tuple[int, ...]
    right: NDArray[np.bool_]
    asked: NDArray[np.intp]

    def recovery(self, place: int) -> Figure:
        """Return the share of people whose line is found at one length."""
        return _mean_of_rows(self.right[:, place])

    def items(self, place: int) -> Figure:
        """Return the mean number of items at one length."""
        return _mean_of_rows(self.asked[:, place])


def lengths_of(bank: Bank, form: Form) -> tuple[int, ...]:
    """Return the lengths looked at: of fixed forms for the full one, caps for an adaptive one; no more than there are.

    A bank smaller than all of them is looked at whole.
    """
    most = len(bank.of(Facet.RESPONSIBILITY))
    wanted = FIXED_LENGTHS if form is Form.FULL else ADAPTIVE_CAPS
    return tuple(length for length in wanted if length <= most) or (most,)


def run_curve(examiner: Examiner, experiment: Experiment, chunk: int) -> Curve:
    """Return one chunk's curve: the experiment's form is full for fixed forms, else adaptive."""
    cast = cast_of(experiment, examiner.bank, chunk)
    lengths = lengths_of(examiner.bank, experiment.form)
    if experiment.form is Form.FULL:
        moments = examiner.bank.of(Facet.RESPONSIBILITY)
        # Every chunk another form of those that are equally even, so that none's luck decides.
        items = evenly(moments, max(lengths), f"{experiment.seed}/curve/{chunk}")
        responses = [
            [person.respond(item, seed) for item in items] for person, seed in zip(cast.people, cast.seeds, strict=True)
        ]
    else:
        by_id = examiner.bank.by_id
        responses = [
            [response for response in session.responses if by_id[response.item].facet is Facet.RESPONSIBILITY]
            for session in take_through(examiner, experiment.form, cast.people, cast.seeds)
        ]
    truth = cast.truth.argmax(axis=1)
    found = [examiner.p_largest([person[:length] for person in responses]).argmax(axis=1) for length in lengths]
    return Curve(
        lengths=lengths,
        right=np.array([each == truth for each in found]).T,
        asked=np.array([[min(length, len(person)) for length in lengths] for person in responses]),
    )


def joined_curve(curves: Iterable[Curve]) -> Curve:
    """Return the curves of all chunks as one."""
    parts = list(curves)
    return Curve(
        lengths=parts[0].lengths,
        right=np.concatenate([part.right for part in parts]),
        asked=np.concatenate([part.asked for part in parts]),
    )


def equal_items(adaptive: Curve, place: int, fixed: Curve) -> Figure:
    """Return how many items of the fixed form find as many of the same people as the adaptive form at one cap.

    Interpolated between the lengths looked at; nan where no length finds as many, or every one finds more.
    """
    return _compared(adaptive, place, fixed, lambda _, equal: equal)


def saving(adaptive: Curve, place: int, fixed: Curve) -> Figure:
    """Return the share of items the adaptive form saves at equal recovery: one less its mean items over the fixed."""
    return _compared(adaptive, place, fixed, lambda asked, equal: 1 - asked / equal)


def _compared(adaptive: Curve, place: int, fixed: Curve, value: Callable[[float, float], float]) -> Figure:
    def of(kept: Selection) -> float:
        found = float(adaptive.right[kept, place].mean())
        equal = _length_finding(found, fixed.lengths, fixed.right[kept].mean(axis=0))
        return value(float(adaptive.asked[kept, place].mean()), equal)

    people = len(adaptive.asked)
    return Figure(of(np.ones(people, np.bool_)), jackknife(of, people), people)


def _length_finding(found: float, lengths: Sequence[int], recoveries: Floats) -> float:
    """Return the length of fixed form that finds so many; more items never find fewer, but for chance."""
    rising = np.maximum.accumulate(recoveries)
    if not rising[0] <= found <= rising[-1]:
        return nan
    return float(np.interp(found, rising, lengths))


def _mean_of_rows(rows: NDArray[np.bool_] | NDArray[np.intp]) -> Figure:
    return Figure(float(rows.mean()), jackknife(lambda kept: float(rows[kept].mean()), len(rows)), len(rows))
