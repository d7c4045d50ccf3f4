"""How long a respondent waits for the next item, and what a simulated person costs, in processor time.

Whole standard sessions, answered at random for the waits, by people of the prior for the lab. Run as
``python -m benchmarks.next_item [sessions]``.
"""

from benchmarks import people as shared  # isort: skip - keeps numpy to one core, before anything loads it

import sys
from random import Random
from statistics import median, quantiles
from time import process_time

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Facet
from rolecheck.bank.loading import load_bank
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab.experiment import CHUNK, Experiment, run_chunk
from rolecheck.measure.lab.population import PRIOR, Second
from rolecheck.session.session import Form, Response, Session

SESSIONS = 100


def waits(examiner: Examiner, seed: int, *, second: bool) -> list[float]:
    """Return the milliseconds of each choice of a responsibility item in one session."""
    rng = Random(seed)
    session = Session(Form.STANDARD, seed)
    found: list[float] = []
    while True:
        start = process_time()
        item = examiner.next_item(session)
        wait = (process_time() - start) * 1000
        if item is None or item.facet is not Facet.RESPONSIBILITY:
            return found
        found.append(wait)
        first, then = rng.sample(item.letters, 2)
        session = session.answer(Response(item.id, first, then if second else None))


def main() -> None:
    """Print the table."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    bank = load_bank(shipped_folder())
    print(shared.machine())
    print(f"{sessions} sessions, {len(bank.of(Facet.RESPONSIBILITY))} responsibility items\n")
    start = process_time()
    examiner = Examiner(bank)
    print(f"{'an examiner made':<28}{(process_time() - start) * 1000:>10.1f} ms")
    first = waits(examiner, 0, second=True)
    print(f"{'first item, nothing warm':<28}{first[0]:>10.1f} ms")
    for second in (False, True):
        found = [wait for seed in range(1, sessions + 1) for wait in waits(examiner, seed, second=second)]
        for name, value in (("median", median(found)), ("95th percentile", quantiles(found, n=20)[-1])):
            label = f"{name}, {'two choices' if second else 'one choice'}"
            print(f"{label:<28}{value:>10.2f} ms")
    for form in (Form.STANDARD, Form.FULL):
        start = process_time()
        run_chunk(examiner, Experiment(PRIOR, form, Second.ALWAYS, CHUNK, 1), 0)
        print(f"{f'a simulated {form.value} form':<28}{(process_time() - start) * 1000 / CHUNK:>10.1f} ms")


if __name__ == "__main__":
    main()
