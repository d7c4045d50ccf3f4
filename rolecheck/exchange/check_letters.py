"""Letters that are not mistaken for one another, and check letters that catch what people do to them.

The alphabet has 31 letters and digits, without 0 and O, 1, I and L: a prime number, so letters are numbers of a field.
Three check letters make three sums over the line zero: of the letters, and of the letters times ``g^i`` and
``h^(i div 30) g^2i``, i being the place counted from the end and g a primitive root of the field. No two places have
proportional weights, and therefore (Hamming) any one or two wrong letters are caught for certain, and so is any swap
of two, neighbours or not; a single wrong letter is found, too. Of other mistakes one in 29,791 goes unseen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
FIELD = len(ALPHABET)
ROOT = 3
"""A primitive root: its first 30 powers are all the numbers of the field but 0."""

CHECKS = 3
"""Letters at the end of a line that only check."""

Sums = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Slip:
    """A place, counted from 1 at the beginning, where a line was probably changed; ``swapped`` with the next one."""

    place: int
    swapped: bool


def numbers(text: str) -> list[int]:
    """Return letters of the alphabet as numbers; ValueError for any other."""
    return [ALPHABET.index(letter) for letter in text]


def with_checks(letters: str) -> str:
    """Return the letters with their check letters behind them."""
    wanted = [-total for total in _sums([*numbers(letters), *[0] * CHECKS])]
    nodes = [_weights(place)[1] for place in range(CHECKS)]
    checks = (_solved(wanted, place, nodes) for place in reversed(range(CHECKS)))
    return letters + "".join(ALPHABET[check] for check in checks)


def is_sound(text: str) -> bool:
    """Tell whether the check letters agree with the others."""
    return not any(_sums(numbers(text)))


def slips(text: str) -> tuple[Slip, ...]:
    """Return every single change that would make an unsound line sound: a wrong letter, or two swapped neighbours."""
    line = numbers(text)
    sums = _sums(line)
    if not any(sums):
        return ()
    return (*_wrong(len(line), sums), *_swapped(line, sums))


def _wrong(length: int, sums: Sums) -> Iterator[Slip]:
    """Yield the place where a letter is off by what the plain sum is off."""
    for place in range(length):
        if sums[0] and sums == tuple(sums[0] * weight % FIELD for weight in _weights(length - 1 - place)):
            yield Slip(place + 1, swapped=False)


def _swapped(line: Sequence[int], sums: Sums) -> Iterator[Slip]:
    """Yield the places where swapping back takes away just what the sums are off."""
    for place in range(len(line) - 1):
        off = line[place] - line[place + 1]
        left, right = _weights(len(line) - 1 - place), _weights(len(line) - 2 - place)
        if all((total - off * (one - other)) % FIELD == 0 for total, one, other in zip(sums, left, right, strict=True)):
            yield Slip(place + 1, swapped=True)


def _sums(line: Sequence[int]) -> Sums:
    weighed = [(number, _weights(place)) for place, number in enumerate(reversed(line))]
    first, second, third = (sum(number * weights[row] for number, weights in weighed) % FIELD for row in range(3))
    return first, second, third


@cache
def _weights(place: int) -> Sums:
    """Return a place's three weights, the place counted from 0 at the end."""
    block = place // (FIELD - 1)
    return 1, pow(ROOT, place, FIELD), pow(ROOT, block + 2 * place, FIELD)


def _solved(wanted: Sequence[int], place: int, nodes: Sequence[int]) -> int:
    """Return the number that belongs at a check place: in the first block the weights are powers 0, 1, 2 of a node.

    So the equations are Vandermonde's, solved by Lagrange's polynomial of the node.
    """
    one, other = (node for node in nodes if node != nodes[place])
    above = wanted[2] - (one + other) * wanted[1] + one * other * wanted[0]
    below = (nodes[place] - one) * (nodes[place] - other)
    return above * pow(below, -1, FIELD) % FIELD
