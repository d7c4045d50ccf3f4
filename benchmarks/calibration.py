"""What calibrating a bank is worth, from simulated people whose truth is known.

Four questions: how near the truth the estimates come, and how true their errors are; what scoring gains by them;
whether anything is lost where people really lean to a line; how often something is claimed where nothing is. Run as
``python -m benchmarks.calibration [recovery | gain | leaning | nothing]``; a few minutes each.
"""

from benchmarks import people as shared  # isort: skip - keeps numpy to one core, before anything loads it

import sys
from collections.abc import Iterator
from dataclasses import replace
from time import process_time

import numpy as np
from numpy.typing import NDArray

from benchmarks.answering import Crowd, World, crowd, identified, world
from rolecheck.bank.calibration import Calibration, FactorEstimate, ItemCalibration
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import load_bank
from rolecheck.measure.calibration.answers import OptionLayout
from rolecheck.measure.calibration.estimate import LEAST_ANSWERS
from rolecheck.measure.calibration.findings import Calibrated, calibrate
from rolecheck.measure.forms import evenly
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.scoring import Sheet
from rolecheck.session.session import Response

WORLDS = range(8)
FRESH = 400
"""People scored in each world who were not among those it was calibrated with."""

BANK = load_bank(shipped_folder())
LAYOUT = OptionLayout(BANK, Facet.RESPONSIBILITY)


def fitted(drawn: Crowd, groups: dict[tuple[str, str], NDArray[np.intp]] | None = None) -> Calibrated:
    """Return the calibration from a crowd's answers."""
    return calibrate(drawn.answers, groups or {}, lambda tasks: [task() for task in tasks])


def with_calibration(calibrated: Calibrated) -> Bank:
    """Return the bank that knows what was estimated."""
    known = Calibration("", calibrated.people, "", {Facet.RESPONSIBILITY: calibrated.spread}, calibrated.items)
    return replace(BANK, calibration=known)


def with_truth(of: World) -> Bank:
    """Return the bank that knows what is true, line-wide liking left out: that no answers can tell."""
    attractive = of.attractiveness.copy()
    for line in range(LAYOUT.columns):
        own = LAYOUT.column == line
        attractive[own] -= attractive[own].mean()
    items = {
        item.id: ItemCalibration(
            LEAST_ANSWERS,
            FactorEstimate(float(of.sensitivity[place]), 0.0),
            {
                letter: FactorEstimate(float(np.exp(value)), 0.0)
                for letter, value in zip(item.letters, attractive[place], strict=True)
            },
        )
        for place, item in enumerate(LAYOUT.items)
    }
    spreads = {Facet.RESPONSIBILITY: FactorEstimate(of.spread, 0.0)}
    return replace(BANK, calibration=Calibration("", 0, "", spreads, items))


def responses(drawn: Crowd) -> Iterator[list[Response]]:
    """Yield everybody's answers as the scorer takes them."""
    for marks in drawn.answers.marks:
        yield [
            Response(item.id, item.letters[first], item.letters[second] if second >= 0 else None)
            for item, (first, second) in zip(LAYOUT.items, marks.tolist(), strict=True)
            if first >= 0
        ]


def hits(bank: Bank, drawn: Crowd) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each person whether the largest line is found, and for each line whether the interval holds it."""
    worth = np.exp(drawn.theta[:, :-1])
    truth = worth / worth.sum(axis=1, keepdims=True)
    profiles = list(Examiner(bank).measure_many(Sheet(own) for own in responses(drawn)))
    found = np.array([profile.responsibility.p_largest for profile in profiles]).argmax(axis=1)
    low, high = (
        np.array([[getattr(share, end) for share in profile.responsibility.shares] for profile in profiles])
        for end in ("low", "high")
    )
    return found == truth.argmax(axis=1), (low <= truth) & (truth <= high)


def told(name: str, banks: dict[str, list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]]) -> None:
    """Print recovery and coverage of each way of scoring, with the error of the difference from the first."""
    print(name)
    first = np.concatenate([own for own, _ in next(iter(banks.values()))])
    for called, each in banks.items():
        right = np.concatenate([own for own, _ in each])
        held = np.concatenate([own for _, own in each])
        gained = right.astype(float) - first
        error = gained.std() / np.sqrt(len(gained))
        print(
            f"  {called:14} recovery {right.mean():.3f} ({gained.mean():+.3f} ± {error:.3f})"
            f"  coverage {held.mean():.3f}"
        )


def recovery() -> None:
    """How near the truth the estimates come."""
    for people in (300, 1000, 5000):
        of = replace(world(LAYOUT, option_sd=1.0, sensitivity_sd=0.5, seed=1), spread=1.2)
        drawn = crowd(of, people, 2)
        begun = process_time()
        fit = fitted(drawn).fit
        seconds = process_time() - begun
        truth = identified(LAYOUT, of.attractiveness, fit.known)[fit.known].ravel()
        found, errors = fit.parameters.attractiveness[fit.known].ravel(), fit.errors.attractiveness[fit.known].ravel()
        tells = np.log(of.sensitivity[fit.known])
        own, own_errors = fit.parameters.log_sensitivity[fit.known], fit.errors.log_sensitivity[fit.known]
        away = (own - (tells - tells.mean())) / own_errors
        spread, error = float(np.exp(fit.parameters.log_spread)), fit.errors.log_spread
        print(
            f"{people:5} people, {fit.known.sum()} items of {len(fit.known)}, {fit.steps} steps, {seconds:.0f} s\n"
            f"      attractiveness r {np.corrcoef(truth, found)[0, 1]:.3f}, error stated {errors.mean():.3f}, "
            f"made {np.sqrt(((found - truth) ** 2).mean()):.3f}\n"
            f"      sensitivity    r {np.corrcoef(tells, own)[0, 1]:.3f}, error stated {own_errors.mean():.3f}, "
            f"made {(away * own_errors).std():.3f}\n"
            f"      spread {spread:.3f} ± {spread * error:.3f} (true {of.spread * np.exp(tells.mean()):.3f})"
        )


def gain() -> None:
    """What scoring gains: 18 items, calibrated from 300 people, fresh people scored."""
    chosen = np.array([LAYOUT.items.index(item) for item in evenly(LAYOUT.items, 18, "1")])
    tried = (
        (1.0, 1.0, 0.0, 18, "by lot"),
        (1.0, 1.0, 0.0, chosen, "the same for all"),
        (0.0, 1.0, 0.0, chosen, "the same for all"),
        (1.0, 0.0, 0.5, 18, "by lot"),
        (1.0, 0.5, 0.3, 18, "by lot"),
    )
    for second, option_sd, sensitivity_sd, items, which in tried:
        banks: dict[str, list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]] = {}
        for seed in WORLDS:
            of = world(LAYOUT, option_sd=option_sd, sensitivity_sd=sensitivity_sd, seed=seed)
            fresh = crowd(of, FRESH, 1000 + seed, items=items, second=second)
            learnt = fitted(crowd(of, 300, seed, items=items, second=second))
            ways = {"not calibrated": BANK, "from 300": with_calibration(learnt)}
            for called, bank in (ways | {"truth known": with_truth(of)}).items():
                banks.setdefault(called, []).append(hits(bank, fresh))
        name = (
            f"option sd {option_sd:g}, sensitivity sd {sensitivity_sd:g}, second choices {second:.0%}, 18 items {which}"
        )
        told(name, banks)


def leaning() -> None:
    """Where people really lean to a line, and options are alike."""
    banks: dict[str, list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]] = {}
    for seed in WORLDS:
        plain = world(LAYOUT, seed=seed)
        mean = plain.mean.copy()
        mean[seed % LAYOUT.lines] += 1.0
        of = replace(plain, mean=mean)
        fresh = crowd(of, FRESH, 1000 + seed)
        ways = {"not calibrated": BANK, "from 300": with_calibration(fitted(crowd(of, 300, seed)))}
        for called, bank in ways.items():
            banks.setdefault(called, []).append(hits(bank, fresh))
    told("everybody leans to one line by 1.0, options alike", banks)


def nothing() -> None:
    """How often anything is claimed where nothing is to be found: options, items and two groups alike."""
    plain, claims = world(LAYOUT), []
    for seed in range(20):
        every = np.arange(300)
        groups = {("g", "1"): every[:150], ("g", "2"): every[150:]}
        claims.append(len(fitted(crowd(plain, 300, 500 + seed), groups).findings))
    print(f"nothing to find, 20 times 300 people: claims {sum(claims)}, in {sum(map(bool, claims))} runs")


if __name__ == "__main__":
    print(shared.machine())
    every = {"recovery": recovery, "gain": gain, "leaning": leaning, "nothing": nothing}
    for asked in sys.argv[1:] or every:
        every[asked]()
