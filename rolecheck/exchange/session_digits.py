"""A session as one great number and back: everything that makes its figures, in as few digits as they take.

The digits are numbers of different ranges; a choice of some things among many is one number, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import comb

from rolecheck.bank.items import NONE_FITS, Bank, Facet, Item
from rolecheck.measure.quality import too_fast, total_seconds
from rolecheck.session.session import Form, Response, Session

FORMS = (Form.QUICK, Form.STANDARD, Form.FULL)
FORMS_EVER = 8
"""Room for forms to come: codes of today stay readable."""

SEEDS = 2**32
FACETS = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI, Facet.JUDGEMENT)
SUBJECT = "被评人"
"""Who a report made from a code is about, where the session was about somebody else: the name is not in the code."""

UNKNOWN_SEED = -1

SECONDS = (None, 60.0, 0.0)
"""What is kept of a response's time: nobody took it, it was enough, it was too short to read all."""


class Digits:
    """Numbers put behind one another, each below a limit of its own."""

    def __init__(self) -> None:
        self._digits: list[tuple[int, int]] = []

    def put(self, number: int, limit: int) -> None:
        """Put a number, 0 to ``limit`` - 1, behind the others."""
        if not 0 <= number < limit:
            raise ValueError(number)
        self._digits.append((number, limit))

    @property
    def number(self) -> int:
        """All of them as one."""
        total = 0
        for digit, limit in reversed(self._digits):
            total = total * limit + digit
        return total


class DigitReader:
    """Takes the numbers out again, in the order they were put and with the same limits."""

    def __init__(self, number: int) -> None:
        self.left = number

    def take(self, limit: int) -> int:
        """Return the next number."""
        self.left, digit = divmod(self.left, limit)
        return digit


def rank(chosen: Iterable[int]) -> int:
    """Return the number of a choice among all choices of as many: the combinatorial number system."""
    return sum(comb(place, order) for order, place in enumerate(sorted(chosen), 1))


def chosen(number: int, count: int, among: int) -> tuple[int, ...]:
    """Return the choice of ``count`` places ``among`` so many that has this number, in rising order."""
    places: list[int] = []
    below = among
    for order in range(count, 0, -1):
        below = next(place for place in range(below - 1, -1, -1) if comb(place, order) <= number)
        number -= comb(below, order)
        places.append(below)
    return tuple(reversed(places))


def to_base(number: int, alphabet: Sequence[str]) -> str:
    """Return a number written in an alphabet; 0 takes no letter at all."""
    letters = []
    while number:
        number, digit = divmod(number, len(alphabet))
        letters.append(alphabet[digit])
    return "".join(reversed(letters))


@dataclass(frozen=True, slots=True)
class _AskedItems:
    """The answered items of a bank, group by group, each in bank order; ``unfitted`` are those no option fitted."""

    items: tuple[Item, ...]
    unfitted: frozenset[str] = frozenset()

    @property
    def may_not_fit(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.takes_none_fits)

    @property
    def with_second(self) -> tuple[Item, ...]:
        return tuple(item for item in self.may_not_fit if item.id not in self.unfitted)


def write_session(bank: Bank, session: Session, digits: Digits, *, with_seed: bool) -> None:
    """Put the session behind what is there; its names, its times and second choices that earn nothing stay out.

    On which items no option fitted is told beforehand: mostly on none, which takes less room than one more letter each.
    """
    roles = [role.id for role in bank.roles.roles]
    seconds = total_seconds(session.responses)
    digits.put(FORMS.index(session.form), FORMS_EVER)
    digits.put(0 if session.title is None else roles.index(session.title) + 1, len(roles) + 1)
    digits.put(session.subject is not None, 2)
    digits.put(0 if seconds is None else 2 if too_fast(bank, session.responses, seconds) else 1, len(SECONDS))
    digits.put(with_seed, 2)
    if with_seed:
        digits.put(session.seed, SEEDS)
    responses = {response.item: response for response in session.responses}
    for items in _groups(bank):
        _put_choice(digits, [place for place, item in enumerate(items) if item.id in responses], len(items))
    asked = _asked(bank, responses)
    unfitted = [place for place, item in enumerate(asked.may_not_fit) if responses[item.id].none_fits]
    _put_choice(digits, unfitted, len(asked.may_not_fit))
    asked = replace(asked, unfitted=frozenset(asked.may_not_fit[place].id for place in unfitted))
    both = [place for place, item in enumerate(asked.with_second) if responses[item.id].second is not None]
    _put_choice(digits, both, len(asked.with_second))
    for item in asked.items:
        if item.id not in asked.unfitted:
            _put_response(digits, item, responses[item.id])


def read_session(bank: Bank, reader: DigitReader) -> Session:
    """Return the session that was written, its responses in bank order; IndexError or ValueError if none was."""
    roles = [role.id for role in bank.roles.roles]
    form = FORMS[reader.take(FORMS_EVER)]
    title = [None, *roles][reader.take(len(roles) + 1)]
    subject = SUBJECT if reader.take(2) else None
    seconds = SECONDS[reader.take(len(SECONDS))]
    seed = reader.take(SEEDS) if reader.take(2) else UNKNOWN_SEED
    answered = {items[place].id for items in _groups(bank) for place in _take_choice(reader, len(items))}
    asked = _asked(bank, answered)
    unfitted = _take_choice(reader, len(asked.may_not_fit))
    asked = replace(asked, unfitted=frozenset(asked.may_not_fit[place].id for place in unfitted))
    both = {asked.with_second[place].id for place in _take_choice(reader, len(asked.with_second))}
    responses = [
        Response(item.id, NONE_FITS)
        if item.id in asked.unfitted
        else _take_response(reader, item, with_second=item.id in both)
        for item in asked.items
    ]
    timed = tuple(replace(response, seconds=seconds) for response in responses)
    return Session(form, seed, title, subject=subject, responses=timed)


def _asked(bank: Bank, answered: Iterable[str]) -> _AskedItems:
    known = set(answered)
    return _AskedItems(tuple(item for items in _groups(bank) for item in items if item.id in known))


def _groups(bank: Bank) -> tuple[Sequence[Item], ...]:
    """Return all items in the order they are written."""
    return tuple(bank.of(facet) for facet in FACETS)


def _put_choice(digits: Digits, places: Sequence[int], among: int) -> None:
    digits.put(len(places), among + 1)
    digits.put(rank(places), comb(among, len(places)))


def _take_choice(reader: DigitReader, among: int) -> tuple[int, ...]:
    count = reader.take(among + 1)
    return chosen(reader.take(comb(among, count)), count, among)


def _put_response(digits: Digits, item: Item, response: Response) -> None:
    digits.put(item.letters.index(response.first), len(item.letters))
    if response.second is not None and item.facet is not Facet.JUDGEMENT:
        rest = item.letters.replace(response.first, "")
        digits.put(rest.index(response.second), len(rest))


def _take_response(reader: DigitReader, item: Item, *, with_second: bool) -> Response:
    first = item.letters[reader.take(len(item.letters))]
    rest = item.letters.replace(first, "")
    return Response(item.id, first, rest[reader.take(len(rest))] if with_second else None)
