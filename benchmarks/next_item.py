"""How long a respondent waits for the next item: whole standard sessions answered at random.

Run as ``python benchmarks/next_item.py [sessions]``.
"""

import os

for _library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"

import platform
import sys
from random import Random
from time import perf_counter

import numpy as np

from rolecheck.bank.items import Facet
from rolecheck.bank.loading import load_bank
from rolecheck.bank.shipped import shipped_folder
from rolecheck.measure.examiner import Examiner
from rolecheck.session.form import Form
from rolecheck.session.session import Response, Session

SESSIONS = 100


def waits(examiner: Examiner, seed: int, *, second: bool) -> list[float]:
    """Return the milliseconds of each choice of a responsibility item in one session."""
    rng = Random(seed)
    session = Session(Form.STANDARD, seed)
    found: list[float] = []
    while True:
        start = perf_counter()
        item = examiner.next_item(session)
        wait = (perf_counter() - start) * 1000
        if item is None or item.facet is not Facet.RESPONSIBILITY:
            return found
        found.append(wait)
        first, then = rng.sample(item.letters, 2)
        session = session.answer(Response(item.id, first, then if second else None))


def main() -> None:
    """Print the table."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    bank = load_bank(shipped_folder())
    print(f"{platform.machine()}, {os.cpu_count()} cores (one used), Python {platform.python_version()}")
    print(f"numpy {np.__version__}, {sessions} sessions, {len(bank.of(Facet.RESPONSIBILITY))} responsibility items\n")
    start = perf_counter()
    examiner = Examiner(bank)
    print(f"{'an examiner made':<28}{(perf_counter() - start) * 1000:>10.1f} ms")
    first = waits(examiner, 0, second=True)
    print(f"{'first item, nothing warm':<28}{first[0]:>10.1f} ms")
    for second in (False, True):
        found = [wait for seed in range(1, sessions + 1) for wait in waits(examiner, seed, second=second)]
        for name, value in (("median", np.median(found)), ("95th percentile", np.quantile(found, 0.95))):
            label = f"{name}, {'two choices' if second else 'one choice'}"
            print(f"{label:<28}{value:>10.2f} ms")


if __name__ == "__main__":
    main()
