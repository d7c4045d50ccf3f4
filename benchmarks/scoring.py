"""How many respondents a second of processor time are scored, beside choix finding the mode of the same choices.

``rolecheck score`` gives each of them the full posterior: shares with intervals, chances, lapse, verdict, flags.
``choix.mm_top1`` gives the point of greatest likelihood and nothing of how sure it is. Respondents here answered all
responsibility items. Run as ``python -m benchmarks.scoring [people]``; what is told is the median of three rounds.
"""

from benchmarks import people as shared  # isort: skip - keeps numpy to one core, before anything loads it

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from statistics import median
from time import process_time

import choix

from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import load_bank
from rolecheck.bank.roles import STAND_BACK
from rolecheck.bank.shipped import shipped_folder
from rolecheck.measure.examiner import Examiner, Sheet
from rolecheck.measure.lab.population import Second
from rolecheck.report.score import score_line
from rolecheck.session.session import Response

PEOPLE = 1000
ROUNDS = 3

Top1 = list[tuple[int, tuple[int, ...]]]
"""Choices as choix takes them: the winner and those it beat."""


def choices(bank: Bank, responses: Iterable[Response]) -> Top1:
    """Return first and second choices by column, stand-back last."""
    columns = {line.id: number for number, line in enumerate(bank.roles.lines)} | {STAND_BACK: len(bank.roles.lines)}
    found: Top1 = []
    for response in responses:
        item = bank.by_id[response.item]
        left = {
            letter: columns[option.key or STAND_BACK] for letter, option in zip(item.letters, item.options, strict=True)
        }
        for letter in response.letters:
            winner = left.pop(letter)
            found.append((winner, tuple(left.values())))
    return found


def per_second(count: int, work: Callable[[], object]) -> float:
    """Return how many are done in a second of processor time."""
    rates = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        rates.append(count / (process_time() - start))
    return median(rates)


def measure(examiner: Examiner, sheets: Sequence[Sequence[Response]]) -> None:
    """Measure everybody."""
    for _ in examiner.measure_many(Sheet(sheet) for sheet in sheets):
        pass


def write(examiner: Examiner, sheets: Sequence[Sequence[Response]]) -> None:
    """Measure everybody and write the score lines, as ``rolecheck score --json`` does."""
    for profile in examiner.measure_many(Sheet(sheet) for sheet in sheets):
        json.dumps(score_line(examiner.bank, profile, "r", None, 45), ensure_ascii=False)


def mode(columns: int, people: Sequence[Top1]) -> None:
    """Find everybody's mode; choix needs a little of a prior (alpha), or a line never chosen has none."""
    for data in people:
        choix.mm_top1(columns, data, alpha=0.01)


def main() -> None:
    """Print the table."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    bank = load_bank(shipped_folder())
    examiner, items = Examiner(bank), bank.of(Facet.RESPONSIBILITY)
    print(f"{shared.machine()}, choix {version('choix')}")
    print(f"{people} people of the prior, {len(items)} items each, respondents a second of processor time\n")
    print(f"{'second choice':<16}{'full posterior':>16}{'and JSON':>12}{'choix mm_top1':>16}")
    for second in (Second.NEVER, Second.ALWAYS):
        sheets = shared.respondents(bank, items, people, second)
        data = [choices(bank, sheet) for sheet in sheets]
        measure(examiner, sheets[:100])
        rates = (
            per_second(people, lambda: measure(examiner, sheets)),
            per_second(people, lambda: write(examiner, sheets)),
            per_second(people, lambda: mode(len(bank.roles.lines) + 1, data)),
        )
        print(f"{second.value:<16}{rates[0]:>16.0f}{rates[1]:>12.0f}{rates[2]:>16.0f}")


if __name__ == "__main__":
    main()
