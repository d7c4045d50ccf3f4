"""What the benchmarks share: one core, the shipped bank, and people of the model's prior drawn by the lab."""

import os

for _library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"

import platform
from collections.abc import Sequence
from random import Random

import numpy as np

from rolecheck.bank.items import Bank, Item
from rolecheck.measure.lab.population import PRIOR, Second, draw_person
from rolecheck.session.session import Response

SEED = 20261122


def respondents(bank: Bank, items: Sequence[Item], people: int, second: Second) -> list[list[Response]]:
    """Return what so many people of the prior answer to the items."""
    lines = [line.id for line in bank.roles.lines]
    drawn = [draw_person(PRIOR, lines, second, Random(f"{SEED}/{number}")) for number in range(people)]
    return [[person.respond(item, number) for item in items] for number, person in enumerate(drawn)]


def machine() -> str:
    """Return what the figures were measured on."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores (one used), Python {platform.python_version()}, "
        f"numpy {np.__version__}"
    )
