"""Numbers of different ranges in one great number, and choices of some things among many as a number."""

from collections.abc import Iterable, Sequence
from math import comb


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
