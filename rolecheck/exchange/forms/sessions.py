"""Respondents as sessions, to be kept like those of `rolecheck quiz`."""

from collections.abc import Collection
from dataclasses import replace

from rolecheck.bank.items import Bank, Facet
from rolecheck.exchange.forms.answering import Person
from rolecheck.session.form import Form
from rolecheck.session.session import Session


def session_of(bank: Bank, items: Collection[str], person: Person) -> Session:
    """Return a respondent's session; the form is the one that asks these facets, or everything.

    The tool has timed the whole at most. Each response gets an even part, so that the whole adds up again.
    """
    each = None if person.seconds is None else person.seconds / len(person.responses)
    timed = tuple(replace(response, seconds=each) for response in person.responses)
    return Session(_form(bank, items), 0, person.title, person.respondent, None, timed)


def _form(bank: Bank, items: Collection[str]) -> Form:
    if set(bank.by_id) <= set(items):
        return Form.FULL
    facets = {bank.by_id[item].facet for item in items}
    return Form.QUICK if facets == {Facet.RESPONSIBILITY} else Form.STANDARD
