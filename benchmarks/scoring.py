"""How many respondents a second of processor time are scored, beside choix finding the mode of the same choices.

``rolecheck score`` gives each of them the full posterior: shares with intervals, chances, lapse, verdict, flags.
``choix.mm_top1`` gives the point of greatest likelihood and nothing of how sure it is. Respondents here answered all
responsibility items. Run as ``python -m benchmarks.scoring [people] [commit]``: what is told is the best of the rounds,
which a busy machine disturbs least. The code of a commit is run beside it in a worktree of its own, so that both
columns come from one machine in one run.
"""

from benchmarks import people as shared  # isort: skip - keeps numpy to one core, before anything loads it

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import choix

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import load_bank
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab.population import Second
from rolecheck.measure.scoring import Sheet
from rolecheck.report.score import score_line
from rolecheck.session.session import Response

PEOPLE = 192
ROUNDS = 15
OF_THEN = 5
"""Turns of the code as it was."""

BASELINE = "d4f0bf5"
"""The last commit before people's own spread was integrated: 1 / 2150 to 1 / 2400 microseconds where it was written."""

Top1 = list[tuple[int, tuple[int, ...]]]
"""Choices as choix takes them: the winner and those it beat."""

THEN = Path(__file__).with_name("scoring_at_baseline.txt")
"""What the code of the baseline runs: people of its own prior, on its own bank of as many items. The names are that
commit's, so it is no module, which renaming would carry along."""


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


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds of processor time something takes, the best of the rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best


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


def then(commit: str, people: int) -> list[float]:
    """Return the seconds the code of a commit takes for so many people, without and with second choices."""
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "then"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            command = [sys.executable, "-c", THEN.read_text(encoding="utf-8"), str(people)]
            environment = {**os.environ, "PYTHONPATH": str(tree)}
            turns = [
                subprocess.run(
                    command, text=True, check=True, stdout=subprocess.PIPE, env=environment, cwd=tree
                ).stdout.split()
                for _ in range(OF_THEN)
            ]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], check=True)
    return [min(map(float, column)) for column in zip(*turns, strict=True)]


def main() -> None:
    """Print the table, in microseconds of processor time a respondent."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    commit = sys.argv[2] if len(sys.argv) > 2 else BASELINE
    bank = load_bank(shipped_folder())
    examiner, items = Examiner(bank), bank.of(Facet.RESPONSIBILITY)
    print(f"{shared.machine()}, choix {version('choix')}")
    print(f"{people} people of the prior, {len(items)} items each, microseconds of processor time a respondent\n")
    print(f"{'second choice':<16}{'full posterior':>16}{'and JSON':>12}{'choix mm_top1':>16}{'at ' + commit:>14}")
    lots = {second: shared.respondents(bank, items, people, second) for second in (Second.NEVER, Second.ALWAYS)}
    past = then(commit, people)
    for (second, sheets), before in zip(lots.items(), past, strict=True):
        data = [choices(bank, sheet) for sheet in sheets]
        measure(examiner, sheets[:64])
        taken = (
            seconds(partial(measure, examiner, sheets)),
            seconds(partial(write, examiner, sheets)),
            seconds(partial(mode, len(bank.roles.lines) + 1, data)),
            before,
        )
        told = "".join(
            f"{each / people * 1e6:>{width}.0f}" for each, width in zip(taken, (16, 12, 16, 14), strict=True)
        )
        print(f"{second.value:<16}{told}")


if __name__ == "__main__":
    main()
