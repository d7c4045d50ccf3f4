"""Words the rules share: what a key is called, counts in a row."""

from collections.abc import Mapping

from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.roles import STAND_BACK

FACET_NAMES = {
    Facet.RESPONSIBILITY: "责任题",
    Facet.DUTY: "职责题",
    Facet.KPI: "考核题",
    Facet.JUDGEMENT: "判断题",
}


def name_of(bank: Bank, key: str) -> str:
    """Return what a key is called beside a number; one the bank does not know, as a judge may write, stays as it is."""
    if key == STAND_BACK:
        return "退后"
    return next((line.short for line in bank.roles.lines if line.id == key), key)


def listed(counts: Mapping[str, int]) -> str:
    """Write counts in a row."""
    return "，".join(f"{name} {count}" for name, count in counts.items())
