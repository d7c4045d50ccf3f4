"""How many respondents a second are scored on one core: people from the prior, on the shipped bank.

Run as ``python benchmarks/scoring.py [people]``.
"""

import os

for _library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"

import platform
import sys
from collections.abc import Sequence
from time import perf_counter

import numpy as np

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.loading import load_bank
from rolecheck.bank.roles import STAND_BACK
from rolecheck.bank.shipped import shipped_folder
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.prior import LAPSE_BETA, LINE_SD, STAND_BACK_MEAN, STAND_BACK_SD
from rolecheck.session.session import Response

PEOPLE = 500
SEED = 20261122


def respondents(
    bank: Bank, items: Sequence[Item], people: int, rng: np.random.Generator, *, second: bool
) -> list[list[Response]]:
    """Return the responses of people drawn from the prior; judgement is answered at random."""
    lines = [line.id for line in bank.roles.lines]
    thetas = rng.normal(0.0, LINE_SD, size=(people, len(lines) + 1))
    thetas[:, -1] = rng.normal(STAND_BACK_MEAN, STAND_BACK_SD, size=people)
    lapses = rng.beta(*LAPSE_BETA, size=people)
    found = []
    for theta, lapse in zip(thetas, lapses, strict=True):
        worth = dict(zip([*lines, STAND_BACK], np.exp(theta).tolist(), strict=True))
        found.append([_respond(item, worth, float(lapse), rng, second=second) for item in items])
    return found


def _respond(item: Item, worth: dict[str, float], lapse: float, rng: np.random.Generator, *, second: bool) -> Response:
    weights = np.array([worth.get(option.key or "", 1.0) for option in item.options])
    first = _choose(weights, lapse, rng)
    if not second or item.facet is Facet.JUDGEMENT:
        return Response(item.id, item.letters[first])
    weights[first] = 0
    return Response(item.id, item.letters[first], item.letters[_choose(weights, lapse, rng)])


def _choose(weights: np.ndarray, lapse: float, rng: np.random.Generator) -> int:
    offered = weights > 0
    chances = (1 - lapse) * weights / weights.sum() + lapse * offered / offered.sum()
    return int(rng.choice(len(weights), p=chances))


def per_second(examiner: Examiner, sheets: Sequence[Sequence[Response]]) -> float:
    """Return how many of these respondents are measured a second, once every row has been computed."""
    for sheet in sheets:
        examiner.measure(sheet)
    start = perf_counter()
    for sheet in sheets:
        examiner.measure(sheet)
    return len(sheets) / (perf_counter() - start)


def main() -> None:
    """Print the table."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    bank = load_bank(shipped_folder())
    examiner = Examiner(bank)
    print(f"{platform.machine()}, {os.cpu_count()} cores (one used), Python {platform.python_version()}")
    print(f"numpy {np.__version__}, {people} people from the prior, rows warm\n")
    print(f"{'items':<28}{'second choice':<16}{'respondents a second':>20}")
    for name, items in (("15 responsibility", bank.of(Facet.RESPONSIBILITY)[:15]), ("whole bank", bank.items)):
        for second in (False, True):
            sheets = respondents(bank, items, people, np.random.default_rng(SEED), second=second)
            label = name if name.startswith("15") else f"{name} ({len(items)})"
            print(f"{label:<28}{'yes' if second else 'no':<16}{per_second(examiner, sheets):>20.0f}")


if __name__ == "__main__":
    main()
