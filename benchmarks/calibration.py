"""What calibrating a bank is worth, from simulated people whose truth is known.

Four questions: how near the truth the estimates come, and how true their errors are; what scoring gains by them;
whether anything is lost where people really lean to a line; how often something is claimed where nothing is. Run as
``python -m benchmarks.calibration [recovery | gain | leaning | nothing]``; a few minutes each.
"""

from benchmarks import people as shared  # isort: skip - keeps numpy to one core, before anything loads it

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from time import process_time
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.answering import Crowd, World, crowd, identified, lines_alike, world
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

WORLDS = range(16)
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
    """Return the bank that knows everything that answers could tell, without an error."""
    return _knowing(of, identified(of, np.ones(len(LAYOUT.items), bool)))


def with_whole_truth(of: World) -> Bank:
    """Return the bank that knows besides how much people like each line's wordings: that no answers can tell."""
    return _knowing(of, of.attractiveness)


def _knowing(of: World, attractiveness: NDArray[np.float64]) -> Bank:
    items = {
        item.id: ItemCalibration(
            LEAST_ANSWERS,
            FactorEstimate(float(of.sensitivity[place]), 0.0),
            {
                letter: FactorEstimate(float(np.exp(value)), 0.0)
                for letter, value in zip(item.letters, attractiveness[place], strict=True)
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


Hits = tuple[NDArray[np.bool_], NDArray[np.bool_]]
Made = TypeVar("Made")


def told(name: str, worlds: Sequence[Mapping[str, Hits]]) -> None:
    """Print recovery and coverage of each way of scoring, and its gain over the first; errors are those of worlds."""
    print(name)
    for called in worlds[0]:
        right = np.array([own[called][0].mean() for own in worlds])
        held = np.array([own[called][1].mean() for own in worlds])
        gained = right - [next(iter(own.values()))[0].mean() for own in worlds]
        print(
            f"  {called:20} recovery {_mean(right)}, gained {_mean(gained)}, coverage {_mean(held)}",
            flush=True,
        )


def _mean(values: NDArray[np.float64]) -> str:
    return f"{values.mean():.3f} ±{values.std(ddof=1) / np.sqrt(len(values)):.3f}"


def everywhere(trial: Callable[[int], Made], seeds: Iterable[int] = WORLDS) -> list[Made]:
    """Return what a trial comes to in each world, on all cores."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(trial, seeds))


def recovery() -> None:
    """How near the truth the estimates come, and how true their errors are."""
    for people, worlds in ((300, 8), (1000, 4), (5000, 2)):
        found = np.array(everywhere(partial(_recovered, people), range(1, worlds + 1)))
        mean = found.mean(axis=0)
        print(
            f"{people:5} people, {worlds} worlds, {mean[0]:.0f} s of processor time each\n"
            f"      attractiveness r {mean[1]:.3f}, error stated {mean[2]:.3f}, made {mean[3]:.3f}\n"
            f"      sensitivity    r {mean[4]:.3f}, error stated {mean[5]:.3f}, made {mean[6]:.3f}\n"
            f"      spread {mean[7]:.3f}, error stated {mean[8]:.3f} (true 1.2)",
            flush=True,
        )


def _recovered(people: int, seed: int) -> tuple[float, ...]:
    of = replace(world(LAYOUT, option_sd=1.0, sensitivity_sd=0.5, seed=seed), spread=1.2)
    drawn = crowd(of, people, 100 + seed)
    begun = process_time()
    fit = fitted(drawn).fit
    seconds = process_time() - begun
    figures = [seconds]
    for truth, found, errors in (
        (identified(of, fit.known), fit.parameters.attractiveness, fit.errors.attractiveness),
        (np.log(of.sensitivity), fit.parameters.log_sensitivity, fit.errors.log_sensitivity),
    ):
        true, own = truth[fit.known].ravel(), found[fit.known].ravel()
        away = np.sqrt(((own - true) ** 2).mean())
        figures += [np.corrcoef(true, own)[0, 1], errors[fit.known].mean(), away]
    spread = float(np.exp(fit.parameters.log_spread))
    return *figures, spread, spread * fit.errors.log_spread


def gain() -> None:
    """What scoring gains: 18 items, calibrated from 300 people, fresh people scored."""
    chosen = np.array([LAYOUT.items.index(item) for item in evenly(LAYOUT.items, 18, "1")])
    tried = (
        Trial(1.0, 1.0, 0.0, 18),
        Trial(1.0, 1.0, 0.0, 18, alike=True),
        Trial(1.0, 1.0, 0.0, chosen),
        Trial(0.0, 1.0, 0.0, chosen),
        Trial(1.0, 0.0, 0.5, 18),
        Trial(1.0, 0.5, 0.3, 18),
    )
    for trial in tried:
        told(trial.name, everywhere(trial.run))


@dataclass(frozen=True)
class Trial:
    """One kind of world: how often people gave a second choice, how much options and items differ, what was asked.

    ``items`` is a number, drawn by lot for each, or the same ones for all. Where lines are ``alike``, none is liked
    better as a whole; where all ``lean``, everybody has so much more worth on one line.
    """

    second: float
    option_sd: float
    sensitivity_sd: float
    items: int | NDArray[np.intp]
    alike: bool = False
    lean: float = 0.0

    @property
    def name(self) -> str:
        """What is tried, in a line."""
        which = "18 items by lot" if isinstance(self.items, int) else "the same 18 items for all"
        liked = ", no line liked better as a whole" if self.alike else ""
        lean = f", everybody leans to one line by {self.lean:g}" if self.lean else ""
        return (
            f"option sd {self.option_sd:g}, sensitivity sd {self.sensitivity_sd:g}, second choices {self.second:.0%}, "
            f"{which}{liked}{lean}"
        )

    def run(self, seed: int) -> Mapping[str, Hits]:
        """Return how each way of scoring does in one world."""
        of = world(LAYOUT, option_sd=self.option_sd, sensitivity_sd=self.sensitivity_sd, seed=seed)
        of = lines_alike(of) if self.alike else of
        mean = of.mean.copy()
        mean[seed % LAYOUT.lines] += self.lean
        of = replace(of, mean=mean)
        fresh = crowd(of, FRESH, 1000 + seed, items=self.items, second=self.second)
        learnt = fitted(crowd(of, 300, seed, items=self.items, second=self.second))
        ways = {"not calibrated": BANK, "from 300": with_calibration(learnt), "truth known": with_truth(of)}
        return {called: hits(bank, fresh) for called, bank in (ways | {"whole truth": with_whole_truth(of)}).items()}


def leaning() -> None:
    """Where people really lean to a line: options alike, and not."""
    for trial in (Trial(1.0, 0.0, 0.0, 18, lean=1.0), Trial(1.0, 1.0, 0.0, 18, lean=1.0)):
        told(trial.name, everywhere(trial.run))


def nothing() -> None:
    """How often anything is claimed where nothing is to be found: options, items and two groups alike."""
    claims = everywhere(_claimed, range(20))
    print(f"nothing to find, 20 times 300 people: claims {sum(claims)}, in {sum(map(bool, claims))} runs")


def _claimed(seed: int) -> int:
    every = np.arange(300)
    groups = {("g", "1"): every[:150], ("g", "2"): every[150:]}
    return len(fitted(crowd(world(LAYOUT), 300, 500 + seed), groups).findings)


if __name__ == "__main__":
    print(shared.machine())
    every = {"recovery": recovery, "gain": gain, "leaning": leaning, "nothing": nothing}
    for asked in sys.argv[1:] or every:
        every[asked]()
