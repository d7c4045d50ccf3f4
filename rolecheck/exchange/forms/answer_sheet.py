"""Respondents as the answer sheet `rolecheck score` and `rolecheck team` take."""

import csv
import io
from collections.abc import Iterator, Sequence

from rolecheck.bank.characters import inert
from rolecheck.bank.items import Bank
from rolecheck.exchange.forms.answering import Person
from rolecheck.exchange.sheet import CIRCUMSTANCES


def sheet_text(bank: Bank, items: Sequence[str], people: Sequence[Person]) -> str:
    """Return the sheet as CSV: a row for each respondent, a column for each item."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = [column for column in CIRCUMSTANCES if column != "subject"]
    writer.writerow((*columns, *items))
    for person in people:
        writer.writerow(_cells(bank, items, person))
    return stream.getvalue()


def _cells(bank: Bank, items: Sequence[str], person: Person) -> Iterator[str]:
    letters = {response.item: response.letters for response in person.responses}
    yield inert(person.respondent)
    yield "" if person.title is None else inert(bank.roles.role(person.title).name)
    yield "" if person.seconds is None else f"{max(person.seconds, 1):.0f}"
    for item in items:
        yield letters.get(item, "")
