"""Check letters: what is proved here is proved for every place and every letter of the longest line."""

from itertools import combinations
from random import Random

import pytest

from rolecheck.exchange.result_code import ALPHABET, CHECKS, FIELD, LONGEST, Slip, is_sound, slips, with_checks


def lines() -> list[str]:
    """Return sound lines of the greatest length, among them one of a single letter throughout."""
    rng = Random(1)
    bodies = ["".join(rng.choices(ALPHABET, k=LONGEST - CHECKS)) for _ in range(3)]
    return [with_checks(body) for body in [*bodies, ALPHABET[0] * (LONGEST - CHECKS)]]


def replaced(line: str, place: int, letter: str) -> str:
    return line[:place] + letter + line[place + 1 :]


def swapped(line: str, one: int, other: int) -> str:
    return replaced(replaced(line, one, line[other]), other, line[one])


def effects(places: int) -> list[tuple[int, ...]]:
    """Return what one step of the letter at each place does to the check letters, found by trying."""
    zero = ALPHABET[0]
    nothing = zero * places
    changed = [with_checks(replaced(nothing, place, ALPHABET[1])) for place in range(places)]
    checks = [tuple(-ALPHABET.index(letter) % FIELD for letter in line[-CHECKS:]) for line in changed]
    return [*checks, (1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_no_letter_looks_or_sounds_like_another_of_the_usual_suspects() -> None:
    assert set(ALPHABET) & set("01OIL") == set()
    assert ALPHABET.upper() == ALPHABET
    assert len(set(ALPHABET)) == FIELD
    assert all(FIELD % divisor for divisor in range(2, FIELD))


def test_a_line_with_its_check_letters_is_sound() -> None:
    assert all(is_sound(line) for line in lines())
    assert all(is_sound(with_checks(letter * length)) for letter in ALPHABET for length in range(1, 62))


@pytest.mark.slow
def test_any_one_wrong_letter_is_caught_and_its_place_found() -> None:
    for line in lines():
        for place in range(LONGEST):
            for letter in ALPHABET.replace(line[place], ""):
                wrong = replaced(line, place, letter)
                assert not is_sound(wrong)
                assert [slip.place for slip in slips(wrong) if not slip.swapped] == [place + 1]


def test_any_two_neighbours_swapped_are_caught_and_found() -> None:
    for line in lines():
        for place in range(LONGEST - 1):
            wrong = swapped(line, place, place + 1)
            if wrong != line:
                assert not is_sound(wrong)
                assert Slip(place + 1, swapped=True) in slips(wrong)


def test_any_two_letters_swapped_are_caught_wherever_they_stand() -> None:
    for line in lines():
        for one, other in combinations(range(LONGEST), 2):
            assert is_sound(swapped(line, one, other)) == (line[one] == line[other])


def test_any_two_wrong_letters_are_caught() -> None:
    """Two errors hide one another only where their effects on the three checks are proportional: nowhere."""
    found = effects(LONGEST - CHECKS)
    assert len(found) == LONGEST
    for one, other in combinations(found, 2):
        assert any((one[i] * other[j] - one[j] * other[i]) % FIELD for i, j in combinations(range(CHECKS), 2))


def test_what_is_beyond_one_slip_is_not_blamed_on_a_place() -> None:
    line = lines()[0]
    assert slips(line[:30] + line[31:]) == ()
    assert slips(line) == ()
