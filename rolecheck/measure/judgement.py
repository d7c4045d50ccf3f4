"""Does the respondent read acceptance right: credit earned, traps walked into. Counting, no model."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.session.session import Response


@dataclass(frozen=True, slots=True)
class Reading:
    """One judgement item as answered: the credit of the first choice, and the trap it stands for."""

    item: Item
    credit: float
    trap: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All readings of one respondent; a second choice earns nothing here."""

    readings: tuple[Reading, ...]
    traps: Mapping[str, int]

    @property
    def credit(self) -> float | None:
        """Mean credit in 0 to 1; None where no judgement item was answered."""
        if not self.readings:
            return None
        return sum(reading.credit for reading in self.readings) / len(self.readings)


def judge(bank: Bank, responses: Iterable[Response]) -> Judgement:
    """Return what the responses to judgement items earned, and how often each trap of the bank was chosen."""
    readings = tuple(_read(bank.by_id[response.item], response) for response in responses if _is_judged(bank, response))
    traps = {trap: sum(reading.trap == trap for reading in readings) for trap in bank.traps}
    return Judgement(readings, traps)


def _is_judged(bank: Bank, response: Response) -> bool:
    return bank.by_id[response.item].facet is Facet.JUDGEMENT


def _read(item: Item, response: Response) -> Reading:
    option = item.option(response.first)
    return Reading(item, option.credit or 0.0, option.trap)
